// What modems say of their SIM: field-notes/modems.md §9; the numbers are those of docs/modems.md.
#include "tests/e2e/modem_on_port.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::e2e;
using nida::modem::BringUpError;
using nida::modem::BringUpSettings;
using nida::modem::BringUpTrouble;
using namespace std::chrono_literals;
namespace sim = nida::sim;

namespace
{
nida::modem::Timings hasty()
{
    auto timings = ModemOnPort::patient();
    timings.sim_wait = 500ms;
    timings.sim_missing_wait = 200ms;
    return timings;
}

std::optional<BringUpTrouble> trouble_with(const std::vector<std::string>& faults)
{
    ModemOnPort port{faults, {}, hasty()};
    try {
        port.bring_up();
    } catch (const BringUpError& error) {
        return error.why;
    }
    return std::nullopt;
}

sim::Settings with_pin(const std::string& pin)
{
    sim::Settings settings;
    settings.pin = pin;
    return settings;
}
} // namespace

BOOST_AUTO_TEST_SUITE(peculiarities_sim)

BOOST_AUTO_TEST_CASE(no_sim_is_said_in_many_ways_no_80)
{
    BOOST_TEST((trouble_with({"sim_no_profile"}) == BringUpTrouble::no_sim));
    BOOST_TEST((trouble_with({"sim_missing"}) == BringUpTrouble::no_sim));
    BOOST_TEST((trouble_with({"instead=+CPIN?>+CME ERROR: 10"}) == BringUpTrouble::no_sim));
    BOOST_TEST((trouble_with({"sim_failure"}) == BringUpTrouble::sim_failure));
}

BOOST_AUTO_TEST_CASE(a_plain_error_for_ever_is_a_sim_that_does_not_get_ready_no_45)
{
    BOOST_TEST((trouble_with({"sim_error"}) == BringUpTrouble::sim_failure));
}

BOOST_AUTO_TEST_CASE(a_puk_is_never_tried_no_45)
{
    ModemOnPort port{{"instead=+CPIN?>+CPIN: SIM PUK|OK", "crash_on=+CPIN="}, {}, hasty()};
    BOOST_CHECK_THROW(port.bring_up({.pin = "1234"}), BringUpError);
    BOOST_TEST(port.events("rebooted") == 0u);
}

BOOST_AUTO_TEST_CASE(what_is_said_at_first_may_be_withdrawn_a_moment_later_no_46)
{
    for (const auto* const first : {"sim_failure:next=2", "sim_missing:next=2", "sim_error:next=3"})
        BOOST_TEST(!trouble_with({first}), first);
    BOOST_TEST(!trouble_with({"sim_quoted"}));
}

BOOST_AUTO_TEST_CASE(please_wait_is_waited_for_no_62)
{
    BOOST_TEST(!trouble_with({"sim_wait:next=3", "instead=+CPMS?>+CMS ERROR: 515:next=3"}));
}

BOOST_AUTO_TEST_CASE(a_sim_that_is_busy_for_seconds_is_waited_for_no_68)
{
    sim::Settings settings;
    settings.sim_delay = 2s; // SMS commands answer +CMS ERROR: 314 so long
    ModemOnPort port{{"instead=+CPIN?>+CPIN: READY|OK"}, settings};
    const auto service = port.bring_up();
    BOOST_TEST(service.storage == "ME");
    BOOST_TEST(!service.smsc.empty());
}

BOOST_AUTO_TEST_CASE(an_answer_without_ok_is_an_answer_no_61)
{
    ModemOnPort port{{"instead=+CGMI>WAVECOM MODEM|OK", "cpin_no_ok",
                      "instead=+CPMS=?>+CPMS: ((\"SM\",\"BM\",\"SR\"),(\"SM\"))|OK",
                      "instead=+CPMS=\"SM\",\"SM\",\"SM\">ERROR"}};
    const auto service = port.bring_up();
    BOOST_TEST(service.storage == "SM");
    port.sms("+218912000001", "hello");
    BOOST_TEST(port.eventually([&] { return !port.heard<nida::protocol::NewMessage>().empty(); }));
}

BOOST_AUTO_TEST_CASE(a_lock_that_is_only_claimed_is_seen_through_no_65)
{
    BOOST_TEST(!trouble_with({"pin_claimed"}));
    ModemOnPort locked{{}, with_pin("1234"), hasty()};
    BOOST_CHECK_THROW(locked.bring_up(), BringUpError);
}

BOOST_AUTO_TEST_CASE(a_stick_that_is_off_until_its_pin_comes_into_service_no_69)
{
    ModemOnPort port{{"crash_on=Z", "instead=+CFUN?>+CFUN: 0|OK:next=1", "instead=+CSCA?>+CME ERROR: 14:next=2"},
                     with_pin("1234")};
    port.bring_up({.pin = "1234"});
    BOOST_TEST(port.has_sent("AT+CFUN=1"));
    BOOST_TEST(port.events("rebooted") == 0u);
    BOOST_TEST(port.events("pin") == 1u);
}

BOOST_AUTO_TEST_CASE(a_radio_that_cannot_be_switched_on_before_the_sim_is_there_is_asked_again_no_34)
{
    ModemOnPort port{{"instead=+CFUN?>+CFUN: 4|OK:next=1", "instead=+CFUN=1>ERROR:next=1"}};
    port.bring_up();
    const auto first = port.sent().find("AT+CFUN=1\r");
    BOOST_TEST(first != std::string::npos);
    BOOST_TEST(port.sent().find("AT+CFUN=1\r", first + 1) != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
