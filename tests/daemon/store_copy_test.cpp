#include "daemon/backup/copy.hpp"

#include "tests/daemon/temporary_store.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <fstream>
#include <thread>

using namespace nida::daemon;

namespace
{
/// What the copy holds, as a store of its own.
std::filesystem::path written_out(const StoreCopy& copy, const std::filesystem::path& as)
{
    const SealTo key = Passphrase{"correct horse"};
    std::string sealed;
    copy.seal_to(key, noon, [&](Octets o) { sealed.append(o.begin(), o.end()); });
    std::size_t at = 0;
    const Source in = [&](std::span<std::uint8_t> to) {
        const auto count = sealed.copy(reinterpret_cast<char*>(to.data()), to.size(), at);
        at += count;
        return count;
    };
    std::ofstream file{as, std::ios::binary};
    open_sealed(read_sealed_header(in), Passphrase{"correct horse"}, in, [&](Octets o) {
        file.write(reinterpret_cast<const char*>(o.data()), static_cast<std::streamsize>(o.size()));
    });
    return as;
}

std::size_t files_in(const std::filesystem::path& directory, const std::string& part_of_name)
{
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator{directory})
        count += entry.path().filename().string().find(part_of_name) != std::string::npos;
    return count;
}
} // namespace

BOOST_AUTO_TEST_SUITE(store_copy)

BOOST_AUTO_TEST_CASE(a_copy_made_while_others_write_is_of_one_instant)
{
    TemporaryStore store;
    store.add_line("one");
    // Two rows that always change together; a copy that saw half a transaction has them differ.
    store.connection.run("INSERT INTO setting(name, value) VALUES ('a', 0), ('b', 0)");
    for (int i = 0; i < 3000; ++i)
        store.connection.run("INSERT INTO person(number, name, created_at) VALUES (?1, ?2, 0)",
                             "+2189" + std::to_string(i), std::string(200, 'x'));
    std::atomic<bool> enough = false;
    std::atomic<int> commits = 0;
    std::thread writer{[&] {
        Connection other{store.directory / "nida.db", Connection::Mode::write};
        other.database().exec("PRAGMA synchronous = OFF");
        while (!enough) {
            other.run("BEGIN IMMEDIATE");
            other.run("UPDATE setting SET value = value + 1 WHERE name = 'a'");
            other.run("UPDATE person SET name = name || '.' WHERE id = 1 + abs(random() % 3000)");
            other.run("UPDATE setting SET value = value + 1 WHERE name = 'b'");
            other.run("COMMIT");
            ++commits;
        }
    }};
    for (int i = 0; i < 5; ++i) {
        while (commits < (i + 1) * 10)
            std::this_thread::yield();
        int before = 0, during = 0;
        const StoreCopy copy{store.directory / "nida.db", [&] {
                                 if (before == 0) before = commits;
                                 during = commits;
                                 return true;
                             }};
        Connection db{written_out(copy, store.directory / ("copy" + std::to_string(i))), Connection::Mode::write};
        BOOST_TEST(db.database().execAndGet("PRAGMA integrity_check").getString() == "ok");
        BOOST_TEST(db.database().execAndGet("SELECT max(value) - min(value) FROM setting").getInt() == 0);
        BOOST_TEST(db.database().execAndGet("SELECT count(*) FROM person").getInt() == 3000);
    }
    enough = true;
    writer.join();
    BOOST_TEST(files_in(store.directory, ".copy-") == 0u);
}

BOOST_AUTO_TEST_CASE(nothing_is_left_of_a_copy_that_was_stopped)
{
    TemporaryStore store;
    BOOST_CHECK_THROW(StoreCopy(store.directory / "nida.db", [] { return false; }), BackupError);
    BOOST_TEST(files_in(store.directory, ".copy-") == 0u);
}

BOOST_AUTO_TEST_CASE(what_a_killed_process_left_is_removed)
{
    TemporaryStore store;
    std::ofstream{store.directory / "nida.db.copy-abcdef"} << "";
    std::ofstream{store.directory / "nida.db.part-wal"} << "";
    std::ofstream{store.directory / "other.db.copy-abcdef"} << "";
    forget_unfinished_copies(store.directory / "nida.db");
    BOOST_TEST(files_in(store.directory, "nida.db.copy-") == 0u);
    BOOST_TEST(files_in(store.directory, ".part") == 0u);
    BOOST_TEST(files_in(store.directory, "other.db.copy-") == 1u);
}

BOOST_AUTO_TEST_CASE(a_damaged_store_is_not_copied)
{
    TemporaryStore store;
    for (int i = 0; i < 500; ++i)
        store.connection.run("INSERT INTO person(number, name, created_at) VALUES (?1, ?2, 0)",
                             "+2189" + std::to_string(i), std::string(200, 'x'));
    store.connection.database().exec("PRAGMA wal_checkpoint(TRUNCATE)");
    std::fstream file{store.directory / "nida.db", std::ios::in | std::ios::out | std::ios::binary};
    file.seekp(-4 * 4096, std::ios::end);
    file << std::string(4 * 4096, '\xA5');
    file.close();
    BOOST_CHECK_EXCEPTION(StoreCopy(store.directory / "nida.db"), BackupError,
                          [](const auto& error) { return error.why == BackupError::What::store_damaged; });
}

BOOST_AUTO_TEST_CASE(too_little_room_is_told_with_what_is_missing)
{
    const TemporaryStore store;
    BOOST_CHECK_EXCEPTION(require_room(store.directory, std::uint64_t{1} << 60), BackupError, [](const auto& error) {
        return error.why == BackupError::What::no_space && error.detail.find("MiB are needed in") != std::string::npos;
    });
}

BOOST_AUTO_TEST_SUITE_END()
