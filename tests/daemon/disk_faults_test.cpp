#include "daemon/inbox/inbox.hpp"
#include "daemon/outbox/outbox.hpp"
#include "daemon/store/store.hpp"
#include "protocol/encoding/segmentation.hpp"
#include "protocol/hex.hpp"
#include "tests/daemon/faulty_disk.hpp"
#include "tests/daemon/temporary_store.hpp"
#include "tests/daemon/test_languages.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <fstream>
#include <functional>
#include <map>
#include <variant>
#include <vector>

using namespace nida::daemon;
using namespace nida;
using namespace std::chrono_literals;
namespace asio = boost::asio;
namespace fs = std::filesystem;
using Fault = FaultyDisk::Fault;

namespace
{
using Step = std::function<void(Connection&)>;

std::string join_pdu()
{
    protocol::DeliverPdu deliver;
    deliver.originator = *protocol::address_from_text("+218911111111");
    deliver.time = protocol::TimeStamp{std::chrono::floor<std::chrono::seconds>(noon), 0min};
    deliver.user_data = protocol::segment_text("JOIN", 0).front();
    return "00" + protocol::to_hex(deliver.tpdu());
}

/// What was claimed last; a step that follows records its result.
Claim claimed;

Step adds(const char* recipient, std::size_t length)
{
    return [=](Connection& db) {
        NewMessage message;
        message.recipient = recipient;
        message.text = std::string(length, 'x');
        BOOST_REQUIRE(Outbox{db}.add(message, noon, true).has_value());
    };
}

void claims(Connection& db) { claimed = std::get<Claim>(Outbox{db}.claim({1, {}, {}}, noon)); }

/// A result and the next claim, as a line has them in one transaction.
Step records(const SegmentResult& result)
{
    return [result](Connection& db) {
        const auto sent = claimed; // where this is undone, it is tried again
        Outbox{db}.record(sent, result, noon + 1s);
        if (const auto next = Outbox{db}.claim({1, {}, {}}, noon + 1s); std::holds_alternative<Claim>(next))
            BOOST_REQUIRE(std::get<Claim>(next).message > 0);
    };
}

void receives(Connection& db)
{
    static const DialogueSettings dialogue{"LY", test_languages(), Language::en, 5, {"+218910000000"}};
    Inbox{db, dialogue}.take({1, "one", "SM", 3, join_pdu(), {}}, noon, true);
}

void deletes(Connection& db)
{
    static const DialogueSettings dialogue{"LY", test_languages(), Language::en, 5, {}};
    Inbox{db, dialogue}.forget_slot(1, "SM", 3);
}

void gets_a_report(Connection& db)
{
    Outbox{db}.report(1, 7, "+218912000001", 0, noon + 2s, {1, 2, 3}, noon + 2s, true);
}

void checkpoints_soon(Connection& db) { db.database().exec("PRAGMA wal_autocheckpoint = 10"); }

/// A little of everything that the service writes.
const std::vector<Step>& workload()
{
    static const std::vector<Step> steps{
        adds("+218912000001", 20),
        adds("+218912000002", 300),
        claims,
        checkpoints_soon,
        records(SegmentSent{7}),
        receives,
        deletes,
        gets_a_report,
        [](Connection& db) { Outbox{db}.doubt_all_submitting(noon + 3s); },
        [](Connection& db) { Outbox{db}.resolve(2, Outbox::Resolution::resend, noon); },
        [](Connection& db) { Outbox{db}.expire(noon + std::chrono::days{30}, true); }};
    return steps;
}

/// All rows of all tables, but for what the store writes to find out whether it can, and for what is random or follows from it.
std::string content(Connection& db)
{
    std::map<std::string, std::string> columns;
    {
        auto rows =
            db.query("SELECT t.name, group_concat('quote(' || c.name || ')', '||'' ''||') FROM sqlite_master t JOIN "
                     "pragma_table_info(t.name) c WHERE t.type = 'table' AND c.name NOT IN ('token', 'person', 'salt', "
                     "'words_hash', 'hash') GROUP BY t.name");
        while (rows.step())
            columns[rows.text(0)] = rows.text(1);
    }
    std::string all;
    for (const auto& [table, list] : columns) {
        SQLite::Statement rows{db.database(), "SELECT " + list + " FROM " + table + " ORDER BY 1"};
        while (rows.executeStep())
            if (const auto row = rows.getColumn(0).getString(); !row.starts_with("'store."))
                all += table + ": " + row + '\n';
    }
    return all;
}

struct Fixture : TemporaryStore {
    Fixture()
    {
        add_line("one");
        connection.database().exec("PRAGMA wal_checkpoint(TRUNCATE)");
        fs::copy_file(directory / "nida.db", prepared);
        fs::create_directory(crash.parent_path());
        expected.push_back(content(connection));
        for (const auto& step : workload()) {
            connection.run("BEGIN");
            step(connection);
            connection.run("COMMIT");
            expected.push_back(content(connection));
        }
    }

