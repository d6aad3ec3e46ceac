#include "tests/faults/fault.hpp"

#include <fstream>
#include <stdexcept>

namespace nida::faults
{
namespace
{
using e2e::Box;

/// Faults of the simulator for each direction.
auto spec(std::vector<std::string> sending, std::vector<std::string> receiving)
{
    return [=](const Box& box, Direction direction) {
        for (const auto& one : direction == Direction::sending ? sending : receiving)
            box.fault(one);
    };
}

void credit(const Box& box, bool on) { box.sim({{"op", "credit"}, {"on", on}}); }

/// Takes all room on the box's small disk.
void fill(const Box& box)
{
    std::ofstream ballast{box.disk() / "ballast", std::ios::binary};
    for (const std::size_t octets : {1024 * 1024, 4096}) {
        ballast.clear();
        const std::string block(octets, 'x');
        while (ballast << block << std::flush)
            ;
    }
}
} // namespace

const std::vector<Fault>& faults()
{
    static const std::vector<Fault> all{
        {"lost result", false, spec({"lost_result:skip=4:next=2"}, {"lost_result:skip=2:next=1"})},
        {"silence", false, spec({"silence_on_submit:skip=5:next=1"}, {"silence:skip=25:next=1"})},
        {"garbage", true, spec({"garbage:p=0.05", "noise:p=0.1"}, {"garbage:p=0.05", "noise:p=0.1"})},
        {"hang-up", true,
         spec({"hangup_on_submit=after,1500:skip=3:next=1", "hangup_on_submit=before,1500:skip=9:next=1"},
              {"vanish_on_receive=1500:skip=6:next=2"})},
        {"reboot", true,
         spec({"reboot_on_submit:skip=6:next=1"}, {"crash_on=+CMGD:skip=6:next=1", "reboot_on_submit:skip=1:next=1"})},
        {"storage full", true, spec({"storage_full:p=0.3"}, {"storage_full:p=0.3", "mute_after_full:next=1"})},
        {"no credit", false, [](const Box& box, Direction) { credit(box, false); },
         [](const Box& box, Direction) { credit(box, true); }},
        {"CMS errors", false, spec({"cms=42:p=0.03", "cms=500:p=0.02"}, {"cms=42:p=0.03", "cms=500:p=0.02"})},
        {"disk full", true, [](const Box& box, Direction) { fill(box); },
         [](const Box& box, Direction) { std::filesystem::remove(box.disk() / "ballast"); }},
    };
    return all;
}

const Fault& fault(std::string_view name)
{
    std::string known;
    for (const auto& one : faults()) {
        if (one.name == name) return one;
        known += (known.empty() ? "" : ", ") + std::string{one.name};
    }
    throw std::runtime_error{"no fault is called " + std::string{name} + "; there are " + known};
}
} // namespace nida::faults
