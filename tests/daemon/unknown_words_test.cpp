#include "daemon/outbox/outbox.hpp"
#include "daemon/store/unsure_times.hpp"
#include "tests/daemon/inbox_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon;
using namespace std::chrono_literals;

namespace
{
struct Fixture : InboxFixture {
    Fixture() { settings.tells_words = true; }
    Taken write(const std::string& text, Time now = noon) { return take(pdus(text, now).front(), now); }
    std::int64_t answers() { return number("SELECT count(*) FROM message WHERE direct = 1"); }
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(unknown_words, Fixture)

BOOST_AUTO_TEST_CASE(who_writes_what_is_not_understood_is_told_once_what_is)
{
    BOOST_TEST(write("JION").note == "inbox 1: no keyword: told once what is understood");
    BOOST_TEST(
        number("SELECT count(*) FROM message WHERE direct = 1 AND text LIKE 'Reply JOIN to get our messages%'") == 1);
    BOOST_TEST(write("JION!", noon + 1h).note == "inbox 2: no keyword");
    write("JIONN", noon + 29 * 24h);
    BOOST_TEST(answers() == 1);
    write("JIONN", noon + 31 * 24h);
    BOOST_TEST(answers() == 2);
}

BOOST_AUTO_TEST_CASE(a_question_and_whatever_says_more_than_a_keyword_is_for_people)
{
    for (const auto* text : {"When?", "متى؟", "the road is closed", "   ", "!"})
        write(text);
    BOOST_TEST(answers() == 0);
}

BOOST_AUTO_TEST_CASE(nobody_is_told_where_the_config_says_so)
{
    settings.tells_words = false;
    write("JION");
    BOOST_TEST(answers() == 0);
}

BOOST_AUTO_TEST_CASE(who_may_be_answering_people_is_not_answered_by_a_machine)
{
    NewMessage message;
    message.recipient = sender;
    message.text = "How are you?";
    Outbox{connection}.add(message, noon, true);
    write("Fine", noon + 6 * 24h);
    BOOST_TEST(answers() == 0);
    write("JION", noon + 8 * 24h);
    BOOST_TEST(answers() == 1);
}

BOOST_AUTO_TEST_CASE(who_has_left_and_who_commands_are_not_told)
{
    write("STOP");
    BOOST_TEST(answers() == 1);
    write("SAID NO", noon + 1min);
    BOOST_TEST(answers() == 1);
    connection.run("DELETE FROM leaving");
    connection.run("INSERT INTO coordinator(number, name, may_status, created_at) VALUES (?1, 'amal', 1, 0)", sender);
    write("STATUSS", noon + 2min);
    BOOST_TEST(answers() == 1);
}

BOOST_AUTO_TEST_CASE(who_was_told_is_known_when_the_hour_turns_out_to_be_another)
{
    write("JION");
    shift_unsure_times(connection, std::chrono::hours{24 * 365}, noon - 1h);
    write("JIONN", noon + 24h * 365 + 1h);
    BOOST_TEST(answers() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
