#include "daemon/people/files/written_cells.hpp"

#include "daemon/flow/fold.hpp"
#include "protocol/numbering/written_number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <utility>

namespace nida::daemon
{

namespace
{

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool are_digits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_digit); }

std::vector<std::string_view> split(std::string_view text, std::string_view separator)
{
    std::vector<std::string_view> parts;
    for (std::size_t begin = 0;;) {
        const auto end = text.find(separator, begin);
        parts.push_back(trimmed(text.substr(begin, end == text.npos ? end : end - begin)));
        if (end == text.npos) return parts;
        begin = end + separator.size();
    }
}

/// "2.18911e+11"
bool is_scientific(std::string_view folded)
{
    const auto e = folded.find('e');
    if (e == folded.npos) return false;
    auto mantissa = folded.substr(0, e), exponent = folded.substr(e + 1);
    if (exponent.starts_with('+') || exponent.starts_with('-')) exponent.remove_prefix(1);
    const auto point = mantissa.find_first_of(".,");
    const bool whole = point == mantissa.npos
                           ? are_digits(mantissa)
                           : are_digits(mantissa.substr(0, point)) && are_digits(mantissa.substr(point + 1));
    return whole && are_digits(exponent);
}

/// What spreadsheets and copying leave around the digits.
std::string_view undressed(std::string_view number)
{
    number = trimmed(number);
    if (number.starts_with("=\"") && number.ends_with('"') && number.size() >= 3) // a formula that keeps a text a text
        number = number.substr(2, number.size() - 3);
    while (number.starts_with('\''))
        number.remove_prefix(1);
    number = trimmed(number);
    if (number.starts_with("tel:")) {
        number.remove_prefix(4);
        number = number.substr(0, number.find(';')); // RFC 3966: parameters
    }
    // 218911234567.0 is a number that some program took for a measure.
    if (const auto point = number.find_last_of(".,"); point != number.npos && point >= 6 &&
                                                      are_digits(number.substr(0, point)) &&
                                                      number.find_first_not_of('0', point + 1) == number.npos)
        number = number.substr(0, point);
    return number;
}

/// "+218 (0) 91": the zero is dialled inside the country alone.
std::string without_optional_zero(std::string_view number)
{
    std::string text{number};
    const auto zero = text.find("(0)");
    if (zero != std::string::npos && (text.starts_with('+') || text.starts_with("00"))) text.erase(zero, 3);
    return text;
}

struct LanguageNames {
    std::string_view code;
    std::string_view names[12]; ///< folded
};

constexpr LanguageNames languages[] = {
    {"ar", {"ar", "ara", "arabic", "arabe", "عربي", "عربيه", "العربيه", "العربي", "اللغه العربيه", "بالعربيه"}},
    {"fr",
     {"fr", "fra", "fre", "french", "francais", "francaise", "فرنسي", "فرنسيه", "الفرنسيه", "الفرنسي",
      "اللغه الفرنسيه"}},
    {"en",
     {"en", "eng", "english", "anglais", "anglaise", "انجليزي", "انجليزيه", "الانجليزيه", "الانجليزي", "انكليزي",
      "الانكليزيه", "اللغه الانجليزيه"}},
};

std::optional<std::string> known_language(std::string_view folded)
{
    for (const auto& language : languages)
        if (!folded.empty() && std::ranges::find(language.names, folded) != std::end(language.names))
            return std::string{language.code};
    return {};
}

/// What address books put everybody into.
bool is_everybody(std::string_view group)
{
    const auto name = fold(group);
    return name == "* mycontacts" || name == "mycontacts" || name == "my contacts" || name == "* my contacts" ||
           name == "system group: my contacts" || name == "* starred";
}

void add_group(std::vector<std::string>& groups, std::string group)
{
    if (!group.empty() && !is_everybody(group)) groups.push_back(std::move(group));
}

} // namespace

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\n";
    for (const std::string_view no_break_space = "\u00A0";;) {
        if (!text.empty() && blanks.find(text.front()) != blanks.npos)
            text.remove_prefix(1);
        else if (!text.empty() && blanks.find(text.back()) != blanks.npos)
            text.remove_suffix(1);
        else if (text.starts_with(no_break_space))
            text.remove_prefix(no_break_space.size());
        else if (text.ends_with(no_break_space))
            text.remove_suffix(no_break_space.size());
        else
            return text;
    }
}

