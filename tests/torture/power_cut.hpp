#pragma once
#include <cstdint>
#include <filesystem>

namespace nida::torture
{
struct PowerCut {
    unsigned writes = 0;  ///< that were not synchronised
    unsigned sectors = 0; ///< of those
    unsigned lost = 0;    ///< of the sectors
    unsigned entries = 0; ///< files that vanished, or were there again
};

/// Makes of the store's files what a disk would hold that lost power when their process was killed: all that was synchronised, and of what was
/// written since then any part, in sectors of 512 octets. Files whose directory was not synchronised may not be there.
/// @param store  the database; its journals lie beside it
/// @param logs   what forgetful_disk.c wrote; empty afterwards
/// @param seed   which part
PowerCut cut_power(const std::filesystem::path& store, const std::filesystem::path& logs, std::uint64_t seed);
} // namespace nida::torture
