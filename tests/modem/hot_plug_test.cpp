#include "modem/hot_plug.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>

#include <unistd.h>

using namespace nida::modem;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace
{
struct Folder {
    fs::path root = fs::temp_directory_path() / ("nida-hot-plug-" + std::to_string(::getpid()));
    boost::asio::io_context loop;
    std::optional<HotPlug> hot_plug;

    Folder()
    {
        fs::create_directories(root);
        hot_plug.emplace(loop.get_executor(), 1h);
    }
    ~Folder() { fs::remove_all(root); }

    void touch(const std::string& name) const { std::ofstream{root / name}; }
    /// Runs until changed() has returned. @return whether it did within `limit`
    bool told(std::chrono::milliseconds limit = 20s)
    {
        bool returned = false;
        boost::asio::co_spawn(loop, hot_plug->changed(), [&](std::exception_ptr error) {
            returned = !error;
            loop.stop();
        });
        loop.restart();
        loop.run_for(limit);
        return returned;
    }
    /// Watches, and takes the notice that comes with a new watch.
    void watch(const std::vector<fs::path>& paths)
    {
        hot_plug->watch(paths);
        told();
    }
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(hot_plug, Folder)

BOOST_AUTO_TEST_CASE(the_sweep_tells_of_a_change_where_nothing_else_does)
{
    hot_plug.emplace(loop.get_executor(), 5ms);
    BOOST_TEST(told());
}

BOOST_AUTO_TEST_CASE(a_port_that_comes_and_one_that_goes_are_told)
{
    watch({root / "modem*"});
    touch("modem7");
    BOOST_TEST(told());
    fs::remove(root / "modem7");
    BOOST_TEST(told());
    fs::create_symlink("/dev/null", root / "modem8");
    BOOST_TEST(told());
}

BOOST_AUTO_TEST_CASE(what_comes_before_anybody_waits_is_told_to_the_next_who_does)
{
    watch({root / "modem0"});
    touch("modem0");
    BOOST_TEST(told());
}

BOOST_AUTO_TEST_CASE(other_files_in_the_folder_disturb_nobody)
{
    watch({root / "modem*"});
    touch("ledger");
    BOOST_TEST(!told(400ms));
}

BOOST_AUTO_TEST_CASE(a_folder_that_does_not_exist_yet_is_awaited)
{
    const auto port = root / "serial/by-id/stick";
    watch({port});
    fs::create_directories(root / "serial/by-id");
    BOOST_TEST(told());
    watch({port}); // now for the folder itself
    touch("serial/by-id/stick");
    BOOST_TEST(told());
    fs::remove_all(root / "serial");
    BOOST_TEST(told());
    watch({port});
    fs::create_directories(root / "serial");
    BOOST_TEST(told());
}

BOOST_AUTO_TEST_CASE(a_dangling_link_is_told_when_its_target_comes)
{
    fs::create_directories(root / "dev");
    fs::create_directories(root / "by-id");
    fs::create_symlink("../dev/ttyUSB2", root / "by-id/stick");
    watch({root / "by-id/stick"});
    touch("dev/ttyUSB2");
    BOOST_TEST(told());
}

BOOST_AUTO_TEST_CASE(who_waits_can_be_called)
{
    hot_plug->notice();
    BOOST_TEST(told());
    boost::asio::post(loop, [&] { hot_plug->notice(); });
    BOOST_TEST(told());
}

BOOST_AUTO_TEST_CASE(a_flurry_that_does_not_end_is_told_all_the_same)
{
    watch({root / "modem*"});
    boost::asio::steady_timer timer{loop};
    int round = 0;
    std::function<void()> disturb = [&] {
        touch("modem" + std::to_string(round++));
        timer.expires_after(20ms);
        timer.async_wait([&](boost::system::error_code error) {
            if (!error) disturb();
        });
    };
    disturb();
    BOOST_TEST(told());
}

BOOST_AUTO_TEST_SUITE_END()
