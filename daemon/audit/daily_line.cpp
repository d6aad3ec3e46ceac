#include "daemon/audit/daily_line.hpp"

#include "daemon/audit/audit.hpp"
#include "daemon/flow/languages.hpp"
#include "daemon/outbox/outbox.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <ctime>

namespace nida::daemon
{
namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace
{
constexpr const char* told_setting = "audit: told on";

std::tm local(Time now)
{
    const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
    std::tm day{};
    ::localtime_r(&seconds, &day);
    return day;
}

struct LastRow {
    std::int64_t id;
    AuditHash hash;
};

std::optional<LastRow> last_row(Connection& db)
{
    auto row = db.query("SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1");
    if (!row.step()) return {};
    LastRow last{row.integer(0), {}};
    const auto octets = row.octets(1);
    std::copy_n(octets.begin(), std::min(octets.size(), last.hash.size()), last.hash.begin());
    return last;
}
} // namespace

int tell_audit_line(Connection& db, const DailyLine& line, Time now, bool sure_clock)
{
    const auto day = local(now);
    if (line.numbers.empty() || std::chrono::hours{day.tm_hour} + std::chrono::minutes{day.tm_min} < line.at) return 0;
    const std::int64_t number_of_day = (day.tm_year + 1900) * 10'000LL + (day.tm_mon + 1) * 100LL + day.tm_mday;
    {
        auto told = db.query("SELECT 1 FROM setting WHERE name = ?1 AND value = ?2", told_setting, number_of_day);
        if (told.step()) return 0;
    }
    const auto last = last_row(db);
    if (!last) return 0;
    db.run("INSERT OR REPLACE INTO setting(name, value) VALUES (?1, ?2)", told_setting, number_of_day);
    const std::array<std::pair<std::string_view, std::string>, 3> values{
        {{"{date}", fmt::format("{:04}-{:02}-{:02}", day.tm_year + 1900, day.tm_mon + 1, day.tm_mday)},
         {"{row}", std::to_string(last->id)},
         {"{hash}", short_hash(last->hash)}}};
    const auto text =
        line.languages->coordinator_text(CoordinatorText::audit_line, line.language, line.language, values);
    int queued = 0;
    for (const auto& number : line.numbers) {
        NewMessage message;
        message.recipient = number;
        message.text = text;
        message.priority = Priority::reply;
        message.validity = 24h;
        message.actor = "nidad";
        if (Outbox{db}.add(message, now, sure_clock)) ++queued;
    }
    return queued;
}

asio::awaitable<void> tell_audit_daily(Store& store, const WallClock& clock, const ServiceDefaults& defaults,
                                       std::function<void()> wake_lines)
{
    asio::steady_timer timer{co_await asio::this_coro::executor};
    for (;;) {
        if (clock.trusted() && !defaults.audit_numbers.empty()) {
            auto tell =
                [line = DailyLine{defaults.audit_numbers, defaults.audit_at, defaults.languages, defaults.language},
                 now = clock.now()](Connection& db) { return tell_audit_line(db, line, now, true); };
            const auto queued = co_await store.write(std::move(tell));
            if (!queued)
                spdlog::error("the audit's line of today could not be queued: {}", queued.error().text);
            else if (*queued > 0)
                wake_lines();
        }
        timer.expires_after(1min);
        co_await timer.async_wait(asio::use_awaitable);
    }
}
} // namespace nida::daemon
