#include "protocol/numbering/time_zones.hpp"

#include "protocol/numbering/time_zone_table.hpp"

#include <algorithm>
#include <cstdint>

namespace nida::protocol
{

std::string_view time_zone_of(std::string_view e164)
{
    constexpr std::size_t longest_number = 15, longest_beginning = 9;
    if (!e164.starts_with('+')) return {};
    e164.remove_prefix(1);
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    if (e164.size() > longest_number || !std::all_of(e164.begin(), e164.end(), digit)) return {};

    std::uint32_t beginning = 0;
    for (const char c : e164.substr(0, longest_beginning))
        beginning = beginning * 10 + static_cast<std::uint32_t>(c - '0');
    const auto all = numbering::zoned_beginnings;
    for (; beginning > 0; beginning /= 10) {
        const auto found = std::lower_bound(all.begin(), all.end(), beginning,
                                            [](const auto& one, std::uint32_t digits) { return one.digits < digits; });
        if (found != all.end() && found->digits == beginning) return numbering::zones[found->zone];
    }
    return {};
}

} // namespace nida::protocol
