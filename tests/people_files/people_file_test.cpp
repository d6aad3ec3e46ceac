#include "daemon/people/files/people_file.hpp"

#include "tests/people_files/samples.hpp"

#include <boost/test/unit_test.hpp>

#include <stdexcept>

using namespace nida::daemon;
using boost::test_tools::per_element;
using Texts = std::vector<std::string>;

namespace
{

PeopleFile read(std::string_view name) { return read_people_file(sample(name)); }

FileReading told_of(std::vector<std::pair<std::string, std::string>> mapping)
{
    FileReading how;
    how.mapping = std::move(mapping);
    return how;
}

const Column& column(const PeopleFile& file, std::string_view heading)
{
    for (const auto& one : file.columns)
        if (one.heading == heading) return one;
    throw std::runtime_error{"no such column"};
}

Texts texts(const PersonRow& row)
{
    Texts all{row.number, row.name, row.language, row.notes};
    all.insert(all.end(), row.groups.begin(), row.groups.end());
    for (const auto& [name, value] : row.fields)
        all.push_back(name + "=" + value);
    return all;
}

} // namespace

BOOST_AUTO_TEST_SUITE(people_file)

BOOST_AUTO_TEST_CASE(our_own_list_is_read)
{
    const auto file = read("nida");
    BOOST_TEST(file.encoding == "UTF-8");
    BOOST_TEST(file.separator == ',');
    BOOST_TEST_REQUIRE(file.rows.size() == 1u);
    BOOST_TEST(file.rows[0].line == 2u);
    BOOST_TEST(texts(file.rows[0]) == (Texts{"+218912345678", "Amal", "ar", "", "members", "nurses"}), per_element());
}

BOOST_AUTO_TEST_CASE(a_french_spreadsheet_is_read_in_its_own_encoding_and_with_its_separator)
{
    const auto file = read("excel fr");
    BOOST_TEST(file.encoding == "windows-1252");
    BOOST_TEST(file.separator == ';');
    BOOST_TEST_REQUIRE(file.rows.size() == 2u);
    BOOST_TEST(texts(file.rows[0]) == (Texts{"0612345678", "Amélie Lefèvre", "", "rappeler ; le soir", "Ville=Béja"}),
               per_element());
    BOOST_TEST(file.rows[1].name == "Éric Ben Salah");
    BOOST_TEST((column(file, "Nom").meaning == Meaning::last_name));
    BOOST_TEST((column(file, "Ville").meaning == Meaning::field));
}

BOOST_AUTO_TEST_CASE(an_arabic_spreadsheet_is_read_in_its_own_encoding)
{
    const auto file = read("excel ar");
    BOOST_TEST(file.encoding == "windows-1256");
    BOOST_TEST_REQUIRE(file.rows.size() == 2u);
    BOOST_TEST(texts(file.rows[0]) ==
                   (Texts{"0912345678", "محمد الطرابلسي", "ar", "", "متطوعون", "سائقون", "المدينة=طرابلس"}),
               per_element());
}

BOOST_AUTO_TEST_CASE(unicode_text_with_tabs_and_eastern_digits_is_read)
{
    const auto file = read("excel unicode");
    BOOST_TEST(file.encoding == "UTF-16LE");
    BOOST_TEST(file.separator == '\t');
    BOOST_TEST_REQUIRE(file.rows.size() == 1u);
    BOOST_TEST(file.rows[0].number == "0912345678");
}

BOOST_AUTO_TEST_CASE(excel_may_say_its_separator)
{
    const auto file = read("sep line");
    BOOST_TEST(file.separator == ';');
    BOOST_TEST_REQUIRE(file.rows.size() == 1u);
    BOOST_TEST(file.rows[0].line == 3u);
    BOOST_TEST(texts(file.rows[0]) == (Texts{"0912345678", "Sara, Ali", "", "a,b,c"}), per_element());
}

BOOST_AUTO_TEST_CASE(frontlinesms_gives_its_groups_and_its_dormant_contacts_stay_away)
{
    const auto old = read("frontlinesms 1");
    BOOST_TEST_REQUIRE(old.rows.size() == 1u);
    BOOST_TEST(texts(old.rows[0]) == (Texts{"+254728000001", "Grace Achieng", "", "chair", "Health", "Health/Nairobi",
                                            "email=grace@example.org"}),
               per_element());
    BOOST_TEST(old.rows[0].other_numbers == (Texts{"+254733000001"}), per_element());
    BOOST_TEST_REQUIRE(old.rejected.size() == 1u);
    BOOST_TEST(old.rejected[0].line == 3u);

    const auto newer = read("frontlinesms 2");
    BOOST_TEST(texts(newer.rows.at(0)) ==
                   (Texts{"+254728000001", "Grace Achieng", "", "", "Health", "Radio", "town=Kisumu"}),
               per_element());
}

