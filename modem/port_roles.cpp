#include "modem/port_roles.hpp"

#include <algorithm>

namespace nida::modem
{
namespace
{
using protocol::Dialect;
using protocol::UsbPorts;

/// Some makers' products share numbers, but say by subclass and protocol what a port is for.
std::optional<unsigned> rank_by_class(const UsbInterface& interface, std::span<const Dialect> dialects)
{
    constexpr unsigned vendor_specific = 0xff;
    if (interface.class_ != vendor_specific || interface.sub_class == vendor_specific) return std::nullopt;
    const auto ports = protocol::usb_class_ports(interface.vendor, dialects);
    if (ports.empty()) return std::nullopt;
    const auto known = std::find_if(ports.begin(), ports.end(), [&](const protocol::UsbClassPort& port) {
        return port.sub_class == interface.sub_class && port.protocol == interface.protocol;
    });
    return known != ports.end() ? known->rank : unlikely_port + interface.number;
}
} // namespace

std::optional<unsigned> at_rank(const UsbInterface& interface, std::span<const Dialect> dialects)
{
    const auto* const ports = protocol::usb_ports(interface.vendor, interface.product, dialects);
    if (ports != nullptr && ports->layout == UsbPorts::Layout::no_modem) return std::nullopt;
    if (const auto rank = rank_by_class(interface, dialects)) return rank;
    if (ports == nullptr) return interface.number; // nobody knows
    if (ports->layout == UsbPorts::Layout::last_first) {
        constexpr unsigned many = 50;
        return interface.number < many ? many - interface.number : interface.number;
    }
    const auto& listed = ports->at_interfaces;
    const auto position = std::find(listed.begin(), listed.end(), interface.number);
    if (position != listed.end()) return static_cast<unsigned>(position - listed.begin());
    return unlikely_port + interface.number;
}

std::string_view to_string(PortRole role)
{
    switch (role) {
    case PortRole::at: return "at";
    case PortRole::perhaps_at: return "perhaps_at";
    case PortRole::other: return "other";
    }
    return "other";
}

PortRole role_of(const UsbInterface& interface, std::span<const Dialect> dialects)
{
    const auto rank = at_rank(interface, dialects);
    if (!rank || *rank >= unlikely_port) return PortRole::other;
    if (rank_by_class(interface, dialects)) return PortRole::at;
    const auto* const ports = protocol::usb_ports(interface.vendor, interface.product, dialects);
    return ports != nullptr && ports->layout == UsbPorts::Layout::listed ? PortRole::at : PortRole::perhaps_at;
}

std::optional<unsigned> hso_rank(std::string_view hsotype)
{
    if (hsotype == "Application") return 0;
    if (hsotype == "Control") return 1;
    if (hsotype == "Modem") return 2;
    if (hsotype.empty()) return {};
    return unlikely_port;
}
} // namespace nida::modem
