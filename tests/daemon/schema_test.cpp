#include "daemon/store/schema.hpp"

#include "daemon/audit/audit.hpp"
#include "daemon/people/search.hpp"
#include "tests/daemon/temporary_store.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <iterator>
#include <map>
#include <vector>

using namespace nida::daemon;

namespace
{
std::string store_of_version(int version)
{
    std::ifstream file{NIDA_TEST_DATA "/store-v" + std::to_string(version) + ".sql"};
    return {std::istreambuf_iterator<char>{file}, {}};
}

/// Every row of every table, the columns in the order of their names.
std::map<std::string, std::vector<std::string>> rows_of(Connection& db)
{
    std::map<std::string, std::vector<std::string>> all;
    std::map<std::string, std::string> values;
    {
        auto tables = db.query("SELECT name FROM sqlite_master WHERE type = 'table'");
        while (tables.step())
            values[tables.text(0)];
    }
    for (auto& [table, list] : values) {
        auto columns = db.query("SELECT name FROM pragma_table_info(?1) ORDER BY name", table);
        while (columns.step())
            list += (list.empty() ? "quote(" : " || ' ' || quote(") + columns.text(0) + ')';
    }
    for (const auto& [table, list] : values) {
        SQLite::Statement rows{db.database(), "SELECT " + list + " FROM " + table + " ORDER BY 1"};
        while (rows.executeStep())
            all[table].push_back(rows.getColumn(0).getString());
    }
    return all;
}

/// Every table, index and column, as SQLite understood them.
std::string shape_of(Connection& db)
{
    std::string shape;
    auto rows = db.query(
        "SELECT m.type || ' ' || m.name || ' ' || coalesce(group_concat(c.name), '') FROM sqlite_master m LEFT "
        "JOIN pragma_table_info(m.name) c GROUP BY m.name ORDER BY m.type, m.name");
    while (rows.step())
        shape += rows.text(0) + '\n';
    return shape;
}

/// A store of that version, brought up to date: every row is as it was, but in the tables that have changed.
struct Grown {
    Grown(int version, std::vector<std::string> changed)
    {
        old.database().exec(store_of_version(version));
        auto before = rows_of(old);
        if (version < 6) changed.insert(changed.end(), {"message", "campaign", "inbox"});
        if (version < 5) changed.insert(changed.end(), {"person", "consent", "people_group", "sqlite_sequence"});
        for (const auto& table : changed)
            set_apart[table] = before.extract(table).mapped();
        prepare_schema(old);
        BOOST_TEST(shape_of(old) == shape_of(fresh.connection));
        after = rows_of(old);
        for (const auto& [table, rows] : before)
            BOOST_CHECK_MESSAGE(after.at(table) == rows, table << " changed");
    }
    std::size_t count(const std::string& table) const { return after.at(table).size(); }

    TemporaryStore fresh;
    Connection old{fresh.directory / "old.db", Connection::Mode::write};
    std::map<std::string, std::vector<std::string>> set_apart, after;
};
} // namespace

BOOST_AUTO_TEST_SUITE(schema)

BOOST_AUTO_TEST_CASE(a_store_of_the_first_version_grows_into_the_present_one_and_keeps_what_it_holds)
{
    TemporaryStore fresh;
    const auto file = fresh.directory / "old.db";
    Connection old{file, Connection::Mode::write};
    old.database().exec(store_of_version(1));

    prepare_schema(old);

    BOOST_TEST(shape_of(old) == shape_of(fresh.connection));
    auto row =
        old.query("SELECT line.name, inbox.kind, inbox.text, person.name, user_version FROM line, inbox, person, "
                  "pragma_user_version");
    BOOST_REQUIRE(row.step());
    BOOST_TEST(row.text(0) == "libyana-1");
    BOOST_TEST(row.text(1) == "sms");
    BOOST_TEST(row.text(2) == "انضم");
    BOOST_TEST(row.text(3) == "Amina");
    BOOST_TEST(row.integer(4) == newest_schema());
}

BOOST_AUTO_TEST_CASE(a_store_of_the_second_version_keeps_every_row_as_it_was)
{
    Grown grown{2, {"stray_report"}};
    BOOST_TEST(grown.count("report") == grown.set_apart.at("stray_report").size());
    auto stray = grown.old.query("SELECT 1 FROM report WHERE message_id IS NULL AND length(pdu) > 0");
    BOOST_TEST(stray.step());
    grown.old.run("INSERT INTO person(token, number, created_at) VALUES (randomblob(16), '+218912345699', 1)");
    BOOST_TEST(grown.old.last_id() == 10, "the number of a person who was removed is given to somebody else");
}

