#include "daemon/inbox/inbox.hpp"
#include "daemon/outbox/rows.hpp"
#include "daemon/people/people.hpp"
#include "tests/daemon/temporary_store.hpp"
#include "tests/daemon/test_languages.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

using namespace nida::daemon;
using namespace std::chrono_literals;

namespace
{
const std::string caller = "+218911111111";

struct Fixture : TemporaryStore {
    DialogueSettings settings{"LY", test_languages(), Language::en, 5, {"+218910000000"}};
    Inbox inbox{connection, settings};
    LineId line = add_line("one");
    std::optional<std::string> keyword = "JOIN";

    Taken call(const std::string& from, Time now = noon)
    {
        return inbox.take_call({line, "one", from, keyword}, now, true);
    }
    bool joined() { return People{connection}.find(caller).has_value(); }
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(missed_call, Fixture)

BOOST_AUTO_TEST_CASE(a_call_is_a_row_without_text_and_changes_nobody)
{
    keyword.reset();
    const auto taken = call("0911111111"); // as the network wrote it
    BOOST_TEST((taken.what == Taken::What::call));
    BOOST_TEST(taken.changed_inbox);
    BOOST_TEST(!taken.changed_outbox);
    BOOST_TEST(!joined());
    const auto page = boost::json::parse(inbox_page(connection, {}).text());
    const auto& row = page.at("rows").at(0).as_object();
    BOOST_TEST(row.at("kind") == "call");
    BOOST_TEST(row.at("from").as_string() == caller.c_str());
    BOOST_TEST(row.at("text").is_null());
    BOOST_TEST(row.at("trouble").is_null());
    BOOST_TEST(row.at("complete") == true);
    BOOST_TEST(row.at("pdus").as_array().empty());
}

BOOST_AUTO_TEST_CASE(with_a_keyword_it_says_what_the_word_would_have_said)
{
    const auto taken = call(caller);
    BOOST_TEST(taken.changed_outbox);
    BOOST_TEST(joined());
    BOOST_TEST(number("SELECT count(*) FROM audit JOIN audit_words ON audit_id = id WHERE kind = 'join' AND words = "
                      "'missed call'") == 1);
    BOOST_TEST(number("SELECT count(*) FROM inbox WHERE kind = 'call' AND keyword = 'JOIN'") == 1);
    BOOST_TEST(number("SELECT count(*) FROM message WHERE direct = 1") == 1);
}

BOOST_AUTO_TEST_CASE(the_same_call_is_not_kept_twice)
{
    call(caller);
    const auto again = call("00218911111111", noon + 59s); // read again after a restart, in another form
    BOOST_TEST((again.what == Taken::What::repeated));
    BOOST_TEST(!again.changed_inbox);
    call(caller, noon + 61s);
    BOOST_TEST(number("SELECT count(*) FROM inbox") == 2);
    BOOST_TEST(number("SELECT count(*) FROM message") == 2); // "you are a member already" is an answer, too
}

BOOST_AUTO_TEST_CASE(a_call_on_another_line_is_another_call)
{
    call(caller);
    inbox.take_call({add_line("two"), "two", caller, keyword}, noon, true);
    BOOST_TEST(number("SELECT count(*) FROM inbox") == 2);
}

BOOST_AUTO_TEST_CASE(the_limit_of_answers_holds_for_calls)
{
    for (int i = 0; i < 8; ++i)
        call(caller, noon + i * 2min);
    BOOST_TEST(number("SELECT count(*) FROM message") == 5);
    BOOST_TEST(number("SELECT count(*) FROM inbox") == 8);
}

BOOST_AUTO_TEST_CASE(our_own_numbers_and_short_codes_join_nothing)
{
    BOOST_TEST((call("0910000000").what == Taken::What::repeated));
    BOOST_TEST(number("SELECT count(*) FROM inbox") == 0);
    BOOST_TEST((call("1515").what == Taken::What::call));
    BOOST_TEST((call("anonymous").what == Taken::What::call)); // whatever a modem puts there
    BOOST_TEST(number("SELECT count(*) FROM inbox") == 2);
    BOOST_TEST(number("SELECT count(*) FROM person") == 0);
    BOOST_TEST(number("SELECT count(*) FROM message") == 0);
}

BOOST_AUTO_TEST_CASE(who_left_comes_back_by_a_call_as_by_a_text)
{
    call(caller);
    People{connection}.leave(caller, "STOP", "one", texted(noon + 5min));
    call(caller, noon + 10min);
    BOOST_TEST(!People{connection}.has_left(caller));
}

BOOST_AUTO_TEST_SUITE_END()
