#pragma once
#include "daemon/store/connection.hpp"
#include "daemon/store/disk_room.hpp"
#include "daemon/store/lock.hpp"
#include "daemon/store/worker.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/result.hpp>

#include <atomic>
#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

namespace nida::daemon
{
/// The disk said no: full, read-only, I/O error. What was asked for did not happen.
struct StoreError {
    int code;         ///< SQLite's primary result code
    std::string text; ///< what happened, where, what to do
};
[[noreturn]] void throw_exception_from_error(const StoreError&, const boost::source_location&);
template <class T> using Stored = boost::system::result<T, StoreError>;

/// The file is damaged: trying again does not help.
struct StoreDamaged : StoreOpenError {
    using StoreOpenError::StoreOpenError;
};

/// The SQLite file behind everything, and the two threads that touch it: one writes and commits in groups, one reads.
class Store
{
public:
    /// Takes the store's lock, opens it and brings its schema up to date.
    /// @throws StoreOpenError with what to do, e.g. where another nidad holds it
    Store(boost::asio::any_io_executor executor, std::filesystem::path path);
    ~Store();

    /// Runs `work(Connection&)` inside the writer's next transaction, and resumes once that is on disk. Whatever waits shares one
    /// commit. An exception in `work` undoes its own changes alone; one from SQLite comes back as a StoreError, another is thrown here.
    /// @param may_wait_until  it may wait so long for others that share its commit; whatever may not wait ends that
    template <class Work>
    boost::asio::awaitable<Stored<std::invoke_result_t<Work, Connection&>>>
    write(Work work, std::chrono::steady_clock::time_point may_wait_until = {})
    {
        return submit(writer_, std::move(work), may_wait_until);
    }
    /// Whether something else waits for the writer: long work asks so that it can end its transaction early. From any thread.
    bool writer_is_awaited() const { return writer_.others_wait(); }
    /// Runs `work(Connection&)` on the reading connection, in a read transaction of its own that ends with it.
    template <class Work> boost::asio::awaitable<Stored<std::invoke_result_t<Work, Connection&>>> read(Work work)
    {
        return submit(reader_, std::move(work), {});
    }

    /// Takes all that is in the journal into the file, and empties it: what was erased is in neither of them afterwards.
    /// @return false, at once, where a reader kept it from doing so; the next call may
    boost::asio::awaitable<Stored<bool>> truncate_journal();

    const std::filesystem::path& path() const { return path_; } ///< where it is: see place_of
    std::uintmax_t bytes() const;                               ///< the file and its journal
    std::string trouble() const;                                ///< the last write's error; empty where it went well
    bool refused() const { return writer_.refused(); }          ///< whether it was the disk that refused the last write
    /// How the file turned out to be damaged; empty where it did not.
    std::string damage() const { return damage_.text(); }
    /// Somebody who looked through all of it found damage: nothing is written from now on.
    void note_damage(const std::string& text);
    StoreTally tally() const { return writer_.tally(); }

    /// Called where the disk refused something, on the loop's thread, before who asked for it goes on.
    std::function<void()> on_refusal;

    /// Why nothing new may begin: no message is taken, no segment is claimed. Empty where all may. What has begun is still written where that is
    /// possible: results, reports, arrivals. On the loop's thread.
    std::string closed() const;
    /// What is known of the disk, besides its refusals. On the loop's thread.
    void note_disk(DiskRoom room) { room_ = std::move(room); }
    const DiskRoom& disk() const { return room_; }
private:
    void tell_of_refusal();

    template <class Work, class Result> struct JobOf final : Job {
        explicit JobOf(Work w) : work{std::move(w)} {}
        void run(Connection& connection) override
        {
            if constexpr (std::is_void_v<Result>) {
                work(connection);
                result.emplace();
            } else
                result.emplace(work(connection));
        }
        bool alone() const override { return outside_of_transactions; }
        Work work;
        bool outside_of_transactions = false;
        std::optional<std::conditional_t<std::is_void_v<Result>, std::monostate, Result>> result;
    };

    template <class Work>
    boost::asio::awaitable<Stored<std::invoke_result_t<Work, Connection&>>>
    submit(Worker& worker, Work work, std::chrono::steady_clock::time_point may_wait_until,
           bool outside_of_transactions = false)
    {
        using Result = std::invoke_result_t<Work, Connection&>;
        JobOf<Work, Result> job{std::move(work)};
        job.may_wait_until = may_wait_until;
        job.outside_of_transactions = outside_of_transactions;
        // The job lives in this coroutine's frame, which cannot end before the worker has completed it: the wait below heeds no cancellation.
        auto initiate = [&](auto handler) {
            auto shared = std::make_shared<decltype(handler)>(std::move(handler));
            job.complete = [shared] { std::move (*shared)(); };
            worker.add(job);
        };
        co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>&, void()>(std::move(initiate),
                                                                                            boost::asio::use_awaitable);
        if (job.store_error) co_return StoreError{job.store_error->code, std::move(job.store_error->text)};
        if (job.exception) std::rethrow_exception(job.exception);
        if constexpr (std::is_void_v<Result>)
            co_return Stored<Result>{boost::system::in_place_value};
        else
            co_return Stored<Result>{boost::system::in_place_value, std::move(*job.result)};
    }

    std::filesystem::path path_;
    StoreLock lock_;
    DiskRoom room_;
    Damage damage_;
    Worker writer_;
    Worker reader_;
};
} // namespace nida::daemon
