// The time zones of numbers as generate-time-zones.py lays them out in time_zone_table.cpp. Only time_zones.cpp reads them.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace nida::protocol::numbering
{

/// Numbers that begin so are in that zone, where no longer beginning says otherwise.
struct ZonedBeginning {
    std::uint32_t
        digits;         ///< of the calling code and what follows, up to 9, as one number: no calling code begins with 0
    std::uint16_t zone; ///< index into `zones`
};

extern const std::span<const std::string_view> zones;
extern const std::span<const ZonedBeginning> zoned_beginnings; ///< sorted by `digits`

} // namespace nida::protocol::numbering
