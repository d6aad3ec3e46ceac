#include "tests/sim/faults.hpp"

#include "tests/sim/command_line.hpp"
#include "tests/sim/tally.hpp"

#include <boost/test/unit_test.hpp>

#include <stdexcept>

using namespace nida::sim;

BOOST_AUTO_TEST_SUITE(faults)

BOOST_AUTO_TEST_CASE(a_spec_has_a_name_a_value_and_conditions)
{
    const auto spec = FaultSpec::parse("cms=38:p=0.5:next=3:skip=2:modem=1");
    BOOST_TEST(spec.name == "cms");
    BOOST_TEST(spec.value == "38");
    BOOST_TEST(spec.probability == 0.5);
    BOOST_TEST(spec.next.value() == 3u);
    BOOST_TEST(spec.skip == 2u);
    BOOST_TEST(spec.modem.value() == 1u);
    for (const auto* const wrong : {"", "nonsense", "cms=38:q=1", "cms:next=x", "cms:p=much"})
        BOOST_CHECK_THROW(FaultSpec::parse(wrong), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(next_and_skip_count_opportunities)
{
    Faults faults{1};
    faults.add(FaultSpec::parse("cms=42:skip=1:next=2"));
    BOOST_TEST(!faults.strikes("cms"));
    BOOST_TEST(faults.strikes("cms").value() == "42");
    BOOST_TEST(!faults.strikes("silence"));
    BOOST_TEST(faults.strikes("cms").value() == "42");
    BOOST_TEST(!faults.strikes("cms"));
    BOOST_TEST(!faults.any());
}

BOOST_AUTO_TEST_CASE(chance_repeats_with_the_seed)
{
    const auto draw = [](std::uint64_t seed) {
        Faults faults{seed};
        faults.add(FaultSpec::parse("cms:p=0.3"));
        std::string drawn;
        for (int i = 0; i < 64; ++i)
            drawn += faults.strikes("cms") ? '1' : '0';
        return drawn;
    };
    BOOST_TEST(draw(7) == draw(7));
    BOOST_TEST(draw(7) != draw(8));
}

BOOST_AUTO_TEST_CASE(a_condition_is_a_list_of_comparisons)
{
    const auto value = [](std::string_view name) -> std::uint64_t { return name == "accepted" ? 5 : 0; };
    BOOST_TEST(Condition{"accepted>=5"}.holds(value));
    BOOST_TEST(Condition{"accepted == 5, pending==0"}.holds(value));
    BOOST_TEST(!Condition{"accepted>=5,pending>0"}.holds(value));
    for (const auto* const wrong : {"", "accepted", "accepted=>5", "accepted>=x"})
        BOOST_CHECK_THROW(Condition{wrong}, std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_zone_is_read_with_its_sign)
{
    BOOST_TEST(parse_zone("+02:00").count() == 120);
    BOOST_TEST(parse_zone("-3").count() == -180);
    BOOST_TEST(parse_zone("-0:30").count() == -30);
    BOOST_CHECK_THROW(parse_zone("Tripoli"), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
