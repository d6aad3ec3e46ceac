#pragma once
#include "modem/modem.hpp"

#include <string>
#include <vector>

namespace nida::modem
{
/// Remembers in memory what was tried.
struct PinGuardInMemory : PinGuard {
    std::vector<std::string> tried, taken;
    PinSubject subject;
    bool allow = true;
    boost::asio::awaitable<bool> begin_attempt(PinSubject who, std::string pin) override;
    boost::asio::awaitable<void> accepted(PinSubject who, std::string pin) override;
};
} // namespace nida::modem
