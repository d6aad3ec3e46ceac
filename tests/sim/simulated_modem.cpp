#include "tests/sim/simulated_modem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <stdexcept>

namespace nida::sim
{
SimulatedModem::SimulatedModem(boost::asio::io_context& io, unsigned index, const Settings& settings,
                               Scheduler& scheduler, Network& network, Ledger& ledger)
    : settings_{settings},
      scheduler_{scheduler},
      ledger_{ledger},
      index_{index},
      port_{io,
            fmt::format("{}/modem{}", settings.directory, index),
            {[this](std::string_view octets) { received(octets); }, [this] { equipment_.port_closed(); }}},
      equipment_{index,
                 settings,
                 scheduler,
                 network,
                 ledger,
                 {[this](std::string_view octets) { write(octets); },
                  [this](std::chrono::milliseconds gone) { vanish(gone); }}}
{
    port_.open();
    equipment_.power_on(false);
}

Scheduler::Clock::duration SimulatedModem::line_time(Scheduler::TimePoint& free, std::size_t octets)
{
    const auto now = scheduler_.now();
    free = std::max(free, now) + std::chrono::microseconds{octets * 1'000'000 / settings_.octets_per_second};
    return free - now;
}

void SimulatedModem::received(std::string_view octets)
{
    if (settings_.octets_per_second == 0) {
        equipment_.receive(octets);
        return;
    }
    scheduler_.after(line_time(in_free_, octets.size()), [this, text = std::string{octets}, plugged = plugged_] {
        if (plugged == plugged_) equipment_.receive(text);
    });
}

void SimulatedModem::write(std::string_view octets)
{
    if (settings_.octets_per_second == 0) {
        send(octets);
        return;
    }
    scheduler_.after(line_time(out_free_, octets.size()), [this, text = std::string{octets}, plugged = plugged_] {
        if (plugged == plugged_) send(text);
    });
}

void SimulatedModem::send(std::string_view octets)
{
    auto& faults = equipment_.faults();
    if (!faults.any()) {
        port_.write(octets);
        return;
    }
    std::string text{octets};
    if (faults.strikes("drop_octets")) text.erase(faults.random(static_cast<unsigned>(text.size())), 1);
    if (faults.strikes("split_writes"))
        port_.write_torn(text);
    else
        port_.write(text);
}

void SimulatedModem::vanish(std::chrono::milliseconds gone)
{
    unplug();
    scheduler_.after(gone, [this, plugged = plugged_] {
        if (plugged == plugged_) plug();
    });
}

void SimulatedModem::unplug()
{
    ++plugged_;
    if (!port_.is_open()) return;
    ledger_.record(index_, "unplugged", {});
    port_.close();
    equipment_.power_off();
}

void SimulatedModem::plug()
{
    ++plugged_;
    if (port_.is_open()) return;
    auto& faults = equipment_.faults();
    if (faults.any() && faults.strikes("renumbered"))
        port_.rename(fmt::format("{}/modem{}-{}", settings_.directory, index_, ++renumbered_));
    port_.open();
    ledger_.record(index_, "plugged", {});
    equipment_.power_on(true);
}

void SimulatedModem::plug_as(const std::string& name)
{
    namespace fs = std::filesystem;
    if (port_.is_open()) throw std::invalid_argument{fmt::format("modem {} is plugged in", index_)};
    const auto link = fmt::format("{}/{}", settings_.directory, name);
    if (name.empty() || name.find('/') != name.npos || fs::exists(fs::symlink_status(link)))
        throw std::invalid_argument{fmt::format("\"{}\" is no free name for a port", name)};
    port_.rename(link);
    plug();
}
} // namespace nida::sim
