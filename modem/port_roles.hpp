#pragma once
#include "protocol/at/dialect.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace nida::modem
{
/// What tells the ports of a USB modem apart.
struct UsbInterface {
    std::uint16_t vendor = 0, product = 0;
    unsigned number = 0;                              ///< bInterfaceNumber
    unsigned class_ = 0, sub_class = 0, protocol = 0; ///< bInterfaceClass, bInterfaceSubClass, bInterfaceProtocol
};

/// How unlikely it is that this port is the one for AT commands and URCs: 0 is the best; `unlikely` and more are diagnostic,
/// GPS and other ports, kept only in case the table errs. None where the device is no modem, or cannot be one now.
/// @param dialects  whose rows on USB devices are believed, the earlier before the later
std::optional<unsigned> at_rank(const UsbInterface& interface,
                                std::span<const protocol::Dialect> dialects = protocol::builtin_dialects());
constexpr unsigned unlikely_port = 100;

/// What a port is for, before anybody has asked it.
enum class PortRole {
    at,         ///< the maker's layout, or the interface itself, says AT
    perhaps_at, ///< nobody knows: a probe tells
    other       ///< diagnostics, GPS, debug output
};
std::string_view to_string(PortRole role);
PortRole role_of(const UsbInterface& interface,
                 std::span<const protocol::Dialect> dialects = protocol::builtin_dialects());

/// The same for a port of the driver hso, which says itself what it is for (its sysfs attribute hsotype); none where it says
/// something else.
std::optional<unsigned> hso_rank(std::string_view hsotype);
} // namespace nida::modem
