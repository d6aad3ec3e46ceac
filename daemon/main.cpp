#include "config/pin_file.hpp"
#include "config/settings.hpp"
#include "daemon/api/campaign_request.hpp"
#include "daemon/api/server.hpp"
#include "daemon/audit/daily_line.hpp"
#include "daemon/backup/copy.hpp"
#include "daemon/backup/keys.hpp"
#include "daemon/backup/rotation.hpp"
#include "daemon/coordinator/campaign_desk.hpp"
#include "daemon/line/disk_watch.hpp"
#include "daemon/line/keeping.hpp"
#include "daemon/line/pin_memory.hpp"
#include "daemon/line/supervisor.hpp"
#include "daemon/people/erasure.hpp"
#include "modem/crash_point.hpp"
#include "protocol/numbering/numbering_plan.hpp"

#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <systemd/sd-daemon.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <sysexits.h>
#include <unistd.h>

namespace
{
namespace asio = boost::asio;
using namespace nida;
using namespace std::chrono_literals;

struct Settings {
    config::Settings config;
    std::vector<daemon::LineSettings> lines;
    std::shared_ptr<const std::vector<protocol::Dialect>> dialects; ///< the config's own, then the built-in ones
    std::shared_ptr<const daemon::Recipes> recipes;
    std::optional<daemon::RotationSettings> backup;
};

/// The config with the PINs read in. Every error goes to stderr. @return none where it is not usable
std::optional<Settings> load(const std::string& file)
{
    const auto known_region = [](std::string_view region) { return protocol::is_known_region(region); };
    auto config = config::load(file, known_region);
    if (!config) {
        for (const auto& error : config.error())
            fmt::print(stderr, "{}\n", error.text());
        return {};
    }
    for (const auto& warning : config->warnings)
        fmt::print(stderr, "{}\n", warning.text());
    Settings settings{std::move(*config), {}, {}, {}, {}};
    auto dialects = settings.config.modems.dialects;
    const auto builtin = protocol::builtin_dialects();
    dialects.insert(dialects.end(), builtin.begin(), builtin.end());
    settings.recipes = settings.config.credit.operators;
    settings.dialects = std::make_shared<const std::vector<protocol::Dialect>>(std::move(dialects));
    for (const auto& line : settings.config.lines) {
        daemon::LineSettings one{line.name,
                                 line.port,
                                 line.iccid,
                                 line.number,
                                 {},
                                 line.segments_per_minute,
                                 line.status_reports,
                                 line.roaming,
                                 line.store_then_send,
                                 line.jitter,
                                 line.operator_name,
                                 line.balance_floor,
                                 {line.segments_per_hour, line.segments_per_day, line.segments_per_month,
                                  line.recipients_per_hour, line.recipients_per_day, line.recipients_per_month,
                                  line.billing_day, line.alerts_pass_quota}};
        if (line.pin_file) {
            const auto pin = config::read_pin(*line.pin_file);
            if (!pin) {
                fmt::print(stderr, "{}: {}\n", line.pin_file->string(), pin.error().what);
                return {};
            }
            one.pin = *pin;
        }
        settings.lines.push_back(std::move(one));
    }
    if (const auto& backup = settings.config.backup; backup.folder) {
        try {
            settings.backup = {*backup.folder, backup.every, backup.keep, daemon::read_seal_key(backup.key)};
        } catch (const daemon::BackupError& error) {
            fmt::print(stderr, "{}: [backup] key: {}\n", file, error.what());
            return {};
        }
    }
    return settings;
}

/// When campaigns text nobody, whichever they are.
daemon::Forbidden forbidden_by(const config::Settings& from)
{
    daemon::Forbidden forbidden;
    if (const auto& hours = from.defaults.quiet_hours)
        forbidden.quiet_hours = daemon::DayWindow{hours->from, hours->to};
    forbidden.weekdays = from.campaigns.no_weekdays;
    for (const auto& name : from.campaigns.avoid)
        forbidden.calendars.push_back(daemon::calendar_named(from.campaigns.calendars, name));
    return forbidden;
}

void take_defaults(daemon::ServiceDefaults& defaults, const config::Settings& from)
{
    defaults.country = from.defaults.country;
    defaults.language = from.defaults.language;
    defaults.languages = from.texts.languages;
    defaults.reply_limit_per_hour = from.defaults.reply_limit_per_hour;
    defaults.sender_limit_per_hour = from.defaults.sender_limit_per_hour;
    defaults.give_up_after = from.defaults.give_up_after;
    defaults.answer_unknown_words = from.defaults.answer_unknown_words;
    defaults.segments_per_day = from.defaults.segments_per_day;
    defaults.audit_numbers = from.audit.numbers;
    defaults.audit_at = from.audit.at;
    defaults.keep_messages = from.store.keep_messages;
    defaults.keep_bodies = from.store.keep_bodies;
    defaults.quiet_hours.reset();
    if (const auto& hours = from.defaults.quiet_hours) defaults.quiet_hours.emplace(hours->from, hours->to);
    defaults.calendars = from.campaigns.calendars;
    defaults.approval_above = from.campaigns.approval_above;
    defaults.forbidden = forbidden_by(from);
    defaults.hours = std::make_shared<daemon::SendingHours>(defaults.forbidden, defaults.calendars);
    defaults.ports = from.modems.ports;
    defaults.transmit_at_once = from.modems.transmit_at_once;
    defaults.usb_reset = from.modems.usb_reset;
    defaults.hub_power = from.modems.hub_power;
    defaults.credit_check_every = from.credit.check_every;
    defaults.credit_check_after_refusals = from.credit.check_after_refusals;
    defaults.call_keyword = from.calls.keyword;
    defaults.hang_up_calls = from.calls.hang_up;
    defaults.alarm_numbers = from.alarms.numbers;
    std::vector<daemon::Price> prices;
    for (const auto& price : from.prices)
        prices.push_back({price.from, price.to, price.milli, price.currency, price.segments});
    defaults.prices = std::make_shared<const std::vector<daemon::Price>>(std::move(prices));
    defaults.operator_limits.clear();
    for (const auto& limit : from.operator_limits)
        defaults.operator_limits[limit.operator_name] = limit.segments_per_minute;
    defaults.commands_per_hour = from.coordinators.commands_per_hour;
    defaults.leavings_per_hour = from.coordinators.leavings_per_hour;
    defaults.leavings_percent = from.coordinators.leavings_percent;
}

void set_up_log(const config::Log& log)
{
    auto logger = spdlog::stderr_logger_mt("nidad");
    // Under systemd the journal writes the time itself.
    logger->set_pattern(std::getenv("JOURNAL_STREAM") ? "%l %v" : "%Y-%m-%d %H:%M:%S.%e %l %v");
    logger->set_level(spdlog::level::from_str(log.level));
    logger->flush_on(spdlog::level::trace);
    spdlog::set_default_logger(std::move(logger));
}

/// The objects of the service, in the order in which they need each other; all on the loop's thread.
class Nidad
{
public:
    Nidad(asio::io_context& loop, std::string config_file, Settings settings)
        : loop_{loop},
          config_file_{std::move(config_file)},
          settings_{std::move(settings)},
          store_{std::make_unique<daemon::Store>(loop.get_executor(), settings_.config.store.path)},
          outbox_changed_{loop.get_executor()},
          inbox_changed_{loop.get_executor()},
          signals_{loop, SIGTERM, SIGINT, SIGHUP}
    {
        take_defaults(defaults_, settings_.config);
    }

