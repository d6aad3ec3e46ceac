#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include <sys/types.h>

namespace nida::modem
{
/// A program that has a port, or may have it.
struct PortHolder {
    enum class Sure {
        yes,    ///< it has the port open, or locked
        perhaps ///< it runs, and is one of those that would
    };
    pid_t pid = 0;
    std::string program; ///< "ModemManager"; empty where it may not be seen
    Sure sure = Sure::yes;

    /// "ModemManager (pid 812)", "perhaps ModemManager (pid 812), which runs here"
    std::string text() const;
};

/// Where to look; tests have their own.
struct HolderPlaces {
    std::filesystem::path proc = "/proc";
    std::filesystem::path locks = "/run/lock";
};

/// The program that has the port, perhaps this one: by its lock (/proc/locks), by its open descriptors where they may be read
/// (root, or the same user), by the lock file. Reads all of /proc: for errors and for people, not for the loop's thread.
/// @param port  perhaps through symlinks
std::optional<PortHolder> find_holder(const std::filesystem::path& port, const HolderPlaces& places = {});

/// Where nobody can be named: a program that has the port's name among its arguments, else one of those that are known to take
/// modems.
std::optional<PortHolder> suspect(const std::filesystem::path& port, const HolderPlaces& places = {});
} // namespace nida::modem
