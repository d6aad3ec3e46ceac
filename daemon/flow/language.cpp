#include "daemon/flow/language.hpp"

#include <algorithm>

namespace nida::daemon
{

std::string_view to_string(Language language)
{
    switch (language) {
    case Language::ar: return "ar";
    case Language::fr: return "fr";
    case Language::en: break;
    }
    return "en";
}

std::optional<Language> parse_language(std::string_view code)
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    for (const auto language : {Language::ar, Language::fr, Language::en})
        if (std::ranges::equal(code, to_string(language), {}, lower)) return language;
    return std::nullopt;
}

} // namespace nida::daemon
