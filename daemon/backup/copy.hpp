#pragma once
#include "daemon/backup/files.hpp"

#include <filesystem>
#include <functional>

namespace nida::daemon
{
/// A copy of a store as it was at one instant, while others go on writing to it. It lies beside the store in a file without a
/// name: whatever happens, nothing of it is left behind.
class StoreCopy
{
public:
    /// Makes the copy, after SQLite's quick check of the store: a damaged one must not push good copies out.
    /// @param go_on  asked again and again; false ends it by a BackupError `io`
    /// @throws BackupError `no_space`, `store_damaged`, `io`
    explicit StoreCopy(const std::filesystem::path& store, const std::function<bool()>& go_on = {});

    std::uint64_t octets() const { return octets_; }
    /// All of it, sealed. @throws BackupError
    void seal_to(const SealTo& key, Time made_at, const Sink& out) const;
private:
    Descriptor file_;
    std::uint64_t octets_ = 0;
};

/// Removes what a killed process may have left beside the store: the name of a copy, or half of a store that was being restored. For
/// who holds the store's lock.
void forget_unfinished_copies(const std::filesystem::path& store);
} // namespace nida::daemon
