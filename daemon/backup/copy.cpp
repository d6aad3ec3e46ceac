#include "daemon/backup/copy.hpp"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <cerrno>
#include <cstdlib>

namespace nida::daemon
{
namespace
{
using What = BackupError::What;

constexpr int pages_at_a_time = 256;
constexpr std::uint64_t spare_octets = 16 << 20; // so that the service, too, can go on writing meanwhile
constexpr std::string_view mark = ".copy-";

BackupError from_sqlite(const SQLite::Exception& e)
{
    const int code = e.getErrorCode() & 0xFF;
    if (code == SQLITE_FULL) return {What::no_space, e.what(), e.what()};
    if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) return {What::store_damaged, e.what(), e.what()};
    return {What::io, fmt::format("the store could not be copied: {}", e.what()), e.what()};
}

/// A file beside the store that has a name only until SQLite has it open.
struct Nameless {
    explicit Nameless(const std::filesystem::path& store) : name{store.string() + std::string{mark} + "XXXXXX"}
    {
        file = Descriptor{::mkostemp(name.data(), O_CLOEXEC)}; // mode 0600
        if (file.get() < 0) throw_io("cannot make a file beside " + store.string(), errno);
    }
    ~Nameless() { ::unlink(name.c_str()); }
    Nameless(const Nameless&) = delete;
    Nameless& operator=(const Nameless&) = delete;
    std::string name;
    Descriptor file;
};

void require_sound(SQLite::Database& database)
{
    const auto said = database.execAndGet("PRAGMA quick_check(1)").getString();
    if (said != "ok") throw BackupError{What::store_damaged, "the store is damaged: " + said, said};
}
} // namespace

StoreCopy::StoreCopy(const std::filesystem::path& named, const std::function<bool()>& go_on)
try {
    const auto store = std::filesystem::weakly_canonical(named); // where the file itself is, there is room for another
    SQLite::Database source{store.string(), SQLite::OPEN_READONLY};
    source.setBusyTimeout(10'000);
    // One read transaction over it all: the copy sees one instant, and a writer at work does not make it begin anew.
    source.exec("BEGIN");
    require_room(directory_of(store),
                 std::uint64_t{static_cast<std::uint32_t>(source.execAndGet("PRAGMA page_count").getInt())} *
                         static_cast<std::uint64_t>(source.execAndGet("PRAGMA page_size").getInt()) +
                     spare_octets);
    require_sound(source);

    Nameless nameless{store};
    {
        SQLite::Database target{nameless.name, SQLite::OPEN_READWRITE};
        ::unlink(nameless.name.c_str());
        // Nobody needs half a copy: no journal, no waiting for the disk.
        target.exec("PRAGMA journal_mode = OFF");
        target.exec("PRAGMA synchronous = OFF");
        SQLite::Backup backup{target, source};
        do {
            if (go_on && !go_on()) throw BackupError{What::io, "stopped", "stopped"};
        } while (backup.executeStep(pages_at_a_time) != SQLITE_DONE);
    }
    source.exec("COMMIT");
    const auto end = ::lseek(nameless.file.get(), 0, SEEK_END);
    if (end <= 0) throw BackupError{What::io, "the copy is empty", "the copy is empty"};
    octets_ = static_cast<std::uint64_t>(end);
    file_ = std::move(nameless.file);
} catch (const SQLite::Exception& e) {
    throw from_sqlite(e);
}

void StoreCopy::seal_to(const SealTo& key, Time made_at, const Sink& out) const
{
    if (::lseek(file_.get(), 0, SEEK_SET) != 0) throw_io("cannot read the copy", errno);
    seal(key, made_at, source_of(file_.get(), "the copy"), octets_, out);
}

void forget_unfinished_copies(const std::filesystem::path& store)
{
    const auto file = std::filesystem::weakly_canonical(store);
    const auto name = file.filename().string();
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator{directory_of(file), ignored}) {
        const auto other = entry.path().filename().string();
        if (other.starts_with(name + std::string{mark}) || other.starts_with(name + ".part"))
            std::filesystem::remove(entry.path(), ignored);
    }
}
} // namespace nida::daemon
