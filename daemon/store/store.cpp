#include "daemon/store/store.hpp"

#include "daemon/store/schema.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

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

/// The schema is made before the reading connection opens, which could not make the file.
const std::filesystem::path& prepared(const std::filesystem::path& path)
{
    try {
        Connection connection{path, Connection::Mode::write};
        prepare_schema(connection);
    } catch (const std::exception& e) {
        throw StoreOpenError(
            fmt::format("cannot open the store {}: {}. Check that its directory exists, belongs to this "
                        "user and has space",
                        path.string(), e.what()));
    }
    return path;
}
} // namespace

void throw_exception_from_error(const StoreError& error, const boost::source_location&)
{
    throw std::runtime_error(error.text);
}

Store::Lock::Lock(const std::filesystem::path& store)
{
    const auto path = store.string() + ".lock";
    // The people's data in the store is nobody else's: files are born private.
    ::umask(077);
    descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor_ < 0)
        throw StoreOpenError(fmt::format("cannot create {}: {}. Check that the directory of [store] path exists and "
                                         "belongs to the user that nidad runs as",
                                         path, std::strerror(errno)));
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
        const auto holder = lock_holder(descriptor_);
        ::close(descriptor_);
        throw StoreOpenError(
            fmt::format("the store {} is in use by another nidad (process {}). Stop that one first, or "
                        "give this one another [store] path",
                        store.string(), holder));
    }
    const auto self = std::to_string(::getpid());
    if (::ftruncate(descriptor_, 0) != 0 || ::pwrite(descriptor_, self.data(), self.size(), 0) < 0) {
        // The number only helps people; the lock itself holds without it.
    }
}

Store::Lock::~Lock() { ::close(descriptor_); }

Store::Store(boost::asio::any_io_executor executor, std::filesystem::path path)
    : path_{std::move(path)},
      lock_{path_},
      writer_{executor, prepared(path_), Connection::Mode::write},
      reader_{executor, path_, Connection::Mode::read}
{
}

Store::~Store() = default;

std::uintmax_t Store::bytes() const
{
    std::uintmax_t sum = 0;
    for (const char* suffix : {"", "-wal"}) {
        std::error_code ignored;
        const auto size = std::filesystem::file_size(path_.string() + suffix, ignored);
        if (!ignored) sum += size;
    }
    return sum;
}

std::string Store::trouble() const { return writer_.trouble(); }
} // namespace nida::daemon
