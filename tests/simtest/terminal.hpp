#pragma once
#include "protocol/encoding/segmentation.hpp"
#include "protocol/pdu/tpdu.hpp"
#include "tests/sim/mobile_equipment.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

namespace nida::sim
{
/// A terminal on one modem without a port, on a clock that moves by hand.
class Terminal
{
public:
    explicit Terminal(Settings settings = {}) : settings_{std::move(settings)}
    {
        ledger.on_record = [this](std::string_view, std::string_view line) {
            records.push_back(boost::json::parse(std::string{line}).as_object());
        };
        modem.power_on(false);
        scheduler.run_due();
    }
    /// What the modem answers at once.
    std::string send(std::string_view octets)
    {
        modem.receive(octets);
        scheduler.run_due();
        return seen();
    }
    std::string advance(Scheduler::Clock::duration time)
    {
        now_ += time;
        scheduler.run_due();
        return seen();
    }
    std::string seen()
    {
        auto text = std::move(out_);
        out_.clear();
        return text;
    }
    std::vector<boost::json::object> events(std::string_view event) const
    {
        std::vector<boost::json::object> found;
        for (const auto& record : records)
            if (std::string_view{record.at("event").as_string()} == event) found.push_back(record);
        return found;
    }
private:
    Settings settings_;
    Scheduler::TimePoint now_{};
    std::string out_;
public:
    std::vector<boost::json::object> records;
    std::vector<std::chrono::milliseconds> vanished;
    Scheduler scheduler{[this] { return now_; }};
    Ledger ledger{""};
    Network network{settings_, scheduler, ledger};
    MobileEquipment modem{0,
                          settings_,
                          scheduler,
                          network,
                          ledger,
                          {[this](std::string_view octets) { out_ += octets; },
                           [this](std::chrono::milliseconds gone) {
                               vanished.push_back(gone);
                               modem.power_off();
                           }}};
};

inline protocol::SubmitPdu submit_of(std::string_view to, std::string_view text, bool report = false)
{
    protocol::SubmitPdu pdu;
    pdu.destination = protocol::address_from_text(to).value();
    pdu.status_report_request = report;
    pdu.user_data = protocol::segment_text(text, 7).at(0);
    return pdu;
}

inline std::string cmgs(const protocol::SubmitPdu& pdu) { return fmt::format("AT+CMGS={}\r", pdu.tpdu().size()); }
inline std::string payload(const protocol::SubmitPdu& pdu) { return pdu.hex() + "\x1a"; }
} // namespace nida::sim
