#include "daemon/report/figures.hpp"

namespace nida::daemon
{
namespace
{
constexpr std::int64_t messages_in_a_slice = 20'000;

bool has_left(State state)
{
    return state == State::sent || state == State::delivered || state == State::undelivered || state == State::expired;
}
} // namespace

void Outcomes::add(State state)
{
    ++messages;
    if (has_left(state)) ++sent;
    switch (state) {
    case State::queued:
    case State::submitting: ++remaining; break;
    case State::sent: break;
    case State::delivered: ++delivered; break;
    case State::undelivered:
    case State::expired: ++undelivered; break;
    case State::in_doubt: ++in_doubt; break;
    case State::failed: ++failed; break;
    case State::suppressed: ++suppressed; break;
    case State::cancelled: ++cancelled; break;
    }
}

void Outcomes::add(const Outcomes& other)
{
    messages += other.messages;
    sent += other.sent;
    delivered += other.delivered;
    undelivered += other.undelivered;
    failed += other.failed;
    suppressed += other.suppressed;
    in_doubt += other.in_doubt;
    remaining += other.remaining;
    cancelled += other.cancelled;
}

std::optional<double> Outcomes::delivery_ratio() const
{
    if (sent == 0) return {};
    return static_cast<double>(delivered) / static_cast<double>(sent);
}

bool MessageWalk::next(Connection& db, const std::function<void(const ReportedMessage&)>& take)
{
    // In the order in which they lie: a campaign's are together, and reading them in a row is many times faster than by an index.
    auto rows = db.query("SELECT id, campaign_id, recipient, state, segments, line_id, sent_at, queued_at, error_code, "
                         "variant, unsure_clock FROM message NOT INDEXED WHERE id > ?1 AND id <= ?2 AND (?3 = 0 OR "
                         "campaign_id = ?3) ORDER BY id LIMIT ?4",
                         at_, up_to_, campaign_, messages_in_a_slice);
    std::int64_t count = 0;
    for (; rows.step(); ++count) {
        at_ = rows.integer(0);
        take({at_, rows.optional_integer(1), rows.text(2), rows.as<State>(3), static_cast<unsigned>(rows.integer(4)),
              rows.optional_integer(5), rows.optional_time(6), rows.time(7), rows.text(8), rows.integer(9),
              rows.integer(10) == 0});
    }
    return count == messages_in_a_slice;
}

const Counting::Text& Counting::text_of(Connection& db, const ReportedMessage& message)
{
    if (!message.campaign) return none_;
    auto found = texts_.find(*message.campaign);
    if (found == texts_.end()) {
        found = texts_.emplace(*message.campaign, std::map<std::int64_t, Text>{}).first;
        auto rows =
            db.query("SELECT number, language, variant FROM campaign_text WHERE campaign_id = ?1", *message.campaign);
        while (rows.step())
            found->second[rows.integer(0)] = {rows.text(1), rows.text(2)};
    }
    const auto text = found->second.find(message.variant);
    return text == found->second.end() ? none_ : text->second;
}

void Counting::add_cost(Connection& db, const ReportedMessage& message, bool has_left)
{
    auto segments = message.segments;
    if (!has_left) {
        // Some parts of a long one may have gone before the rest was refused.
        if (message.segments == 1 || !message.line) return;
        auto row = db.query("SELECT count(*) FROM segment WHERE message_id = ?1 AND state IN (2, 3, 4, 5)", message.id);
        row.step();
        segments = static_cast<unsigned>(row.integer(0));
        if (segments == 0) return;
    }
    figures_.segments += segments;
    if (const auto cost = costs_.add(*context_.router, message.line, message.recipient, segments))
        figures_.cost_milli[cost->currency] += cost->milli;
    else
        figures_.unpriced_segments += segments;
}

void Counting::add(Connection& db, const ReportedMessage& message)
{
    const auto state = message.state;
    const bool left = has_left(state);
    figures_.all.add(state);
    const auto operator_id = context_.router->operator_of(message.recipient);
    auto by_operator = figures_.by_operator.find(operator_id);
    if (by_operator == figures_.by_operator.end())
        by_operator = figures_.by_operator.emplace(std::string{operator_id}, Outcomes{}).first;
    by_operator->second.add(state);
    const auto& text = text_of(db, message);
    figures_.by_language[text.language].add(state);
    if (!text.variant.empty()) figures_.by_variant[text.variant].add(state);
    // A time that was taken before the clock could be believed says nothing of the hour.
    if (left && message.sent && message.sure_clock) figures_.by_hour[clock_.hour(*message.sent)].add(state);
    if (state == State::failed || state == State::suppressed || state == State::undelivered || state == State::expired)
        ++figures_.reasons[message.error.empty() ? std::string{to_string(state)} : message.error];
    add_cost(db, message, left);
}
} // namespace nida::daemon
