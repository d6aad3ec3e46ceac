#include "daemon/line/line.hpp"

#include "protocol/errors.hpp"

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
constexpr auto longest_rest = 30s;    // between two attempts to bring a modem up
constexpr auto rest_for_people = 60s; // where only a person can help
constexpr auto good_service = 60s;    // after so long in service, the next failure is a first one again
constexpr auto look_after_every = 60s;
constexpr auto sweep_every = 300s;      // modems drop notifications
constexpr auto registration_wait = 20s; // longer only holds up reading: registration also comes as a URC
constexpr auto ussd_time = 60s;
constexpr auto ussd_queue_time = 150s; // a segment in flight may take its full time before

std::string_view name_of(protocol::Registration registration)
{
    switch (registration) {
    case protocol::Registration::not_searching: return "not searching";
    case protocol::Registration::home: return "home";
    case protocol::Registration::searching: return "searching";
    case protocol::Registration::denied: return "denied";
    case protocol::Registration::unknown: return "unknown";
    case protocol::Registration::roaming: return "roaming";
    case protocol::Registration::home_sms_only: return "home, SMS only";
    case protocol::Registration::roaming_sms_only: return "roaming, SMS only";
    case protocol::Registration::emergency_only: return "emergency calls only";
    case protocol::Registration::home_no_csfb: return "home, no CS fallback";
    case protocol::Registration::roaming_no_csfb: return "roaming, no CS fallback";
    case protocol::Registration::emergency_bearer: return "emergency bearer only";
    }
    return "unknown";
}
} // namespace

std::string_view to_string(LineState state)
{
    switch (state) {
    case LineState::absent: return "absent";
    case LineState::opening: return "opening";
    case LineState::identifying: return "identifying";
    case LineState::sim: return "sim";
    case LineState::registering: return "registering";
    case LineState::ready: return "ready";
    case LineState::degraded: return "degraded";
    case LineState::recovering: return "recovering";
    case LineState::parked: return "parked";
    }
    return "parked";
}

void throw_exception_from_error(const Lines::UssdFailure& failure, const boost::source_location&)
{
    throw std::runtime_error(failure.text);
}

Line::Line(ServiceContext& context, LineSettings settings, LineId id)
    : context_{context}, settings_{std::move(settings)}, id_{id}, bell_{context.executor}, port_{settings_.port}
{
    set_state(LineState::absent, "waiting for its modem");
}

void Line::set_state(LineState state, std::string cause)
{
    constexpr std::size_t remembered = 20;
    const bool changed = state != status_.state || cause != status_.trouble || !status_.since;
    if (!changed) return;
    // Between ready and degraded a line is in service all the time.
    if (!status_.since || (state != status_.state && !(in_service() && daemon::in_service(state))))
        status_.since = context_.clock.now();
    status_.state = state;
    status_.trouble = std::move(cause);
    auto& transitions = status_.transitions;
    transitions.push_back({context_.clock.now(), state, status_.trouble});
    if (transitions.size() > remembered) transitions.erase(transitions.begin());
    const auto text = status_.trouble.empty() ? std::string{to_string(state)}
                                              : fmt::format("{}: {}", to_string(state), status_.trouble);
    spdlog::info("{}: {}", settings_.name, text);
    context_.events.note(id_, EventKind::state, text);
}

/// ready, or degraded where the network is not there.
void Line::set_service_state()
{
    if (registration_ && !protocol::can_send_sms(*registration_))
        set_state(LineState::degraded,
                  "not registered with the network: check antenna, reception and the SIM's subscription");
    else
        set_state(LineState::ready);
}

LineStatus Line::status() const
{
    auto status = status_;
    status.id = id_;
    status.name = settings_.name;
    status.port = port_.value_or("");
    status.manufacturer = identity_.manufacturer;
    status.model = identity_.model;
    status.revision = identity_.revision;
    status.imei = identity_.imei;
    status.iccid = identity_.iccid.empty() ? settings_.iccid.value_or("") : identity_.iccid;
    status.imsi = identity_.imsi;
    status.number = settings_.number.value_or(identity_.own_number);
    status.smsc = service_.smsc;
    status.storage = service_.storage;
    status.calls = service_.calls;
    if (registration_) status.registration = name_of(*registration_);
    status.segments_per_minute = settings_.segments_per_minute;
    status.segments_per_day = settings_.segments_per_day;
    return status;
}

