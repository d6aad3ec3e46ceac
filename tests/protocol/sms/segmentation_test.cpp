#include "protocol/sms/segmentation.hpp"

#include "protocol/unicode.hpp"

#include <boost/test/unit_test.hpp>

#include <random>

using namespace nida::protocol;

namespace
{
std::string repeat(std::string_view text, std::size_t times)
{
    std::string out;
    for (std::size_t i = 0; i < times; ++i)
        out += text;
    return out;
}

struct Part {
    DecodedUserData content;
    UserData user_data;
};
std::vector<Part> parts_of(std::string_view text, Octet reference = 0x5A)
{
    std::vector<Part> parts;
    for (const auto& ud : segment_text(text, reference))
        parts.push_back({decode_user_data(ud.dcs, ud.has_udh, ud.length, ud.octets).value(), ud});
    return parts;
}

void must_hold(std::string_view text, Alphabet alphabet, std::size_t segments, std::size_t units, std::size_t left)
{
    const auto count = count_segments(text);
    BOOST_TEST((count.alphabet == alphabet));
    BOOST_TEST(count.segments == segments);
    BOOST_TEST(count.units == units);
    BOOST_TEST(count.units_left == left);
    BOOST_TEST(segment_text(text, 1).size() == segments);
}
} // namespace

BOOST_AUTO_TEST_SUITE(segmentation)

BOOST_AUTO_TEST_CASE(an_empty_text_is_one_empty_segment)
{
    must_hold("", Alphabet::gsm7, 1, 0, 160);
    BOOST_TEST((segment_text("", 9).at(0) == UserData{}));
}

BOOST_AUTO_TEST_CASE(a_segment_alone_holds_160_septets_and_153_behind_a_header)
{
    must_hold(repeat("x", 160), Alphabet::gsm7, 1, 160, 0);
    must_hold(repeat("x", 161), Alphabet::gsm7, 2, 161, 145);
    must_hold(repeat("x", 306), Alphabet::gsm7, 2, 306, 0);
    must_hold(repeat("x", 307), Alphabet::gsm7, 3, 307, 152);
}

BOOST_AUTO_TEST_CASE(a_segment_alone_holds_70_units_and_67_behind_a_header)
{
    must_hold(repeat("ن", 70), Alphabet::ucs2, 1, 70, 0);
    must_hold(repeat("ن", 71), Alphabet::ucs2, 2, 71, 63);
    must_hold(repeat("ن", 134), Alphabet::ucs2, 2, 134, 0);
    must_hold(repeat("ن", 135), Alphabet::ucs2, 3, 135, 66);
}

BOOST_AUTO_TEST_CASE(an_escape_pair_is_never_split)
{
    must_hold(repeat("€", 80), Alphabet::gsm7, 1, 160, 0);
    must_hold(repeat("€", 81), Alphabet::gsm7, 2, 162, 143); // 76 pairs fill 152 of 153
    const auto parts = parts_of(repeat("x", 152) + "€" + repeat("x", 20));
    BOOST_REQUIRE(parts.size() == 2u);
    BOOST_TEST(parts[0].content.text == repeat("x", 152));
    BOOST_TEST(parts[1].content.text == "€" + repeat("x", 20));
    BOOST_TEST(parts[0].user_data.length == 159);
}

BOOST_AUTO_TEST_CASE(a_surrogate_pair_is_never_split)
{
    must_hold(repeat("😱", 35), Alphabet::ucs2, 1, 70, 0);
    must_hold(repeat("😱", 36), Alphabet::ucs2, 2, 72, 61); // 33 pairs fill 66 of 67
    const auto parts = parts_of(repeat("ن", 66) + repeat("😱", 3));
    BOOST_REQUIRE(parts.size() == 2u);
    BOOST_TEST(parts[0].content.text == repeat("ن", 66));
    BOOST_TEST(parts[1].content.text == repeat("😱", 3));
}

BOOST_AUTO_TEST_CASE(the_header_says_which_of_how_many)
{
    const auto parts = parts_of(repeat("x", 400), 0x88);
    BOOST_REQUIRE(parts.size() == 3u);
    for (unsigned i = 0; i < 3; ++i) {
        BOOST_TEST(parts[i].user_data.has_udh);
        BOOST_TEST((parts[i].content.udh.concatenation() == Concatenation{0x88, false, 3, i + 1}));
        BOOST_TEST(!parts[i].content.truncated);
    }
    BOOST_TEST(parts[0].user_data.octets.size() == 140u);
    BOOST_TEST(parts[0].user_data.length == 160);
    BOOST_TEST(!segment_text("x", 0x88).at(0).has_udh);
}

BOOST_AUTO_TEST_CASE(the_characters_that_force_ucs2_are_named_once_each_in_order)
{
    BOOST_TEST(count_segments("appel à ç ê ç").forcing_ucs2 == (std::vector<std::string>{"ç", "ê"}),
               boost::test_tools::per_element());
    BOOST_TEST(count_segments("plain {text} €5").forcing_ucs2.empty());
    BOOST_TEST(count_segments("it\u2019s 😱").forcing_ucs2 == (std::vector<std::string>{"\u2019", "😱"}),
               boost::test_tools::per_element());
    BOOST_TEST((segment_text("ç", 0).at(0).dcs == 0x08));
    BOOST_TEST((segment_text("à", 0).at(0).dcs == 0x00));
}

BOOST_AUTO_TEST_CASE(a_text_that_no_concatenation_can_number_has_no_segments)
{
    BOOST_TEST(segment_text(repeat("x", 255 * 153), 0).size() == 255u);
    BOOST_TEST(segment_text(repeat("x", 255 * 153 + 1), 0).empty());
    BOOST_TEST(count_segments(repeat("x", 255 * 153 + 1)).segments == 256u);
    BOOST_TEST(segment_text(repeat("ن", 255 * 67 + 1), 0).empty());
}

BOOST_AUTO_TEST_CASE(invalid_octets_are_counted_and_sent_as_replacement_characters)
{
    must_hold("a\xFF", Alphabet::ucs2, 1, 2, 68);
    BOOST_TEST(parts_of("a\xFF").at(0).content.text == "a\uFFFD");
}

BOOST_AUTO_TEST_CASE(the_parts_of_any_text_join_to_it_again)
{
    const std::u32string gsm = U"aé€{}\n@ΩA à";
    const std::u32string any = gsm + U"نç😱\u0301\u200F";
    std::mt19937 random{20230917};
    for (int round = 0; round < 300; ++round) {
        const auto& alphabet = round % 2 ? gsm : any;
        std::string text;
        for (auto length = random() % 700; length > 0; --length)
            append_utf8(text, alphabet[random() % alphabet.size()]);

        const auto parts = parts_of(text);
        std::string joined;
        for (const auto& part : parts) {
            joined += part.content.text;
            BOOST_REQUIRE(part.user_data.octets.size() <= 140u);
        }
        BOOST_REQUIRE(joined == text);
        BOOST_REQUIRE(parts.size() == count_segments(text).segments);
    }
}

BOOST_AUTO_TEST_SUITE_END()
