#pragma once
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

namespace nida::modem
{
/// The USB device that a port belongs to. It stays the same socket when the device comes back under another ttyUSB.
struct UsbDevice {
    std::filesystem::path directory; ///< in sysfs, links followed
    std::string name;                ///< by bus and sockets, as the kernel's log has it: "1-1.3"
    std::string hub;                 ///< where it is plugged in: "1-1", or "1" for a root hub
    unsigned hub_port = 0;           ///< and in which socket of it, from 1
};

/// @param port  a path, perhaps through links
/// @return none for what is not on USB: a pty, the UART of a board
std::optional<UsbDevice> usb_device_of(const std::string& port, const std::filesystem::path& sysfs = "/sys");

/// Has the kernel let go of the device and find it anew (`authorized` 0, then 1). Its power stays on.
/// @throws boost::system::system_error; its text says what a person can do
boost::asio::awaitable<void> reauthorise(UsbDevice device, std::chrono::milliseconds off = std::chrono::seconds{2});

/// How the power of a hub's socket is switched: by the program uhubctl, which knows the hubs.
struct PowerSwitch {
    std::string program = "uhubctl"; ///< a path, or looked for in PATH
    std::chrono::seconds off{5};
    std::chrono::seconds limit{30}; ///< for the program to end; then it is killed
};
/// Takes the power from the device's socket for a while.
/// @throws boost::system::system_error; its text says what a person can do
boost::asio::awaitable<void> cycle_power(UsbDevice device, PowerSwitch power_switch = {});
} // namespace nida::modem
