// What stands against another way to send a text.
#include "protocol/encoding/planner.hpp"
#include "tests/protocol/encoding/read_back.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::protocol;

namespace
{
using enum NationalLanguage;
Coding gsm7(NationalLanguage locking = none, NationalLanguage single = none)
{
    return {Alphabet::gsm7, {locking, single}};
}
constexpr Coding ucs2{Alphabet::ucs2, {}};

Alternative of(const std::vector<Alternative>& all, const Coding& coding)
{
    for (const auto& alternative : all)
        if (alternative.coding == coding) return alternative;
    throw std::logic_error("not compared");
}
} // namespace

BOOST_AUTO_TEST_SUITE(alternatives)

BOOST_AUTO_TEST_CASE(one_curly_apostrophe_in_a_french_text_costs_a_segment)
{
    const auto text = "La réunion a lieu" + std::string{"’"} + repeat("à l'heure ", 18) + "ok";
    const auto plan = plan_text(text).value();
    BOOST_TEST((plan.coding == ucs2));
    BOOST_TEST(plan.units == 200u);
    BOOST_TEST(plan.pieces.size() == 3u);

    const auto all = nida::protocol::alternatives(text, {}, plan.pieces.size());
    BOOST_TEST(all.size() == 2u);
    const auto& plain = of(all, gsm7());
    BOOST_TEST(plain.segments == 2u);
    BOOST_TEST(plain.saves == 1);
    BOOST_TEST(plain.obstacle_count == 1u);
    BOOST_TEST(plain.irreplaceable_count == 0u);
    BOOST_TEST((plain.obstacles == std::vector<Obstacle>{{{18, 17}, "’", "'"}})); // é takes two octets
    BOOST_TEST(of(all, ucs2).saves == 0);
    BOOST_TEST(of(all, ucs2).obstacles.empty());
}

BOOST_AUTO_TEST_CASE(each_language_is_compared_with_its_single_its_locking_and_both_tables)
{
    PlanRequest request{.eight_bit = true, .languages = {turkish, spanish}};
    const auto all = nida::protocol::alternatives("ışık ’ ó", request, 1);
    const std::vector<Coding> expected{
        gsm7(), gsm7(none, turkish),      gsm7(turkish), gsm7(turkish, turkish), gsm7(none, spanish),
        ucs2,   {Alphabet::eight_bit, {}}};
    BOOST_REQUIRE(all.size() == expected.size());
    for (std::size_t i = 0; i < all.size(); ++i)
        BOOST_TEST((all[i].coding == expected[i]));
    BOOST_TEST(of(all, gsm7()).obstacle_count == 5u);
    BOOST_TEST(of(all, gsm7(none, turkish)).obstacle_count == 2u);
    BOOST_TEST(of(all, gsm7(none, spanish)).obstacle_count == 4u);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_replaced_is_said_and_counts_as_a_space)
{
    const auto all = nida::protocol::alternatives(repeat("x", 160) + "ن", {}, 3);
    const auto& plain = of(all, gsm7());
    BOOST_TEST(plain.segments == 2u);
    BOOST_TEST(plain.saves == 1);
    BOOST_TEST(plain.irreplaceable_count == 1u);
    BOOST_TEST((plain.obstacles == std::vector<Obstacle>{{{160, 160}, "ن", std::nullopt}}));
}

BOOST_AUTO_TEST_CASE(a_dearer_alternative_saves_less_than_nothing)
{
    const auto all = nida::protocol::alternatives(repeat("x", 160), {}, 1);
    BOOST_TEST(of(all, ucs2).segments == 3u);
    BOOST_TEST(of(all, ucs2).saves == -2);
    BOOST_TEST(of(all, gsm7()).saves == 0);
}

BOOST_AUTO_TEST_CASE(the_places_of_obstacles_count_octets_that_are_no_utf8)
{
    const auto all = nida::protocol::alternatives("\xFF\xFE’", {}, 1);
    const std::vector<Obstacle> expected{
        {{0, 0}, "\uFFFD", std::nullopt}, {{1, 1}, "\uFFFD", std::nullopt}, {{2, 2}, "’", "'"}};
    BOOST_TEST((of(all, gsm7()).obstacles == expected));
}

BOOST_AUTO_TEST_CASE(of_many_obstacles_the_first_are_listed_and_all_counted)
{
    const auto all = nida::protocol::alternatives(repeat("ن", 3000), {}, 45);
    BOOST_TEST(of(all, gsm7()).obstacles.size() == max_listed_obstacles);
    BOOST_TEST(of(all, gsm7()).obstacle_count == 3000u);
    BOOST_TEST(of(all, gsm7()).irreplaceable_count == 3000u);
}

BOOST_AUTO_TEST_CASE(where_the_header_leaves_no_room_nothing_is_saved)
{
    PlanRequest request;
    request.header.elements.push_back({0x70, Octets(138, 0)});
    for (const auto& alternative : nida::protocol::alternatives("x", request, 0)) {
        BOOST_TEST(alternative.segments == 0u);
        BOOST_TEST(alternative.saves == 0);
    }
}

BOOST_AUTO_TEST_SUITE_END()
