#pragma once

#include <string_view>

namespace nida::config
{

/// A file of this folder as it was when this was compiled.
struct BuiltinFile {
    std::string_view name; ///< "languages/en.toml"
    std::string_view text;
};

} // namespace nida::config
