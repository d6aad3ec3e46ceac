#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include <sys/types.h>

namespace nida::modem
{
/// The lock files that minicom, gammu, wvdial and others agree on: "LCK..ttyUSB2" in /run/lock holds the pid of the user of
/// /dev/ttyUSB2 (FHS 3.0 §5.9). They are advice, and only as good as everybody's manners: flock and TIOCEXCL come on top.
class PortLock
{
public:
    /// @param port  the real path, links followed
    explicit PortLock(const std::filesystem::path& port, const std::filesystem::path& directory = "/run/lock");

    /// Who holds it: none where there is no file, its program does not live any more, or it is this one.
    std::optional<pid_t> holder() const;
    /// Takes it, also from a program that does not live any more. Best effort: where the directory is not ours to write, nothing
    /// happens. @return false where another program holds it
    bool take() const;
    /// Removes it where it is ours.
    void release() const;
    const std::filesystem::path& file() const { return file_; }
private:
    std::filesystem::path file_;
};
} // namespace nida::modem