BOOST_AUTO_TEST_CASE(google_contacts_give_the_mobile_number_and_no_hundred_fields)
{
    const auto old = read("google old");
    BOOST_TEST_REQUIRE(old.rows.size() == 1u);
    BOOST_TEST(texts(old.rows[0]) ==
                   (Texts{"20000001", "Sara Mejri", "", "hello", "Volunteers", "email=s@example.org"}),
               per_element());
    BOOST_TEST(old.rows[0].other_numbers == (Texts{"20000002", "71000001"}), per_element());

    const auto newer = read("google new");
    BOOST_TEST_REQUIRE(newer.rows.size() == 2u);
    BOOST_TEST(texts(newer.rows[0]) ==
                   (Texts{"20000001", "Sara Mejri", "", "two\nlines", "Volunteers", "organisation=Croissant"}),
               per_element());
    BOOST_TEST(newer.rows[0].other_numbers.empty()); // a fax
    BOOST_TEST(newer.rows[1].line == 4u);
    BOOST_TEST(newer.rows[1].number == "22000002");
    BOOST_TEST((column(newer, "Birthday").meaning == Meaning::ignored));
}

BOOST_AUTO_TEST_CASE(outlook_contacts_give_the_mobile_number)
{
    const auto file = read("outlook");
    BOOST_TEST_REQUIRE(file.rows.size() == 1u);
    BOOST_TEST(texts(file.rows[0]) == (Texts{"0600000001", "Amélie Lefèvre", "", "", "Équipe", "Nîmes", "city=Nîmes"}),
               per_element());
    BOOST_TEST(file.rows[0].other_numbers == (Texts{"0400000001", "0400000002"}), per_element());
}

BOOST_AUTO_TEST_CASE(without_headings_the_column_of_numbers_is_found_and_dates_are_none)
{
    const auto file = read("no headings");
    BOOST_TEST(!file.has_headings);
    BOOST_TEST_REQUIRE(file.rows.size() == 3u);
    BOOST_TEST(texts(file.rows[0]) == (Texts{"0912345678", "Sara Ali", "", ""}), per_element());
    BOOST_TEST(file.columns[1].by_content);
    BOOST_TEST((file.columns[2].meaning == Meaning::ignored));
    const auto told = read_people_file(sample("no headings"), told_of({{"3", "since"}}));
    BOOST_TEST(texts(told.rows[0]) == (Texts{"0912345678", "Sara Ali", "", "", "since=2024-05-01"}), per_element());
}

BOOST_AUTO_TEST_CASE(vcards_of_all_versions_are_read)
{
    const auto old = read("vcard 2.1");
    BOOST_TEST((old.format == PeopleFile::Format::vcard));
    BOOST_TEST_REQUIRE(old.rows.size() == 1u);
    BOOST_TEST(texts(old.rows[0]) == (Texts{"0912345678", "أمل بن علي", "", ""}), per_element());
    BOOST_TEST(old.rows[0].other_numbers == (Texts{"0211234567"}), per_element());
    BOOST_TEST_REQUIRE(old.rejected.size() == 1u);
    BOOST_TEST(old.rejected[0].line == 11u);

    const auto third = read("vcard 3.0");
    BOOST_TEST_REQUIRE(third.rows.size() == 1u);
    BOOST_TEST(texts(third.rows[0]) ==
                   (Texts{"+21620000001", "Amélie Lefèvre", "", "line one\nline two", "Volunteers", "Sfax, nord"}),
               per_element());
    BOOST_TEST(third.rows[0].other_numbers == (Texts{"+21671000002"}), per_element());

    const auto fourth = read("vcard 4.0");
    BOOST_TEST_REQUIRE(fourth.rows.size() == 1u);
    BOOST_TEST(texts(fourth.rows[0]) == (Texts{"+254728000001", "Grace Achieng", "fr", ""}), per_element());
}

BOOST_AUTO_TEST_CASE(every_prefix_of_every_file_is_read_or_refused)
{
    for (const auto& one : samples())
        for (std::size_t length = 0; length <= one.octets.size(); ++length) {
            try {
                const auto file = read_people_file(one.octets.substr(0, length));
                for (const auto& row : file.rows)
                    if (row.number.empty()) BOOST_ERROR(one.name << " cut at " << length);
            } catch (const FileError&) {
                // That is one of the two answers.
            }
        }
    BOOST_TEST(true);
}

BOOST_AUTO_TEST_SUITE_END()
