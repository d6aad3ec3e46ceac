#include "daemon/line/alarms.hpp"
#include "daemon/flow/languages.hpp"
#include "daemon/line/events.hpp"
#include "daemon/outbox/outbox.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace nida::daemon
{
namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace
{
constexpr auto not_again_before = 6h;

/// Whether the same was told of this line a short while ago; if not, it is told now.
bool told_lately(Connection& db, const Announcement& announcement, Time now)
{
    const auto setting = fmt::format("alarm.{}.{}", announcement.line, to_string(announcement.alarm));
    auto last = db.query("SELECT value FROM setting WHERE name = ?1", setting);
    // A clock that was put back does not make an old alarm a new one.
    if (last.step() && std::chrono::abs(now - last.time(0)) < not_again_before) return true;
    db.run("INSERT INTO setting(name, value) VALUES (?1, ?2) ON CONFLICT(name) DO UPDATE SET value = ?2", setting, now);
    return false;
}

/// What the log names it by; the whole box has no name.
std::string_view subject(const std::string& line) { return line.empty() ? std::string_view{"alarm"} : line; }
} // namespace

Alarms::Alarms(boost::asio::any_io_executor executor, Store& store, const WallClock& clock,
               const ServiceDefaults& defaults, std::function<void()> wake_lines)
    : executor_{std::move(executor)},
      store_{store},
      clock_{clock},
      defaults_{defaults},
      wake_lines_{std::move(wake_lines)}
{
}

unsigned announce(Connection& db, const Announcement& announcement, Time now, bool sure_clock)
{
    if (announcement.line != 0)
        db.run("INSERT INTO line_event(line_id, at, kind, text) VALUES (?1, ?2, ?3, ?4)", announcement.line, now,
               std::string{to_string(EventKind::alarm)},
               fmt::format("{}: {}", to_string(announcement.alarm), announcement.cause));
    if (announcement.campaign == 0 && told_lately(db, announcement, now)) return 0;
    Outbox outbox{db};
    unsigned queued = 0;
    for (const auto& number : announcement.numbers) {
        NewMessage message;
        message.recipient = number;
        message.text = announcement.text;
        message.priority = Priority::alert;
        message.actor = "alarm";
        if (outbox.add(message, now, sure_clock)) ++queued;
    }
    return queued;
}

void Alarms::raise(Alarm alarm, LineId id, const std::string& line, const std::string& cause)
{
    if (!standing_.emplace(id, alarm).second) return;
    spdlog::error("{}: {}: {}", subject(line), to_string(alarm), cause);
    Announcement announcement{
        alarm, id, line, cause, defaults_.alarm_numbers, defaults_.languages->alarm(alarm, line, defaults_.language)};
    asio::co_spawn(executor_, tell(std::move(announcement)), asio::detached);
}

asio::awaitable<void> Alarms::tell(Announcement announcement)
{
    auto work = [announcement, now = clock_.now(), sure = clock_.trusted()](Connection& db) {
        return announce(db, announcement, now, sure);
    };
    auto queued = co_await store_.write(std::move(work));
    if (!queued)
        spdlog::error("the alarm {} of {} could not be told by SMS: {}", to_string(announcement.alarm),
                      announcement.name, queued.error().text);
    else if (*queued > 0)
        wake_lines_();
}

void Alarms::over(Alarm alarm, LineId id, const std::string& line)
{
    if (standing_.erase({id, alarm}) > 0) spdlog::info("{}: {} is over", subject(line), to_string(alarm));
}
} // namespace nida::daemon
