#pragma once
#include <boost/asio/awaitable.hpp>

#include <string>

namespace nida::modem
{
/// Whose PIN: the ICCID where it can be read before unlocking, else the IMEI and the port.
struct PinSubject {
    std::string iccid, imei, port;
};

/// Remembers PIN attempts over restarts, so that no SIM is locked by trying the same wrong value again. The daemon keeps them in its store.
class PinGuard
{
public:
    virtual ~PinGuard() = default;
    /// Puts the attempt on disk. @return false where this value was tried on this SIM before and never accepted: it must not be sent.
    virtual boost::asio::awaitable<bool> begin_attempt(PinSubject subject, std::string pin) = 0;
    /// The SIM took it: the memory of this attempt is cleared.
    virtual boost::asio::awaitable<void> accepted(PinSubject subject, std::string pin) = 0;
};
} // namespace nida::modem
