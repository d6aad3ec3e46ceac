#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace nida::daemon
{
/// What texts and names of fields are compared by: the folded words with one blank between. Empty where there are none.
std::string compared_words(std::string_view text);

/// A number as rules and fields write it: digits of any script that fold() knows, "-" before and "." or "٫" inside, at most 15 digits.
/// @return ASCII digits with "-" and "." alone; nothing where it is no number
std::optional<std::string> rule_number(std::string_view written);
double number_value(std::string_view number); ///< @pre rule_number() returned it

/// A day that exists, as YYYY-MM-DD in digits of any script that fold() knows.
std::optional<std::chrono::year_month_day> rule_day(std::string_view written);
std::string to_string(std::chrono::year_month_day day); ///< YYYY-MM-DD
/// Whether it is written like a day, be there such a day or not.
bool looks_like_a_day(std::string_view written);
} // namespace nida::daemon
