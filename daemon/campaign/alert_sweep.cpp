#include "daemon/campaign/alert_sweep.hpp"

#include "daemon/campaign/alerts.hpp"
#include "daemon/campaign/campaigns.hpp"
#include "daemon/outbox/lanes.hpp"
#include "modem/crash_point.hpp"

#include <algorithm>
#include <vector>

namespace nida::daemon
{
namespace
{
using namespace std::chrono_literals;

constexpr MessageId ids_in_a_slice = 1'000;
// Between two walks; longer where a walk is long.
constexpr auto least_pause = 10s;
constexpr auto pause_for_a_slice = 300ms;
constexpr auto while_something_is_on_its_way = 60s;
// A text that waits in the queue for longer, since no line serves, is not sent any more; the next one is due then.
constexpr auto shortest_validity = std::chrono::microseconds{1h};

struct Row {
    MessageId id;
    std::string recipient;
};
} // namespace

/// How it stands with somebody's texts.
struct AlertSweep::Standing {
    bool on_its_way = false;
    std::int64_t repeats = 0;   ///< so far
    Time first_over, last_over; ///< when the first and the latest of them left, or failed
};

std::optional<AlertSweep::Rules> AlertSweep::rules(Connection& db)
{
    auto row =
        db.query("SELECT a.until, a.repeat_every, a.ring_after, a.repeat_times FROM alert a CROSS JOIN campaign c "
                 "WHERE a.campaign_id = ?1 AND a.due_at IS NOT NULL AND c.id = a.campaign_id AND c.state = 3",
                 id_);
    if (!row.step()) return {};
    const auto duration = [&row](int column) {
        const auto stored = row.optional_integer(column);
        return stored ? std::optional{std::chrono::microseconds{*stored}} : std::nullopt;
    };
    return Rules{row.time(0), duration(1), duration(2), row.integer(3)};
}

AlertSweep::Done AlertSweep::next(Connection& db, const Settings& settings)
{
    Done done;
    const auto rules = this->rules(db);
    if (!rules) return done;
    if (settings.now >= rules->until) {
        Alerts{db}.end_steps(id_);
        done.over = true;
        return done;
    }
    if (!at_) {
        auto ends =
            db.query("SELECT min(id), max(id) FROM message INDEXED BY message_campaign WHERE campaign_id = ?1", id_);
        if (ends.step() && !ends.is_null(0)) {
            at_ = ends.integer(0) - 1;
            last_ = ends.integer(1);
        } else
            at_ = 0;
    }
    const auto up_to = std::min(*at_ + ids_in_a_slice, last_);
    std::vector<Row> rows;
    {
        // In the order of ids a campaign's messages lie together. What was delivered, or is not to be sent, asks for nothing.
        auto found =
            db.query("SELECT id, recipient FROM message NOT INDEXED WHERE id > ?1 AND id <= ?2 AND campaign_id "
                     "= ?3 AND repeat = 0 AND state NOT IN (3, 8, 9)",
                     *at_, up_to, id_);
        while (found.step())
            rows.push_back({found.integer(0), found.text(1)});
    }
    for (const auto& row : rows)
        consider(db, row.id, row.recipient, *rules, settings, done);
    at_ = up_to;
    ++slices_;
    modem::crash_point("alert.swept", id_, static_cast<long>(*at_));
    done.more = *at_ < last_;
    if (!done.more) done.over = finish(db, *rules, settings.now);
    return done;
}

/// @return none where nothing is to be done about them
std::optional<AlertSweep::Standing> AlertSweep::standing(Connection& db, const std::string& recipient)
{
    if (!recipient.starts_with('+')) return {}; // erased
    if (db.query("SELECT 1 FROM acknowledgement WHERE campaign_id = ?1 AND number = ?2 UNION ALL SELECT 1 FROM leaving "
                 "WHERE number = ?2",
                 id_, recipient)
            .step())
        return {};
    Standing standing;
    bool any = false;
    auto rows = db.query("SELECT repeat, state, coalesce(sent_at, finished_at, queued_at), error_code FROM message "
                         "INDEXED BY message_campaign WHERE campaign_id = ?1 AND recipient = ?2 ORDER BY repeat",
                         id_, recipient);
    while (rows.step()) {
        standing.repeats = rows.integer(0);
        standing.on_its_way = false;
        const auto why = rows.optional_text(3).value_or("");
        switch (rows.as<State>(1)) {
        case State::delivered: return {};
        case State::queued:
        case State::submitting:
        case State::in_doubt: standing.on_its_way = true; break;
        case State::suppressed:
        case State::cancelled:
            if (why != "out_of_validity" || standing.repeats == 0) return {};
            break;
        case State::failed:
            if (why == "bad_text" || why == "damaged") return {}; // so would the next
            break;
        case State::sent:
        case State::undelivered:
        case State::expired: break;
        }
        standing.last_over = rows.time(2);
        if (!any) standing.first_over = standing.last_over;
        any = true;
    }
    return any ? std::optional{standing} : std::nullopt;
}

void AlertSweep::consider(Connection& db, MessageId first, const std::string& recipient, const Rules& rules,
                          const Settings& settings, Done& done)
{
    const auto they = standing(db, recipient);
    if (!they) return;
    if (they->on_its_way) {
        waits_ = true;
        return;
    }
    if (rules.repeat_every && they->repeats < rules.repeat_times) {
        const auto due = they->last_over + *rules.repeat_every;
        if (due <= settings.now && due >= settings.missed_before) {
            if (repeat(db, first, recipient, they->repeats + 1, rules, settings)) {
                ++done.repeated;
                waits_ = true;
            }
        } else if (due > settings.now)
            note(due);
    }
    if (!rules.ring_after) return;
    const auto due = they->first_over + *rules.ring_after;
    if (due > settings.now) return note(due);
    if (due < settings.missed_before) return;
    db.run("INSERT OR IGNORE INTO alert_call(campaign_id, number, queued_at) VALUES (?1, ?2, ?3)", id_, recipient,
           settings.now);
    done.to_call += db.changes();
}

/// What somebody is sent again.
struct AlertSweep::Words {
    std::optional<std::string> text; ///< none: it is the same for everybody, and the campaign's
    std::int64_t segments;
};

/// @return none where there is nothing left to send
std::optional<AlertSweep::Words> AlertSweep::words(Connection& db, MessageId first, const Recipient& recipient)
{
    Words same;
    std::optional<std::int64_t> variant;
    {
        auto row = db.query("SELECT text, segments, variant FROM message WHERE id = ?1", first);
        if (!row.step()) return {};
        same = {row.optional_text(0), row.integer(1)};
        variant = row.optional_integer(2);
    }
    if (same.text || !variant) return same;
    if (!texts_) {
        const auto campaign = Campaigns{db}.find(id_);
        if (!campaign || campaign->definition.texts.empty()) return {};
        texts_.emplace(id_, campaign->definition, std::string{}); // the variant says which is theirs, not the language
    }
    const auto which = static_cast<std::size_t>(*variant - 1);
    if (which >= texts_->all().size()) return {};
    if (texts_->is_fixed(which)) return same;
    auto filled = texts_->text_for(db, which, recipient);
    const auto segments = Texts::segments_of(filled);
    if (!segments) return {};
    return Words{std::move(filled), *segments};
}

/// @param times  which repeat it is. @return false where there is nothing left to send
bool AlertSweep::repeat(Connection& db, MessageId first, const std::string& number, std::int64_t times,
                        const Rules& rules, const Settings& settings)
{
    const auto recipient = whoever_has(db, number);
    const auto said = words(db, first, recipient);
    if (!said) return false;
    const auto lane =
        Lanes{db}.find_or_make(id_, Priority::alert, zone_of(number), settings.router->route(number, recipient.line));
    const auto valid_until =
        std::min<Time>(rules.until, settings.now + std::max(*rules.repeat_every, shortest_validity));
    db.run("INSERT INTO message(campaign_id, recipient, text, variant, priority, segments, valid_until, unsure_clock, "
           "actor, queued_at, lane_id, repeat) SELECT campaign_id, recipient, ?7, variant, priority, ?8, ?2, ?3, "
           "actor, ?4, ?5, ?6 FROM message WHERE id = ?1",
           first, valid_until, !settings.sure_clock, settings.now, lane, times, said->text, said->segments);
    db.run("UPDATE alert SET repeats = repeats + 1 WHERE campaign_id = ?1", id_);
    return true;
}

void AlertSweep::note(Time due)
{
    if (!next_ || due < *next_) next_ = due;
}

/// Writes down when the next walk is due. @return whether none is
bool AlertSweep::finish(Connection& db, const Rules& rules, Time now)
{
    if (db.query("SELECT 1 FROM alert_call WHERE campaign_id = ?1 AND state IN (0, 1) LIMIT 1", id_).step())
        waits_ = true;
    if (waits_) note(now + while_something_is_on_its_way);
    std::optional<Time> due;
    if (next_)
        due = std::min<Time>(rules.until, std::max<Time>(*next_, now + least_pause + slices_ * pause_for_a_slice));
    db.run("UPDATE alert SET due_at = ?2 WHERE campaign_id = ?1", id_, due);
    return !due;
}
} // namespace nida::daemon
