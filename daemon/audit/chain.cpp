#include "daemon/audit/chain.hpp"

#include <sodium.h>

#include <algorithm>
#include <span>

namespace nida::daemon
{
namespace
{
using Octets = std::span<const std::uint8_t>;

Octets octets(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

/// BLAKE2b of values one after the other. Each comes with its length, so that no two lists of values read alike.
class Blake2b
{
public:
    Blake2b() { crypto_generichash_init(&state_, nullptr, 0, sizeof(AuditHash)); }
    void add(Octets value)
    {
        add_number(value.size());
        crypto_generichash_update(&state_, value.data(), value.size());
    }
    void add_number(std::uint64_t number)
    {
        std::array<std::uint8_t, 8> little_endian;
        for (auto& octet : little_endian) {
            octet = static_cast<std::uint8_t>(number);
            number >>= 8;
        }
        crypto_generichash_update(&state_, little_endian.data(), little_endian.size());
    }
    void add_nothing() { add_number(~std::uint64_t{0}); }
    void add(const std::optional<std::string>& text) { text ? add(octets(*text)) : add_nothing(); }
    template <std::size_t size> void add(const std::optional<std::array<std::uint8_t, size>>& value)
    {
        value ? add(Octets{*value}) : add_nothing();
    }
    AuditHash result()
    {
        AuditHash hash;
        crypto_generichash_final(&state_, hash.data(), hash.size());
        return hash;
    }
private:
    crypto_generichash_state state_;
};

/// The end of the chain, to which the next row is tied.
struct End {
    std::int64_t id = 0;
    AuditHash hash = before_the_first;
};

End end_of(Connection& db)
{
    End end;
    auto last = db.query("SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1");
    if (!last.step()) return end;
    end.id = last.integer(0);
    std::ranges::copy(last.octets(1), end.hash.begin()); // the schema sees to its length
    return end;
}
} // namespace

PersonToken token_of(const std::vector<std::uint8_t>& octets)
{
    PersonToken token{};
    std::ranges::copy_n(octets.begin(), static_cast<std::ptrdiff_t>(std::min(octets.size(), token.size())),
                        token.begin());
    return token;
}

AuditHash hash_of(const AuditEntry& entry, const AuditHash& before)
{
    Blake2b hash;
    hash.add(Octets{before});
    hash.add_number(static_cast<std::uint64_t>(entry.id));
    hash.add_number(static_cast<std::uint64_t>(entry.at.time_since_epoch().count()));
    hash.add_number(entry.sure ? 1 : 0);
    hash.add(octets(entry.kind));
    hash.add(entry.actor);
    hash.add(entry.person);
    hash.add(entry.detail);
    hash.add(entry.words_hash);
    return hash.result();
}

AuditHash hash_of_words(const std::array<std::uint8_t, 16>& salt, std::string_view words)
{
    Blake2b hash;
    hash.add(Octets{salt});
    hash.add(octets(words));
    return hash.result();
}

std::int64_t append_to_audit(Connection& db, AuditEntry entry, const std::optional<std::string>& words)
{
    std::array<std::uint8_t, 16> salt;
    if (words) {
        randombytes_buf(salt.data(), salt.size());
        entry.words_hash = hash_of_words(salt, *words);
    }
    const auto end = end_of(db);
    entry.id = end.id + 1;
    db.run("INSERT INTO audit(id, at, sure, kind, actor, person, detail, words_hash, hash) "
           "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
           entry.id, entry.at, entry.sure, entry.kind, entry.actor, entry.person, entry.detail, entry.words_hash,
           hash_of(entry, end.hash));
    if (words) db.run("INSERT INTO audit_words(audit_id, salt, words) VALUES (?1, ?2, ?3)", entry.id, salt, *words);
    return entry.id;
}
} // namespace nida::daemon
