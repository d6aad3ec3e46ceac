#include "daemon/store/key_file.hpp"

#include "daemon/backup/files.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <stdexcept>
#include <sys/stat.h>
#include <utility>

namespace nida::daemon
{
KeyFile::KeyFile(std::filesystem::path file, std::string meaning) : file_{std::move(file)}, meaning_{std::move(meaning)}
{
}

const KeyFile::Key* KeyFile::find()
{
    if (key_) return &*key_;
    const auto unusable = [this](std::string_view why) {
        return std::runtime_error{fmt::format("{}: {}. {}", file_.string(), why, meaning_)};
    };
    const Descriptor file{::open(file_.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
    if (file.get() < 0) {
        if (errno == ENOENT) return nullptr;
        throw unusable(std::strerror(errno));
    }
    struct stat about {
    };
    if (::fstat(file.get(), &about) != 0 || !S_ISREG(about.st_mode)) throw unusable("it is no regular file");
    if ((about.st_mode & 077) != 0) throw unusable("others than its owner may read it (chmod 600)");
    Key key;
    if (about.st_size != static_cast<off_t>(key.size()) ||
        ::read(file.get(), key.data(), key.size()) != static_cast<ssize_t>(key.size()))
        throw unusable("it is not the 32 octets of a key");
    key_ = key;
    return &*key_;
}

const KeyFile::Key& KeyFile::require()
{
    if (const auto* key = find()) return *key;
    if (sodium_init() < 0) throw std::runtime_error{"libsodium does not start"};
    Key key;
    randombytes_buf(key.data(), key.size());
    PartFile file{file_};
    file.write(key);
    file.commit();
    key_ = key;
    return *key_;
}
} // namespace nida::daemon
