#include "daemon/backup/sealing.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <concepts>
#include <type_traits>

namespace nida::daemon
{
namespace
{
using What = BackupError::What;
using Key = std::array<std::uint8_t, 32>;
using State = crypto_secretstream_xchacha20poly1305_state;

constexpr std::array<std::uint8_t, 8> magic{'N', 'I', 'D', 'A', 'B', 'A', 'C', 'K'};
constexpr std::uint8_t version = 1, to_passphrase = 1, to_public_key = 2;
constexpr std::size_t chunk_octets = 64 * 1024;
constexpr std::size_t chunk_extra = crypto_secretstream_xchacha20poly1305_ABYTES;
constexpr std::size_t fixed_octets = 26, passphrase_octets = 24, public_key_octets = 88, tail_octets = 24 + 32;
// What a file may ask of this machine before anything about it is known to be true.
constexpr std::uint32_t most_passes = 16, most_memory_kib = 512 * 1024, least_memory_kib = 8;
// Longer than any disk: beyond it, sums of sizes could wrap.
constexpr std::uint64_t most_octets = std::uint64_t{1} << 50;

static_assert(crypto_box_SEALBYTES + 32 == 80 && crypto_pwhash_SALTBYTES == 16 &&
              crypto_secretstream_xchacha20poly1305_HEADERBYTES == 24 && crypto_auth_BYTES == 32);

void start_sodium()
{
    if (sodium_init() < 0) throw BackupError{What::io, "libsodium does not start", "libsodium does not start"};
}

/// The two keys that come of the one which the passphrase or the public key gives.
struct Keys {
    explicit Keys(const Key& master)
    {
        crypto_kdf_derive_from_key(stream.data(), stream.size(), 1, "nidaback", master.data());
        crypto_kdf_derive_from_key(header.data(), header.size(), 2, "nidaback", master.data());
    }
    ~Keys()
    {
        sodium_memzero(stream.data(), stream.size());
        sodium_memzero(header.data(), header.size());
    }
    Keys(const Keys&) = delete;
    Keys& operator=(const Keys&) = delete;
    Key stream{}, header{};
};

Key key_of(const Passphrase& passphrase, Octets salt, std::uint32_t passes, std::uint32_t memory_kib)
{
    Key key{};
    if (crypto_pwhash(key.data(), key.size(), passphrase.words.data(), passphrase.words.size(), salt.data(), passes,
                      std::size_t{memory_kib} * 1024, crypto_pwhash_ALG_ARGON2ID13) != 0) {
        const auto text = fmt::format("{} MiB of memory for the passphrase are not to be had", memory_kib / 1024);
        throw BackupError{What::io, text, text};
    }
    return key;
}

std::array<std::uint8_t, 8> id_of(const std::array<std::uint8_t, 32>& public_key)
{
    std::array<std::uint8_t, 16> hash{};
    crypto_generichash(hash.data(), hash.size(), public_key.data(), public_key.size(), nullptr, 0);
    std::array<std::uint8_t, 8> id{};
    std::copy_n(hash.begin(), id.size(), id.begin());
    return id;
}

template <std::integral Integer> void append(std::vector<std::uint8_t>& to, Integer value)
{
    for (std::size_t i = 0; i < sizeof value; ++i)
        to.push_back(static_cast<std::uint8_t>(static_cast<std::make_unsigned_t<Integer>>(value) >> (8 * i)));
}
void append(std::vector<std::uint8_t>& to, Octets octets) { to.insert(to.end(), octets.begin(), octets.end()); }

/// Reads from the front of octets whose number was checked before.
struct Reader {
    Octets rest;
    template <class Integer> Integer integer()
    {
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < sizeof(Integer); ++i)
            value |= std::uint64_t{rest[i]} << (8 * i);
        rest = rest.subspan(sizeof(Integer));
        return static_cast<Integer>(value);
    }
    template <std::size_t n> void take(std::array<std::uint8_t, n>& to)
    {
        std::copy_n(rest.begin(), n, to.begin());
        rest = rest.subspan(n);
    }
};

std::size_t fill(const Source& in, std::span<std::uint8_t> to)
{
    std::size_t filled = 0;
    while (filled < to.size()) {
        const auto count = in(to.subspan(filled));
        if (count == 0) break;
        filled += count;
    }
    return filled;
}

std::uint64_t chunks_of(std::uint64_t octets)
{
    return std::max<std::uint64_t>(1, (octets + chunk_octets - 1) / chunk_octets);
}

/// The header without the stream's and its authentication, and the key that it leads to.
struct Begun {
    std::vector<std::uint8_t> octets;
    Key key{};
};
Begun begin(const SealTo& to, Time made_at, std::uint64_t octets)
{
    Begun begun;
    append(begun.octets, magic);
    begun.octets.push_back(version);
    const auto* passphrase = std::get_if<Passphrase>(&to);
    begun.octets.push_back(passphrase ? to_passphrase : to_public_key);
    append(begun.octets, octets);
    append(begun.octets, std::int64_t{made_at.time_since_epoch().count()});
    if (passphrase) {
        std::array<std::uint8_t, crypto_pwhash_SALTBYTES> salt{};
        randombytes_buf(salt.data(), salt.size());
        const auto passes = static_cast<std::uint32_t>(crypto_pwhash_OPSLIMIT_INTERACTIVE);
        const auto memory_kib = static_cast<std::uint32_t>(crypto_pwhash_MEMLIMIT_INTERACTIVE / 1024);
        begun.key = key_of(*passphrase, salt, passes, memory_kib);
        append(begun.octets, salt);
        append(begun.octets, passes);
        append(begun.octets, memory_kib);
        return begun;
    }
    const auto& recipient = std::get<PublicKey>(to).octets;
    randombytes_buf(begun.key.data(), begun.key.size());
    std::array<std::uint8_t, 80> sealed{};
    if (crypto_box_seal(sealed.data(), begun.key.data(), begun.key.size(), recipient.data()) != 0)
        throw BackupError{What::key_file, "that public key is none", "that public key is none"};
    append(begun.octets, id_of(recipient));
    append(begun.octets, sealed);
    return begun;
}

BackupError truncated(std::uint64_t have, std::uint64_t of)
{
    return {What::truncated, fmt::format("the file ends too early: after {} of {} octets of its content", have, of),
            fmt::format("{}/{}", have, of)};
}
BackupError damaged(std::uint64_t at)
{
    return {What::damaged, fmt::format("the file is damaged, at octet {} of its content or within 64 KiB after it", at),
            std::to_string(at)};
}

Key key_for(const SealedHeader& header, const OpenWith& with)
{
    if (const auto* passphrase = std::get_if<Passphrase>(&with)) {
        if (!header.to_passphrase)
            throw BackupError{What::sealed_to_key, "the file was sealed to a key, not to a passphrase"};
        return key_of(*passphrase, header.salt, header.passes, header.memory_kib);
    }
    if (header.to_passphrase)
        throw BackupError{What::sealed_to_words, "the file was sealed to a passphrase, not to a key"};
    const auto& secret = std::get<SecretKey>(with).octets;
    std::array<std::uint8_t, 32> open{};
    crypto_scalarmult_base(open.data(), secret.data());
    Key key{};
    if (crypto_box_seal_open(key.data(), header.sealed_key.data(), header.sealed_key.size(), open.data(),
                             secret.data()) == 0)
        return key;
    if (id_of(open) == header.key_id) throw damaged(0);
    throw BackupError{What::wrong_key, "the file was sealed to another key"};
}
} // namespace

