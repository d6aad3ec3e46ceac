#pragma once
#include "daemon/backup/errors.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <variant>
#include <vector>

/// A sealed copy: a header, then the copy in chunks, each encrypted and authenticated in its order, the last marked as such
/// (libsodium's secretstream: XChaCha20 and Poly1305). Numbers are little-endian.
///
///     8  "NIDABACK"          1  version (1)      1  kind: 1 passphrase, 2 public key
///     8  octets of the copy  8  when it was made, microseconds since 1970
///     kind 1: 16 salt, 4 passes, 4 KiB of memory, for Argon2id
///     kind 2: 8 which public key (its BLAKE2b), 80 the key of this copy, sealed to it (crypto_box_seal)
///    24  the stream's header
///    32  authentication of all this
///     n  chunks of 64 KiB (the last may be shorter) and 17 octets each
namespace nida::daemon
{
using Octets = std::span<const std::uint8_t>;
using Time = std::chrono::sys_time<std::chrono::microseconds>;

struct Passphrase {
    std::string words;
};
struct PublicKey {
    std::array<std::uint8_t, 32> octets; ///< X25519
};
struct SecretKey {
    std::array<std::uint8_t, 32> octets;
};
using SealTo = std::variant<Passphrase, PublicKey>;
using OpenWith = std::variant<Passphrase, SecretKey>;

/// Takes the next octets. It may throw, which ends the sealing or opening.
using Sink = std::function<void(Octets)>;
/// Fills the span as far as it can. @return how many octets; 0 at the end
using Source = std::function<std::size_t(std::span<std::uint8_t>)>;

/// How many octets `seal` makes of so many.
std::uint64_t sealed_octets(const SealTo& key, std::uint64_t octets);

/// Seals exactly `octets` octets of `in`. Memory: two chunks, and 64 MiB for a moment where the key is a passphrase.
/// @throws BackupError `io` where `in` ends too early or that memory is not to be had
void seal(const SealTo& key, Time made_at, const Source& in, std::uint64_t octets, const Sink& out);

struct SealedHeader {
    bool to_passphrase = false; ///< else to a public key
    std::uint64_t octets = 0;   ///< of what was sealed. Not believed before `open_sealed` has checked it.
    Time made_at{};
    std::array<std::uint8_t, 16> salt{};
    std::uint32_t passes = 0, memory_kib = 0;
    std::array<std::uint8_t, 8> key_id{};
    std::array<std::uint8_t, 80> sealed_key{};
    std::array<std::uint8_t, 24> stream{};
    std::array<std::uint8_t, 32> authentication{};
    std::vector<std::uint8_t> authenticated; ///< the octets of the header that `authentication` is about
};

/// Reads the header and nothing behind it. Total: any octets give a header or an error.
/// @throws BackupError `not_a_backup`, `newer_format`, `truncated`, `damaged`
SealedHeader read_sealed_header(const Source& in);

/// Gives what was sealed. `out` sees only octets that were authenticated, but the whole is whole only when this returns.
/// @throws BackupError `wrong_passphrase`, `wrong_key`, `sealed_to_key`, `sealed_to_words`, `truncated`, `damaged`
void open_sealed(const SealedHeader& header, const OpenWith& key, const Source& in, const Sink& out);
} // namespace nida::daemon
