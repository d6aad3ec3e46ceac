#include "protocol/sms/gsm_alphabet.hpp"

#include "protocol/hex.hpp"
#include "protocol/unicode.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::protocol;

namespace
{
std::string text_of(std::string_view septets_hex) { return from_gsm(from_hex(septets_hex, "septets").value()); }
std::string septets_of(std::u32string_view text)
{
    std::vector<Septet> septets;
    for (const auto code_point : text)
        append_gsm(septets, code_point);
    return to_hex(septets);
}
} // namespace

BOOST_AUTO_TEST_SUITE(gsm_alphabet)

BOOST_AUTO_TEST_CASE(every_septet_but_the_escape_has_a_character_that_leads_back_to_it)
{
    for (Septet septet = 0; septet < 128; ++septet) {
        if (septet == 0x1B) continue;
        const auto text = decode_utf8(from_gsm(std::vector{septet}));
        BOOST_REQUIRE(text.size() == 1u);
        BOOST_TEST(gsm_septets(text[0]) == 1u);
        BOOST_TEST(septets_of(text) == to_hex(std::vector{septet}));
    }
}

BOOST_AUTO_TEST_CASE(the_extension_table_costs_two_septets)
{
    BOOST_TEST(septets_of(U"\f^{}\\[~]|€") == "1B0A1B141B281B291B2F1B3C1B3D1B3E1B401B65");
    BOOST_TEST(text_of("1B0A1B141B281B291B2F1B3C1B3D1B3E1B401B65") == "\f^{}\\[~]|€");
    BOOST_TEST(gsm_septets(U'€') == 2u);
}

BOOST_AUTO_TEST_CASE(what_neither_table_has_takes_no_septets)
{
    for (const auto code_point : {U'`', U'ç', U'á', U'ê', U'õ', U'ن', U'я', U'α', U'\x1B', U'\0', U'😱', U'\u2019'})
        BOOST_TEST(gsm_septets(code_point) == 0u);
    BOOST_TEST(gsm_septets(0x10040) == 0u); // not '@' seen through sixteen bits
}

BOOST_AUTO_TEST_CASE(an_escape_before_an_unknown_code_shows_the_default_character)
{
    BOOST_TEST(text_of("1B41") == "A");
    BOOST_TEST(text_of("411B00") == "A@");
}

BOOST_AUTO_TEST_CASE(two_escapes_are_a_space) { BOOST_TEST(text_of("411B1B65") == "A e"); }

BOOST_AUTO_TEST_CASE(an_escape_at_the_very_end_shows_nothing)
{
    BOOST_TEST(text_of("411B") == "A");
    BOOST_TEST(text_of("1B") == "");
}

BOOST_AUTO_TEST_SUITE_END()