std::uint64_t sealed_octets(const SealTo& key, std::uint64_t octets)
{
    const auto own = std::holds_alternative<Passphrase>(key) ? passphrase_octets : public_key_octets;
    return fixed_octets + own + tail_octets + octets + chunks_of(octets) * chunk_extra;
}

void seal(const SealTo& key, Time made_at, const Source& in, std::uint64_t octets, const Sink& out)
{
    start_sodium();
    auto begun = begin(key, made_at, octets);
    const Keys keys{begun.key};
    sodium_memzero(begun.key.data(), begun.key.size());
    State state;
    std::array<std::uint8_t, 24> stream{};
    crypto_secretstream_xchacha20poly1305_init_push(&state, stream.data(), keys.stream.data());
    append(begun.octets, stream);
    std::array<std::uint8_t, crypto_auth_BYTES> authentication{};
    crypto_auth(authentication.data(), begun.octets.data(), begun.octets.size(), keys.header.data());
    append(begun.octets, authentication);
    out(begun.octets);

    std::vector<std::uint8_t> plain(chunk_octets), sealed(chunk_octets + chunk_extra);
    for (std::uint64_t done = 0, left = chunks_of(octets); left > 0; --left) {
        const auto want = static_cast<std::size_t>(std::min<std::uint64_t>(chunk_octets, octets - done));
        if (fill(in, std::span{plain}.first(want)) < want)
            throw BackupError{What::io, "the copy is shorter than it was", "the copy is shorter than it was"};
        done += want;
        const unsigned char tag = left == 1 ? crypto_secretstream_xchacha20poly1305_TAG_FINAL
                                            : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
        crypto_secretstream_xchacha20poly1305_push(&state, sealed.data(), nullptr, plain.data(), want, nullptr, 0, tag);
        out(std::span{sealed}.first(want + chunk_extra));
    }
    sodium_memzero(plain.data(), plain.size());
    sodium_memzero(&state, sizeof state);
}

