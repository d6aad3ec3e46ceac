#include "protocol/content/joined_message.hpp"

#include "protocol/alphabet/gsm_alphabet.hpp"
#include "protocol/alphabet/septets.hpp"
#include "protocol/encoding/segmentation.hpp"
#include "protocol/unicode.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace nida::protocol;

namespace
{
/// A set of these user data fields; an empty one is missing.
SegmentSet set_of(const std::vector<UserData>& fields)
{
    SegmentSet set{static_cast<unsigned>(fields.size()), {}};
    for (unsigned number = 1; number <= fields.size(); ++number) {
        if (fields[number - 1].octets.empty()) continue;
        Segment segment;
        segment.concatenation = {7, false, set.total, number};
        segment.user_data = fields[number - 1];
        set.segments.push_back(std::move(segment));
    }
    return set;
}
Octets header(unsigned number, unsigned total)
{
    return {0x05, 0x00, 0x03, 0x07, static_cast<Octet>(total), static_cast<Octet>(number)};
}
UserData octets_behind_header(Octet dcs, unsigned number, unsigned total, const Octets& octets)
{
    UserData ud{dcs, true, 0, header(number, total)};
    ud.octets.insert(ud.octets.end(), octets.begin(), octets.end());
    ud.length = static_cast<Octet>(ud.octets.size());
    return ud;
}
UserData septets_behind_header(unsigned number, unsigned total, const std::vector<Septet>& septets)
{
    UserData ud{0x00, true, static_cast<Octet>(7 + septets.size()), header(number, total)};
    const auto packed = pack_septets(septets, 1);
    ud.octets.insert(ud.octets.end(), packed.begin(), packed.end());
    return ud;
}
Octets ucs2(std::u32string_view text) { return to_ucs2(text); }
} // namespace

BOOST_AUTO_TEST_SUITE(joined_message)

BOOST_AUTO_TEST_CASE(texts_that_were_cut_are_whole_again)
{
    std::string latin, arabic, faces;
    for (int i = 0; i < 60; ++i) {
        latin += "grüße {€} ";
        arabic += "نداء السلام ";
        faces += "😀ا";
    }
    for (const auto& text : {latin, arabic, faces}) {
        const auto segments = segment_text(text, 7);
        BOOST_TEST(segments.size() > 2u);
        const auto joined = join(set_of(segments), "?");
        BOOST_TEST(joined.text == text);
        BOOST_TEST(joined.data.empty());
        BOOST_TEST(joined.udh.concatenation().value().number == 1u);
    }
}

BOOST_AUTO_TEST_CASE(a_surrogate_pair_cut_in_two_becomes_one_character)
{
    const auto face = ucs2(U"😀");
    const Octets high{face[0], face[1]}, low{face[2], face[3]};
    BOOST_TEST(join(set_of({octets_behind_header(0x08, 1, 2, high), octets_behind_header(0x08, 2, 2, low)}), "").text ==
               "😀");
    // With a segment between them missing it cannot.
    BOOST_TEST(
        join(set_of({octets_behind_header(0x08, 1, 3, high), {}, octets_behind_header(0x08, 3, 3, low)}), "…").text ==
        "\uFFFD…\uFFFD");
}

BOOST_AUTO_TEST_CASE(a_unit_cut_in_two_by_a_full_segment_is_whole_and_a_torn_one_is_dropped)
{
    // A header of seven octets (a 16-bit reference) leaves 133: the 67th unit is cut.
    std::u32string text;
    for (char32_t i = 0; i < 100; ++i)
        text += char32_t{0x0600} + i;
    const auto all = ucs2(text);
    const auto field = [&](Octet number, std::size_t from, std::size_t to) {
        UserData ud{0x08, true, 0, {0x06, 0x08, 0x04, 0x01, 0x07, 0x02, number}};
        ud.octets.insert(ud.octets.end(), all.begin() + static_cast<std::ptrdiff_t>(from),
                         all.begin() + static_cast<std::ptrdiff_t>(to));
        ud.length = static_cast<Octet>(ud.octets.size());
        return ud;
    };
    BOOST_TEST((decode_utf8(join(set_of({field(1, 0, 133), field(2, 133, 200)}), "").text) == text));

    auto torn = ucs2(U"ab");
    torn.push_back(0x06);
    BOOST_TEST(join(set_of({octets_behind_header(0x08, 1, 2, torn), octets_behind_header(0x08, 2, 2, ucs2(U"cd"))}), "")
                   .text == "abcd");
}

BOOST_AUTO_TEST_CASE(an_escape_and_its_code_in_two_segments_are_one_character)
{
    const auto first = septets_behind_header(1, 2, {'a', 0x1B}), second = septets_behind_header(2, 2, {0x65, 'b'});
    BOOST_TEST(join(set_of({first, second}), "").text == "a€b");
    BOOST_TEST(join(set_of({first, {}}), "…").text == "a…");
    BOOST_TEST(join(set_of({{}, second}), "…").text == "…eb");
}

BOOST_AUTO_TEST_CASE(gaps_stand_where_segments_are_missing_and_once_for_neighbours)
{
    const auto part = [](unsigned number, char letter) {
        return septets_behind_header(number, 6, {static_cast<Septet>(letter)});
    };
    BOOST_TEST(join(set_of({{}, part(2, 'b'), {}, {}, part(5, 'e'), {}}), "[…]").text == "[…]b[…]e[…]");
    BOOST_TEST(join(set_of({part(1, 'a'), part(2, 'b'), {}, part(4, 'd'), part(5, 'e'), part(6, 'f')}), "").text ==
               "abdef");
}

BOOST_AUTO_TEST_CASE(segments_may_differ_in_alphabet_and_language)
{
    // The second names the Turkish single shift: the escape at the end of the first is not of its table.
    const auto turkish = [](unsigned number, const std::vector<Septet>& septets) {
        UserData ud{0x00, true, static_cast<Octet>(11 + septets.size()), header(number, 4)};
        ud.octets[0] = 0x08;
        ud.octets.insert(ud.octets.end(), {0x24, 0x01, 0x01});
        const auto packed = pack_septets(septets, 5);
        ud.octets.insert(ud.octets.end(), packed.begin(), packed.end());
        return ud;
    };
    const auto joined = join(set_of({septets_behind_header(1, 4, {'a', 0x1B}), turkish(2, {'s', 0x1B}),
                                     turkish(3, {'s', 'b'}), octets_behind_header(0x08, 4, 4, ucs2(U"ج"))}),
                             "");
    BOOST_TEST(joined.text == "asşbج");
}

BOOST_AUTO_TEST_CASE(data_is_joined_apart_from_text)
{
    const auto joined = join(set_of({octets_behind_header(0x04, 1, 3, {1, 2}), octets_behind_header(0x04, 2, 3, {3}),
                                     octets_behind_header(0x08, 3, 3, ucs2(U"x"))}),
                             "");
    BOOST_TEST((joined.data == Octets{1, 2, 3}));
    BOOST_TEST(joined.text == "x");
}

BOOST_AUTO_TEST_CASE(lengths_that_promise_too_much_or_nothing_do_no_harm)
{
    auto promising = septets_behind_header(1, 2, {'a', 'b'});
    promising.length = 160;
    auto empty = septets_behind_header(2, 2, {});
    empty.length = 0;
    const auto text = join(set_of({promising, empty}), "").text;
    BOOST_TEST(text.starts_with("ab"));

    UserData broken{0x00, true, 8, {0x20, 0x00, 0x03}}; // its header leaves the field
    BOOST_TEST(join(set_of({broken}), "").udh.elements.empty());
}

BOOST_AUTO_TEST_SUITE_END()
