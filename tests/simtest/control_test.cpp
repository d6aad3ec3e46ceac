#include "tests/sim/control_client.hpp"
#include "tests/sim/control_server.hpp"
#include "tests/simtest/terminal.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <thread>

using namespace nida::sim;
using namespace std::chrono_literals;
namespace json = boost::json;
namespace fs = std::filesystem;

BOOST_AUTO_TEST_SUITE(control)

namespace
{
/// A simulator with its sockets in a directory of its own, run by a thread.
struct Running {
    explicit Running(unsigned modems = 2, std::vector<std::string> faults = {})
    {
        std::string name = (fs::temp_directory_path() / "nida-sim-XXXXXX").string();
        BOOST_REQUIRE(::mkdtemp(name.data()) != nullptr);
        directory = name;
        settings.modems = modems;
        settings.directory = name;
        settings.control = name + "/control.sock";
        settings.ledger = name + "/ledger.jsonl";
        settings.faults = std::move(faults);
        settings.reboot_time = 20ms;
        simulator.emplace(io, settings);
        server.emplace(io, settings.control, *simulator);
        simulator->on_quit = [this] { io.stop(); };
        thread = std::thread{[this] { io.run(); }};
    }
    ~Running()
    {
        io.stop();
        thread.join();
        server.reset();
        simulator.reset();
        fs::remove_all(directory);
    }
    json::object ask(const json::object& request) const { return nida::sim::ask(settings.control, request); }
    void wait(std::string_view until) const
    {
        BOOST_TEST(ask({{"op", "wait"}, {"until", std::string{until}}, {"timeout_ms", 20000}}).at("ok") == true);
    }

