#include "daemon/line/missed_calls.hpp"

#include <boost/test/unit_test.hpp>

using nida::daemon::MissedCalls;
using namespace std::chrono_literals;
using boost::test_tools::per_element;

namespace
{
using Numbers = std::vector<std::string>;

const std::string clip = R"(+CLIP: "+218911234567",145,,,,0)";
const Numbers one{"+218911234567"};
const Numbers withheld{""};

/// A modem that says things at times.
struct Telephone {
    MissedCalls calls;
    MissedCalls::SteadyTime now{1h};

    Telephone& after(std::chrono::milliseconds time)
    {
        now += time;
        return *this;
    }
    Telephone& say(const std::string& line)
    {
        calls.take(nida::protocol::parse_urc(line), now);
        return *this;
    }
    Numbers ended() { return calls.over(now).numbers; }
    bool ringing() const { return calls.ringing(now); }
    bool may_hang_up() const { return calls.may_hang_up(now); }
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(missed_calls, Telephone)

BOOST_AUTO_TEST_CASE(many_rings_are_one_call)
{
    for (int ring = 0; ring < 8; ++ring) {
        say("RING").say(clip).after(5s);
        BOOST_TEST(ringing());
        BOOST_TEST(ended().empty());
    }
    say("NO CARRIER");
    BOOST_TEST(!ringing());
    BOOST_TEST(ended() == one, per_element());
    BOOST_TEST(ended().empty());
}

BOOST_AUTO_TEST_CASE(the_number_may_come_before_the_ring_or_with_a_later_one)
{
    say(clip).say("+CRING: VOICE").say("NO CARRIER");
    BOOST_TEST(ended() == one, per_element());
    after(2min).say("RING").after(5s).say("RING").say(clip).say("^CEND:1,0,29,16");
    BOOST_TEST(ended() == one, per_element());
}

BOOST_AUTO_TEST_CASE(a_call_that_only_falls_silent_has_ended)
{
    say("RING").say(clip);
    BOOST_TEST((calls.next_question() == now + 9s));
    BOOST_TEST(calls.due(now));
    after(8s);
    BOOST_TEST(ringing());
    BOOST_TEST(ended().empty());
    after(2s);
    BOOST_TEST(!ringing());
    BOOST_TEST(calls.due(now));
    BOOST_TEST(ended() == one, per_element());
    BOOST_TEST(!calls.next_question());
    BOOST_TEST(!calls.due(now));
}

BOOST_AUTO_TEST_CASE(every_maker_s_word_ends_a_call)
{
    for (const auto* end : {"NO CARRIER", "^CEND:1,0,29,16", "MISSED_CALL: 10:32AM +218911234567", "HANGUP: 1",
                            "+CIEV: call,0", "VOICE CALL: END: 000016", "+WIND: 6,1"}) {
        after(2min).say("RING").say(clip).say(end);
        BOOST_TEST(!ringing(), end);
        BOOST_TEST(ended() == one, per_element());
    }
}

BOOST_AUTO_TEST_CASE(a_withheld_number_is_a_call_all_the_same)
{
    say("RING").say(R"(+CLIP: "",128,,,,1)").say("NO CARRIER");
    after(2s); // a number might have followed
    BOOST_TEST(ended() == withheld, per_element());
    after(2min).say("RING").after(10s); // a modem without +CLIP
    BOOST_TEST(ended() == withheld, per_element());
}

BOOST_AUTO_TEST_CASE(a_number_that_follows_the_end_belongs_to_the_call)
{
    say("RING").say("NO CARRIER").after(500ms).say("MISSED_CALL: 10:32AM +218911234567");
    BOOST_TEST(ended() == one, per_element());
    after(2min).say("RING").say("NO CARRIER").after(200ms).say(clip);
    BOOST_TEST(ended() == one, per_element());
    after(2min).say("MISSED_CALL: 10:32AM +218911234567"); // all that is said of it
    BOOST_TEST(ended() == one, per_element());
}

BOOST_AUTO_TEST_CASE(a_number_counts_once_a_minute)
{
    say("RING").say(clip).say("NO CARRIER");
    BOOST_TEST(ended() == one, per_element());
    after(20s).say("RING").say(clip).say("NO CARRIER");
    const auto again = calls.over(now);
    BOOST_TEST(again.any); // the modem may need our help after it all the same
    BOOST_TEST(again.numbers.empty());
    say("RING").say(R"(+CLIP: "0927654321",129)").say("NO CARRIER");
    BOOST_TEST(ended() == Numbers{"0927654321"}, per_element());
    after(41s).say("RING").say(clip).say("NO CARRIER");
    BOOST_TEST(ended() == one, per_element());
}

BOOST_AUTO_TEST_CASE(another_number_is_another_call)
{
    say("RING").say(clip).after(5s).say("RING").say(R"(+CLIP: "+218927654321",145)").say("NO CARRIER");
    BOOST_TEST(ended() == (Numbers{"+218911234567", "+218927654321"}), per_element());
}

BOOST_AUTO_TEST_CASE(a_waiting_call_is_counted_and_leaves_the_first_one_alone)
{
    say("RING").say(clip).say(R"(+CCWA: "+218927654321",145,1)");
    BOOST_TEST(ringing());
    BOOST_TEST(ended() == Numbers{"+218927654321"}, per_element());
    say("NO CARRIER");
    BOOST_TEST(ended() == one, per_element());
}

BOOST_AUTO_TEST_CASE(we_hang_up_once_the_caller_is_known_or_at_the_second_ring)
{
    say("RING");
    BOOST_TEST(!may_hang_up());
    say(clip);
    BOOST_TEST(may_hang_up());
    calls.hung_up(now);
    BOOST_TEST(!ringing());
    BOOST_TEST(!may_hang_up());
    BOOST_TEST(ended() == one, per_element());
    say("NO CARRIER"); // of our own doing
    BOOST_TEST(ended().empty());

    after(2min).say("RING").say(R"(+CLIP: "",128,,,,1)");
    BOOST_TEST(!may_hang_up()); // some modems know it by the second ring only
    after(5s).say("RING");
    BOOST_TEST(may_hang_up());
    BOOST_TEST(!calls.knows_caller());
    calls.take_number("+218911234567"); // +CLCC told
    BOOST_TEST(calls.knows_caller());
    calls.hung_up(now);
    BOOST_TEST(ended() == one, per_element());
}

BOOST_AUTO_TEST_CASE(what_rings_on_is_the_same_call_and_in_the_end_it_is_left_alone)
{
    say("RING").say(clip);
    for (int hang_up = 0; hang_up < 5; ++hang_up) {
        BOOST_TEST(may_hang_up());
        if (hang_up % 2 == 0)
            calls.hung_up(now);
        else
            calls.hang_up_failed();
        BOOST_TEST(!may_hang_up());
        after(5s).say("RING").say(clip);
    }
    BOOST_TEST(!may_hang_up());
    BOOST_TEST(ringing());
    after(10s);
    BOOST_TEST(ended() == one, per_element());
}

BOOST_AUTO_TEST_CASE(a_modem_that_never_stops_ringing_is_not_believed)
{
    for (int ring = 0; ring < 30; ++ring)
        say("RING").after(5s);
    BOOST_TEST(!ringing());
    BOOST_TEST(ended().empty());
    calls.close(now);
    BOOST_TEST(ended() == withheld, per_element());
}

BOOST_AUTO_TEST_CASE(what_is_no_call_changes_nothing)
{
    for (const auto* line : {"^RSSI:18", "+CMTI: \"SM\",3", "NO CARRIER", "+CIEV: call,1", "+CREG: 1", "", "^CEND:1"})
        say(line);
    BOOST_TEST(!ringing());
    BOOST_TEST(!calls.next_question());
    BOOST_TEST(ended().empty());
}

BOOST_AUTO_TEST_SUITE_END()
