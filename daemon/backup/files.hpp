#pragma once
#include "daemon/backup/sealing.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <sys/types.h>
#include <unistd.h>
#include <utility>

namespace nida::daemon
{
/// A descriptor that is closed on every way out.
class Descriptor
{
public:
    explicit Descriptor(int descriptor = -1) : descriptor_{descriptor} {}
    ~Descriptor()
    {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    Descriptor(Descriptor&& other) noexcept : descriptor_{std::exchange(other.descriptor_, -1)} {}
    Descriptor& operator=(Descriptor&& other) noexcept
    {
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }
    int get() const { return descriptor_; }
private:
    int descriptor_;
};

/// @param name  of the file, for the error. @throws BackupError `no_space` or `io`
void write_all(int descriptor, Octets octets, const std::string& name);
/// From where the descriptor stands. @throws from the source: BackupError `io`
Source source_of(int descriptor, std::string name);

/// What is written under another name, "FILE.part", until it is whole and on the disk: then FILE is it, or what was there before.
class PartFile
{
public:
    /// @param mode  whatever the umask. @throws BackupError
    explicit PartFile(std::filesystem::path file, mode_t mode = 0600);
    ~PartFile(); ///< removes what was not committed
    PartFile(const PartFile&) = delete;
    PartFile& operator=(const PartFile&) = delete;

    void write(Octets octets) { write_all(descriptor_.get(), octets, part_.string()); }
    void sync();   ///< its content is on the disk when this returns
    void commit(); ///< the same, and then it has its name
    int descriptor() const { return descriptor_.get(); }
    const std::filesystem::path& part() const { return part_; }
private:
    std::filesystem::path file_, part_;
    Descriptor descriptor_;
    bool committed_ = false;
};

/// Makes what happened in a directory last. @throws BackupError `io`
void sync_directory(const std::filesystem::path& directory);
std::filesystem::path directory_of(const std::filesystem::path& file);

/// @throws BackupError `no_space` with what is missing where there is less room in the directory than `octets`, and `io` where it is not there
void require_room(const std::filesystem::path& directory, std::uint64_t octets);
} // namespace nida::daemon