PlainNumber plain_number(std::string_view written)
{
    constexpr std::size_t longest = 250;
    if (written.size() > longest) return {"", "too long for a phone number"};
    const auto folded = fold(written);
    const auto number = without_optional_zero(undressed(folded));
    if (is_scientific(number))
        return {"", fmt::format("a spreadsheet has shortened the number to {}, and its digits are lost: make "
                                "the column one of text there and write the number again",
                                trimmed(written))};
    const auto read = protocol::numbering::read_written_number(number);
    if (read.has_error()) return {"", std::string{protocol::describe(read.error())}};
    return {(read->international ? "+" : "") + read->digits, ""};
}

bool is_shortened_number(std::string_view written) { return is_scientific(trimmed(fold(written))); }

std::vector<std::string> numbers_in(std::string_view cell)
{
    constexpr std::size_t longest = 1'000;
    if (cell.size() > longest) return {std::string{cell}};
    constexpr std::ptrdiff_t shortest_beside_a_slash = 6; // "091/2345678" is one number
    const auto digits = [](std::string_view part) { return std::ranges::count_if(part, is_digit); };
    std::vector<std::string> numbers;
    std::string line{cell};
    for (const std::string_view separator : {":::", "\n", ",", "|", "\u060C", "\u061B"})
        for (auto at = line.find(separator); at != line.npos; at = line.find(separator, at))
            // The comma of "2,18911E+11" separates nothing.
            if (separator == "," && is_shortened_number(line))
                at += 1;
            else
                line.replace(at, separator.size(), ";");
    for (const std::string_view separator : {"/", " - ", " ou ", " or ", " et ", " و "})
        for (auto at = line.find(separator); at != line.npos; at = line.find(separator, at + 1)) {
            const auto before = fold(line.substr(0, at)), after = fold(line.substr(at + separator.size()));
            if (digits(before.substr(before.rfind(';') + 1)) >= shortest_beside_a_slash &&
                digits(after.substr(0, after.find_first_of("/;"))) >= shortest_beside_a_slash)
                line.replace(at, separator.size(), ";");
        }
    for (const auto part : split(line, ";"))
        if (!part.empty()) numbers.emplace_back(part);
    return numbers;
}

std::string language_code(std::string_view written)
{
    const auto folded = fold(trimmed(written));
    if (const auto known = known_language(folded)) return *known;
    // "fr-FR", "ar_LY"
    if (const auto end = folded.find_first_of("-_"); end != folded.npos)
        if (const auto known = known_language(std::string_view{folded}.substr(0, end))) return *known;
    const bool is_code = folded.size() >= 2 && folded.size() <= 3 &&
                         std::ranges::all_of(folded, [](char c) { return c >= 'a' && c <= 'z'; });
    return is_code ? folded : std::string{trimmed(written)};
}

std::vector<std::string> groups_in(std::string_view cell)
{
    constexpr std::size_t longest = 10'000; // a cell that was never closed, and no list
    if (cell.size() > longest) return {std::string{cell}};
    std::string text{cell};
    for (const auto& [arabic, latin] : {std::pair{"\u061B", ";"}, {"\u060C", ","}}) // Arabic semicolon, Arabic comma
        for (auto at = text.find(arabic); at != text.npos; at = text.find(arabic, at))
            text.replace(at, 2, latin);

    std::string_view separator = "\n";
    for (const std::string_view candidate : {" ::: ", ";", "|", "\\", ","})
        if (text.find(candidate) != text.npos) {
            separator = candidate;
            break;
        }
    std::vector<std::string> groups;
    for (const auto part : split(text, separator)) {
        if (!part.starts_with('/')) {
            add_group(groups, std::string{part});
            continue;
        }
        for (auto end = part.find('/', 1);; end = part.find('/', end + 1)) {
            add_group(groups, std::string{part.substr(1, end == part.npos ? end : end - 1)});
            if (end == part.npos) break;
        }
    }
    return groups;
}

} // namespace nida::daemon
