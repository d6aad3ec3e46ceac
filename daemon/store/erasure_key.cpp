#include "daemon/store/erasure_key.hpp"

#include "daemon/backup/files.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <stdexcept>
#include <sys/stat.h>

namespace nida::daemon
{
namespace
{
[[noreturn]] void unusable(const std::filesystem::path& file, std::string_view why)
{
    throw std::runtime_error{
        fmt::format("{}: {}. It is what erased people are known again by: bring the file back from where it is "
                    "kept, or take it away if it is lost (then imports may bring erased people back)",
                    file.string(), why)};
}

std::span<const unsigned char> octets(std::string_view text)
{
    return {reinterpret_cast<const unsigned char*>(text.data()), text.size()};
}
} // namespace

ErasureKey::ErasureKey(const std::filesystem::path& store) : file_{store.string() + ".erasure-key"} {}

bool ErasureKey::load()
{
    if (key_) return true;
    const Descriptor file{::open(file_.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
    if (file.get() < 0) {
        if (errno == ENOENT) return false;
        unusable(file_, std::strerror(errno));
    }
    struct stat about {
    };
    if (::fstat(file.get(), &about) != 0 || !S_ISREG(about.st_mode)) unusable(file_, "it is no regular file");
    if ((about.st_mode & 077) != 0) unusable(file_, "others than its owner may read it (chmod 600)");
    std::array<std::uint8_t, 32> key;
    if (about.st_size != static_cast<off_t>(key.size()) ||
        ::read(file.get(), key.data(), key.size()) != static_cast<ssize_t>(key.size()))
        unusable(file_, "it is not the 32 octets of a key");
    key_ = key;
    return true;
}

std::optional<ErasureKey::Hash> ErasureKey::hash(std::string_view number)
{
    if (!load()) return {};
    Hash hash;
    crypto_generichash(hash.data(), hash.size(), octets(number).data(), number.size(), key_->data(), key_->size());
    return hash;
}

std::optional<std::array<std::uint8_t, 8>> ErasureKey::check()
{
    const auto whole = hash("which key this is");
    if (!whole) return {};
    std::array<std::uint8_t, 8> check;
    std::copy_n(whole->begin(), check.size(), check.begin());
    return check;
}

void ErasureKey::require()
{
    if (load()) return;
    if (sodium_init() < 0) throw std::runtime_error{"libsodium does not start"};
    std::array<std::uint8_t, 32> key;
    randombytes_buf(key.data(), key.size());
    PartFile file{file_};
    file.write(key);
    file.commit();
    key_ = key;
}
} // namespace nida::daemon
