#include "protocol/at/at_response.hpp"

#include "protocol/at/at_line.hpp"
#include "protocol/at/refusals.hpp"
#include "protocol/octets.hpp"
#include "protocol/unicode.hpp"

#include <algorithm>
#include <bitset>
#include <charconv>

namespace nida::protocol
{
namespace
{
using boost::system::error_code;

/// at_category's numbers, as errors.hpp lists them.
enum AtError { plain_error = 1, no_carrier, command_not_supported, too_many_parameters, unknown_text };

error_code at_error(AtError error) { return {error, at_category()}; }

/// The number that `text` begins with; what is glued behind it does not matter ("+CMS ERROR: 38AT+CMGS=…").
std::optional<int> leading_number(std::string_view text)
{
    int number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc{} || end == text.data() || number < 0) return std::nullopt;
    return number;
}

error_code numbered(std::string_view detail, const boost::system::error_category& category,
                    std::optional<int> number_of_text(std::string_view))
{
    auto number = leading_number(detail);
    if (!number) number = number_of_text(detail);
    if (!number) return at_error(unknown_text);
    const error_code error{*number, category};
    return error.failed() ? error : at_error(unknown_text); // a refusal must never read as success, not even number 0
}

/// What stands behind "ERROR" in "+CME ERROR: 10", the colon or the plus sign perhaps missing.
std::optional<std::string_view> error_detail(std::string_view line, std::string_view kind)
{
    if (!line.empty() && line.front() == '+') line.remove_prefix(1);
    constexpr std::string_view error{"ERROR"};
    if (!begins_with_name(line, kind)) return std::nullopt;
    line = trimmed(line.substr(kind.size()));
    if (!begins_with_name(line, error)) return std::nullopt;
    line = trimmed(line.substr(error.size()));
    if (!line.empty() && line.front() == ':') line.remove_prefix(1);
    return trimmed(line);
}

std::optional<error_code> final_error(std::string_view line, bool dial)
{
    if (const auto detail = error_detail(line, "CMS")) return numbered(*detail, cms_category(), cms_number);
    if (const auto detail = error_detail(line, "CME")) return numbered(*detail, cme_category(), cme_number);
    if (error_detail(line, "EXT") || error_detail(line, "MODEM")) return at_error(plain_error);
    for (const std::string_view text : {"ERROR", "ABORTED", "NA"}) // NA: old Samsung modems
        if (same_name(line, text)) return at_error(plain_error);
    for (const std::string_view text : {"COMMAND NOT SUPPORT", "COMMAND NOT SUPPORTED"}) // the first, sic, is Huawei's
        if (same_name(line, text)) return at_error(command_not_supported);
    if (same_name(line, "TOO MANY PARAMETERS")) return at_error(too_many_parameters);
    if (dial)
        for (const std::string_view text : {"NO CARRIER", "BUSY", "NO ANSWER", "NO DIALTONE", "NO DIAL TONE"})
            if (same_name(line, text)) return at_error(no_carrier);
    return std::nullopt;
}
} // namespace

std::optional<FinalResult> parse_final_result(std::string_view line, bool dial)
{
    const auto text = trimmed(line);
    if (same_name(text, "OK") || (dial && begins_with_name(text, "CONNECT")))
        return FinalResult{error_code{}, std::string{line}};
    if (const auto error = final_error(text, dial)) return FinalResult{*error, std::string{line}};
    return std::nullopt;
}

std::optional<FinalResult> parse_final_result(std::string_view line, const FinalRules& rules)
{
    if (auto result = parse_final_result(line, rules.dial)) return result;
    if (rules.numeric)
        if (auto result = parse_numeric_result(line, rules.dial)) return result;
    if (!rules.ends_too.empty() && behind(line, rules.ends_too)) return FinalResult{error_code{}, std::string{line}};
    return std::nullopt;
}

std::optional<FinalResult> parse_numeric_result(std::string_view line, bool dial)
{
    const auto code = trimmed(line);
    if (code == "0" || (dial && code == "1")) return FinalResult{error_code{}, std::string{line}};
    if (code == "4") return FinalResult{at_error(plain_error), std::string{line}};
    if (dial && (code == "3" || code == "6" || code == "7" || code == "8"))
        return FinalResult{at_error(no_carrier), std::string{line}};
    return std::nullopt;
}

std::optional<std::string> AtResponse::value(std::string_view prefix) const
{
    for (const auto& line : lines)
        if (const auto found = behind(line, prefix)) return std::string{*found};
    return std::nullopt;
}

