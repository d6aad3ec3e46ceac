#pragma once
#include "daemon/backup/sealing.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace nida::daemon
{
/// Where copies go by themselves, and how many stay.
struct RotationSettings {
    std::filesystem::path folder; ///< is never made: an empty one where a stick should be mounted is not the stick
    std::chrono::seconds every;
    int keep;
    SealTo key;
};

/// Removes what interrupted attempts left, "nida-YYYYMMDD-HHMMSS.backup.part". For who makes the copies there, and while none is made.
/// @return the hour in the name of the newest copy in the folder; none where there is no copy or no folder
std::optional<Time> look_through(const std::filesystem::path& folder);

/// Makes a sealed copy "nida-YYYYMMDD-HHMMSS.backup" (UTC), then removes the oldest beyond `keep`, and no file of any other name.
/// What interrupted attempts left goes first: it takes the room of the new one.
/// @param go_on  as StoreCopy has it
/// @return its name. @throws BackupError; then no older copy was removed
std::filesystem::path rotate(const std::filesystem::path& store, const RotationSettings& settings, Time now,
                             const std::function<bool()>& go_on = {});
} // namespace nida::daemon
