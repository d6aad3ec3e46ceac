#pragma once
#include "modem/discovery.hpp"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace nida::modem
{
/// Where one modem is, or may be: a USB socket with all its ports, or a port that somebody named.
struct Place {
    std::string key;                ///< the socket, "1-1.3", or the port's name as it was given
    std::optional<FoundDevice> usb; ///< none for a port that is not on USB
    std::vector<std::string>
        ports; ///< the likeliest to speak AT first; links as they were given; empty where there is none (yet)
    /// Differs after the modem was away, even where everything is called as before.
    std::string fingerprint;

    /// Whether the path leads to one of its ports.
    bool has(const std::filesystem::path& port) const;
};

/// Whether both paths lead to the same port now (std::filesystem::equivalent knows nothing of devices).
bool same_port(const std::filesystem::path& a, const std::filesystem::path& b);

/// All places with something in them.
/// @param named  paths or patterns (glob(7)) of ports beside those that USB shows; what does not exist now is passed over, and what
///               leads to a port on USB makes no place of its own. Reads file systems: not for the loop's thread.
std::vector<Place> find_places(const std::vector<std::string>& named, const DeviceTree& tree = {},
                               std::span<const protocol::Dialect> dialects = protocol::builtin_dialects());
} // namespace nida::modem
