#include "modem/hot_plug.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <fnmatch.h>
#include <libudev.h>
#include <sys/inotify.h>
#include <unistd.h>
#include <utility>

namespace nida::modem
{
namespace asio = boost::asio;
namespace fs = std::filesystem;
using boost::system::error_code;

namespace
{
constexpr std::chrono::milliseconds between_ports{300};
constexpr std::chrono::seconds longest_flurry{3};

/// What has to be watched to learn when `path` comes or goes: its name in its folder, or in the nearest folder above that exists
/// the name of the one that is missing.
std::pair<fs::path, std::string> watch_for(const fs::path& path)
{
    std::error_code error;
    auto name = path.filename();
    auto folder = path.parent_path();
    while (folder.has_relative_path() && !fs::is_directory(folder, error)) {
        name = folder.filename();
        folder = folder.parent_path();
    }
    return {folder, name.string()};
}
} // namespace

HotPlug::HotPlug(asio::any_io_executor executor, std::chrono::milliseconds sweep_every)
    : executor_{executor},
      udev_{udev_new(), &udev_unref},
      monitor_{nullptr, &udev_monitor_unref},
      timer_{executor},
      sweep_every_{sweep_every}
{
    if (!udev_) return;
    monitor_.reset(udev_monitor_new_from_netlink(udev_.get(), "udev"));
    if (!monitor_ || udev_monitor_filter_add_match_subsystem_devtype(monitor_.get(), "tty", nullptr) < 0 ||
        udev_monitor_filter_add_match_subsystem_devtype(monitor_.get(), "usb", "usb_device") < 0 ||
        udev_monitor_enable_receiving(monitor_.get()) < 0)
        return;
    // A descriptor of our own, since libudev closes its.
    const int descriptor = ::fcntl(udev_monitor_get_fd(monitor_.get()), F_DUPFD_CLOEXEC, 0);
    if (descriptor >= 0) devices_.emplace(executor, descriptor);
}

HotPlug::~HotPlug() = default;

void HotPlug::watch(const std::vector<fs::path>& paths)
{
    Folders folders;
    std::error_code error;
    // Without its daemon udev tells nothing. The kernel still makes the nodes.
    if (!fs::exists("/run/udev/control", error)) folders["/dev"] = {"ttyUSB*", "ttyACM*", "ttyHS*"};
    for (auto path : paths) {
        constexpr int longest_chain = 8;
        for (int i = 0; i < longest_chain; ++i) {
            const auto [folder, name] = watch_for(path);
            folders[folder].insert(name);
            if (!fs::is_symlink(path, error)) break;
            const auto target = fs::read_symlink(path, error);
            if (error) break;
            path = (path.parent_path() / target).lexically_normal();
        }
    }
    if (folders == watched_) return;
    const int descriptor = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (descriptor < 0) return; // no more of them to be had: the sweep alone
    watches_.clear();
    for (const auto& [folder, names] : folders) {
        const int watch = ::inotify_add_watch(descriptor, folder.c_str(),
                                              IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB |
                                                  IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR);
        if (watch >= 0) watches_[watch] = folder;
    }
    folders_.emplace(executor_, descriptor);
    watched_ = std::move(folders);
    notice(); // of what came between the caller's look and this watch nobody would tell
}

void HotPlug::notice()
{
    noticed_ = true;
    timer_.cancel();
}

asio::awaitable<void> HotPlug::changed()
{
    using namespace asio::experimental::awaitable_operators;
    using Clock = std::chrono::steady_clock;
    error_code ended;
    timer_.expires_after(sweep_every_);
    std::optional<Clock::time_point> limit;
    while (true) {
        if (!noticed_)
            co_await (timer_.async_wait(asio::redirect_error(asio::use_awaitable, ended)) || event(devices_) ||
                      event(folders_));
        const bool told = std::exchange(noticed_, false);
        const bool any = drain() || told;
        if (timer_.expiry() <= Clock::now()) co_return; // the sweep, or all quiet after an event
        if (!any) continue;                             // an event about something else
        if (!limit) limit = Clock::now() + longest_flurry;
        timer_.expires_at(std::min(*limit, Clock::now() + between_ports));
    }
}

/// Returns when the descriptor has something to read; never where there is none.
asio::awaitable<void> HotPlug::event(Descriptor& descriptor)
{
    error_code error;
    if (descriptor) {
        co_await descriptor->async_wait(descriptor->wait_read, asio::redirect_error(asio::use_awaitable, error));
        if (!error || error == asio::error::operation_aborted) co_return;
        descriptor.reset(); // from now on the others alone
    }
    asio::steady_timer never{executor_, asio::steady_timer::time_point::max()};
    co_await never.async_wait(asio::redirect_error(asio::use_awaitable, error));
}

/// Takes all events that wait. @return whether there was any that matters
bool HotPlug::drain()
{
    const bool of_devices = drain_udev();
    const bool of_folders = drain_folders();
    return of_devices || of_folders;
}

bool HotPlug::drain_udev()
{
    bool any = false;
    if (!devices_) return any;
    while (auto* device = udev_monitor_receive_device(monitor_.get())) {
        udev_device_unref(device);
        any = true;
    }
    return any;
}

bool HotPlug::drain_folders()
{
    bool any = false;
    if (!folders_) return any;
    alignas(inotify_event) std::array<char, 4096> buffer;
    while (true) {
        const auto count = ::read(folders_->native_handle(), buffer.data(), buffer.size());
        if (count <= 0) return any;
        for (ssize_t at = 0; at < count;) {
            const auto* const event = reinterpret_cast<const inotify_event*>(buffer.data() + at);
            at += static_cast<ssize_t>(sizeof(inotify_event) + event->len);
            const auto folder = watches_.find(event->wd);
            if (folder == watches_.end() || event->len == 0) {
                any = true; // an overflow, or the folder itself has gone
                if (event->mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED)) watched_.clear(); // to be watched anew
                continue;
            }
            const auto& names = watched_[folder->second];
            any = any || std::any_of(names.begin(), names.end(), [&](const std::string& name) {
                      return ::fnmatch(name.c_str(), event->name, 0) == 0;
                  });
        }
    }
}
} // namespace nida::modem
