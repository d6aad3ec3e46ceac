#pragma once
#include "daemon/api/request.hpp"

#include <atomic>
#include <memory>
#include <utility>

namespace nida::daemon
{
/// What holds a whole store in its hands goes one at a time: its file, and the memory of a passphrase, are too much for a small machine
/// twice. Any thread may end it.
class WholeStoreTurn
{
public:
    using Taken = std::shared_ptr<std::atomic<bool>>;
    /// @throws ApiError 409 where another one is under way
    explicit WholeStoreTurn(Taken taken) : taken_{std::move(taken)}
    {
        if (taken_->exchange(true))
            throw ApiError{409, "conflict", "another copy or check of the store is under way", "try again in a while"};
    }
    ~WholeStoreTurn()
    {
        if (taken_) *taken_ = false;
    }
    WholeStoreTurn(WholeStoreTurn&&) noexcept = default;
    WholeStoreTurn& operator=(WholeStoreTurn&&) = delete;
private:
    Taken taken_; ///< none: it was handed on
};
} // namespace nida::daemon
