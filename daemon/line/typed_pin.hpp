#pragma once
#include "daemon/line/bell.hpp"
#include "daemon/line/lines.hpp"
#include "modem/pin_guard.hpp"

#include <functional>
#include <optional>
#include <string>
#include <utility>

namespace nida::daemon
{
/// A PIN that somebody typed, until it is known what became of it.
struct PinRequest {
    std::string pin;
    Bell answered;
    std::optional<Lines::PinResult> result;
    void answer(Lines::PinResult what)
    {
        if (result) return;
        result = std::move(what);
        answered.ring();
    }
};

/// The PIN that a SIM took, so that nobody has to type it again after a replug. It is in memory only.
struct TypedPin {
    std::string pin;
    modem::PinSubject sim;
    bool is_for(const modem::PinSubject& other) const
    {
        // An ICCID that can be read only behind the PIN is known of neither; then the modem stands for its SIM.
        return sim.iccid == other.iccid && (!sim.iccid.empty() || (!sim.imei.empty() && sim.imei == other.imei));
    }
};

/// Remembers attempts as the guard behind it does, and tells when a PIN was taken.
class TellingGuard final : public modem::PinGuard
{
public:
    TellingGuard(modem::PinGuard& guard, std::function<void(modem::PinSubject, std::string)> taken)
        : guard_{guard}, taken_{std::move(taken)}
    {
    }
    boost::asio::awaitable<bool> begin_attempt(modem::PinSubject subject, std::string pin) override;
    boost::asio::awaitable<void> accepted(modem::PinSubject subject, std::string pin) override;
private:
    modem::PinGuard& guard_;
    std::function<void(modem::PinSubject, std::string)> taken_;
};
} // namespace nida::daemon
