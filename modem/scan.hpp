#pragma once
#include "modem/places.hpp"
#include "modem/port_holder.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nida::modem
{
/// Why a port, or a device without one, is used or not. A caller who knows more (the daemon) says more.
enum class PortUse {
    used,         ///< by a line
    free,         ///< it could be used, and no line looks for a modem
    asking,       ///< is being asked just now
    silent,       ///< does not answer as a modem does
    no_line,      ///< answers, but its SIM belongs to no line of the config
    no_sim,       ///< answers, but does not tell whose SIM it has (none, or a PIN comes first)
    other_port,   ///< another port of the same modem is better
    other_role,   ///< is for diagnostics, GPS or debugging
    held,         ///< another program has it
    no_port,      ///< a modem for which the kernel made no serial port
    storage_mode, ///< shows itself as a disk; see DeviceKind for this and the rest
    network_card,
    loader,
    gps_receiver,
    no_modem
};
std::string_view to_string(PortUse use);

/// One port, or one USB device without any. Everything is text, empty where it is unknown.
struct ScannedPort {
    std::string port, usb_path, id; ///< id: "12d1:1506"
    std::string manufacturer, product, serial, kind, role, driver;
    std::string held_by; ///< "ModemManager (pid 812)"
    std::string line;
    std::string imei, iccid; ///< of the modem that answered there, and its SIM
    PortUse use = PortUse::free;
    std::string detail; ///< what else there is to say, for people

    /// All of it by name, as the API shows it.
    std::vector<std::pair<std::string_view, std::string>> fields() const;
};

/// All ports of all places, and devices without. Asks no modem; looks through /proc for who holds what.
std::vector<ScannedPort> scan(const std::vector<Place>& places, const HolderPlaces& holders = {});

/// Whether the program that makes modems of disks is installed.
bool has_usb_modeswitch();
} // namespace nida::modem
