#include "daemon/line/line.hpp"

#include "modem/crash_point.hpp"
#include "protocol/errors.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <filesystem>

namespace nida::daemon
{
namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace
{
constexpr auto look_after_every = 60s;
constexpr auto sweep_every = 300s;      // modems drop notifications
constexpr auto registration_wait = 20s; // longer only holds up reading: registration also comes as a URC
} // namespace

void throw_exception_from_error(const Lines::UssdFailure& failure, const boost::source_location&)
{
    throw std::runtime_error(failure.text);
}

Line::Line(ServiceContext& context, Neighbours& neighbours, LineSettings settings, LineId id, Sim sim)
    : context_{context},
      neighbours_{neighbours},
      settings_{std::move(settings)},
      id_{id},
      bell_{context.executor},
      sim_{std::move(sim)},
      ussd_{context, settings_.name, id, bell_},
      credit_{context, settings_, id, bell_, ussd_},
      turn_{context.transmissions, [this] { bell_.ring(); }}
{
    set_state(LineState::absent, absence());
}

void Line::stop()
{
    stopping_ = true;
    // What is being brought up has no segment in flight: there is nothing to wait for.
    if ((!in_service() || resynchronising_) && modem_) modem_->close();
    if (modem_) modem_->ussd_abandon();
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
    settings_ = std::move(settings);
    stopping_ = false; // taken out of the config and put back before it had ended
    if (anew) reopen_ = true;
    credit_.settings_changed();
    bell_.ring();
}

asio::awaitable<void> Line::run()
{
    while (!stopping_) {
        reopen_ = false;
        if (!port_) {
            co_await await_port();
            continue;
        }
        auto failure = co_await try_to_serve();
        ussd_.lost();
        credit_.lost();
        co_await leave_messages_to_others();
        context_.wake_lines(); // what is routed to it is theirs now
        if (failure && wanted()) co_await recover(std::move(*failure));
        co_await leave_modem();
    }
    ended_ = true;
}

/// One life of the modem, from opening to the last word. It is open still where it did not end by itself.
/// @return why it failed, if it did
asio::awaitable<std::optional<Line::Failure>> Line::try_to_serve()
{
    const std::string port = port_.value(); // discovery may take it away meanwhile
    const auto pin_request = pin_request_;
    std::optional<Failure> failure;
    try {
        co_await serve(port);
    } catch (const boost::system::system_error& e) {
        if (!stopping_) failure = failure_of(e, port);
    } catch (const modem::BringUpError& e) {
        failure = failure_of(e);
    } catch (const Failure& e) {
        failure = e;
    } catch (const OtherSim&) {
        set_state(LineState::absent, fmt::format("the SIM in {} is not this line's", port));
        spdlog::warn("{}: the SIM in {} has ICCID {}, the line's is {}: looking for it elsewhere", settings_.name, port,
                     identity_.iccid, sim().iccid);
        neighbours_.found_other_sim(*this, port);
    } catch (const std::exception& e) {
        failure = Failure{e.what(), modem::Symptom::refuses};
    }
    if (pin_request && pin_request == pin_request_) // this life never came to its SIM
        give_up_pin(failure ? failure->text : status_.trouble);
    calls_.close(std::chrono::steady_clock::now());
    keep_calls(calls_.over(std::chrono::steady_clock::now()).numbers);
    co_return failure;
}

/// Closes the port and forgets what was true of this life only.
asio::awaitable<void> Line::leave_modem()
{
    if (modem_) {
        modem_->close();
        // Its watcher holds on to it until it has noticed.
        while (watching_) {
            const auto heard = bell_.count();
            if (watching_) co_await bell_.after(heard);
        }
        modem_.reset();
    }
    turn_.give_back();
    arrivals_.clear();
    announced_.clear();
    acknowledgement_.reset();
    jitter_until_.reset();
    list_reports_ = false;
    room_trouble_.clear();
    registration_.reset();
    unregistered_since_.reset();
    sim_suspected_ = false;
    status_.signal_dbm.reset();
    status_.operator_name.clear();
    status_.access.clear();
    status_.waiting_until.reset();
    paused_until_.reset();
    no_calls_until_.reset();
    calls_refused_ = 0;
    refusals_in_a_row_ = 0;
    status_.sending = false;
    if (in_service() && stopping_) set_state(LineState::absent, "its service ends");
    if (in_service()) set_state(LineState::opening, "its modem is opened anew");
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
    std::error_code missing;
    if (auto device = modem::usb_device_of(port))
        usb_ = std::move(device);
    else if (std::filesystem::exists(port, missing))
        usb_.reset(); // a port of another kind; one that is only away keeps its device
    modem_->assume(identity_);
    co_await modem_->open();
    if (!wanted()) co_return;
    watch();
    co_await bring_up();
    if (!wanted()) co_return;
    begin_service();
    modem::crash_point("line.in_service", id_);
    co_await attend();
}

void Line::watch()
{
    if (watching_) return;
    watching_ = true;
    asio::co_spawn(context_.executor, watch_port(), asio::detached);
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
    co_await load_recovery_memory();
    modem::BringUpSettings settings;
    settings.pin = settings_.pin;
    settings.status_reports = settings_.status_reports;
    settings.registration_wait = registration_wait;
    settings.store_then_send = settings_.store_then_send;
    settings.progress = [this](modem::BringUpPhase phase, std::string detail) {
        show_progress(phase, std::move(detail));
    };
    co_await bring_up_with_pin(std::move(settings));
    co_await check_sim();
    co_await end_call_left_over();
    co_await remember_identity();
    co_await ussd_.begin(*modem_, identity_.imei, modem_port_);
    if (auto number = co_await credit_.begin(identity_); !number.empty()) identity_.own_number = std::move(number);
    co_await look_after();
    sweep_ = true;
}

asio::awaitable<void> Line::attend()
{
    while (wanted()) {
        std::exception_ptr silence;
        try {
            co_await attend_once();
        } catch (const boost::system::system_error& e) {
            if (e.code() != boost::system::errc::timed_out || !watching_) throw;
            silence = std::current_exception();
        }
        if (silence) co_await escape_or_fail(silence);
    }
}

/// Does what is due, and waits for the next.
asio::awaitable<void> Line::attend_once()
{
    const auto heard = bell_.count();
    const auto now = std::chrono::steady_clock::now();
    if (!watching_) throw boost::system::system_error{asio::error::broken_pipe, "the modem has gone"};
    if (paused_until_ && *paused_until_ <= now) paused_until_.reset();
    if (own_call_) co_await end_own_call();
    if (sim_suspected_) {
        co_await check_that_sim_answers();
        co_return;
    }
    if (receive_again_ && *receive_again_ <= now) {
        receive_again_.reset();
        sweep_ = true;
    }
    if (now - swept_ >= sweep_every) sweep_ = true;
    if (call_due()) co_await attend_to_calls();
    if (to_receive()) co_await receive();
    if (call_rings()) {
        co_await bell_.after(heard, calls_.next_question().value());
        co_return;
    }
    co_await serve_clients();
    if (!wanted()) co_return;
    // At least one segment goes out between two readings, so that a flood of arrivals cannot keep an alert waiting.
    Wait wait;
    bool ours = false;
    struct GiveBack {
        Turn* turn = nullptr;
        ~GiveBack()
        {
            if (turn) turn->give_back();
        }
    } give_back;
    if (ussd_.open())
        turn_.give_back(); // one that was waited for would be held all the while
    else
        ours = co_await take_turn();
    if (ours) {
        give_back.turn = &turn_;
        wait = co_await send();
    }
    status_.sending = false;
    set_service_state();
    if (interrupted()) co_return;
    // Calls that follow each other put nothing else off.
    const bool idle = !wait.until || *wait.until > context_.clock.now();
    const bool else_due = credit_due() || std::chrono::steady_clock::now() - looked_after_ >= look_after_every;
    bool rang = false;
    if (ours && idle && !else_due) rang = co_await ring_somebody(wait);
    if (ours) turn_.give_back();
    give_back.turn = nullptr;
    if (rang) co_return;
    if (credit_due()) {
        co_await check_credit();
        co_return;
    }
    if (std::chrono::steady_clock::now() - looked_after_ >= look_after_every) {
        co_await look_after();
        co_return;
    }
    auto deadline = std::min(looked_after_ + look_after_every, swept_ + sweep_every);
    if (receive_again_) deadline = std::min(deadline, *receive_again_);
    if (const auto question = calls_.next_question()) deadline = std::min(deadline, *question);
    if (const auto until = ussd_.deadline()) deadline = std::min(deadline, *until);
    if (const auto due = credit_.due(); due && may_send() && !ussd_.open()) deadline = std::min(deadline, *due);
    status_.waiting_until.reset();
    status_.waiting_for.clear();
    status_.limit.clear();
    if (wait.until) {
        deadline = std::min(deadline, std::chrono::steady_clock::now() + (*wait.until - context_.clock.now()));
        if (wait.limit != Limit::none) {
            status_.waiting_until = wait.until;
            status_.waiting_for = in_words(wait.limit, settings_.quotas, neighbours_.shared_pace(*this));
            status_.limit = to_string(wait.limit);
        }
    }
    if (paused_until_) {
        deadline = std::min(deadline, *paused_until_);
        status_.waiting_until = context_.clock.now() + std::chrono::duration_cast<Time::duration>(*paused_until_ - now);
        status_.waiting_for = pause_reason_;
    }
    co_await bell_.after(heard, deadline);
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
} // namespace nida::daemon
