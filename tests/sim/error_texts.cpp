#include "tests/sim/at_engine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace nida::sim
{
namespace
{
using Text = std::pair<unsigned, std::string_view>;

template <std::size_t n>
std::string_view find(const std::array<Text, n>& texts, unsigned code, std::string_view otherwise)
{
    const auto* const at =
        std::find_if(texts.begin(), texts.end(), [&](const Text& text) { return text.first == code; });
    return at == texts.end() ? otherwise : at->second;
}
} // namespace

std::string_view cme_text(unsigned code) // TS 27.007 §9.2.1
{
    static constexpr std::array<Text, 22> texts{{
        {3, "operation not allowed"},
        {4, "operation not supported"},
        {10, "SIM not inserted"},
        {11, "SIM PIN required"},
        {12, "SIM PUK required"},
        {13, "SIM failure"},
        {14, "SIM busy"},
        {15, "SIM wrong"},
        {16, "incorrect password"},
        {17, "SIM PIN2 required"},
        {18, "SIM PUK2 required"},
        {20, "memory full"},
        {21, "invalid index"},
        {22, "not found"},
        {23, "memory failure"},
        {24, "text string too long"},
        {25, "invalid characters in text string"},
        {30, "no network service"},
        {31, "network timeout"},
        {32, "network not allowed - emergency calls only"},
        {50, "incorrect parameters"},
        {100, "unknown"},
    }};
    return find(texts, code, "unknown");
}

std::string_view cms_text(unsigned code) // TS 27.005 §3.2.5; TS 24.011 annex E-2
{
    static constexpr std::array<Text, 39> texts{{
        {1, "Unassigned (unallocated) number"},
        {8, "Operator determined barring"},
        {10, "Call barred"},
        {21, "Short message transfer rejected"},
        {22, "Memory capacity exceeded"},
        {27, "Destination out of order"},
        {28, "Unidentified subscriber"},
        {29, "Facility rejected"},
        {30, "Unknown subscriber"},
        {38, "Network out of order"},
        {41, "Temporary failure"},
        {42, "Congestion"},
        {47, "Resources unavailable, unspecified"},
        {50, "Requested facility not subscribed"},
        {69, "Requested facility not implemented"},
        {96, "Invalid mandatory information"},
        {127, "Interworking, unspecified"},
        {193, "No SC subscription"},
        {194, "SC system failure"},
        {208, "SIM SMS storage full"},
        {300, "ME failure"},
        {301, "SMS service of ME reserved"},
        {302, "operation not allowed"},
        {303, "operation not supported"},
        {304, "invalid PDU mode parameter"},
        {305, "invalid text mode parameter"},
        {310, "SIM not inserted"},
        {311, "SIM PIN required"},
        {313, "SIM failure"},
        {314, "SIM busy"},
        {316, "SIM PUK required"},
        {320, "memory failure"},
        {321, "invalid memory index"},
        {322, "memory full"},
        {330, "SMSC address unknown"},
        {331, "no network service"},
        {332, "network timeout"},
        {340, "no +CNMA acknowledgement expected"},
        {500, "unknown error"},
    }};
    return find(texts, code, "unknown error");
}
} // namespace nida::sim
