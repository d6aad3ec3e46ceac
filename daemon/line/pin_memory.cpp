#include "daemon/line/pin_memory.hpp"

#include <sodium.h>

#include <array>
#include <vector>

namespace nida::daemon
{
namespace
{
using Octets = std::vector<std::uint8_t>;

std::string subject_name(const modem::PinSubject& subject)
{
    if (!subject.iccid.empty()) return "iccid " + subject.iccid;
    // Ports are renumbered at every plug; they name a modem only where it names itself by nothing else.
    return subject.imei.empty() ? "port " + subject.port : "imei " + subject.imei;
}

/// The store's own key, made at the first attempt.
Octets key_of(Connection& db)
{
    {
        auto row = db.query("SELECT value FROM setting WHERE name = 'pin_key'");
        if (row.step()) return row.octets(0);
    }
    Octets key(crypto_generichash_KEYBYTES);
    randombytes_buf(key.data(), key.size());
    db.run("INSERT INTO setting(name, value) VALUES ('pin_key', ?1)", key);
    return key;
}

Octets hash_of(Connection& db, const std::string& subject, const std::string& pin)
{
    const auto key = key_of(db);
    const auto text = subject + '\n' + pin;
    Octets hash(crypto_generichash_BYTES);
    crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                       key.data(), key.size());
    return hash;
}
} // namespace

boost::asio::awaitable<bool> PinMemory::begin_attempt(modem::PinSubject subject, std::string pin)
{
    auto name = subject_name(subject);
    auto work = [name, pin, now = clock_.now()](Connection& db) {
        db.run("INSERT OR IGNORE INTO pin_attempt(subject, pin_hash, at) VALUES (?1, ?2, ?3)", name,
               hash_of(db, name, pin), now);
        return db.changes() == 1;
    };
    auto begun = co_await store_.write(std::move(work));
    // What is not on disk must not be tried.
    co_return begun.has_value() && *begun;
}

boost::asio::awaitable<void> PinMemory::accepted(modem::PinSubject subject, std::string pin)
{
    auto name = subject_name(subject);
    auto work = [name, pin](Connection& db) {
        db.run("DELETE FROM pin_attempt WHERE subject = ?1 AND pin_hash = ?2", name, hash_of(db, name, pin));
    };
    auto cleared = co_await store_.write(std::move(work));
    (void)cleared; // left behind, it would only hold the PIN back: `nida line` says so
}
} // namespace nida::daemon
