#include "daemon/inbox/blocked.hpp"

#include "tests/daemon/coordinator_fixture.hpp"
#include "tests/daemon/inbox_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon;
using namespace std::chrono_literals;

namespace
{
struct Fixture : InboxFixture {
    Taken write(const std::string& text, Time now = noon) { return take(pdus(text, now).front(), now); }
    std::int64_t answers() { return number("SELECT count(*) FROM message WHERE direct = 1"); }
    bool joined()
    {
        const auto person = People{connection}.find(sender);
        return person && person->joined_at.has_value();
    }
    Act act = done_by("user amal (uid 1000)", noon);
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(blocked, Fixture)

BOOST_AUTO_TEST_CASE(what_a_blocked_number_sends_is_kept_and_neither_answered_nor_obeyed)
{
    Blocked numbers{connection};
    BOOST_TEST(numbers.add(sender, "threats", act));
    BOOST_TEST(!numbers.add(sender, {}, act));
    const auto taken = write("JOIN");
    BOOST_TEST(taken.note == "inbox 1: from a blocked number: kept, not answered");
    BOOST_TEST(answers() == 0);
    BOOST_TEST(!joined());
    BOOST_TEST(number("SELECT count(*) FROM inbox WHERE text = 'JOIN' AND keyword IS NULL") == 1);

    BOOST_REQUIRE(numbers.all().size() == 1u);
    BOOST_TEST(numbers.all()[0].note.value() == "threats");
    BOOST_TEST(numbers.remove(sender, act));
    BOOST_TEST(!numbers.remove(sender, act));
    write("JOIN", noon + 1min);
    BOOST_TEST(answers() == 1);
    BOOST_TEST(joined());
    BOOST_TEST(number("SELECT count(*) FROM audit WHERE kind IN ('block', 'unblock')") == 2);
}

BOOST_AUTO_TEST_CASE(a_blocked_number_leaves_all_the_same_and_is_told_nothing)
{
    write("JOIN");
    Blocked{connection}.add(sender, {}, act);
    write("STOP", noon + 1min);
    BOOST_TEST(left());
    BOOST_TEST(number("SELECT count(*) FROM message WHERE state = 0") == 0,
               "the welcome that had not left is dropped, and no goodbye follows");
    write("STOP", noon + 2min);
    BOOST_TEST(number("SELECT count(*) FROM audit WHERE kind = 'leave'") == 1);
}

BOOST_AUTO_TEST_CASE(a_missed_call_from_a_blocked_number_joins_nothing)
{
    Blocked{connection}.add(sender, {}, act);
    Dialogue{connection, settings}.receive_call(*nida::protocol::address_from_text(sender), "JOIN", line, "one", noon,
                                                true);
    BOOST_TEST(!joined());
}

BOOST_AUTO_TEST_CASE(a_blocked_coordinators_flood_commands_nothing_either)
{
    connection.run("INSERT INTO coordinator(number, name, may_broadcast, every_group, created_at) VALUES (?1, 'amal', "
                   "1, 1, 0)",
                   sender);
    struct Desk : FakeDesk {
        using FakeDesk::FakeDesk;
    };
    DeskBook book;
    settings.coordinators.desk = [&book](Connection& db) { return std::make_unique<Desk>(book, db); };
    const auto from = *nida::protocol::address_from_text(sender);
    Dialogue dialogue{connection, settings};
    BOOST_TEST(dialogue.receive_muted(from, "STOP ALL", line, "one", {}, noon, true));
    Blocked{connection}.add(sender, {}, act);
    BOOST_TEST(!dialogue.receive_muted(from, "PAUSE", line, "one", {}, noon, true));
}

BOOST_AUTO_TEST_SUITE_END()
