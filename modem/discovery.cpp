#include "modem/discovery.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <map>
#include <optional>
#include <tuple>

namespace nida::modem
{
namespace fs = std::filesystem;

namespace
{
/// The first line of an attribute; empty where there is none.
std::string attribute(const fs::path& file)
{
    std::ifstream in{file};
    std::string text;
    std::getline(in, text);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\r'))
        text.pop_back();
    return text;
}

unsigned number(const fs::path& file, int base)
{
    const auto text = attribute(file);
    unsigned value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    return failure == std::errc{} ? value : 0;
}

/// The nearest directory from `start` upwards that has the attribute; empty where none has.
fs::path climb_to(fs::path start, const char* name)
{
    std::error_code error;
    for (; start.has_relative_path(); start = start.parent_path())
        if (fs::exists(start / name, error)) return start;
    return {};
}

UsbIdentity identity_in_sysfs(const fs::path& device)
{
    return {static_cast<std::uint16_t>(number(device / "idVendor", 16)),
            static_cast<std::uint16_t>(number(device / "idProduct", 16)),
            attribute(device / "manufacturer"),
            attribute(device / "product"),
            attribute(device / "serial"),
            static_cast<int>(number(device / "busnum", 10)),
            static_cast<int>(number(device / "devnum", 10))};
}

InterfaceClass class_of(const fs::path& interface)
{
    return {number(interface / "bInterfaceClass", 16), number(interface / "bInterfaceSubClass", 16),
            number(interface / "bInterfaceProtocol", 16)};
}

std::vector<InterfaceClass> interfaces_of(const fs::path& device)
{
    std::vector<InterfaceClass> classes;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator{device, error})
        if (fs::exists(entry.path() / "bInterfaceNumber", error)) classes.push_back(class_of(entry.path()));
    return classes;
}

std::string driver_of(const fs::path& tty)
{
    std::error_code error;
    // usb-serial has a device of its own below the interface, with the driver's port part: "option1", "cp210x".
    const auto driver = fs::canonical(tty / "device/driver", error);
    return error ? std::string{} : driver.filename().string();
}

/// @return none where the tty is not on USB
std::optional<std::pair<std::string, FoundPort>> port_of(const fs::path& sysfs, const ListedPort& listed,
                                                         std::span<const protocol::Dialect> dialects)
{
    const auto tty = sysfs / "class/tty" / fs::path{listed.path}.filename();
    std::error_code error;
    const auto start = fs::canonical(tty / "device", error);
    if (error) return {};
    const auto interface_directory = climb_to(start, "bInterfaceNumber");
    const auto device = climb_to(interface_directory, "idVendor");
    if (interface_directory.empty() || device.empty()) return {};

    const auto usb = listed.usb.value_or(identity_in_sysfs(device));
    const auto triple = class_of(interface_directory);
    UsbInterface interface {
        usb.vendor, usb.product,
            number(interface_directory / "bInterfaceNumber", 16), triple.class_, triple.sub_class, triple.protocol
    };
    FoundPort port{
        listed.path,     device.filename().string(),      interface.number, usb.vendor, usb.product, driver_of(tty),
        PortRole::other, unlikely_port + interface.number};
    if (const auto told = hso_rank(attribute(tty / "hsotype"))) {
        port.rank = *told;
        port.role = *told < unlikely_port ? PortRole::at : PortRole::other;
    } else if (const auto rank = at_rank(interface, dialects)) {
        port.rank = *rank;
        port.role = role_of(interface, dialects);
    }
    return std::pair{device.string(), std::move(port)};
}

bool by_likelihood(const FoundPort& a, const FoundPort& b)
{
    return std::tie(a.rank, a.interface_number, a.path) < std::tie(b.rank, b.interface_number, b.path);
}
} // namespace

std::vector<FoundDevice> find_devices(const DeviceTree& tree, std::span<const protocol::Dialect> dialects)
{
    std::map<std::string, std::vector<FoundPort>> ports; // by the device's directory
    std::map<std::string, UsbIdentity> identities;
    for (const auto& listed : tree.list()) {
        auto found = port_of(tree.sysfs, listed, dialects);
        if (!found) continue;
        if (listed.usb) identities.emplace(found->first, *listed.usb);
        ports[found->first].push_back(std::move(found->second));
    }
    std::error_code error;
    for (const auto& entry : fs::directory_iterator{tree.sysfs / "bus/usb/devices", error})
        if (fs::exists(entry.path() / "idVendor", error)) {
            const auto device = fs::canonical(entry.path(), error);
            if (!error) ports.try_emplace(device.string()); // those without a tty
        }

    std::vector<FoundDevice> devices;
    for (auto& [directory, its_ports] : ports) {
        const fs::path device{directory};
        const auto known = identities.find(directory);
        auto identity = known != identities.end() ? known->second : identity_in_sysfs(device);
        const auto interfaces = interfaces_of(device);
        const auto kind = kind_of(identity.vendor, identity.product, interfaces, !its_ports.empty(), dialects);
        if (kind == DeviceKind::no_modem && its_ports.empty()) continue;
        std::sort(its_ports.begin(), its_ports.end(), by_likelihood);
        devices.push_back({device.filename().string(), std::move(identity), kind, std::move(its_ports)});
    }
    std::sort(devices.begin(), devices.end(),
              [](const FoundDevice& a, const FoundDevice& b) { return a.usb_path < b.usb_path; });
    return devices;
}

bool may_speak_at(DeviceKind kind)
{
    switch (kind) {
    case DeviceKind::modem:
    case DeviceKind::unknown: return true;
    case DeviceKind::storage_mode:
    case DeviceKind::network_card:
    case DeviceKind::loader:
    case DeviceKind::gps_receiver:
    case DeviceKind::no_modem: return false;
    }
    return false;
}

std::vector<FoundPort> find_ports(const DeviceTree& tree, std::span<const protocol::Dialect> dialects)
{
    std::vector<FoundPort> all;
    for (auto& device : find_devices(tree, dialects))
        if (may_speak_at(device.kind))
            all.insert(all.end(), std::make_move_iterator(device.ports.begin()),
                       std::make_move_iterator(device.ports.end()));
    return all;
}
} // namespace nida::modem