    /// What somebody finds who opens the store after a crash at this moment.
    std::string after_a_crash()
    {
        for (const char* suffix : {"-shm", "-wal", ""}) {
            fs::remove(crash.string() + suffix);
            if (suffix != std::string{"-shm"} && fs::exists(file.string() + suffix))
                fs::copy_file(file.string() + suffix, crash.string() + suffix);
        }
        const FaultyDisk::Truce truce{disk};
        Connection found{crash, Connection::Mode::write};
        auto check = found.query("PRAGMA integrity_check");
        BOOST_REQUIRE(check.step());
        BOOST_TEST(check.text(0) == "ok");
        return content(found);
    }

    bool write(asio::io_context& loop, Store& store, const Step& step)
    {
        bool done = false;
        auto one = [&]() -> asio::awaitable<void> { done = (co_await store.write(step)).has_value(); };
        asio::co_spawn(loop, one(), [](std::exception_ptr e) { BOOST_TEST(!e); });
        loop.restart();
        loop.run();
        return done;
    }

    /// The workload with a fault at the nth place. @return whether it came so far
    bool survives(Fault fault, int nth, bool for_good)
    {
        for (const char* suffix : {"", "-wal", "-shm"})
            fs::remove(file.string() + suffix);
        fs::copy_file(prepared, file);
        {
            asio::io_context loop;
            Store store{loop.get_executor(), file};
            disk.arm(fault, nth, for_good);
            for (std::size_t i = 0; i < workload().size(); ++i) {
                int refusals = 0;
                while (!write(loop, store, workload()[i])) {
                    BOOST_REQUIRE(disk.struck());
                    BOOST_TEST(!store.trouble().empty());
                    BOOST_TEST(!store.closed().empty());
                    // A disk that fails at every sync leaves open what is on it: no program can know.
                    if (!for_good || fault != Fault::sync_error) BOOST_TEST((after_a_crash() == expected[i]));
                    if (++refusals == 2) disk.disarm();
                    BOOST_REQUIRE(refusals < 4);
                }
                if (refusals > 0) BOOST_TEST((after_a_crash() == expected[i + 1]));
                BOOST_TEST(store.closed().empty());
            }
        }
        disk.disarm();
        BOOST_TEST((after_a_crash() == expected.back()));
        return disk.struck();
    }

    void strike_everywhere(Fault fault, bool for_good)
    {
        int nth = 1;
        for (bool struck = true; struck; nth += for_good ? 5 : 1)
            BOOST_TEST_CONTEXT("fault " << static_cast<int>(fault) << " at place " << nth)
        struck = survives(fault, nth, for_good);
        BOOST_TEST(nth > 2, "fault " << static_cast<int>(fault) << " befell nothing");
    }

    FaultyDisk disk;
    fs::path prepared = directory / "prepared.db", file = directory / "store.db",
             crash = directory / "crash" / "found.db";
    std::vector<std::string> expected; ///< before the first step, and after each
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(disk_faults, Fixture)

BOOST_AUTO_TEST_CASE(whatever_the_disk_refuses_once_nothing_of_it_happened_and_all_that_was_acknowledged_is_there)
{
    for (const auto fault : {Fault::read_error, Fault::write_error, Fault::half_written, Fault::full, Fault::read_only,
                             Fault::sync_error, Fault::truncate_error}) {
        strike_everywhere(fault, false);
    }
}

BOOST_AUTO_TEST_CASE(a_disk_that_refuses_for_a_while_stops_the_service_and_it_goes_on_by_itself)
{
    for (const auto fault :
         {Fault::write_error, Fault::half_written, Fault::full, Fault::read_only, Fault::sync_error}) {
        strike_everywhere(fault, true);
    }
}

BOOST_AUTO_TEST_CASE(a_damaged_page_stops_all_writing_and_says_what_to_do)
{
    asio::io_context loop;
    fs::copy_file(prepared, file);
    {
        Store store{loop.get_executor(), file};
        BOOST_TEST(write(loop, store, adds("+218912000001", 20)));
    }
    {
        // The table's only page, past the schema.
        SQLite::Database raw{file.string(), SQLite::OPEN_READONLY};
        const auto page = raw.execAndGet("SELECT rootpage FROM sqlite_master WHERE name = 'message'").getInt();
        std::fstream octets{file, std::ios::in | std::ios::out | std::ios::binary};
        octets.seekp((page - 1) * 4096);
        octets << std::string(4096, '\x5A');
    }
    Store store{loop.get_executor(), file};
    BOOST_TEST(!write(loop, store, claims));
    BOOST_TEST(store.damage().find("nida restore") != std::string::npos, store.damage());
    BOOST_TEST(store.damage().find(file.string()) != std::string::npos, store.damage());
    BOOST_TEST(!write(loop, store, [](Connection& db) { db.run("INSERT INTO line(name) VALUES ('other')"); }));
    BOOST_TEST(store.closed() == store.damage());
}

BOOST_AUTO_TEST_CASE(a_file_that_is_no_store_is_refused_for_good)
{
    std::ofstream{file} << std::string(10'000, 'x');
    asio::io_context loop;
    BOOST_CHECK_THROW(Store(loop.get_executor(), file), StoreDamaged);
}

BOOST_AUTO_TEST_SUITE_END()
