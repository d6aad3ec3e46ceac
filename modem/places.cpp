#include "modem/places.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <glob.h>
#include <set>
#include <sys/stat.h>

namespace nida::modem
{
namespace fs = std::filesystem;

namespace
{
std::vector<std::string> matching(const std::string& pattern)
{
    glob_t found{};
    std::vector<std::string> paths;
    if (::glob(pattern.c_str(), 0, nullptr, &found) == 0)
        for (std::size_t i = 0; i < found.gl_pathc; ++i)
            paths.emplace_back(found.gl_pathv[i]);
    ::globfree(&found);
    return paths;
}

/// A link that was made anew, or a node behind it, has another number or time, even where its name is the same.
std::string fingerprint_of(const std::string& path, const fs::path& real)
{
    struct stat link {
    };
    struct stat node {
    };
    if (::lstat(path.c_str(), &link) != 0 || ::stat(path.c_str(), &node) != 0) return {};
    const bool is_link = S_ISLNK(link.st_mode); // a node's own times change with every use
    return fmt::format("{} {} {} {}.{}", real.string(), node.st_ino, is_link ? link.st_ino : 0,
                       is_link ? link.st_ctim.tv_sec : 0, is_link ? link.st_ctim.tv_nsec : 0);
}
} // namespace

bool same_port(const fs::path& a, const fs::path& b)
{
    struct stat one {
    };
    struct stat other {
    };
    return a == b || (::stat(a.c_str(), &one) == 0 && ::stat(b.c_str(), &other) == 0 && one.st_dev == other.st_dev &&
                      one.st_ino == other.st_ino);
}

bool Place::has(const fs::path& port) const
{
    return std::any_of(ports.begin(), ports.end(), [&](const std::string& own) { return same_port(port, own); });
}

std::vector<Place> find_places(const std::vector<std::string>& named, const DeviceTree& tree,
                               std::span<const protocol::Dialect> dialects)
{
    std::vector<Place> places;
    std::set<fs::path> known;
    for (auto& device : find_devices(tree, dialects)) {
        Place place{device.usb_path, {}, {}, {}};
        for (const auto& port : device.ports) {
            place.ports.push_back(port.path);
            known.insert(port.path);
        }
        place.fingerprint =
            fmt::format("{}.{} {}", device.identity.bus, device.identity.address, fmt::join(place.ports, " "));
        place.usb = std::move(device);
        places.push_back(std::move(place));
    }
    for (const auto& pattern : named)
        for (auto& path : matching(pattern)) {
            std::error_code error;
            const auto real = fs::canonical(path, error);
            if (error || !fs::is_character_file(real, error) || !known.insert(real).second) continue;
            auto fingerprint = fingerprint_of(path, real);
            places.push_back({path, {}, {path}, std::move(fingerprint)});
        }
    return places;
}
} // namespace nida::modem
