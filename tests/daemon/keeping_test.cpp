#include "daemon/line/keeping.hpp"

#include "daemon/outbox/outbox.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

using namespace nida::daemon;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace
{
struct Fixture {
    Fixture() { BOOST_REQUIRE(::mkdtemp(directory.data())); }
    ~Fixture() { std::filesystem::remove_all(directory); }
    std::filesystem::path file(const char* suffix = "") const
    {
        return std::filesystem::path{directory} / (std::string{"nida.db"} + suffix);
    }
    bool holds(const char* suffix, const std::string& words) const
    {
        std::ifstream in{file(suffix), std::ios::binary};
        const std::string content{std::istreambuf_iterator<char>{in}, {}};
        return content.find(words) != std::string::npos;
    }
    /// Lets the loop run until that holds, or half a minute has passed.
    template <class Condition> bool eventually(Condition condition)
    {
        const auto deadline = std::chrono::steady_clock::now() + 30s;
        while (!condition()) {
            if (std::chrono::steady_clock::now() > deadline) return false;
            loop.run_for(20ms);
            loop.restart();
        }
        return true;
    }

    std::string directory = (std::filesystem::temp_directory_path() / "nida-keeping-XXXXXX").string();
    asio::io_context loop;
    bool synchronised = true;
    Time wall = std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now()) + 24h;
};
const std::string secret = "a secret that nobody may find";
} // namespace

BOOST_FIXTURE_TEST_SUITE(keeping, Fixture)

BOOST_AUTO_TEST_CASE(what_is_too_old_leaves_the_store_and_its_journal_while_the_service_runs)
{
    Store store{loop.get_executor(), file()};
    WallClock clock{
        ClockMemory{},
        {[this] { return wall; }, [] { return std::chrono::microseconds{0}; }, [this] { return synchronised; }}};
    ServiceDefaults defaults;
    defaults.keep_messages = 7 * 24h;
    std::int64_t left = -1;
    const auto fill = [](Store& into, Time now) -> asio::awaitable<void> {
        const auto work = [now](Connection& db) {
            Outbox outbox{db};
            for (int i = 0; i < 500; ++i) {
                NewMessage message;
                message.recipient = "+218911111111";
                message.text = secret;
                outbox.cancel(outbox.add(message, now - 8 * 24h, true)->id, now - 8 * 24h);
            }
        };
        BOOST_TEST((co_await into.write(work)).has_value());
    };
    const auto count = [](Store& in, std::int64_t& into) -> asio::awaitable<void> {
        const auto all = co_await in.read([](Connection& db) {
            auto row = db.query("SELECT count(*) FROM message");
            return row.step() ? row.integer(0) : -1;
        });
        into = all.value();
    };
    asio::co_spawn(loop, fill(store, wall), asio::detached);
    loop.run();
    loop.restart();
    BOOST_TEST((holds("", secret) || holds("-wal", secret)));

    // As long as the hour is not believed, nothing is old.
    asio::co_spawn(loop, keep_within_policy(store, clock, defaults), asio::detached);
    loop.run_for(300ms);
    asio::co_spawn(loop, count(store, left), asio::detached);
    BOOST_TEST(eventually([&] { return left == 500; }));

    clock.ask_kernel();
    BOOST_TEST(eventually([&] {
        asio::co_spawn(loop, count(store, left), asio::detached);
        loop.run_for(100ms);
        return left == 0;
    }));
    BOOST_TEST(eventually([&] { return std::filesystem::file_size(file("-wal")) == 0; }));
    BOOST_TEST(!holds("", secret));
}

BOOST_AUTO_TEST_SUITE_END()
