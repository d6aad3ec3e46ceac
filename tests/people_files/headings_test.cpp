#include "daemon/people/files/headings.hpp"

#include "daemon/people/files/csv.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon;

namespace
{

std::string meanings(const std::vector<std::string>& headings)
{
    std::string all;
    for (const auto& column : columns_of(headings))
        all += (all.empty() ? "" : " ") + std::string{to_string(column.meaning)};
    return all;
}

} // namespace

BOOST_AUTO_TEST_SUITE(headings)

BOOST_AUTO_TEST_CASE(headings_are_known_however_they_are_spelt)
{
    for (const auto* heading : {"number", "PHONE", "Mobile Number", "téléphone", "Telephone", "TÉL.", "N° de téléphone",
                                "numéro", "Portable", "mobile_phone", "رقم الهاتف", "الموبايل", "جوّال", "هاتف", "GSM"})
        BOOST_TEST(meanings({heading}) == "number", heading);
    for (const auto* heading : {"Name", "nom", "الاسم", "الإسم", "Full name", "Nom & Prénom", "Nom/Prénom"})
        BOOST_TEST(meanings({heading}) == "name", heading);
    for (const auto* heading : {"Language", "LANGUE", "اللغة", "اللغه"})
        BOOST_TEST(meanings({heading}) == "language", heading);
    for (const auto* heading : {"groups", "Groupe(s)", "Group(s)", "المجموعات", "Labels", "Categories"})
        BOOST_TEST(meanings({heading}) == "groups", heading);
    for (const auto* heading : {"Notes", "Remarques", "ملاحظات"})
        BOOST_TEST(meanings({heading}) == "notes", heading);
    BOOST_TEST(meanings({"Ville", "", "  "}) == "field ignore ignore");
}

BOOST_AUTO_TEST_CASE(a_column_may_say_that_it_is_a_field_whatever_its_name)
{
    for (const std::string field :
         {"city", "Company", "Mobile", "field:x", "Nom", "-", "Phone 2", "=Nom", "-city", "'-city"}) {
        const auto columns = columns_of({"number", "name", guarded_cell(field_heading(field))});
        BOOST_TEST((columns[2].meaning == Meaning::field), field);
        BOOST_TEST(columns[2].field == field);
    }
    BOOST_TEST(field_heading("city") == "city");
    BOOST_TEST(meanings({"field:"}) == "field");
}

BOOST_AUTO_TEST_CASE(names_in_two_columns_are_told_apart_from_whole_ones)
{
    BOOST_TEST(meanings({"Nom", "Prénom", "Tél"}) == "last_name first_name number");
    BOOST_TEST(meanings({"الاسم", "اللقب", "الهاتف"}) == "first_name last_name number");
    BOOST_TEST(meanings({"Name", "Given Name", "Family Name"}) == "name first_name last_name");
    BOOST_TEST(meanings({"Nom", "Nom"}) == "name field");
}

BOOST_AUTO_TEST_CASE(a_count_of_rows_is_no_telephone_number)
{
    BOOST_TEST(meanings({"N°", "Nom", "Téléphone"}) == "ignore name number");
    BOOST_TEST(meanings({"رقم", "الاسم", "الجوال"}) == "ignore name number");
    BOOST_TEST(meanings({"Numéro", "Nom", "Téléphone"}) == "field name number");
    BOOST_TEST(meanings({"N°", "Nom"}) == "number name");
}

BOOST_AUTO_TEST_CASE(numbered_columns_belong_together)
{
    const auto columns = columns_of({"Phone 2 - Type", "Phone 2 - Value", "Mobile 1", "Téléphone 3"});
    BOOST_TEST((columns[0].meaning == Meaning::number_label));
    BOOST_TEST(columns[0].place == 2);
    BOOST_TEST((columns[1].meaning == Meaning::number));
    BOOST_TEST(columns[1].place == 2);
    BOOST_TEST(columns[2].is_mobile);
    BOOST_TEST((columns[3].meaning == Meaning::other_number));
}

BOOST_AUTO_TEST_CASE(what_somebody_says_goes_first)
{
    auto columns = columns_of({"Ville", "Tél", "Remarque", "Autre"});
    apply_mapping(columns, {{"ville", "city"}, {"Remarque", "ignore"}, {"4", "groups"}});
    BOOST_TEST((columns[0].meaning == Meaning::field));
    BOOST_TEST(columns[0].field == "city");
    BOOST_TEST((columns[2].meaning == Meaning::ignored));
    BOOST_TEST((columns[3].meaning == Meaning::groups));
    for (const auto* heading : {"Pays", "5", "0", ""})
        BOOST_CHECK_THROW(apply_mapping(columns, {{heading, "x"}}), FileError);
}

BOOST_AUTO_TEST_CASE(labels_say_which_number_is_in_a_pocket)
{
    for (const auto* label : {"Mobile", "* mobile", "CELL", "cell,voice", "iPhone", "portable", "جوال"})
        BOOST_TEST(is_mobile_label(label), label);
    for (const auto* label : {"", "Home", "Work", "automobile"})
        BOOST_TEST(!is_mobile_label(label), label);
    for (const auto* label : {"Fax", "Home Fax", "HomeFAX", "pager"})
        BOOST_TEST(is_useless_label(label), label);
    BOOST_TEST(!is_useless_label("Mobile"));
}

BOOST_AUTO_TEST_SUITE_END()
