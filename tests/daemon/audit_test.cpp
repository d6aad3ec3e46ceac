#include "daemon/audit/audit.hpp"

#include "tests/daemon/temporary_store.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

using namespace nida::daemon;
using namespace std::chrono_literals;

namespace
{
struct Fixture : TemporaryStore {
    Fixture()
    {
        audit.note(done_by("user amal (uid 1000)", noon), "broadcast", {{"campaign", 12}});
        audit.note_of(person, texted(noon + 1h), "join", {{"line", "one"}}, "انضم");
        audit.note_of(person, Act{{}, noon + 2h, false}, "leave", {}, "STOP");
    }
    Audit::Walk walk(int at_a_time = 1000)
    {
        Audit::Walk so_far;
        while (!so_far.over)
            so_far = audit.verify(so_far, at_a_time);
        return so_far;
    }
    /// What somebody with the file and no scruples does.
    void tamper(const char* sql)
    {
        connection.database().exec("DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_deleted; DROP TRIGGER "
                                   "audit_words_are_not_changed");
        connection.database().exec(sql);
    }

    Audit audit{connection};
    PersonToken person{1, 2, 3};
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(audit, Fixture)

BOOST_AUTO_TEST_CASE(who_did_what_is_kept_in_its_order)
{
    const auto page = boost::json::parse(audit.page({0, 2}).text());
    BOOST_TEST(page.at("more").as_bool());
    const auto& rows = page.at("rows").as_array();
    BOOST_TEST(rows[0].at("kind").as_string() == "broadcast");
    BOOST_TEST(rows[0].at("actor").as_string() == "user amal (uid 1000)");
    BOOST_TEST(rows[0].at("detail").at("campaign").as_int64() == 12);
    BOOST_TEST(rows[0].at("person").is_null());
    BOOST_TEST(rows[1].at("actor").is_null());
    BOOST_TEST(rows[1].at("words").as_string() == "انضم");
    BOOST_TEST(rows[1].at("person").as_string() == "01020300000000000000000000000000");

    const auto of_person = audit.of_person(person);
    BOOST_REQUIRE(of_person.size() == 2u);
    BOOST_TEST(!of_person[1].at("sure_clock").as_bool());
}

BOOST_AUTO_TEST_CASE(a_chain_that_nobody_touched_holds_in_pieces_of_any_size)
{
    const auto whole = walk();
    BOOST_TEST(!whole.broken);
    BOOST_TEST(whole.rows == 3);
    for (const int size : {1, 2, 3})
        BOOST_TEST((walk(size).hash == whole.hash));
    BOOST_TEST(short_hash(whole.hash).size() == 19u);
}

BOOST_AUTO_TEST_CASE(rows_are_neither_changed_nor_deleted_by_any_statement)
{
    for (const char* const sql : {"UPDATE audit SET actor = 'nobody' WHERE id = 1", "DELETE FROM audit WHERE id = 3",
                                  "UPDATE audit_words SET words = 'no' WHERE audit_id = 2"})
        BOOST_CHECK_THROW(connection.run(sql), SQLite::Exception);
    BOOST_TEST(!walk().broken);
}

BOOST_AUTO_TEST_CASE(every_change_of_a_value_shows_and_says_where)
{
    for (const char* const sql :
         {"UPDATE audit SET at = at + 1 WHERE id = 2", "UPDATE audit SET sure = 0 WHERE id = 2",
          "UPDATE audit SET kind = 'leave' WHERE id = 2", "UPDATE audit SET actor = 'x' WHERE id = 2",
          "UPDATE audit SET person = NULL WHERE id = 2", "UPDATE audit SET detail = NULL WHERE id = 2",
          "UPDATE audit SET words_hash = NULL WHERE id = 2", "UPDATE audit SET hash = zeroblob(32) WHERE id = 2",
          "UPDATE audit_words SET words = 'no' WHERE audit_id = 2"}) {
        Fixture other;
        other.tamper(sql);
        const auto broken = other.walk().broken.value_or("");
        BOOST_TEST(broken.find("row 2") != broken.npos, sql << ": " << broken);
    }
}

BOOST_AUTO_TEST_CASE(rows_that_were_taken_out_are_missed_also_at_the_end)
{
    for (const auto& [sql, text] :
         {std::pair{"DELETE FROM audit WHERE id = 2", "rows 2 to 2 are missing"},
          std::pair{"DELETE FROM audit_words; DELETE FROM audit WHERE id >= 2", "rows 2 to 3 are missing"}}) {
        Fixture other;
        other.connection.database().exec("PRAGMA foreign_keys = OFF");
        other.tamper(sql);
        BOOST_TEST(other.walk().broken.value_or("") == text);
    }
}

BOOST_AUTO_TEST_CASE(words_may_go_with_their_person_and_with_nobody_else)
{
    connection.run("DELETE FROM audit_words WHERE audit_id = 2");
    const auto erased = walk();
    BOOST_TEST(!erased.broken);
    BOOST_TEST(erased.without_words == 1);

    connection.run("INSERT INTO person(token, number, created_at) VALUES (?1, '+218912345678', 1)", person);
    BOOST_TEST(walk().broken.value_or("") == "the words of row 2 are gone, and the person was not erased");
}

BOOST_AUTO_TEST_SUITE_END()
