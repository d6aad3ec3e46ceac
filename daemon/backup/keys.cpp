#include "daemon/backup/keys.hpp"

#include "daemon/backup/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <system_error>

namespace nida::daemon
{
namespace
{
constexpr std::string_view public_mark = "nida-backup-public-key-1 ";
constexpr std::string_view secret_mark = "nida-backup-secret-key-1 ";
constexpr std::size_t longest_file = 4096;

[[noreturn]] void unusable(const std::filesystem::path& file, std::string_view why)
{
    const auto text = fmt::format("{}: {}", file.string(), why);
    throw BackupError{BackupError::What::key_file, text, text};
}

/// @param secret  whether it must be closed to others
std::string first_line(const std::filesystem::path& file, bool secret)
{
    // Without O_NONBLOCK the open of a FIFO would wait for a writer.
    const Descriptor open{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)};
    if (open.get() < 0) unusable(file, "cannot be read: " + std::generic_category().message(errno));
    struct stat status {
    };
    if (::fstat(open.get(), &status) != 0 || !S_ISREG(status.st_mode)) unusable(file, "is not an ordinary file");
    std::string text(longest_file, '\0');
    const auto count = ::read(open.get(), text.data(), text.size());
    if (count < 0) unusable(file, "cannot be read: " + std::generic_category().message(errno));
    text.resize(static_cast<std::size_t>(count));
    text.resize(std::min(text.find('\n'), text.size()));
    while (!text.empty() && text.back() == '\r')
        text.pop_back();
    // A public key may be open to all: where it was given in a secret's place, that is what is wrong.
    if (secret && (status.st_mode & S_IRWXO) != 0 && !text.starts_with(public_mark))
        unusable(file, "is open to every user of this machine. Close it with: chmod 600 " + file.string());
    return text;
}

bool decode(std::string_view text, std::string_view mark, std::array<std::uint8_t, 32>& to)
{
    if (!text.starts_with(mark)) return false;
    text.remove_prefix(mark.size());
    while (text.ends_with(' '))
        text.remove_suffix(1);
    std::size_t size = 0;
    return sodium_base642bin(to.data(), to.size(), text.data(), text.size(), nullptr, &size, nullptr,
                             sodium_base64_VARIANT_ORIGINAL) == 0 &&
           size == to.size();
}

std::string encode(std::string_view mark, const std::array<std::uint8_t, 32>& octets)
{
    std::array<char, sodium_base64_ENCODED_LEN(32, sodium_base64_VARIANT_ORIGINAL)> text{};
    sodium_bin2base64(text.data(), text.size(), octets.data(), octets.size(), sodium_base64_VARIANT_ORIGINAL);
    return std::string{mark} + text.data();
}

void write_new(const std::filesystem::path& file, std::string_view text, mode_t mode)
{
    const Descriptor made{::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)};
    if (made.get() < 0) unusable(file, "cannot be made: " + std::generic_category().message(errno));
    if (::fchmod(made.get(), mode) != 0) unusable(file, "cannot be closed to others");
    const auto line = std::string{text} + '\n';
    write_all(made.get(), {reinterpret_cast<const std::uint8_t*>(line.data()), line.size()}, file.string());
    if (::fsync(made.get()) != 0) throw_io("cannot write " + file.string(), errno);
}
} // namespace

Passphrase read_passphrase(const std::filesystem::path& file)
{
    auto words = first_line(file, true);
    if (words.starts_with(public_mark) || words.starts_with(secret_mark)) unusable(file, "holds a key, no passphrase");
    if (words.empty()) unusable(file, "is empty: its first line has to be the passphrase");
    return {std::move(words)};
}

PublicKey public_key_from(std::string_view text)
{
    PublicKey key{};
    if (!decode(text, public_mark, key.octets))
        throw BackupError{BackupError::What::key_file, "that is no public key", "that is no public key"};
    return key;
}

std::string text_of(const PublicKey& key) { return encode(public_mark, key.octets); }

PublicKey read_public_key(const std::filesystem::path& file)
{
    const auto text = first_line(file, false);
    if (text.starts_with(secret_mark))
        unusable(file, "holds the secret key, which belongs where no copies are made: name the file that ends in .pub");
    PublicKey key{};
    if (!decode(text, public_mark, key.octets)) unusable(file, "holds no public key; `nida backup-key` makes one");
    return key;
}

SecretKey read_secret_key(const std::filesystem::path& file)
{
    const auto text = first_line(file, true);
    if (text.starts_with(public_mark)) unusable(file, "holds the public key: name the file without .pub");
    SecretKey key{};
    if (!decode(text, secret_mark, key.octets)) unusable(file, "holds no secret key");
    return key;
}

SealTo read_seal_key(const std::filesystem::path& file)
{
    const auto text = first_line(file, false);
    if (text.starts_with(public_mark) || text.starts_with(secret_mark)) return read_public_key(file);
    auto passphrase = read_passphrase(file);
    if (passphrase.words.size() < shortest_passphrase)
        unusable(file, fmt::format("the passphrase is too short: at least {} letters", shortest_passphrase));
    return passphrase;
}

void make_key_pair(const std::filesystem::path& file)
{
    if (sodium_init() < 0) unusable(file, "libsodium does not start");
    PublicKey open{};
    SecretKey secret{};
    crypto_box_keypair(open.octets.data(), secret.octets.data());
    auto text = encode(secret_mark, secret.octets);
    write_new(file, text, 0600);
    sodium_memzero(text.data(), text.size());
    sodium_memzero(secret.octets.data(), secret.octets.size());
    write_new(file.string() + ".pub", encode(public_mark, open.octets), 0644);
}
} // namespace nida::daemon
