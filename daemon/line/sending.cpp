#include "daemon/line/line.hpp"
#include "daemon/line/mask.hpp"
#include "daemon/outbox/backoff.hpp"
#include "modem/crash_point.hpp"
#include "protocol/at/refusals.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <spdlog/spdlog.h>

#include <random>

namespace nida::daemon
{
namespace asio = boost::asio;
using namespace std::chrono_literals;
using namespace asio::experimental::awaitable_operators;

namespace
{
constexpr auto result_time = 120s;       // RP timers alone take 45 s; 4G modules have been seen past a minute
constexpr auto late_result_time = 60s;   // after that, for a result that comes late
constexpr auto settled_result_time = 2s; // likewise, where it is known already what became of the segment
constexpr auto store_retry = 2s;
constexpr unsigned refusals_to_a_log_line = 30; // the log may lie on the disk that is full
constexpr unsigned refusals_before_pause = 3;

/// Whether the modem said nothing when a prompt was asked of it: nothing has left, and it may open still.
bool no_prompt(const boost::system::error_code& refusal) { return refusal == boost::system::errc::timed_out; }

/// @return the earlier of two times, either of which may be unknown
std::optional<Time> earlier(std::optional<Time> a, std::optional<Time> b)
{
    return a && b ? std::min(*a, *b) : (a ? a : b);
}

boost::system::error_code timed_out() { return make_error_code(boost::system::errc::timed_out); }
} // namespace

protocol::SubmitPdu Line::pdu_for(const std::string& recipient, const protocol::UserData& user_data,
                                  Time valid_until) const
{
    protocol::SubmitPdu pdu;
    // `add` let only E.164 numbers and short codes in, which are addresses.
    pdu.destination = protocol::address_from_text(recipient).value();
    pdu.status_report_request = settings_.status_reports;
    const auto left = std::chrono::ceil<std::chrono::minutes>(valid_until - context_.clock.now());
    pdu.validity = protocol::ValidityPeriod::at_least(std::max<std::chrono::minutes>(left, 1min));
    pdu.user_data = user_data;
    return pdu;
}

asio::awaitable<ClaimResult> Line::claim()
{
    std::optional<Time> ask_again;
    const auto allowed = budget(ask_again);
    if (!allowed) co_return Wait{ask_again};
    modem::crash_point("sending.claiming");
    auto work = [allowed = *allowed, now = context_.clock.now()](Connection& db) {
        return Outbox{db}.claim(allowed, now);
    };
    auto claimed = co_await context_.store.write(std::move(work));
    if (!claimed) {
        spdlog::error("{}: sending waits for the store: {}", settings_.name, claimed.error().text);
        co_return Wait{context_.clock.now() + store_retry};
    }
    auto* const wait = std::get_if<Wait>(&*claimed);
    std::optional<Wait> limited; // a conditional expression inside a co_await is evaluated wrongly by GCC 12
    if (wait) limited = *wait;
    co_await note_limit(limited);
    if (wait) wait->until = earlier(wait->until, ask_again);
    co_return std::move(*claimed);
}

/// A segment is claimed only when it may be transmitted: what is claimed and waits would be in doubt if the power went.
/// @return false where this line's turn is still to come; the bell rings then
asio::awaitable<bool> Line::take_turn()
{
    bool urgent = false;
    if (turn_.must_wait()) {
        auto alert = co_await context_.store.read([id = id_](Connection& db) { return Outbox{db}.alert_waits(id); });
        urgent = alert && *alert;
    }
    co_return turn_.take(urgent);
}

/// While the modem is busy: how long the TPDU of the next segment will be.
asio::awaitable<void> Line::peek(Claim in_flight)
{
    peeked_octets_.reset();
    const auto round = ++peek_round_;
    std::optional<Time> ignored;
    const auto allowed = budget(ignored);
    if (!allowed) co_return;
    const auto now = context_.clock.now();
    auto work = [allowed = *allowed, in_flight, now](Connection& db) {
        return Outbox{db}.peek(allowed, in_flight, now);
    };
    auto preview = co_await context_.store.read(std::move(work));
    if (!preview || !*preview || round != peek_round_) co_return;
    peeked_octets_ = pdu_for((*preview)->recipient, (*preview)->user_data, now + 1min).tpdu().size();
}

asio::awaitable<Line::PromptAnswer> Line::ask_prompt(std::size_t octets, bool more_follow)
{
    PromptAnswer answer;
    modem::crash_point("sending.prompt_asked");
    try {
        answer.refusal = co_await modem_->prompt(octets, more_follow);
    } catch (...) {
        answer.lost = std::current_exception();
    }
    note_storing();
    co_return answer;
}

/// An open prompt was asked for a segment of another length: an alert displaced it.
asio::awaitable<Line::PromptAnswer> Line::change_prompt(std::size_t octets)
{
    PromptAnswer answer;
    try {
        co_await modem_->abandon_prompt();
        if (octets > 0) answer.refusal = co_await modem_->prompt(octets);
    } catch (...) {
        answer.lost = std::current_exception();
    }
    co_return answer;
}

/// Stores a result and, in the same transaction, claims the next segment. Where the disk does not take it, this waits: until it is stored nothing
/// more leaves on this line.
asio::awaitable<Line::Recorded> Line::record(Claim claim, SegmentResult result, bool claim_next,
                                             SteadyTime may_wait_until)
{
    for (unsigned refusals = 0;; ++refusals) {
        std::optional<Time> ask_again;
        const auto allowed = claim_next ? budget(ask_again) : std::optional<LineBudget>{};
        auto work = [&claim, &result, allowed, now = context_.clock.now()](Connection& db) {
            Outbox outbox{db};
            Recorded recorded{outbox.record(claim, result, now), Wait{}};
            if (allowed) recorded.next = outbox.claim(*allowed, now);
            return recorded;
        };
        auto recorded = co_await context_.store.write(std::move(work), may_wait_until);
        if (recorded) {
            auto* const wait = std::get_if<Wait>(&recorded->next);
            std::optional<Wait> limited;
            if (wait) limited = *wait;
            if (allowed) co_await note_limit(limited);
            if (wait) wait->until = earlier(wait->until, ask_again);
            modem::crash_point("sending.recorded", claim.message, claim.number);
            spdlog::log(std::holds_alternative<SegmentSent>(result) ? spdlog::level::info : spdlog::level::warn,
                        "{}: message {} to {}: {}", settings_.name, claim.message, masked(claim.recipient),
                        recorded->verdict.explanation);
            context_.outbox_changed.ring();
            if (std::holds_alternative<SegmentRefused>(result))
                context_.wake_lines(); // another may take it, and sooner
            co_return std::move(*recorded);
        }
        if (refusals % refusals_to_a_log_line == 0)
            spdlog::error("{}: message {}: its result is not on disk yet, nothing more is sent: {}", settings_.name,
                          claim.message, recorded.error().text);
        if (stopping_) co_return Recorded{{State::submitting, "left as it is"}, Wait{}};
        asio::steady_timer again{context_.executor, store_retry}; // whatever rings: the disk is not asked more often
        co_await again.async_wait(asio::use_awaitable);
    }
}

asio::awaitable<void> Line::put_back(Claim claim, boost::system::error_code why)
{
    SegmentResult refused = SegmentRefused{why, why.message()};
    co_await record(std::move(claim), std::move(refused), false);
}

/// Sends while there is work and nothing else needs the modem, in this line's turn. @return when to ask again, and why not before
asio::awaitable<Wait> Line::send()
{
    std::optional<PromptAnswer> asked; // a prompt that was asked for ahead of its claim,
    std::size_t asked_octets = 0;      // for a TPDU of this length
    storing_ = modem_->stores_first();
    auto next = co_await claim();
    for (;;) {
        auto* const claimed = std::get_if<Claim>(&next);
        if (!claimed) {
            if (asked && asked->lost) std::rethrow_exception(asked->lost);
            if (asked && (!asked->refusal || no_prompt(asked->refusal))) {
                const auto closed = co_await change_prompt(0);
                if (closed.lost) std::rethrow_exception(closed.lost);
            }
            co_await modem_->release_link();
            co_return std::get<Wait>(next);
        }
        const Claim segment = std::move(*claimed);
        modem::crash_point("sending.claimed", segment.message, segment.number);
        const auto pdu = pdu_for(segment.recipient, segment.user_data, segment.valid_until);
        const auto octets = pdu.tpdu().size();

        const bool new_prompt = !asked || (!asked->lost && !asked->refusal && asked_octets != octets);
        if (new_prompt && call_rings()) { // it began while this one was claimed
            if (asked) {
                const auto closed = co_await change_prompt(0);
                if (closed.lost) std::rethrow_exception(closed.lost);
            }
            co_await put_back(segment, make_error_code(boost::system::errc::device_or_resource_busy));
            co_return Wait{context_.clock.now()};
        }
        PromptAnswer prompt;
        if (!asked)
            prompt = co_await ask_prompt(octets);
        else if (asked->lost || asked->refusal || asked_octets == octets)
            prompt = *asked;
        else
            prompt = co_await change_prompt(octets);
        asked.reset();
        if (prompt.lost) {
            co_await put_back(segment, timed_out());
            std::rethrow_exception(prompt.lost);
        }
        if (prompt.refusal) {
            co_await put_back(segment, prompt.refusal);
            if (no_prompt(prompt.refusal)) co_await modem_->abandon_prompt();
            co_await note_refusal(prompt.refusal);
            if (interrupted() || turn_.is_wanted()) co_return Wait{context_.clock.now()};
            next = co_await claim();
            continue;
        }

        modem::crash_point("sending.prompt_open", segment.message, segment.number);
        status_.sending = true;
        // From here to the result nothing else is asked of the modem, reading included: it takes no command while it sends, and
        // what it would make of one is different in each family. What arrives meanwhile waits in its storage.
        asio::co_spawn(context_.executor, peek(segment), asio::detached);
        in_flight_to_ = segment.recipient;
        std::optional<modem::SubmitOutcome> outcome;
        std::exception_ptr lost;
        context_.gathering.begun(id_, std::chrono::steady_clock::now());
        try {
            outcome =
                co_await modem_->payload(pdu.hex(), std::max(modem_->submit_wait(), std::chrono::seconds{result_time}));
        } catch (...) {
            lost = std::current_exception(); // nothing had left
        }
        in_flight_to_.reset();
        modem::crash_point("sending.result", segment.message, segment.number);
        note_storing();
        pause_for_jitter();
        if (lost) {
            context_.gathering.lost(id_);
            co_await put_back(segment, timed_out());
            std::rethrow_exception(lost);
        }
        if (const auto* unknown = std::get_if<modem::Unknown>(&*outcome)) {
            context_.gathering.lost(id_);
            SegmentResult doubt = SegmentUnknown{unknown->seen};
            const auto doubtful = co_await record(segment, std::move(doubt), false);
            turn_.give_back();
            const bool settled = doubtful.verdict.state != State::in_doubt;
            co_await clear_doubt(segment, settled ? settled_result_time : late_result_time);
            if (modem_->stores_first()) sweep_ = true; // the copy may say what became of it
            co_return Wait{context_.clock.now()};
        }

        const auto gathered = context_.gathering.ended(id_, std::chrono::steady_clock::now());
        note_network(); // a refusal, too, mostly comes from there
        SegmentResult result = SegmentSent{0};
        boost::system::error_code refusal;
        if (const auto* sent = std::get_if<modem::Sent>(&*outcome))
            result = SegmentSent{sent->mr.octet()};
        else {
            const auto& refused = std::get<modem::Refused>(*outcome);
            refusal = refused.why;
            result = SegmentRefused{refused.why, refused.text};
        }
        // A copy is deleted before anything else is asked, and a turn that others want goes round.
        const bool has_copy = modem_->has_copy();
        const bool go_on = !interrupted() && !refusal && !turn_.is_wanted() && !has_copy;
        if (!refusal) {
            refusals_in_a_row_ = 0;
            credit_.note_sent();
        }
        if (go_on && peeked_octets_ && !jitter_until_) {
            asked_octets = *peeked_octets_;
            auto both = co_await (record(segment, std::move(result), true, gathered) && ask_prompt(asked_octets, true));
            next = std::move(std::get<0>(both).next);
            asked = std::get<1>(both);
            continue;
        }
        auto recorded = co_await record(segment, std::move(result), go_on, refusal ? SteadyTime{} : gathered);
        if (has_copy) co_await drop_copy();
        if (refusal) {
            co_await note_refusal(refusal);
            if (!interrupted() && !turn_.is_wanted()) {
                next = co_await claim();
                continue;
            }
        }
        if (!go_on) co_return Wait{context_.clock.now()};
        next = std::move(recorded.next);
    }
}

/// After a segment whose outcome nobody knows, nothing leaves until the modem and we are in step again.
asio::awaitable<void> Line::clear_doubt(Claim claim, std::chrono::seconds patience)
{
    if (stopping_) co_return;
    resynchronising_ = true;
    std::exception_ptr lost;
    std::optional<modem::SubmitOutcome> late;
    try {
        late = co_await modem_->resynchronise(patience);
    } catch (...) {
        lost = std::current_exception();
    }
    resynchronising_ = false;
    if (lost) std::rethrow_exception(lost);
    if (!late) co_return;
    if (const auto* sent = std::get_if<modem::Sent>(&*late))
        co_await store_late_result(sent->mr.octet());
    else if (const auto* refused = std::get_if<modem::Refused>(&*late)) {
        SegmentResult result = SegmentRefused{refused->why, refused->text};
        co_await record(claim, std::move(result), false);
    }
}

void Line::note_storing()
{
    if (storing_ && modem_ && !modem_->stores_first())
        spdlog::info("{}: the modem does not store segments before it sends them: sending as usual", settings_.name);
    storing_ = modem_ && modem_->stores_first();
}

/// The result is on disk, so the copy has no more to say.
asio::awaitable<void> Line::drop_copy()
{
    const auto slot = modem_->copy();
    const bool gone = co_await modem_->erase_copy();
    note_storing();
    if (gone || !slot) co_return;
    auto work = [id = id_, storage = service_.storage, slot = *slot](Connection& db) {
        Outbox{db}.distrust_copy(id, storage, slot);
    };
    auto noted = co_await context_.store.write(std::move(work));
    if (!noted) spdlog::error("{}: {}", settings_.name, noted.error().text);
}

/// Segments that follow each other like clockwork look like spam to some operators.
void Line::pause_for_jitter()
{
    jitter_until_.reset();
    if (settings_.jitter <= 0s) return;
    std::random_device random;
    std::uniform_int_distribution<std::chrono::milliseconds::rep> pause{
        0, std::chrono::milliseconds{settings_.jitter}.count()};
    jitter_until_ = std::chrono::steady_clock::now() + std::chrono::milliseconds{pause(random)};
}

/// What a refusal means for the line: a SIM that is refused again and again pauses, a modem is brought up anew.
asio::awaitable<void> Line::note_refusal(boost::system::error_code why)
{
    // A modem that answers but opens no prompt is brought up anew.
    const auto error_class = no_prompt(why) ? protocol::ErrorClass::line_out_of_service : protocol::classify(why);
    const bool account =
        error_class == protocol::ErrorClass::sim || error_class == protocol::ErrorClass::credit_suspicion;
    const auto* refusal = protocol::find_refusal(why);
    if (account || (refusal && refusal->may_lack_credit)) credit_.note_refusal();
    if (!account && error_class != protocol::ErrorClass::line_out_of_service) co_return;
    if (++refusals_in_a_row_ < refusals_before_pause) co_return;
    if (!account) throw boost::system::system_error{why, "the modem refuses to send"};
    const auto pause = backoff(error_class, refusals_in_a_row_ - refusals_before_pause + 1);
    paused_until_ = std::chrono::steady_clock::now() + pause;
    pause_reason_ = fmt::format("it was refused {} times in a row, the last time with: {}; is there credit on the SIM?",
                                refusals_in_a_row_, why.message());
    spdlog::warn("{}: pausing for {} s: {}", settings_.name, pause.count(), pause_reason_);
    co_await leave_messages_to_others();
    context_.wake_lines();
}
} // namespace nida::daemon