SealedHeader read_sealed_header(const Source& in)
{
    SealedHeader header;
    auto& octets = header.authenticated;
    octets.resize(fixed_octets);
    const auto first = fill(in, octets);
    if (!std::equal(magic.begin(), magic.begin() + static_cast<std::ptrdiff_t>(std::min(first, magic.size())),
                    octets.begin()) ||
        first == 0)
        throw BackupError{What::not_a_backup, "that is no copy made by Nida"};
    if (first < fixed_octets) throw truncated(0, 0);
    Reader fixed{Octets{octets}.subspan(magic.size())};
    if (const auto its = fixed.integer<std::uint8_t>(); its != version)
        throw BackupError{What::newer_format,
                          fmt::format("the copy has format {}, this program knows {}", its, version),
                          std::to_string(its)};
    const auto kind = fixed.integer<std::uint8_t>();
    header.octets = fixed.integer<std::uint64_t>();
    header.made_at = Time{std::chrono::microseconds{fixed.integer<std::int64_t>()}};
    if ((kind != to_passphrase && kind != to_public_key) || header.octets > most_octets) throw damaged(0);
    header.to_passphrase = kind == to_passphrase;

    const auto own = (header.to_passphrase ? passphrase_octets : public_key_octets) + header.stream.size();
    octets.resize(fixed_octets + own);
    if (fill(in, std::span{octets}.last(own)) < own || fill(in, header.authentication) < header.authentication.size())
        throw truncated(0, header.octets);
    Reader rest{Octets{octets}.last(own)};
    if (header.to_passphrase) {
        rest.take(header.salt);
        header.passes = rest.integer<std::uint32_t>();
        header.memory_kib = rest.integer<std::uint32_t>();
        if (header.passes < 1 || header.passes > most_passes || header.memory_kib < least_memory_kib ||
            header.memory_kib > most_memory_kib)
            throw damaged(0);
    } else {
        rest.take(header.key_id);
        rest.take(header.sealed_key);
    }
    rest.take(header.stream);
    return header;
}

void open_sealed(const SealedHeader& header, const OpenWith& with, const Source& in, const Sink& out)
{
    start_sodium();
    auto master = key_for(header, with);
    const Keys keys{master};
    sodium_memzero(master.data(), master.size());
    if (crypto_auth_verify(header.authentication.data(), header.authenticated.data(), header.authenticated.size(),
                           keys.header.data()) != 0) {
        if (header.to_passphrase)
            throw BackupError{What::wrong_passphrase, "that is not its passphrase, or its first octets are damaged"};
        throw damaged(0);
    }
    State state;
    crypto_secretstream_xchacha20poly1305_init_pull(&state, header.stream.data(), keys.stream.data());

    std::vector<std::uint8_t> sealed(chunk_octets + chunk_extra), plain(chunk_octets);
    std::uint64_t done = 0;
    for (auto left = chunks_of(header.octets); left > 0; --left) {
        const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(chunk_octets, header.octets - done));
        const auto chunk = std::span{sealed}.first(size + chunk_extra);
        // The header has been authenticated, so that its number of octets can be believed.
        if (fill(in, chunk) < chunk.size()) throw truncated(done, header.octets);
        unsigned char tag = 0;
        if (crypto_secretstream_xchacha20poly1305_pull(&state, plain.data(), nullptr, &tag, chunk.data(), chunk.size(),
                                                       nullptr, 0) != 0)
            throw damaged(done);
        const bool last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
        if (last != (left == 1)) throw damaged(done);
        done += size;
        out(std::span{plain}.first(size));
    }
    std::array<std::uint8_t, 1> more{};
    if (in(more) > 0) throw damaged(done);
    sodium_memzero(plain.data(), plain.size());
    sodium_memzero(&state, sizeof state);
}
} // namespace nida::daemon
