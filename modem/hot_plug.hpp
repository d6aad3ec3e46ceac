#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

struct udev;
struct udev_monitor;

namespace nida::modem
{
/// Tells when a serial port or a USB device comes or goes: ttys and USB devices by udev, ports that are named in the config by
/// watching their folders (inotify). Asks nobody by the clock, but for a slow sweep, since events can be lost.
class HotPlug
{
public:
    static constexpr std::chrono::minutes sweep{5};

    explicit HotPlug(boost::asio::any_io_executor executor, std::chrono::milliseconds sweep_every = sweep);
    ~HotPlug();
    HotPlug(const HotPlug&) = delete;

    /// Watches the folders of these paths from now on, and no others: for the paths themselves, for the targets of those that are
    /// links, and for folders of theirs that do not exist yet. The last part of a path may be a pattern. Cheap where nothing changed.
    void watch(const std::vector<std::filesystem::path>& paths);

    /// Returns when something may have changed since the call before. The ports of one device come one after the other, so it
    /// waits until none has come for a moment.
    boost::asio::awaitable<void> changed();
    /// Lets changed() return, also one that is called later.
    void notice();
private:
    using Descriptor = std::optional<boost::asio::posix::stream_descriptor>;
    using Folders =
        std::map<std::filesystem::path, std::set<std::string>>; ///< with the names, or patterns, that matter there

    boost::asio::awaitable<void> event(Descriptor& descriptor);
    bool drain();
    bool drain_udev();
    bool drain_folders();

    boost::asio::any_io_executor executor_;
    std::unique_ptr<udev, udev* (*)(udev*)> udev_;
    std::unique_ptr<udev_monitor, udev_monitor* (*)(udev_monitor*)> monitor_;
    Descriptor devices_; // events of udev
    Descriptor folders_; // events of inotify
    Folders watched_;
    std::map<int, std::filesystem::path> watches_;
    boost::asio::steady_timer timer_;
    std::chrono::milliseconds sweep_every_;
    bool noticed_ = false;
};
} // namespace nida::modem