    asio::awaitable<void> run()
    {
        co_await wake_up();
        asio::co_spawn(loop_, heed_signals(), asio::detached);
        asio::co_spawn(loop_, api_->run(), rethrow);
        asio::co_spawn(loop_, supervisor_->run_housekeeping(), rethrow);
        asio::co_spawn(loop_, daemon::keep_within_policy(*store_, *clock_, defaults_), rethrow);
        asio::co_spawn(loop_, daemon::tell_audit_daily(*store_, *clock_, defaults_, [this] { supervisor_->wake(); }),
                       rethrow);
        asio::co_spawn(loop_, disk_watch_->run(), rethrow);
        co_await supervisor_->apply(settings_.lines);
        asio::co_spawn(loop_, supervisor_->run_discovery(), rethrow);
        asio::co_spawn(loop_, rotation_->run(), rethrow);
        asio::co_spawn(loop_, campaigns_->run(), rethrow);
        ::sd_notify(0, "READY=1");
        spdlog::info("nidad {} is ready: store {}, socket {}", NIDA_VERSION, settings_.config.store.path.string(),
                     settings_.config.api.socket.string());
    }

    /// Closes the store: everything that was accepted is on disk, and the file is whole.
    void close_store() { store_.reset(); }
private:
    static void rethrow(std::exception_ptr e)
    {
        if (e) std::rethrow_exception(e);
    }
    /// What the start needs of the store. @throws StoreDamaged, StoreOpenError
    template <class T> static T needed(daemon::Stored<T> stored)
    {
        if (!stored && daemon::is_damage(stored.error().code)) throw daemon::StoreDamaged{stored.error().text};
        if (!stored) throw daemon::StoreOpenError{stored.error().text};
        return std::move(*stored);
    }

