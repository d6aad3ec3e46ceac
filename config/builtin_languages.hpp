#pragma once

#include "config/builtin_file.hpp"

#include <span>

namespace nida::config
{

/// languages/*.toml, in the order of their names.
std::span<const BuiltinFile> builtin_language_files();
/// leaving_words.toml
extern const BuiltinFile builtin_leaving_words;

} // namespace nida::config
