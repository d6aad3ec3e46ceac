#include "modem/port_holder.hpp"
#include "modem/port_lock.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <fstream>
#include <functional>
#include <string_view>
#include <vector>

#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

namespace nida::modem
{
namespace fs = std::filesystem;

namespace
{
// As /proc/PID/comm has them, which cuts off after 15 characters; the likeliest first.
constexpr std::array<std::string_view, 11> takers{"ModemManager", "gammu-smsd", "gammu",   "smsd",
                                                  "wvdial",       "brltty",     "gpsd",    "minicom",
                                                  "picocom",      "bearerbox",  "asterisk"};

std::string name_of(pid_t pid, const fs::path& proc)
{
    std::ifstream in{proc / std::to_string(pid) / "comm"};
    std::string name;
    std::getline(in, name);
    return name;
}

/// Calls `look` with each pid until it says that it has seen enough.
void each_process(const fs::path& proc, const std::function<bool(pid_t)>& look)
{
    std::error_code error;
    for (fs::directory_iterator entry{proc, error}, end; !error && entry != end; entry.increment(error)) {
        const auto name = entry->path().filename().string();
        pid_t pid = 0;
        const auto [rest, failure] = std::from_chars(name.data(), name.data() + name.size(), pid);
        if (failure != std::errc{} || rest != name.data() + name.size()) continue;
        if (look(pid)) return;
    }
}

/// "1: FLOCK  ADVISORY  WRITE 812 00:05:345 0 EOF": the pid, and device and inode of the file.
std::optional<pid_t> by_kernel_lock(const struct stat& port, const fs::path& proc)
{
    const auto file = fmt::format("{:02x}:{:02x}:{}", ::major(port.st_dev), ::minor(port.st_dev), port.st_ino);
    std::ifstream in{proc / "locks"};
    for (std::string line; std::getline(in, line);) {
        std::vector<std::string_view> words;
        for (std::string_view rest = line; !rest.empty();) {
            const auto begin = rest.find_first_not_of(' ');
            if (begin == rest.npos) break;
            const auto end = std::min(rest.find(' ', begin), rest.size());
            words.push_back(rest.substr(begin, end - begin));
            rest.remove_prefix(end);
        }
        if (words.size() < 6 || words[1] == "->" || words[5] != file) continue; // "->": one that waits for it
        pid_t pid = 0;
        std::from_chars(words[4].data(), words[4].data() + words[4].size(), pid);
        if (pid > 0) return pid;
    }
    return {};
}

std::optional<pid_t> by_open_descriptor(const fs::path& port, const fs::path& proc)
{
    std::optional<pid_t> found;
    each_process(proc, [&](pid_t pid) {
        if (pid == ::getpid()) return false;
        std::error_code error;
        const auto descriptors = proc / std::to_string(pid) / "fd";
        for (fs::directory_iterator entry{descriptors, error}, end; !error && entry != end; entry.increment(error)) {
            std::error_code unreadable;
            if (fs::read_symlink(entry->path(), unreadable) == port) found = pid;
        }
        return found.has_value();
    });
    return found;
}

/// Whether the program was started with the port's path or name, as getty, pppd and screen are.
bool names_port(pid_t pid, const fs::path& port, const fs::path& proc)
{
    std::ifstream in{proc / std::to_string(pid) / "cmdline"};
    std::string program;
    std::getline(in, program, '\0');
    for (std::string word; std::getline(in, word, '\0');)
        if (word == port.string() || word == port.filename().string()) return true;
    return false;
}
} // namespace

std::string PortHolder::text() const
{
    if (pid == ::getpid()) return "this program itself, for another line";
    const auto who = program.empty() ? fmt::format("pid {}", pid) : fmt::format("{} (pid {})", program, pid);
    return sure == Sure::yes ? who : fmt::format("perhaps {}, which runs here", who);
}

std::optional<PortHolder> find_holder(const fs::path& port, const HolderPlaces& places)
{
    std::error_code error;
    const auto real = fs::canonical(port, error);
    struct stat status {
    };
    if (error || ::stat(real.c_str(), &status) != 0) return {};
    auto pid = by_kernel_lock(status, places.proc);
    // The program behind a pty (a simulator, socat) often keeps both ends open.
    if (!pid && !real.string().starts_with("/dev/pts/")) pid = by_open_descriptor(real, places.proc);
    if (!pid) pid = PortLock{real, places.locks}.holder();
    if (!pid) return {};
    return PortHolder{*pid, name_of(*pid, places.proc), PortHolder::Sure::yes};
}

std::optional<PortHolder> suspect(const fs::path& port, const HolderPlaces& places)
{
    std::error_code error;
    const auto real = fs::canonical(port, error);
    std::optional<PortHolder> named;
    std::optional<PortHolder> usual;
    std::size_t likelihood = takers.size();
    each_process(places.proc, [&](pid_t pid) {
        if (pid == ::getpid()) return false;
        const auto name = name_of(pid, places.proc);
        if (!error && names_port(pid, real, places.proc)) named = PortHolder{pid, name, PortHolder::Sure::perhaps};
        const auto at = static_cast<std::size_t>(std::find(takers.begin(), takers.end(), name) - takers.begin());
        if (at < likelihood) {
            usual = PortHolder{pid, name, PortHolder::Sure::perhaps};
            likelihood = at;
        }
        return named.has_value();
    });
    return named ? named : usual;
}
} // namespace nida::modem
