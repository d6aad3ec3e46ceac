#include "protocol/at/cusd.hpp"

#include "protocol/at/at_line.hpp"
#include "protocol/at/at_response.hpp"

#include <algorithm>

namespace nida::protocol
{
namespace
{
constexpr std::string_view name{"+CUSD"};

std::optional<CusdMode> mode_from(unsigned m)
{
    if (m <= static_cast<unsigned>(CusdMode::timed_out)) return static_cast<CusdMode>(m);
    if (m == 6) return CusdMode::terminated; // seen from Ai-Thinker modules, with the answer in it
    return std::nullopt;
}

std::size_t leading_digits(std::string_view text)
{
    return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) - text.begin());
}

/// <dcs> in what stands behind the string: ",15", perhaps with something behind it.
std::optional<unsigned> dcs_from(std::string_view text)
{
    text = trimmed(text);
    if (text.empty() || text.front() != ',') return std::nullopt;
    text = trimmed(text.substr(1));
    const auto dcs = parse_unsigned(text.substr(0, leading_digits(text)));
    return dcs && *dcs <= 0xFF ? dcs : std::nullopt;
}

/// What stands between the first quote and the last. Quotes inside are not escaped.
void take_quoted(std::string_view text, Cusd& cusd)
{
    const auto first = text.find('"');
    const auto last = text.rfind('"');
    if (first == last) { // the closing one was lost
        cusd.string = text.substr(first + 1);
        return;
    }
    auto string = text.substr(first + 1, last - first - 1);
    // One quote too many before the closing one is a modem's slip, not the end of a quotation.
    if (string.ends_with('"') && std::count(string.begin(), string.end(), '"') % 2 != 0) string.remove_suffix(1);
    cusd.string = string;
    cusd.dcs = dcs_from(text.substr(last + 1));
}

/// A string without quotes: all of it, but for a <dcs> behind hex digits.
void take_bare(std::string_view text, Cusd& cusd)
{
    const auto comma = text.find(',');
    const auto string = trimmed(text.substr(0, comma));
    const bool hex = !string.empty() && std::all_of(string.begin(), string.end(), is_hex_digit);
    if (hex && comma != std::string_view::npos) {
        cusd.string = string;
        cusd.dcs = dcs_from(text.substr(comma));
    } else {
        cusd.string = trimmed(text);
    }
}

/// Takes what Cinterion's EHS leave behind a menu: the prompt for its answer, on a line of its own.
std::string_view without_prompt(std::string_view text)
{
    const auto line = text.rfind('\n');
    if (line == std::string_view::npos || trimmed(text.substr(line)) != ">") return text;
    return text.substr(0, line);
}
} // namespace

Decoded<Cusd> parse_cusd(std::string_view text)
{
    const auto found = behind(text, name);
    if (!found) return DecodeError{ParseError::missing_field, name, 0};
    const auto offset = [&](std::string_view at) { return static_cast<std::size_t>(at.data() - text.data()); };

    auto value = *found;
    if (value.empty()) return DecodeError{ParseError::truncated, name, text.size()};
    const auto digit_count = leading_digits(value);
    const auto number = parse_unsigned(value.substr(0, digit_count));
    if (!number) return DecodeError{ParseError::bad_digit, name, offset(value)};
    const auto mode = mode_from(*number);
    if (!mode) return DecodeError{ParseError::reserved_value, name, offset(value)};

    Cusd cusd{*mode, {}, {}};
    value = trimmed(value.substr(digit_count));
    if (value.starts_with(',')) value = trimmed(value.substr(1));
    value = without_prompt(value);
    if (value.starts_with('"'))
        take_quoted(value, cusd);
    else if (value.starts_with(',')) // no string, only <dcs>
        cusd.dcs = dcs_from(value);
    else
        take_bare(value, cusd);
    return cusd;
}

bool cusd_goes_on(std::string_view text)
{
    const auto value = behind(text, name);
    if (!value) return false;
    const auto comma = value->find(',');
    if (comma == std::string_view::npos) return false;
    auto string = trimmed(value->substr(comma + 1));
    if (string.empty()) return true;
    if (string.front() != '"') return false;
    const auto quotes = std::count(string.begin(), string.end(), '"');
    if (quotes < 2) return true;
    if (string.back() == '"') // where quotations inside are paired, or one quote too many closes, this one is the end
        return quotes % 2 != 0 && !string.ends_with("\"\"");
    // Closed before a comma and the <dcs>.
    while (is_digit(string.back()) || is_blank(string.back()))
        string.remove_suffix(1);
    if (string.back() != ',') return true;
    string = trimmed(string.substr(0, string.size() - 1));
    return string.back() != '"';
}
} // namespace nida::protocol
