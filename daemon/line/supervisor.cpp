#include "daemon/line/supervisor.hpp"

#include "daemon/coordinator/code_messages.hpp"
#include "daemon/inbox/muted.hpp"
#include "protocol/numbering/numbering_plan.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>

namespace nida::daemon
{
namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace
{
constexpr auto settle_at_most_every = 1s;
constexpr auto settle_at_least_every = 60s;
} // namespace

asio::awaitable<void> LineSupervisor::apply(std::vector<LineSettings> lines)
{
    automatic_ = lines.empty();
    for (auto& [place, seen] : seen_) {
        seen.told = false;
        if (!seen.port.empty()) continue;
        seen.asked = false; // who has read the config again has perhaps mended something
        seen.failures = 0;
    }
    if (!automatic_)
        for (const auto& line : lines_) {
            const auto stays = std::any_of(lines.begin(), lines.end(), [&](const auto& settings) {
                return settings.name == line->settings().name;
            });
            if (!stays) {
                spdlog::info("{}: not in the config any more: stopping it", line->settings().name);
                line->stop();
            }
        }
    for (auto& settings : lines) {
        Line* const known = find(settings.name);
        if (known) {
            if (settings.port != known->settings().port || settings.iccid != known->settings().iccid) take_away(*known);
            known->change(std::move(settings));
            co_await keep_recipients(*known);
        } else
            co_await start(std::move(settings));
    }
    hot_plug_.notice();
}

asio::awaitable<void> LineSupervisor::start(LineSettings settings)
{
    // GCC 12 destroys a temporary closure inside a co_await twice, so what captures more than numbers has a name.
    auto work = [name = settings.name, number = settings.number](Connection& db) {
        db.run("INSERT INTO line(name, number) VALUES (?1, ?2) ON CONFLICT(name) DO UPDATE SET number = coalesce(?2, "
               "number)",
               name, number);
        auto row = db.query("SELECT id, iccid, imsi FROM line WHERE name = ?1", name);
        row.step();
        return std::pair{row.integer(0), Sim{row.text(1), row.text(2)}};
    };
    auto known = co_await context_.store.write(std::move(work));
    if (!known) {
        spdlog::error("{}: cannot begin, the store refuses: {}", settings.name, known.error().text);
        co_return;
    }
    auto& line =
        *lines_.emplace_back(std::make_unique<Line>(context_, *this, std::move(settings), known->first, known->second));
    co_await keep_recipients(line);
    asio::co_spawn(context_.executor, line.run(), asio::detached);
}

/// Before a line sends by a quota of recipients, those of the last month have to be known.
asio::awaitable<void> LineSupervisor::keep_recipients(const Line& line)
{
    auto work = [id = line.id(), wanted = line.settings().quotas.of_recipients(),
                 now = context_.clock.now()](Connection& db) { LineRecipients{db}.keep(id, wanted, now); };
    const auto kept = co_await context_.store.write(std::move(work));
    if (!kept) spdlog::error("{}: whom it sent to cannot be counted: {}", line.settings().name, kept.error().text);
}

std::vector<LineBudget::Other> LineSupervisor::that_can_send(const Line& asking) const
{
    std::vector<LineBudget::Other> others;
    for (const auto& line : lines_)
        if (line.get() != &asking && line->can_send_alerts()) others.push_back({line->id(), !line->can_send_all()});
    return others;
}

std::shared_ptr<const Router> LineSupervisor::router() const
{
    std::vector<Router::Line> lines;
    for (const auto& line : lines_)
        if (!line->ended()) lines.push_back({line->id(), line->operator_id()});
    const auto& prices = context_.defaults.prices;
    if (!routing_.router || routing_.lines != lines || routing_.recipes != context_.recipes ||
        routing_.prices != prices) {
        auto router = std::make_shared<const Router>(*context_.recipes, *prices, lines);
        routing_ = {context_.recipes, prices, std::move(lines), std::move(router)};
    }
    return routing_.router;
}

std::optional<SharedPace> LineSupervisor::shared_pace(const Line& asking) const
{
    const auto id = asking.operator_id();
    const auto limit = context_.defaults.operator_limits.find(id);
    if (id.empty() || limit == context_.defaults.operator_limits.end()) return {};
    SharedPace shared{id, {}, limit->second};
    for (const auto& line : lines_)
        if (line->operator_id() == id) shared.lines.push_back(line->id());
    return shared;
}

Line* LineSupervisor::find(const std::string& name) const
{
    const auto found = std::find_if(lines_.begin(), lines_.end(),
                                    [&](const auto& line) { return !line->ended() && line->settings().name == name; });
    return found == lines_.end() ? nullptr : found->get();
}

Line* LineSupervisor::find_by_sim(const Sim& sim) const
{
    const auto found = std::find_if(lines_.begin(), lines_.end(),
                                    [&](const auto& line) { return !line->ended() && same_sim(line->sim(), sim); });
    return found == lines_.end() ? nullptr : found->get();
}

bool LineSupervisor::is_another_s(const Line& asking, const Sim& sim) const
{
    return std::any_of(lines_.begin(), lines_.end(), [&](const auto& line) {
        return !line->ended() && line.get() != &asking && same_sim(line->sim(), sim);
    });
}

std::string LineSupervisor::modem_port(const Line& asking, const std::string& imei) const
{
    const bool repeats = std::any_of(lines_.begin(), lines_.end(), [&](const auto& line) {
        return !line->ended() && line.get() != &asking && line->port() && !imei.empty() &&
               line->identity().imei == imei;
    });
    const auto given = given_.find(asking.id());
    return repeats && given != given_.end() ? given->second.place : std::string{};
}

std::vector<LineStatus> LineSupervisor::status() const
{
    std::vector<LineStatus> all;
    for (const auto& line : lines_)
        if (!line->ended()) all.push_back(line->status());
    return all;
}

Lines::UssdFailure LineSupervisor::no_such_line(const std::string& name) const
{
    std::string known;
    for (const auto& other : lines_)
        known += (known.empty() ? "" : ", ") + other->settings().name;
    return {UssdFailure::Why::unknown_line,
            fmt::format("there is no line {}; the lines are: {}", name, known.empty() ? "none" : known)};
}

asio::awaitable<Lines::UssdResult<Lines::UssdText>> LineSupervisor::ussd(std::string name, UssdRequest request)
{
    Line* const line = find(name);
    if (!line) co_return no_such_line(name);
    co_return co_await line->ussd(std::move(request));
}

asio::awaitable<Lines::UssdResult<bool>> LineSupervisor::cancel_ussd(std::string name)
{
    Line* const line = find(name);
    if (!line) co_return no_such_line(name);
    co_return co_await line->cancel_ussd();
}

asio::awaitable<Lines::UssdResult<Lines::BalanceReport>> LineSupervisor::balance(std::string name, std::string actor)
{
    Line* const line = find(name);
    if (!line) co_return no_such_line(name);
    co_return co_await line->balance(std::move(actor));
}

asio::awaitable<Lines::UssdResult<Lines::TopUpReport>> LineSupervisor::top_up(std::string name, std::string voucher,
                                                                              std::string actor)
{
    Line* const line = find(name);
    if (!line) co_return no_such_line(name);
    co_return co_await line->top_up(std::move(voucher), std::move(actor));
}

asio::awaitable<Lines::PinResult> LineSupervisor::enter_pin(std::string name, std::string pin)
{
    Line* const line = find(name);
    if (!line) co_return PinResult{PinResult::What::unknown_line, fmt::format("there is no line {}", name)};
    co_return co_await line->enter_pin(std::move(pin));
}

void LineSupervisor::wake()
{
    for (const auto& line : lines_)
        line->wake();
}

std::vector<std::string> LineSupervisor::own_numbers() const
{
    std::vector<std::string> numbers;
    for (const auto& line : lines_) {
        const auto written = line->status().number;
        if (written.empty()) continue;
        if (const auto number = protocol::parse_number(written, context_.defaults.country))
            numbers.push_back(number->text());
    }
    return numbers;
}

void LineSupervisor::stop()
{
    stopping_ = true;
    for (const auto& line : lines_)
        line->stop();
}

void LineSupervisor::clock_moved(std::chrono::microseconds jump, Time since)
{
    for (const auto& line : lines_)
        line->clock_moved(jump, since);
}

bool LineSupervisor::ended() const
{
    return std::all_of(lines_.begin(), lines_.end(), [](const auto& line) { return line->ended(); });
}

asio::awaitable<void> LineSupervisor::run_housekeeping()
{
    asio::steady_timer timer{context_.executor};
    while (!stopping_) {
        const auto heard = context_.outbox_changed.count();
        if (!context_.clock.watch()) {
            spdlog::warn("{}", context_.clock.why());
            auto note = [since = context_.clock.unsure_since(), sure = context_.clock.sure_until()](Connection& db) {
                note_unsure_times(db, since, sure);
            };
            const auto noted = co_await context_.store.write(std::move(note));
            if (!noted) spdlog::error("{}", noted.error().text);
            context_.clock.ask_kernel();
        }
        std::vector<Outbox::LineHealth> health;
        for (const auto& line : lines_)
            if (!line->ended())
                health.push_back({line->id(), line->in_service(), line->status().since.value_or(context_.clock.now())});
        auto work = [health, dialogue = context_.dialogue(), now = context_.clock.now(),
                     sure = context_.clock.trusted()](Connection& db) {
            struct Done {
                Outbox::Settled settled;
                int expired, incomplete, heard_again;
                std::optional<Time> next;
            };
            Requests{db}.expire(now);
            wipe_code_messages(db, now);
            Outbox outbox{db};
            Done done{outbox.settle_doubts(health, now, sure),
                      outbox.expire(now, sure),
                      Inbox{db, dialogue}.give_up_incomplete(now, sure),
                      Muted{db}.end_silent(now),
                      {}};
            outbox.finish_campaigns(now);
            if (sure) LineRecipients{db}.forget_old(now);
            done.next = done.settled.next;
            auto row = db.query("SELECT min(valid_until) FROM message WHERE state = 0");
            if (row.step() && !row.is_null(0) && (!done.next || row.time(0) < *done.next)) done.next = row.time(0);
            return done;
        };
        auto done = co_await context_.store.write(std::move(work));
        auto pause =
            std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::microseconds{settle_at_least_every});
        if (!done)
            spdlog::error("housekeeping waits for the store: {}", done.error().text);
        else {
            const auto& settled = done->settled;
            if (settled.resent > 0) spdlog::warn("{} alerts in doubt are sent once more", settled.resent);
            if (settled.moved > 0)
                spdlog::warn("{} messages of a line that is down are sent by another", settled.moved);
            if (settled.failed > 0)
                spdlog::warn("{} messages in doubt failed: nobody knows whether they arrived", settled.failed);
            if (done->expired > 0) spdlog::warn("{} messages were not sent before their validity ended", done->expired);
            if (done->incomplete > 0) {
                spdlog::warn("{} long messages never became whole: kept as they are", done->incomplete);
                context_.inbox_changed.ring();
                pause = settle_at_most_every; // there may be more
            }
            if (done->heard_again > 0) {
                spdlog::info("{} senders of floods were silent for an hour: they are heard again", done->heard_again);
                context_.inbox_changed.ring();
            }
            if (settled.resent + settled.moved > 0) wake();
            if (settled.resent + settled.moved + settled.failed + done->expired > 0) context_.outbox_changed.ring();
            if (done->next) pause = std::min(pause, *done->next - context_.clock.now());
        }
        // During a campaign the outbox changes all the time; once a second is often enough to look.
        timer.expires_after(settle_at_most_every);
        co_await timer.async_wait(asio::use_awaitable);
        if (pause > settle_at_most_every) {
            const auto rest =
                std::chrono::steady_clock::now() +
                std::chrono::duration_cast<std::chrono::steady_clock::duration>(pause - settle_at_most_every);
            co_await context_.outbox_changed.after(heard, rest);
        }
    }
}
} // namespace nida::daemon
