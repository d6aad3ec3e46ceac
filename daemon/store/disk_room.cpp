#include "daemon/store/disk_room.hpp"

#include <fmt/format.h>
#include <sys/statvfs.h>

#include <algorithm>

namespace nida::daemon
{
namespace
{
constexpr std::uint64_t megabyte = 1'000'000;

bool below(std::uint64_t free, std::uint64_t mark, bool was_below)
{
    return free < (was_below ? mark + mark / 4 : mark);
}
} // namespace

std::optional<DiskSpace> space_of(const std::filesystem::path& directory)
{
    struct statvfs disk {
    };
    // The directory of "nida.db" has no name.
    if (::statvfs(directory.empty() ? "." : directory.c_str(), &disk) != 0) return {};
    return DiskSpace{std::uint64_t{disk.f_blocks} * disk.f_frsize, std::uint64_t{disk.f_bavail} * disk.f_frsize};
}

DiskMarks marks_for(std::uint64_t disk_octets)
{
    // The journal alone takes two megabytes before it is used again from its beginning.
    const auto reserve = std::clamp(disk_octets / 50, 4 * megabyte, 16 * megabyte);
    return {4 * reserve, reserve};
}

DiskRoom judge_room(const DiskSpace& space, Room before, const std::filesystem::path& file)
{
    const auto marks = marks_for(space.octets);
    const auto megabytes = static_cast<double>(space.free) / megabyte;
    if (below(space.free, marks.reserve, before == Room::none))
        return {
            Room::none, space,
            fmt::format(
                "the disk of {} is full: {:.1f} MB are left and kept for what is under way. Nothing new is taken or "
                "sent until some space is freed; then it goes on by itself",
                file.string(), megabytes)};
    if (below(space.free, marks.low, before != Room::ample))
        return {
            Room::low, space,
            fmt::format(
                "the disk of {} is nearly full: {:.1f} MB are left. Free some space; below {:.1f} MB nothing new is "
                "taken or sent",
                file.string(), megabytes, static_cast<double>(marks.reserve) / megabyte)};
    return {Room::ample, space, {}};
}
} // namespace nida::daemon
