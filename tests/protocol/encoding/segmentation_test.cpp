#include "protocol/encoding/segmentation.hpp"

#include "protocol/unicode.hpp"
#include "tests/protocol/encoding/read_back.hpp"

#include <boost/test/unit_test.hpp>

#include <random>

using namespace nida::protocol;

namespace
{
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

BOOST_AUTO_TEST_CASE(what_people_take_for_one_character_is_never_split)
{
    for (const std::string character : {"ن\u064E\u0651", "👩🏽", "🇱🇾", "e\u0301", "👨\u200D👩\u200D👧\u200D👦"})
        for (std::size_t before = 50; before < 70; ++before) {
            std::size_t found = 0;
            for (const auto& part : parts_of(repeat("ن", before) + repeat(character, 20)))
                for (auto at = part.content.text.find(character); at != std::string::npos;
                     at = part.content.text.find(character, at + 1))
                    ++found;
            BOOST_TEST(found == 20u);
        }
}

BOOST_AUTO_TEST_CASE(one_that_alone_exceeds_a_segment_is_cut_between_its_marks)
{
    const auto parts = parts_of("e" + repeat("\u0301", 100));
    BOOST_REQUIRE(parts.size() == 2u);
    BOOST_TEST(parts[0].content.text == "e" + repeat("\u0301", 66));
    BOOST_TEST(parts[1].content.text == repeat("\u0301", 34));
}

BOOST_AUTO_TEST_CASE(data_takes_140_octets_alone_and_134_or_133_behind_a_concatenation)
{
    struct Case {
        std::size_t octets;
        bool wide;
        std::size_t segments;
    };
    for (const auto& [octets, wide, segments] :
         {Case{0, false, 1}, Case{139, false, 1}, Case{140, false, 1}, Case{141, false, 2}, Case{268, false, 2},
          Case{269, false, 3}, Case{140, true, 1}, Case{141, true, 2}, Case{266, true, 2}, Case{267, true, 3}}) {
        std::string data;
        for (std::size_t i = 0; i < octets; ++i)
            data += static_cast<char>(i * 7 + 1);
        const std::span text{reinterpret_cast<const Octet*>(data.data()), data.size()};
        const auto made = segment_octets(text, {wide}, 0x0102);
        BOOST_TEST(made.size() == segments);
        BOOST_TEST(read_back(made) == data);
        for (const auto& ud : made) {
            BOOST_TEST(ud.dcs == 0x04);
            BOOST_TEST(ud.length == ud.octets.size());
        }
    }
}

BOOST_AUTO_TEST_CASE(data_goes_to_its_port_in_every_segment)
{
    const SegmentHeader ports{false, {{0x05, {0x23, 0xF4, 0x00, 0x00}}}};
    const Octets data(2 * 128 + 1, 0xAA);
    const auto one = segment_octets(std::span{data}.first(133), ports, 1);
    BOOST_TEST(one.size() == 1u);
    const auto three = segment_octets(data, ports, 1, 1);
    BOOST_REQUIRE(three.size() == 3u); // 140 - 7 - 5 octets in each
    for (const auto& ud : three) {
        const auto part = decode_user_data(ud.dcs, ud.has_udh, ud.length, ud.octets).value();
        BOOST_TEST(part.udh.elements.size() == 2u);
        BOOST_TEST(part.udh.elements.at(1).id == 0x05);
        BOOST_TEST(ud.dcs == 0x15);
    }
    BOOST_TEST(three.at(0).octets.size() == 140u);
}

BOOST_AUTO_TEST_CASE(data_that_no_concatenation_can_number_or_no_header_lets_in_has_no_segments)
{
    BOOST_TEST(segment_octets(Octets(255 * 134, 1), {}, 0).size() == 255u);
    BOOST_TEST(segment_octets(Octets(255 * 134 + 1, 1), {}, 0).empty());
    const SegmentHeader huge{false, {{0x70, Octets(134, 0)}}};
    BOOST_TEST(segment_octets(Octets(3, 1), huge, 0).size() == 1u);
    BOOST_TEST(segment_octets(Octets(4, 1), huge, 0).empty());
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
