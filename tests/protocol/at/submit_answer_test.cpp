#include "protocol/at/submit_answer.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::protocol;

namespace
{
std::optional<ServiceCentre> centre(const char* line) { return parse_service_centre({{line}, {}}); }
} // namespace

BOOST_AUTO_TEST_SUITE(submit_answer)

BOOST_AUTO_TEST_CASE(a_reference_comes_with_or_without_an_acknowledgement)
{
    BOOST_TEST((parse_submit_answer("134") == SubmitAnswer{134, ""}));
    BOOST_TEST((parse_submit_answer(" 0 ") == SubmitAnswer{0, ""}));
    BOOST_TEST((parse_submit_answer("134,\"0791198904100161\"") == SubmitAnswer{134, "0791198904100161"}));
    BOOST_TEST((parse_submit_answer("255,") == SubmitAnswer{255, ""}));
    for (const auto* value : {"", ",", "256", "-1", "x", "1x", "(0-255)"})
        BOOST_TEST(!parse_submit_answer(value));
}

BOOST_AUTO_TEST_CASE(a_written_message_has_an_index)
{
    BOOST_TEST(parse_written_index(" 7").value() == 7u);
    BOOST_TEST(parse_written_index("900,1").value() == 900u);
    BOOST_TEST(!parse_written_index(""));
    BOOST_TEST(!parse_written_index("ERROR"));
}

BOOST_AUTO_TEST_CASE(the_service_centre_is_read_in_every_form)
{
    BOOST_TEST((centre("+CSCA: \"+375259092003\",145") == ServiceCentre{"+375259092003", 145}));
    BOOST_TEST((centre("+CSCA:+375259092003,145") == ServiceCentre{"+375259092003", 145}));
    BOOST_TEST((centre("+CSCA: \"375259092003\",129") == ServiceCentre{"375259092003", 129}));
    BOOST_TEST((centre("+CSCA: \"+375259092003\"") == ServiceCentre{"+375259092003", {}}));
    // +CSCS="UCS2", and the unquoted hex of some Huawei
    BOOST_TEST((centre("+CSCA: \"002B003900370031003000310032\",145") == ServiceCentre{"+971012", 145}));
    BOOST_TEST((centre("+CSCA: 002B003900370031003000310032,145") == ServiceCentre{"+971012", 145}));
    for (const auto* line : {"+CSCA: \"\",129", "+CSCA:", "+CSCA: ,", "OK", "+CSCA: (\"+\")"})
        BOOST_TEST(!centre(line));
    BOOST_TEST(!parse_service_centre({}));
}

BOOST_AUTO_TEST_SUITE_END()
