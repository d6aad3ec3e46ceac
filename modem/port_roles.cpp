#include "modem/port_roles.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace nida::modem
{
namespace
{
/// The interfaces that speak AT, best first, as hexadecimal digits: "23" is 2, then 3.
struct Layout {
    std::uint16_t vendor, product; ///< product 0: all others of this maker
    std::string_view at_interfaces;
};

constexpr std::uint16_t any = 0;
constexpr Layout layouts[] = {
    // Quectel; 05c6 are Qualcomm's numbers, which several makers left as they were
    {0x2c7c, any, "23"},
    {0x05c6, 0x9215, "23"},
    {0x05c6, 0x9003, "23"},
    {0x05c6, 0x9090, "23"},
    {0x05c6, 0x9000, "23"},
    // SIMCom
    {0x1e0e, 0x9011, "45"},
    {0x1e0e, 0x9205, "23"},
    {0x1e0e, 0x9206, "25"},
    {0x1e0e, any, "23"},
    // Huawei before its interfaces had classes of their own
    {0x12d1, 0x1001, "210"},
    {0x12d1, 0x1003, "120"},
    // ZTE
    {0x19d2, 0x0031, "31"},
    {0x19d2, 0x0117, "21"},
    {0x19d2, 0x0082, "31"},
    {0x19d2, 0x0124, "41"},
    {0x19d2, 0x2003, "31"},
    {0x19d2, 0x0015, "13"},
    {0x19d2, 0x0016, "21"},
    {0x19d2, 0x0001, "02"},
    {0x19d2, 0x1515, "02"},
    {0x19d2, any, "31"},
    // Alcatel, Longcheer
    {0x1bbb, 0x0000, "3012"},
    {0x1bbb, 0x0017, "50123"},
    {0x1bbb, 0x00b7, "43"},
    {0x1bbb, 0x022c, "12"},
    {0x1c9e, 0x9607, "4"},
    {0x1c9e, 0x6061, "02"},
    {0x1c9e, any, "3"},
    // Telit
    {0x1bc7, 0x1003, "02"},
    {0x1bc7, 0x1004, "03"},
    {0x1bc7, 0x1101, "12"},
    {0x1bc7, 0x1201, "45"},
    {0x1bc7, 0x1040, "45"},
    {0x1bc7, 0x1041, "56"},
    {0x1bc7, 0x0021, "06"},
    // Sierra
    {0x1199, 0xc001, "02"},
    {0x1199, any, "34"},
    // u-blox, Cinterion
    {0x1546, 0x1104, "0"},
    {0x1546, any, "024"},
    {0x1e2d, 0x0053, "23"},
    {0x1e2d, 0x0061, "20"},
    {0x1e2d, any, "024"},
    // Option
    {0x0af0, any, "20"},
};

constexpr std::uint16_t huawei = 0x12d1;
constexpr unsigned vendor_specific = 0xff;

/// Huawei's newer sticks share product numbers, but say by sub-class and protocol what a port is for.
std::optional<unsigned> huawei_rank(const UsbInterface& interface)
{
    const auto is = [&](unsigned sub_class, unsigned protocol) {
        return interface.sub_class == sub_class && interface.protocol == protocol;
    };
    if (interface.class_ != vendor_specific || interface.sub_class == vendor_specific) return std::nullopt;
    if (is(1, 0x02) || is(2, 0x02) || is(1, 0x32)) return 0;                // PCUI: commands and URCs
    if (is(1, 0x01) || is(2, 0x01) || is(1, 0x31) || is(2, 0x31)) return 1; // modem: URCs only after ^PORTSEL=1
    return unlikely_port + interface.number;
}

bool is_no_modem(const UsbInterface& interface)
{
    const bool gps = interface.vendor == 0x1546 && interface.product >= 0x01a5 && interface.product <= 0x01a9;
    const bool emergency_loader = interface.vendor == 0x05c6 && interface.product == 0x9008;
    return gps || emergency_loader;
}
} // namespace

std::optional<unsigned> at_rank(const UsbInterface& interface)
{
    if (is_no_modem(interface)) return std::nullopt;
    if (interface.vendor == huawei)
        if (const auto rank = huawei_rank(interface)) return rank;

    const auto known = std::find_if(std::begin(layouts), std::end(layouts), [&](const Layout& layout) {
        return layout.vendor == interface.vendor && (layout.product == interface.product || layout.product == any);
    });
    if (known == std::end(layouts)) {
        // On old Huawei sticks the last port is for commands; on everything else nobody knows.
        constexpr unsigned many = 50;
        return interface.vendor == huawei && interface.number < many ? many - interface.number : interface.number;
    }
    const auto position = interface.number < 16 ? known->at_interfaces.find("0123456789abcdef"[interface.number])
                                                : std::string_view::npos;
    if (position != std::string_view::npos) return static_cast<unsigned>(position);
    return unlikely_port + interface.number;
}
} // namespace nida::modem
