#include "protocol/encoding/pieces.hpp"

#include "protocol/encoding/graphemes.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <random>

using namespace nida::protocol;

namespace
{
constexpr Coding gsm7{Alphabet::gsm7, {}}, ucs2{Alphabet::ucs2, {}}, eight_bit{Alphabet::eight_bit, {}};

std::vector<std::u32string> parts_of(std::u32string_view text, const Coding& coding, Capacities capacities)
{
    std::vector<std::u32string> parts;
    const auto pieces = cut(text, coding, capacities).value();
    for (const auto& piece : pieces)
        parts.emplace_back(text.substr(piece.begin, piece.end - piece.begin));
    return parts;
}
using Parts = std::vector<std::u32string>;

/// Where a piece may end: behind a grapheme that fits, and behind each character of one that does not.
std::vector<std::size_t> places_of(std::u32string_view text, const Coding& coding, std::size_t capacity)
{
    std::vector<std::size_t> places;
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = grapheme_end(text, begin);
        std::size_t units = 0;
        for (auto i = begin; i < end; ++i)
            units += units_of(text[i], coding);
        if (units <= capacity)
            places.push_back(end);
        else
            for (auto i = begin; i < end; ++i)
                places.push_back(i + 1);
        begin = end;
    }
    return places;
}

/// The fewest pieces, by trying every way to cut.
std::size_t fewest(std::u32string_view text, const Coding& coding, std::size_t capacity)
{
    std::vector<std::size_t> best(text.size() + 1, 1000);
    best[0] = 0;
    const auto places = places_of(text, coding, capacity);
    for (const auto end : places)
        for (std::size_t begin = 0; begin < end; ++begin) {
            std::size_t units = 0;
            for (auto i = begin; i < end; ++i)
                units += units_of(text[i], coding);
            if (units <= capacity) best[end] = std::min(best[end], best[begin] + 1);
        }
    return best.back();
}
} // namespace

BOOST_AUTO_TEST_SUITE(pieces)

BOOST_AUTO_TEST_CASE(a_text_that_fits_alone_is_one_piece)
{
    BOOST_TEST((cut(U"", gsm7, {160, 153}).value() == std::vector{Piece{0, 0, 0}}));
    BOOST_TEST((cut(U"a€", gsm7, {3, 2}).value() == std::vector{Piece{0, 2, 3}}));
    BOOST_TEST((cut(U"a€b", gsm7, {3, 2}).value() == std::vector{Piece{0, 1, 1}, Piece{1, 2, 2}, Piece{2, 3, 1}}));
}

BOOST_AUTO_TEST_CASE(a_grapheme_goes_into_the_next_piece_whole)
{
    BOOST_TEST((parts_of(U"abce\u0301f", ucs2, {4, 4}) == Parts{U"abc", U"e\u0301f"}));
    BOOST_TEST((parts_of(U"abc🇱🇾", ucs2, {6, 6}) == Parts{U"abc", U"🇱🇾"}));
    BOOST_TEST((parts_of(U"abc\r\nd", gsm7, {4, 4}) == Parts{U"abc", U"\r\nd"}));
    BOOST_TEST((parts_of(U"abcdé", eight_bit, {5, 5}) == Parts{U"abcd", U"é"}));
}

BOOST_AUTO_TEST_CASE(one_that_is_longer_than_a_piece_is_cut_between_characters_and_nothing_is_wasted)
{
    BOOST_TEST(
        (parts_of(U"abe\u0301\u0302\u0303\u0304c", ucs2, {4, 4}) == Parts{U"abe\u0301", U"\u0302\u0303\u0304c"}));
    BOOST_TEST((parts_of(U"a👨\u200D👩\u200D👧", ucs2, {4, 4}) == Parts{U"a👨\u200D", U"👩\u200D", U"👧"}));
}

BOOST_AUTO_TEST_CASE(what_has_no_code_or_no_room_is_not_cut)
{
    BOOST_TEST(!cut(U"ن", gsm7, {160, 153}));
    BOOST_TEST(!cut(U"😱😱", ucs2, {2, 1}));
    BOOST_TEST(!cut(U"", ucs2, {0, 0}));
    BOOST_TEST((cut(U"😱", ucs2, {2, 1}).value() == std::vector{Piece{0, 1, 2}}));
}

BOOST_AUTO_TEST_CASE(filling_each_piece_takes_as_few_as_trying_every_way)
{
    const std::u32string gsm = U"ab€{\r\n";
    const std::u32string any = U"an\u0301\u064E😱\u200D👩🏽🇱🇾\r\n€";
    std::mt19937 random{20220301};
    for (int round = 0; round < 4000; ++round) {
        const std::array codings{gsm7, ucs2, eight_bit};
        const auto& coding = codings[random() % codings.size()];
        const auto& characters = coding == gsm7 ? gsm : any;
        std::u32string text;
        for (auto length = 1 + random() % 24; length > 0; --length)
            text += characters[random() % characters.size()];

        const std::size_t capacity = 4 + random() % 9;
        const auto found = cut(text, coding, {1, capacity}).value();
        if (found.size() == 1) continue;
        BOOST_REQUIRE_EQUAL(found.size(), fewest(text, coding, capacity));
        std::size_t at = 0;
        for (const auto& piece : found) {
            BOOST_REQUIRE(piece.begin == at && piece.end > at && piece.units <= capacity);
            at = piece.end;
        }
        BOOST_REQUIRE_EQUAL(at, text.size());
    }
}

BOOST_AUTO_TEST_SUITE_END()
