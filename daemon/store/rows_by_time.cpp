#include "daemon/store/rows_by_time.hpp"

namespace nida::daemon
{
std::int64_t last_before(Connection& db, const TimedTable& table, Time before)
{
    std::int64_t low = 0, high = 0;
    {
        auto ends = db.query(table.ends);
        if (!ends.step() || ends.is_null(0)) return 0;
        low = ends.integer(0);
        high = ends.integer(1) + 1;
    }
    while (low < high) {
        const auto middle = low + (high - low) / 2;
        auto row = db.query(table.at_or_after, middle);
        if (row.step() && row.time(1) < before)
            low = row.integer(0) + 1;
        else
            high = middle;
    }
    return low - 1;
}
} // namespace nida::daemon
