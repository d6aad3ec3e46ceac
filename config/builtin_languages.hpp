#pragma once

#include <span>
#include <string_view>

namespace nida::config
{

/// A file of this folder as it was when this was compiled.
struct BuiltinFile {
    std::string_view name; ///< "languages/en.toml"
    std::string_view text;
};

/// languages/*.toml, in the order of their names.
std::span<const BuiltinFile> builtin_language_files();
/// leaving_words.toml
extern const BuiltinFile builtin_leaving_words;

} // namespace nida::config
