#pragma once
#include "daemon/line/wall_clock.hpp"
#include "daemon/store/store.hpp"
#include "modem/pin_guard.hpp"

namespace nida::daemon
{
/// PIN attempts in the store, as keyed hashes: whoever reads the store does not learn the PIN.
class PinMemory final : public modem::PinGuard
{
public:
    PinMemory(Store& store, const WallClock& clock) : store_{store}, clock_{clock} {}
    boost::asio::awaitable<bool> begin_attempt(modem::PinSubject subject, std::string pin) override;
    boost::asio::awaitable<void> accepted(modem::PinSubject subject, std::string pin) override;
private:
    Store& store_;
    const WallClock& clock_;
};
} // namespace nida::daemon