void Line::stop()
{
    stopping_ = true;
    // What is being brought up has no segment in flight: there is nothing to wait for.
    if ((!in_service() || resynchronising_) && modem_) modem_->close();
    bell_.ring();
}

void Line::assign_port(std::optional<std::string> port)
{
    if (port == port_) return;
    port_ = std::move(port);
    reopen_ = true;
    bell_.ring();
}

void Line::change(LineSettings settings)
{
    const bool anew = !settings_.same_modem(settings);
    if (settings.port && settings.port != settings_.port) port_ = settings.port;
    settings_ = std::move(settings);
    stopping_ = false; // taken out of the config and put back before it had ended
    if (anew) reopen_ = true;
    bell_.ring();
}

asio::awaitable<void> Line::run()
{
    auto wait = 1s;
    while (!stopping_) {
        reopen_ = false;
        if (!port_) {
            set_state(LineState::absent,
                      settings_.iccid ? "no modem with its SIM is plugged in" : "its modem is not plugged in");
            const auto heard = bell_.count();
            co_await bell_.after(heard);
            continue;
        }
        const auto begun = std::chrono::steady_clock::now();
        co_await try_to_serve();
        fail_ussd();
        co_await leave_messages_to_others();
        if (stopping_) break;
        if (reopen_) continue;
        if (std::chrono::steady_clock::now() - begun > good_service) wait = 1s;
        co_await rest(status_.state == LineState::parked ? rest_for_people : wait);
        wait = std::min<std::chrono::seconds>(wait * 2, longest_rest);
    }
    ended_ = true;
}

/// One life of the modem, from opening to closing. Leaves why it ended in the status.
asio::awaitable<void> Line::try_to_serve()
{
    const auto& name = settings_.name;
    const std::string port = port_.value(); // discovery may take it away meanwhile
    const auto pin_request = pin_request_;
    try {
        co_await serve(port);
    } catch (const boost::system::system_error& e) {
        if (!stopping_) {
            set_state(LineState::opening, fmt::format("{}: {}", port, e.what()));
            spdlog::warn("{}: {}; trying again", name, status_.trouble);
        }
    } catch (const modem::BringUpError& e) {
        set_state(LineState::parked, e.text);
        spdlog::error("{}: {}", name, e.text);
    } catch (const OtherSim&) {
        set_state(LineState::absent, fmt::format("the SIM in {} is not this line's", port));
        spdlog::warn("{}: the SIM in {} has ICCID {}, configured is {}: looking for it elsewhere", name, port,
                     identity_.iccid, settings_.iccid.value_or(""));
        if (on_other_sim) on_other_sim(port);
    } catch (const std::exception& e) {
        set_state(LineState::opening, e.what());
        spdlog::error("{}: {}; bringing the modem up anew", name, e.what());
    }
    if (modem_) {
        modem_->close();
        // Its watcher holds on to it until it has noticed.
        while (watching_) {
            const auto heard = bell_.count();
            if (watching_) co_await bell_.after(heard);
        }
        modem_.reset();
    }
    if (pin_request && pin_request == pin_request_) give_up_pin(); // this life never came to its SIM
    calls_.close(std::chrono::steady_clock::now());
    keep_calls(calls_.over(std::chrono::steady_clock::now()).numbers);
    arrivals_.clear();
    announced_.clear();
    registration_.reset();
    status_.signal_dbm.reset();
    status_.waiting_until.reset();
    paused_until_.reset();
    refusals_in_a_row_ = 0;
    status_.sending = false;
    if (in_service()) set_state(LineState::opening);
}

