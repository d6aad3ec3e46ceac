#pragma once
#include <filesystem>
#include <stdexcept>

namespace nida::daemon
{
/// The store cannot be opened.
struct StoreOpenError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Another process holds it.
struct StoreInUse : StoreOpenError {
    using StoreOpenError::StoreOpenError;
};

/// Where a store's file is, or will be made: absolute, and every link followed. Two names of one store give the same place.
std::filesystem::path place_of(const std::filesystem::path& store);

/// Whoever holds it is alone with the store: nidad as long as it runs, and what puts another store in its place. By
/// whatever name they know it: the lock lies beside its place.
class StoreLock
{
public:
    /// @throws StoreInUse, which names the process, or StoreOpenError; both say what to do
    explicit StoreLock(const std::filesystem::path& store);
    ~StoreLock();
    StoreLock(const StoreLock&) = delete;
    StoreLock& operator=(const StoreLock&) = delete;
private:
    int descriptor_;
};
} // namespace nida::daemon