    /// Whoever was erased stays so, whatever copy was put in the store's place.
    asio::awaitable<void> heed_erasures()
    {
        struct Found {
            std::int64_t again, unknown;
        };
        const daemon::Act act{"nidad", clock_->now(), clock_->trusted()};
        auto look = [act](daemon::Connection& db) {
            const auto again = daemon::erase_again_after_restoring(db, act);
            return Found{again, daemon::erased_under_another_key(db)};
        };
        const auto found = needed(co_await store_->write(std::move(look)));
        if (found.again > 0)
            spdlog::warn("{} people who were erased since the restored copy was made were erased again", found.again);
        if (found.unknown > 0)
            spdlog::error("{} erased people are not known again, so that imports could bring them back: the file "
                          "{}.erasure-key is "
                          "missing or another one than they were erased with; bring it back from where it is kept",
                          found.unknown, settings_.config.store.path.string());
    }

    /// What the runs before left: their hours, and segments that were with a modem.
    asio::awaitable<void> wake_up()
    {
        const auto memory = needed(co_await store_->read(daemon::recall_clock));
        clock_.emplace(memory);
        clock_->on_trusted = [this](std::chrono::microseconds jump) { clock_trusted(jump); };
        clock_->ask_kernel();
        auto begin = [sure = clock_->trusted(), since = clock_->unsure_since(), until = clock_->sure_until(),
                      now = clock_->now()](daemon::Connection& db) {
            if (!sure) daemon::note_unsure_times(db, since, until);
            return daemon::Outbox{db}.doubt_all_submitting(now);
        };
        const auto doubtful = needed(co_await store_->write(std::move(begin)));
        modem::crash_point("nidad.doubted", doubtful);
        if (doubtful > 0) spdlog::warn("{} messages were with a modem when nidad ended: they are in doubt", doubtful);

        co_await heed_erasures();

        pin_memory_.emplace(*store_, *clock_);
        events_.emplace(loop_.get_executor(), *store_, *clock_);
        alarms_.emplace(loop_.get_executor(), *store_, *clock_, defaults_, [this] { supervisor_->wake(); });
        daemon::forget_unfinished_copies(settings_.config.store.path);
        rotation_.emplace(loop_.get_executor(), settings_.config.store.path, *clock_, *alarms_);
        rotation_->set(settings_.backup);
        disk_watch_.emplace(loop_.get_executor(), *store_, *alarms_, [this] { supervisor_->wake(); });
        transmissions_.limit(defaults_.transmit_at_once);
        kernel_log_.emplace(loop_.get_executor(), [this](const modem::KernelEvent& event) { heed_kernel(event); });
        if (!kernel_log_->trouble().empty()) spdlog::info("{}", kernel_log_->trouble());
        context_.emplace(daemon::ServiceContext{loop_.get_executor(), *store_, *clock_, defaults_, outbox_changed_,
                                                inbox_changed_, *pin_memory_, *events_, *alarms_, transmissions_,
                                                gathering_, *kernel_log_, [this] { return dialogue(); },
                                                [this] { wake(); }, settings_.dialects, settings_.recipes});
        supervisor_.emplace(*context_);
        campaigns_.emplace(loop_.get_executor(), *store_, *clock_,
                           daemon::CampaignRunner::Needs{[this] { return to_string(defaults_.language); },
                                                         [this] { return supervisor_->router(); },
                                                         [this] {
                                                             outbox_changed_.ring();
                                                             supervisor_->wake();
                                                         },
                                                         [this] { return defaults_.languages; },
                                                         [this] { return defaults_.alarm_numbers; }});
        service_.emplace(daemon::Service{*store_, *supervisor_, *clock_, defaults_, outbox_changed_, inbox_changed_,
                                         events_->noted(), clock_->now(), &rotation_->state(), &*campaigns_,
                                         [this] { return dialogue(); }});
        api_.emplace(loop_.get_executor(), settings_.config.api.socket, *service_);
        api_->listen();
    }

