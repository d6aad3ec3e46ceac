#include "daemon/backup/restore.hpp"

#include "daemon/backup/copy.hpp"
#include "daemon/store/lock.hpp"
#include "tests/daemon/outbox_fixture.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <fstream>

using namespace nida::daemon;
using namespace std::chrono_literals;
using What = BackupError::What;

namespace
{
/// A store with messages in every stage of their way, and a sealed copy of it.
struct Backed : OutboxFixture {
    Backed()
    {
        sent = queue("+218910000001");
        outbox.record(claim(budget), SegmentSent{1}, noon);
        doubtful = queue("+218910000002");
        outbox.record(claim(budget), SegmentUnknown{"silence"}, noon);
        submitting = queue("+218910000003");
        claim(budget);
        queued = queue("+218910000004");
    }
    MessageId queue(const std::string& to)
    {
        NewMessage message;
        message.recipient = to;
        message.text = "Salam";
        return outbox.add(message, noon, true)->id;
    }
    void back_up()
    {
        std::ofstream file{directory / "copy", std::ios::binary};
        StoreCopy{directory / "nida.db"}.seal_to(words, noon, [&](Octets o) {
            file.write(reinterpret_cast<const char*>(o.data()), static_cast<std::streamsize>(o.size()));
        });
    }
    Restored restored(bool resend_queued = false)
    {
        const Descriptor file{::open((directory / "copy").c_str(), O_RDONLY | O_CLOEXEC)};
        const auto in = source_of(file.get(), "copy");
        return restore(read_sealed_header(in), words, in, {store(), resend_queued, noon + 48h});
    }
    std::optional<What> refused()
    {
        try {
            restored();
        } catch (const BackupError& error) {
            return error.why;
        }
        return {};
    }
    std::filesystem::path store() const { return directory / "box" / "nida.db"; }
    /// Another store where the copy is to go, with a leaving of its own.
    void make_other()
    {
        std::filesystem::create_directory(directory / "box");
        Connection db{store(), Connection::Mode::write};
        prepare_schema(db);
        db.run("INSERT INTO leaving(number, at) VALUES ('+218910000009', 5)");
        db.run("INSERT INTO erased(hash, at, key_check) VALUES (zeroblob(32), 5, zeroblob(8))");
        db.run("INSERT INTO pin_attempt(subject, pin_hash, at) VALUES ('iccid', x'01', 5)");
        db.run("INSERT INTO person(id, number, created_at) VALUES (70, '+218910000008', 5)");
    }
    std::string look(const char* sql)
    {
        Connection db{store(), Connection::Mode::write};
        return db.database().execAndGet(sql).getString();
    }
    Passphrase words{"correct horse"};
    MessageId sent = 0, doubtful = 0, submitting = 0, queued = 0;
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(restoring, Backed)

BOOST_AUTO_TEST_CASE(what_had_not_left_is_failed_since_nobody_knows_what_became_of_it)
{
    back_up();
    make_other();
    const auto result = restored();
    BOOST_TEST(result.failed == 3);
    BOOST_TEST(result.queued == 0);
    BOOST_TEST(look("SELECT group_concat(state) FROM (SELECT state FROM message ORDER BY id)") == "2,7,7,7");
    BOOST_TEST(look("SELECT count(*) FROM message WHERE error_code = 'restored' AND finished_at IS NOT NULL") == "3");
    BOOST_TEST(look("SELECT count(*) FROM segment WHERE state = 1") == "0");
}

BOOST_AUTO_TEST_CASE(what_was_queued_stays_so_where_that_is_asked_for)
{
    back_up();
    make_other();
    const auto result = restored(true);
    BOOST_TEST(result.failed == 2);
    BOOST_TEST(result.queued == 1);
    BOOST_TEST(look("SELECT group_concat(state) FROM (SELECT state FROM message ORDER BY id)") == "2,7,7,0");
}

BOOST_AUTO_TEST_CASE(who_left_since_and_what_pins_were_tried_is_taken_over)
{
    connection.run("INSERT INTO leaving(number, at) VALUES ('+218910000009', 3), ('+218910000010', 3)");
    connection.run("DELETE FROM leaving WHERE number = '+218910000009'");
    connection.run("INSERT INTO person(number, created_at) VALUES ('+218910000011', 5)");
    back_up();
    make_other();
    const auto result = restored();
    BOOST_TEST(result.leavings == 1);
    BOOST_TEST(look("SELECT count(*) FROM erased WHERE hash = zeroblob(32)") == "1");
    BOOST_TEST(look("SELECT value FROM setting WHERE name = 'restored'") == "1");
    BOOST_TEST(result.not_read == "");
    BOOST_TEST(look("SELECT group_concat(number) FROM (SELECT number FROM leaving ORDER BY 1)") ==
               "+218910000009,+218910000010");
    BOOST_TEST(look("SELECT count(*) FROM pin_attempt") == "1");
    // An id that somebody has seen for one person does not come again for another.
    BOOST_TEST(look("SELECT seq FROM sqlite_sequence WHERE name = 'person'") == "70");
}

BOOST_AUTO_TEST_CASE(the_old_store_is_kept_and_the_new_one_has_its_mode)
{
    back_up();
    make_other();
    ::chmod(store().c_str(), 0640);
    const auto result = restored();
    struct stat found {
    };
    BOOST_REQUIRE(::stat(store().c_str(), &found) == 0);
    BOOST_TEST((found.st_mode & 07777) == 0640);
    Connection old{result.before, Connection::Mode::write};
    BOOST_TEST(old.database().execAndGet("SELECT count(*) FROM leaving").getInt() == 1);
    BOOST_TEST(result.before.filename().string() == "nida.db.before-restore-20260303-120000");
    BOOST_TEST(!std::filesystem::exists(store().string() + "-wal"));
    BOOST_TEST(!std::filesystem::exists(store().string() + ".part"));
}

BOOST_AUTO_TEST_CASE(it_goes_where_there_was_no_store_too)
{
    back_up();
    std::filesystem::create_directory(directory / "box");
    const auto result = restored();
    BOOST_TEST(result.before == "");
    BOOST_TEST(result.not_read == "");
    BOOST_TEST(look("SELECT count(*) FROM message") == "4");
    struct stat found {
    };
    BOOST_REQUIRE(::stat(store().c_str(), &found) == 0);
    BOOST_TEST((found.st_mode & 07777) == 0600);
}

BOOST_AUTO_TEST_CASE(an_old_store_that_cannot_be_read_is_told_and_kept_and_its_journal_gets_nowhere_near_the_new_one)
{
    back_up();
    std::filesystem::create_directory(directory / "box");
    std::ofstream{store()} << std::string(8192, 'x');
    std::ofstream{store().string() + "-wal"} << "nor is this a journal";
    const auto result = restored();
    BOOST_TEST(result.not_read != "");
    BOOST_TEST(std::filesystem::exists(result.before));
    BOOST_TEST(!std::filesystem::exists(store().string() + "-wal"));
    BOOST_TEST(look("SELECT count(*) FROM message") == "4");
}

BOOST_AUTO_TEST_CASE(a_store_in_use_is_left_alone)
{
    back_up();
    make_other();
    const StoreLock held{store()};
    BOOST_TEST((refused() == What::store_in_use));
    BOOST_TEST(look("SELECT count(*) FROM message") == "0");
}

BOOST_AUTO_TEST_CASE(a_copy_of_a_newer_nida_is_refused_and_one_of_an_older_is_taken)
{
    connection.database().exec("PRAGMA user_version = 99");
    back_up();
    make_other();
    BOOST_TEST((refused() == What::newer_schema));
    BOOST_TEST(look("SELECT count(*) FROM message") == "0");
    connection.database().exec("PRAGMA user_version = 1");
    back_up();
    BOOST_TEST(restored().failed == 3);
    BOOST_TEST(look("PRAGMA user_version") == "1");
}

BOOST_AUTO_TEST_CASE(a_damaged_or_cut_copy_changes_nothing)
{
    back_up();
    make_other();
    const auto size = std::filesystem::file_size(directory / "copy");
    std::filesystem::resize_file(directory / "copy", size - 1);
    BOOST_TEST((refused() == What::truncated));
    BOOST_TEST(look("SELECT count(*) FROM message") == "0");
    BOOST_TEST(look("SELECT count(*) FROM leaving") == "1");
    BOOST_TEST(!std::filesystem::exists(store().string() + ".part"));
}

BOOST_AUTO_TEST_CASE(what_was_sealed_must_be_a_store)
{
    std::ofstream file{directory / "copy", std::ios::binary};
    const std::string text = "Salam";
    bool given = false;
    const Source in = [&](std::span<std::uint8_t> to) {
        if (std::exchange(given, true)) return std::size_t{0};
        return text.copy(reinterpret_cast<char*>(to.data()), to.size());
    };
    seal(words, noon, in, text.size(), [&](Octets o) {
        file.write(reinterpret_cast<const char*>(o.data()), static_cast<std::streamsize>(o.size()));
    });
    file.close();
    make_other();
    BOOST_TEST((refused() == What::store_damaged));
    BOOST_TEST(look("SELECT count(*) FROM leaving") == "1");
}

BOOST_AUTO_TEST_SUITE_END()
