#include "modem/scan.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <unistd.h>

namespace nida::modem
{
namespace
{
PortUse use_of(DeviceKind kind, bool has_port)
{
    switch (kind) {
    case DeviceKind::modem:
    case DeviceKind::unknown: return has_port ? PortUse::free : PortUse::no_port;
    case DeviceKind::storage_mode: return PortUse::storage_mode;
    case DeviceKind::network_card: return PortUse::network_card;
    case DeviceKind::loader: return PortUse::loader;
    case DeviceKind::gps_receiver: return PortUse::gps_receiver;
    case DeviceKind::no_modem: return PortUse::no_modem;
    }
    return PortUse::no_modem;
}

ScannedPort about(const Place& place)
{
    ScannedPort row;
    if (!place.usb) return row;
    const auto& identity = place.usb->identity;
    row.usb_path = place.usb->usb_path;
    row.id = fmt::format("{:04x}:{:04x}", identity.vendor, identity.product);
    row.manufacturer = identity.manufacturer;
    row.product = identity.product_name;
    row.serial = identity.serial;
    row.kind = to_string(place.usb->kind);
    row.use = use_of(place.usb->kind, !place.ports.empty());
    if (row.use == PortUse::storage_mode && !has_usb_modeswitch()) row.detail = "usb_modeswitch is not installed";
    return row;
}
} // namespace

std::string_view to_string(PortUse use)
{
    switch (use) {
    case PortUse::used: return "used";
    case PortUse::free: return "free";
    case PortUse::asking: return "asking";
    case PortUse::silent: return "silent";
    case PortUse::no_line: return "no_line";
    case PortUse::no_sim: return "no_sim";
    case PortUse::other_port: return "other_port";
    case PortUse::other_role: return "other_role";
    case PortUse::held: return "held";
    case PortUse::no_port: return "no_port";
    case PortUse::storage_mode: return "storage_mode";
    case PortUse::network_card: return "network_card";
    case PortUse::loader: return "loader";
    case PortUse::gps_receiver: return "gps_receiver";
    case PortUse::no_modem: return "no_modem";
    }
    return "no_modem";
}

std::vector<std::pair<std::string_view, std::string>> ScannedPort::fields() const
{
    return {{"port", port},       {"usb_path", usb_path},
            {"id", id},           {"manufacturer", manufacturer},
            {"product", product}, {"serial", serial},
            {"kind", kind},       {"role", role},
            {"driver", driver},   {"held_by", held_by},
            {"line", line},       {"imei", imei},
            {"iccid", iccid},     {"use", std::string{to_string(use)}},
            {"detail", detail}};
}

std::vector<ScannedPort> scan(const std::vector<Place>& places, const HolderPlaces& holders)
{
    std::vector<ScannedPort> rows;
    for (const auto& place : places) {
        const auto device = about(place);
        if (place.ports.empty()) rows.push_back(device);
        for (std::size_t i = 0; i < place.ports.size(); ++i) {
            auto row = device;
            row.port = place.ports[i];
            if (place.usb) {
                const auto& port = place.usb->ports[i];
                row.role = to_string(port.role);
                row.driver = port.driver;
                if (row.use == PortUse::free && port.role == PortRole::other) row.use = PortUse::other_role;
            }
            const auto holder = find_holder(row.port, holders);
            if (holder && holder->pid != ::getpid()) {
                row.held_by = holder->text();
                if (row.use == PortUse::free) row.use = PortUse::held;
            }
            rows.push_back(std::move(row));
        }
    }
    return rows;
}

bool has_usb_modeswitch()
{
    constexpr const char* programs[] = {"/usr/sbin/usb_modeswitch", "/sbin/usb_modeswitch", "/usr/bin/usb_modeswitch"};
    return std::any_of(std::begin(programs), std::end(programs),
                       [](const char* program) { return ::access(program, X_OK) == 0; });
}
} // namespace nida::modem
