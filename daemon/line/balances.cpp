#include "daemon/line/balances.hpp"

namespace nida::daemon
{
namespace
{
Balance balance_in(const Query& row)
{
    return {row.integer(0),       row.time(1), row.optional_integer(2), row.text(3), row.text(4),
            row.optional_time(5), row.text(6)};
}
} // namespace

std::int64_t add_balance(Connection& db, LineId line, const Balance& balance)
{
    db.run(
        "INSERT INTO balance(line_id, at, amount_milli, currency, units, expires_at, text) VALUES (?1, ?2, ?3, ?4, ?5, "
        "?6, ?7)",
        line, balance.at, balance.amount_milli, balance.currency, balance.units, balance.expires_at, balance.text);
    return db.last_id();
}

std::vector<Balance> list_balances(Connection& db, LineId line, std::int64_t since, std::int64_t limit)
{
    std::vector<Balance> found;
    auto rows =
        db.query("SELECT id, at, amount_milli, currency, units, expires_at, text FROM balance WHERE line_id = ?1 "
                 "AND id > ?2 ORDER BY id LIMIT ?3",
                 line, since, limit);
    while (rows.step())
        found.push_back(balance_in(rows));
    return found;
}

std::optional<Balance> latest_balance(Connection& db, LineId line)
{
    auto row =
        db.query("SELECT id, at, amount_milli, currency, units, expires_at, text FROM balance WHERE line_id = ?1 "
                 "AND at >= coalesce((SELECT sim_since FROM line WHERE id = ?1), 0) ORDER BY id DESC LIMIT 1",
                 line);
    if (!row.step()) return {};
    return balance_in(row);
}
} // namespace nida::daemon
