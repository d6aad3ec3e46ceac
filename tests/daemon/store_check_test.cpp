#include "daemon/backup/check.hpp"

#include "tests/daemon/outbox_fixture.hpp"

#include <algorithm>
#include <fstream>

using namespace nida::daemon;
using namespace std::chrono_literals;

namespace
{
/// A store with a bit of everything that may be in one: queued, sent, in doubt, half of a long message, a waiting part.
struct Lived : OutboxFixture {
    Lived()
    {
        queue("+218910000001", "queued");
        sent = queue("+218910000002", "sent");
        while (true) {
            const auto one = claim(budget);
            outbox.record(one, SegmentSent{1}, noon);
            if (one.message == sent) break;
        }
        doubtful = queue("+218910000003", "doubt");
        outbox.record(claim(budget), SegmentUnknown{"silence"}, noon);
        longer = queue("+218910000004", std::string(400, 'x'));
        outbox.record(claim(budget), SegmentSent{2}, noon);
        submitting = queue("+218910000005", "submitting");
        claim(other_budget);
        waiting = queue("+218910000006", "waiting");
        connection.run("INSERT INTO part(line_id, pdu, received_at, sender, reference, total, number) "
                       "VALUES (1, x'00', ?1, '+218910000007', 5, 2, 1)",
                       noon - 23h);
        connection.database().exec("PRAGMA ignore_check_constraints = ON");
        connection.database().exec("PRAGMA foreign_keys = OFF");
        connection.database().exec("DROP INDEX IF EXISTS segment_submitting");
    }
    MessageId queue(const std::string& to, const std::string& text)
    {
        NewMessage message;
        message.recipient = to;
        message.text = text;
        return outbox.add(message, noon, true)->id;
    }
    std::vector<Finding> check(bool quick = false) { return check_store(connection, {quick, true, noon + 1h}); }
    /// Whether this is what it finds now, and how many of it.
    std::int64_t found(const std::string& code)
    {
        for (const auto& finding : check())
            if (finding.code == code) return finding.count;
        return 0;
    }
    MessageId sent = 0, doubtful = 0, longer = 0, submitting = 0, waiting = 0;
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(store_check, Lived)

BOOST_AUTO_TEST_CASE(a_store_that_lived_by_the_rules_is_clean)
{
    for (const bool quick : {false, true})
        for (const auto& finding : check(quick))
            BOOST_ERROR(finding.code + ": " + (finding.examples.empty() ? "" : finding.examples.front()));
}

BOOST_AUTO_TEST_CASE(two_segments_submitting_on_one_line)
{
    connection.run("UPDATE segment SET state = 1 WHERE message_id IN (?1, ?2)", sent, doubtful);
    BOOST_TEST(found("two_submitting") == 1);
}

BOOST_AUTO_TEST_CASE(a_submitting_segment_that_its_line_does_not_know)
{
    connection.run("UPDATE line SET last_message = NULL, last_number = NULL");
    BOOST_TEST(found("submitting_not_last") >= 1);
}

BOOST_AUTO_TEST_CASE(a_state_that_does_not_follow_from_the_segments)
{
    connection.run("UPDATE message SET state = 3, finished_at = 1 WHERE id = ?1", sent);
    const auto findings = check();
    BOOST_REQUIRE(findings.size() == 1u);
    BOOST_TEST(findings.front().code == "wrong_state");
    BOOST_TEST(findings.front().examples == std::vector{std::to_string(sent)}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_was_decided_may_differ_from_its_segments)
{
    connection.run("UPDATE message SET state = 7, error_code = 'outcome_unknown', finished_at = 1 WHERE id = ?1",
                   doubtful);
    BOOST_TEST(check().empty());
}

BOOST_AUTO_TEST_CASE(a_message_with_a_modem_that_has_no_segments)
{
    connection.run("DELETE FROM segment WHERE message_id = ?1", doubtful);
    BOOST_TEST(found("no_segments") == 1);
}

BOOST_AUTO_TEST_CASE(a_hole_in_the_segments)
{
    connection.run("DELETE FROM segment WHERE message_id = ?1 AND number = 2", longer);
    BOOST_TEST(found("segment_gap") == 1);
}

BOOST_AUTO_TEST_CASE(a_begun_message_that_is_bound_to_no_line_or_to_another)
{
    connection.run("UPDATE message SET line_id = NULL WHERE id = ?1", longer);
    connection.run("UPDATE message SET line_id = ?2 WHERE id = ?1", doubtful, other);
    BOOST_TEST(found("other_line") == 2);
}

BOOST_AUTO_TEST_CASE(states_without_their_times)
{
    connection.run("UPDATE message SET sent_at = NULL WHERE id = ?1", sent);
    connection.run("UPDATE message SET in_doubt_at = NULL WHERE id = ?1", doubtful);
    connection.run("UPDATE message SET state = 9, error_code = 'x', finished_at = NULL WHERE id = ?1", waiting);
    BOOST_TEST(found("missing_time") == 3);
}

BOOST_AUTO_TEST_CASE(an_end_without_a_reason_and_a_message_without_a_text)
{
    connection.run("UPDATE message SET text = NULL WHERE id = ?1", longer);
    BOOST_TEST(found("no_text") == 1);
    connection.run("UPDATE message SET state = 9, error_code = NULL, finished_at = 1 WHERE id = ?1", waiting);
    BOOST_TEST(found("no_reason") == 1);
}

BOOST_AUTO_TEST_CASE(a_doubt_that_nobody_decided)
{
    connection.run("UPDATE message SET in_doubt_at = ?2 WHERE id = ?1", doubtful, noon - 26h);
    BOOST_TEST(found("doubt_overdue") == 1);
    BOOST_TEST(check_store(connection, {true, false, noon + 1h}).empty()); // without a clock nobody can tell
}

BOOST_AUTO_TEST_CASE(rows_that_point_to_nothing)
{
    connection.run("DELETE FROM message WHERE id = ?1", sent);
    connection.run("UPDATE part SET inbox_id = 99");
    BOOST_TEST(found("orphan") == 2);
}

BOOST_AUTO_TEST_CASE(a_part_that_became_no_message)
{
    connection.run("INSERT INTO part(line_id, pdu, received_at) VALUES (1, x'01', 0)");
    BOOST_TEST(found("lost_part") == 1);
}

BOOST_AUTO_TEST_CASE(a_received_message_without_its_octets)
{
    connection.run("INSERT INTO inbox(line_id, received_at, complete) VALUES (1, 0, 1)");
    connection.run("INSERT INTO inbox(line_id, received_at, complete, kind) VALUES (1, 0, 1, 'call')");
    BOOST_TEST(found("no_part") == 1);
}

BOOST_AUTO_TEST_CASE(a_part_that_waits_too_long_for_its_others)
{
    connection.run("UPDATE part SET received_at = ?1", noon - 26h);
    BOOST_TEST(found("part_overdue") == 1);
}

BOOST_AUTO_TEST_CASE(who_left_and_is_still_queued_is_worth_a_warning)
{
    connection.run("INSERT INTO leaving(number, at) VALUES ('+218910000006', 1)");
    const auto findings = check();
    BOOST_REQUIRE(findings.size() == 1u);
    BOOST_TEST(findings.front().code == "left_but_queued");
    BOOST_TEST(findings.front().warning);
}

BOOST_AUTO_TEST_CASE(a_store_of_a_later_version_is_not_judged)
{
    connection.database().exec("PRAGMA user_version = 99");
    BOOST_TEST(found("newer_schema") == 1);
    connection.database().exec("PRAGMA user_version = 1");
    BOOST_TEST(found("older_schema") == 1);
}

BOOST_AUTO_TEST_CASE(broken_pages_are_a_finding_and_no_failure)
{
    connection.database().exec("PRAGMA wal_checkpoint(TRUNCATE)");
    std::fstream file{directory / "nida.db", std::ios::in | std::ios::out | std::ios::binary};
    for (int page = 2; page < 30; ++page) {
        file.seekp(page * 4096);
        file << std::string(64, '\xA5');
    }
    file.close();
    const auto findings = check_store(directory / "nida.db", {false, true, noon});
    BOOST_REQUIRE(!findings.empty());
    BOOST_TEST(findings.front().code == "damaged");
}

BOOST_AUTO_TEST_CASE(a_row_that_breaks_a_rule_of_its_table_is_found_in_the_file)
{
    connection.database().exec("UPDATE message SET priority = 9 WHERE id = 1");
    const auto findings = check_store(std::filesystem::path{connection.database().getFilename()}, {false, true, noon});
    const auto damaged = std::ranges::find(findings, "damaged", &Finding::code);
    BOOST_REQUIRE(damaged != findings.end());
    BOOST_TEST(damaged->examples.front().find("message") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_check_leaves_the_file_and_what_a_crash_left_in_its_journal_as_they_are)
{
    const auto copy = directory / "crashed.db";
    const std::string live = connection.database().getFilename();
    for (const char* suffix : {"", "-wal"})
        std::filesystem::copy_file(live + suffix, copy.string() + suffix);
    const auto journal = std::filesystem::file_size(copy.string() + "-wal"), size = std::filesystem::file_size(copy);
    BOOST_REQUIRE(journal > 0);
    BOOST_TEST(check_store(copy, {false, true, noon + 1h}).empty());
    BOOST_TEST(std::filesystem::file_size(copy.string() + "-wal") == journal);
    BOOST_TEST(std::filesystem::file_size(copy) == size);
}

BOOST_AUTO_TEST_SUITE_END()
