#pragma once
#include "protocol/at/dialect.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace nida::modem
{
/// What a USB device is to a gateway.
enum class DeviceKind {
    modem,        ///< of a maker or product that we know
    unknown,      ///< has a serial port, and nobody knows what is behind it: a modem on a UART bridge, or anything else
    storage_mode, ///< a modem that shows itself as a disk until usb_modeswitch tells it otherwise
    network_card, ///< HiLink and the like: a router on a stick, without any port for AT commands
    loader,       ///< Qualcomm's emergency download: the firmware has crashed or is gone
    gps_receiver,
    no_modem, ///< none of the above, and nothing to us
};
std::string_view to_string(DeviceKind kind);

/// What one interface of the device says of itself: bInterfaceClass, bInterfaceSubClass, bInterfaceProtocol.
struct InterfaceClass {
    unsigned class_ = 0, sub_class = 0, protocol = 0;
    bool operator==(const InterfaceClass&) const = default;
};

/// @param interfaces  of the active configuration
/// @param has_port    whether the kernel made a serial port for it
DeviceKind kind_of(std::uint16_t vendor, std::uint16_t product, std::span<const InterfaceClass> interfaces,
                   bool has_port, std::span<const protocol::Dialect> dialects = protocol::builtin_dialects());
} // namespace nida::modem
