// What modems do with a segment: field-notes/modems.md §9; the numbers are those of docs/modems.md.
#include "tests/e2e/modem_on_port.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::e2e;
using nida::modem::Refused;
using nida::modem::Sent;
using nida::modem::Unknown;
using namespace std::chrono_literals;
namespace protocol = nida::protocol;
namespace sim = nida::sim;

namespace
{
constexpr const char* someone = "+218912000001";

bool is_sent(const std::optional<nida::modem::SubmitOutcome>& outcome)
{
    return outcome && std::holds_alternative<Sent>(*outcome);
}

/// Two segments one after the other, the first under the fault.
void sends_twice(const std::string& fault)
{
    ModemOnPort port{{fault}};
    port.bring_up();
    BOOST_TEST(is_sent(port.submit(someone, "first")), fault);
    BOOST_TEST(is_sent(port.submit(someone, "second")), fault);
    BOOST_TEST(port.events("accepted") == 2u, fault);
}

nida::modem::Timings hasty()
{
    auto timings = ModemOnPort::patient();
    timings.command = 500ms;
    timings.prompt = 500ms;
    return timings;
}
} // namespace

BOOST_AUTO_TEST_SUITE(peculiarities_sending)

BOOST_AUTO_TEST_CASE(a_prompt_is_known_in_every_form)
{
    for (const auto* const form : {"prompt_no_space", "prompt=bare", "prompt=line", "late_prompt=700", "echo_payload"})
        sends_twice(form);
}

BOOST_AUTO_TEST_CASE(a_prompt_that_never_comes_is_left_by_escape)
{
    for (const auto* const fault : {"no_prompt:next=1", "unanswered=+CMGS:next=1"}) {
        ModemOnPort port{{fault}, {}, hasty()};
        port.bring_up();
        BOOST_TEST(!port.submit(someone, "first").has_value(), fault);
        BOOST_TEST(is_sent(port.submit(someone, "second")), fault);
        BOOST_TEST(port.events("accepted") == 1u);
    }
}

BOOST_AUTO_TEST_CASE(escape_at_a_prompt_may_be_answered_by_ok_or_by_nothing_no_59)
{
    for (const auto* const answer : {"noise:p=0", "prompt_no_escape"}) {
        ModemOnPort port{{answer}};
        port.bring_up();
        BOOST_TEST(!port.run(port.modem().prompt(20)));
        port.run(port.modem().abandon_prompt());
        BOOST_TEST(is_sent(port.submit(someone, "hello")), answer);
        BOOST_TEST(port.events("accepted") == 1u);
    }
}

BOOST_AUTO_TEST_CASE(a_payload_that_is_swallowed_leaves_a_doubt_and_a_modem_that_can_be_used_no_17)
{
    ModemOnPort port{{"silence_at_prompt:next=1"}, {}, hasty()};
    port.bring_up();
    BOOST_TEST(!port.run(port.modem().prompt(20)));
    const auto outcome = port.run(port.modem().payload("0011000C911298214365870000AA03E8329B", 1s));
    BOOST_TEST(std::holds_alternative<Unknown>(outcome));
    BOOST_TEST(!port.run(port.modem().resynchronise(1s)).has_value());
    BOOST_TEST(is_sent(port.submit(someone, "second")));
}

BOOST_AUTO_TEST_CASE(a_reference_may_be_missing_or_follow_its_ok)
{
    ModemOnPort late{{"reference_after_ok:next=1"}};
    late.bring_up();
    BOOST_TEST(is_sent(late.submit(someone, "hello")));
    ModemOnPort missing{{"ok_without_reference:next=1"}};
    missing.bring_up();
    const auto outcome = missing.submit(someone, "hello");
    BOOST_TEST((outcome && std::holds_alternative<Unknown>(*outcome)));
    BOOST_TEST(is_sent(missing.submit(someone, "second")));
}

