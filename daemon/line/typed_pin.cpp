#include "daemon/line/typed_pin.hpp"

#include "daemon/line/line.hpp"

#include <fmt/format.h>

namespace nida::daemon
{
namespace asio = boost::asio;
using namespace std::chrono_literals;
using What = Lines::PinResult::What;

namespace
{
constexpr auto pin_time = 150s; // a SIM may be busy for a minute, before its PIN and behind it

What what_of(modem::BringUpTrouble trouble)
{
    switch (trouble) {
    case modem::BringUpTrouble::pin_refused: return What::refused;
    case modem::BringUpTrouble::pin_held_back: return What::held_back;
    case modem::BringUpTrouble::puk_required: return What::puk;
    case modem::BringUpTrouble::pin_required:
    case modem::BringUpTrouble::no_sim:
    case modem::BringUpTrouble::other_lock:
    case modem::BringUpTrouble::sim_failure:
    case modem::BringUpTrouble::not_a_modem: break;
    }
    return What::unavailable;
}
} // namespace

asio::awaitable<bool> TellingGuard::begin_attempt(modem::PinSubject subject, std::string pin)
{
    co_return co_await guard_.begin_attempt(std::move(subject), std::move(pin));
}

asio::awaitable<void> TellingGuard::accepted(modem::PinSubject subject, std::string pin)
{
    taken_(subject, pin);
    co_await guard_.accepted(std::move(subject), std::move(pin));
}

asio::awaitable<Lines::PinResult> Line::enter_pin(std::string pin)
{
    if (in_service()) co_return Lines::PinResult{What::not_needed, "the SIM is open: it asks for no PIN"};
    if (!port_ || stopping_)
        co_return Lines::PinResult{What::unavailable, fmt::format("line {}: {}", settings_.name, status_.trouble)};
    if (pin_request_)
        co_return Lines::PinResult{What::unavailable, fmt::format("line {} is trying a PIN already", settings_.name)};
    const auto request = std::make_shared<PinRequest>(PinRequest{std::move(pin), Bell{context_.executor}, {}});
    pin_request_ = request;
    bell_.ring(); // ends a rest; a modem that is being brought up takes it when it asks next
    co_await request->answered.after(0, std::chrono::steady_clock::now() + pin_time);
    if (pin_request_ == request) pin_request_.reset();
    if (!request->result)
        co_return Lines::PinResult{What::unavailable,
                                   fmt::format("line {} is not ready for a PIN: {}", settings_.name, status_.trouble)};
    co_return *request->result;
}

void Line::give_up_pin(const std::string& why)
{
    pin_request_->answer({What::unavailable, fmt::format("line {}: {}", settings_.name, why)});
    pin_request_.reset();
}

/// Brings the modem up with the PIN that was typed, or was typed for this SIM before, else with the configured one.
asio::awaitable<void> Line::bring_up_with_pin(modem::BringUpSettings settings)
{
    const auto request = pin_request_;
    const modem::PinSubject sim{identity_.iccid, identity_.imei, modem_->path()};
    if (request)
        settings.pin = request->pin;
    else if (typed_pin_ && typed_pin_->is_for(sim))
        settings.pin = typed_pin_->pin;

    TellingGuard guard{context_.pin_guard, [this, request](modem::PinSubject subject, std::string pin) {
                           if (!request) return;
                           typed_pin_ = TypedPin{std::move(pin), std::move(subject)};
                           request->answer({What::accepted, "the SIM took the PIN"});
                           context_.events.note(id_, EventKind::sim, "the SIM took the PIN that was typed");
                       }};
    const Lines::PinResult not_needed{What::not_needed, "the SIM asked for no PIN"};
    settings.progress = [request, not_needed, tell = std::move(settings.progress)](modem::BringUpPhase phase,
                                                                                   std::string detail) {
        if (request && phase == modem::BringUpPhase::settings) request->answer(not_needed); // or it took it before
        if (tell) tell(phase, std::move(detail));
    };
    std::exception_ptr failed;
    auto result = not_needed;
    try {
        service_ = co_await modem_->bring_up(settings, identity_, guard);
    } catch (const modem::BringUpError& error) {
        result = {what_of(error.why), error.text, error.pin_tries};
        failed = std::current_exception();
    } catch (...) {
        result = {
            What::unavailable,
            fmt::format("line {} lost its modem meanwhile: see whether it asks for the PIN still", settings_.name)};
        failed = std::current_exception();
    }
    // One that came too late for this time is answered by a modem in service; where it failed, the next time takes it.
    if (const auto& asked = failed ? request : pin_request_) asked->answer(std::move(result));
    if (!failed || pin_request_ == request) pin_request_.reset();
    if (failed) std::rethrow_exception(failed);
}
} // namespace nida::daemon
