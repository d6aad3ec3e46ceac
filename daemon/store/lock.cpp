#include "daemon/store/lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>

namespace nida::daemon
{
namespace
{
std::string lock_holder(int descriptor)
{
    std::array<char, 32> text{};
    const auto count = ::pread(descriptor, text.data(), text.size() - 1, 0);
    return count > 0 ? std::string(text.data(), static_cast<std::size_t>(count)) : std::string{"unknown"};
}

/// What root makes here must stay usable for the user that nidad runs as, whose the directory is.
void give_to_owner_of(const std::filesystem::path& directory, int descriptor)
{
    struct stat found {
    };
    if (::geteuid() != 0 || ::stat(directory.empty() ? "." : directory.c_str(), &found) != 0) return;
    if (::fchown(descriptor, found.st_uid, found.st_gid) != 0) {
        // Then nidad will say that it cannot open it, and whose it is.
    }
}
} // namespace

StoreLock::StoreLock(const std::filesystem::path& store)
{
    const auto path = store.string() + ".lock";
    // The people's data in the store is nobody else's: files are born private.
    ::umask(077);
    descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor_ < 0)
        throw StoreOpenError(fmt::format("cannot create {}: {}. Check that the directory of [store] path exists and "
                                         "belongs to the user that nidad runs as",
                                         path, std::strerror(errno)));
    give_to_owner_of(store.parent_path(), descriptor_);
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
        const auto holder = lock_holder(descriptor_);
        ::close(descriptor_);
        throw StoreInUse(fmt::format("the store {} is in use by another nidad (process {}). Stop that one first, or "
                                     "give this one another [store] path",
                                     store.string(), holder));
    }
    const auto self = std::to_string(::getpid());
    if (::ftruncate(descriptor_, 0) != 0 || ::pwrite(descriptor_, self.data(), self.size(), 0) < 0) {
        // The number only helps people; the lock itself holds without it.
    }
}

StoreLock::~StoreLock() { ::close(descriptor_); }
} // namespace nida::daemon