std::string first_text(const AtResponse& response, std::string_view prefix)
{
    if (response.lines.empty()) return {};
    const auto text = response.value(prefix).value_or(response.lines.front());
    const auto parameters = split_parameters(text);
    return std::string{trimmed(parameters.size() == 1 ? parameters.front() : text)};
}

std::vector<std::string> split_parameters(std::string_view text)
{
    std::vector<std::string> parameters;
    if (trimmed(text).empty()) return parameters;

    std::string parameter;
    std::size_t keep = 0; // so many characters of `parameter` stand in quotes: no space among them is taken off
    std::size_t depth = 0;
    bool quoted = false;
    const auto finish = [&] {
        while (parameter.size() > keep && is_blank(parameter.back()))
            parameter.pop_back();
        parameters.push_back(std::move(parameter));
        parameter.clear();
        keep = 0;
    };
    for (const char c : text) {
        if (c == '"') {
            quoted = !quoted;
            if (depth > 0) parameter += c; // a group keeps its quotes: it will be split again
            keep = parameter.size();
        } else if (quoted) {
            parameter += c;
            keep = parameter.size();
        } else if (c == ',' && depth == 0) {
            finish();
        } else if (!parameter.empty() || !is_blank(c)) {
            if (c == '(') ++depth;
            if (c == ')' && depth > 0) --depth;
            parameter += c;
        }
    }
    finish();
    return parameters;
}

std::vector<unsigned> parse_range(std::string_view group)
{
    constexpr unsigned most = 255;
    std::bitset<most + 1> allowed;
    std::size_t i = 0;
    const auto number = [&] {
        unsigned value = 0;
        for (; i < group.size() && is_digit(group[i]); ++i)
            value = std::min(value * 10 + static_cast<unsigned>(group[i] - '0'), most + 1);
        return value;
    };
    const auto skip_blanks = [&] {
        while (i < group.size() && is_blank(group[i]))
            ++i;
    };
    while (i < group.size()) {
        if (!is_digit(group[i])) {
            ++i;
            continue;
        }
        const auto first = number();
        auto last = first;
        skip_blanks();
        if (i < group.size() && group[i] == '-') {
            ++i;
            skip_blanks();
            if (i < group.size() && is_digit(group[i])) last = number();
        }
        for (auto value = first; value <= std::min(last, most); ++value)
            allowed.set(value);
    }

    std::vector<unsigned> values;
    for (unsigned value = 0; value <= most; ++value)
        if (allowed[value]) values.push_back(value);
    return values;
}

std::optional<unsigned> parse_unsigned(std::string_view digits)
{
    digits = trimmed(digits);
    unsigned value = 0;
    const auto* end = digits.data() + digits.size();
    const auto [stop, failure] = std::from_chars(digits.data(), end, value);
    if (failure != std::errc{} || stop != end || digits.empty()) return std::nullopt;
    return value;
}

std::optional<std::uint64_t> parse_hexadecimal(std::string_view digits)
{
    std::uint64_t value = 0;
    unsigned count = 0;
    for (const char c : digits) {
        if (c == '"' || is_blank(c)) continue;
        if (!is_hex_digit(c) || value >> 60 != 0) return std::nullopt;
        value = value << 4 | static_cast<unsigned>(is_digit(c) ? c - '0' : lower(c) - 'a' + 10);
        ++count;
    }
    if (count == 0) return std::nullopt;
    return value;
}

std::string text_of(std::string_view field)
{
    const auto as_it_came = std::string{field};
    if (field.empty() || field.size() % 4 != 0 || !std::all_of(field.begin(), field.end(), is_hex_digit))
        return as_it_came;
    if (field.size() < 16 && std::all_of(field.begin(), field.end(), is_digit)) return as_it_came;
    Octets octets;
    for (std::size_t i = 0; i < field.size(); i += 2)
        octets.push_back(static_cast<Octet>(*parse_hexadecimal(field.substr(i, 2))));
    // One block of 256 characters, besides the Latin one that has spaces and digits: chance hex rarely keeps to that.
    Octet block = 0;
    for (std::size_t i = 0; i < octets.size(); i += 2) {
        if (octets[i] == 0) {
            if (octets[i + 1] < 0x20 || (octets[i + 1] >= 0x7F && octets[i + 1] < 0xA0)) return as_it_came;
            continue;
        }
        if (block != 0 && octets[i] != block) return as_it_came;
        block = octets[i];
    }
    if (block != 0 && octets.size() == 2) return as_it_came; // "CAFE" is a name
    return from_ucs2(octets);
}
} // namespace nida::protocol
