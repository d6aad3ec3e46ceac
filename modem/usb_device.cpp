#include "modem/usb_device.hpp"
#include "modem/off_the_loop.hpp"

#include <boost/system/system_error.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <string_view>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace nida::modem
{
namespace fs = std::filesystem;
using boost::system::error_code;
using boost::system::system_error;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace
{
constexpr std::size_t output_kept = 400; // of a program that failed

/// "1-1.3" is socket 3 of hub 1-1, and "1-2" is socket 2 of root hub 1.
bool find_hub(UsbDevice& device)
{
    const auto cut = device.name.find_last_of(".-");
    if (cut == std::string::npos || cut == 0) return false;
    const auto* const end = device.name.data() + device.name.size();
    const auto [parsed, failure] = std::from_chars(device.name.data() + cut + 1, end, device.hub_port);
    if (failure != std::errc{} || parsed != end || device.hub_port == 0) return false;
    device.hub = device.name.substr(0, cut);
    return true;
}

void write_authorized(const UsbDevice& device, char value)
{
    const auto file = (device.directory / "authorized").string();
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);
    const bool written = descriptor >= 0 && ::write(descriptor, &value, 1) == 1;
    const error_code why{errno, boost::system::system_category()};
    if (descriptor >= 0) ::close(descriptor);
    if (written) return;
    if (why == boost::system::errc::permission_denied || why == boost::system::errc::read_only_file_system)
        throw system_error{why, fmt::format("may not reset USB device {}: the udev rule of the package lets the group "
                                            "nida write {}",
                                            device.name, file)};
    throw system_error{why, fmt::format("cannot reset USB device {}: {}", device.name, file)};
}

// ------------------------------------------------------------------ a program of somebody else's

struct Descriptor {
    int value = -1;
    ~Descriptor() { reset(); }
    void reset()
    {
        if (value >= 0) ::close(value);
        value = -1;
    }
};

/// What a program says until it ends or its time is over.
std::string read_until(int descriptor, steady_clock::time_point end)
{
    std::string output;
    for (;;) {
        const auto left = std::chrono::duration_cast<milliseconds>(end - steady_clock::now());
        pollfd ready{descriptor, POLLIN, 0};
        if (left <= milliseconds{0} || ::poll(&ready, 1, static_cast<int>(left.count())) <= 0) return output;
        std::array<char, 512> some;
        const auto count = ::read(descriptor, some.data(), some.size());
        if (count <= 0) return output;
        if (output.size() < output_kept) output.append(some.data(), static_cast<std::size_t>(count));
    }
}

/// @return the status of waitpid(); none where the program had to be killed
std::optional<int> wait_until(pid_t child, steady_clock::time_point end)
{
    int status = 0;
    while (::waitpid(child, &status, WNOHANG) == 0) {
        if (steady_clock::now() >= end) {
            ::kill(child, SIGKILL);
            ::waitpid(child, &status, 0);
            return std::nullopt;
        }
        std::this_thread::sleep_for(milliseconds{20}); // on a thread of its own; it has closed its output by now
    }
    return status;
}

/// On one line, and not longer than a log wants it.
std::string in_short(std::string text)
{
    text.resize(std::min(text.size(), output_kept));
    while (!text.empty() && text.back() == '\n')
        text.pop_back();
    for (auto& c : text)
        if (static_cast<unsigned char>(c) < ' ') c = ' ';
    return text;
}

void run(const std::vector<std::string>& arguments, std::chrono::seconds limit)
{
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw system_error{errno, boost::system::system_category(), "pipe"};
    Descriptor read_end{ends[0]}, write_end{ends[1]};

    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, write_end.value, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&files, write_end.value, STDERR_FILENO);
    std::vector<char*> argv;
    for (const auto& argument : arguments)
        argv.push_back(const_cast<char*>(argument.c_str())); // NOLINT: the interface is older than const
    argv.push_back(nullptr);
    pid_t child = 0;
    const int failure = ::posix_spawnp(&child, argv.front(), &files, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&files);
    const auto& program = arguments.front();
    if (failure == ENOENT)
        throw system_error{error_code{failure, boost::system::system_category()},
                           fmt::format("{} is not installed: apt install uhubctl", program)};
    if (failure != 0)
        throw system_error{error_code{failure, boost::system::system_category()},
                           fmt::format("cannot run {}", program)};
    write_end.reset();

    const auto end = steady_clock::now() + limit;
    const auto output = read_until(read_end.value, end);
    const auto status = wait_until(child, end);
    if (!status)
        throw system_error{make_error_code(boost::system::errc::timed_out),
                           fmt::format("{} did not end in {} s ({})", program, limit.count(), in_short(output))};
    if (WIFEXITED(*status) && WEXITSTATUS(*status) == 0) return;
    throw system_error{make_error_code(boost::system::errc::io_error),
                       fmt::format("{} failed: {}; may this user switch that hub? See the udev rules of uhubctl",
                                   program, in_short(output))};
}
} // namespace

std::optional<UsbDevice> usb_device_of(const std::string& port, const fs::path& sysfs)
{
    std::error_code error;
    const auto tty = fs::canonical(port, error);
    if (error) return std::nullopt;
    auto place = fs::canonical(sysfs / "class/tty" / tty.filename() / "device", error);
    if (error) return std::nullopt;
    for (; place.has_relative_path(); place = place.parent_path())
        if (fs::exists(place / "idVendor", error)) {
            UsbDevice device{place, place.filename().string(), {}, 0};
            if (!find_hub(device)) return std::nullopt;
            return device;
        }
    return std::nullopt;
}

boost::asio::awaitable<void> reauthorise(UsbDevice device, milliseconds off)
{
    auto work = [device, off] {
        write_authorized(device, '0');
        std::this_thread::sleep_for(off);
        write_authorized(device, '1');
        return true;
    };
    co_await off_the_loop(std::move(work));
}

boost::asio::awaitable<void> cycle_power(UsbDevice device, PowerSwitch power_switch)
{
    auto work = [device, power_switch] {
        run({power_switch.program, "-l", device.hub, "-p", fmt::format("{}", device.hub_port), "-a", "cycle", "-d",
             fmt::format("{}", power_switch.off.count())},
            power_switch.limit);
        return true;
    };
    co_await off_the_loop(std::move(work));
}
} // namespace nida::modem
