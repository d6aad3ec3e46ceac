// Calls that nobody is to take, while nothing else is to be done.
#include "daemon/campaign/alert_calls.hpp"
#include "daemon/line/line.hpp"
#include "daemon/line/mask.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace nida::daemon
{
namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace
{
// A modem without voice refuses all calls, and one whose network is busy some: the others have a try first. One number that is wrong
// does not keep the line from the next for long.
constexpr auto after_a_refusal = 1min;
constexpr auto after_refusals = 10min;
constexpr auto longest_ring = 60s;
} // namespace

/// In this line's turn to transmit, and between two segments at the earliest: a radio that calls does not send.
/// @param texts  when the next may leave; one of an alert that may do so soon is not kept waiting. @return whether somebody was called
asio::awaitable<bool> Line::ring_somebody(Wait texts)
{
    if (!service_.calls || !may_send() || (no_calls_until_ && std::chrono::steady_clock::now() < *no_calls_until_))
        co_return false;
    const bool text_soon = texts.until && *texts.until <= context_.clock.now() + longest_ring;
    auto look = [id = id_, text_soon](Connection& db) {
        return AlertCalls{db}.any() && !(text_soon && Outbox{db}.alert_waits(id));
    };
    const auto waits = co_await context_.store.read(std::move(look));
    if (!waits || !*waits) co_return false;
    const auto since = context_.clock.trusted() ? Time{} : context_.clock.unsure_since();
    auto work = [id = id_, now = context_.clock.now(), since](Connection& db) {
        return AlertCalls{db}.claim(id, now, since);
    };
    const auto claimed = co_await context_.store.write(std::move(work));
    if (!claimed || !*claimed) co_return false;
    const AlertCall call = **claimed;
    own_call_ = true; // also where it throws
    std::function<bool()> keep_on = [this] { return wanted(); };
    const auto rang = co_await modem_->ring(call.number, call.time, std::move(keep_on));
    own_call_ = !rang.free;
    if (rang.dialled) {
        note_network();
        calls_refused_ = 0;
    } else
        no_calls_until_ = std::chrono::steady_clock::now() + (++calls_refused_ == 1 ? after_a_refusal : after_refusals);
    spdlog::log(rang.dialled ? spdlog::level::info : spdlog::level::warn, "{}: campaign {}: call to {}: {}",
                settings_.name, call.campaign, masked(call.number),
                !rang.dialled      ? "it could not be dialled: " + rang.why
                : rang.taken       ? "taken, and hung up at once"
                : rang.why.empty() ? "it rang"
                                   : rang.why);
    auto over = [id = call.id, dialled = rang.dialled, now = context_.clock.now()](Connection& db) {
        AlertCalls{db}.record(id, dialled, now);
    };
    const auto recorded = co_await context_.store.write(std::move(over));
    if (!recorded) spdlog::error("{}: {}", settings_.name, recorded.error().text); // it counts as made
    context_.outbox_changed.ring();
    if (!rang.dialled) context_.wake_lines();
    co_return true;
}

/// Of a life that ended in a call of ours, be it this process's or not: the modem would ring on, and send nothing.
asio::awaitable<void> Line::end_call_left_over()
{
    const auto left = co_await context_.store.read([id = id_](Connection& db) { return AlertCalls{db}.under_way(id); });
    const bool on_disk = left && *left;
    if (own_call_ || on_disk) co_await end_own_call();
    if (!on_disk) co_return;
    auto over = [id = id_, now = context_.clock.now()](Connection& db) { AlertCalls{db}.write_off(id, now); };
    const auto written = co_await context_.store.write(std::move(over));
    if (!written) spdlog::error("{}: {}", settings_.name, written.error().text); // the next that it makes does so
}

asio::awaitable<void> Line::end_own_call()
{
    const auto activity = co_await modem_->hang_up();
    own_call_ = false;
    if (activity != protocol::Activity::in_call) co_return;
    const std::string text = "the modem believes to be in a call that it was to end, and does not hang up";
    spdlog::warn("{}: {}", settings_.name, text);
    context_.events.note(id_, EventKind::call, text);
}
} // namespace nida::daemon
