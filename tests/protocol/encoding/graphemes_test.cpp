#include "protocol/encoding/graphemes.hpp"

#include <boost/test/unit_test.hpp>
#include <utf8proc.h>

#include <random>
#include <vector>

using namespace nida::protocol;

namespace
{
std::vector<std::size_t> ends_of(std::u32string_view text)
{
    std::vector<std::size_t> ends;
    for (std::size_t at = 0; at < text.size();)
        ends.push_back(at = grapheme_end(text, at));
    return ends;
}
void is_one(std::u32string_view text) { BOOST_TEST(grapheme_end(text, 0) == text.size()); }

/// utf8proc asked at every place, from the first to the last.
std::vector<std::size_t> ends_by_utf8proc(std::u32string_view text)
{
    std::vector<std::size_t> ends;
    utf8proc_int32_t state = 0;
    for (std::size_t i = 1; i < text.size(); ++i)
        if (utf8proc_grapheme_break_stateful(static_cast<utf8proc_int32_t>(text[i - 1]),
                                             static_cast<utf8proc_int32_t>(text[i]), &state))
            ends.push_back(i);
    if (!text.empty()) ends.push_back(text.size());
    return ends;
}
} // namespace

BOOST_AUTO_TEST_SUITE(graphemes)

BOOST_AUTO_TEST_CASE(letters_signs_and_spaces_stand_alone)
{
    for (const std::u32string_view text : {U"abc", U"é à", U"سلام", U"م ن", U"日本", U"\n\r", U"a\n"})
        BOOST_TEST(ends_of(text).size() == text.size());
}

BOOST_AUTO_TEST_CASE(a_letter_keeps_its_marks)
{
    is_one(U"e\u0301");
    is_one(U"a\u0328\u0301");
    is_one(U"\u0628\u064E\u0651"); // beh with fatha and shadda
    is_one(U"\u0915\u093F");       // ka with its vowel sign
    is_one(U"\u0646\u200C");       // noon with a non-joiner, which shapes it
}

BOOST_AUTO_TEST_CASE(an_emoji_keeps_what_makes_it_one_picture)
{
    is_one(U"👩🏽");
    is_one(U"👨\u200D👩\u200D👧\u200D👦");
    is_one(U"❤\uFE0F");
    is_one(U"1\uFE0F\u20E3");
    is_one(U"🇱🇾");
    BOOST_TEST(ends_of(U"🇱🇾🇹🇳🇲🇦") == (std::vector<std::size_t>{2, 4, 6}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_line_end_of_two_characters_is_one) { is_one(U"\r\n"); }

BOOST_AUTO_TEST_CASE(each_pair_of_plain_characters_breaks_as_utf8proc_says)
{
    // What the shortcut answers by itself.
    for (char32_t before = 0; before < 0x700; ++before)
        for (char32_t after = 0; after < 0x700; ++after) {
            const char32_t pair[] = {before, after};
            const std::u32string_view text{pair, 2};
            if (ends_of(text) != ends_by_utf8proc(text))
                BOOST_ERROR(std::to_string(before) + " before " + std::to_string(after));
        }
}

BOOST_AUTO_TEST_CASE(beginning_anew_at_each_grapheme_finds_what_one_way_through_finds)
{
    const std::u32string any =
        U"aé\r\nن\u064E\u0600\u200D\u200C👩👨🏽🇱🇾❤\uFE0F\u0915\u094D\u0937\u1100\u1161\u0301";
    std::mt19937 random{20231105};
    for (int round = 0; round < 3000; ++round) {
        std::u32string text;
        for (auto length = random() % 20; length > 0; --length)
            text += any[random() % any.size()];
        BOOST_REQUIRE(ends_of(text) == ends_by_utf8proc(text));
    }
}

BOOST_AUTO_TEST_SUITE_END()
