#include "daemon/people/search.hpp"

#include "daemon/people/people.hpp"
#include "daemon/people/person_fields.hpp"
#include "tests/daemon/temporary_store.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon;

namespace
{
struct Fixture : TemporaryStore {
    Fixture()
    {
        BOOST_REQUIRE(PersonFields{connection}.define({0, "city", FieldKind::place}, act) == "");
        add("+218911111111", "أمل بن علي", "تتكلم الفرنسية", "Sfax");
        add("+218922222222", "Amélie Béchir", "", "Gafsa");
        add("+218933333333", "Ali Béji", "Mécanicien à Sfax", "");
    }
    void add(const std::string& number, const std::string& name, const std::string& notes, const std::string& city)
    {
        PersonDetails details{number, name, {}, {}, notes, {}};
        if (!city.empty()) details.fields = {{"city", city}};
        people.add(details, "add", act);
    }
    std::vector<std::int64_t> found(std::string_view text) { return find_people(connection, text, 0, 100); }
    std::vector<std::int64_t> ids(std::initializer_list<std::int64_t> list) { return list; }

    Act act = done_by("a test", noon);
    People people{connection};
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(search, Fixture)

BOOST_AUTO_TEST_CASE(accents_arabic_spellings_and_case_make_no_difference)
{
    BOOST_TEST(found("امل") == ids({1}), boost::test_tools::per_element());
    BOOST_TEST(found("أَمَل") == ids({1}), boost::test_tools::per_element());
    BOOST_TEST(found("AMELIE bechir") == ids({2}), boost::test_tools::per_element());
    BOOST_TEST(found("mecanicien") == ids({3}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(beginnings_of_words_in_name_notes_and_fields_are_enough_and_all_must_fit)
{
    BOOST_TEST(found("sf") == ids({1, 3}), boost::test_tools::per_element());
    BOOST_TEST(found("sf be") == ids({3}), boost::test_tools::per_element());
    BOOST_TEST(found("be") == ids({2, 3}), boost::test_tools::per_element());
    BOOST_TEST(found("echir").empty());
    BOOST_TEST(found("").empty());
    BOOST_TEST(found(" ؟ ").empty());
}

BOOST_AUTO_TEST_CASE(a_part_of_the_number_finds_in_any_digits)
{
    BOOST_TEST(found("2222") == ids({2}), boost::test_tools::per_element());
    BOOST_TEST(found("٣٣٣٣ ali") == ids({3}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(changes_are_found_and_what_was_there_before_is_not)
{
    PersonCorrection correction;
    correction.name = "Amina";
    correction.fields = {{"city", ""}};
    BOOST_TEST(people.correct("+218911111111", correction, act) == "");
    BOOST_TEST(found("امل").empty());
    BOOST_TEST(found("sfax") == ids({3}), boost::test_tools::per_element());
    BOOST_TEST(found("amin") == ids({1}), boost::test_tools::per_element());
    people.remove("+218911111111", act);
    BOOST_TEST(found("amin").empty());
}

BOOST_AUTO_TEST_CASE(a_page_goes_on_behind_the_last)
{
    BOOST_TEST(find_people(connection, "sf", 1, 10) == ids({3}), boost::test_tools::per_element());
    BOOST_TEST(find_people(connection, "sf", 0, 1) == ids({1}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
