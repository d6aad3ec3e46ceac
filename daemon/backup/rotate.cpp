#include "daemon/backup/rotate.hpp"

#include "daemon/backup/copy.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <string_view>
#include <vector>

namespace nida::daemon
{
namespace
{
namespace fs = std::filesystem;
constexpr std::string_view prefix = "nida-", suffix = ".backup", pattern = "nida-YYYYMMDD-HHMMSS.backup";

/// The hour that a name says, if it is one of ours.
std::optional<Time> hour_in(std::string_view name)
{
    if (name.size() != pattern.size() || !name.starts_with(prefix) || !name.ends_with(suffix)) return {};
    const auto stamp = name.substr(prefix.size(), 15);
    const auto number = [&](std::size_t at, std::size_t digits) {
        int value = 0;
        for (const char c : stamp.substr(at, digits)) {
            if (c < '0' || c > '9') return -1;
            value = value * 10 + (c - '0');
        }
        return value;
    };
    const int year = number(0, 4), month = number(4, 2), day = number(6, 2), hour = number(9, 2),
              minute = number(11, 2), second = number(13, 2);
    const auto date = std::chrono::year{year} / month / day;
    if (stamp[8] != '-' || !date.ok() || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
        second > 60)
        return {};
    return std::chrono::sys_days{date} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
           std::chrono::seconds{second};
}

struct Copy {
    Time made_at;
    fs::path file;
};
/// The newest first.
std::vector<Copy> copies_in(const fs::path& folder)
{
    std::vector<Copy> copies;
    std::error_code error;
    for (fs::directory_iterator at{folder, error}, end; !error && at != end; at.increment(error))
        if (const auto hour = hour_in(at->path().filename().native())) copies.push_back({*hour, at->path()});
    std::sort(copies.begin(), copies.end(), [](const Copy& a, const Copy& b) { return a.made_at > b.made_at; });
    return copies;
}

/// What a kill, a power cut or a stop left of a copy: nobody else gives a file such a name.
void forget_interrupted(const fs::path& folder)
{
    constexpr std::string_view part = ".part";
    std::error_code error, ignored;
    for (fs::directory_iterator at{folder, error}, end; !error && at != end; at.increment(error)) {
        const auto name = at->path().filename().string();
        if (name.ends_with(part) && hour_in(std::string_view{name}.substr(0, name.size() - part.size())) &&
            at->symlink_status(ignored).type() == fs::file_type::regular)
            fs::remove(at->path(), ignored);
    }
}

void require_folder(const fs::path& folder)
{
    std::error_code error;
    if (fs::is_directory(folder, error)) return;
    const auto text = fmt::format(
        "the folder {} is not there{}: is the stick plugged in and mounted, and does the folder exist on it?",
        folder.string(), error && error.value() != ENOENT ? " (" + error.message() + ")" : "");
    throw BackupError{BackupError::What::io, text, text};
}
} // namespace

std::optional<Time> look_through(const fs::path& folder)
{
    forget_interrupted(folder);
    const auto copies = copies_in(folder);
    if (copies.empty()) return {};
    return copies.front().made_at;
}

fs::path rotate(const fs::path& store, const RotationSettings& settings, Time now, const std::function<bool()>& go_on)
{
    require_folder(settings.folder);
    forget_interrupted(settings.folder);
    const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    const auto file =
        settings.folder / fmt::format("nida-{:%Y%m%d-%H%M%S}.backup", fmt::gmtime(static_cast<std::time_t>(seconds)));
    {
        // Before the work: a stick that cannot be written to is told at once.
        PartFile part{file};
        const StoreCopy copy{store, go_on};
        require_room(settings.folder, sealed_octets(settings.key, copy.octets()));
        copy.seal_to(settings.key, now, [&](Octets octets) { part.write(octets); });
        part.commit();
    }
    // The one just made stays. Those that a clock which went astray named later than now are the first to go.
    auto copies = copies_in(settings.folder);
    std::stable_partition(copies.begin(), copies.end(), [now](const Copy& copy) { return copy.made_at <= now; });
    int others = 0;
    std::error_code ignored;
    for (const auto& copy : copies)
        if (copy.file != file && ++others >= settings.keep) fs::remove(copy.file, ignored);
    return file;
}
} // namespace nida::daemon
