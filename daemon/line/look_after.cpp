#include "daemon/line/line.hpp"

#include <spdlog/spdlog.h>

namespace nida::daemon
{
namespace asio = boost::asio;
using namespace std::chrono_literals;
using modem::RecoveryStep;
using modem::Symptom;

namespace
{
constexpr auto no_network_alarm = 15min;
constexpr auto operator_lock_patience = 5min;
constexpr auto between_sim_questions = 10s;
constexpr int sim_questions = 3;

std::string_view technology(const protocol::OperatorReport& report)
{
    return report.act ? protocol::access_technology(*report.act) : std::string_view{};
}
} // namespace

/// The self-test of a modem with nothing to do: each question is an exchange with it, and the network's answers are kept.
asio::awaitable<void> Line::look_after()
{
    looked_after_ = std::chrono::steady_clock::now();
    co_await ask_signal();
    const auto before = registration_;
    registration_ = co_await modem_->registration();
    if (registration_ != before && registration_ && protocol::can_send_sms(*registration_)) note_network();
    if (!context_.clock.trusted()) {
        context_.clock.ask_kernel();
        const auto told = co_await modem_->network_clock();
        if (told) context_.clock.confirm(*told, 15min, "the network's time (NITZ)");
    }
    co_await look_after_storages();
    co_await watch_registration();
}

/// Some answer this one late, or not at all, and are well otherwise.
asio::awaitable<void> Line::ask_signal()
{
    bool silent = false;
    try {
        status_.signal_dbm = co_await modem_->signal_dbm();
    } catch (const boost::system::system_error& e) {
        if (e.code() != boost::system::errc::timed_out) throw;
        silent = true;
    }
    if (!silent) co_return;
    const bool in_step = co_await modem_->escape();
    if (!in_step)
        throw boost::system::system_error{make_error_code(boost::system::errc::connection_reset),
                                          "the modem restarted by itself"};
}

asio::awaitable<void> Line::ask_operator()
{
    const auto report = co_await modem_->network_operator();
    if (!report.name.empty() && report.name != status_.operator_name) note_network();
    status_.operator_name = report.name;
    status_.access = technology(report);
}

/// A modem that is up and has no network: patience, then the radio, a restart, and power, each in its time. A SIM that is refused gets none of
/// them, since the network only refuses it again.
asio::awaitable<void> Line::watch_registration()
{
    const auto now = std::chrono::steady_clock::now();
    const auto& name = settings_.name;
    if (!registration_ || protocol::can_send_sms(*registration_)) {
        unregistered_since_.reset();
        ladder_.registered();
        context_.alarms.over(Alarm::no_network, id_, name);
        if (registration_) co_await ask_operator();
        co_return;
    }
    if (!unregistered_since_) unregistered_since_ = now;
    status_.operator_name.clear();
    status_.access.clear();
    if (!in_service()) co_return; // still being brought up
    if (registration_ == protocol::Registration::denied) {
        context_.alarms.raise(Alarm::no_network, id_, name, "the network refuses this SIM");
        co_return;
    }
    const auto lock = co_await modem_->sim_lock();
    if (lock == protocol::SimLock::not_inserted) {
        sim_suspected_ = true;
        co_return;
    }
    if (now - *unregistered_since_ >= no_network_alarm)
        context_.alarms.raise(Alarm::no_network, id_, name, "not registered for a quarter of an hour");

    auto advice = ladder_.next(Symptom::no_network, possible_steps(), now);
    const auto* const step = std::get_if<RecoveryStep>(&advice);
    if (!step) co_return;
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(now - *unregistered_since_).count();
    if (*step != RecoveryStep::radio) {
        advised_ = advice;
        throw Failure{fmt::format("without a network for {} min", minutes), Symptom::no_network};
    }
    if (now - *unregistered_since_ >= operator_lock_patience) {
        // A choice by hand outlasts everything, and the operator chosen may not be here.
        const auto chosen = co_await modem_->network_operator();
        if (chosen.mode == 1u) {
            spdlog::warn("{}: its operator was chosen by hand and is not here: letting the modem choose", name);
            context_.events.note(id_, EventKind::recovery, "lets the modem choose its operator");
            co_await modem_->choose_operator_itself();
            co_return;
        }
    }
    const auto text = fmt::format("without a network for {} min: switching the radio off and on", minutes);
    spdlog::warn("{}: {}", name, text);
    context_.events.note(id_, EventKind::recovery, text);
    const bool done = co_await modem_->cycle_radio();
    if (!done) spdlog::warn("{}: the modem refused to switch its radio", name);
}

/// Contacts shake, and some say for a moment that there is no SIM: three questions in half a minute. A SIM that answers was perhaps another
/// one, so that the modem is brought up anew in any case.
asio::awaitable<void> Line::check_that_sim_answers()
{
    sim_suspected_ = false;
    set_state(LineState::sim, "the modem says that its SIM has gone");
    context_.events.note(id_, EventKind::sim, status_.trouble);
    for (int question = 0; question < sim_questions; ++question) {
        const auto heard = bell_.count();
        const auto lock = co_await modem_->sim_lock();
        if (lock != protocol::SimLock::not_inserted && lock != protocol::SimLock::not_ready) {
            reopen_ = true;
            co_return;
        }
        co_await bell_.after(heard, std::chrono::steady_clock::now() + between_sim_questions);
        if (!wanted()) co_return;
    }
    throw Failure{"the SIM has gone: put it in again", Symptom::sim_trouble, LineState::sim};
}
} // namespace nida::daemon