BOOST_AUTO_TEST_CASE(an_error_without_a_number_and_without_its_line_end_leaves_a_doubt_and_the_next_one_goes_no_41)
{
    ModemOnPort port{{"error_without_number:next=1"}, {}, hasty()};
    port.bring_up();
    BOOST_TEST(!port.run(port.modem().prompt(19)));
    const auto outcome = port.run(port.modem().payload("0011000C911298214365870000AA05E8329BFD06", 1s));
    BOOST_TEST(std::holds_alternative<Unknown>(outcome)); // its line ends with whatever comes next
    const auto later = port.run(port.modem().resynchronise(1s));
    BOOST_TEST((!later || !std::holds_alternative<Sent>(*later)));
    BOOST_TEST(is_sent(port.submit(someone, "second")));
    BOOST_TEST(port.events("accepted") == 1u);
}

BOOST_AUTO_TEST_CASE(a_result_that_takes_fourteen_seconds_is_waited_for_no_70)
{
    ModemOnPort port{{"late_result=14400:next=1"}};
    port.bring_up();
    BOOST_TEST(is_sent(port.submit(someone, "hello")));
    BOOST_TEST(port.events("accepted") == 1u);
}

BOOST_AUTO_TEST_CASE(no_carrier_of_nobody_s_call_ends_no_command_no_27)
{
    ModemOnPort port{{"no_carrier"}};
    BOOST_TEST(port.bring_up().storage == "ME");
    BOOST_TEST(port.run(port.modem().signal_dbm()).has_value());
    BOOST_TEST(is_sent(port.submit(someone, "hello")));
}

BOOST_AUTO_TEST_CASE(noise_between_the_payload_and_its_result_is_not_the_result)
{
    for (const auto* const fault :
         {"noise", "garbage", "before=+CMGS>^BOOT:91409020,0,0,0,6|^RSSI:18|RING", "split_writes"})
        sends_twice(fault);
}

BOOST_AUTO_TEST_CASE(a_question_that_goes_unanswered_once_costs_one_value_and_not_the_line_no_13)
{
    ModemOnPort port{{"unanswered=+CSQ:next=1", "before=+CSQ>^RSSI:18|^HCSQ:\"WCDMA\",43,39,57"}, {}, hasty()};
    port.bring_up();
    BOOST_TEST(!port.run(port.modem().signal_dbm()).has_value());
    BOOST_TEST(port.run(port.modem().signal_dbm()).has_value());
}

BOOST_AUTO_TEST_CASE(an_answer_that_looks_like_a_urc_is_the_answer_and_a_urc_that_looks_like_one_is_not_no_50)
{
    ModemOnPort port;
    port.bring_up();
    port.sim({{"op", "say"}, {"octets", "\r\n+CSQ: 9,99\r\n"}});
    BOOST_TEST(port.eventually([&] { return !port.heard<protocol::OtherUrc>().empty(); }));
    BOOST_TEST(port.run(port.modem().signal_dbm()).value_or(0) == -71); // 21, which it answers
    ModemOnPort unknown{{"csq_unknown"}};
    unknown.bring_up();
    BOOST_TEST(!unknown.run(unknown.modem().signal_dbm()).has_value());
}

BOOST_AUTO_TEST_CASE(cells_are_read_with_quotes_that_do_not_match_and_without_any)
{
    for (const auto* const form : {"creg_bare", "creg_broken"}) {
        ModemOnPort port{{form}};
        port.bring_up();
        BOOST_TEST((port.run(port.modem().registration()) == protocol::Registration::home), form);
    }
}

BOOST_AUTO_TEST_CASE(registered_for_emergencies_alone_is_not_registered_no_47)
{
    ModemOnPort port;
    port.bring_up();
    port.sim({{"op", "registration"}, {"stat", 11}});
    const auto stat = port.run(port.modem().registration());
    BOOST_REQUIRE(stat.has_value());
    BOOST_TEST(!protocol::can_send_sms(*stat));
    BOOST_TEST(!is_sent(port.submit(someone, "hello")));
}

BOOST_AUTO_TEST_SUITE_END()
