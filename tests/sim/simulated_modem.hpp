#pragma once
#include "tests/sim/mobile_equipment.hpp"
#include "tests/sim/pty_port.hpp"

namespace nida::sim
{
/// A mobile equipment on a port of its own: its line speed, its line noise, and its coming and going.
class SimulatedModem
{
public:
    SimulatedModem(boost::asio::io_context& io, unsigned index, const Settings& settings, Scheduler& scheduler,
                   Network& network, Ledger& ledger);

    MobileEquipment& equipment() { return equipment_; }
    /// Pulled out: port and power are gone until plug().
    void unplug();
    void plug();
    /// The same, under another name in the simulator's directory. @throws std::invalid_argument where it is plugged in, or the name is taken
    void plug_as(const std::string& name);
    bool is_plugged() const { return port_.is_open(); }
    void vanish(std::chrono::milliseconds gone);
private:
    void received(std::string_view octets);
    void write(std::string_view octets);
    void send(std::string_view octets);
    Scheduler::Clock::duration line_time(Scheduler::TimePoint& free, std::size_t octets);

    const Settings& settings_;
    Scheduler& scheduler_;
    Ledger& ledger_;
    const unsigned index_;
    PtyPort port_;
    MobileEquipment equipment_;
    Scheduler::TimePoint in_free_{}, out_free_{};
    unsigned renumbered_ = 0;
    unsigned plugged_ = 0; ///< counts, so that a return that was planned before another change comes to nothing
};
} // namespace nida::sim
