#pragma once
#include "tests/e2e/process.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace nida::tests
{
/// A /dev, a /sys/class/tty and a /run/lock that only this process and its children see, empty but for what every program
/// needs and what is plugged in here. A mount namespace makes it (mount_namespaces(7)), for a user inside a user namespace.
class PrivateDevices
{
public:
    /// Once a process, before it has threads. Afterwards this process is root in its namespace.
    PrivateDevices();
    ~PrivateDevices();
    PrivateDevices(const PrivateDevices&) = delete;

    /// Why there is none; empty where there is one.
    const std::string& trouble() const { return trouble_; }

    struct UsbPort {
        std::string tty = "ttyUSB0";
        std::string usb_path = "1-1.3";                    ///< the socket
        std::string vendor = "12d1", product = "1506";     ///< as in sysfs
        std::string interface = "02", triple = "ff/01/02"; ///< bInterfaceNumber; class, subclass, protocol
    };
    /// Puts a port into sysfs as usb-serial does it, and makes its /dev/tty… the pty.
    void plug(const UsbPort& port, const std::filesystem::path& pty);
    /// What the kernel does when the device goes. Who has it open keeps the pty.
    void unplug(const UsbPort& port);
    /// The link that udev makes to it, beside its node.
    static std::filesystem::path by_id(const UsbPort& port);
private:
    void enter();
    std::filesystem::path interface_directory(const UsbPort& port) const;

    std::optional<e2e::TemporaryDirectory> directory_;
    std::string trouble_;
};

/// The one of this process, made by the first call.
PrivateDevices& private_devices();
} // namespace nida::tests
