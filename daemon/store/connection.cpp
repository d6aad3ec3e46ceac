#include "daemon/store/connection.hpp"

#include <sqlite3.h>

namespace nida::daemon
{
namespace
{
/// SQL: erasure_hash(number)
void erasure_hash(sqlite3_context* context, int, sqlite3_value** arguments)
{
    auto& key = *static_cast<ErasureKey*>(sqlite3_user_data(context));
    const auto* number = reinterpret_cast<const char*>(sqlite3_value_text(arguments[0]));
    if (!number) return sqlite3_result_null(context);
    try {
        const auto hash = key.hash({number, static_cast<std::size_t>(sqlite3_value_bytes(arguments[0]))});
        hash ? sqlite3_result_blob(context, hash->data(), static_cast<int>(hash->size()), SQLITE_TRANSIENT)
             : sqlite3_result_null(context);
    } catch (const std::exception&) {
        sqlite3_result_null(context); // nidad says at its start what is wrong with the key; messages go on
    }
}

int flags_of(Connection::Mode mode)
{
    const int one_thread = SQLite::OPEN_NOMUTEX; // a lock for every column of every row is not free
    switch (mode) {
    case Connection::Mode::write: return one_thread | SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE;
    case Connection::Mode::check: return one_thread | SQLite::OPEN_READWRITE;
    case Connection::Mode::read: break;
    }
    return one_thread | SQLite::OPEN_READONLY;
}
} // namespace

Query::~Query()
{
    if (!statement_) return;
    statement_->tryReset();
    try {
        statement_->clearBindings();
    } catch (const SQLite::Exception&) {
        // Only a bug in SQLite could bring us here; the next bind overwrites the values anyway.
    }
}

void Query::run()
{
    while (statement_->executeStep())
        ;
}

std::vector<std::uint8_t> Query::octets(int column) const
{
    const auto value = statement_->getColumn(column);
    const auto* data = static_cast<const std::uint8_t*>(value.getBlob());
    return {data, data + value.getBytes()};
}

std::optional<std::int64_t> Query::optional_integer(int column) const
{
    if (is_null(column)) return {};
    return integer(column);
}

std::optional<std::string> Query::optional_text(int column) const
{
    if (is_null(column)) return {};
    return text(column);
}

std::optional<Time> Query::optional_time(int column) const
{
    if (is_null(column)) return {};
    return time(column);
}

Connection::Connection(const std::filesystem::path& path, Mode mode)
    : erasure_key_{std::make_unique<ErasureKey>(path)},
      coordinator_key_{
          path.string() + ".coordinator-key",
          "Coordinators' codes and TOTP secrets need it: bring the file back from where it is kept, or take "
          "it away if it is lost (then enrol their TOTP again)"},
      database_{path.string(), flags_of(mode)}
{
    database_.setBusyTimeout(10'000);
    if (mode == Mode::check) {
        database_.exec("PRAGMA query_only = ON");
        // Who only looks leaves the journal to whoever serves.
        sqlite3_db_config(database_.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    }
    if (mode == Mode::write) {
        // Pages that become free can then be given back to the disk. An old file gets it when it is written anew.
        if (database_.execAndGet("PRAGMA page_count").getInt() == 0) database_.exec("PRAGMA auto_vacuum = INCREMENTAL");
        database_.exec("PRAGMA journal_mode = WAL");
        // FULL makes each commit wait for the disk: what we acknowledge survives a power cut.
        database_.exec("PRAGMA synchronous = FULL");
        database_.exec("PRAGMA foreign_keys = ON");
        // A journal that is soon overwritten instead of growing: growth costs a second write at each sync.
        database_.exec("PRAGMA wal_autocheckpoint = 400");
        database_.exec("PRAGMA secure_delete = ON"); // what a person asked to be erased is not left in free pages
    }
    database_.exec("PRAGMA cache_size = -2048");
    database_.createFunction("erasure_hash", 1, false, erasure_key_.get(), erasure_hash);
}

SQLite::Statement& Connection::statement(const char* sql)
{
    auto& slot = statements_[sql];
    if (!slot) slot = std::make_unique<SQLite::Statement>(database_, sql);
    return *slot;
}
} // namespace nida::daemon
