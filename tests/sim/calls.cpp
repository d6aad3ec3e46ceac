#include "tests/sim/mobile_equipment.hpp"

#include <fmt/format.h>

#include <utility>

namespace nida::sim
{
using Form = AtCommand::Form;

void MobileEquipment::ring(const std::string& from)
{
    if (call_ != Call::none || stuck_in_call_) { // busy: the caller hears so
        note("call", {{"from", from}, {"state", "busy"}});
        return;
    }
    call_ = Call::ringing;
    caller_ = from;
    clip_withheld_once_ = faults_.any() && faults_.strikes("clip_late");
    ring_once(++call_round_);
}

void MobileEquipment::ring_once(unsigned call)
{
    if (call_ != Call::ringing || call != call_round_) return;
    engine_.urc(set_.crc == 1 ? "+CRING: VOICE" : "RING");
    if (set_.clip == 1 && !std::exchange(clip_withheld_once_, false)) {
        if (caller_.empty())
            engine_.urc(R"(+CLIP: "",128,,,,1)"); // withheld (TS 27.007 §7.6)
        else
            engine_.urc(fmt::format(fmt::runtime(family_.caller), fmt::arg("number", in_charset(caller_)),
                                    fmt::arg("type", caller_.starts_with('+') ? 145 : 129)));
    }
    later(settings_.ring_interval, [this, call] { ring_once(call); });
}

void MobileEquipment::end_call(std::string_view how)
{
    note("call", {{call_ == Call::calling ? "to" : "from", caller_}, {"state", how}});
    call_ = Call::none;
    ++call_round_;
}

void MobileEquipment::caller_hung_up()
{
    if (call_ == Call::none || call_ == Call::calling) return;
    if (call_ == Call::ringing && faults_.any() && faults_.strikes("stuck_in_call")) {
        fault("stuck_in_call");
        stuck_in_call_ = true;
    }
    end_call(call_ == Call::ringing ? "missed" : "ended");
    for (const auto& line : family_.call_end)
        engine_.urc(fmt::format(fmt::runtime(line), fmt::arg("number", caller_)));
}

Result MobileEquipment::dial(const AtCommand& command)
{
    auto number = command.argument;
    if (!number.ends_with(';')) return {Result::Kind::no_carrier}; // a data call, which this network has not
    number.pop_back();
    if (!registered()) return cme(30);
    if (call_ != Call::none) return cme(3);
    note("call", {{"to", number}, {"state", "dialled"}});
    call_ = Call::calling; // it rings there, and nobody takes it
    caller_ = number;
    return ok;
}

Result MobileEquipment::take_call(const AtCommand&)
{
    if (call_ != Call::ringing) return {Result::Kind::no_carrier};
    call_ = Call::active;
    ++call_round_;
    note("call", {{"from", caller_}, {"state", "answered"}});
    return ok;
}

Result MobileEquipment::hang_up(const AtCommand& command)
{
    if (command.form == Form::test) return ok;
    if (call_ != Call::none) end_call(call_ == Call::ringing ? "rejected" : "ended");
    if (std::exchange(stuck_in_call_, false)) network_.mobile_ready(index_);
    return ok;
}

Result MobileEquipment::current_calls(const AtCommand& command)
{
    if (command.form == Form::execute && call_ != Call::none)
        engine_.info(fmt::format(R"(+CLCC: 1,{},{},0,0,"{}",{})", call_ == Call::calling ? 0 : 1,
                                 call_ == Call::calling   ? 3
                                 : call_ == Call::ringing ? 4
                                                          : 0,
                                 in_charset(caller_), caller_.starts_with('+') ? 145 : 129));
    return ok;
}
} // namespace nida::sim
