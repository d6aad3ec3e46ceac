#include "daemon/store/worker.hpp"

#include "modem/crash_point.hpp"

#include <boost/asio/post.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sqlite3.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <utility>

namespace nida::daemon
{
namespace
{
// More than this in one transaction and a small piece of work would wait too long behind a large one.
constexpr std::size_t most_jobs_in_a_transaction = 256;

std::string advice(int code)
{
    switch (code) {
    case SQLITE_FULL: return "the disk is full: free some space, then it goes on by itself";
    case SQLITE_READONLY:
    case SQLITE_PERM: return "the store is read-only: check the owner and the mount of its directory";
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR: return "the disk failed to read or write: check the SD card and its power";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return "the store is damaged, and nothing is sent from it any more: stop nidad and bring back a copy with "
               "`nida "
               "restore`";
    default: return "see the log of nidad";
    }
}
/// What the kernel said when the journal was last written without success. sqlite3_system_errno would not know it of a COMMIT.
int journal_errno(sqlite3* database)
{
    sqlite3_file* journal = nullptr;
    int number = 0;
    if (sqlite3_file_control(database, "main", SQLITE_FCNTL_JOURNAL_POINTER, &journal) == SQLITE_OK && journal &&
        journal->pMethods)
        journal->pMethods->xFileControl(journal, SQLITE_FCNTL_LAST_ERRNO, &number);
    return number;
}
} // namespace

bool is_damage(int code) { return code == SQLITE_CORRUPT || code == SQLITE_NOTADB; }

bool is_of_the_disk(int code)
{
    return is_damage(code) || code == SQLITE_FULL || code == SQLITE_IOERR || code == SQLITE_READONLY ||
           code == SQLITE_PERM || code == SQLITE_CANTOPEN;
}

Worker::Worker(boost::asio::any_io_executor executor, const std::filesystem::path& path, Connection::Mode mode,
               Damage& damage, std::function<void()> tell_of_refusal)
    : executor_{std::move(executor)},
      path_{path},
      mode_{mode},
      connection_{std::make_unique<Connection>(path, mode)},
      damage_{damage},
      tell_of_refusal_{std::move(tell_of_refusal)}
{
    // Signals are the loop's business: this thread must not take them.
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    thread_ = std::thread{[this] { work(); }};
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

Worker::~Worker()
{
    {
        const std::lock_guard hold{mutex_};
        ending_ = true;
    }
    arrived_.notify_one();
    thread_.join();
}

void Worker::add(Job& job)
{
    {
        const std::lock_guard hold{mutex_};
        waiting_.push_back(&job);
    }
    arrived_.notify_one();
}

bool Worker::others_wait() const
{
    const auto now = std::chrono::steady_clock::now();
    const std::lock_guard hold{mutex_};
    return std::ranges::any_of(waiting_, [now](const Job* job) { return job->may_wait_until <= now; });
}

std::string Worker::trouble() const
{
    const std::lock_guard hold{mutex_};
    return trouble_;
}

bool Worker::refused() const
{
    const std::lock_guard hold{mutex_};
    return refused_;
}

StoreTally Worker::tally() const
{
    const std::lock_guard hold{mutex_};
    return tally_.now();
}

/// Waits until there is something that waits no longer itself. @return false at the end
bool Worker::take(std::vector<Job*>& jobs)
{
    std::unique_lock hold{mutex_};
    for (;;) {
        arrived_.wait(hold, [this] { return ending_ || !waiting_.empty(); });
        if (waiting_.empty()) return false;
        const auto least = std::ranges::min_element(waiting_, {}, &Job::may_wait_until);
        const auto until = (*least)->may_wait_until;
        if (ending_ || until <= std::chrono::steady_clock::now()) break;
        arrived_.wait_until(hold, until);
    }
    const auto alone = std::ranges::find_if(waiting_, &Job::alone);
    const auto together = std::max<std::ptrdiff_t>(alone - waiting_.begin(), 1);
    const auto count = std::min(static_cast<std::size_t>(together), most_jobs_in_a_transaction);
    jobs.assign(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(count));
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(count));
    return true;
}

void Worker::work()
{
    std::vector<Job*> jobs;
    while (take(jobs)) {
        if (jobs.front()->alone())
            run_alone(*jobs.front());
        else
            run_in_one_transaction(jobs);
        boost::asio::post(executor_, [jobs, tell = ill_ ? tell_of_refusal_ : std::function<void()>{}] {
            if (tell) tell();
            for (Job* job : jobs) {
                // Completing a job ends the frame that it lives in: its own function goes first.
                const auto complete = std::move(job->complete);
                complete();
            }
        });
    }
}

void Worker::run_alone(Job& job)
{
    try {
        job.run(*connection_);
    } catch (const SQLite::Exception& e) {
        job.store_error = error_from(e);
    }
}

WorkerError Worker::error_from(const SQLite::Exception& e) const
{
    int code = e.getErrorCode() & 0xFF;
    // A disk that the kernel has remounted read-only fails like a broken one.
    if (code == SQLITE_IOERR && journal_errno(connection_->database().getHandle()) == EROFS) code = SQLITE_READONLY;
    return {code,
            fmt::format("{}: {} (SQLite {}); {}", path_.string(), e.what(), e.getExtendedErrorCode(), advice(code))};
}

std::uint64_t Worker::octets_written()
{
    constexpr unsigned page = 4096, frame_header = 24;
    int pages = 0, ignored = 0;
    sqlite3_db_status(connection_->database().getHandle(), SQLITE_DBSTATUS_CACHE_WRITE, &pages, &ignored, 0);
    const auto more = static_cast<std::uint64_t>(std::max(0, pages - std::exchange(pages_written_, pages)));
    return more * (page + frame_header);
}

void Worker::run_in_one_transaction(const std::vector<Job*>& jobs)
{
    const auto begun = std::chrono::steady_clock::now();
    std::optional<WorkerError> error;
    try {
        auto damage = mode_ == Connection::Mode::write ? damage_.text() : std::string{};
        if (!damage.empty())
            error = WorkerError{SQLITE_CORRUPT, std::move(damage)};
        else {
            if (ill_) mend();
            connection_->run(mode_ == Connection::Mode::write ? "BEGIN IMMEDIATE" : "BEGIN");
            if (run_jobs(jobs)) {
                if (mode_ == Connection::Mode::write) modem::crash_point("store.committing");
                connection_->run("COMMIT");
                if (mode_ == Connection::Mode::write) modem::crash_point("store.committed");
            } else
                connection_->run("ROLLBACK");
            ill_ = false;
        }
    } catch (const SQLite::Exception& e) {
        error = error_from(e);
        leave_transaction();
        ill_ = is_of_the_disk(error->code);
        try {
            // Before anybody is told that nothing was changed.
            if (ill_ && !is_damage(error->code)) mend();
        } catch (const SQLite::Exception&) {
            // The next transaction tries again first.
        }
    }
    if (error && is_damage(error->code))
        if (const auto trouble = damage_.note(error->text); !trouble.empty()) spdlog::error("{}", trouble);
    const auto took = std::chrono::steady_clock::now() - begun;
    std::size_t undone = 0;
    const std::lock_guard hold{mutex_};
    trouble_ = error ? error->text : std::string{};
    refused_ = error && is_of_the_disk(error->code);
    for (Job* job : jobs) {
        if (error) {
            job->store_error = error;
            job->exception = nullptr;
        } else if (job->store_error)
            trouble_ = job->store_error->text;
        if (job->store_error || job->exception) ++undone;
    }
    tally_.committed(jobs.size(), undone, octets_written(),
                     std::chrono::duration_cast<std::chrono::microseconds>(took));
}

void Worker::leave_transaction()
{
    if (sqlite3_get_autocommit(connection_->database().getHandle())) return; // SQLite has rolled it back by itself
    try {
        connection_->run("ROLLBACK");
    } catch (const SQLite::Exception&) {
        // As above.
    }
}

/// What a commit wrote whose fdatasync failed lies in the journal still. Whoever opened the store after a crash would find it whole there and
/// take it for committed, though its callers were told no. So the next thing that reaches the disk is written over it.
/// @throws SQLite::Exception where the disk still refuses
void Worker::mend()
{
    try {
        commit_something();
    } catch (const SQLite::Exception&) {
        leave_transaction();
        // Perhaps it is the open files that are no good any more. The old connection goes last: with none, the journal would be read anew.
        auto fresh = std::make_unique<Connection>(path_, mode_);
        connection_.swap(fresh);
        pages_written_ = 0;
        fresh.reset();
        commit_something();
    }
}

void Worker::commit_something()
{
    if (mode_ == Connection::Mode::read) {
        connection_->query("SELECT name FROM setting LIMIT 1").step();
        return;
    }
    connection_->run("BEGIN IMMEDIATE");
    connection_->run("INSERT INTO setting(name, value) VALUES ('store.mended', 1) "
                     "ON CONFLICT(name) DO UPDATE SET value = value + 1");
    connection_->run("COMMIT");
}

/// @return false where nothing of it is to be kept
bool Worker::run_jobs(const std::vector<Job*>& jobs)
{
    // What one alone has written the end of the transaction takes back. A savepoint copies each page that is changed, often to the disk.
    if (jobs.size() == 1) return run_job(*jobs.front());
    const bool writes = mode_ == Connection::Mode::write;
    for (Job* job : jobs) {
        if (writes) connection_->run("SAVEPOINT job");
        const bool done = run_job(*job);
        if (writes && !done) connection_->run("ROLLBACK TO job");
        if (writes) connection_->run("RELEASE job");
    }
    return true;
}

/// @return whether it went well; where not, the job says why. @throws SQLite::Exception where all of the transaction is lost
bool Worker::run_job(Job& job)
{
    try {
        job.run(*connection_);
        return true;
    } catch (const SQLite::Exception& e) {
        // A disk that refuses one thing is not asked for the rest: all of it failed.
        if (is_of_the_disk(e.getErrorCode() & 0xFF) || sqlite3_get_autocommit(connection_->database().getHandle()))
            throw;
        job.store_error = error_from(e);
    } catch (...) {
        job.exception = std::current_exception();
    }
    return false;
}
} // namespace nida::daemon
