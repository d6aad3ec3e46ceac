#pragma once
#include "daemon/outbox/message.hpp"

#include <cstdint>
#include <string>

namespace nida::daemon
{
/// A number's place among `parts` of equal size, 0 to parts - 1: always the same in one campaign, whatever the machine, and another one in the
/// next (FNV-1a, which std::hash need not be).
inline std::uint64_t share_of(CampaignId id, const std::string& number, std::uint64_t parts)
{
    std::uint64_t hash = 14695981039346656037ull ^ static_cast<std::uint64_t>(id);
    for (const char octet : number)
        hash = (hash ^ static_cast<unsigned char>(octet)) * 1099511628211ull;
    return (hash ^ (hash >> 32)) % parts;
}
} // namespace nida::daemon
