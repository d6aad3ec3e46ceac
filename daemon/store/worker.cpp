#include "daemon/store/worker.hpp"

#include <boost/asio/post.hpp>
#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <csignal>

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
    case SQLITE_READONLY: return "the store is read-only: check the owner and the mount of its directory";
    case SQLITE_IOERR: return "the disk failed to read or write: check the SD card and its power";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return "the store is damaged: stop nidad and restore a copy";
    default: return "see the log of nidad";
    }
}

WorkerError worker_error(const SQLite::Exception& e)
{
    const int code = e.getErrorCode() & 0xFF;
    return {code, fmt::format("{} (SQLite {}); {}", e.what(), e.getExtendedErrorCode(), advice(code))};
}
} // namespace

Worker::Worker(boost::asio::any_io_executor executor, const std::filesystem::path& path, Connection::Mode mode)
    : executor_{std::move(executor)}, connection_{path, mode}, mode_{mode}
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

std::string Worker::trouble() const
{
    const std::lock_guard hold{mutex_};
    return trouble_;
}

void Worker::work()
{
    std::vector<Job*> jobs;
    for (;;) {
        {
            std::unique_lock hold{mutex_};
            arrived_.wait(hold, [this] { return ending_ || !waiting_.empty(); });
            if (waiting_.empty()) return;
            const auto alone = std::ranges::find_if(waiting_, &Job::alone);
            const auto together = std::max<std::ptrdiff_t>(alone - waiting_.begin(), 1);
            const auto count = std::min(static_cast<std::size_t>(together), most_jobs_in_a_transaction);
            jobs.assign(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(count));
            waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(count));
        }
        if (jobs.front()->alone())
            run_alone(*jobs.front());
        else
            run_in_one_transaction(jobs);
        boost::asio::post(executor_, [jobs] {
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
        job.run(connection_);
    } catch (const SQLite::Exception& e) {
        job.store_error = worker_error(e);
    }
}

void Worker::run_in_one_transaction(const std::vector<Job*>& jobs)
{
    std::optional<WorkerError> error;
    try {
        connection_.run(mode_ == Connection::Mode::write ? "BEGIN IMMEDIATE" : "BEGIN");
        for (Job* job : jobs)
            run_job(*job);
        connection_.run("COMMIT");
    } catch (const SQLite::Exception& e) {
        error = worker_error(e);
        if (!sqlite3_get_autocommit(connection_.database().getHandle())) {
            try {
                connection_.run("ROLLBACK");
            } catch (const SQLite::Exception&) {
                // SQLite has already rolled back by itself.
            }
        }
    }
    if (error)
        for (Job* job : jobs)
            job->store_error = error;
    const std::lock_guard hold{mutex_};
    trouble_ = error ? error->text : std::string{};
    for (const Job* job : jobs)
        if (job->store_error) trouble_ = job->store_error->text;
}

void Worker::run_job(Job& job)
{
    if (mode_ == Connection::Mode::read) {
        try {
            job.run(connection_);
        } catch (const SQLite::Exception& e) {
            job.store_error = worker_error(e);
        } catch (...) {
            job.exception = std::current_exception();
        }
        return;
    }
    connection_.run("SAVEPOINT job");
    try {
        job.run(connection_);
        connection_.run("RELEASE job");
        return;
    } catch (const SQLite::Exception& e) {
        job.store_error = worker_error(e);
        // A disk that is full or broken may have ended the whole transaction: then all of it failed.
        if (sqlite3_get_autocommit(connection_.database().getHandle())) throw;
    } catch (...) {
        job.exception = std::current_exception();
    }
    connection_.run("ROLLBACK TO job");
    connection_.run("RELEASE job");
}
} // namespace nida::daemon
