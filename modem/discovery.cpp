#include "modem/discovery.hpp"
#include "modem/port_roles.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <libudev.h>
#include <tuple>
#include <unistd.h>

namespace nida::modem
{
namespace asio = boost::asio;
namespace fs = std::filesystem;
using boost::system::error_code;

// ------------------------------------------------------------------ find_ports

namespace
{
std::optional<unsigned> hexadecimal(const fs::path& attribute)
{
    std::ifstream file{attribute};
    std::string text;
    if (!(file >> text)) return std::nullopt;
    unsigned value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
    if (failure != std::errc{}) return std::nullopt;
    return value;
}

/// The nearest directory from `start` upwards that has the attribute; empty where none has.
fs::path climb_to(fs::path start, const char* attribute)
{
    std::error_code error;
    for (; start.has_relative_path(); start = start.parent_path())
        if (fs::exists(start / attribute, error)) return start;
    return {};
}

struct Candidate {
    FoundPort port;
    unsigned rank;
};

std::optional<Candidate> candidate(const fs::path& tty, std::span<const protocol::Dialect> dialects)
{
    std::error_code error;
    const auto device = fs::canonical(tty / "device", error);
    if (error) return std::nullopt;
    const auto interface_directory = climb_to(device, "bInterfaceNumber");
    const auto usb_device = climb_to(interface_directory, "idVendor");
    if (interface_directory.empty() || usb_device.empty()) return std::nullopt;

    UsbInterface interface;
    interface.vendor = static_cast<std::uint16_t>(hexadecimal(usb_device / "idVendor").value_or(0));
    interface.product = static_cast<std::uint16_t>(hexadecimal(usb_device / "idProduct").value_or(0));
    interface.number = hexadecimal(interface_directory / "bInterfaceNumber").value_or(0);
    interface.class_ = hexadecimal(interface_directory / "bInterfaceClass").value_or(0);
    interface.sub_class = hexadecimal(interface_directory / "bInterfaceSubClass").value_or(0);
    interface.protocol = hexadecimal(interface_directory / "bInterfaceProtocol").value_or(0);
    const auto rank = at_rank(interface, dialects);
    if (!rank) return std::nullopt;
    return Candidate{{"/dev/" + tty.filename().string(), usb_device.filename().string(), interface.number,
                      interface.vendor, interface.product},
                     *rank};
}
} // namespace

std::vector<FoundPort> find_ports(const fs::path& sysfs, std::span<const protocol::Dialect> dialects)
{
    std::vector<Candidate> candidates;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator{sysfs / "class/tty", error}) {
        const auto name = entry.path().filename().string();
        if (!name.starts_with("ttyUSB") && !name.starts_with("ttyACM")) continue;
        if (auto found = candidate(entry.path(), dialects)) candidates.push_back(std::move(*found));
    }
    std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
        return std::tie(a.port.usb_path, a.rank, a.port.interface_number, a.port.path) <
               std::tie(b.port.usb_path, b.rank, b.port.interface_number, b.port.path);
    });
    std::vector<FoundPort> ports;
    for (auto& one : candidates)
        ports.push_back(std::move(one.port));
    return ports;
}

// ------------------------------------------------------------------ HotPlug

HotPlug::HotPlug(asio::any_io_executor executor, std::chrono::milliseconds sweep_every)
    : udev_{udev_new(), &udev_unref},
      monitor_{nullptr, &udev_monitor_unref},
      timer_{executor},
      sweep_every_{sweep_every}
{
    if (!udev_) return;
    monitor_.reset(udev_monitor_new_from_netlink(udev_.get(), "udev"));
    if (!monitor_ || udev_monitor_filter_add_match_subsystem_devtype(monitor_.get(), "tty", nullptr) < 0 ||
        udev_monitor_enable_receiving(monitor_.get()) < 0)
        return;
    // A descriptor of our own, since libudev closes its.
    const int descriptor = ::dup(udev_monitor_get_fd(monitor_.get()));
    if (descriptor >= 0) events_.emplace(executor, descriptor);
}

HotPlug::~HotPlug() = default;

asio::awaitable<void> HotPlug::changed()
{
    using namespace asio::experimental::awaitable_operators;
    constexpr std::chrono::milliseconds between_ports{300};
    error_code timer_error;
    error_code event_error;
    timer_.expires_after(sweep_every_);
    if (!events_) {
        co_await timer_.async_wait(asio::use_awaitable);
        co_return;
    }
    while (true) {
        co_await (timer_.async_wait(asio::redirect_error(asio::use_awaitable, timer_error)) ||
                  events_->async_wait(asio::posix::stream_descriptor::wait_read,
                                      asio::redirect_error(asio::use_awaitable, event_error)));
        if (event_error && event_error != asio::error::operation_aborted) {
            events_.reset(); // from now on the sweep alone
            co_return;
        }
        const bool event = drain();
        if (!event) co_return; // the sweep, or all quiet after an event
        timer_.expires_after(between_ports);
    }
}

/// Takes all events that wait. @return whether there was any
bool HotPlug::drain()
{
    bool any = false;
    while (auto* device = udev_monitor_receive_device(monitor_.get())) {
        udev_device_unref(device);
        any = true;
    }
    return any;
}
} // namespace nida::modem
