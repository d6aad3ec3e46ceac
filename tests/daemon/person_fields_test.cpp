#include "daemon/people/person_fields.hpp"

#include "daemon/people/people.hpp"
#include "tests/daemon/temporary_store.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

using namespace nida::daemon;

namespace
{
struct Fixture : TemporaryStore {
    Fixture()
    {
        for (const auto& [name, kind] : {std::pair{"Ville", FieldKind::place}, std::pair{"age", FieldKind::number},
                                         std::pair{"born", FieldKind::date}, std::pair{"job", FieldKind::text}})
            BOOST_REQUIRE(fields.define({0, name, kind}, act) == "");
        BOOST_REQUIRE(fields.define({0, "role", FieldKind::choice, {"مسعف", "Driver"}}, act) == "");
        connection.run("INSERT INTO person(token, number, created_at) VALUES (randomblob(16), '+218912345678', 1)");
        person = connection.last_id();
    }
    std::string shown(FieldKind kind, std::string_view written)
    {
        const auto value = read_field_value({1, "f", kind, {"مسعف", "Driver"}}, written);
        if (const auto* wrong = std::get_if<WrongValue>(&value)) return "wrong: " + wrong->why;
        return std::get<FieldValue>(value).shown;
    }

    Act act = done_by("a test", noon);
    PersonFields fields{connection};
    std::int64_t person = 0;
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(person_fields, Fixture)

BOOST_AUTO_TEST_CASE(values_are_read_as_people_write_them)
{
    BOOST_TEST(shown(FieldKind::number, "٢٥") == "25");
    BOOST_TEST(shown(FieldKind::number, "-3,5") == "-3.5");
    BOOST_TEST(shown(FieldKind::number, "many") == "wrong: \"many\" is no number");
    BOOST_TEST(shown(FieldKind::number, "1e999").starts_with("wrong"));
    for (const auto* const written : {"2026-03-01", "1.3.2026", "01/03/2026", "٢٠٢٦-٠٣-٠١"})
        BOOST_TEST(shown(FieldKind::date, written) == "2026-03-01");
    for (const auto* const written : {"2026-02-30", "1.3.26", "yesterday", "2026-13-01", "0-1-2026"})
        BOOST_TEST(shown(FieldKind::date, written).starts_with("wrong"));
    BOOST_TEST(shown(FieldKind::choice, "DRIVER ") == "Driver");
    BOOST_TEST(shown(FieldKind::choice, "مُسعف") == "مسعف");
    BOOST_TEST(shown(FieldKind::choice, "cook") == "wrong: \"cook\" is none of: مسعف, Driver");
    BOOST_TEST(shown(FieldKind::place, "34.740, 10.76") == "34.74, 10.76");
    BOOST_TEST(shown(FieldKind::place, "95, 10") == "95, 10"); // no coordinates: somebody's name of a place
    BOOST_TEST(shown(FieldKind::text, "two\nlines").starts_with("wrong"));
}

BOOST_AUTO_TEST_CASE(a_field_is_found_however_its_name_is_spelt)
{
    BOOST_TEST(fields.objection("VILLE", "Sfax") == "");
    const auto set = fields.set(person, "ville", "صفاقس");
    BOOST_REQUIRE(set.has_value());
    BOOST_TEST(set->after == "صفاقس");
    BOOST_TEST(!fields.set(person, "Ville", "صفاقس").has_value());
    fields.set(person, "age", "25");
    BOOST_TEST(fields.of_person(person) == boost::json::parse(R"({"Ville":"صفاقس","age":"25"})").as_object());
    BOOST_TEST(number("SELECT typeof(compared) = 'real' FROM person_field WHERE value = '25'") == 1);
    BOOST_TEST(fields.set(person, "Ville", "")->before == "صفاقس");
    BOOST_TEST(fields.of_person(person).size() == 1u);
}

BOOST_AUTO_TEST_CASE(what_a_field_is_does_not_change_under_its_values)
{
    fields.set(person, "role", "driver");
    BOOST_TEST(fields.define({0, "role", FieldKind::text}, act).starts_with("\"role\" is a choice already"));
    BOOST_TEST(fields.define({0, "role", FieldKind::choice, {"مسعف"}}, act) == "\"Driver\" is still somebody's role");
    BOOST_TEST(fields.define({0, "role", FieldKind::choice, {"Driver", "cook"}}, act) == "");
    BOOST_TEST(fields.find("ROLE")->choices.size() == 2u);
    BOOST_TEST(fields.define({0, "list", FieldKind::choice}, act) != "");
    BOOST_TEST(fields.define({0, "…", FieldKind::text}, act) != "");
    BOOST_TEST(fields.remove("role", act));
    BOOST_TEST(!fields.remove("role", act));
    BOOST_TEST(fields.of_person(person).empty());
    BOOST_TEST(fields.objection("role", "x") == "there is no field \"role\": `nida fields` lists them");
}

BOOST_AUTO_TEST_SUITE_END()
