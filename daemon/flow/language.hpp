#pragma once

#include <array>
#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace nida::daemon
{

/// A language by its code. Whether the box has words and texts in it is for Languages to say.
/// Invariant: two or three letters a-z, as ISO 639-1 and 639-3 have them.
class Language
{
public:
    static const Language ar, fr, en; ///< those that are always there

    friend auto operator<=>(const Language&, const Language&) = default;
private:
    constexpr Language(char first, char second, char third = 0) : code_{first, second, third} {}
    friend std::string to_string(const Language& language);
    friend std::optional<Language> parse_language(std::string_view code);
    std::array<char, 3> code_; ///< with a NUL behind two letters
};
inline constexpr Language Language::ar{'a', 'r'};
inline constexpr Language Language::fr{'f', 'r'};
inline constexpr Language Language::en{'e', 'n'};

/// The code: "ar", "tzm".
std::string to_string(const Language& language);

/// The language of a code in either case; nothing for text that cannot be one.
std::optional<Language> parse_language(std::string_view code);

} // namespace nida::daemon
