#pragma once
#include "daemon/store/connection.hpp"
#include "daemon/store/damage.hpp"
#include "daemon/store/store_tally.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <condition_variable>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace nida::daemon
{
struct WorkerError {
    int code;
    std::string text;
};
/// Whether it is the disk that said no, and not the statement that was wrong.
bool is_of_the_disk(int code);
/// Whether the file itself is damaged: nothing is written into it from then on.
bool is_damage(int code);

/// One piece of work for a connection's thread.
struct Job {
    virtual ~Job() = default;
    virtual void run(Connection& connection) = 0;
    virtual bool alone() const { return false; } ///< whether it needs to be in no transaction
    std::function<void()> complete;              ///< called on the loop's executor once the transaction has ended
    std::exception_ptr exception;
    std::optional<WorkerError> store_error;
    /// Until then it may wait for others to share its transaction. As it is, it ends their wait.
    std::chrono::steady_clock::time_point may_wait_until{};
};

/// A thread with a connection of its own. What waits is done in one transaction; then all of it completes on the executor.
class Worker
{
public:
    /// @param tell_of_refusal  called on the loop's thread, before the jobs complete, where the disk refused their transaction
    /// @param damage  of the file; whichever thread comes upon it first, both stop
    Worker(boost::asio::any_io_executor executor, const std::filesystem::path& path, Connection::Mode mode,
           Damage& damage, std::function<void()> tell_of_refusal);
    ~Worker(); ///< finishes what was added

    void add(Job& job);
    /// Whether other work is due meanwhile. From any thread, also from within a job.
    bool others_wait() const;
    std::string trouble() const; ///< the last transaction's error
    StoreTally tally() const;
    bool refused() const; ///< whether it was the disk that refused the last transaction
private:
    void work();
    bool take(std::vector<Job*>& jobs);
    void run_in_one_transaction(const std::vector<Job*>& jobs);
    void run_alone(Job& job);
    bool run_jobs(const std::vector<Job*>& jobs);
    bool run_job(Job& job);
    void mend();
    void commit_something();
    void leave_transaction();
    WorkerError error_from(const SQLite::Exception& e) const;
    std::uint64_t octets_written();

    boost::asio::any_io_executor executor_;
    const std::filesystem::path path_;
    const Connection::Mode mode_;
    std::unique_ptr<Connection> connection_; ///< never null
    Damage& damage_;
    int pages_written_ = 0; ///< by `connection_`, when it was last asked
    bool ill_ = false;      ///< the disk refused something since the last transaction that went well
    const std::function<void()> tell_of_refusal_;
    mutable std::mutex mutex_;
    std::condition_variable arrived_;
    std::vector<Job*> waiting_;
    bool ending_ = false, refused_ = false;
    std::string trouble_;
    TallyOfCommits tally_;
    std::thread thread_;
};
} // namespace nida::daemon
