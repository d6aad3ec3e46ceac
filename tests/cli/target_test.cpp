#include "daemon/cli/target.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon::cli;

BOOST_AUTO_TEST_SUITE(target)

BOOST_AUTO_TEST_CASE(a_number_s_plus_is_encoded)
{
    BOOST_TEST((Target{"/v1/people"} / "+218912345678").text() == "/v1/people/%2B218912345678");
}

BOOST_AUTO_TEST_CASE(a_segment_cannot_leave_its_place)
{
    BOOST_TEST((Target{"/v1/lines"} / "../a b?c#d%" / "ussd").text() == "/v1/lines/..%2Fa%20b%3Fc%23d%25/ussd");
}

BOOST_AUTO_TEST_CASE(utf8_is_encoded_octet_by_octet) { BOOST_TEST(percent_encoded("é-._~") == "%C3%A9-._~"); }

BOOST_AUTO_TEST_CASE(parameters_follow_each_other_and_empty_ones_are_left_out)
{
    const auto target = Target{"/v1/outbox"}.with("since", 3).with("state", "").with("group", "a&b=c");
    BOOST_TEST(target.text() == "/v1/outbox?since=3&group=a%26b%3Dc");
}

BOOST_AUTO_TEST_SUITE_END()
