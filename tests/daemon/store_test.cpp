#include "daemon/store/store.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <numeric>
#include <thread>

using namespace nida::daemon;
namespace asio = boost::asio;

namespace
{
struct Fixture {
    Fixture() { BOOST_REQUIRE(::mkdtemp(directory.data())); }
    ~Fixture() { std::filesystem::remove_all(directory); }
    std::filesystem::path file() const { return std::filesystem::path{directory} / "nida.db"; }

    /// Runs a coroutine that uses a store of its own, to its end.
    template <class Work> void with_store(Work work)
    {
        asio::io_context loop;
        Store store{loop.get_executor(), file()};
        std::exception_ptr failure;
        asio::co_spawn(loop, work(store), [&](std::exception_ptr e) { failure = e; });
        loop.run();
        if (failure) std::rethrow_exception(failure);
    }

    std::string directory = (std::filesystem::temp_directory_path() / "nida-store-XXXXXX").string();
};

std::int64_t lines(Connection& db)
{
    auto row = db.query("SELECT count(*) FROM line");
    row.step();
    return row.integer(0);
}
} // namespace

BOOST_FIXTURE_TEST_SUITE(store, Fixture)

BOOST_AUTO_TEST_CASE(what_was_written_is_there_for_a_reader_and_for_the_next_run)
{
    with_store([](Store& store) -> asio::awaitable<void> {
        auto add = [](Connection& db) { db.run("INSERT INTO line(name) VALUES ('one')"); };
        BOOST_TEST((co_await store.write(add)).has_value());
        BOOST_TEST((co_await store.read(lines)).value() == 1);
    });
    with_store([](Store& store) -> asio::awaitable<void> { BOOST_TEST((co_await store.read(lines)).value() == 1); });
}