BOOST_AUTO_TEST_CASE(a_store_of_the_third_version_keeps_every_row_as_it_was)
{
    Grown grown{3, {}};
    BOOST_TEST(grown.count("campaign") == grown.set_apart.at("campaign").size());
    BOOST_CHECK_THROW(grown.old.run("UPDATE campaign SET key = ''"), SQLite::Exception);
}

BOOST_AUTO_TEST_CASE(a_store_of_the_fourth_version_keeps_people_and_puts_their_consents_into_the_audit)
{
    Grown grown{4, {}};
    auto& db = grown.old;
    BOOST_TEST(grown.count("person") == grown.set_apart.at("person").size());
    BOOST_TEST(grown.count("inbox") == grown.set_apart.at("inbox").size());
    BOOST_TEST(grown.count("audit") == grown.set_apart.at("consent").size());
    auto rows = db.query(
        "SELECT p.number, p.name, p.language, a.kind, w.words, a.actor, a.detail, a.at FROM audit a JOIN person p "
        "ON p.token = a.person LEFT JOIN audit_words w ON w.audit_id = a.id ORDER BY a.id");
    BOOST_REQUIRE(rows.step());
    BOOST_TEST(rows.text(0) == "+218912345678");
    BOOST_TEST(rows.text(1) == "Amina");
    BOOST_TEST(rows.text(2) == "ar");
    BOOST_TEST(rows.text(3) == "join");
    BOOST_TEST(rows.text(4) == "انضم");
    BOOST_TEST(rows.is_null(5));
    BOOST_TEST(rows.text(6) == R"({"line":"libyana-1"})");
    BOOST_TEST(rows.integer(7) == 1700000000000000);
    BOOST_REQUIRE(rows.step());
    BOOST_TEST(rows.text(3) == "leave");
    BOOST_REQUIRE(rows.step());
    BOOST_TEST(rows.text(5) == "user root (uid 0)");
    Audit::Walk walk;
    while (!walk.over)
        walk = Audit{db}.verify(walk, 100);
    BOOST_TEST(walk.broken.value_or("") == "");
    BOOST_TEST(!find_people(db, "amin", 0, 10).empty());
    auto number = db.query("SELECT count(*) FROM inbox WHERE number = '+218912345678'");
    BOOST_REQUIRE(number.step());
    BOOST_TEST(number.integer(0) == 2);
}

BOOST_AUTO_TEST_CASE(a_store_of_the_fifth_version_runs_the_campaigns_that_are_not_over_and_gives_what_is_open_a_lane)
{
    Grown grown{5, {}};
    auto& db = grown.old;
    BOOST_TEST(grown.count("message") == grown.set_apart.at("message").size());
    const auto list = [&](const char* sql) {
        auto row = db.query(sql);
        return row.step() ? row.text(0) : std::string{};
    };
    // The second is over. Of the third a line has begun a message, and the fourth has nothing but one in doubt.
    BOOST_TEST(list("SELECT group_concat(state) FROM (SELECT state FROM campaign ORDER BY id)") == "3,5,3,3");
    BOOST_TEST(list("SELECT count(*) FROM message WHERE lane_id IS NULL AND state IN (0, 1, 6)") == "0");
    BOOST_TEST(list("SELECT count(*) FROM message m JOIN lane l ON l.id = m.lane_id WHERE l.campaign_id IS "
                    "m.campaign_id AND l.priority = m.priority AND l.route IS NULL AND (l.zone = '*') = m.direct") ==
               list("SELECT count(*) FROM message WHERE state IN (0, 1, 6)"));
    for (const char* const wrong : {"UPDATE message SET lane_id = NULL WHERE id = 1", // bound, and may be set free
                                    "UPDATE message SET state = 0 WHERE id = 10",
                                    "INSERT INTO message(recipient, text, priority, segments, valid_until, queued_at) "
                                    "VALUES ('+218912345678', 'x', 2, 1, 0, 0)",
                                    "UPDATE campaign SET state = 7", "UPDATE campaign SET per_minute = 0",
                                    "INSERT INTO lane(campaign_id, priority, zone) VALUES (1, 2, '')",
                                    "INSERT INTO lane(priority, zone) VALUES (1, '')"})
        BOOST_CHECK_THROW(db.database().exec(wrong), SQLite::Exception);
}

BOOST_AUTO_TEST_CASE(a_store_of_the_sixth_version_keeps_every_row_as_it_was)
{
    Grown grown{6, {}};
    BOOST_TEST(grown.count("coordinator_request") == 1u);
    for (const char* const wrong :
         {"INSERT INTO blocked(number, since) VALUES ('', 1)", "INSERT INTO told_words(number, at) VALUES ('', 1)"})
        BOOST_CHECK_THROW(grown.old.database().exec(wrong), SQLite::Exception);
}

