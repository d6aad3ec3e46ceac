#pragma once
#include "modem/port_holder.hpp"

#include <filesystem>
#include <string>

namespace nida::modem
{
/// Where a port's surroundings are; tests have their own.
struct PortPlaces {
    std::filesystem::path sysfs =
        "/sys"; ///< a tty that sysfs/class/tty knows is opened with libserialport; any other (pts) directly
    HolderPlaces holders;
};

/// Opens a tty or a pty, locks it (lock file, flock, TIOCEXCL), and sets it raw, 115200 8N1, without flow control, DTR and RTS
/// raised. What lies in its input stays there. Blocks, at worst for seconds on a hung device: not for the loop's thread.
///
/// No flow control, since many a stick never raises CTS, and then each write would wait for ever; what we write is shorter than any
/// modem's buffer. HUPCL is off, so that DTR stays up when we leave: a modem with &D2 would drop what it does, and some sleep.
///
/// @param path   perhaps through symlinks (/dev/serial/by-id/…)
/// @return the descriptor, non-blocking
/// @throws boost::system::system_error; `device_or_resource_busy` where another program uses the port, with the name of that
///         program where it can be told
int open_port(const std::string& path, const PortPlaces& places = {});

/// Throws away what the port has not sent and closes it. Blocks while the device is hung: close() waits for its output.
void close_port(int descriptor) noexcept;

/// close_port on a thread of its own.
void close_port_off_the_loop(int descriptor) noexcept;
} // namespace nida::modem
