#include "daemon/campaign/hours/local_time_text.hpp"
#include "daemon/campaign/hours/recurrence.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>
#include <utility>

namespace nida::daemon
{
namespace
{
using Fault = std::optional<ScheduleError>;
using Frequency = Recurrence::Frequency;

constexpr std::size_t longest_rule_text = 400;
constexpr std::array<std::pair<std::string_view, Frequency>, 3> frequencies{
    {{"DAILY", Frequency::daily}, {"WEEKLY", Frequency::weekly}, {"MONTHLY", Frequency::monthly}}};
constexpr std::array<std::string_view, 7> weekdays{"MO", "TU", "WE", "TH", "FR", "SA", "SU"};

/// A piece of the rule in capitals, and where it stands in what was written.
struct Piece {
    std::string_view text;
    std::size_t column;

    Piece from(std::size_t offset) const { return {text.substr(offset), column + offset}; }
    std::string shown() const
    {
        constexpr std::size_t longest = 30;
        return text.empty() ? "nothing"
                            : fmt::format("\"{}{}\"", text.substr(0, longest), text.size() > longest ? "..." : "");
    }
    ScheduleError fault(std::string_view accepted) const
    {
        return {column, fmt::format("{} stands here; write {}", shown(), accepted)};
    }
};

/// Takes what stands before the separator off the front.
Piece cut(Piece& rest, char separator)
{
    const auto at = std::min(rest.text.find(separator), rest.text.size());
    const Piece head{rest.text.substr(0, at), rest.column};
    rest = rest.from(std::min(at + 1, rest.text.size()));
    return head;
}

std::optional<int> number(std::string_view text, int least, int most)
{
    int value = 0;
    const auto end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, value);
    if (text.empty() || error != std::errc{} || stopped != end || value < least || value > most) return {};
    return value;
}

Fault read_number(const Piece& value, int most, auto& out)
{
    const auto read = number(value.text, 1, most);
    if (!read) return value.fault(fmt::format("a whole number from 1 to {}", most));
    out = *read;
    return {};
}

Fault read_frequency(const Piece& value, Recurrence& rule)
{
    for (const auto& [name, frequency] : frequencies)
        if (value.text == name) {
            rule.frequency = frequency;
            return {};
        }
    return value.fault("DAILY, WEEKLY or MONTHLY: nothing else is known here");
}

Fault read_until(const Piece& value, Recurrence& rule)
{
    if (value.text.ends_with('Z'))
        return Piece{"Z", value.column + value.text.size() - 1}.fault(
            "a local time without Z: the rule holds by the recipients' clocks");
    rule.until = compact_local_time(value.text);
    if (!rule.until) return value.fault("a day or a local time, for example UNTIL=20261231 or UNTIL=20261231T180000");
    return {};
}

Fault read_weekday(const Piece& value, Recurrence& rule)
{
    constexpr std::string_view accepted =
        "MO, TU, WE, TH, FR, SA or SU; with FREQ=MONTHLY also 1 to 5 or -1 to -5 before it, as in -1FR";
    if (value.text.size() < 2) return value.fault(accepted);
    const auto name = value.text.substr(value.text.size() - 2);
    const auto day = std::ranges::find(weekdays, name);
    auto ordinal_text = value.text.substr(0, value.text.size() - 2);
    if (ordinal_text.starts_with('+') && ordinal_text.size() > 1 && ordinal_text[1] != '-')
        ordinal_text.remove_prefix(1);
    const auto ordinal = ordinal_text.empty() ? std::optional{0} : number(ordinal_text, -5, 5);
    if (day == weekdays.end() || !ordinal || (*ordinal == 0 && !ordinal_text.empty())) return value.fault(accepted);
    const auto since_sunday = static_cast<unsigned>(day - weekdays.begin() + 1) % 7;
    rule.by_day.push_back({*ordinal, std::chrono::weekday{since_sunday}});
    return {};
}

Fault read_month_day(const Piece& value, Recurrence& rule)
{
    const auto day = number(value.text, -31, 31);
    if (!day || *day == 0) return value.fault("days of the month from 1 to 31, or from -1 (the last) to -31");
    rule.month_days.push_back(*day);
    return {};
}

Fault read_list(Piece value, Recurrence& rule, Fault (*read)(const Piece&, Recurrence&))
{
    for (bool more = true; more;) {
        more = value.text.find(',') != value.text.npos;
        if (auto fault = read(cut(value, ','), rule)) return fault;
    }
    return {};
}

/// The parts that are known, in the order in which they are written.
constexpr std::array<std::string_view, 6> part_names{"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYMONTHDAY", "BYDAY"};
/// Those of the RFC that are not.
constexpr std::array<std::string_view, 8> other_names{"BYSECOND", "BYMINUTE", "BYHOUR",   "BYYEARDAY",
                                                      "BYWEEKNO", "BYMONTH",  "BYSETPOS", "WKST"};

Fault read_part(const Piece& name, const Piece& value, Recurrence& rule)
{
    if (name.text == "FREQ") return read_frequency(value, rule);
    if (name.text == "INTERVAL") return read_number(value, 400, rule.interval);
    if (name.text == "COUNT") return read_number(value, 10'000, rule.count);
    if (name.text == "UNTIL") return read_until(value, rule);
    if (name.text == "BYMONTHDAY") return read_list(value, rule, read_month_day);
    return read_list(value, rule, read_weekday);
}

void sort_out(Recurrence& rule)
{
    const auto order = [](const RecurringWeekday& a) { return std::pair{a.ordinal, a.day.iso_encoding()}; };
    std::ranges::sort(rule.by_day, {}, order);
    rule.by_day.erase(std::unique(rule.by_day.begin(), rule.by_day.end()), rule.by_day.end());
    std::ranges::sort(rule.month_days);
    rule.month_days.erase(std::unique(rule.month_days.begin(), rule.month_days.end()), rule.month_days.end());
}

/// What holds between the parts. @param columns  where each part stood, as in part_names; 0 where it did not
Fault fault_of_whole(const Recurrence& rule, const std::array<std::size_t, part_names.size()>& columns)
{
    const auto [frequency, interval, count, until, month_days, by_day] = columns;
    if (!frequency) return ScheduleError{1, "the rule has no FREQ; write for example FREQ=WEEKLY;BYDAY=FR"};
    if (count && until)
        return ScheduleError{std::max(count, until), "a rule ends by COUNT or by UNTIL; leave one of them out"};
    if (month_days && rule.frequency == Frequency::weekly)
        return ScheduleError{month_days, "BYMONTHDAY says nothing with FREQ=WEEKLY; write FREQ=MONTHLY, or BYDAY"};
    const auto has_ordinal = [](const RecurringWeekday& day) { return day.ordinal != 0; };
    if (rule.frequency != Frequency::monthly && std::ranges::any_of(rule.by_day, has_ordinal))
        return ScheduleError{by_day,
                             "a number before a weekday counts within the month; write it with FREQ=MONTHLY alone"};
    return {};
}
} // namespace

void throw_exception_from_error(const ScheduleError& error, const boost::source_location&)
{
    throw std::runtime_error{error.text};
}

Scheduled<Recurrence> parse_recurrence(std::string_view text)
{
    if (text.size() > longest_rule_text) return ScheduleError{longest_rule_text + 1, "no rule is longer than this"};
    std::string capitals;
    for (const char c : text) {
        if (c <= 0x20 || c >= 0x7F)
            return ScheduleError{capitals.size() + 1,
                                 "a blank or a sign that no rule has; write for example FREQ=WEEKLY;BYDAY=FR"};
        capitals += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    Piece rest{capitals, 1};
    constexpr std::string_view heading = "RRULE:";
    if (rest.text.starts_with(heading)) rest = rest.from(heading.size());

    Recurrence rule;
    std::array<std::size_t, part_names.size()> columns{};
    while (!rest.text.empty()) {
        auto value = cut(rest, ';');
        const bool has_value = value.text.find('=') != value.text.npos;
        const auto name = cut(value, '=');
        const auto known = std::ranges::find(part_names, name.text);
        if (std::ranges::find(other_names, name.text) != other_names.end())
            return ScheduleError{
                name.column, fmt::format("{} is not known here; there are {}", name.text, fmt::join(part_names, ", "))};
        if (known == part_names.end() || !has_value)
            return name.fault(
                fmt::format("one of {} and its value, for example BYDAY=FR", fmt::join(part_names, ", ")));
        auto& column = columns[static_cast<std::size_t>(known - part_names.begin())];
        if (column)
            return ScheduleError{name.column,
                                 fmt::format("{} stands here for the second time; write it once", name.text)};
        column = name.column;
        if (auto fault = read_part(name, value, rule)) return *fault;
    }
    if (auto fault = fault_of_whole(rule, columns)) return *fault;
    sort_out(rule);
    return rule;
}

std::string to_string(const Recurrence& rule)
{
    std::string text = "FREQ=";
    for (const auto& [name, frequency] : frequencies)
        if (frequency == rule.frequency) text += name;
    if (rule.interval != 1) text += fmt::format(";INTERVAL={}", rule.interval);
    if (rule.count) text += fmt::format(";COUNT={}", *rule.count);
    if (rule.until) text += ";UNTIL=" + compact_text(*rule.until);
    if (!rule.month_days.empty()) text += fmt::format(";BYMONTHDAY={}", fmt::join(rule.month_days, ","));
    for (char separator = 0; const auto& [ordinal, day] : rule.by_day) {
        text += separator ? "," : ";BYDAY=";
        separator = ',';
        if (ordinal != 0) text += std::to_string(ordinal);
        text += weekdays[day.iso_encoding() - 1];
    }
    return text;
}
} // namespace nida::daemon
