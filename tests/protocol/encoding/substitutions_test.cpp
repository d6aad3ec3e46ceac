#include "protocol/encoding/substitutions.hpp"

#include "protocol/encoding/substitution_table.hpp"
#include "protocol/unicode.hpp"

#include <boost/test/unit_test.hpp>

#include <set>

using namespace nida::protocol;

namespace
{
constexpr auto typographic = Substitutions::typographic;
constexpr auto accents = Substitutions::typographic_and_accents;
constexpr Coding gsm7{Alphabet::gsm7, {}};

std::string to_text(std::u32string_view text)
{
    std::string utf8;
    for (const auto code_point : text)
        append_utf8(utf8, code_point);
    return utf8;
}
Substituted done(std::string_view utf8, Substitutions allowed, const Coding& coding = gsm7)
{
    return substitute(utf8, decode_utf8(utf8), coding, allowed);
}
std::string reads(std::string_view utf8, Substitutions allowed, const Coding& coding = gsm7)
{
    const auto made = done(utf8, allowed, coding);
    BOOST_TEST(made.complete());
    return to_text(made.text);
}
} // namespace

BOOST_AUTO_TEST_SUITE(substitutions)

BOOST_AUTO_TEST_CASE(typography_becomes_what_a_keypad_has)
{
    BOOST_TEST(reads("l’eau “froide” – c’est…", typographic) == "l'eau \"froide\" - c'est...");
    BOOST_TEST(reads("«\u00A0oui\u202F!\u00A0»", typographic) == "\" oui !\u0020\"");
    BOOST_TEST(reads("• one\u2028• two", typographic) == "- one\n- two");
    BOOST_TEST(reads("ﬁnd ofﬂine", typographic) == "find offline");
    BOOST_TEST(reads("Ｎｉｄａ！～", typographic) == "Nida!~");
    BOOST_TEST(reads("\uFEFFa\u200Bb\u2060c\u00ADd", typographic) == "abcd");
    BOOST_TEST(reads("Nida™ 5×4", typographic) == "Nida(TM) 5x4");
}

BOOST_AUTO_TEST_CASE(accents_stay_unless_asked_for)
{
    for (const char32_t code_point : U"áçêłşœıÿ\u0301")
        if (code_point != 0) BOOST_TEST(!replacement(code_point, typographic));
    BOOST_TEST(reads("á ç ê î ł ş ğ ı œuvre Straẞe Đà Nẵng", accents) == "a c e i l s g i oeuvre StraSSe Dà Nang");
    BOOST_TEST(reads("ǟ ǻ ǿ ǽ Ǘ", accents) == "ä å ø æ Ü");
    BOOST_TEST(reads("è é ù ì ò Ç Ø å Ä ö ñ ü à ß Æ", accents) == "è é ù ì ò Ç Ø å Ä ö ñ ü à ß Æ");
}

BOOST_AUTO_TEST_CASE(a_letter_and_its_mark_become_one_where_that_has_a_code)
{
    const auto made = done("caf\x65\xCC\x81", typographic); // e, U+0301
    BOOST_TEST(to_text(made.text) == "café");
    BOOST_REQUIRE(made.obstacles.size() == 1u);
    BOOST_TEST((made.obstacles[0] == Obstacle{{3, 3}, "e\u0301", "é"}));

    BOOST_TEST(!done("e\u0302", typographic).complete());
    BOOST_TEST(reads("e\u0302 a\u0302\u0301 \u00E7\u0301", accents) == "e a c");
}

BOOST_AUTO_TEST_CASE(only_what_the_tables_lack_is_replaced)
{
    const Coding turkish{Alphabet::gsm7, {.locking = NationalLanguage::none, .single = NationalLanguage::turkish}};
    BOOST_TEST(reads("ş ğ â ’", accents, turkish) == "ş ğ a '");
    BOOST_TEST(done("ş ğ ç", accents, turkish).obstacles.empty());
}

BOOST_AUTO_TEST_CASE(each_obstacle_is_named_with_its_place)
{
    const auto made = done("é’ن…\xFF\xEF\xBF\xBD!", accents);
    const std::vector<Obstacle> expected{
        {{2, 1}, "’", "'"},
        {{5, 2}, "ن", std::nullopt},
        {{7, 3}, "…", "..."},
        {{10, 4}, "\uFFFD", std::nullopt}, // an octet that is no UTF-8
        {{11, 5}, "\uFFFD", std::nullopt}, // and what it is read as, in three octets
    };
    BOOST_TEST((made.obstacles == expected));
    BOOST_TEST(!made.complete());
    BOOST_TEST(to_text(made.text) == "é' ...  !");
}

BOOST_AUTO_TEST_CASE(nothing_is_replaced_unasked)
{
    BOOST_TEST(!done("’", Substitutions::none).complete());
    BOOST_TEST(!done("e\u0301", Substitutions::none).complete());
    BOOST_TEST(reads("plain", Substitutions::none) == "plain");
}

BOOST_AUTO_TEST_CASE(every_replacement_is_in_the_default_alphabet_and_needs_one_there)
{
    for (char32_t code_point = 0; code_point <= 0x10FFFF; ++code_point) {
        const auto by = replacement(code_point, accents);
        if (!by) continue;
        for (const auto character : *by)
            if (gsm_septets(character) == 0) BOOST_ERROR("no code: in the place of " << unsigned{code_point});
        if (auto less = replacement(code_point, typographic)) BOOST_TEST((*less == *by));
    }
    for (const auto table : {typographic_replacements(), latin_replacements()})
        for (const auto& row : table)
            BOOST_TEST(gsm_septets(row.character) == 0u);
}

BOOST_AUTO_TEST_CASE(no_character_of_another_script_is_touched)
{
    struct Range {
        char32_t first, last;
    };
    // Arabic in all its blocks, then Greek and Cyrillic to the Indic scripts, Georgian to Khmer, and those beyond the BMP.
    for (const auto& [first, last] :
         {Range{0x0600, 0x06FF}, Range{0x0750, 0x077F}, Range{0x0870, 0x08FF}, Range{0xFB50, 0xFDFF},
          Range{0xFE70, 0xFEFE}, Range{0x10E60, 0x10E7F}, Range{0x10EC0, 0x10EFF}, Range{0x1EC70, 0x1ECBF},
          Range{0x1EE00, 0x1EEFF}, Range{0x0370, 0x05FF}, Range{0x0700, 0x1CFF}, Range{0x1F00, 0x1FFF},
          Range{0x3001, 0xD7FF}, Range{0x10000, 0x10FFFF}})
        for (auto code_point = first; code_point <= last; ++code_point)
            if (replacement(code_point, accents)) BOOST_ERROR("touched: " << unsigned{code_point});
}

BOOST_AUTO_TEST_CASE(marks_of_other_letters_and_joiners_stay)
{
    BOOST_TEST(!done("Ω\u0301", accents).complete()); // Greek, by a letter that GSM has
    for (const char32_t code_point : {U'\u200C', U'\u200D', U'\u200E', U'\u200F', U'\u061C', U'\u0640', U'\u064B'})
        BOOST_TEST(!replacement(code_point, accents));
}

BOOST_AUTO_TEST_SUITE_END()
