#pragma once

#include "config/settings.hpp"

/// The values of nida.toml that are written as text. Each function takes what stood between the quotes and gives the value,
/// or nothing where it is not acceptable; settings.cpp says to the reader of the error what would be.
namespace nida::config
{

/// "21:00-08:00", two different times of day of the 24-hour clock.
std::optional<QuietHours> parse_quiet_hours(std::string_view text);

/// "08:00" as minutes after midnight.
std::optional<std::chrono::minutes> parse_time_of_day(std::string_view text);

/// "10s", "2m", "24h" or "7d".
std::optional<std::chrono::seconds> parse_duration(std::string_view text);

/// A USB hub as sysfs calls it: the bus, "-", and the ports on the way with dots: "1-1.2".
std::optional<std::string> parse_usb_path(std::string_view text);

/// A word that people text: 1 to 40 octets of UTF-8 without control characters or quotes.
std::optional<std::string> parse_keyword(std::string_view text);

/// Two letters, given back in capitals. Whether the country exists is another question.
std::optional<std::string> parse_country(std::string_view text);

/// How numbers begin: "+" and 1 to 15 digits.
std::optional<std::string> parse_prefix(std::string_view text);

/// Three capital letters (ISO 4217).
std::optional<std::string> parse_currency(std::string_view text);

/// 1 to 32 of A-Z a-z 0-9 _ -
std::optional<std::string> parse_line_name(std::string_view text);

/// 18 to 22 digits, the last of which may be the filler F that pads an odd number of them on the SIM (TS 51.011 §10.1.1)
/// and that some modems print. The filler is not given back.
std::optional<std::string> parse_iccid(std::string_view text);

/// "+", then 7 to 15 digits of which the first is not 0 (E.164).
std::optional<std::string> parse_number(std::string_view text);

/// Anything but nothing, without control characters (a NUL would cut the name short).
std::optional<std::filesystem::path> parse_path(std::string_view text);

} // namespace nida::config