BOOST_AUTO_TEST_CASE(writes_happen_in_the_order_in_which_they_were_asked_for_and_all_complete)
{
    constexpr int count = 2000;
    std::vector<int> done;
    asio::io_context loop;
    Store store{loop.get_executor(), file()};
    auto one = [&](int number) -> asio::awaitable<void> {
        auto add = [number](Connection& db) {
            db.run("INSERT INTO line(name) VALUES (?1)", std::to_string(number));
            return db.last_id();
        };
        const auto id = (co_await store.write(add)).value();
        BOOST_TEST(id == number + 1);
        done.push_back(number);
    };
    for (int number = 0; number < count; ++number)
        asio::co_spawn(loop, one(number), [](std::exception_ptr e) { BOOST_TEST(!e); });
    loop.run();
    std::vector<int> expected(count);
    std::iota(expected.begin(), expected.end(), 0);
    BOOST_TEST(done == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(long_work_sees_that_somebody_else_waits_for_the_writer_but_not_who_has_time)
{
    using Clock = std::chrono::steady_clock;
    asio::io_context loop;
    Store store{loop.get_executor(), file()};
    std::atomic<bool> began = false, patient_waits = false;
    bool before_anybody = true, with_the_patient = true, with_the_urgent = false;
    auto long_work = [&]() -> asio::awaitable<void> {
        auto work = [&](Connection&) {
            before_anybody = store.writer_is_awaited();
            began = true;
            while (!patient_waits)
                std::this_thread::yield();
            with_the_patient = store.writer_is_awaited();
            patient_waits = false;
            for (const auto end = Clock::now() + std::chrono::seconds{30}; !with_the_urgent && Clock::now() < end;)
                with_the_urgent = store.writer_is_awaited();
        };
        BOOST_TEST((co_await store.write(work)).has_value());
    };
    auto other = [&](Clock::time_point may_wait_until) -> asio::awaitable<void> {
        auto nothing = [](Connection&) {};
        BOOST_TEST((co_await store.write(nothing, may_wait_until)).has_value());
    };
    const auto rethrow = [](std::exception_ptr e) { BOOST_TEST(!e); };
    asio::co_spawn(loop, long_work(), rethrow);
    asio::post(loop, [&] {
        while (!began)
            std::this_thread::yield();
        asio::co_spawn(loop, other(Clock::now() + std::chrono::hours{1}), rethrow);
        asio::post(loop, [&] {
            patient_waits = true;
            while (patient_waits)
                std::this_thread::yield();
            asio::co_spawn(loop, other({}), rethrow);
        });
    });
    loop.run();
    BOOST_TEST(!before_anybody);
    BOOST_TEST(!with_the_patient);
    BOOST_TEST(with_the_urgent);
}

BOOST_AUTO_TEST_CASE(an_exception_undoes_its_own_work_and_no_others)
{
    with_store([](Store& store) -> asio::awaitable<void> {
        auto good = [](Connection& db) { db.run("INSERT INTO line(name) VALUES ('good')"); };
        auto bad = [](Connection& db) {
            db.run("INSERT INTO line(name) VALUES ('bad')");
            throw std::runtime_error("no");
        };
        auto conflict = [](Connection& db) { db.run("INSERT INTO line(name) VALUES ('good')"); };
        co_await store.write(good);
        bool thrown = false;
        try {
            co_await store.write(bad);
        } catch (const std::runtime_error& e) {
            thrown = e.what() == std::string{"no"};
        }
        BOOST_TEST(thrown);
        BOOST_TEST(!(co_await store.write(conflict)).has_value());
        BOOST_TEST(!store.trouble().empty());
        BOOST_TEST((co_await store.read(lines)).value() == 1);
    });
}

BOOST_AUTO_TEST_CASE(an_exception_undoes_its_own_work_alone_among_others_of_the_same_transaction)
{
    asio::io_context loop;
    Store store{loop.get_executor(), file()};
    std::atomic<bool> began = false, all_wait = false;
    auto opening = [&](Connection&) {
        began = true;
        while (!all_wait)
            std::this_thread::yield();
    };
    auto first = [](Connection& db) { db.run("INSERT INTO line(name) VALUES ('first')"); };
    auto thrower = [](Connection& db) {
        db.run("INSERT INTO line(name) VALUES ('bad')");
        throw std::runtime_error("no");
    };
    auto conflict = [](Connection& db) {
        db.run("INSERT INTO line(name) VALUES ('worse')");
        db.run("INSERT INTO line(name) VALUES ('first')");
    };
    auto last = [](Connection& db) { db.run("INSERT INTO line(name) VALUES ('last')"); };
    std::vector<bool> went_well;
    auto one = [&](std::function<void(Connection&)> work) -> asio::awaitable<void> {
        bool well = false;
        try {
            well = (co_await store.write(work)).has_value();
        } catch (const std::runtime_error&) {
        }
        went_well.push_back(well);
    };
    const auto rethrow = [](std::exception_ptr e) { BOOST_TEST(!e); };
    asio::co_spawn(loop, one(opening), rethrow);
    asio::post(loop, [&] {
        while (!began)
            std::this_thread::yield();
        asio::co_spawn(loop, one(first), rethrow);
        asio::co_spawn(loop, one(thrower), rethrow);
        asio::co_spawn(loop, one(conflict), rethrow);
        asio::co_spawn(loop, one(last), rethrow);
        asio::post(loop, [&] { all_wait = true; });
    });
    loop.run();
    BOOST_TEST(went_well == (std::vector<bool>{true, true, false, false, true}), boost::test_tools::per_element());
    Connection db{file(), Connection::Mode::read};
    BOOST_TEST(lines(db) == 2);
    BOOST_TEST(store.tally().commits == 1u); // the first wrote nothing
}

BOOST_AUTO_TEST_CASE(a_burst_of_requests_shares_few_commits_and_the_tally_says_so)
{
    constexpr int count = 1000;
    asio::io_context loop;
    Store store{loop.get_executor(), file()};
    auto one = [&](int number) -> asio::awaitable<void> {
        auto add = [number](Connection& db) { db.run("INSERT INTO line(name) VALUES (?1)", std::to_string(number)); };
        BOOST_TEST((co_await store.write(add)).has_value());
    };
    for (int number = 0; number < count; ++number)
        asio::co_spawn(loop, one(number), [](std::exception_ptr e) { BOOST_TEST(!e); });
    loop.run();
    const auto tally = store.tally();
    BOOST_TEST(tally.requests == 1000u);
    BOOST_TEST(tally.undone == 0u);
    BOOST_TEST(tally.commits >= 4u); // of 256 requests at most
    BOOST_TEST(tally.commits < 100u);
    BOOST_TEST(tally.octets >= tally.commits * 4096);
    BOOST_TEST((tally.median_commit <= tally.slowest_commit));
}

BOOST_AUTO_TEST_CASE(what_changes_nothing_costs_no_commit_and_what_fails_is_counted)
{
    with_store([](Store& store) -> asio::awaitable<void> {
        auto nothing = [](Connection& db) { db.run("DELETE FROM line WHERE name = 'nobody'"); };
        auto wrong = [](Connection&) { throw std::runtime_error("no"); };
        BOOST_TEST((co_await store.write(nothing)).has_value());
        try {
            co_await store.write(wrong);
        } catch (const std::runtime_error&) {
        }
        const auto tally = store.tally();
        BOOST_TEST(tally.requests == 2u);
        BOOST_TEST(tally.commits == 0u);
        BOOST_TEST(tally.undone == 1u);
    });
}

BOOST_AUTO_TEST_CASE(patient_work_waits_for_others_and_urgent_work_ends_its_wait)
{
    asio::io_context loop;
    Store store{loop.get_executor(), file()};
    std::vector<int> done;
    const auto far = std::chrono::steady_clock::now() + std::chrono::hours{1};
    auto one = [&](int number, std::chrono::steady_clock::time_point until) -> asio::awaitable<void> {
        auto add = [number](Connection& db) { db.run("INSERT INTO line(name) VALUES (?1)", std::to_string(number)); };
        BOOST_TEST((co_await store.write(add, until)).has_value());
        done.push_back(number);
    };
    const auto rethrow = [](std::exception_ptr e) { BOOST_TEST(!e); };
    asio::co_spawn(loop, one(1, far), rethrow);
    asio::co_spawn(loop, one(2, far), rethrow);
    asio::co_spawn(loop, one(3, {}), rethrow);
    loop.run(); // would take an hour
    BOOST_TEST((done == std::vector{1, 2, 3}));
    BOOST_TEST(store.tally().commits == 1u);

    loop.restart();
    asio::co_spawn(loop, one(4, std::chrono::steady_clock::now() + std::chrono::milliseconds{50}), rethrow);
    loop.run();
    BOOST_TEST(done.size() == 4u);
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_an_error_that_says_so_and_the_store_goes_on_when_there_is_room)
{
    with_store([](Store& store) -> asio::awaitable<void> {
        auto shrink = [](Connection& db) { db.database().exec("PRAGMA max_page_count = 60"); };
        auto grow = [](Connection& db) { db.database().exec("PRAGMA max_page_count = 100000"); };
        auto fill = [](Connection& db) { db.run("INSERT INTO line(name) VALUES (hex(zeroblob(2000000)))"); };
        auto small = [](Connection& db) { db.run("INSERT INTO line(name) VALUES ('small')"); };
        co_await store.write(shrink);
        const auto full = co_await store.write(fill);
        BOOST_REQUIRE(!full.has_value());
        BOOST_TEST(full.error().text.find("the disk is full") != std::string::npos);
        co_await store.write(grow);
        BOOST_TEST((co_await store.write(small)).has_value());
        BOOST_TEST((co_await store.read(lines)).value() == 1);
    });
}

BOOST_AUTO_TEST_CASE(a_store_in_use_is_refused_by_the_name_of_its_holder)
{
    asio::io_context loop;
    const Store first{loop.get_executor(), file()};
    const auto names_the_process = [](const StoreOpenError& e) {
        return std::string{e.what()}.find(std::to_string(::getpid())) != std::string::npos;
    };
    BOOST_CHECK_EXCEPTION(Store(loop.get_executor(), file()), StoreOpenError, names_the_process);
}

BOOST_AUTO_TEST_CASE(a_store_of_a_newer_version_or_in_no_directory_is_refused)
{
    {
        SQLite::Database newer{file().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
        newer.exec("PRAGMA user_version = 9999");
    }
    asio::io_context loop;
    BOOST_CHECK_THROW(Store(loop.get_executor(), file()), StoreOpenError);
    BOOST_CHECK_THROW(Store(loop.get_executor(), std::filesystem::path{directory} / "missing" / "nida.db"),
                      StoreOpenError);
}

BOOST_AUTO_TEST_CASE(a_database_of_another_program_is_refused_and_left_as_it_is)
{
    for (const char* const content : {"CREATE TABLE song(title TEXT)", "PRAGMA user_version = -5"}) {
        std::filesystem::remove(file());
        SQLite::Database other{file().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
        other.exec(content);
        const auto version = other.execAndGet("PRAGMA user_version").getInt();
        asio::io_context loop;
        BOOST_CHECK_EXCEPTION(Store(loop.get_executor(), file()), StoreOpenError, [](const StoreOpenError& e) {
            const std::string text = e.what();
            return text.find("another program") != text.npos && text.find("has space") == text.npos;
        });
        BOOST_TEST(other.execAndGet("PRAGMA user_version").getInt() == version);
    }
}

BOOST_AUTO_TEST_CASE(damage_that_a_reader_comes_upon_stops_the_writer_and_the_next_run_too)
{
    with_store([](Store& store) -> asio::awaitable<void> {
        auto fill = [](Connection& db) {
            db.run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) INSERT INTO "
                   "setting(name, value) SELECT 'unused ' || i, 'nobody reads this' FROM n");
        };
        (co_await store.write(std::move(fill))).value();
    });
    {
        std::fstream octets{file(), std::ios::in | std::ios::out | std::ios::binary};
        const std::string all{std::istreambuf_iterator<char>{octets}, {}};
        const auto place = all.find("unused 400");
        BOOST_REQUIRE(place != all.npos);
        octets.seekp(static_cast<std::streamoff>(place / 4096 * 4096));
        octets << std::string(4096, 'Z');
    }
    with_store([](Store& store) -> asio::awaitable<void> {
        auto add = [](Connection& db) { db.run("INSERT INTO line(name) VALUES ('before')"); };
        BOOST_TEST((co_await store.write(add)).has_value());
        auto look = [](Connection& db) {
            auto rows = db.query("SELECT count(value) FROM setting");
            return rows.step();
        };
        BOOST_TEST(!(co_await store.read(std::move(look))).has_value());
        BOOST_TEST(store.closed().find("damaged") != std::string::npos);
        auto more = [](Connection& db) { db.run("INSERT INTO line(name) VALUES ('after')"); };
        BOOST_TEST(!(co_await store.write(std::move(more))).has_value());
    });
    asio::io_context loop;
    BOOST_CHECK_EXCEPTION(Store(loop.get_executor(), file()), StoreDamaged, [&](const StoreDamaged& e) {
        return std::string{e.what()}.find(damage_note(file()).string()) != std::string::npos;
    });
    std::filesystem::remove(damage_note(file()));
    Store again{loop.get_executor(), file()}; // as a person wants it
}

BOOST_AUTO_TEST_CASE(emptying_the_journal_waits_for_no_reader_and_leaves_the_patience_for_others)
{
    with_store([this](Store& store) -> asio::awaitable<void> {
        auto add = [](Connection& db) { db.run("INSERT INTO line(name) VALUES ('one')"); };
        auto another = [](Connection& db) { db.run("INSERT INTO line(name) VALUES ('two')"); };
        BOOST_TEST((co_await store.write(add)).has_value());
        {
            // Somebody in the middle of a long copy.
            SQLite::Database reader{file().string(), SQLite::OPEN_READONLY};
            reader.exec("BEGIN");
            BOOST_TEST(reader.execAndGet("SELECT count(*) FROM line").getInt() == 1);
            BOOST_TEST((co_await store.write(another)).has_value());
            const auto before = std::chrono::steady_clock::now();
            BOOST_TEST((co_await store.truncate_journal()).value() == false);
            // A connection's patience is ten seconds.
            BOOST_TEST((std::chrono::steady_clock::now() - before < std::chrono::seconds{9}));
        }
        BOOST_TEST((co_await store.truncate_journal()).value() == true);
        BOOST_TEST(std::filesystem::file_size(file().string() + "-wal") == 0u);
        auto patience = [](Connection& db) { return db.database().execAndGet("PRAGMA busy_timeout").getInt(); };
        BOOST_TEST((co_await store.write(patience)).value() == 10'000);
    });
}

BOOST_AUTO_TEST_SUITE_END()
