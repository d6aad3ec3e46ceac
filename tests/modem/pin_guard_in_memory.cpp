#include "tests/modem/pin_guard_in_memory.hpp"

#include <boost/asio/awaitable.hpp>

namespace nida::modem
{
boost::asio::awaitable<bool> PinGuardInMemory::begin_attempt(PinSubject who, std::string pin)
{
    subject = who;
    tried.push_back(pin);
    co_return allow;
}

boost::asio::awaitable<void> PinGuardInMemory::accepted(PinSubject, std::string pin)
{
    taken.push_back(pin);
    co_return;
}
} // namespace nida::modem
