#include "daemon/outbox/candidate.hpp"
#include "daemon/outbox/ceiling.hpp"
#include "daemon/outbox/open_lanes.hpp"
#include "daemon/outbox/unreachable.hpp"

#include "daemon/people/erasure.hpp"
#include "daemon/store/worker.hpp"
#include "modem/crash_point.hpp"
#include "protocol/encoding/segmentation.hpp"
#include "protocol/pdu/dcs.hpp"

#include <boost/assert.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <stdexcept>
#include <vector>

namespace nida::daemon
{
namespace
{
using namespace std::chrono_literals;

// Suppressing thousands of messages (a broadcast past its validity), or putting them off, is cut into transactions of this many.
constexpr int most_passed_over_at_once = 200;

// The first message that is bound to this line: ?1 line, ?2 priority, ?3 now.
constexpr const char* of_this_line =
    "SELECT id, recipient, text, campaign_id, variant, priority, direct, segments, attempts, valid_until, "
    "unsure_clock, "
    "(SELECT zone FROM lane WHERE id = lane_id), repeat "
    "FROM message WHERE state = 0 AND line_id IS NOT NULL AND line_id = ?1 AND priority = ?2 AND not_before <= ?3 "
    "ORDER BY not_before, id LIMIT 1";
/// While the hour is not known: by an index of the answers alone, however many other replies wait for it.
constexpr const char* answer_of_this_line =
    "SELECT id, recipient, text, campaign_id, variant, priority, direct, segments, attempts, valid_until, "
    "unsure_clock, "
    "(SELECT zone FROM lane WHERE id = lane_id), repeat "
    "FROM message INDEXED BY message_direct WHERE state = 0 AND direct = 1 AND line_id = ?1 AND priority = ?2 "
    "AND not_before <= ?3 ORDER BY not_before, id LIMIT 1";
constexpr const char* by_id = "SELECT id, recipient, text, campaign_id, variant, priority, direct, segments, attempts, "
                              "valid_until, unsure_clock, "
                              "(SELECT zone FROM lane WHERE id = lane_id), repeat FROM message WHERE id = ?1";

std::optional<Candidate> first_row(Query rows)
{
    if (!rows.step()) return {};
    Candidate found;
    found.id = rows.integer(0);
    found.recipient = rows.text(1);
    found.text = rows.optional_text(2);
    found.campaign = rows.optional_integer(3);
    found.variant = rows.optional_integer(4);
    found.priority = rows.as<Priority>(5);
    found.direct = rows.integer(6) != 0;
    found.segments = static_cast<unsigned>(rows.integer(7));
    found.attempts = static_cast<unsigned>(rows.integer(8));
    found.valid_until = rows.time(9);
    found.queued_now = rows.integer(10) != 0;
    found.zone = rows.text(11);
    found.repeat = static_cast<int>(rows.integer(12));
    return found;
}

/// What is wrong with a row may be what a CHECK forbids, and an update of it would be refused. Whatever the disk says meanwhile, the CHECKs
/// of all others are back afterwards.
class WithoutChecks
{
public:
    explicit WithoutChecks(SQLite::Database& database) : database_{database}
    {
        database_.exec("PRAGMA ignore_check_constraints = ON");
    }
    ~WithoutChecks() { database_.tryExec("PRAGMA ignore_check_constraints = OFF"); }
    WithoutChecks(const WithoutChecks&) = delete;
    WithoutChecks& operator=(const WithoutChecks&) = delete;
private:
    SQLite::Database& database_;
};

/// Until when a message that is bound to the line that asks waits for its recipient's morning; lanes look after the others. Where only its
/// campaign's own calendars need an hour that is not known, what has begun is finished.
std::optional<Time> quiet_for(const Candidate& candidate, OpenLanes& lanes)
{
    if (!candidate.bound || candidate.direct) return {};
    const auto morning = lanes.quiet_until(candidate.priority, candidate.zone, candidate.campaign);
    return morning == Time::max() ? std::nullopt : morning;
}

std::string text_of(Connection& db, const Candidate& candidate)
{
    if (candidate.text) return *candidate.text;
    if (candidate.variant) {
        auto one =
            db.query("SELECT text FROM campaign_text WHERE campaign_id = ?1 AND number = ?2 AND text IS NOT NULL",
                     candidate.campaign, *candidate.variant);
        if (!one.step()) throw std::runtime_error{"its campaign has no such text"};
        return one.text(0);
    }
    auto row = db.query("SELECT text FROM campaign WHERE id = ?1 AND text IS NOT NULL", candidate.campaign);
    if (!row.step()) throw std::runtime_error{"it has no text"}; // which the schema forbids
    return row.text(0);
}
} // namespace

std::optional<Candidate> Outbox::choose(const LineBudget& budget, OpenLanes& lanes, Time now)
{
    for (const auto priority : {Priority::alert, Priority::reply, Priority::campaign}) {
        if (budget.alerts_only && priority != Priority::alert) break;
        const bool only_direct = budget.direct_only && priority != Priority::alert;
        if (auto found =
                first_row(db_.query(only_direct ? answer_of_this_line : of_this_line, budget.line, priority, now))) {
            found->bound = true;
            return found;
        }
        if (const auto id = lanes.first(priority)) return first_row(db_.query(by_id, *id));
    }
    return {};
}

bool Outbox::alert_waits(LineId line)
{
    if (db_.query("SELECT 1 FROM message WHERE state = 0 AND line_id IS NOT NULL AND line_id = ?1 AND priority = 0 "
                  "LIMIT 1",
                  line)
            .step())
        return true;
    for (const auto& lane : Lanes{db_}.live())
        if (lane.priority == Priority::alert &&
            db_.query("SELECT 1 FROM message WHERE state = 0 AND line_id IS NULL AND lane_id = ?1 LIMIT 1", lane.id)
                .step())
            return true;
    return false;
}

std::optional<Time> Outbox::next_due(const LineBudget& budget, OpenLanes& lanes, Time now)
{
    std::optional<Time> next;
    const auto consider = [&](std::optional<Time> due) {
        if (due && (!next || *due < *next)) next = due;
    };
    for (const auto priority : {Priority::alert, Priority::reply, Priority::campaign}) {
        if (budget.alerts_only && priority != Priority::alert) break;
        auto bound = db_.query("SELECT min(not_before) FROM message WHERE state = 0 AND line_id IS NOT NULL AND "
                               "line_id = ?1 AND priority = ?2 AND not_before > ?3",
                               budget.line, priority, now);
        if (bound.step()) consider(bound.optional_time(0));
        consider(lanes.next_due(priority));
    }
    return next;
}

/// What only this line may send waits by itself for the hour of its recipient, so that it does not stand before the others. Who was
/// put off first goes first again.
void Outbox::put_off(const Candidate& candidate, LineId line, Time until)
{
    db_.run("UPDATE message SET not_before = max(?2, coalesce((SELECT max(not_before) + 1 FROM message WHERE state = 0 "
            "AND line_id IS NOT NULL AND line_id = ?3 AND priority = ?4 AND not_before >= ?2 AND not_before < ?5), 0)) "
            "WHERE id = ?1",
            candidate.id, until, line, candidate.priority, until + 1s);
}

/// When the line may go on that has used up its minute, or its operator's.
std::optional<Wait> Outbox::over_rate(const LineBudget& budget, Time now)
{
    std::optional<Wait> wait;
    const auto spend = [&](const std::vector<LineId>& lines, int tokens, Limit limit) {
        std::vector<Time> spent;
        for (const auto line : lines) {
            // What the line sent with another SIM concerns this one's operator no more.
            auto rows = db_.query("SELECT submitting_at FROM segment WHERE line_id = ?1 AND submitting_at > "
                                  "max(?2, coalesce((SELECT sim_since FROM line WHERE id = ?1), 0)) "
                                  "ORDER BY submitting_at DESC LIMIT ?3",
                                  line, now - 1min, tokens);
            while (rows.step())
                spent.push_back(rows.time(0));
        }
        if (spent.size() < static_cast<std::size_t>(tokens)) return;
        // The oldest of the last `tokens` submits: when that token comes back, one more may go.
        std::ranges::sort(spent, std::greater{});
        const auto back = spent[static_cast<std::size_t>(tokens) - 1] + 1min;
        if (!wait || *wait->until < back) wait = Wait{back, limit};
    };
    if (budget.per_minute) spend({budget.line}, *budget.per_minute, Limit::per_minute);
    if (budget.shared) spend(budget.shared->lines, budget.shared->per_minute, Limit::of_operator);
    return wait;
}

bool Outbox::has_begun(const Candidate& candidate)
{
    return candidate.bound && db_.query("SELECT 1 FROM segment WHERE message_id = ?1 LIMIT 1", candidate.id).step();
}

/// A message that has begun may finish; for one that begins, all of its segments have to fit.
std::optional<Wait> Outbox::over_quota(const Candidate& candidate, const LineBudget& budget, Time now)
{
    if (has_begun(candidate)) return {};
    if (budget.ceiling) {
        const bool urgent = candidate.priority == Priority::alert || candidate.direct;
        if (const auto again = Ceiling{db_}.over(*budget.ceiling, urgent, candidate.segments, now))
            return Wait{*again, Limit::of_box};
    }
    if (budget.quotas.alerts_pass && candidate.priority == Priority::alert) return {};
    const auto over = daemon::over_quota(db_, budget.line, budget.quotas, candidate.recipient, candidate.segments, now);
    if (!over) return {};
    return Wait{over->until, over->limit};
}

std::optional<MessageError> Outbox::objection(const Candidate& candidate, const LineBudget& budget, Time now)
{
    if (candidate.valid_until <= now && (budget.sure_clock || candidate.queued_now))
        return MessageError{"out_of_validity", {}};
    if (candidate.recipient.starts_with(erased_recipient))
        return MessageError{"erased", "the recipient was erased at their wish"};
    if (candidate.direct) return {};
    auto left = db_.query(
        "SELECT 0 FROM leaving WHERE number = ?1 UNION ALL SELECT 1 FROM erased WHERE hash = erasure_hash(?1)",
        candidate.recipient);
    if (left.step())
        return left.integer(0) == 0 ? MessageError{"left", "the recipient has left"}
                                    : MessageError{"erased", "the recipient was erased at their wish"};
    if (candidate.repeat > 0 && !has_begun(candidate) && reached_meanwhile(candidate))
        return MessageError{"reached", "they have answered, or got it before"};
    const bool of_a_campaign = candidate.campaign && !candidate.bound && candidate.priority != Priority::alert;
    if (of_a_campaign && is_unreachable(db_, candidate.recipient, budget.give_up_after))
        return MessageError{"unreachable",
                            fmt::format("the last {} messages to this number failed for good", budget.give_up_after)};
    return {};
}

ClaimResult Outbox::claim(const LineBudget& budget, Time now)
{
    if (const auto wait = over_rate(budget, now)) return *wait;
    OpenLanes lanes{db_, budget, now};
    for (int passed_over = 0; passed_over < most_passed_over_at_once; ++passed_over) {
        const auto candidate = choose(budget, lanes, now);
        if (!candidate) return Wait{next_due(budget, lanes, now)};
        if (const auto morning = quiet_for(*candidate, lanes)) {
            put_off(*candidate, budget.line, *morning);
            continue;
        }
        const auto no = objection(*candidate, budget, now);
        if (!no) {
            if (const auto wait = over_quota(*candidate, budget, now)) {
                if (wait->limit == Limit::of_box) return claim_beyond_ceiling(budget, *wait, now);
                return *wait;
            }
            if (auto claim = submit_or_give_up(*candidate, budget.line, now)) {
                if (budget.quotas.of_recipients()) LineRecipients{db_}.note(budget.line, claim->recipient, now);
                return std::move(*claim);
            }
            continue;
        }
        if (no->code == "out_of_validity")
            expire_one(candidate->id, now);
        else
            finish(candidate->id, State::suppressed, *no, now);
    }
    return Wait{now};
}

/// Answers to what somebody just wrote do not wait behind what the ceiling holds back.
ClaimResult Outbox::claim_beyond_ceiling(LineBudget budget, const Wait& ceiling, Time now)
{
    if (budget.direct_only) return ceiling;
    budget.direct_only = true;
    auto found = claim(budget, now);
    if (std::holds_alternative<Claim>(found)) return found;
    return ceiling;
}

/// A row that cannot be sent, because it is damaged in a way that nothing has noticed, must not stop what comes after it.
std::optional<Claim> Outbox::submit_or_give_up(const Candidate& candidate, LineId line, Time now)
{
    std::string why;
    db_.run("SAVEPOINT submitting");
    try {
        auto claim = submit(candidate, line, now);
        db_.run("RELEASE submitting");
        return claim;
    } catch (const SQLite::Exception& e) {
        if (is_of_the_disk(e.getErrorCode() & 0xFF)) throw;
        why = e.what();
    } catch (const std::exception& e) {
        why = e.what();
    }
    db_.run("ROLLBACK TO submitting");
    {
        const WithoutChecks damaged_as_it_is{db_.database()};
        finish(candidate.id, State::failed,
               {"damaged", "its row in the store cannot be sent (" + why + "): `nida check` says more"}, now);
    }
    db_.run("RELEASE submitting");
    return {};
}

/// Each segment of a throttled campaign keeps the next message of it back for its share of a minute.
void Outbox::note_begun(const Candidate& candidate, Time now)
{
    if (!candidate.campaign) return;
    db_.run("UPDATE campaign SET throttled_until = max(throttled_until, ?2) + ?3 * 60000000 / per_minute WHERE id = ?1 "
            "AND per_minute IS NOT NULL",
            candidate.campaign, now, candidate.segments);
}

/// Writes the segments of a message that has none yet. The first is `submitting` at once.
void Outbox::begin_message(const Candidate& candidate, LineId line, Claim& claim, Time now)
{
    protocol::Octet reference = 0;
    if (candidate.segments > 1) {
        auto next = db_.query(
            "UPDATE line SET next_reference = (next_reference + 1) % 256 WHERE id = ?1 RETURNING next_reference", line);
        BOOST_VERIFY(next.step());
        reference = static_cast<protocol::Octet>(next.integer(0));
    }
    auto segments = protocol::segment_text(text_of(db_, candidate), reference);
    if (segments.empty()) throw std::runtime_error{"it has no text, or far too much"}; // `add` refuses both
    if (is_flash(candidate))
        for (auto& user_data : segments)
            user_data.dcs = protocol::encode_dcs(protocol::decode_dcs(user_data.dcs).alphabet, 0);
    note_begun(candidate, now);
    unsigned number = 0;
    for (const auto& user_data : segments) {
        const bool first = ++number == 1;
        db_.run("INSERT INTO segment(message_id, number, line_id, dcs, has_udh, length, user_data, state, attempts, "
                "submitting_at) "
                "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
                candidate.id, number, line, user_data.dcs, user_data.has_udh, user_data.length, user_data.octets,
                first ? State::submitting : State::queued, first ? candidate.attempts + 1 : 0,
                first ? std::optional<Time>{now} : std::optional<Time>{});
    }
    claim.number = 1;
    // What other lines tried before counts for the back-off.
    claim.attempt = candidate.attempts + 1;
    claim.user_data = std::move(segments.front());
}

/// @return false where the message has no segments yet
bool Outbox::continue_message(const Candidate& candidate, Claim& claim, Time now)
{
    {
        auto row = db_.query(
            "SELECT number, dcs, has_udh, length, user_data, attempts FROM segment WHERE message_id = ?1 AND state = 0 "
            "ORDER BY number LIMIT 1",
            candidate.id);
        if (!row.step()) return false;
        claim.number = static_cast<unsigned>(row.integer(0));
        claim.user_data = {static_cast<protocol::Octet>(row.integer(1)), row.integer(2) != 0,
                           static_cast<protocol::Octet>(row.integer(3)), row.octets(4)};
        claim.attempt = static_cast<unsigned>(row.integer(5)) + 1;
    }
    db_.run("UPDATE segment SET state = 1, submitting_at = ?3, attempts = attempts + 1 WHERE message_id = ?1 AND "
            "number = ?2",
            candidate.id, claim.number, now);
    return true;
}

Claim Outbox::submit(const Candidate& candidate, LineId line, Time now)
{
    if (!protocol::address_from_text(candidate.recipient)) // `add` let only such in
        throw std::runtime_error{"its recipient is no number"};
    Claim claim;
    claim.message = candidate.id;
    claim.of = candidate.segments;
    claim.priority = candidate.priority;
    claim.recipient = candidate.recipient;
    claim.valid_until = candidate.valid_until;
    if (!candidate.bound || !continue_message(candidate, claim, now)) begin_message(candidate, line, claim, now);
    db_.run(
        "UPDATE message SET state = 1, line_id = ?2, submitting_at = ?3, attempts = max(attempts, ?4) WHERE id = ?1",
        candidate.id, line, now, claim.attempt);
    db_.run("UPDATE line SET last_message = ?2, last_number = ?3 WHERE id = ?1", line, candidate.id, claim.number);
    modem::crash_point("outbox.claimed", claim.message, claim.number);
    return claim;
}

std::optional<Outbox::Preview> Outbox::peek(const LineBudget& budget, const Claim& in_flight, Time now)
{
    if (over_rate(budget, now)) return {};
    const auto queued_segment = [&](MessageId message, const std::string& recipient) -> std::optional<Preview> {
        auto row = db_.query("SELECT dcs, has_udh, length, user_data FROM segment WHERE message_id = ?1 AND state = 0 "
                             "ORDER BY number LIMIT 1",
                             message);
        if (!row.step()) return {};
        return Preview{recipient,
                       {static_cast<protocol::Octet>(row.integer(0)), row.integer(1) != 0,
                        static_cast<protocol::Octet>(row.integer(2)), row.octets(3)}};
    };
    OpenLanes lanes{db_, budget, now};
    const auto candidate = choose(budget, lanes, now);
    const bool displaced = candidate && candidate->priority < in_flight.priority;
    if (in_flight.number < in_flight.of && !displaced) return queued_segment(in_flight.message, in_flight.recipient);
    if (!candidate || quiet_for(*candidate, lanes) || objection(*candidate, budget, now) ||
        over_quota(*candidate, budget, now))
        return {};
    if (auto begun = queued_segment(candidate->id, candidate->recipient)) return begun;
    // The reference is not known before it begins, but its length is.
    auto segments = protocol::segment_text(text_of(db_, *candidate), 0);
    if (segments.empty()) return {};
    return Preview{candidate->recipient, std::move(segments.front())};
}
} // namespace nida::daemon
