#include "daemon/cli/progress.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

using namespace nida::daemon::cli;

BOOST_AUTO_TEST_SUITE(alert_progress)

BOOST_AUTO_TEST_CASE(an_alert_is_not_over_while_its_ladder_is_not)
{
    const auto tally = [](const std::string& state, const std::string& ladder) {
        return Tally{boost::json::parse(R"({"state":")" + state +
                                        R"(","recipients":1,"done":false,"filling":false,"counts":{"sent":1},)" +
                                        R"("acknowledged":7,"ladder":)" + ladder + "}")
                         .as_object()};
    };
    BOOST_TEST(tally("running", "null").is_over());
    BOOST_TEST(!tally("running", R"({"next_at":"2026-03-01T12:00:00Z"})").is_over());
    BOOST_TEST(!tally("running", R"({"next_at":null,"escalation":{"next_at":"2026-03-01T12:00:00Z"}})").is_over());
    BOOST_TEST(tally("running", R"({"next_at":null,"escalation":null})").is_over());
    BOOST_TEST(tally("cancelled", R"({"next_at":"2026-03-01T12:00:00Z"})").is_over());
    BOOST_TEST(tally("running", "null").answered.value() == 7);
}

BOOST_AUTO_TEST_SUITE_END()