    /// What came in may have queued an answer, or a coordinator started, paused or resumed a campaign.
    void wake()
    {
        supervisor_->wake();
        if (campaigns_) campaigns_->wake();
    }

    /// A weak supply is the first suspect for whatever happens to modems, and somebody may still be able to mend it.
    void heed_kernel(const modem::KernelEvent& event)
    {
        using Kind = modem::KernelEvent::Kind;
        if (event.kind == Kind::under_voltage) alarms_->raise(daemon::Alarm::under_voltage, 0, {}, event.text);
        if (event.kind == Kind::voltage_normal) alarms_->over(daemon::Alarm::under_voltage, 0, {});
    }

    daemon::DialogueSettings dialogue() const
    {
        return {defaults_.country,
                defaults_.languages,
                defaults_.language,
                defaults_.reply_limit_per_hour,
                supervisor_->own_numbers(),
                defaults_.sender_limit_per_hour,
                defaults_.alarm_numbers,
                {defaults_.commands_per_hour, defaults_.leavings_per_hour, defaults_.leavings_percent,
                 defaults_.alarm_numbers, desk()},
                defaults_.answer_unknown_words};
    }

    /// What coordinators' commands are lent: the box as it is now.
    std::function<std::unique_ptr<daemon::CoordinatorDesk>(daemon::Connection&)> desk() const
    {
        if (!service_) return {};
        daemon::CampaignDesk::Loan loan{daemon::preview_context(*service_), daemon::campaign_rules(defaults_)};
        for (const auto& line : supervisor_->status()) {
            ++loan.lines;
            if (in_service(line.state)) ++loan.lines_in_service;
        }
        return [loan](daemon::Connection& db) { return std::make_unique<daemon::CampaignDesk>(db, loan); };
    }

    void clock_trusted(std::chrono::microseconds jump)
    {
        spdlog::info("the clock can be believed, {}; it moved by {} s", clock_->why(),
                     std::chrono::duration_cast<std::chrono::seconds>(jump).count());
        if (supervisor_) supervisor_->clock_moved(jump, clock_->unsure_since());
        asio::co_spawn(loop_, correct_times(jump, clock_->unsure_since()), rethrow);
        if (supervisor_) supervisor_->wake();
        if (campaigns_) campaigns_->wake();
    }

    /// Before anything else is decided by the new hour: the writer takes one after the other.
    asio::awaitable<void> correct_times(std::chrono::microseconds jump, daemon::Time since)
    {
        auto correct = [jump, since](daemon::Connection& db) { daemon::shift_unsure_times(db, jump, since); };
        const auto done = co_await store_->write(std::move(correct));
        if (done) co_return;
        spdlog::error("times taken before the clock was known could not be corrected, so it is not believed yet: {}",
                      done.error().text);
        clock_->take_back(jump, "confirmed, but the store does not take the correction of what was written before");
        if (supervisor_) supervisor_->clock_moved(-jump, since + jump);
    }

    asio::awaitable<void> heed_signals()
    {
        for (;;) {
            const int signal = co_await signals_.async_wait(asio::use_awaitable);
            if (signal != SIGHUP) break;
            co_await reread();
        }
        co_await stop();
    }

    asio::awaitable<void> reread()
    {
        ::sd_notify(0, "RELOADING=1");
        auto fresh = load(config_file_);
        if (!fresh)
            spdlog::error("{} has errors: going on with the settings from before", config_file_);
        else {
            if (fresh->config.store.path != settings_.config.store.path ||
                fresh->config.api.socket != settings_.config.api.socket)
                spdlog::warn("[store] path and [api] socket change only when nidad is restarted");
            settings_ = std::move(*fresh);
            take_defaults(defaults_, settings_.config);
            spdlog::set_level(spdlog::level::from_str(settings_.config.log.level));
            context_->dialects = settings_.dialects;
            context_->recipes = settings_.recipes;
            transmissions_.limit(defaults_.transmit_at_once);
            rotation_->set(settings_.backup);
            co_await supervisor_->apply(settings_.lines);
            supervisor_->wake();
            spdlog::info("{} was read again", config_file_);
        }
        ::sd_notify(0, "READY=1");
    }

