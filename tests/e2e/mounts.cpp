#include "tests/e2e/mounts.hpp"

#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <string>
#include <system_error>

namespace nida::e2e
{
namespace
{
[[noreturn]] void fail(const std::string& what) { throw std::system_error{errno, std::generic_category(), what}; }

void write(const std::filesystem::path& file, const std::string& text)
{
    std::ofstream out{file};
    out << text << std::flush;
    if (!out) fail("cannot write " + file.string());
}
} // namespace

void mount(const std::filesystem::path& what, const std::filesystem::path& where, const char* type, unsigned long flags,
           const char* data)
{
    if (::mount(what.c_str(), where.c_str(), type, flags, data) != 0) fail("cannot mount on " + where.string());
}

void unshare_mounts()
{
    const auto user = ::geteuid();
    const auto group = ::getegid();
    if (::unshare(user == 0 ? CLONE_NEWNS : CLONE_NEWUSER | CLONE_NEWNS) != 0) fail("no mount namespace");
    if (user != 0) {
        write("/proc/self/setgroups", "deny");
        write("/proc/self/uid_map", "0 " + std::to_string(user) + " 1");
        write("/proc/self/gid_map", "0 " + std::to_string(group) + " 1");
    }
    mount("none", "/", nullptr, MS_REC | MS_PRIVATE);
}

SmallDisk::SmallDisk(const std::filesystem::path& where, unsigned kilobytes) : where_{where}
{
    std::filesystem::create_directory(where);
    mount("tmpfs", where, "tmpfs", 0, ("size=" + std::to_string(kilobytes) + "k,mode=0700").c_str());
}

SmallDisk::~SmallDisk() { ::umount2(where_.c_str(), MNT_DETACH); }

void SmallDisk::make_read_only(bool read_only) const
{
    constexpr unsigned long again = MS_REMOUNT, without_writing = MS_RDONLY;
    mount("none", where_, nullptr, read_only ? again | without_writing : again);
}
} // namespace nida::e2e
