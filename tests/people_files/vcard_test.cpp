#include "daemon/people/files/people_vcard.hpp"
#include "daemon/people/files/vcard.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon;
using boost::test_tools::per_element;
using Texts = std::vector<std::string>;

namespace
{

std::vector<VcardProperty> properties(std::string_view text)
{
    std::vector<VcardProperty> all;
    VcardReader reader{text};
    for (VcardProperty property; reader.next(property);)
        all.push_back(property);
    return all;
}

PersonRow card(const std::string& lines)
{
    const auto file = read_vcards("BEGIN:VCARD\n" + lines + "\nEND:VCARD\n");
    BOOST_TEST_REQUIRE(file.rows.size() == 1u);
    return file.rows[0];
}

} // namespace

BOOST_AUTO_TEST_SUITE(vcard)

BOOST_AUTO_TEST_CASE(folds_are_undone_and_lines_are_counted)
{
    const auto all = properties("FN:Amé\r\n lie\r\nNOTE:a\n  b\n\tc\nTEL;TYPE=\r\n cell:09\rgarbage\nX:y");
    BOOST_TEST_REQUIRE(all.size() == 4u);
    BOOST_TEST(all[0].value == "Amélie");
    BOOST_TEST(all[1].value == "a bc");
    BOOST_TEST(all[1].line == 3u);
    BOOST_TEST(all[2].name == "TEL");
    BOOST_TEST(all[2].has("CELL"));
    BOOST_TEST(all[2].value == "09");
    BOOST_TEST(all[3].line == 9u);
}

BOOST_AUTO_TEST_CASE(quoted_printable_goes_on_after_its_soft_breaks_in_any_charset)
{
    const auto all = properties(
        "FN;ENCODING=QUOTED-PRINTABLE:=C3=\r\n=A9 =3D=\r\n x=4\nN;QUOTED-PRINTABLE;CHARSET=windows-1256:=C3\n"
        "NOTE;ENCODING=quoted-printable:a=0D=0Ab=\n");
    BOOST_TEST_REQUIRE(all.size() == 3u);
    BOOST_TEST(all[0].value == "é = x=4");
    BOOST_TEST(all[1].value == "أ");
    BOOST_TEST(all[2].value == "a\r\nb");
}

BOOST_AUTO_TEST_CASE(parameters_groups_and_quotes_are_read)
{
    const auto all =
        properties("item1.tel;type=\"work,voice\";PREF=1;X=\"a:b;c\":+1\nTEL;CELL;VOICE:2\nTEL;X=\"never closed:3\n");
    BOOST_TEST_REQUIRE(all.size() == 3u);
    BOOST_TEST(all[0].group == "ITEM1");
    BOOST_TEST(all[0].name == "TEL");
    BOOST_TEST(all[0].value == "+1");
    BOOST_TEST(all[0].has("voice"));
    BOOST_TEST(!all[0].has("cell"));
    BOOST_TEST(all[1].has("cell"));
    BOOST_TEST(all[2].value == "3");
}

BOOST_AUTO_TEST_CASE(pictures_are_passed_over)
{
    std::string text = "PHOTO;ENCODING=b:AAAA\n";
    for (int i = 0; i < 1000; ++i)
        text += " " + std::string(76, 'A') + "\n";
    const auto all = properties(text + "FN:x\n");
    BOOST_TEST_REQUIRE(all.size() == 2u);
    BOOST_TEST(all[0].value == "");
    BOOST_TEST(all[1].value == "x");
}

BOOST_AUTO_TEST_CASE(escapes_separate_nothing)
{
    BOOST_TEST(unescaped("a\\, b\\; c\\\\d\\ne\\N\\x\\") == "a, b; c\\d\ne\n\\x\\");
    const auto parts = components("a\\;b;c\\\\;d\\", ';');
    BOOST_TEST(Texts(parts.begin(), parts.end()) == (Texts{"a\\;b", "c\\\\", "d\\"}), per_element());
}

BOOST_AUTO_TEST_CASE(a_name_is_put_together_where_it_stands_in_parts_only)
{
    BOOST_TEST(card("N:Ben Ali;Sara,Lina;Mounir;Dr.;\nTEL:0911").name == "Sara Lina Mounir Ben Ali");
    BOOST_TEST(card("N:Ben Ali;Sara;;;\nFN:Sara B.\nTEL:0911").name == "Sara B.");
    BOOST_TEST(card("N:Ben Ali\nFN:\nTEL:0911").name == "Ben Ali");
}

BOOST_AUTO_TEST_CASE(the_mobile_number_is_the_persons_and_a_fax_is_nobodys)
{
    const auto one = card("TEL;HOME:0211\nTEL;WORK;FAX:0999\nTEL;TYPE=cell:0911\nTEL;TYPE=cell;PREF=1:0922");
    BOOST_TEST(one.number == "0922");
    BOOST_TEST(one.other_numbers == (Texts{"0911", "0211"}), per_element());
    const auto labelled = card("item1.TEL:0211\nitem2.TEL:0911\nitem2.X-ABLabel:Portable");
    BOOST_TEST(labelled.number == "0911");
}

BOOST_AUTO_TEST_CASE(a_card_that_is_not_in_the_encoding_that_it_names_is_refused)
{
    const auto file =
        read_vcards("BEGIN:VCARD\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Am=E9lie\nTEL:0911\nEND:VCARD\n");
    BOOST_TEST(file.rows.empty());
    BOOST_TEST_REQUIRE(file.rejected.size() == 1u);
    BOOST_TEST(file.rejected[0].error.find("line 2") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(cards_inside_cards_and_cards_without_end_are_nobodys)
{
    const auto file =
        read_vcards("BEGIN:VCARD\nFN:A\nTEL:0911\nAGENT:\nBEGIN:VCARD\nFN:B\nTEL:0922\nEND:VCARD\nNOTE:n\nEND:VCARD\n"
                    "BEGIN:VCARD\nFN:C\nTEL:0933\nBEGIN:VCARD\nFN:D\nTEL:0944\nEND:VCARD\nBEGIN:VCARD\nFN:E\n");
    BOOST_TEST_REQUIRE(file.rows.size() == 2u);
    BOOST_TEST(file.rows[0].name == "A");
    BOOST_TEST(file.rows[0].notes == "n");
    BOOST_TEST(file.rows[1].name == "D");
    BOOST_TEST_REQUIRE(file.rejected.size() == 2u);
    BOOST_TEST(file.rejected[0].line == 11u);
    BOOST_TEST(file.rejected[1].line == 18u);
}

BOOST_AUTO_TEST_SUITE_END()
