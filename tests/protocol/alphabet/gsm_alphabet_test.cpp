#include "protocol/alphabet/gsm_alphabet.hpp"

#include "protocol/alphabet/septets.hpp"
#include "protocol/hex.hpp"
#include "protocol/unicode.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <map>
#include <random>
#include <set>

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
std::string utf8(char32_t code_point)
{
    std::string text;
    append_utf8(text, code_point);
    return text;
}

std::vector<NationalLanguage> languages()
{
    std::vector<NationalLanguage> all;
    for (Octet identifier = 0; identifier <= last_national_language; ++identifier)
        all.push_back(static_cast<NationalLanguage>(identifier));
    return all;
}
std::vector<GsmTables> language_pairs()
{
    std::vector<GsmTables> pairs;
    for (const auto locking : languages())
        for (const auto single : languages())
            pairs.push_back({locking, single});
    return pairs;
}

/// What decoding shows for each septet, alone and behind an escape: the other direction's oracle.
std::map<char32_t, unsigned> shown_characters(GsmTables tables)
{
    std::map<char32_t, unsigned> septets;
    const auto add = [&](std::vector<Septet> sequence) {
        const auto text = decode_utf8(from_gsm(sequence, tables));
        if (text.size() != 1) BOOST_FAIL(to_hex(sequence));
        if (text[0] != U'\uFFFD') septets.try_emplace(text[0], static_cast<unsigned>(sequence.size()));
    };
    for (Septet septet = 0; septet < 128; ++septet)
        if (septet != 0x1B) add({septet});
    for (Septet septet = 0; septet < 128; ++septet)
        if (septet != 0x1B) add({0x1B, septet});
    return septets;
}