asio::awaitable<void> Line::serve(std::string port)
{
    set_state(LineState::opening, fmt::format("opening {}", port));
    auto trace = [this](char direction, std::string_view octets) {
        if (spdlog::should_log(spdlog::level::trace))
            spdlog::trace("{} {} {:?}", settings_.name, direction, std::string{octets});
    };
    if (!spdlog::should_log(spdlog::level::trace))
        modem_.emplace(
            context_.executor, port, [this](protocol::Urc urc) { take_urc(std::move(urc)); }, modem::Modem::TraceSink{},
            context_.modem_options());
    else
        modem_.emplace(
            context_.executor, port, [this](protocol::Urc urc) { take_urc(std::move(urc)); }, trace,
            context_.modem_options());
    co_await modem_->open();
    if (!wanted()) co_return;
    watching_ = true;
    asio::co_spawn(context_.executor, watch_port(), asio::detached);
    co_await bring_up();
    if (!wanted()) co_return;
    in_service_since_ = std::chrono::steady_clock::now();
    set_service_state();
    spdlog::info("{}: in service on {} ({} {}, ICCID {}, registration {})", settings_.name, port,
                 identity_.manufacturer, identity_.model, identity_.iccid.empty() ? "unknown" : identity_.iccid,
                 registration_ ? name_of(*registration_) : "unknown");
    co_await attend();
}

asio::awaitable<void> Line::watch_port()
{
    co_await modem_->gone();
    watching_ = false;
    bell_.ring();
}

asio::awaitable<void> Line::bring_up()
{
    set_state(LineState::identifying);
    identity_ = co_await modem_->identify();
    co_await check_sim();
    modem::BringUpSettings settings;
    settings.pin = settings_.pin;
    settings.status_reports = settings_.status_reports;
    settings.registration_wait = registration_wait;
    co_await bring_up_with_pin(std::move(settings));
    co_await check_sim();
    co_await remember_identity();
    co_await look_after();
    sweep_ = true;
}

asio::awaitable<void> Line::check_sim()
{
    if (settings_.iccid && !identity_.iccid.empty()) {
        // Some modems leave the check digit out, or show a filler: what both have must agree.
        const auto common = std::min({settings_.iccid->size(), identity_.iccid.size(), std::size_t{19}});
        if (settings_.iccid->compare(0, common, identity_.iccid, 0, common) != 0) throw OtherSim{};
    }
    co_return;
}

asio::awaitable<void> Line::remember_identity()
{
    const auto identity = identity_;
    const auto number = settings_.number.value_or(identity_.own_number);
    auto work = [id = id_, identity, number](Connection& db) {
        db.run("UPDATE line SET iccid = ?2, imei = ?3, number = ?4 WHERE id = ?1", id, identity.iccid, identity.imei,
               number);
    };
    auto stored = co_await context_.store.write(std::move(work));
    if (!stored) spdlog::error("{}: cannot store who it is: {}", settings_.name, stored.error().text);
}

asio::awaitable<void> Line::attend()
{
    while (wanted()) {
        const auto heard = bell_.count();
        const auto now = std::chrono::steady_clock::now();
        if (!watching_) throw boost::system::system_error{asio::error::broken_pipe, "the modem has gone"};
        if (paused_until_ && *paused_until_ <= now) paused_until_.reset();
        if (now - swept_ >= sweep_every) sweep_ = true;
        if (call_due()) co_await attend_to_calls();
        if (!arrivals_.empty() || sweep_) co_await receive();
        if (call_rings()) {
            co_await bell_.after(heard, calls_.next_question().value());
            continue;
        }
        if (!ussd_.empty()) co_await answer_ussd();
        if (!wanted()) break;
        // At least one segment goes out between two readings, so that a flood of arrivals cannot keep an alert waiting.
        const auto wait = co_await send();
        status_.sending = false;
        set_service_state();
        if (interrupted()) continue;
        if (std::chrono::steady_clock::now() - looked_after_ >= look_after_every) {
            co_await look_after();
            continue;
        }
        auto deadline = std::min(looked_after_ + look_after_every, swept_ + sweep_every);
        if (const auto question = calls_.next_question()) deadline = std::min(deadline, *question);
        status_.waiting_until.reset();
        status_.waiting_for.clear();
        if (wait.until) {
            deadline = std::min(deadline, std::chrono::steady_clock::now() + (*wait.until - context_.clock.now()));
            if (wait.rate_limited) {
                status_.waiting_until = wait.until;
                status_.waiting_for = "its rate is used up";
            }
        }
        if (paused_until_) {
            deadline = std::min(deadline, *paused_until_);
            status_.waiting_until =
                context_.clock.now() + std::chrono::duration_cast<Time::duration>(*paused_until_ - now);
            status_.waiting_for = pause_reason_;
        }
        co_await bell_.after(heard, deadline);
    }
}

