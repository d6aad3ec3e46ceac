#include "protocol/sms/septets.hpp"

#include "protocol/hex.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::protocol;

namespace
{
std::vector<Septet> ascii(std::string_view text) { return {text.begin(), text.end()}; }
Octets octets(std::string_view hex) { return from_hex(hex, "octets").value(); }
} // namespace

BOOST_AUTO_TEST_SUITE(septets)

BOOST_AUTO_TEST_CASE(eight_septets_fit_into_seven_octets_lowest_bits_first)
{
    BOOST_TEST(to_hex(pack_septets(ascii("1234567"))) == "31D98C56B3DD00");
    BOOST_TEST(to_hex(pack_septets(ascii("12345678"))) == "31D98C56B3DD70");
    BOOST_TEST(to_hex(pack_septets(ascii("123456789"))) == "31D98C56B3DD7039");
    BOOST_TEST(to_hex(pack_septets({})) == "");
}

BOOST_AUTO_TEST_CASE(fill_bits_push_the_first_septet_up)
{
    BOOST_TEST(to_hex(pack_septets(ascii("A"), 1)) == "82"); // behind a UDH of six octets
    BOOST_TEST(to_hex(pack_septets(ascii("abc"), 3)) == "088BC7");
    BOOST_TEST((unpack_septets(octets("088BC7"), 3, 3).value() == ascii("abc")));
}

BOOST_AUTO_TEST_CASE(the_count_tells_a_last_commercial_at_from_padding)
{
    BOOST_TEST((unpack_septets(octets("31D98C56B3DD00"), 7).value() == ascii("1234567")));
    BOOST_TEST((unpack_septets(octets("31D98C56B3DD00"), 8).value().back() == 0x00));
    BOOST_TEST((unpack_septets(octets("00000000000000"), 7).value() == std::vector<Septet>(7)));
}

BOOST_AUTO_TEST_CASE(every_count_and_alignment_survives_the_way_there_and_back)
{
    for (unsigned fill_bits = 0; fill_bits <= 6; ++fill_bits)
        for (std::size_t count = 0; count <= 200; ++count) {
            std::vector<Septet> text(count);
            for (std::size_t i = 0; i < count; ++i)
                text[i] = static_cast<Septet>((i * 37 + 0x55) & 0x7F);
            const auto packed = pack_septets(text, fill_bits);
            if (packed.size() != (count * 7 + fill_bits + 7) / 8 ||
                unpack_septets(packed, count, fill_bits).value() != text)
                BOOST_ERROR(count << " septets behind " << fill_bits << " fill bits");
        }
}

BOOST_AUTO_TEST_CASE(a_count_that_the_octets_cannot_hold_is_truncated_at_their_end)
{
    const auto decoded = unpack_septets(octets("31D98C56B3DD70"), 9);
    BOOST_TEST((decoded.error().why == ParseError::truncated));
    BOOST_TEST(decoded.error().field == "TP-UD");
    BOOST_TEST(decoded.error().offset == 7u);
    BOOST_TEST(unpack_septets(octets("31D98C56B3DD70"), 8, 1).has_error()); // the fill bit takes the room of the last
    BOOST_TEST(unpack_septets({}, 1).has_error());
    BOOST_TEST(unpack_septets(octets("00"), SIZE_MAX / 7 + 2).has_error()); // a count that wraps when multiplied
}

BOOST_AUTO_TEST_SUITE_END()
