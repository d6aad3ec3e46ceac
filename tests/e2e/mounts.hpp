#pragma once
#include <filesystem>

namespace nida::e2e
{
/// From here on what this process and its children mount is theirs alone: mount_namespaces(7), for a user inside a user namespace, in
/// which he is root. Once a process, before it has threads. @throws std::system_error where the kernel does not allow it
void unshare_mounts();

/// mount(2). @throws std::system_error
void mount(const std::filesystem::path& what, const std::filesystem::path& where, const char* type, unsigned long flags,
           const char* data = nullptr);

/// A file system of its own in memory, small enough to be filled. It goes with this object.
class SmallDisk
{
public:
    SmallDisk(const std::filesystem::path& where, unsigned kilobytes);
    ~SmallDisk();
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
    void make_read_only(bool read_only) const;
private:
    std::filesystem::path where_;
};
} // namespace nida::e2e
