#include "daemon/line/line.hpp"
#include "daemon/line/mask.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <spdlog/spdlog.h>

namespace nida::daemon
{
namespace asio = boost::asio;
using namespace std::chrono_literals;
using protocol::Activity;

namespace
{
MissedCalls::SteadyTime now() { return std::chrono::steady_clock::now(); }
bool goes_on(Activity activity) { return activity == Activity::ringing || activity == Activity::in_call; }
} // namespace

/// Nobody answers. Sending waits meanwhile: a radio that rings refuses to submit, or loses what it was given.
asio::awaitable<void> Line::attend_to_calls()
{
    auto activity = Activity::unknown;
    if (context_.defaults.hang_up_calls && calls_.may_hang_up(now())) {
        if (!calls_.knows_caller()) {
            const auto caller = co_await modem_->caller();
            calls_.take_number(caller);
        }
        activity = co_await modem_->hang_up();
        if (goes_on(activity))
            calls_.hang_up_failed();
        else
            calls_.hung_up(now());
    }
    const auto over = calls_.over(now());
    keep_calls(over.numbers);
    // After a call that nobody took, some sticks believe that it goes on: callers hear busy, and no message comes in any more.
    if (!over.any || activity == Activity::idle || calls_.ringing(now())) co_return;
    activity = co_await modem_->hang_up();
    if (!goes_on(activity) || calls_.ringing(now())) co_return;
    const std::string text = "the modem believes to be in a call that has ended, and does not hang up";
    spdlog::warn("{}: {}", settings_.name, text);
    context_.events.note(id_, EventKind::call, text);
}

void Line::keep_calls(const std::vector<std::string>& numbers)
{
    for (const auto& number : numbers) {
        const auto text = number.empty() ? std::string{"a missed call, number withheld"}
                                         : fmt::format("a missed call from {}", masked(number));
        spdlog::info("{}: {}", settings_.name, text);
        context_.events.note(id_, EventKind::call, text);
        if (!number.empty()) asio::co_spawn(context_.executor, store_call(number), asio::detached);
    }
}

asio::awaitable<void> Line::store_call(std::string number)
{
    const MissedCall call{id_, settings_.name, std::move(number), context_.defaults.call_keyword};
    const auto at = context_.clock.now();
    const bool sure = context_.clock.trusted();
    auto work = [call, at, sure, dialogue = context_.dialogue()](Connection& db) {
        Inbox inbox{db, dialogue};
        return inbox.take_call(call, at, sure);
    };
    auto taken = co_await context_.store.write(work);
    // No modem repeats a call: it waits for the disk.
    asio::steady_timer again{context_.executor};
    while (!taken && !stopping_) {
        spdlog::error("{}: a missed call is not on disk yet: {}", settings_.name, taken.error().text);
        again.expires_after(5s);
        co_await again.async_wait(asio::use_awaitable);
        taken = co_await context_.store.write(work);
    }
    if (!taken) co_return;
    spdlog::info("{}: {}", settings_.name, taken->note);
    if (taken->changed_inbox) context_.inbox_changed.ring();
    if (taken->changed_outbox) {
        context_.outbox_changed.ring();
        context_.wake_lines();
    }
}
} // namespace nida::daemon
