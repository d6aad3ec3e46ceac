#pragma once
#include "daemon/backup/sealing.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace nida::daemon
{
struct RestoreOptions {
    std::filesystem::path store;
    bool resend_queued = false; ///< what was queued in the copy stays so
    Time now{};
};

struct Restored {
    std::int64_t failed = 0; ///< messages that had not left when the copy was made: nobody knows whether they did since
    std::int64_t queued = 0; ///< that stay queued
    std::int64_t leavings = 0;    ///< who left after the copy was made, taken over from the store that was there
    std::string not_read;         ///< why that store could not be asked; empty where it could, or there was none
    std::filesystem::path before; ///< where that store now is; empty where there was none
};

/// Puts what was sealed in the place of the store: beside it first, checked; then by one rename. Whatever interrupts it, the old
/// store or the new one is there, whole. The new one has the owner and mode of the old.
///
/// What was in the copy queued, with a modem or in doubt becomes failed with the error `restored`: it may have left since. Who left since,
/// PINs that were tried since, and how far ids had come are taken over from the old store where it can be read.
/// @param in  stands behind the header
/// @throws BackupError, also `store_in_use`; then nothing was changed
Restored restore(const SealedHeader& header, const OpenWith& key, const Source& in, const RestoreOptions& options);
} // namespace nida::daemon