asio::awaitable<void> Line::look_after()
{
    looked_after_ = std::chrono::steady_clock::now();
    status_.signal_dbm = co_await modem_->signal_dbm();
    registration_ = co_await modem_->registration();
    if (!context_.clock.trusted()) {
        context_.clock.ask_kernel();
        const auto told = co_await modem_->network_clock();
        if (told) context_.clock.confirm(*told, 15min, "the network's time (NITZ)");
    }
    for (const auto& use : co_await modem_->storage_use())
        if (use.used > 0) sweep_ = true;
}

asio::awaitable<void> Line::leave_messages_to_others()
{
    auto left = co_await context_.store.write([id = id_](Connection& db) { return Outbox{db}.release(id); });
    if (left && *left > 0) {
        spdlog::info("{}: leaves {} messages to the other lines", settings_.name, *left);
        context_.wake_lines();
    }
}

/// Waits, whatever rings meanwhile, unless the line is to stop, to open another modem, or to try a PIN.
asio::awaitable<void> Line::rest(std::chrono::seconds time)
{
    const auto deadline = std::chrono::steady_clock::now() + time;
    while (wanted() && !pin_request_ && std::chrono::steady_clock::now() < deadline) {
        const auto heard = bell_.count();
        co_await bell_.after(heard, deadline);
    }
}

asio::awaitable<boost::system::result<Lines::UssdText, Lines::UssdFailure>> Line::ussd(std::string code)
{
    using Why = Lines::UssdFailure::Why;
    if (!in_service())
        co_return Lines::UssdFailure{Why::unavailable,
                                     fmt::format("line {} is not in service: {}", settings_.name, status_.trouble)};
    auto request = std::make_shared<UssdRequest>(UssdRequest{std::move(code), Bell{context_.executor}, {}});
    ussd_.push_back(request);
    bell_.ring();
    co_await request->answered.after(0, std::chrono::steady_clock::now() + ussd_queue_time);
    if (!request->answer) {
        ussd_.erase(std::remove(ussd_.begin(), ussd_.end(), request), ussd_.end());
        co_return Lines::UssdFailure{Why::unavailable, fmt::format("line {} is busy: try again later", settings_.name)};
    }
    co_return *request->answer;
}

asio::awaitable<void> Line::answer_ussd()
{
    auto request = ussd_.front();
    ussd_.pop_front();
    std::exception_ptr lost;
    request->answer = Lines::UssdFailure{Lines::UssdFailure::Why::unavailable,
                                         fmt::format("line {} lost its modem meanwhile", settings_.name)};
    try {
        const auto answer = co_await modem_->ussd(request->code, ussd_time);
        const bool silent = answer && answer->text.empty() && answer->mode != protocol::CusdMode::done;
        if (silent)
            request->answer = Lines::UssdFailure{Lines::UssdFailure::Why::refused,
                                                 fmt::format("the network ended {} without a word", request->code)};
        else if (answer)
            request->answer = Lines::UssdText{answer->mode == protocol::CusdMode::action_required, answer->text};
        else
            request->answer = Lines::UssdFailure{
                Lines::UssdFailure::Why::refused,
                fmt::format("the network or the modem refused {}: {}", request->code, answer.error().message())};
    } catch (...) {
        lost = std::current_exception();
    }
    request->answered.ring();
    if (lost) std::rethrow_exception(lost);
}

void Line::fail_ussd()
{
    for (auto& request : std::exchange(ussd_, {})) {
        request->answer = Lines::UssdFailure{Lines::UssdFailure::Why::unavailable,
                                             fmt::format("line {} lost its modem meanwhile", settings_.name)};
        request->answered.ring();
    }
}
} // namespace nida::daemon
