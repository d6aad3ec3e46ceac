#include "daemon/outbox/quotas.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>

namespace nida::daemon
{
namespace
{
using namespace std::chrono_literals;

constexpr auto longest_month = std::chrono::days{32};
// Segments of messages that have begun on one line and are still to come are never so many: where more are free, they are not counted.
constexpr std::int64_t most_reserved = 1000;

std::int64_t one_number(Query row) { return row.step() ? row.integer(0) : 0; }

/// What counts: since when, and when it is over of itself.
struct Window {
    Time since;
    std::chrono::microseconds period; ///< a token comes back so long after it was spent;
    std::optional<Time> end;          ///< or all of them then
};

class Counting
{
public:
    Counting(Connection& db, LineId line, Time now) : db_{db}, line_{line}, now_{now}
    {
        auto row = db_.query("SELECT sim_since FROM line WHERE id = ?1", line);
        if (row.step()) sim_since_ = row.optional_time(0).value_or(Time{});
    }

    std::optional<Time> segments(int quota, const Window& window, std::int64_t wanted)
    {
        const auto since = std::max(window.since, sim_since_);
        const auto used = one_number(db_.query("SELECT count(*) FROM (SELECT 1 FROM segment WHERE line_id = ?1 AND "
                                               "submitting_at > ?2 LIMIT ?3)",
                                               line_, since, quota));
        // It could never begin, and nothing behind it would: it goes where nothing else went.
        if (wanted > quota && used == 0 && reserved() == 0) return {};
        auto free = quota - used - wanted;
        if (free >= 0 && free < most_reserved) free -= reserved();
        if (free >= 0) return {};
        if (window.end) return window.end;
        // The newest ones that may still count when it begins; the one before them has to be over.
        auto row = db_.query("SELECT submitting_at FROM segment WHERE line_id = ?1 AND submitting_at > ?2 ORDER BY "
                             "submitting_at DESC LIMIT 1 OFFSET ?3",
                             line_, since, std::max<std::int64_t>(0, used + free));
        return (row.step() ? row.time(0) : now_) + window.period;
    }

    std::optional<Time> recipients(int quota, const Window& window, const std::string& recipient)
    {
        const auto since = std::max(window.since, sim_since_);
        {
            auto known =
                db_.query("SELECT last_at FROM line_recipient WHERE line_id = ?1 AND recipient = ?2", line_, recipient);
            if (known.step() && known.time(0) > since) return {};
        }
        auto row = db_.query("SELECT last_at FROM line_recipient WHERE line_id = ?1 AND last_at > ?2 ORDER BY last_at "
                             "DESC LIMIT 1 OFFSET ?3",
                             line_, since, quota - 1);
        if (!row.step()) return {};
        return window.end ? *window.end : row.time(0) + window.period;
    }
private:
    /// Segments of messages that have begun here: they may go on, whatever begins meanwhile.
    std::int64_t reserved()
    {
        if (!reserved_)
            reserved_ =
                one_number(db_.query("SELECT count(*) FROM message m CROSS JOIN segment s WHERE m.state = 0 AND "
                                     "m.line_id IS NOT NULL AND m.line_id = ?1 AND s.message_id = m.id AND s.state = 0",
                                     line_)) +
                one_number(db_.query("SELECT count(*) FROM message m INDEXED BY message_doubt CROSS JOIN segment s "
                                     "WHERE m.state = 6 AND m.line_id = ?1 AND s.message_id = m.id AND s.state = 0",
                                     line_));
        return *reserved_;
    }

