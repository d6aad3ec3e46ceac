#pragma once
#include "daemon/store/connection.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <condition_variable>
#include <exception>
#include <functional>
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

/// One piece of work for a connection's thread.
struct Job {
    virtual ~Job() = default;
    virtual void run(Connection& connection) = 0;
    virtual bool alone() const { return false; } ///< whether it needs to be in no transaction
    std::function<void()> complete;              ///< called on the loop's executor once the transaction has ended
    std::exception_ptr exception;
    std::optional<WorkerError> store_error;
};

/// A thread with a connection of its own. What waits is done in one transaction; then all of it completes on the executor.
class Worker
{
public:
    Worker(boost::asio::any_io_executor executor, const std::filesystem::path& path, Connection::Mode mode);
    ~Worker(); ///< finishes what was added

    void add(Job& job);
    std::string trouble() const;
private:
    void work();
    void run_in_one_transaction(const std::vector<Job*>& jobs);
    void run_alone(Job& job);
    void run_job(Job& job);

    boost::asio::any_io_executor executor_;
    Connection connection_;
    const Connection::Mode mode_;
    mutable std::mutex mutex_;
    std::condition_variable arrived_;
    std::vector<Job*> waiting_;
    bool ending_ = false;
    std::string trouble_;
    std::thread thread_;
};
} // namespace nida::daemon
