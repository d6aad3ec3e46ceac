#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace nida::daemon
{
/// What is left on a disk.
struct DiskSpace {
    std::uint64_t octets = 0; ///< the whole disk
    std::uint64_t free = 0;   ///< for us
};
/// @param directory  empty: the one we stand in. @return none where it cannot be asked
std::optional<DiskSpace> space_of(const std::filesystem::path& directory);

/// How much of a disk is kept back, in octets.
struct DiskMarks {
    std::uint64_t low;     ///< below it, people are told while there is time to do something
    std::uint64_t reserve; ///< below it, nothing new begins: what is left is for results, reports and arrivals
};
DiskMarks marks_for(std::uint64_t disk_octets);

enum class Room { ample, low, none };

/// The room on the store's disk, as it was seen last.
struct DiskRoom {
    Room room = Room::ample;
    DiskSpace space;
    std::string text; ///< what is wrong and what to do, for people; empty where room is ample
};
/// @param before  a disk that was low or full must have gained a quarter of the mark before it counts as better, or it would change all the time
DiskRoom judge_room(const DiskSpace& space, Room before, const std::filesystem::path& file);
} // namespace nida::daemon
