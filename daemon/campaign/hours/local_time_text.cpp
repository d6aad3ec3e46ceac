#include "daemon/campaign/hours/local_time_text.hpp"

#include <fmt/format.h>

namespace nida::daemon
{
namespace
{
using namespace std::chrono;

/// Digits and signs from the front of a text, and where it stopped.
class Front
{
public:
    explicit Front(std::string_view text) : rest_{text} {}
    bool at_end() const { return rest_.empty(); }
    std::size_t offset() const { return offset_; }
    bool sign(std::string_view any_of)
    {
        if (rest_.empty() || any_of.find(rest_.front()) == any_of.npos) return false;
        advance(1);
        return true;
    }
    std::optional<int> digits(std::size_t count)
    {
        if (rest_.size() < count) return {};
        int value = 0;
        for (const char c : rest_.substr(0, count)) {
            if (c < '0' || c > '9') return {};
            value = value * 10 + (c - '0');
        }
        advance(count);
        return value;
    }
    /// A number of two digits.
    std::optional<int> two(int most)
    {
        const auto before = *this;
        const auto value = digits(2);
        if (value && *value <= most) return value;
        *this = before;
        return {};
    }
private:
    void advance(std::size_t count)
    {
        rest_.remove_prefix(count);
        offset_ += count;
    }
    std::string_view rest_;
    std::size_t offset_ = 0;
};

std::optional<local_days> day_at(Front& front, std::string_view separator)
{
    const auto before = front;
    const auto written_year = front.digits(4);
    const bool first = separator.empty() || front.sign(separator);
    const auto written_month = front.digits(2);
    const bool second = separator.empty() || front.sign(separator);
    const auto written_day = front.digits(2);
    if (written_year && first && written_month && second && written_day && *written_year >= 1970 &&
        *written_year < 3000) {
        const year_month_day date{year{*written_year}, month{static_cast<unsigned>(*written_month)},
                                  day{static_cast<unsigned>(*written_day)}};
        if (date.ok()) return local_days{date};
    }
    front = before;
    return {};
}

std::optional<seconds> time_at(Front& front, bool with_colons)
{
    const auto hour = front.two(23);
    if (!hour || (with_colons && !front.sign(":"))) return {};
    const auto minute = front.two(59);
    if (!minute) return {};
    std::optional<int> second{0};
    if (!with_colons || front.sign(":")) second = front.two(59);
    if (!second) return {};
    return hours{*hour} + minutes{*minute} + seconds{*second};
}

constexpr std::string_view accepted =
    "write for example 2026-12-01 18:00 for that time by the clock, or 2026-12-01T17:00:00Z for an instant";

/// The offset from UTC that stands at the end. @return none where it is broken
std::optional<seconds> offset_at(Front& front)
{
    if (front.sign("Zz")) return 0s;
    const auto before = front;
    const bool west = front.sign("-");
    if (!west && !front.sign("+")) return {};
    const auto hour = front.two(14);
    const bool colon = front.sign(":");
    const auto minute = front.two(59);
    if (hour && colon && minute) return (west ? -1 : 1) * (hours{*hour} + minutes{*minute});
    front = before;
    return {};
}
} // namespace

Scheduled<WrittenTime> parse_written_time(std::string_view text)
{
    Front front{text};
    const auto fault = [&](std::string_view what) {
        return ScheduleError{front.offset() + 1, fmt::format("{}; {}", what, accepted)};
    };
    const auto date = day_at(front, "-");
    if (!date) return fault("there is no day here, or none that exists");
    if (!front.sign(" Tt")) return fault("there is no hour here");
    const auto time = time_at(front, true);
    if (!time) return fault("there is no hour here from 00:00 to 23:59");
    const LocalTime local = *date + *time;
    if (front.at_end()) return WrittenTime{local};
    const auto offset = offset_at(front);
    if (!offset) return fault("this is no offset from UTC");
    if (!front.at_end()) return fault("the time ends before this");
    return WrittenTime{Time{local.time_since_epoch() - *offset}};
}

std::string to_string(const WrittenTime& time)
{
    const auto* instant = std::get_if<Time>(&time);
    const auto local = instant ? LocalTime{floor<seconds>(instant->time_since_epoch())} : std::get<LocalTime>(time);
    const auto day = floor<days>(local);
    const year_month_day date{day};
    const hh_mm_ss clock{local - day};
    auto text = fmt::format("{:04}-{:02}-{:02}{}{:02}:{:02}", static_cast<int>(date.year()),
                            static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), instant ? 'T' : ' ',
                            clock.hours().count(), clock.minutes().count());
    if (instant || clock.seconds().count() != 0) text += fmt::format(":{:02}", clock.seconds().count());
    if (instant) text += 'Z';
    return text;
}

std::optional<local_days> parse_day(std::string_view text)
{
    Front front{text};
    const auto date = day_at(front, "-");
    return front.at_end() ? date : std::nullopt;
}

std::optional<LocalTime> compact_local_time(std::string_view text)
{
    Front front{text};
    const auto date = day_at(front, "");
    if (!date) return {};
    if (front.at_end()) return *date + days{1} - 1s;
    if (!front.sign("T")) return {};
    const auto time = time_at(front, false);
    return time && front.at_end() ? std::optional<LocalTime>{*date + *time} : std::nullopt;
}

std::string compact_text(LocalTime time)
{
    const auto day = floor<days>(time);
    const year_month_day date{day};
    const hh_mm_ss clock{time - day};
    auto text = fmt::format("{:04}{:02}{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                            static_cast<unsigned>(date.day()));
    if (time - day != 24h - 1s)
        text +=
            fmt::format("T{:02}{:02}{:02}", clock.hours().count(), clock.minutes().count(), clock.seconds().count());
    return text;
}
} // namespace nida::daemon
