#pragma once
#include "daemon/line/bell.hpp"
#include "daemon/line/wall_clock.hpp"
#include "daemon/outbox/message.hpp"
#include "daemon/store/store.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nida::daemon
{
/// What a line has to tell beside messages.
enum class EventKind { state, recovery, call, ussd, balance, alarm, sim };
std::string_view to_string(EventKind kind);

struct Event {
    std::int64_t id = 0;
    Time at;
    std::string kind;
    std::string text; ///< for people; numbers in it are masked
};

/// The diary of the lines. Nothing waits for it: where the disk does not take an entry, the log has it still.
class Events
{
public:
    static constexpr int kept = 500; ///< of each line, the newest

    Events(boost::asio::any_io_executor executor, Store& store, const WallClock& clock)
        : executor_{std::move(executor)}, store_{store}, clock_{clock}
    {
    }
    void note(LineId line, EventKind kind, std::string text);
    Bell& noted() { return noted_; } ///< rung once an event can be listed
private:
    boost::asio::awaitable<void> write(LineId line, Time at, EventKind kind, std::string text);
    boost::asio::any_io_executor executor_;
    Store& store_;
    const WallClock& clock_;
    Bell noted_{executor_};
};

/// The events of a line with a greater id than `since`, in order, at most `limit`.
std::vector<Event> list_events(Connection& db, LineId line, std::int64_t since, int limit);
} // namespace nida::daemon
