#include "daemon/backup/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include <cerrno>

namespace nida::daemon
{
void write_all(int descriptor, Octets octets, const std::string& name)
{
    while (!octets.empty()) {
        const auto count = ::write(descriptor, octets.data(), octets.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) throw_io("cannot write " + name, errno);
        octets = octets.subspan(static_cast<std::size_t>(count));
    }
}

Source source_of(int descriptor, std::string name)
{
    return [descriptor, name = std::move(name)](std::span<std::uint8_t> to) -> std::size_t {
        for (;;) {
            const auto count = ::read(descriptor, to.data(), to.size());
            if (count >= 0) return static_cast<std::size_t>(count);
            if (errno != EINTR) throw_io("cannot read " + name, errno);
        }
    };
}

PartFile::PartFile(std::filesystem::path file, mode_t mode) : file_{std::move(file)}, part_{file_.string() + ".part"}
{
    // One that an interrupted attempt left is of no use to anybody.
    ::unlink(part_.c_str());
    descriptor_ = Descriptor{::open(part_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)};
    if (descriptor_.get() < 0) throw_io("cannot make " + part_.string(), errno);
    if (::fchmod(descriptor_.get(), mode) != 0) {
        // FAT has no modes: there, whoever mounted the stick says who may read it.
    }
}

PartFile::~PartFile()
{
    if (!committed_ && descriptor_.get() >= 0) ::unlink(part_.c_str());
}

void PartFile::sync()
{
    if (::fsync(descriptor_.get()) != 0) throw_io("cannot write " + part_.string(), errno);
}

void PartFile::commit()
{
    sync();
    if (::rename(part_.c_str(), file_.c_str()) != 0) throw_io("cannot make " + file_.string(), errno);
    committed_ = true;
    sync_directory(directory_of(file_));
}

std::filesystem::path directory_of(const std::filesystem::path& file)
{
    return file.has_parent_path() ? file.parent_path() : std::filesystem::path{"."};
}

void sync_directory(const std::filesystem::path& directory)
{
    const Descriptor open{::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    // Some filesystems cannot do that to a directory, and say EINVAL.
    if (open.get() < 0 || (::fsync(open.get()) != 0 && errno != EINVAL))
        throw_io("cannot write " + directory.string(), errno);
}

void require_room(const std::filesystem::path& directory, std::uint64_t octets)
{
    struct statvfs found {
    };
    if (::statvfs(directory.c_str(), &found) != 0) throw_io(directory.string(), errno);
    const auto free = std::uint64_t{found.f_bavail} * found.f_frsize;
    if (free >= octets) return;
    const auto mib = [](std::uint64_t value) { return (value + (1 << 20) - 1) >> 20; };
    const auto text =
        fmt::format("{} MiB are needed in {}, and {} MiB are free", mib(octets), directory.string(), free >> 20);
    throw BackupError{BackupError::What::no_space, text, text};
}
} // namespace nida::daemon
