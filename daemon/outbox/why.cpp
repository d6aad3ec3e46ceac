#include "daemon/outbox/why.hpp"

#include "daemon/outbox/lanes.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>

namespace nida::daemon
{
namespace
{
// Counting further would take longer than anybody wants to read.
constexpr std::int64_t most_counted = 10'000;

struct Queued {
    MessageId id;
    std::string recipient;
    Priority priority;
    State state;
    bool direct;
    std::optional<LineId> line;
    std::string line_name;
    std::int64_t resends;
    Time not_before, valid_until;
    std::optional<Time> submitting_at, sent_at, in_doubt_at, finished_at;
    std::string error_code, error_text;
    bool left;
    std::string zone;
    std::optional<std::int64_t> campaign_state;
    Time throttled_until;
    std::optional<LineId> route;
    std::optional<CampaignId> campaign;
    bool queued_now; ///< with a clock that is not known to be right, as now
};

std::optional<Queued> load(Connection& db, MessageId id)
{
    auto row = db.query(
        "SELECT m.recipient, m.priority, m.state, m.direct, m.line_id, l.name, m.resends, m.not_before, m.valid_until, "
        "m.submitting_at, m.sent_at, m.in_doubt_at, m.finished_at, m.error_code, m.error_text, "
        "EXISTS(SELECT 1 FROM leaving g WHERE g.number = m.recipient), m.unsure_clock, a.zone, c.state, "
        "c.throttled_until, a.route, a.campaign_id "
        "FROM message m LEFT JOIN line l ON l.id = m.line_id LEFT JOIN lane a ON a.id = m.lane_id "
        "LEFT JOIN campaign c ON c.id = a.campaign_id WHERE m.id = ?1",
        id);
    if (!row.step()) return {};
    return Queued{id,
                  row.text(0),
                  row.as<Priority>(1),
                  row.as<State>(2),
                  row.integer(3) != 0,
                  row.optional_integer(4),
                  row.text(5),
                  row.integer(6),
                  row.time(7),
                  row.time(8),
                  row.optional_time(9),
                  row.optional_time(10),
                  row.optional_time(11),
                  row.optional_time(12),
                  row.text(13),
                  row.text(14),
                  row.integer(15) != 0,
                  row.text(17),
                  row.optional_integer(18),
                  row.time(19),
                  row.optional_integer(20),
                  row.optional_integer(21),
                  row.integer(16) != 0};
}

/// The machine's own time: the day only where it is another one.
std::string clock_text(Time time, Time now)
{
    const auto local = [](Time instant) {
        const std::time_t seconds = std::chrono::system_clock::to_time_t(instant);
        std::tm parts{};
        ::localtime_r(&seconds, &parts);
        return parts;
    };
    const auto then = local(time), today = local(now);
    const bool same_day = then.tm_year == today.tm_year && then.tm_yday == today.tm_yday;
    return same_day ? fmt::format("{:%H:%M:%S}", then) : fmt::format("{:%Y-%m-%d %H:%M:%S}", then);
}

bool in_service(const LineStatus& line) { return in_service(line.state); }

/// "line a is searching for a network: move the antenna"
std::string out_of_service(const LineStatus& line)
{
    return line.trouble.empty() ? fmt::format("line {} is not in service ({})", line.name, to_string(line.state))
                                : fmt::format("line {} is not in service: {}", line.name, line.trouble);
}

std::string no_line_in_service(const std::vector<LineStatus>& lines)
{
    if (lines.empty()) return "there is no line: plug a modem in";
    if (lines.size() == 1) return out_of_service(lines.front());
    std::string text = "no line is in service";
    char separator = ':';
    for (const auto& line : lines) {
        text += fmt::format("{} {} ({})", separator, line.name,
                            line.trouble.empty() ? std::string{to_string(line.state)} : line.trouble);
        separator = ';';
    }
    return text;
}

std::string in_words(const Hindrance& hindrance)
{
    switch (hindrance.kind) {
    case Hindrance::Kind::quiet_hours: return "quiet hours";
    case Hindrance::Kind::weekday: return "a day of the week without campaigns";
    case Hindrance::Kind::calendar: return "calendar " + hindrance.calendar;
    }
    std::abort();
}

/// Why nothing but alerts and direct answers goes at this hour; empty where everything does.
/// @param allowances  of `circumstances.hours`; null where there are none
std::string hour_forbids(const Circumstances& circumstances, const std::string& zone, Allowances* allowances)
{
    const auto now = circumstances.now;
    const bool restrict = allowances ? circumstances.hours->restrict() : circumstances.quiet_hours.has_value();
    if (restrict && !circumstances.clock_trusted) return "quiet hours are set and the clock is not confirmed yet";
    if (!allowances) {
        const auto end = quiet_until(circumstances.quiet_hours, now);
        return end ? "quiet hours until " + clock_text(*end, now) : std::string{};
    }
    if (allowances->forbidden().any() && !circumstances.clock_trusted)
        return "its campaign avoids calendars and the clock is not confirmed yet";
    const auto answer = allowances->at(zone, now);
    if (answer.allowed) return {};
    return fmt::format("{}{} until {}", in_words(answer.hindrance.value()), zone.empty() ? "" : " in " + zone,
                       clock_text(answer.until, now));
}

std::string hour_forbids(const Circumstances& circumstances, Connection& db, const Queued& message)
{
    if (message.priority == Priority::alert || (message.direct && message.priority == Priority::reply)) return {};
    Allowances* allowances = nullptr;
    if (circumstances.hours)
        allowances = message.campaign ? &circumstances.hours->of_campaign(*message.campaign, db)
                                      : &circumstances.hours->of_others();
    return hour_forbids(circumstances, message.zone, allowances);
}

/// Why a campaign lets nothing go; empty where it does.
std::string campaign_forbids(const Queued& message)
{
    // As daemon/store/lane_schema.cpp numbers them.
    switch (message.campaign_state.value_or(3)) {
    case 0:
    case 1:
    case 2: return "its campaign has not begun";
    case 4: return "its campaign is paused";
    case 6: return "its campaign was cancelled: it will not be sent";
    default: return {};
    }
}

/// Whether what is routed to a line waits for it; else others have it.
bool keeps_its_routes(const LineStatus& line)
{
    const bool over_quota = !line.limit.empty() && line.limit != to_string(Limit::per_minute) &&
                            line.limit != to_string(Limit::of_operator) && line.limit != to_string(Limit::of_box);
    return in_service(line) && line.only_alerts.empty() && !over_quota;
}

/// Why these lines send nothing now; empty where one of them does.
std::string lines_pause(const std::vector<const LineStatus*>& lines, Time now)
{
    std::optional<Time> until;
    for (const auto* line : lines) {
        if (!line->waiting_until || *line->waiting_until <= now) return {};
        if (!until || *line->waiting_until < *until) until = line->waiting_until;
    }
    if (!until) return {};
    if (lines.size() == 1)
        return fmt::format("line {} pauses until {}: {}", lines.front()->name, clock_text(*until, now),
                           lines.front()->waiting_for);
    return fmt::format("every line pauses; the next goes on at {}. {}: {}", clock_text(*until, now),
                       lines.front()->name, lines.front()->waiting_for);
}

/// Why these lines keep what they could send for alerts; empty where one of them does not.
std::string kept_for_alerts(const std::vector<const LineStatus*>& lines)
{
    if (lines.empty()) return {};
    for (const auto* line : lines)
        if (line->only_alerts.empty()) return {};
    return fmt::format("line {}: {}", lines.front()->name, lines.front()->only_alerts);
}

std::vector<const LineStatus*> lines_in_service(const Circumstances& circumstances)
{
    std::vector<const LineStatus*> found;
    for (const auto& line : circumstances.lines)
        if (in_service(line)) found.push_back(&line);
    return found;
}

const LineStatus* line_of(LineId id, const Circumstances& circumstances)
{
    const auto found = std::ranges::find(circumstances.lines, id, &LineStatus::id);
    return found == circumstances.lines.end() ? nullptr : &*found;
}

std::string error_in_words(const Queued& message)
{
    if (message.error_code.empty()) return "a refusal";
    return message.error_text.empty() ? message.error_code
                                      : fmt::format("{} ({})", message.error_text, message.error_code);
}

/// How many go before it, up to `most_counted`.
std::int64_t ahead_of(Connection& db, const Queued& message, Time now)
{
    std::int64_t count = 0;
    const auto add = [&](Query row) {
        if (row.step()) count += row.integer(0);
    };
    for (const auto& lane : Lanes{db}.live()) {
        if (lane.priority > message.priority || lane.throttled_until > now || count >= most_counted) continue;
        if (lane.route && message.route && lane.route != message.route) continue; // another line has those
        const auto before = lane.priority == message.priority ? message.id : std::numeric_limits<MessageId>::max();
        add(db.query("SELECT count(*) FROM (SELECT 1 FROM message WHERE state = 0 AND line_id IS NULL AND lane_id = ?1 "
                     "AND not_before > 0 AND not_before <= ?2 AND id < ?3 LIMIT ?4)",
                     lane.id, now, before, most_counted - count));
        add(db.query("SELECT count(*) FROM (SELECT 1 FROM message WHERE state = 0 AND line_id IS NULL AND lane_id = ?1 "
                     "AND not_before = 0 AND id < ?2 LIMIT ?3)",
                     lane.id, before, most_counted - count));
    }
    for (int priority = 0; priority <= static_cast<int>(message.priority) && count < most_counted; ++priority) {
        const bool same = priority == static_cast<int>(message.priority);
        const auto before = same ? message.id : std::numeric_limits<MessageId>::max();
        if (message.line)
            add(db.query(
                "SELECT count(*) FROM (SELECT 1 FROM message WHERE state = 0 AND line_id IS NOT NULL AND line_id = ?5 "
                "AND priority = ?1 AND not_before <= ?2 AND id < ?3 LIMIT ?4)",
                priority, now, before, most_counted - count, *message.line));
    }
    return std::min(count, most_counted);
}

std::string why_queued(Connection& db, const Queued& message, const Circumstances& circumstances)
{
    const auto now = circumstances.now;
    if (!circumstances.store_closed.empty()) return circumstances.store_closed;
    if (message.valid_until <= now && (circumstances.clock_trusted || message.queued_now))
        return fmt::format("its validity ended at {}: it will not be sent any more",
                           clock_text(message.valid_until, now));
    if (message.left && !message.direct) return "the recipient has left: it will not be sent";
    if (!message.line)
        if (auto paused = campaign_forbids(message); !paused.empty()) return paused;
    if (message.not_before > now && message.error_code.empty())
        return fmt::format("it waits until {}: quiet hours", clock_text(message.not_before, now));
    if (message.not_before > now)
        return fmt::format("it is tried again at {}, after {}", clock_text(message.not_before, now),
                           error_in_words(message));

    if (auto hour = hour_forbids(circumstances, db, message); !hour.empty()) return hour;

    std::vector<const LineStatus*> candidates;
    if (message.line) {
        const auto* line = line_of(*message.line, circumstances);
        if (!line)
            return fmt::format("it belongs to line {}, which is not there: plug its modem in", message.line_name);
        if (!in_service(*line)) return "it belongs to one line, and " + out_of_service(*line);
        candidates = {line};
    } else if (const auto* route = message.route ? line_of(*message.route, circumstances) : nullptr;
               route && keeps_its_routes(*route)) {
        candidates = {route};
    } else {
        candidates = lines_in_service(circumstances);
        if (candidates.empty()) return no_line_in_service(circumstances.lines);
    }
    if (message.priority != Priority::alert) {
        if (auto low = kept_for_alerts(candidates); !low.empty()) return low;
        // The others are not those that this one waits for.
        std::erase_if(candidates, [](const LineStatus* line) { return !line->only_alerts.empty(); });
    }
    if (auto pause = lines_pause(candidates, now); !pause.empty()) return pause;

    const auto ahead = ahead_of(db, message, now);
    if (ahead == 0 && !message.line && message.throttled_until > now)
        return fmt::format("its campaign sends so many a minute and no more: the next goes at {}",
                           clock_text(message.throttled_until, now));
    if (ahead == 0) return "it is the next to go";
    return fmt::format("{}{} message{} of the same or a higher priority go{} first",
                       ahead == most_counted ? "at least " : "", ahead, ahead == 1 ? "" : "s", ahead == 1 ? "es" : "");
}

std::string why_in_doubt(const Queued& message, Time now)
{
    using namespace std::chrono_literals;
    const auto since = message.in_doubt_at.value_or(now);
    const auto begin = fmt::format("nobody knows since {} whether it left ({})", clock_text(since, now),
                                   message.error_text.empty() ? "no answer from the modem" : message.error_text);
    // The policy itself stands in doubt.cpp.
    if (message.priority == Priority::alert && message.resends == 0)
        return begin + "; it is sent once more a minute after its line is back or another is free";
    return fmt::format("{}; it waits for evidence until {}, then counts as failed", begin,
                       clock_text(std::min(message.valid_until, since + Time::duration{24h}), now));
}

std::string what_became(const Queued& message, Time now)
{
    const auto at = [&](std::optional<Time> time) { return time ? " at " + clock_text(*time, now) : std::string{}; };
    switch (message.state) {
    case State::sent: return fmt::format("the network took it{}; no report of its delivery yet", at(message.sent_at));
    case State::delivered: return fmt::format("delivered{}", at(message.finished_at));
    case State::undelivered:
    case State::expired:
    case State::failed:
    case State::suppressed:
    case State::cancelled:
        return fmt::format("{}{}: {}", to_string(message.state), at(message.finished_at), error_in_words(message));
    case State::submitting:
        return fmt::format("line {} is handing it to the network{}", message.line_name,
                           message.submitting_at ? " since " + clock_text(*message.submitting_at, now) : "");
    case State::queued:
    case State::in_doubt: break;
    }
    return {};
}
} // namespace

std::optional<Reason> why(Connection& db, MessageId id, const Circumstances& circumstances)
{
    const auto message = load(db, id);
    if (!message) return {};
    if (message->state == State::queued) return Reason{message->state, why_queued(db, *message, circumstances)};
    if (message->state == State::in_doubt) return Reason{message->state, why_in_doubt(*message, circumstances.now)};
    return Reason{message->state, what_became(*message, circumstances.now)};
}

std::vector<Waiting> waiting(const Tally& tally, const Circumstances& circumstances)
{
    std::vector<Waiting> reasons;
    const auto add = [&](std::string reason, std::int64_t messages) {
        if (messages > 0) reasons.push_back({std::move(reason), messages});
    };
    const auto alert = static_cast<std::size_t>(Priority::alert);

    if (!circumstances.store_closed.empty()) {
        add(circumstances.store_closed, tally.queued());
        add("in doubt: nobody knows whether they left", tally.in_doubt);
        return reasons;
    }
    std::int64_t again = 0;
    const auto hour =
        hour_forbids(circumstances, {}, circumstances.hours ? &circumstances.hours->of_others() : nullptr);
    std::int64_t held_by_hour = 0;
    // What is left once the others are counted: what only the lines decide.
    const auto ready_of = [&](const Tally::Queues& queues) {
        std::int64_t ready = 0;
        for (std::size_t priority = 0; priority < queues.size(); ++priority) {
            again += queues[priority].again;
            (!hour.empty() && priority != alert ? held_by_hour : ready) += queues[priority].fresh;
        }
        return ready;
    };

    std::int64_t in_turn = 0;
    const auto pool = lines_in_service(circumstances);
    const auto for_any = ready_of(tally.unbound);
    if (pool.empty())
        add(no_line_in_service(circumstances.lines), for_any);
    else if (auto low = kept_for_alerts(pool); !low.empty()) {
        add(std::move(low), for_any - tally.unbound[alert].fresh);
        in_turn += tally.unbound[alert].fresh;
    } else if (auto pause = lines_pause(pool, circumstances.now); !pause.empty())
        add(std::move(pause), for_any);
    else
        in_turn += for_any;

    for (const auto& [id, of_line] : tally.lines) {
        const auto for_this = ready_of(of_line.bound);
        const auto* line = line_of(id, circumstances);
        if (!line)
            add("they belong to a line that is not there", for_this);
        else if (!in_service(*line))
            add(out_of_service(*line), for_this);
        else if (auto low = kept_for_alerts({line}); !low.empty()) {
            add(std::move(low), for_this - of_line.bound[alert].fresh);
            in_turn += of_line.bound[alert].fresh;
        } else if (auto pause = lines_pause({line}, circumstances.now); !pause.empty())
            add(std::move(pause), for_this);
        else
            in_turn += for_this;
    }
    const auto direct = std::min(tally.direct, held_by_hour);
    add(hour, held_by_hour - direct);
    add("tried again later, after a refusal", again);
    std::int64_t paused = 0;
    for (const auto& queue : tally.paused)
        paused += queue.all();
    add("their campaign is paused", paused);
    add("in turn", in_turn + direct);
    add("in doubt: nobody knows whether they left", tally.in_doubt);
    return reasons;
}
} // namespace nida::daemon
