#include "daemon/store/damage.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

namespace nida::daemon
{
std::filesystem::path damage_note(const std::filesystem::path& store) { return store.string() + ".damaged"; }

Damage::Damage(const std::filesystem::path& store) : file_{damage_note(store)}
{
    std::error_code none;
    if (!std::filesystem::exists(file_, none)) return;
    std::ifstream in{file_};
    std::getline(in, text_);
    if (text_.empty()) text_ = "a run before this one found it damaged";
}

std::string Damage::text() const
{
    const std::lock_guard hold{mutex_};
    return text_;
}

std::string Damage::note(const std::string& text)
{
    const std::lock_guard hold{mutex_};
    if (!text_.empty()) return {};
    text_ = text;
    const int file = ::open(file_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    const auto line = text + '\n';
    const bool written =
        file >= 0 && ::write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size()) && ::fsync(file) == 0;
    std::string trouble;
    if (!written)
        trouble = file_.string() + " could not be written, so the next start will not know of the damage: " +
                  std::generic_category().message(errno);
    if (file >= 0) ::close(file);
    return trouble;
}
} // namespace nida::daemon
