#pragma once
#include <optional>
#include <string>

namespace nida::modem
{
/// Which of the ports of its USB device a tty is, in the order of find_ports(); none for what is no port of one. Reads sysfs,
/// which may block: not for the loop's thread.
std::optional<unsigned> usb_port_position(const std::string& path);
} // namespace nida::modem
