#pragma once
#include "daemon/backup/sealing.hpp"

#include <filesystem>

/// The files that hold what copies are sealed to. All throw BackupError `key_file`, which says what to do.
namespace nida::daemon
{
/// A passphrase for sealing has at least so many octets: who finds the copy may try as long as they like.
constexpr std::size_t shortest_passphrase = 8;

/// The file's first line. A file that others may read is refused.
Passphrase read_passphrase(const std::filesystem::path& file);
PublicKey read_public_key(const std::filesystem::path& file);
/// A file that others may read is refused.
SecretKey read_secret_key(const std::filesystem::path& file);
/// A public key where the file holds one, else a passphrase of at least `shortest_passphrase` octets.
SealTo read_seal_key(const std::filesystem::path& file);

/// The key from its text: "nida-backup-public-key-1 ...", as in the file. @throws BackupError
PublicKey public_key_from(std::string_view text);
std::string text_of(const PublicKey& key);

/// Makes a pair of keys: the secret one in `file` (mode 0600), the public one in `file`.pub. Nothing that exists is overwritten.
void make_key_pair(const std::filesystem::path& file);
} // namespace nida::daemon
