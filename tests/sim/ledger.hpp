#pragma once
#include "tests/sim/tally.hpp"

#include <boost/json.hpp>

#include <functional>
#include <string>
#include <string_view>

namespace nida::sim
{
/// What happened on the simulated network and its modems, one JSON object a line, appended as it happens: each record is one
/// write(2), so that nothing already answered to a modem's user is missing after a kill.
class Ledger
{
public:
    /// @param path  empty: nothing is written, only counted
    /// @throws std::system_error
    explicit Ledger(const std::string& path);
    ~Ledger();
    Ledger(const Ledger&) = delete;
    Ledger& operator=(const Ledger&) = delete;

    /// Adds "t", "modem" and "event" in front of `fields`.
    void record(unsigned modem, std::string_view event, const boost::json::object& fields);
    const Tally& tally() const { return tally_; }
    std::function<void(std::string_view event, std::string_view line)> on_record;
private:
    int file_ = -1;
    Tally tally_;
    std::string line_;
};

/// RFC 3339 UTC with microseconds, of now.
std::string time_now();
} // namespace nida::sim