BOOST_AUTO_TEST_CASE(a_store_of_before_can_give_its_free_pages_back_like_a_new_one)
{
    TemporaryStore fresh;
    const auto file = fresh.directory / "old.db";
    {
        SQLite::Database old{file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
        old.exec("PRAGMA journal_mode = WAL");
        old.exec(store_of_version(2));
        BOOST_REQUIRE(old.execAndGet("PRAGMA auto_vacuum").getInt() == 0);
    }
    Connection old{file, Connection::Mode::write};
    prepare_schema(old);
    for (auto* db : {&old, &fresh.connection})
        BOOST_TEST(db->database().execAndGet("PRAGMA auto_vacuum").getInt() == 2);
    BOOST_TEST(old.database().execAndGet("PRAGMA foreign_keys").getInt() == 1);
    BOOST_TEST(old.database().execAndGet("PRAGMA integrity_check").getString() == "ok");
}

BOOST_AUTO_TEST_CASE(states_that_cannot_be_cannot_be_written)
{
    TemporaryStore fresh;
    Connection db{fresh.directory / "old.db", Connection::Mode::write};
    db.database().exec(store_of_version(2));
    prepare_schema(db);
    for (const char* const wrong : {
             "UPDATE message SET state = 10 WHERE id = 1",
             "UPDATE message SET state = 'sent' WHERE id = 1",
             "UPDATE message SET text = NULL WHERE id = 1",
             "UPDATE message SET state = 1, line_id = NULL WHERE id = 1",
             "UPDATE message SET state = 2 WHERE id = 1",
             "UPDATE message SET state = 6 WHERE id = 1",
             "UPDATE message SET state = 7, finished_at = 1 WHERE id = 1",
             "UPDATE message SET line_id = 77 WHERE id = 1",
             "UPDATE message SET lane_id = NULL WHERE id = 3",    // it may be queued again
             "UPDATE segment SET state = 1 WHERE message_id = 6", // the line has one already
             "UPDATE segment SET state = 6 WHERE message_id = 4", // never doubted
             "UPDATE segment SET state = 8 WHERE message_id = 4",
             "UPDATE segment SET reference = 256 WHERE message_id = 4",
             "UPDATE part SET slot = 4, storage = NULL WHERE id = 2",
             "UPDATE part SET number = 4 WHERE id = 2",
             "UPDATE inbox SET kind = 'letter' WHERE id = 1",
             "UPDATE part SET pdu = NULL WHERE slot IS NOT NULL",
             "UPDATE segment SET user_data = NULL WHERE state = 1",
             "UPDATE report SET message_id = 1, number = NULL",
             "UPDATE report SET message_id = 777, number = 1", // no such message
             "INSERT INTO muted(number, line_id, since, until, last_at, dropped) VALUES ('+1', 1, 0, 0, 0, -1)",
             "INSERT INTO unreachable(number, failures, code, since, last_at) VALUES ('+1', 0, 'cms_1', 0, 0)",
             "DELETE FROM message WHERE id = 4", // its segment would be an orphan
         })
        BOOST_CHECK_THROW(db.database().exec(wrong), SQLite::Exception);
}

BOOST_AUTO_TEST_CASE(a_disk_without_room_for_bringing_it_up_to_date_leaves_the_store_as_it_was)
{
    TemporaryStore fresh;
    Connection old{fresh.directory / "old.db", Connection::Mode::write};
    old.database().exec(store_of_version(2));
    const auto before = rows_of(old);
    old.database().exec("PRAGMA max_page_count = 1"); // which means: not one page more
    BOOST_CHECK_EXCEPTION(prepare_schema(old), std::runtime_error, [](const auto& error) {
        const std::string text = error.what();
        return text.find("from schema 2 to") != text.npos && text.find("make room") != text.npos;
    });
    BOOST_TEST((rows_of(old) == before));

    old.database().exec("PRAGMA max_page_count = 1000000");
    prepare_schema(old);
    BOOST_TEST(shape_of(old) == shape_of(fresh.connection));
}

BOOST_AUTO_TEST_CASE(a_store_of_a_later_version_is_refused_with_what_to_do)
{
    TemporaryStore store;
    store.connection.database().exec("PRAGMA user_version = 99");
    BOOST_CHECK_EXCEPTION(prepare_schema(store.connection), std::runtime_error, [](const auto& error) {
        return std::string{error.what()}.find("install the newer nidad") != std::string::npos;
    });
}

BOOST_AUTO_TEST_SUITE_END()
