#include "protocol/hex.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::protocol;

BOOST_AUTO_TEST_SUITE(hex)

BOOST_AUTO_TEST_CASE(octets_become_two_upper_case_digits_each)
{
    BOOST_TEST(to_hex(Octets{0x00, 0x0A, 0xF0, 0xFF}) == "000AF0FF");
    BOOST_TEST(to_hex({}) == "");
}

BOOST_AUTO_TEST_CASE(every_octet_survives_the_way_there_and_back_in_either_case)
{
    Octets all(256);
    for (std::size_t i = 0; i < all.size(); ++i)
        all[i] = static_cast<Octet>(i);
    auto text = to_hex(all);
    BOOST_TEST((from_hex(text, "PDU").value() == all));
    for (auto& digit : text)
        if (digit >= 'A') digit = static_cast<char>(digit - 'A' + 'a');
    BOOST_TEST((from_hex(text, "PDU").value() == all));
    BOOST_TEST(from_hex("", "PDU").value().empty());
}

BOOST_AUTO_TEST_CASE(what_is_no_digit_is_found_where_it_stands)
{
    for (const char bad : {'g', 'G', '@', '`', '/', ':', ' ', '\0', '\xFF'}) {
        const auto decoded = from_hex(std::string{"0791"} + bad + "9", "PDU");
        BOOST_TEST((decoded.error().why == ParseError::bad_digit));
        BOOST_TEST(decoded.error().offset == 4u);
        BOOST_TEST(decoded.error().field == "PDU");
    }
}

BOOST_AUTO_TEST_CASE(an_odd_digit_at_the_end_means_that_something_is_missing)
{
    const auto decoded = from_hex("079", "PDU");
    BOOST_TEST((decoded.error().why == ParseError::truncated));
    BOOST_TEST(decoded.error().offset == 3u);
}

BOOST_AUTO_TEST_SUITE_END()
