#include "protocol/unicode.hpp"

#include "protocol/hex.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::protocol;

namespace
{
std::string utf8_of(char32_t code_point)
{
    std::string out;
    append_utf8(out, code_point);
    return out;
}
std::string from_ucs2_hex(std::string_view hex) { return from_ucs2(from_hex(hex, "text").value()); }
} // namespace

BOOST_AUTO_TEST_SUITE(unicode)

BOOST_AUTO_TEST_CASE(every_code_point_survives_utf8_and_utf16)
{
    for (char32_t code_point = 0; code_point <= 0x10FFFF; code_point += code_point < 0x3000 ? 1 : 61) {
        if (code_point >= 0xD800 && code_point <= 0xDFFF) continue;
        const auto utf8 = utf8_of(code_point);
        const std::u32string text(1, code_point);
        if (decode_utf8(utf8) != text || !is_valid_utf8(utf8) || from_ucs2(to_ucs2(text)) != utf8)
            BOOST_ERROR("U+" << std::hex << static_cast<unsigned>(code_point));
    }
}

BOOST_AUTO_TEST_CASE(the_edges_of_each_length_have_the_octets_of_the_standard)
{
    BOOST_TEST(utf8_of(0x7F) == "\x7F");
    BOOST_TEST(utf8_of(0x80) == "\xC2\x80");
    BOOST_TEST(utf8_of(0x7FF) == "\xDF\xBF");
    BOOST_TEST(utf8_of(0x800) == "\xE0\xA0\x80");
    BOOST_TEST(utf8_of(0xFFFF) == "\xEF\xBF\xBF");
    BOOST_TEST(utf8_of(0x10000) == "\xF0\x90\x80\x80");
    BOOST_TEST(utf8_of(0x10FFFF) == "\xF4\x8F\xBF\xBF");
}

BOOST_AUTO_TEST_CASE(what_is_no_character_becomes_the_replacement_character)
{
    BOOST_TEST(utf8_of(0xD800) == "\uFFFD");
    BOOST_TEST(utf8_of(0x110000) == "\uFFFD");
    BOOST_TEST(to_hex(to_ucs2(std::u32string{0xDC00, 0x110000})) == "FFFDFFFD");
}

BOOST_AUTO_TEST_CASE(every_invalid_octet_becomes_one_replacement_character)
{
    struct {
        std::string_view utf8;
        std::u32string_view text;
    } const cases[] = {
        {"a\xFF!", U"a\uFFFD!"},
        {"\x80", U"\uFFFD"},           // a trail without a lead
        {"\xC3", U"\uFFFD"},           // a lead without a trail
        {"\xE2\x82", U"\uFFFD\uFFFD"}, // cut short
        {"\xE2\x82"
         "a",
         U"\uFFFD\uFFFDa"},                                          // and what follows is not eaten
        {"\xC0\xAF", U"\uFFFD\uFFFD"},                               // overlong
        {"\xE0\x80\xAF", U"\uFFFD\uFFFD\uFFFD"},                     //
        {"\xF0\x80\x80\xAF", U"\uFFFD\uFFFD\uFFFD\uFFFD"},           //
        {"\xED\xA0\x80", U"\uFFFD\uFFFD\uFFFD"},                     // a surrogate
        {"\xF4\x90\x80\x80", U"\uFFFD\uFFFD\uFFFD\uFFFD"},           // past U+10FFFF
        {"\xF8\x88\x80\x80\x80", U"\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD"}, // a lead that never was
    };
    for (const auto& [utf8, text] : cases) {
        BOOST_TEST((decode_utf8(utf8) == text), "octets " << to_hex(Octets{utf8.begin(), utf8.end()}));
        BOOST_TEST(!is_valid_utf8(utf8));
    }
}

BOOST_AUTO_TEST_CASE(a_replacement_character_that_was_written_is_valid)
{
    BOOST_TEST(is_valid_utf8("\uFFFD"));
    BOOST_TEST(is_valid_utf8(""));
    BOOST_TEST(is_valid_utf8("نداء, appel, call 😱"));
}

BOOST_AUTO_TEST_CASE(past_the_basic_plane_two_surrogates_stand_for_one_character)
{
    BOOST_TEST(to_hex(to_ucs2(U"نعم")) == "064606390645");
    BOOST_TEST(to_hex(to_ucs2(U"😱")) == "D83DDE31");
    BOOST_TEST(from_ucs2_hex("D83DDE310041") == "😱A");
}

BOOST_AUTO_TEST_CASE(a_lone_surrogate_is_replaced_and_its_neighbours_stay)
{
    BOOST_TEST(from_ucs2_hex("0041D83D0042") == "A\uFFFDB");
    BOOST_TEST(from_ucs2_hex("DE310042") == "\uFFFDB");
    BOOST_TEST(from_ucs2_hex("0041D83D") == "A\uFFFD");
    BOOST_TEST(from_ucs2_hex("D83DD83DDE31") == "\uFFFD😱");
}

BOOST_AUTO_TEST_CASE(an_odd_last_octet_is_dropped)
{
    BOOST_TEST(from_ucs2_hex("064606") == "ن");
    BOOST_TEST(from_ucs2_hex("06") == "");
    BOOST_TEST(from_ucs2_hex("D83DDE") == "\uFFFD");
}

BOOST_AUTO_TEST_SUITE_END()
