#pragma once
#include "protocol/at/dialect.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

struct udev;
struct udev_monitor;

namespace nida::modem
{
/// A tty of a USB device that may be a modem.
struct FoundPort {
    std::string path;     ///< "/dev/ttyUSB2"; the number changes whenever the device comes back
    std::string usb_path; ///< "1-1.3": the socket; ports with the same one belong to one device
    unsigned interface_number = 0;
    std::uint16_t vendor = 0, product = 0;
    bool operator==(const FoundPort&) const = default;
};

/// The USB ttys that may speak AT, device by device, the most likely one of each device first: a hint, which an AT probe has to
/// confirm, since one product number may stand for several layouts. What is known to be something else (GPS receivers, a modem
/// in its emergency loader) is left out. Reads sysfs, which may block: not for the loop's thread.
/// @param dialects  see at_rank
std::vector<FoundPort> find_ports(const std::filesystem::path& sysfs = "/sys",
                                  std::span<const protocol::Dialect> dialects = protocol::builtin_dialects());

/// Tells when ttys come or go, by udev; where there is no udev (a container), only by its slow sweep.
class HotPlug
{
public:
    static constexpr std::chrono::seconds sweep{30}; ///< backs udev, whose events can be lost

    explicit HotPlug(boost::asio::any_io_executor executor, std::chrono::milliseconds sweep_every = sweep);
    ~HotPlug();
    HotPlug(const HotPlug&) = delete;

    /// Returns when something may have changed since the call before. The ports of one device come one after the other, so it
    /// waits until none has come for a moment.
    boost::asio::awaitable<void> changed();
    bool has_udev() const { return events_.has_value(); }
private:
    bool drain();

    std::unique_ptr<udev, udev* (*)(udev*)> udev_;
    std::unique_ptr<udev_monitor, udev_monitor* (*)(udev_monitor*)> monitor_;
    std::optional<boost::asio::posix::stream_descriptor> events_;
    boost::asio::steady_timer timer_;
    std::chrono::milliseconds sweep_every_;
};
} // namespace nida::modem
