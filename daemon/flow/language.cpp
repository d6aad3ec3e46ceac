#include "daemon/flow/language.hpp"

namespace nida::daemon
{

std::string to_string(const Language& language)
{
    std::string code{language.code_.begin(), language.code_.end()};
    if (code.back() == 0) code.pop_back();
    return code;
}

std::optional<Language> parse_language(std::string_view code)
{
    if (code.size() != 2 && code.size() != 3) return std::nullopt;
    Language language{0, 0};
    for (std::size_t i = 0; i < code.size(); ++i) {
        const char letter = code[i] >= 'A' && code[i] <= 'Z' ? static_cast<char>(code[i] - 'A' + 'a') : code[i];
        if (letter < 'a' || letter > 'z') return std::nullopt;
        language.code_[i] = letter;
    }
    return language;
}

} // namespace nida::daemon
