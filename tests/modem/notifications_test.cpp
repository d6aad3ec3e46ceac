#include "modem/notifications.hpp"
#include "tests/modem/bring_up_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <ostream>

using namespace nida::modem;
namespace protocol = nida::protocol;

namespace
{
using Ladder = std::vector<std::array<unsigned, 5>>;
Ladder ladder(const std::string& test_answer, bool reports = true)
{
    return cnmi_ladder(protocol::AtResponse{{test_answer}, {}}, reports);
}
} // namespace

BOOST_FIXTURE_TEST_SUITE(notifications, BringUpFixture)

BOOST_AUTO_TEST_CASE(reports_are_stored_where_they_cannot_come_directly)
{
    sim_ready();
    up_to_storage();
    storage_in_sim();
    modem.answer("AT+CNMI=?", {"+CNMI: (0-3),(0,1),(0,2,3),(0,2),(1)"}).ok("AT+CNMI=2,1,0,2,1");
    modem.answer("AT+CNMI?", {"+CNMI: 2,1,0,2,1"});
    after_notifications();
    const auto service = bring_up();
    BOOST_TEST(!service.status_reports_direct);
    BOOST_TEST(service.status_reports_stored);
}

BOOST_AUTO_TEST_CASE(a_notification_that_is_advertised_but_refused_or_ignored_is_not_relied_on)
{
    sim_ready();
    up_to_storage();
    storage_in_sim();
    modem.answer("AT+CNMI=?", {"+CNMI: (2),(1),(0),(0-2),(0)"}).error("AT+CNMI=2,1,0,1,0", "+CMS ERROR: 303");
    modem.ok("AT+CNMI=2,1,0,2,0").answer("AT+CNMI?", {"+CNMI: 2,1,0,0,0"});
    modem.ok("AT+CNMI=2,1,0,0,0").answer("AT+CNMI?", {"+CNMI: 2,1,0,0,0"});
    after_notifications();
    const auto service = bring_up();
    BOOST_TEST(!service.status_reports_direct);
    BOOST_TEST(!service.status_reports_stored);
}

BOOST_AUTO_TEST_CASE(messages_come_directly_only_where_nothing_else_is_offered_and_the_network_waits_for_us)
{
    sim_ready();
    up_to_storage();
    storage_in_sim();
    modem.answer("AT+CNMI=?", {"+CNMI: (0-2),(0,2),(0,2),(0,1),(0,1)"}).answer("AT+CSMS=1", {"+CSMS: 1,1,1"});
    modem.ok("AT+CNMI=2,2,0,1,0").answer("AT+CNMI?", {"+CNMI: 2,2,0,1,0"});
    after_notifications();
    bring_up();
    BOOST_TEST(modem.modem().acknowledges());
    modem.ok("AT+CNMA=0").ok("AT+CNMA=2").error("AT+CNMA=0", "+CMS ERROR: 340").error("AT+CNMA=0").ok("AT+CNMA");
    BOOST_TEST(modem.run(modem.modem().acknowledge(true)));
    BOOST_TEST(modem.run(modem.modem().acknowledge(false)));
    BOOST_TEST(!modem.run(modem.modem().acknowledge(true))); // too late
    BOOST_TEST(modem.run(modem.modem().acknowledge(true)));
}

BOOST_AUTO_TEST_CASE(what_was_handed_to_an_earlier_life_is_not_acknowledged_but_asked_for_again)
{
    sim_ready();
    modem.answer("AT+CPMS?", {"+CPMS: \"SM\",0,20,\"SM\",0,20,\"SM\",0,20"});
    up_to_service_class();
    modem.answer("AT+CSMS?", {"+CSMS: 1,1,1,1"}); // and no AT+CSMS=0, which would acknowledge it
    storage_in_sim();
    modem.answer("AT+CNMI=?", {"+CNMI: (0-2),(0,2),(0,2),(0,1),(0,1)"});
    modem.ok("AT+CNMI=2,2,0,1,0").answer("AT+CNMI?", {"+CNMI: 2,2,0,1,0"}).ok("AT+CNMA=2");
    after_notifications();
    bring_up();
    BOOST_TEST(modem.modem().acknowledges());
}

BOOST_AUTO_TEST_CASE(an_acknowledging_service_that_is_not_needed_ends_once_nothing_comes_directly)
{
    sim_ready();
    modem.answer("AT+CPMS?", {"+CPMS: \"SM\",0,20,\"SM\",0,20,\"SM\",0,20"});
    up_to_service_class();
    modem.answer("AT+CSMS?", {"+CSMS: 1,1,1,1"});
    storage_in_sim();
    notifications();
    modem.error("AT+CNMA=2", "+CMS ERROR: 340").ok("AT+CSMS=0");
    after_notifications();
    bring_up();
    BOOST_TEST(!modem.modem().acknowledges());
}

BOOST_AUTO_TEST_CASE(where_nothing_can_be_acknowledged_messages_are_stored_and_swept)
{
    sim_ready();
    up_to_storage();
    storage_in_sim();
    modem.answer("AT+CNMI=?", {"+CNMI: (2),(0,2),(0),(0),(0)"}).error("AT+CSMS=1");
    modem.ok("AT+CNMI=2,0,0,0,0").answer("AT+CNMI?", {"+CNMI: 2,0,0,0,0"});
    after_notifications();
    bring_up();
    BOOST_TEST(!modem.modem().acknowledges());
}

