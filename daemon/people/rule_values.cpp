#include "daemon/people/rule_values.hpp"

#include "daemon/flow/fold.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace nida::daemon
{
namespace
{
bool is_digit(char c) { return c >= '0' && c <= '9'; }

int integer(std::string_view digits)
{
    int value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}
} // namespace

std::string compared_words(std::string_view text)
{
    std::string joined;
    for (const auto& word : words(fold(text))) {
        if (!joined.empty()) joined += ' ';
        joined += word;
    }
    return joined;
}

std::optional<std::string> rule_number(std::string_view written)
{
    constexpr std::string_view arabic_point = "٫";
    auto text = fold(written);
    if (const auto at = text.find(arabic_point); at != text.npos) text.replace(at, arabic_point.size(), ".");
    const auto digits = std::string_view{text}.substr(text.starts_with('-'));
    const auto point = std::min(digits.find('.'), digits.size());
    const auto whole = digits.substr(0, point);
    const auto rest = digits.substr(std::min(point + 1, digits.size()));
    if (whole.empty() || whole.size() + rest.size() > 15) return {};
    if (point < digits.size() && rest.empty()) return {};
    if (!std::ranges::all_of(whole, is_digit) || !std::ranges::all_of(rest, is_digit)) return {};
    return text;
}

double number_value(std::string_view number)
{
    double value = 0;
    std::from_chars(number.data(), number.data() + number.size(), value);
    return value == 0 ? 0 : value; // "-0" is 0
}

bool looks_like_a_day(std::string_view written)
{
    const auto text = fold(written);
    if (text.size() != 10) return false;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (i == 4 || i == 7 ? text[i] != '-' : !is_digit(text[i])) return false;
    return true;
}

std::optional<std::chrono::year_month_day> rule_day(std::string_view written)
{
    if (!looks_like_a_day(written)) return {};
    const auto text = fold(written);
    const std::string_view digits{text};
    const std::chrono::year_month_day day{std::chrono::year{integer(digits.substr(0, 4))},
                                          std::chrono::month{static_cast<unsigned>(integer(digits.substr(5, 2)))},
                                          std::chrono::day{static_cast<unsigned>(integer(digits.substr(8, 2)))}};
    if (!day.ok() || day.year() < std::chrono::year{1}) return {};
    return day;
}

std::string to_string(std::chrono::year_month_day day)
{
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                       static_cast<unsigned>(day.day()));
}
} // namespace nida::daemon
