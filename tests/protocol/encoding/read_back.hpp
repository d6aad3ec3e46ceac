#pragma once
// A message's segments as a phone would join them.
#include "protocol/pdu/user_data.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace nida::protocol
{
inline std::string repeat(std::string_view text, std::size_t times)
{
    std::string out;
    for (std::size_t i = 0; i < times; ++i)
        out += text;
    return out;
}

/// The texts of all segments, or their octets, in order. Each must hold what it says and be numbered right.
inline std::string read_back(const std::vector<UserData>& segments)
{
    std::string joined;
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const auto& ud = segments[i];
        BOOST_REQUIRE_LE(ud.octets.size(), 140u);
        BOOST_REQUIRE_EQUAL(ud.octets.size(), user_data_octets(ud.dcs, ud.length));
        const auto part = decode_user_data(ud.dcs, ud.has_udh, ud.length, ud.octets).value();
        BOOST_REQUIRE(!part.truncated);

        const auto concatenation = part.udh.concatenation();
        BOOST_REQUIRE_EQUAL(concatenation.has_value(), segments.size() > 1);
        if (concatenation) {
            BOOST_REQUIRE_EQUAL(concatenation->total, segments.size());
            BOOST_REQUIRE_EQUAL(concatenation->number, i + 1);
        }
        joined += part.text;
        joined.append(part.data.begin(), part.data.end());
    }
    return joined;
}
} // namespace nida::protocol
