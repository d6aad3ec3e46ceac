#pragma once

#include <optional>
#include <string_view>

namespace nida::daemon
{

/// The languages that the box answers in.
enum class Language { ar, fr, en };

/// The ISO 639-1 code: "ar", "fr" or "en".
std::string_view to_string(Language language);

/// The language of an ISO 639-1 code in either case; nothing for any other text.
std::optional<Language> parse_language(std::string_view code);

} // namespace nida::daemon
