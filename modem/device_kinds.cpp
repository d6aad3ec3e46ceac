#include "modem/device_kinds.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace nida::modem
{
namespace
{
using protocol::Dialect;
using protocol::UsbPorts;
using Id = std::pair<std::uint16_t, std::uint16_t>;

constexpr std::uint16_t huawei = 0x12d1, zte = 0x19d2, alcatel = 0x1bbb, simcom = 0x1e0e, longcheer = 0x1c9e,
                        sierra = 0x1199, u_blox = 0x1546;

/// As usb_modeswitch knows them. In their other life they have another product number.
constexpr Id disks[] = {
    {huawei, 0x1446}, {huawei, 0x14fe},  {huawei, 0x1505},  {huawei, 0x1520}, {huawei, 0x1521},    {huawei, 0x1557},
    {huawei, 0x14b5}, {huawei, 0x14ba},  {huawei, 0x1c0b},  {huawei, 0x15ca}, {huawei, 0x151a},    {huawei, 0x15d0},
    {huawei, 0x15ce}, {huawei, 0x15d2},  {huawei, 0x15e7},  {huawei, 0x15cd}, {huawei, 0x15cf},    {huawei, 0x157c},
    {huawei, 0x14d1}, {huawei, 0x14c4},  {huawei, 0x14c3},  {zte, 0x2000},    {zte, 0x0083},       {zte, 0x0149},
    {zte, 0x0150},    {zte, 0x1224},     {zte, 0x0154},     {zte, 0x0103},    {zte, 0x0053},       {zte, 0x1232},
    {zte, 0x1536},    {alcatel, 0xf000}, {alcatel, 0xf017}, {simcom, 0xf000}, {longcheer, 0xf000}, {sierra, 0x0fff},
};
/// HiLink sticks, as a network card and as the disk from which they become one.
constexpr Id routers[] = {{huawei, 0x14db}, {huawei, 0x14dc}, {huawei, 0x157d}, {huawei, 0x1f01}};
/// Qualcomm's boot loader, under the ids that chips of several makers fall back to.
constexpr Id loaders[] = {{0x05c6, 0x9008}};

bool lists(std::span<const Id> ids, std::uint16_t vendor, std::uint16_t product)
{
    return std::find(ids.begin(), ids.end(), Id{vendor, product}) != ids.end();
}

/// Qualcomm's and other makers' numbers stand in the table product by product, and say nothing of their other products.
bool is_modem_maker(std::uint16_t vendor, std::span<const Dialect> dialects)
{
    return std::any_of(dialects.begin(), dialects.end(), [&](const Dialect& dialect) {
        return std::any_of(dialect.usb.begin(), dialect.usb.end(),
                           [&](const UsbPorts& row) { return row.vendor == vendor && !row.product; });
    });
}

bool is_disk(const InterfaceClass& interface) { return interface.class_ == 0x08; }

/// CDC Ethernet, NCM or MBIM and their data, or RNDIS.
bool is_network(const InterfaceClass& interface)
{
    const auto sub = interface.sub_class;
    return (interface.class_ == 0x02 && (sub == 0x06 || sub == 0x0d || sub == 0x0e)) || interface.class_ == 0x0a ||
           (interface.class_ == 0xe0 && sub == 0x01 && interface.protocol == 0x03) ||
           (interface.class_ == 0x02 && sub == 0x02 && interface.protocol == 0xff);
}
} // namespace

std::string_view to_string(DeviceKind kind)
{
    switch (kind) {
    case DeviceKind::modem: return "modem";
    case DeviceKind::unknown: return "unknown";
    case DeviceKind::storage_mode: return "storage_mode";
    case DeviceKind::network_card: return "network_card";
    case DeviceKind::loader: return "loader";
    case DeviceKind::gps_receiver: return "gps_receiver";
    case DeviceKind::no_modem: return "no_modem";
    }
    return "no_modem";
}

DeviceKind kind_of(std::uint16_t vendor, std::uint16_t product, std::span<const InterfaceClass> interfaces,
                   bool has_port, std::span<const Dialect> dialects)
{
    if (lists(loaders, vendor, product)) return DeviceKind::loader;
    if (lists(routers, vendor, product)) return DeviceKind::network_card;
    const auto* const row = protocol::usb_ports(vendor, product, dialects);
    if (row != nullptr && row->layout == UsbPorts::Layout::no_modem)
        return vendor == u_blox ? DeviceKind::gps_receiver : DeviceKind::no_modem;
    if (has_port) return row != nullptr ? DeviceKind::modem : DeviceKind::unknown;
    if (lists(disks, vendor, product)) return DeviceKind::storage_mode;
    if (!is_modem_maker(vendor, dialects)) return row != nullptr ? DeviceKind::modem : DeviceKind::no_modem;

    // Products that no list has, of makers of modems: what they are made of says enough.
    const auto all = [&](auto is) {
        return !interfaces.empty() && std::all_of(interfaces.begin(), interfaces.end(), is);
    };
    if (all(is_disk)) return DeviceKind::storage_mode;
    if (all([](const auto& one) { return is_network(one) || is_disk(one); })) return DeviceKind::network_card;
    return DeviceKind::modem;
}
} // namespace nida::modem
