#pragma once
#include "daemon/outbox/message.hpp"
#include "daemon/store/connection.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace nida::daemon
{
/// One answer of an operator about the account, as it is kept.
struct Balance {
    std::int64_t id = 0;
    Time at;
    std::optional<std::int64_t> amount_milli; ///< thousandths of the currency; none where the text was not understood
    std::string currency, units;
    std::optional<Time> expires_at;
    std::string text; ///< as it came
};
std::int64_t add_balance(Connection& db, LineId line, const Balance& balance);
/// In order, those with a greater id than `since`, at most `limit`.
std::vector<Balance> list_balances(Connection& db, LineId line, std::int64_t since, std::int64_t limit);
/// The newest of the SIM that the line has now.
std::optional<Balance> latest_balance(Connection& db, LineId line);
} // namespace nida::daemon
