#include "tests/torture/judge.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::torture;
using nida::e2e::Record;
namespace json = boost::json;

namespace
{
/// One message of two segments, accepted, sent and taken once: nothing is wrong.
struct Fixture {
    Plan plan;
    Ledgers ledgers;

    Fixture()
    {
        ledgers.called.push_back({"+218912000001", "a long text", "alert", "key 1", 7, 1, {}});
        row("sent");
        taken(1);
        taken(2);
    }
    void row(const char* state)
    {
        ledgers.outbox.assign(1, Record{{{"id", 7},
                                         {"key", "key 1"},
                                         {"to", "+218912000001"},
                                         {"text", "a long text"},
                                         {"priority", "alert"},
                                         {"segments", 2},
                                         {"state", state}}});
    }
    void taken(int number)
    {
        ledgers.accepted.emplace_back(
            json::object{{"to", "+218912000001"}, {"concat", {{"ref", 9}, {"total", 2}, {"seq", number}}}});
    }
    Verdict verdict() const { return judge(plan, ledgers); }
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(judge, Fixture)

BOOST_AUTO_TEST_CASE(three_ledgers_that_agree_are_no_fault)
{
    BOOST_TEST(verdict().failures.empty());
    BOOST_TEST(verdict().segments == 2u);
}

BOOST_AUTO_TEST_CASE(what_was_accepted_and_is_not_in_the_store_is_lost)
{
    ledgers.outbox.clear();
    ledgers.accepted.clear();
    BOOST_TEST(verdict().lost == 1u);
}

BOOST_AUTO_TEST_CASE(what_is_called_sent_and_did_not_go_is_lost)
{
    ledgers.accepted.pop_back();
    BOOST_TEST(verdict().lost == 1u);
}

BOOST_AUTO_TEST_CASE(a_segment_that_was_taken_twice_is_doubled_unless_it_was_sent_again_on_purpose)
{
    taken(2);
    BOOST_TEST(verdict().doubled == 1u);
    BOOST_TEST(!verdict().failures.empty());
    ledgers.doubts.resent.push_back(7);
    BOOST_TEST(verdict().doubled == 0u);
    BOOST_TEST(verdict().doubled_by_policy == 1u);
    BOOST_TEST(verdict().failures.empty());
}

BOOST_AUTO_TEST_CASE(a_doubt_needs_a_kill_that_explains_it)
{
    row("in_doubt");
    ledgers.accepted.pop_back();
    BOOST_TEST(verdict().failures.size() == 1u);
    ledgers.doubts.all.push_back({7, 2, 1, "sending.prompt_open", {}, {}});
    BOOST_TEST(verdict().failures.empty());
    BOOST_TEST(verdict().doubts.at("waiting") == 1u);
    ledgers.doubts.at_restart = {0, 2}; // of one line
    BOOST_TEST(verdict().failures.size() == 1u);
}

BOOST_AUTO_TEST_CASE(what_came_is_in_the_inbox_once_and_has_its_one_answer)
{
    ledgers.inbound.push_back({"+218912500000", "JOIN", true});
    BOOST_TEST(verdict().lost == 2u);
    const Record came{{{"from", "+218912500000"}, {"text", "JOIN"}}};
    ledgers.inbox.assign(1, came);
    ledgers.outbox.emplace_back(
        json::object{{"id", 8}, {"to", "+218912500000"}, {"text", "Welcome"}, {"segments", 1}, {"state", "sent"}});
    ledgers.accepted.emplace_back(json::object{{"to", "+218912500000"}, {"concat", nullptr}});
    BOOST_TEST(verdict().failures.empty());
    ledgers.inbox.push_back(came);
    BOOST_TEST(verdict().doubled == 1u);
}

BOOST_AUTO_TEST_CASE(who_joins_and_then_leaves_is_in_the_inbox_twice_and_has_two_answers)
{
    const auto answer = [&](int id, const char* text) {
        ledgers.outbox.emplace_back(
            json::object{{"id", id}, {"to", "+218912500000"}, {"text", text}, {"segments", 1}, {"state", "sent"}});
    };
    for (const char* text : {"JOIN", "STOP"}) {
        ledgers.inbound.push_back({"+218912500000", text, true});
        ledgers.inbox.emplace_back(json::object{{"from", "+218912500000"}, {"text", text}});
        ledgers.accepted.emplace_back(json::object{{"to", "+218912500000"}, {"concat", nullptr}});
    }
    answer(8, "Welcome");
    BOOST_TEST(verdict().lost == 1u);    // an answer that was never queued,
    BOOST_TEST(verdict().doubled == 1u); // and one more on the air than there are
    answer(9, "Goodbye");
    BOOST_TEST(verdict().failures.empty());
    ledgers.accepted.pop_back();
    BOOST_TEST(verdict().lost == 1u); // two are sent, and one was taken
    ledgers.inbox.back() = ledgers.inbox.front();
    BOOST_TEST(verdict().lost == 2u);    // STOP is not in the inbox,
    BOOST_TEST(verdict().doubled == 1u); // and JOIN is twice
}

BOOST_AUTO_TEST_CASE(a_join_that_a_later_stop_has_overtaken_is_owed_no_answer)
{
    for (const char* text : {"STOP", "JOIN"}) {
        ledgers.inbound.push_back({"+218912500000", text, true, text == std::string_view{"JOIN"}});
        ledgers.inbox.emplace_back(json::object{{"from", "+218912500000"}, {"text", text}});
    }
    BOOST_TEST(verdict().lost == 1u);
    ledgers.outbox.emplace_back(
        json::object{{"id", 8}, {"to", "+218912500000"}, {"text", "Goodbye"}, {"segments", 1}, {"state", "sent"}});
    ledgers.accepted.emplace_back(json::object{{"to", "+218912500000"}, {"concat", nullptr}});
    BOOST_TEST(verdict().failures.empty());
}

BOOST_AUTO_TEST_SUITE_END()
