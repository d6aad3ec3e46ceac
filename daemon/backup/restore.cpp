#include "daemon/backup/restore.hpp"

#include "daemon/backup/files.hpp"
#include "daemon/store/connection.hpp"
#include "daemon/store/damage.hpp"
#include "daemon/store/lock.hpp"
#include "daemon/store/schema.hpp"

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>

namespace nida::daemon
{
namespace
{
namespace fs = std::filesystem;
using What = BackupError::What;

constexpr std::uint64_t spare_octets = 16 << 20; // what the changes below and the next start of nidad need

[[noreturn]] void throw_damaged(const std::string& why)
{
    throw BackupError{What::store_damaged, "what was sealed is damaged: " + why, why};
}

fs::path beside(const fs::path& store, const char* suffix) { return store.string() + suffix; }

/// A store that is sound, and that this program knows.
void require_usable(SQLite::Database& database)
{
    const auto version = database.execAndGet("PRAGMA user_version").getInt();
    if (version > newest_schema())
        throw BackupError{What::newer_schema,
                          fmt::format("the copy has schema {}, this program knows up to {}", version, newest_schema()),
                          std::to_string(version)};
    if (version == 0) throw BackupError{What::no_store, "what was sealed is no store of nidad"};
    const auto said = database.execAndGet("PRAGMA integrity_check(1)").getString();
    if (said != "ok") throw_damaged(said);
}

/// Nobody knows any more whether these have left.
void settle_unfinished(Connection& db, const RestoreOptions& options, Time made_at, Restored& restored)
{
    const auto text =
        fmt::format("the copy of {:%Y-%m-%d %H:%M} UTC was made before it left; whether it left since, nobody knows",
                    fmt::gmtime(static_cast<std::time_t>(
                        std::chrono::floor<std::chrono::seconds>(made_at).time_since_epoch().count())));
    db.run("UPDATE segment SET state = 6, doubted = 1 WHERE state = 1");
    db.run("UPDATE message SET state = 7, error_code = 'restored', error_text = ?1, finished_at = ?2, not_before = 0 "
           "WHERE state IN (1, 6) OR (state = 0 AND ?3 = 0)",
           text, options.now, options.resend_queued);
    restored.failed = db.changes();
    auto row = db.query("SELECT count(*) FROM message WHERE state = 0");
    row.step();
    restored.queued = row.integer(0);
}

bool keeps_erasures(Connection& db)
{
    return db.query("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'erased'").step();
}

/// Whom nobody may bring back, a copy must not bring back either: nidad looks through it at its next start.
void take_over_erasures(Connection& to, Connection& from, Restored& restored)
{
    if (!keeps_erasures(from)) return;
    auto erased = from.query("SELECT hash, at, key_check FROM erased");
    while (erased.step()) {
        if (!keeps_erasures(to)) {
            restored.not_read =
                "the copy is from before erasures were kept: whoever was erased since may be in it again";
            return;
        }
        to.run("INSERT INTO erased(hash, at, key_check) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING", erased.octets(0),
               erased.time(1), erased.octets(2));
    }
}

/// Promises outlast the copy: nobody who left since is texted, and no PIN is tried again.
void take_over(Connection& to, Connection& from, Restored& restored)
{
    auto left = from.query("SELECT number, at, smsc_at FROM leaving");
    while (left.step()) {
        to.run("INSERT INTO leaving(number, at, smsc_at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING", left.text(0),
               left.time(1), left.optional_time(2));
        restored.leavings += to.changes();
    }
    take_over_erasures(to, from, restored);
    auto tried = from.query("SELECT subject, pin_hash, at FROM pin_attempt");
    while (tried.step())
        to.run("INSERT INTO pin_attempt(subject, pin_hash, at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
               tried.text(0), tried.octets(1), tried.time(2));
    // Ids that somebody has seen must not come again for something else, nor references on handsets that wait for more parts.
    auto ids = from.query("SELECT name, seq FROM sqlite_sequence");
    while (ids.step()) {
        to.run("UPDATE sqlite_sequence SET seq = max(seq, ?2) WHERE name = ?1", ids.text(0), ids.integer(1));
        if (to.changes() == 0)
            to.run("INSERT INTO sqlite_sequence(name, seq) VALUES (?1, ?2)", ids.text(0), ids.integer(1));
    }
    auto lines = from.query("SELECT name, next_reference FROM line");
    while (lines.step())
        to.run("UPDATE line SET next_reference = ?2 WHERE name = ?1", lines.text(0), lines.integer(1));
}

/// Reads the old store, and leaves it without a journal, so that it is one file.
void take_over_from_old(Connection& to, const fs::path& store, Restored& restored)
{
    try {
        Connection old{store, Connection::Mode::write};
        to.run("SAVEPOINT take_over");
        try {
            take_over(to, old, restored);
        } catch (...) {
            to.run("ROLLBACK TO take_over");
            to.run("RELEASE take_over");
            restored.leavings = 0;
            throw;
        }
        to.run("RELEASE take_over");
    } catch (const SQLite::Exception& e) {
        restored.not_read = e.what();
    }
}

/// In its place, with the owner and mode of the old one.
void dress(int descriptor, const fs::path& store)
{
    struct stat like {
    };
    const bool there = ::stat(store.c_str(), &like) == 0;
    if (!there && ::stat(directory_of(store).c_str(), &like) != 0) throw_io(directory_of(store).string(), errno);
    if (::fchmod(descriptor, there ? like.st_mode & 0777 : 0600) != 0) throw_io("cannot close the new store", errno);
    if (::geteuid() == 0 && ::fchown(descriptor, like.st_uid, like.st_gid) != 0)
        throw_io("cannot give the new store to the owner of the old", errno);
}

void forget_journals(const fs::path& store)
{
    std::error_code ignored;
    for (const char* suffix : {"-wal", "-shm", "-journal"})
        fs::remove(beside(store, suffix), ignored);
}

fs::path name_for_old(const fs::path& store, Time now)
{
    const auto seconds =
        static_cast<std::time_t>(std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count());
    const auto name = fmt::format("{}.before-restore-{:%Y%m%d-%H%M%S}", store.string(), fmt::gmtime(seconds));
    auto free = name;
    for (int again = 2; fs::exists(free); ++again)
        free = fmt::format("{}-{}", name, again);
    return free;
}

/// The old store gets another name beside its own. Its journal goes with it: behind the new store it would be read as that one's.
fs::path set_aside(const fs::path& store, Time now)
{
    if (!fs::exists(store)) return {};
    const auto before = name_for_old(store, now);
    // A journal is still there only where the old store could not be opened, so that it is damaged as it is.
    const auto journal = beside(store, "-wal");
    if (fs::exists(journal) && ::rename(journal.c_str(), beside(before, "-wal").c_str()) != 0)
        throw_io("cannot set " + journal.string() + " aside", errno);
    std::error_code ignored;
    fs::remove(beside(store, "-shm"), ignored);
    if (::link(store.c_str(), before.c_str()) != 0) throw_io("cannot set " + store.string() + " aside", errno);
    sync_directory(directory_of(store));
    return before;
}
} // namespace

Restored restore(const SealedHeader& header, const OpenWith& key, const Source& in, const RestoreOptions& options)
try {
    const auto store = place_of(options.store); // a link stays a link
    const StoreLock alone{store};
    // An absurd size in a header that nobody has authenticated yet asks for more room than there is.
    require_room(directory_of(store), header.octets + spare_octets);
    PartFile file{store};
    forget_journals(file.part());
    open_sealed(header, key, in, [&](Octets octets) { file.write(octets); });

    Restored restored;
    {
        Connection db{file.part(), Connection::Mode::write};
        require_usable(db.database());
        SQLite::Transaction all_or_nothing{db.database()};
        settle_unfinished(db, options, header.made_at, restored);
        if (fs::exists(store)) take_over_from_old(db, store, restored);
        db.run("INSERT OR REPLACE INTO setting(name, value) VALUES ('restored', 1)");
        all_or_nothing.commit();
    }
    {
        // One file without a journal: one rename puts all of it in its place.
        SQLite::Database database{file.part().string(), SQLite::OPEN_READWRITE};
        database.exec("PRAGMA journal_mode = DELETE");
    }
    dress(file.descriptor(), store);
    file.sync();
    restored.before = set_aside(store, options.now);
    file.commit();
    std::error_code ignored;
    fs::remove(damage_note(store), ignored); // which was about the other
    return restored;
} catch (const StoreInUse& e) {
    throw BackupError{What::store_in_use, e.what(), e.what()};
} catch (const StoreOpenError& e) {
    throw BackupError{What::io, e.what(), e.what()};
} catch (const SQLite::Exception& e) {
    throw_damaged(e.what());
}
} // namespace nida::daemon