    Connection& db_;
    LineId line_;
    Time now_, sim_since_;
    std::optional<std::int64_t> reserved_;
};
} // namespace

std::string_view to_string(Limit limit)
{
    switch (limit) {
    case Limit::none: return "";
    case Limit::per_minute: return "segments_per_minute";
    case Limit::of_operator: return "operator_limit";
    case Limit::of_box: return "box_segments_per_day";
    case Limit::segments_hour: return "segments_per_hour";
    case Limit::segments_day: return "segments_per_day";
    case Limit::segments_month: return "segments_per_month";
    case Limit::recipients_hour: return "recipients_per_hour";
    case Limit::recipients_day: return "recipients_per_day";
    case Limit::recipients_month: return "recipients_per_month";
    }
    return "";
}

std::string in_words(Limit limit, const Quotas& quotas, const std::optional<SharedPace>& shared)
{
    const auto used_up = [](std::optional<int> quota, std::string_view what) {
        return fmt::format("its {} {} are used up", quota.value_or(0), what);
    };
    switch (limit) {
    case Limit::none: return {};
    case Limit::per_minute: return "its rate is used up";
    case Limit::of_operator:
        return shared ? fmt::format("the {} segments a minute of all lines of {} are used up", shared->per_minute,
                                    shared->name)
                      : std::string{};
    case Limit::of_box: return "what the whole box may send in 24 hours is used up";
    case Limit::segments_hour: return used_up(quotas.segments_per_hour, "segments an hour");
    case Limit::segments_day: return used_up(quotas.segments_per_day, "segments a day");
    case Limit::segments_month: return used_up(quotas.segments_per_month, "segments a month");
    case Limit::recipients_hour: return used_up(quotas.recipients_per_hour, "recipients an hour");
    case Limit::recipients_day: return used_up(quotas.recipients_per_day, "recipients a day");
    case Limit::recipients_month: return used_up(quotas.recipients_per_month, "recipients a month");
    }
    return {};
}

std::pair<Time, Time> billing_month(Time now, int billing_day)
{
    const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
    std::tm today{};
    ::localtime_r(&seconds, &today);
    const auto begin_of = [&](int months_later) {
        std::tm day{};
        day.tm_year = today.tm_year;
        day.tm_mon = today.tm_mon + months_later; // mktime knows what comes after December
        day.tm_mday = billing_day;
        day.tm_isdst = -1;
        return Time{std::chrono::seconds{std::mktime(&day)}};
    };
    const int past = today.tm_mday < billing_day ? -1 : 0;
    return {begin_of(past), begin_of(past + 1)};
}

std::optional<OverQuota> over_quota(Connection& db, LineId line, const Quotas& quotas, const std::string& recipient,
                                    unsigned segments, Time now)
{
    std::optional<OverQuota> longest;
    const auto consider = [&](std::optional<Time> until, Limit limit) {
        if (until && (!longest || longest->until < *until)) longest = OverQuota{*until, limit};
    };
    Counting counting{db, line, now};
    const Window hour{now - 1h, 1h, {}}, day{now - 24h, 24h, {}};
    if (quotas.segments_per_hour)
        consider(counting.segments(*quotas.segments_per_hour, hour, segments), Limit::segments_hour);
    if (quotas.segments_per_day)
        consider(counting.segments(*quotas.segments_per_day, day, segments), Limit::segments_day);
    if (quotas.recipients_per_hour)
        consider(counting.recipients(*quotas.recipients_per_hour, hour, recipient), Limit::recipients_hour);
    if (quotas.recipients_per_day)
        consider(counting.recipients(*quotas.recipients_per_day, day, recipient), Limit::recipients_day);
    if (!quotas.segments_per_month && !quotas.recipients_per_month) return longest;
    const auto [begin, end] = billing_month(now, quotas.billing_day);
    const Window month{begin - 1us, {}, end};
    if (quotas.segments_per_month)
        consider(counting.segments(*quotas.segments_per_month, month, segments), Limit::segments_month);
    if (quotas.recipients_per_month)
        consider(counting.recipients(*quotas.recipients_per_month, month, recipient), Limit::recipients_month);
    return longest;
}

void LineRecipients::note(LineId line, const std::string& recipient, Time now)
{
    db_.run("INSERT INTO line_recipient(line_id, recipient, last_at) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET "
            "last_at = max(last_at, ?3)",
            line, recipient, now);
}

void LineRecipients::keep(LineId line, bool wanted, Time now)
{
    if (!wanted) {
        db_.run("DELETE FROM line_recipient WHERE line_id = ?1", line);
        return;
    }
    db_.run("INSERT INTO line_recipient(line_id, recipient, last_at) SELECT s.line_id, m.recipient, s.submitting_at "
            "FROM segment s CROSS JOIN message m WHERE s.line_id = ?1 AND s.submitting_at > ?2 AND m.id = "
            "s.message_id ON CONFLICT DO UPDATE SET last_at = max(last_at, excluded.last_at)",
            line, now - longest_month);
}

int LineRecipients::forget_old(Time now)
{
    db_.run("DELETE FROM line_recipient WHERE (line_id, recipient) IN (SELECT r.line_id, r.recipient FROM line l CROSS "
            "JOIN line_recipient r WHERE r.line_id = l.id AND r.last_at < ?1 LIMIT 500)",
            now - longest_month);
    return db_.changes();
}
} // namespace nida::daemon
