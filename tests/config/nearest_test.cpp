#include "config/nearest.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <string>

namespace
{

constexpr std::array<std::string_view, 5> keys{"port", "pin_file", "segments_per_minute", "segments_per_day",
                                               "country"};

auto meant_by(std::string_view word) { return nida::config::nearest(word, keys); }

} // namespace

BOOST_AUTO_TEST_SUITE(nearest)

BOOST_AUTO_TEST_CASE(a_slip_of_the_finger_is_understood)
{
    BOOST_TEST(meant_by("prot").value() == "port");
    BOOST_TEST(meant_by("ports").value() == "port");
    BOOST_TEST(meant_by("contry").value() == "country");
    BOOST_TEST(meant_by("Country").value() == "country");
    BOOST_TEST(meant_by("segments-per-day").value() == "segments_per_day");
    BOOST_TEST(meant_by("segment_per_minute").value() == "segments_per_minute");
}

BOOST_AUTO_TEST_CASE(a_beginning_is_understood) { BOOST_TEST(meant_by("pin").value() == "pin_file"); }

BOOST_AUTO_TEST_CASE(another_word_is_not_guessed_at)
{
    BOOST_TEST(!meant_by("smsc"));
    BOOST_TEST(!meant_by(""));
    BOOST_TEST(!meant_by("po"));
    BOOST_TEST(!meant_by(std::string(100'000, 'p')));
}

BOOST_AUTO_TEST_SUITE_END()
