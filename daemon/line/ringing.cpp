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
// A modem without voice refuses all calls, and one whose network is busy some: the others have a try first.
constexpr auto after_a_refusal = 10min;
} // namespace

/// Between two segments at the earliest: a radio that calls does not send. @return whether somebody was called
asio::awaitable<bool> Line::ring_somebody()
{
    if (!service_.calls || !may_send() || (no_calls_until_ && std::chrono::steady_clock::now() < *no_calls_until_))
        co_return false;
    const auto waits = co_await context_.store.read([](Connection& db) { return AlertCalls{db}.any(); });
    if (!waits || !*waits) co_return false;
    const auto since = context_.clock.trusted() ? Time{} : context_.clock.unsure_since();
    auto work = [id = id_, now = context_.clock.now(), since](Connection& db) {
        return AlertCalls{db}.claim(id, now, since);
    };
    const auto claimed = co_await context_.store.write(std::move(work));
    if (!claimed || !*claimed) co_return false;
    const AlertCall call = **claimed;
    const auto rang = co_await modem_->ring(call.number, call.time);
    if (rang.dialled)
        note_network();
    else
        no_calls_until_ = std::chrono::steady_clock::now() + after_a_refusal;
    spdlog::log(rang.dialled ? spdlog::level::info : spdlog::level::warn, "{}: campaign {}: call to {}: {}",
                settings_.name, call.campaign, masked(call.number),
                !rang.dialled      ? "the modem refuses: " + rang.why
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
} // namespace nida::daemon
