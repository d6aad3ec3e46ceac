#include "tests/modem/modem_script.hpp"
#include "tests/modem/pin_guard_in_memory.hpp"

#include <boost/system/system_error.hpp>
#include <boost/test/unit_test.hpp>

using namespace nida::modem;
using namespace std::chrono_literals;
namespace protocol = nida::protocol;
using boost::test_tools::per_element;

namespace
{
/// A modem from the question for its PIN to whatever comes of it.
struct Fixture {
    explicit Fixture(Timings timings = ModemScript::quick()) : modem{timings}
    {
        settings.pin = "1234";
        settings.registration_wait = 0s;
        modem.answer("AT+CFUN?", {"+CFUN: 1"});
    }

    ModemScript modem;
    PinGuardInMemory guard;
    Identity identity{"", "", "", "353143039999996", "8921801234567890123", "", ""};
    BringUpSettings settings;

    void sim_asks_for_pin()
    {
        modem.answer("AT+CPIN?", {"+CPIN: SIM PIN"}).error("AT+CLCK=\"SC\",2", "+CME ERROR: 11");
    }
    void tries_left(int tries)
    {
        modem.answer("AT^CPIN?",
                     {"^CPIN: SIM PIN," + std::to_string(tries) + ",10," + std::to_string(tries) + ",10,3"});
    }
    /// The SIM was opened: the port is lost in the step behind it.
    void opens()
    {
        modem.expect("AT+CPMS?\r").hang_up();
        modem.opened();
        BOOST_CHECK_THROW(modem.run(modem.modem().bring_up(settings, identity, guard)), boost::system::system_error);
    }
    BringUpError trouble()
    {
        modem.opened();
        try {
            modem.run(modem.modem().bring_up(settings, identity, guard));
        } catch (const BringUpError& error) {
            BOOST_TEST(!error.text.empty());
            BOOST_TEST(error.text.find("1234") == std::string::npos);
            return error;
        }
        BOOST_FAIL("no trouble");
        return {};
    }
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(pin, Fixture)

BOOST_AUTO_TEST_CASE(it_is_entered_after_its_counter_and_its_memory_were_asked)
{
    sim_asks_for_pin();
    tries_left(3);
    modem.ok("AT+CPIN=\"1234\"");
    modem.error("AT+CPIN?", "+CME ERROR: 14").error("AT+CPIN?", "+CME ERROR: 515").answer("AT+CPIN?", {"+CPIN: READY"});
    opens();
    BOOST_TEST(guard.tried == std::vector<std::string>{"1234"}, per_element());
    BOOST_TEST(guard.taken == std::vector<std::string>{"1234"}, per_element());
    BOOST_TEST(guard.subject.iccid == "8921801234567890123");
    BOOST_TEST(guard.subject.imei == "353143039999996");
}

BOOST_AUTO_TEST_CASE(the_last_try_is_never_used)
{
    sim_asks_for_pin();
    tries_left(1);
    const auto held_back = trouble();
    BOOST_TEST((held_back.why == BringUpTrouble::pin_held_back));
    BOOST_TEST(held_back.pin_tries.value() == 1u);
    BOOST_TEST(guard.tried.empty());
}

BOOST_AUTO_TEST_CASE(where_no_counter_can_be_read_the_memory_allows_one_try)
{
    sim_asks_for_pin();
    for (const auto& query : protocol::pin_try_queries())
        modem.error(query);
    modem.ok("AT+CPIN=\"1234\"").answer("AT+CPIN?", {"+CPIN: READY"});
    opens();
    BOOST_TEST(guard.tried.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_pin_that_was_tried_before_is_held_back)
{
    guard.allow = false;
    sim_asks_for_pin();
    tries_left(3);
    const auto held_back = trouble();
    BOOST_TEST((held_back.why == BringUpTrouble::pin_held_back));
    BOOST_TEST(held_back.pin_tries.value() == 3u);
    BOOST_TEST(modem.received().find("AT+CPIN=") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_wrong_pin_is_tried_once_and_the_tries_left_are_told)
{
    sim_asks_for_pin();
    tries_left(3);
    modem.error("AT+CPIN=\"1234\"", "+CME ERROR: 16").answer("AT+CPIN?", {"+CPIN: SIM PIN"});
    tries_left(2);
    const auto refused = trouble();
    BOOST_TEST((refused.why == BringUpTrouble::pin_refused));
    BOOST_TEST(refused.pin_tries.value() == 2u);
    BOOST_TEST(guard.tried.size() == 1u);
    BOOST_TEST(guard.taken.empty());
}

BOOST_AUTO_TEST_CASE(a_wrong_pin_is_tried_once_where_no_counter_can_be_read)
{
    sim_asks_for_pin();
    for (const auto& query : protocol::pin_try_queries())
        modem.error(query);
    modem.error("AT+CPIN=\"1234\"").answer("AT+CPIN?", {"+CPIN: SIM PIN"});
    const auto refused = trouble();
    BOOST_TEST((refused.why == BringUpTrouble::pin_refused));
    BOOST_TEST(!refused.pin_tries);
}

BOOST_AUTO_TEST_CASE(a_modem_that_wants_no_quotes_gets_none_where_the_counter_shows_that_it_cost_nothing)
{
    sim_asks_for_pin();
    tries_left(3);
    modem.error("AT+CPIN=\"1234\"", "+CME ERROR: 50").answer("AT+CPIN?", {"+CPIN: SIM PIN"});
    tries_left(3);
    modem.ok("AT+CPIN=1234").answer("AT+CPIN?", {"+CPIN: READY"});
    opens();
    BOOST_TEST(guard.tried.size() == 1u);
    BOOST_TEST(guard.taken.size() == 1u);
}

BOOST_AUTO_TEST_CASE(an_error_without_a_reason_that_cost_a_try_was_a_wrong_pin)
{
    sim_asks_for_pin();
    tries_left(3);
    modem.error("AT+CPIN=\"1234\"").answer("AT+CPIN?", {"+CPIN: SIM PIN"});
    tries_left(2);
    BOOST_TEST((trouble().why == BringUpTrouble::pin_refused));
}

BOOST_AUTO_TEST_CASE(a_sim_that_was_too_busy_for_its_pin_is_told_again)
{
    sim_asks_for_pin();
    tries_left(3);
    modem.error("AT+CPIN=\"1234\"", "+CME ERROR: 14").answer("AT+CPIN?", {"+CPIN: SIM PIN"});
    tries_left(3);
    modem.ok("AT+CPIN=\"1234\"").answer("AT+CPIN?", {"+CPIN: READY"});
    opens();
}

BOOST_AUTO_TEST_CASE(a_sim_that_wants_its_puk_then_is_left_alone)
{
    sim_asks_for_pin();
    tries_left(2);
    modem.error("AT+CPIN=\"1234\"", "+CME ERROR: 12").answer("AT+CPIN?", {"+CPIN: SIM PUK"});
    BOOST_TEST((trouble().why == BringUpTrouble::puk_required));
}

BOOST_AUTO_TEST_CASE(what_is_no_pin_is_not_sent)
{
    for (const std::string wrong : {"123", "123456789", "12\r\n", "abcd", "1234\"", ""}) {
        Fixture one;
        one.settings.pin = wrong;
        one.sim_asks_for_pin();
        BOOST_TEST((one.trouble().why == BringUpTrouble::pin_held_back));
        BOOST_TEST(one.guard.tried.empty());
    }
    modem.answer("AT+CPIN?", {"+CPIN: READY"});
    opens();
}

BOOST_AUTO_TEST_CASE(a_modem_that_asks_for_a_pin_which_the_sim_does_not_have_is_not_believed)
{
    modem.answer("AT+CPIN?", {"+CPIN: SIM PIN"}).answer("AT+CLCK=\"SC\",2", {"+CLCK: 0"});
    modem.answer("AT+CIMI", {"606001234567890"});
    opens();
    BOOST_TEST(guard.tried.empty());
}

BOOST_AUTO_TEST_CASE(a_lock_that_only_seems_to_be_off_gets_its_pin)
{
    modem.answer("AT+CPIN?", {"+CPIN: SIM PIN"}).answer("AT+CLCK=\"SC\",2", {"+CLCK: 0"});
    modem.error("AT+CIMI", "+CME ERROR: 11");
    tries_left(3);
    modem.ok("AT+CPIN=\"1234\"").answer("AT+CPIN?", {"+CPIN: READY"});
    opens();
}

BOOST_AUTO_TEST_SUITE_END()