    /// Waits for the segments in flight; what then has no result stays `submitting`.
    asio::awaitable<void> stop()
    {
        ::sd_notify(0, "STOPPING=1");
        spdlog::info("stopping: waiting at most {} s for the segments in flight",
                     settings_.config.defaults.stop_wait.count());
        api_->stop();
        disk_watch_->stop();
        campaigns_->stop();
        supervisor_->stop();
        const auto deadline = std::chrono::steady_clock::now() + settings_.config.defaults.stop_wait;
        asio::steady_timer timer{loop_};
        while (!supervisor_->ended() && std::chrono::steady_clock::now() < deadline) {
            timer.expires_after(20ms);
            co_await timer.async_wait(asio::use_awaitable);
        }
        if (!supervisor_->ended())
            spdlog::warn("a segment had no result yet: it is left as submitting, and in doubt at the next start");
        loop_.stop();
    }

    asio::io_context& loop_;
    std::string config_file_;
    Settings settings_;
    std::unique_ptr<daemon::Store> store_;
    daemon::ServiceDefaults defaults_;
    daemon::Bell outbox_changed_, inbox_changed_;
    std::optional<daemon::WallClock> clock_;
    std::optional<daemon::PinMemory> pin_memory_;
    std::optional<daemon::Events> events_;
    std::optional<daemon::Alarms> alarms_;
    std::optional<daemon::Rotation> rotation_;
    daemon::Transmissions transmissions_; // outlives the lines
    daemon::Gathering gathering_;
    std::optional<daemon::DiskWatch> disk_watch_;
    std::optional<modem::KernelLog> kernel_log_;
    std::optional<daemon::ServiceContext> context_;
    std::optional<daemon::LineSupervisor> supervisor_;
    std::optional<daemon::CampaignRunner> campaigns_;
    std::optional<daemon::Service> service_;
    std::optional<daemon::ApiServer> api_;
    asio::signal_set signals_;
};

int serve(const std::string& config_file, Settings settings)
{
    modem::crash_point("nidad.started", ::getpid());
    set_up_log(settings.config.log);
    std::signal(SIGPIPE, SIG_IGN); // a client or a journal that goes away must not end the service
    asio::io_context loop{1};
    try {
        Nidad nidad{loop, config_file, std::move(settings)};
        std::exception_ptr failure;
        asio::co_spawn(loop, nidad.run(), [&](std::exception_ptr e) {
            if (!e) return;
            failure = e;
            loop.stop();
        });
        loop.run();
        nidad.close_store();
        if (failure) std::rethrow_exception(failure);
        spdlog::info("stopped");
        spdlog::shutdown();
        // Coroutines that still wait (connections, timers) end with the process; unwinding them one by one would gain nothing.
        std::_Exit(EX_OK);
    } catch (const daemon::StoreDamaged& e) {
        fmt::print(stderr, "nidad: {}\n", e.what());
        std::_Exit(EX_DATAERR); // systemd does not try again
    } catch (const daemon::StoreOpenError& e) {
        fmt::print(stderr, "nidad: {}\n", e.what());
        std::_Exit(EX_TEMPFAIL);
    } catch (const std::exception& e) {
        fmt::print(stderr, "nidad: {}\n", e.what());
        std::_Exit(EX_SOFTWARE);
    }
}
} // namespace

int main(int argc, char** argv)
{
    CLI::App app{
        "The Nida daemon: SMS and USSD through GSM modems. It serves until SIGTERM; SIGHUP reads the config again."};
    std::string config_file;
    bool check = false;
    app.add_option("--config", config_file, "the config, see nida.toml(5)")->required();
    app.add_flag("--check", check, "only say whether the config is right");
    app.set_version_flag("--version", "nidad " NIDA_VERSION);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        return app.exit(e) == 0 ? EX_OK : EX_USAGE;
    }
    auto settings = load(config_file);
    if (!settings) return EX_CONFIG;
    if (check) {
        fmt::print("{}: right\n", config_file);
        return EX_OK;
    }
    return serve(config_file, std::move(*settings));
}
