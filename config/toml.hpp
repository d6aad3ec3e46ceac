#pragma once

// The TOML parser, set up for files that people mistype. Included by the .cpp files of this folder alone.

// A heading such as [[[line]]] fails an assertion in toml++ up to 3.4, although the next statement reports it properly. A typo
// must not end a daemon that rereads its file, so its assertions are off; with NDEBUG they would become __builtin_assume.
#undef NDEBUG
#define TOML_ASSERT(expression) static_assert(true)
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include "config/report.hpp"

#include <optional>
#include <string_view>

namespace nida::config
{

inline Position begin_of(const toml::source_region& region) { return {region.begin.line, region.begin.column}; }

/// What a value is, for an error: "a whole number".
std::string_view type_name(const toml::node& node);

/// The text as a table; nothing where it is too long, is unfit or is no TOML: then the report says why.
/// @param example  a line that shows a reader of the error what TOML looks like
std::optional<toml::table> parse_toml(std::string_view text, std::string_view example, Report& report);

/// A file's content, up to one octet more than parse_toml() takes; nothing where it cannot be read: then errno says why.
std::optional<std::string> read_toml_file(const std::filesystem::path& file);

} // namespace nida::config
