#include "protocol/pdu/enhanced_validity.hpp"

#include "protocol/hex.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace nida::protocol;
using namespace std::chrono_literals;
using Form = EnhancedValidity::Form;

namespace
{
EnhancedValidity validity(std::string_view hex)
{
    EnhancedValidity::Field field{};
    std::ranges::copy(from_hex(hex, "TP-VP").value(), field.begin());
    return EnhancedValidity{field};
}
} // namespace

BOOST_AUTO_TEST_SUITE(enhanced_validity)

BOOST_AUTO_TEST_CASE(the_form_says_where_the_period_lies)
{
    BOOST_TEST((validity("00FFFFFFFFFFFF").form() == Form::none));
    BOOST_TEST(!validity("00FFFFFFFFFFFF").duration());
    BOOST_TEST((validity("01A70000000000").form() == Form::relative));
    BOOST_TEST((validity("01A70000000000").duration() == 24h));
    BOOST_TEST((validity("02FF0000000000").form() == Form::seconds));
    BOOST_TEST((validity("02FF0000000000").duration() == 255s));
    BOOST_TEST((validity("03329595000000").form() == Form::clock));
    BOOST_TEST((validity("03329595000000").duration() == 23h + 59min + 59s));
    for (const auto* reserved : {"04A70000000000", "05A70000000000", "06A70000000000", "07A70000000000"}) {
        BOOST_TEST((validity(reserved).form() == Form::reserved));
        BOOST_TEST(!validity(reserved).duration());
    }
}

BOOST_AUTO_TEST_CASE(octets_that_are_no_period_are_kept_without_one)
{
    for (const auto* hex : {"02000000000000", "03429595000000", "03320695000000", "033295A6000000", "03FFFFFFFFFFFF"}) {
        BOOST_TEST(!validity(hex).duration(), hex);
        BOOST_TEST(to_hex(validity(hex).octets()) == hex);
    }
}

BOOST_AUTO_TEST_CASE(indicators_of_later_releases_push_the_period_back)
{
    BOOST_TEST(validity("8100A700000000").extended());
    BOOST_TEST((validity("8100A700000000").duration() == 24h));
    BOOST_TEST((validity("838080001010FF").duration() == std::nullopt)); // its third octet would be the eighth
    BOOST_TEST((validity("83800010203000").duration() == 1h + 2min + 3s));
    BOOST_TEST(!validity("81FFFFFFFFFFFF").duration());
    BOOST_TEST(!validity("8180808080807F").duration());
}

BOOST_AUTO_TEST_CASE(what_we_write_reads_back)
{
    BOOST_TEST(to_hex(EnhancedValidity::none(true).octets()) == "40000000000000");
    BOOST_TEST(to_hex(EnhancedValidity::relative(ValidityPeriod::at_least(24h)).octets()) == "01A70000000000");
    BOOST_TEST(to_hex(EnhancedValidity::seconds(30s, true).octets()) == "421E0000000000");
    BOOST_TEST(to_hex(EnhancedValidity::clock(1h + 45min + 32s).octets()) == "03105423000000");
    for (auto period = 1s; period <= 255s; ++period)
        if (EnhancedValidity::seconds(period).duration() != period) BOOST_ERROR(period.count());
    for (auto period = 0s; period < 24h; period += 61s)
        if (EnhancedValidity::clock(period, true).duration() != period) BOOST_ERROR(period.count());
    BOOST_TEST(EnhancedValidity::clock(0s, true).single_shot());
    BOOST_TEST(!EnhancedValidity::clock(0s).single_shot());
}

BOOST_AUTO_TEST_SUITE_END()
