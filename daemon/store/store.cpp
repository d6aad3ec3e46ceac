#include "daemon/store/store.hpp"

#include "daemon/store/schema.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace nida::daemon
{
namespace
{
std::string cannot_open(const std::filesystem::path& path, const char* why)
{
    return fmt::format(
        "cannot open the store {}: {}. Check that its directory exists, belongs to this user and has space",
        path.string(), why);
}

std::string damaged(const std::filesystem::path& path, const char* why)
{
    return fmt::format(
        "the store {} is damaged: {}. Bring back a copy with `nida restore`, or move the file away to begin "
        "with an empty one",
        path.string(), why);
}

/// @throws StoreDamaged where a run before this one found it so
const std::filesystem::path& undamaged(const std::filesystem::path& path)
{
    const auto known = Damage{path}.text();
    if (known.empty()) return path;
    throw StoreDamaged(fmt::format("the store {0} is damaged: {1}. Bring back a copy with `nida restore`, or move the "
                                   "file away to begin with an empty one. "
                                   "If `nida check {0}` says that all is well, delete {2} and start again",
                                   path.string(), known, damage_note(path).string()));
}

/// The schema is made before the reading connection opens, which could not make the file.
const std::filesystem::path& prepared(const std::filesystem::path& path)
{
    try {
        Connection connection{path, Connection::Mode::write};
        if (const int version = schema_of(connection); version > 0 && version < newest_schema())
            spdlog::info("bringing the store from schema {} to {}: a large one takes minutes", version,
                         newest_schema());
        prepare_schema(connection);
    } catch (const SQLite::Exception& e) {
        if (is_damage(e.getErrorCode() & 0xFF)) throw StoreDamaged(damaged(path, e.what()));
        throw StoreOpenError(cannot_open(path, e.what()));
    } catch (const std::exception& e) { // of our own, which says what to do
        throw StoreOpenError(fmt::format("cannot open the store {}: {}", path.string(), e.what()));
    }
    return path;
}

/// For as long as it lives, a lock that somebody else holds is an answer and not waited for.
class WithoutWaiting
{
public:
    explicit WithoutWaiting(SQLite::Database& database)
        : database_{database}, before_{database.execAndGet("PRAGMA busy_timeout").getInt()}
    {
        database_.setBusyTimeout(0);
    }
    ~WithoutWaiting() { database_.setBusyTimeout(before_); }
    WithoutWaiting(const WithoutWaiting&) = delete;
    WithoutWaiting& operator=(const WithoutWaiting&) = delete;
private:
    SQLite::Database& database_;
    int before_;
};
} // namespace

void throw_exception_from_error(const StoreError& error, const boost::source_location&)
{
    throw std::runtime_error(error.text);
}

Store::Store(boost::asio::any_io_executor executor, std::filesystem::path path)
    : path_{place_of(path)},
      lock_{path_},
      damage_{undamaged(path_)},
      writer_{executor, prepared(path_), Connection::Mode::write, damage_, [this] { tell_of_refusal(); }},
      reader_{executor, path_, Connection::Mode::read, damage_, [this] { tell_of_refusal(); }}
{
}

Store::~Store() = default;

std::uintmax_t Store::bytes() const
{
    std::uintmax_t sum = 0;
    for (const char* suffix : {"", "-wal"}) {
        std::error_code ignored;
        const auto size = std::filesystem::file_size(path_.string() + suffix, ignored);
        if (!ignored) sum += size;
    }
    return sum;
}

boost::asio::awaitable<Stored<bool>> Store::truncate_journal()
{
    auto work = [](Connection& db) {
        const WithoutWaiting reader_or_not{db.database()}; // every commit would wait behind this one
        SQLite::Statement checkpoint{db.database(), "PRAGMA wal_checkpoint(TRUNCATE)"};
        return checkpoint.executeStep() && checkpoint.getColumn(0).getInt() == 0;
    };
    return submit(writer_, std::move(work), {}, true);
}

std::string Store::trouble() const { return writer_.trouble(); }

void Store::note_damage(const std::string& text)
{
    if (const auto trouble = damage_.note(text); !trouble.empty()) spdlog::error("{}", trouble);
    tell_of_refusal();
}

std::string Store::closed() const
{
    if (auto damage = this->damage(); !damage.empty()) return damage;
    if (refused()) return writer_.trouble();
    return room_.room == Room::none ? room_.text : std::string{};
}

void Store::tell_of_refusal()
{
    if (on_refusal) on_refusal();
}
} // namespace nida::daemon
