#include "daemon/outbox/router.hpp"

#include "daemon/outbox/costs.hpp"

#include <boost/test/unit_test.hpp>

#include <map>

using namespace nida::daemon;

namespace
{
struct Fixture {
    Recipes operators{{"ly-libyana", {}, {}, {}, {"+21892", "+21894"}, {}, {}, {}, {}, {}},
                      {"ly-almadar", {}, {}, {}, {"+21891", "+21893"}, {}, {}, {}, {}, {}},
                      {"tn-orange", {}, {}, {}, {"+2165"}, {}, {}, {}, {}, {}}};
    std::vector<Router::Line> lines{{1, "ly-libyana"}, {2, "ly-libyana"}, {3, "ly-almadar"}, {4, {}}};
    std::vector<Price> prices{{"ly-libyana", "ly-libyana", 30, "LYD"}, {"ly-libyana", {}, 60, "LYD"},
                              {"ly-almadar", "ly-almadar", 20, "LYD"}, {"ly-almadar", {}, 50, "LYD"},
                              {"ly-almadar", "+216", 90, "LYD"},       {"ly-almadar", "+2165012", 5, "LYD"}};
    static constexpr std::optional<LineId> nobody{};
};
std::optional<LineId> line(LineId id) { return id; }
} // namespace

BOOST_FIXTURE_TEST_SUITE(router, Fixture)

BOOST_AUTO_TEST_CASE(the_line_that_somebody_knows_sends_as_long_as_it_is_there)
{
    const Router router{operators, prices, lines};
    BOOST_TEST((router.route("+218911234567", 4) == line(4)));
    BOOST_TEST((router.route("+218911234567", 77) == line(3)));
}

BOOST_AUTO_TEST_CASE(without_prices_a_line_of_the_same_operator_sends)
{
    const Router router{operators, {}, lines};
    BOOST_TEST((router.route("+218931234567", nobody) == line(3)));
    BOOST_TEST((router.route("+216501234567", nobody) == nobody));
    BOOST_TEST((router.route("+4915112345678", nobody) == nobody));
    BOOST_TEST((router.route("15000", nobody) == nobody));
    BOOST_TEST((Router{}.route("+218931234567", 1) == nobody));
}

BOOST_AUTO_TEST_CASE(the_cheapest_line_sends)
{
    const Router router{operators, prices, lines};
    BOOST_TEST((router.route("+218931234567", nobody) == line(3)));
    const auto own = router.route("+218921234567", nobody);
    BOOST_TEST((own == line(1) || own == line(2)));
    BOOST_TEST((router.route("+4915112345678", nobody) == line(3)), "50 for anybody else is less than 60");
    const auto tunis = router.route("+21650999999", nobody);
    BOOST_TEST((tunis == line(1) || tunis == line(2)), "60 is less than 90");
    BOOST_TEST((router.route("+21650123456", nobody) == line(3)), "the longest prefix counts");
}

BOOST_AUTO_TEST_CASE(equal_lines_share_and_a_number_always_has_the_same)
{
    const Router router{operators, prices, lines}, again{operators, prices, lines};
    std::map<LineId, int> shares;
    for (int i = 0; i < 10'000; ++i) {
        const auto number = "+2189" + std::to_string(24'000'000 + i * 7);
        const auto route = router.route(number, nobody);
        BOOST_REQUIRE((route == again.route(number, nobody)));
        ++shares[*route];
    }
    BOOST_TEST(shares.size() == 2u);
    BOOST_TEST(std::abs(shares[1] - shares[2]) < 600);
}

BOOST_AUTO_TEST_CASE(costs_are_told_where_a_price_says_them)
{
    const Router router{operators, prices, lines};
    Costs costs;
    const auto cost = costs.add(router, 1, "+218911234567", 3);
    BOOST_REQUIRE(cost.has_value());
    BOOST_TEST(cost->milli == 180);
    BOOST_TEST(cost->currency == "LYD");
    BOOST_TEST(costs.add(router, 3, "+21650123456", 2)->milli == 10);
    BOOST_TEST(!costs.add(router, 4, "+218911234567", 1).has_value());
    BOOST_TEST(!costs.add(router, 77, "+218911234567", 1).has_value());
}

BOOST_AUTO_TEST_CASE(bundles_are_bought_whole_by_each_line_and_compared_by_the_segment)
{
    const Router router{operators,
                        {{"ly-libyana", {}, 20, "LYD"}, {"ly-almadar", {}, 150, "LYD", 10}},
                        lines}; // 20 against 15 a segment
    const auto almadar = router.route("+21650123456", nobody);
    BOOST_REQUIRE(almadar.has_value());
    BOOST_TEST((*almadar == 3));
    Costs costs;
    BOOST_TEST(costs.add(router, 3, "+21650123456", 4)->milli == 150);
    BOOST_TEST(costs.add(router, 3, "+21650123457", 6)->milli == 0);
    BOOST_TEST(costs.add(router, 3, "+21650123458", 11)->milli == 300);
    BOOST_TEST(costs.add(router, 1, "+21650123456", 2)->milli == 40);
}

BOOST_AUTO_TEST_CASE(whose_number_it_is_says_the_longest_prefix)
{
    operators.push_back({"ly-other", {}, {}, {}, {"+218911"}, {}, {}, {}, {}, {}});
    const Router router{operators, {{"ly-almadar", "+2189", 1, "LYD"}, {"ly-almadar", "+21892555", 1, "LYD"}}, lines};
    BOOST_TEST(router.operator_of("+218911234567") == "ly-other");
    BOOST_TEST(router.operator_of("+218912234567") == "ly-almadar");
    BOOST_TEST(router.operator_of("+218925551234") == "ly-libyana");
    BOOST_TEST(router.operator_of("+218955551234") == "");
    BOOST_TEST(router.operator_of("+2189") == "");
    BOOST_TEST(router.operator_of("") == "");
}

BOOST_AUTO_TEST_SUITE_END()