/// @return whether the character takes as many septets as it should and comes back from them
bool round_trips(char32_t code_point, GsmTables tables, unsigned septets)
{
    if (gsm_septets(code_point, tables) != septets) return false;
    std::array<Septet, 2> buffer{};
    const auto written = to_gsm(utf8(code_point), buffer, tables);
    if (septets == 0) return !written.has_value();
    std::vector<Septet> appended;
    append_gsm(appended, code_point, tables);
    return written == septets &&
           std::equal(appended.begin(), appended.end(), buffer.begin(), buffer.begin() + septets) &&
           from_gsm(appended, tables) == utf8(code_point);
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

BOOST_AUTO_TEST_CASE(every_unicode_scalar_has_septets_where_its_languages_tables_show_it_and_none_elsewhere)
{
    for (const auto language : languages()) {
        const GsmTables tables{language, language};
        const auto shown = shown_characters(tables);
        std::size_t characters = 0;
        for (char32_t code_point = 0; code_point <= 0x10FFFF; ++code_point) {
            if (gsm_septets(code_point, tables) == 0) continue;
            const auto known = shown.find(code_point);
            if (known == shown.end() || !round_trips(code_point, tables, known->second))
                BOOST_ERROR(+static_cast<Octet>(language) << ' ' << static_cast<unsigned>(code_point));
            ++characters;
        }
        BOOST_TEST(characters == shown.size());
    }
}

BOOST_AUTO_TEST_CASE(every_character_of_any_table_comes_back_through_every_pair_that_has_it_and_no_other_takes_it)
{
    std::set<char32_t> characters;
    for (const auto tables : language_pairs())
        for (const auto& [character, septets] : shown_characters(tables))
            characters.insert({character, character + 1, character ^ 0x10000});
    BOOST_TEST(characters.size() > 1600u);
    for (const auto tables : language_pairs()) {
        const auto shown = shown_characters(tables);
        for (const auto character : characters) {
            const auto known = shown.find(character);
            if (!round_trips(character, tables, known == shown.end() ? 0 : known->second))
                BOOST_ERROR(+static_cast<Octet>(tables.locking)
                            << ' ' << +static_cast<Octet>(tables.single) << ' ' << static_cast<unsigned>(character));
        }
    }
}

BOOST_AUTO_TEST_CASE(random_septets_show_the_same_packed_and_unpacked_and_encode_to_the_same_text)
{
    std::mt19937 random{23038};
    for (const auto tables : language_pairs())
        for (unsigned round = 0; round < 20; ++round) {
            std::vector<Septet> septets(random() % 200);
            for (auto& septet : septets)
                septet = static_cast<Septet>(random() % 5 == 0 ? 0x1B : random() & 0x7F);
            const auto text = from_gsm(septets, tables);
            const unsigned fill_bits = random() % 7;
            std::string packed_text = "> ";
            append_packed_gsm(packed_text, pack_septets(septets, fill_bits), septets.size(), fill_bits, tables);
            if (packed_text != "> " + text) BOOST_ERROR("packed: " << to_hex(septets));

            std::array<Septet, 200> buffer;
            if (const auto count = to_gsm(text, buffer, tables)) {
                if (from_gsm(std::span{buffer}.first(*count), tables) != text) BOOST_ERROR(to_hex(septets));
            } else if (text.find("\uFFFD") == std::string::npos) {
                BOOST_ERROR("no way back: " << to_hex(septets));
            }
        }
}

BOOST_AUTO_TEST_CASE(an_escape_takes_the_single_shift_table_then_the_locking_shift_table)
{
    const GsmTables turkish{NationalLanguage::turkish, NationalLanguage::turkish};
    BOOST_TEST(from_gsm(std::vector<Septet>{0x1B, 0x53, 0x1B, 0x07, 0x1B, 0x1B}, turkish) == "Şı ");
    const GsmTables mixed{NationalLanguage::hindi, NationalLanguage::spanish};
    BOOST_TEST(from_gsm(std::vector<Septet>{0x1B, 0x41, 0x1B, 0x42, 0x42}, mixed) == "Áमम"); // 42: only locking has it
}

BOOST_AUTO_TEST_CASE(a_place_that_the_locking_shift_table_leaves_empty_shows_the_replacement_character)
{
    const GsmTables bengali{NationalLanguage::bengali, NationalLanguage::bengali};
    BOOST_TEST(from_gsm(std::vector<Septet>{0x0C, 0x1B, 0x66, 0x1B, 0x0D}, bengali) == "\uFFFDf\r");
    BOOST_TEST(from_gsm(std::vector<Septet>{0x1B, 0x5B}, bengali) == "\uFFFD"); // neither table has it
}

BOOST_AUTO_TEST_CASE(a_text_that_needs_more_than_the_buffer_or_another_alphabet_has_no_septets)
{
    std::array<Septet, 4> four{};
    BOOST_TEST(to_gsm("abcd", four).value() == 4u);
    BOOST_TEST(to_gsm("ab€", four).value() == 4u);
    BOOST_TEST(!to_gsm("abcde", four).has_value());
    BOOST_TEST(!to_gsm("abc€", four).has_value()); // the escape alone would fit
    BOOST_TEST(to_gsm("", {}).value() == 0u);
    BOOST_TEST(!to_gsm("a", {}).has_value());
    for (const auto* text : {"نعم", "aن", "😱", "ç", "`"})
        BOOST_TEST(!to_gsm(text, four).has_value());
    BOOST_TEST(to_gsm("ç", four, {.single = NationalLanguage::spanish}).value() == 2u);
    BOOST_TEST(to_gsm("ç", four, {.locking = NationalLanguage::turkish}).value() == 1u);
}

BOOST_AUTO_TEST_CASE(what_is_not_utf8_has_no_septets)
{
    std::array<Septet, 8> septets{};
    // Cut short, a lone continuation, "/" and "é" in too many octets, a surrogate, '@' with a fourth octet.
    for (const auto* text : {"\xC3", "\xE2\x82", "\x82", "\xC0\xAF", "\xE0\x83\xA9", "\xED\xA0\x80", "\xF0\x80\x81\x80",
                             "\xFF", "\xC3\x28", "\xE2\x82\x28"})
        BOOST_TEST(!to_gsm(text, septets).has_value());
}

BOOST_AUTO_TEST_CASE(packed_text_ends_where_the_octets_or_the_count_end)
{
    const auto packed = pack_septets(std::vector<Septet>(100, 'a'));
    std::string text;
    append_packed_gsm(text, packed, 100);
    BOOST_TEST(text == std::string(100, 'a'));
    append_packed_gsm(text, packed, 0);
    BOOST_TEST(text.size() == 100u);
    text.clear();
    append_packed_gsm(text, std::span{packed}.first(70), SIZE_MAX);
    BOOST_TEST(text == std::string(80, 'a'));
    append_packed_gsm(text, {}, 5, 6);
    BOOST_TEST(text.size() == 80u);
}

BOOST_AUTO_TEST_SUITE_END()