    fs::path directory;
    Settings settings;
    boost::asio::io_context io{1};
    std::optional<Simulator> simulator;
    std::optional<ControlServer> server;
    std::thread thread;
};

/// The other end of a simulated port.
struct Tty {
    explicit Tty(const fs::path& path) : fd{::open(path.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC)}
    {
        BOOST_REQUIRE(fd >= 0);
    }
    ~Tty() { ::close(fd); }
    Tty(const Tty&) = delete;
    Tty& operator=(const Tty&) = delete;
    void write(std::string_view text) const
    {
        BOOST_REQUIRE(::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    }
    /// Reads until `end` was seen, or the port hangs up.
    std::string read_to(std::string_view end)
    {
        while (seen.find(end) == seen.npos) {
            pollfd ready{fd, POLLIN, 0};
            if (::poll(&ready, 1, 20000) <= 0) break;
            char buffer[512];
            const auto count = ::read(fd, buffer, sizeof buffer);
            if (count <= 0) return seen + "<hang-up>";
            seen.append(buffer, static_cast<std::size_t>(count));
        }
        return std::exchange(seen, {});
    }
    int fd;
    std::string seen;
};
} // namespace

BOOST_AUTO_TEST_CASE(a_port_answers_takes_a_message_and_the_ledger_file_has_it)
{
    Running running;
    Tty tty{running.directory / "modem0"};
    tty.write("ATE0\r");
    tty.read_to("OK\r\n");
    const auto pdu = submit_of("+218911234567", "نداء");
    tty.write(cmgs(pdu));
    BOOST_TEST(tty.read_to("> ") == "\r\n> ");
    tty.write(payload(pdu));
    BOOST_TEST(tty.read_to("OK\r\n").starts_with("\r\n+CMGS: "));

    std::ifstream file{running.settings.ledger};
    std::string line;
    BOOST_REQUIRE(std::getline(file, line));
    const auto record = json::parse(line).as_object();
    BOOST_TEST(record.at("event") == "accepted");
    BOOST_TEST(record.at("modem") == 0);
    BOOST_TEST(record.at("text") == "نداء");
    BOOST_TEST(record.at("t").as_string().size() == 27u);
    const auto stats = running.ask({{"op", "stats"}, {"detail", true}});
    BOOST_TEST(stats.at("messages") == 1u);
    BOOST_TEST(stats.at("per_recipient").at("+218911234567").at("messages") == 1u);
}

BOOST_AUTO_TEST_CASE(an_sms_from_the_control_socket_arrives_at_the_modem_asked_for)
{
    Running running;
    Tty tty{running.directory / "modem1"};
    tty.write("ATE0+CNMI=2,1\r");
    tty.read_to("OK\r\n");
    const auto answer = running.ask({{"op", "sms"}, {"modem", 1}, {"from", "+218921111111"}, {"text", "انضم"}});
    BOOST_TEST(answer.at("ok") == true);
    BOOST_TEST(tty.read_to("\"SM\",1\r\n") == "\r\n+CMTI: \"SM\",1\r\n");
    BOOST_TEST(running.ask({{"op", "stats"}}).at("held") == 1u);
    BOOST_TEST(running.ask({{"op", "sms"}, {"modem", 9}, {"from", "1"}, {"text", "x"}}).at("ok") == false);
    BOOST_TEST(running.ask({{"op", "nonsense"}}).at("ok") == false);
}

BOOST_AUTO_TEST_CASE(a_wait_ends_with_the_event_or_with_its_time)
{
    Running running;
    BOOST_TEST(running.ask({{"op", "wait"}, {"until", "accepted>=1"}, {"timeout_ms", 1}}).at("timeout") == true);
    std::thread later{[&] { running.ask({{"op", "burst"}, {"count", 40}, {"text", "JOIN {n}"}}); }};
    running.wait("stored>=40,pending==0");
    later.join();
    BOOST_TEST(running.ask({{"op", "wait"}, {"until", "accepted"}}).at("ok") == false);
}

BOOST_AUTO_TEST_CASE(a_modem_that_restarts_is_gone_and_comes_back_under_its_name)
{
    Running running{1};
    Tty before{running.directory / "modem0"};
    before.write("ATE0\r");
    before.read_to("OK\r\n");
    before.write("AT+CFUN=1,1\r");
    BOOST_TEST(before.read_to("never").ends_with("<hang-up>"));
    running.wait("plugged>=1");
    Tty after{running.directory / "modem0"};
    BOOST_TEST(after.read_to("SMS DONE\r\n").starts_with("\r\nRDY\r\n"));
    after.write("AT\r");
    BOOST_TEST(after.read_to("OK\r\n") == "AT\r\r\nOK\r\n");
}

BOOST_AUTO_TEST_CASE(an_unplugged_modem_has_no_port_until_it_is_plugged)
{
    Running running{1};
    running.ask({{"op", "unplug"}});
    BOOST_TEST(!fs::exists(fs::symlink_status(running.directory / "modem0")));
    running.ask({{"op", "plug"}, {"modem", 0}});
    BOOST_TEST(fs::exists(running.directory / "modem0"));
}

BOOST_AUTO_TEST_CASE(a_modem_may_come_back_under_another_name)
{
    Running running{1};
    BOOST_TEST(running.ask({{"op", "plug"}, {"as", "modem7"}}).at("ok") == false); // it is plugged in
    running.ask({{"op", "unplug"}});
    BOOST_TEST(running.ask({{"op", "plug"}, {"as", "../modem7"}}).at("ok") == false);
    BOOST_TEST(running.ask({{"op", "plug"}, {"as", "modem7"}}).at("ok") == true);
    BOOST_TEST(!fs::exists(fs::symlink_status(running.directory / "modem0")));
    Tty tty{running.directory / "modem7"};
    tty.write("ATE0\r");
    BOOST_TEST(tty.read_to("SMS DONE\r\n").starts_with("\r\nRDY\r\n"));
}

BOOST_AUTO_TEST_CASE(two_modems_exchange_their_sims_and_what_belongs_to_them)
{
    Running running;
    const auto before = running.ask({{"op", "stats"}}).at("modems").as_array();
    running.ask({{"op", "sms"}, {"modem", 0}, {"from", "+218921111111"}, {"text", "in SM of the first"}});
    BOOST_TEST(running.ask({{"op", "swap"}, {"with", 1}, {"ms", 10}}).at("ok") == true);
    running.wait("plugged>=2");
    const auto after = running.ask({{"op", "stats"}}).at("modems").as_array();
    BOOST_TEST(after[0].at("iccid") == before[1].at("iccid"));
    BOOST_TEST(after[1].at("number") == before[0].at("number"));
    BOOST_TEST(after[0].at("imei") == before[0].at("imei"));
    BOOST_TEST(after[0].at("sm") == 0);
    BOOST_TEST(after[1].at("sm") == 1);

    // Whoever writes to the number reaches the modem that has the SIM now, and so do the reports of what it sent before.
    running.ask({{"op", "sms"}, {"modem", before[0].at("number")}, {"from", "+218921111111"}, {"text", "x"}});
    BOOST_TEST(running.ask({{"op", "stats"}}).at("modems").at(1).at("sm") == 2);
    BOOST_TEST(running.ask({{"op", "swap"}, {"modem", 1}, {"with", 1}}).at("ok") == false);
}

BOOST_AUTO_TEST_CASE(what_the_network_shows_can_be_changed)
{
    Running running{1};
    Tty tty{running.directory / "modem0"};
    tty.write("ATE0\r");
    tty.read_to("OK\r\n");
    running.ask({{"op", "signal"}, {"csq", 3}});
    running.ask({{"op", "operator"}, {"name", "Libyana"}, {"plmn", "60600"}});
    running.ask({{"op", "clock"}, {"on", false}});
    tty.write("AT+CSQ;+COPS?;+CCLK?\r");
    BOOST_TEST(tty.read_to("OK\r\n") ==
               "\r\n+CSQ: 3,99\r\n\r\n+COPS: 0,0,\"Libyana\"\r\n\r\n+CCLK: \"80/01/06,00:00:17+00\"\r\n\r\nOK\r\n");
    running.ask({{"op", "sim_out"}});
    running.ask({{"op", "restart_silently"}, {"boot", true}});
    BOOST_TEST(tty.read_to("+CFUN: 1\r\n") == "\r\nRDY\r\n\r\n+CFUN: 1\r\n");
    tty.write("ATE0+CPIN?\r");
    BOOST_TEST(tty.read_to("ERROR\r\n").ends_with("\r\nERROR\r\n"));
    running.ask({{"op", "sim_in"}});
    tty.write("AT+CUSD=1\r");
    tty.read_to("OK\r\n");
    running.ask({{"op", "network_ussd"}, {"mode", 0}, {"text", "Welcome"}});
    BOOST_TEST(tty.read_to("15\r\n") == "\r\n+CUSD: 0,\"Welcome\",15\r\n");
    BOOST_TEST(running.ask({{"op", "stats"}}).at("modems").at(0).at("family") == "generic");
}

BOOST_AUTO_TEST_CASE(the_port_outlives_its_users_and_their_locks)
{
    Running running{1, {"silence:next=1"}};
    {
        Tty first{running.directory / "modem0"};
        BOOST_REQUIRE(::ioctl(first.fd, TIOCEXCL) == 0);
        first.write("AT\r");
        running.wait("fault>=1");
    }
    for (;;) { // silence ends once the simulator has seen the port closed
        Tty second{running.directory / "modem0"};
        second.write("AT\r");
        pollfd ready{second.fd, POLLIN, 0};
        if (::poll(&ready, 1, 100) <= 0) continue;
        BOOST_TEST(second.read_to("OK\r\n") == "AT\r\r\nOK\r\n");
        int exclusive = 1;
        BOOST_TEST(::ioctl(second.fd, TIOCGEXCL, &exclusive) == 0);
        BOOST_TEST(exclusive == 0);
        break;
    }
}

BOOST_AUTO_TEST_CASE(torn_answers_arrive_whole)
{
    Running running{1, {"split_writes"}};
    Tty tty{running.directory / "modem0"};
    tty.write("AT+CNMI=?\r");
    BOOST_TEST(tty.read_to("OK\r\n") == "AT+CNMI=?\r\r\n+CNMI: (0-2),(0-3),(0,2),(0-2),(0,1)\r\n\r\nOK\r\n");
}

BOOST_AUTO_TEST_CASE(a_second_simulator_on_the_same_socket_is_refused_and_a_stale_socket_is_replaced)
{
    Running running{1};
    boost::asio::io_context io;
    BOOST_CHECK_THROW((ControlServer{io, running.settings.control, *running.simulator}), std::system_error);
    const auto stale = running.directory / "stale.sock";
    {
        boost::asio::local::stream_protocol::acceptor gone{
            io, boost::asio::local::stream_protocol::endpoint{stale.string()}};
    }
    BOOST_TEST(fs::exists(stale));
    BOOST_CHECK_NO_THROW((ControlServer{io, stale.string(), *running.simulator}));
}

BOOST_AUTO_TEST_SUITE_END()