BOOST_AUTO_TEST_CASE(a_sim_that_is_busy_with_its_start_is_waited_for)
{
    sim_ready();
    up_to_storage();
    modem.answer("AT+CPMS=?", {"+CPMS: (\"SM\"),(\"SM\"),(\"SM\")"});
    modem.error("AT+CPMS=\"SM\",\"SM\",\"SM\"", "+CMS ERROR: 314").ok("AT+CPMS=\"SM\",\"SM\",\"SM\"");
    modem.answer("AT+CPMS?", {"+CPMS: \"SM\",0,20,\"SM\",0,20,\"SM\",0,20"});
    modem.answer("AT+CNMI=?", {"+CNMI: (0-2),(0-3),(0,2),(0-2),(0-1)"});
    modem.error("AT+CNMI=2,1,0,1,0", "+CME ERROR: 14").ok("AT+CNMI=2,1,0,1,0");
    modem.answer("AT+CNMI?", {"+CNMI: 2,1,0,1,0"}).error("AT+CSCA?", "+CMS ERROR: 314");
    after_notifications();
    BOOST_TEST(bring_up().status_reports_direct);
}

BOOST_AUTO_TEST_CASE(notifications_that_were_lost_are_set_again)
{
    sim_ready();
    the_rest();
    bring_up();
    modem.answer("AT+CNMI?", {"+CNMI: 2,1,0,1,0"}).answer("AT+CNMI?", {"+CNMI: 2,0,0,0,0"});
    modem.ok("AT+CNMI=2,1,0,1,0").answer("AT+CNMI?", {"+CNMI: 2,1,0,1,0"});
    BOOST_TEST(modem.run(modem.modem().notifications_hold()));
    BOOST_TEST(!modem.run(modem.modem().notifications_hold()));
}

BOOST_AUTO_TEST_CASE(the_ladder_begins_with_what_each_family_wants)
{
    using Rung = std::array<unsigned, 5>;
    BOOST_TEST((ladder("+CNMI: (0-2),(0-3),(0,2),(0-2),(0-1)").front() == Rung{2, 1, 0, 1, 0}));   // Quectel EC25
    BOOST_TEST((ladder("+CNMI: (0-3),(0-3),(0,2),(0,1),(0,1)").front() == Rung{2, 1, 0, 1, 0}));   // SIM800
    BOOST_TEST((ladder("+CNMI: (0-3),(0,1),(0,2,3),(0,2),(1)").front() == Rung{2, 1, 0, 2, 1}));   // Cinterion MC35
    BOOST_TEST((ladder("+CNMI: (0,1),(0-3),(0,2,3),(0-2),(0,1)").front() == Rung{1, 1, 0, 1, 0})); // Huawei MU509
    BOOST_TEST((ladder("+CNMI: (0-2),(0-3),(0,2,3),(0-2),(0,1)", false).front() == Rung{2, 1, 0, 0, 0}));
    BOOST_TEST((ladder("+CNMI:(3),(0-3),(0),(0)").front() == Rung{3, 1, 0, 0, 0}));
    BOOST_TEST((ladder("").front() == Rung{2, 1, 0, 1, 0}));
}

BOOST_AUTO_TEST_CASE(what_a_family_takes_is_tried_first_within_what_the_modem_allows)
{
    using Rung = std::array<unsigned, 5>;
    const auto all = [](const std::string& test_answer, std::string_view family, bool reports = true) {
        return cnmi_ladder(protocol::AtResponse{{test_answer}, {}}, reports, protocol::dialect_named(family)->cnmi);
    };
    const std::string wide{"+CNMI: (0-2),(0-3),(0,2,3),(0-2),(0,1)"};
    BOOST_TEST((all(wide, "zte").front() == Rung{2, 1, 0, 2, 0})); // no +CDS ever comes
    BOOST_TEST((all(wide, "zte", false).front() == Rung{2, 1, 0, 0, 0}));
    BOOST_TEST((all("+CNMI: (0,1),(0-3),(0,2),(0-2),(0,1)", "zte").front() == Rung{1, 1, 0, 2, 0}));
    BOOST_TEST((all("", "cinterion").front() == Rung{2, 1, 0, 2, 1}));
    // A row that the modem itself rules out is passed over.
    BOOST_TEST((all("+CNMI: (0-3),(0-3),(0,2),(0,1),(0,1)", "zte").front() == Rung{2, 1, 0, 1, 0}));

    auto known = all(wide, "huawei"), generic = ladder(wide);
    BOOST_TEST((known[0] == Rung{2, 1, 0, 1, 0}));
    BOOST_TEST((known[1] == Rung{1, 1, 0, 1, 0}));
    std::ranges::sort(known);
    std::ranges::sort(generic);
    BOOST_TEST((known == generic)); // nothing is lost, and nothing is tried twice
}

BOOST_AUTO_TEST_SUITE_END()
