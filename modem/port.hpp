#pragma once
#include <filesystem>
#include <string>

namespace nida::modem
{
/// Opens a tty or a pty, locks it, and sets it raw, 115200 8N1, without flow control. What lies in its input stays there.
/// Blocks, at worst for seconds on a hung device: not for the loop's thread.
///
/// @param path   perhaps through symlinks (/dev/serial/by-id/…)
/// @param sysfs  a tty that sysfs/class/tty knows is opened with libserialport; any other (pts) directly
/// @return the descriptor, non-blocking
/// @throws boost::system::system_error; `device_or_resource_busy` where another program uses the port
int open_port(const std::string& path, const std::filesystem::path& sysfs = "/sys");

/// Throws away what the port has not sent and closes it. Blocks while the device is hung: close() waits for its output.
void close_port(int descriptor) noexcept;

/// close_port on a thread of its own.
void close_port_off_the_loop(int descriptor) noexcept;
} // namespace nida::modem
