#include "daemon/people/files/written_cells.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon;
using boost::test_tools::per_element;
using Texts = std::vector<std::string>;

BOOST_AUTO_TEST_SUITE(written_cells)

BOOST_AUTO_TEST_CASE(numbers_lose_all_that_is_no_digit)
{
    const std::pair<std::string_view, std::string_view> table[] = {
        {"0912345678", "0912345678"},
        {" +218 91-234 56.78 ", "+218912345678"},
        {"٠٩١٢٣٤٥٦٧٨", "0912345678"},
        {"۰۹۱۲۳۴۵۶۷۸", "0912345678"},
        {"＋２１８９１", "+21891"},
        {"\u200E+218\u00A091\u202F234\u202C", "+21891234"},
        {"(091) 234/5678", "0912345678"},
        {"tel:+218-91-234", "+21891234"},
        {"TEL:+218-91-234;ext=12", "+21891234"},
        {"'0912345678", "0912345678"},
        {"=\"0912345678\"", "0912345678"},
        {"+218 (0) 91 234", "+21891234"},
        {"(0)91 234", "091234"},
        {"218912345678.0", "218912345678"},
        {"218912345678,00", "218912345678"},
        {"912345678", "912345678"}, // whether a zero was lost is not guessed
    };
    for (const auto& [written, digits] : table) {
        const auto plain = plain_number(written);
        BOOST_TEST(plain.digits == digits, written << ": " << plain.digits << plain.trouble);
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_number_says_why)
{
    for (const auto written : {"", "hello", "12", "+", "0912x", "*100#", "2+18", "e+11", "sara@example.org"}) {
        BOOST_TEST(plain_number(written).digits == "", written);
        BOOST_TEST(plain_number(written).trouble != "", written);
    }
    for (const auto written : {"2.18911E+11", "2,18911E+11", "٢.١٨٩١١E+١١", "9E8", "'2.2e11"}) {
        BOOST_TEST(plain_number(written).digits == "");
        BOOST_TEST(plain_number(written).trouble.find("spreadsheet") != std::string::npos);
    }
    BOOST_TEST(plain_number(std::string(300, '1')).trouble != "");
}

BOOST_AUTO_TEST_CASE(a_cell_may_have_several_numbers)
{
    const std::pair<std::string_view, Texts> table[] = {
        {"0911", {"0911"}},
        {"0911 ::: 0922", {"0911", "0922"}},
        {"0911234567 / 0922345678", {"0911234567", "0922345678"}},
        {"0911234567/0922345678/0933456789", {"0911234567", "0922345678", "0933456789"}},
        {"091/2345678", {"091/2345678"}},
        {"0911234567 - 0922345678", {"0911234567", "0922345678"}},
        {"0911234567 ou 0922345678 ou 71 000 001", {"0911234567", "0922345678", "71 000 001"}},
        {"0911234567 و 0922345678", {"0911234567", "0922345678"}},
        {"+218 91 - 234 5678", {"+218 91 - 234 5678"}},
        {"0911;0922,0933|0944\n0955", {"0911", "0922", "0933", "0944", "0955"}},
        {"٠٩١١٢٣٤٥٦٧ / ٠٩٢٢٣٤٥٦٧٨", {"٠٩١١٢٣٤٥٦٧", "٠٩٢٢٣٤٥٦٧٨"}},
        {"2,18911E+11", {"2,18911E+11"}},
        {" ; ", {}},
    };
    for (const auto& [cell, numbers] : table)
        BOOST_TEST(numbers_in(cell) == numbers, per_element());
}

BOOST_AUTO_TEST_CASE(languages_are_known_by_name_and_code)
{
    const std::pair<std::string_view, std::string_view> table[] = {
        {"ar", "ar"},
        {"Arabic", "ar"},
        {"العربية", "ar"},
        {"عربي", "ar"},
        {"FR", "fr"},
        {"Français", "fr"},
        {"fr-FR", "fr"},
        {"الفرنسية", "fr"},
        {"anglais", "en"},
        {"ENG", "en"},
        {"الإنجليزية", "en"},
        {"ar_LY", "ar"},
        {"DE", "de"},
        {"ber", "ber"},
        {"", ""},
        {" Tamazight ", "Tamazight"},
    };
    for (const auto& [written, code] : table)
        BOOST_TEST(language_code(written) == code, written);
}

BOOST_AUTO_TEST_CASE(groups_are_separated_by_the_strongest_separator_that_is_there)
{
    const std::pair<std::string_view, Texts> table[] = {
        {"", {}},
        {"members", {"members"}},
        {"members;nurses; ", {"members", "nurses"}},
        {"members, nurses", {"members", "nurses"}},
        {"Sfax, nord;nurses", {"Sfax, nord", "nurses"}},
        {"Sfax, nord;", {"Sfax, nord"}},
        {"a | b", {"a", "b"}},
        {"a ::: b;c ::: * myContacts", {"a", "b;c"}},
        {"متطوعون، سائقون", {"متطوعون", "سائقون"}},
        {"متطوعون؛ سائقون، ليلا", {"متطوعون", "سائقون, ليلا"}},
        {"/Health\\/Health/Nairobi", {"Health", "Health", "Health/Nairobi"}},
        {"Health\\\\Radio", {"Health", "Radio"}},
        {"/", {}},
        {"//a", {"/a"}},
    };
    for (const auto& [cell, groups] : table)
        BOOST_TEST(groups_in(cell) == groups, per_element());
}

BOOST_AUTO_TEST_SUITE_END()
