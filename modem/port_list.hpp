#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace nida::modem
{
/// Who a USB device says it is. Many sticks have no serial number, and many modules the same one.
struct UsbIdentity {
    std::uint16_t vendor = 0, product = 0;
    std::string manufacturer, product_name, serial; ///< empty where the device does not say
    int bus = 0, address = 0;                       ///< as lsusb shows them; the address changes with every plugging in
    bool operator==(const UsbIdentity&) const = default;
};

/// A serial port that the system has.
struct ListedPort {
    std::string path;               ///< "/dev/ttyUSB2"
    std::optional<UsbIdentity> usb; ///< none where it is not on USB
};

/// All serial ports, by libserialport. May block: not for the loop's thread.
std::vector<ListedPort> list_ports();
} // namespace nida::modem
