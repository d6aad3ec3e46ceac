#include "modem/port_lock.hpp"

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <limits>
#include <unistd.h>

namespace nida::modem
{
namespace
{
/// What the file says: ten characters and a newline, or, as some old programs write it, an int. None where it says nothing.
std::optional<pid_t> pid_in(const std::filesystem::path& file)
{
    std::ifstream in{file, std::ios::binary};
    char content[32] = {};
    in.read(content, sizeof content - 1);
    const auto count = in.gcount();
    if (count == static_cast<std::streamsize>(sizeof(std::int32_t))) {
        std::int32_t binary = 0;
        std::memcpy(&binary, content, sizeof binary);
        if (binary > 0 && binary < (1 << 22)) return binary;
    }
    char* end = nullptr;
    const long pid = std::strtol(content, &end, 10);
    if (end == content || pid <= 0 || pid > std::numeric_limits<pid_t>::max()) return {};
    return static_cast<pid_t>(pid);
}

bool lives(pid_t pid) { return ::kill(pid, 0) == 0 || errno == EPERM; }
} // namespace

PortLock::PortLock(const std::filesystem::path& port, const std::filesystem::path& directory)
    : file_{directory / ("LCK.." + port.filename().string())}
{
}

std::optional<pid_t> PortLock::holder() const
{
    const auto pid = pid_in(file_);
    if (!pid || *pid == ::getpid() || !lives(*pid)) return {};
    return pid;
}

bool PortLock::take() const
{
    for (int attempt = 0; attempt < 2; ++attempt) {
        const int fd = ::open(file_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
        if (fd >= 0) {
            const auto pid = fmt::format("{:>10}\n", ::getpid());
            const bool written = ::write(fd, pid.data(), pid.size()) == static_cast<ssize_t>(pid.size());
            ::close(fd);
            if (!written) ::unlink(file_.c_str()); // a full disk: better none than one that says nothing
            return true;
        }
        if (errno != EEXIST) return true; // no such directory, or not ours to write
        if (holder()) return false;
        if (pid_in(file_) == ::getpid()) return true;
        if (::unlink(file_.c_str()) != 0) return true;
    }
    return !holder();
}

void PortLock::release() const
{
    if (pid_in(file_) == ::getpid()) ::unlink(file_.c_str());
}
} // namespace nida::modem
