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
    if (::geteuid() != 0 || ::stat(directory.c_str(), &found) != 0) return;
    if (::fchown(descriptor, found.st_uid, found.st_gid) != 0) {
        // Then nidad will say that it cannot open it, and whose it is.
    }
}

/// The directory belongs to the user that nidad runs as, and root comes here, too: what that user may have laid in the file's place
/// is neither followed, nor written to, nor given away.
int open_lock(const std::filesystem::path& path)
{
    constexpr int flags = O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
    if (const int made = ::open(path.c_str(), flags | O_CREAT | O_EXCL, 0600); made >= 0) {
        give_to_owner_of(path.parent_path(), made);
        return made;
    }
    const int found = errno == EEXIST ? ::open(path.c_str(), flags) : -1;
    if (found < 0 && errno != ELOOP && errno != EISDIR)
        throw StoreOpenError(fmt::format("cannot create {}: {}. Check that the directory of [store] path exists and "
                                         "belongs to the user that nidad runs as",
                                         path.string(), std::strerror(errno)));
    struct stat status {
    };
    if (found >= 0 && ::fstat(found, &status) == 0 && S_ISREG(status.st_mode) && status.st_nlink == 1) return found;
    if (found >= 0) ::close(found);
    throw StoreOpenError(fmt::format("{} is no ordinary file with one name, as nidad makes it: look who put it there, "
                                     "and remove it",
                                     path.string()));
}
} // namespace

std::filesystem::path place_of(const std::filesystem::path& store)
{
    constexpr int longest_chain = 40; // as the kernel has it
    std::error_code error;
    auto place = std::filesystem::absolute(store, error);
    // A link to a store that is not made yet leads to its place as well; canonical names end before it.
    for (int link = 0; link < longest_chain && std::filesystem::is_symlink(place, error); ++link) {
        const auto next = std::filesystem::read_symlink(place, error);
        if (error) break;
        place = place.parent_path() / next;
    }
    auto canonical = std::filesystem::weakly_canonical(place, error);
    return error ? place : canonical; // whoever opens it says what is wrong
}

StoreLock::StoreLock(const std::filesystem::path& store)
{
    // The people's data in the store is nobody else's: files are born private.
    ::umask(077);
    descriptor_ = open_lock(place_of(store).string() + ".lock");
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
