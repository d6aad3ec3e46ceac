#pragma once
#include "modem/device_kinds.hpp"
#include "modem/port_list.hpp"
#include "modem/port_roles.hpp"
#include "protocol/at/dialect.hpp"

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace nida::modem
{
/// A tty of a USB device.
struct FoundPort {
    std::string path;     ///< "/dev/ttyUSB2"; the number changes whenever the device comes back
    std::string usb_path; ///< "1-1.3": the socket; ports with the same one belong to one device
    unsigned interface_number = 0;
    std::uint16_t vendor = 0, product = 0;
    std::string driver; ///< "option", "cdc_acm"; empty where sysfs does not say
    PortRole role = PortRole::other;
    unsigned rank = 0; ///< see at_rank
    bool operator==(const FoundPort&) const = default;
};

/// A USB device that is a modem, may be one, or would be one.
struct FoundDevice {
    std::string usb_path; ///< "1-1.3"
    UsbIdentity identity;
    DeviceKind kind = DeviceKind::unknown;
    std::vector<FoundPort> ports; ///< the likeliest to speak AT first; empty where it has no tty (yet)
};

/// Where the system tells about its devices; tests have their own.
struct DeviceTree {
    std::filesystem::path sysfs = "/sys";
    std::function<std::vector<ListedPort>()> list = list_ports;
};

/// All USB devices that are of interest, in the order of their sockets. Reads sysfs, which may block: not for the loop's
/// thread.
/// @param dialects  see at_rank
std::vector<FoundDevice> find_devices(const DeviceTree& tree = {},
                                      std::span<const protocol::Dialect> dialects = protocol::builtin_dialects());

/// The ports that may speak AT, device by device, the most likely one of each device first: a hint, which an AT probe has to
/// confirm, since one product number may stand for several layouts. What is known to be something else (GPS receivers, a modem
/// in its emergency loader) is left out.
std::vector<FoundPort> find_ports(const DeviceTree& tree = {},
                                  std::span<const protocol::Dialect> dialects = protocol::builtin_dialects());

/// Whether its ports are worth an AT probe.
bool may_speak_at(DeviceKind kind);
} // namespace nida::modem
