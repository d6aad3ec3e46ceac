// The way to a port by libserialport, which wants a sysfs that knows the tty: a private one, in a mount namespace. Where
// there are no namespaces these cases do not run, and say so.
#include "modem/discovery.hpp"
#include "modem/modem.hpp"
#include "modem/port.hpp"
#include "tests/e2e/box.hpp"
#include "tests/serialport/private_devices.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/system/system_error.hpp>
#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <libserialport.h>
#include <poll.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <iostream>

using namespace nida;
using namespace nida::modem;
using namespace std::chrono_literals;
using boost::system::system_error;
using tests::private_devices;
using tests::PrivateDevices;
namespace asio = boost::asio;
namespace fs = std::filesystem;

extern "C" unsigned nida_test_modem_line_requests; // modem_lines.cpp

namespace
{
boost::test_tools::assertion_result namespaces(boost::unit_test::test_unit_id)
{
    if (private_devices().trouble().empty()) return true;
    std::cout << "SKIPPED: " << private_devices().trouble() << '\n'; // CTest counts it as such
    return false;
}

/// A pty that is plugged in as /dev/ttyUSB0. It is not raw, and hangs up at its close, as a tty is before anybody set it.
struct PluggedPty {
    int master = -1;
    PrivateDevices::UsbPort port;
    bool plugged = true;

    PluggedPty()
    {
        master = ::posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
        BOOST_REQUIRE(master >= 0 && ::grantpt(master) == 0 && ::unlockpt(master) == 0);
        private_devices().plug(port, ::ptsname(master));
    }
    ~PluggedPty()
    {
        unplug();
        ::close(master);
    }
    void unplug()
    {
        if (std::exchange(plugged, false)) private_devices().unplug(port);
    }
};

std::string read_some(int fd)
{
    pollfd ready{fd, POLLIN, 0};
    ::poll(&ready, 1, 10'000);
    std::array<char, 64> buffer;
    const auto count = ::read(fd, buffer.data(), buffer.size());
    return count > 0 ? std::string(buffer.data(), static_cast<std::size_t>(count)) : std::string{};
}

struct Listed {
    std::string name;
    sp_transport transport;
    int vendor = 0, product = 0;
};

std::vector<Listed> listed_by_libserialport()
{
    sp_port** ports = nullptr;
    BOOST_REQUIRE(sp_list_ports(&ports) == SP_OK);
    std::vector<Listed> listed;
    for (auto* const* port = ports; *port != nullptr; ++port) {
        Listed one{sp_get_port_name(*port), sp_get_port_transport(*port)};
        sp_get_port_usb_vid_pid(*port, &one.vendor, &one.product);
        listed.push_back(one);
    }
    sp_free_port_list(ports);
    return listed;
}

std::vector<std::string> found()
{
    std::vector<std::string> paths;
    for (const auto& port : find_ports())
        paths.push_back(port.path);
    return paths;
}

/// What open_port says to another process; empty where it opens.
std::string refusal_elsewhere(const std::string& path)
{
    int ends[2];
    BOOST_REQUIRE(::pipe(ends) == 0);
    const int child = ::fork();
    if (child == 0) {
        std::string said;
        try {
            close_port(open_port(path));
        } catch (const system_error& e) {
            said = e.code() == boost::system::errc::device_or_resource_busy ? e.what()
                                                                            : "not busy, but " + e.code().message();
        }
        const bool written = ::write(ends[1], said.data(), said.size()) == static_cast<ssize_t>(said.size());
        ::_exit(written ? 0 : 1);
    }
    ::close(ends[1]);
    std::string said;
    std::array<char, 512> buffer;
    for (ssize_t count = 0; (count = ::read(ends[0], buffer.data(), buffer.size())) > 0;)
        said.append(buffer.data(), static_cast<std::size_t>(count));
    ::close(ends[0]);
    int status = 0;
    BOOST_TEST(::waitpid(child, &status, 0) == child);
    BOOST_TEST(status == 0);
    return said;
}

/// A simulated modem that is plugged in as a USB port.
struct PluggedModem {
    e2e::Box box{{.lines = 0, .start = false}};
    PrivateDevices::UsbPort port;

    PluggedModem() { plug(); }
    ~PluggedModem() { private_devices().unplug(port); }
    void plug() { private_devices().plug(port, fs::canonical(box.file("modem0"))); }
    void replug_as(const std::string& tty)
    {
        box.sim({{"op", "unplug"}});
        private_devices().unplug(port);
        port.tty = tty;
        box.sim({{"op", "plug"}});
        plug();
    }
};
using boost::test_tools::per_element;
using Paths = std::vector<std::string>;
} // namespace

BOOST_AUTO_TEST_SUITE(usb_port, *boost::unit_test::precondition(namespaces))

BOOST_AUTO_TEST_CASE(libserialport_lists_what_is_plugged_in_and_whose_it_is)
{
    BOOST_TEST(listed_by_libserialport().empty());
    PluggedPty pty;
    const auto listed = listed_by_libserialport();
    BOOST_REQUIRE(listed.size() == 1u);
    BOOST_TEST(listed[0].name == "/dev/ttyUSB0");
    BOOST_TEST(listed[0].transport == SP_TRANSPORT_USB);
    BOOST_TEST(listed[0].vendor == 0x12d1);
    BOOST_TEST(listed[0].product == 0x1506);
    const auto ports = find_ports();
    BOOST_REQUIRE(ports.size() == 1u);
    BOOST_TEST(ports[0].path == "/dev/ttyUSB0");
    BOOST_TEST(ports[0].usb_path == "1-1.3");
    BOOST_TEST(ports[0].interface_number == 2u);
    BOOST_TEST(ports[0].vendor == 0x12d1);
    BOOST_TEST(ports[0].product == 0x1506);
}

BOOST_AUTO_TEST_CASE(a_port_opened_by_libserialport_is_raw_and_waits_for_octets)
{
    PluggedPty pty;
    nida_test_modem_line_requests = 0;
    const int fd = open_port("/dev/ttyUSB0");
    BOOST_TEST(nida_test_modem_line_requests > 0u); // sp_open asked: a port that is opened directly has nobody who does

    termios settings{};
    BOOST_REQUIRE(::tcgetattr(fd, &settings) == 0);
    BOOST_TEST(settings.c_cc[VMIN] == 1);
    BOOST_TEST(settings.c_cc[VTIME] == 0);
    BOOST_TEST(::cfgetospeed(&settings) == static_cast<speed_t>(B115200));
    BOOST_TEST(::cfgetispeed(&settings) == static_cast<speed_t>(B115200));
    BOOST_TEST((settings.c_lflag & (ICANON | ECHO | ISIG | IEXTEN)) == 0u);
    BOOST_TEST((settings.c_iflag & (IXON | IXOFF | ICRNL | INLCR | IGNCR | ISTRIP)) == 0u);
    BOOST_TEST((settings.c_oflag & OPOST) == 0u);
    BOOST_TEST((settings.c_cflag & (HUPCL | CRTSCTS | CSTOPB | PARENB)) == 0u);
    BOOST_TEST((settings.c_cflag & (CLOCAL | CREAD)) == static_cast<tcflag_t>(CLOCAL | CREAD));
    BOOST_TEST((settings.c_cflag & CSIZE) == static_cast<tcflag_t>(CS8));
    BOOST_TEST((::fcntl(fd, F_GETFL) & O_NONBLOCK) != 0);
    BOOST_TEST((::fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0);

    char octet = 0;
    BOOST_TEST(::read(fd, &octet, 1) == -1); // and no end of file
    BOOST_TEST(errno == EAGAIN);
    const std::string octets{"\x1b\r\n\x1a\x03\x11\x13\x7f"};
    BOOST_TEST(::write(pty.master, octets.data(), octets.size()) == static_cast<ssize_t>(octets.size()));
    BOOST_TEST(read_some(fd) == octets);
    BOOST_TEST(::write(fd, octets.data(), octets.size()) == static_cast<ssize_t>(octets.size()));
    BOOST_TEST(read_some(pty.master) == octets);
    close_port(fd);
}

BOOST_AUTO_TEST_CASE(an_open_port_is_locked_for_other_processes_until_it_is_closed_and_they_are_told_by_whom)
{
    PluggedPty pty;
    const int fd = open_port("/dev/ttyUSB0");
    const auto said = refusal_elsewhere("/dev/ttyUSB0");
    BOOST_TEST(said.find("/dev/ttyUSB0: ") != said.npos, said);
    BOOST_TEST(said.find(e2e::content_of("/proc/self/comm").substr(0, 8)) != said.npos, said);
    BOOST_TEST(said.find("pid " + std::to_string(::getpid())) != said.npos, said);
    BOOST_TEST(fs::exists("/run/lock/LCK..ttyUSB0")); // for programs that look there
    close_port(fd);
    BOOST_TEST(!fs::exists("/run/lock/LCK..ttyUSB0"));
    BOOST_TEST(refusal_elsewhere("/dev/ttyUSB0") == "");
}

BOOST_AUTO_TEST_CASE(a_link_by_id_leads_to_the_same_port)
{
    PluggedPty pty;
    nida_test_modem_line_requests = 0;
    const int fd = open_port(PrivateDevices::by_id(pty.port));
    BOOST_TEST(nida_test_modem_line_requests > 0u);
    BOOST_TEST(refusal_elsewhere("/dev/ttyUSB0") != "");
    close_port(fd);
}

BOOST_AUTO_TEST_CASE(what_is_unplugged_is_listed_by_nobody_and_cannot_be_opened)
{
    PluggedPty pty;
    BOOST_TEST(found() == Paths{"/dev/ttyUSB0"}, per_element());
    pty.unplug();
    BOOST_TEST(listed_by_libserialport().empty());
    BOOST_TEST(found().empty());
    BOOST_CHECK_THROW(open_port("/dev/ttyUSB0"), system_error);
}

BOOST_AUTO_TEST_CASE(a_modem_answers_through_libserialport_and_is_gone_when_it_is_unplugged)
{
    PluggedModem plugged;
    asio::io_context loop;
    Modem modem{loop.get_executor(), PrivateDevices::by_id(plugged.port), {}};
    std::string imei;
    bool gone = false;
    const auto converse = [&]() -> asio::awaitable<void> {
        co_await modem.open();
        const auto identity = co_await modem.identify();
        imei = identity.imei;
        plugged.box.sim({{"op", "unplug"}});
        co_await modem.gone();
        gone = true;
    };
    std::exception_ptr error;
    asio::co_spawn(loop, converse(), [&](std::exception_ptr e) {
        error = e;
        loop.stop();
    });
    loop.run_for(60s);
    if (error) std::rethrow_exception(error);
    BOOST_TEST(imei.size() == 15u);
    BOOST_TEST(gone);
    modem.close(); // on a thread of its own, which frees the port a moment later
    BOOST_TEST(e2e::eventually([] { return !fs::exists("/run/lock/LCK..ttyUSB0"); }));
}

BOOST_AUTO_TEST_CASE(a_modem_that_comes_back_under_another_number_is_found_there)
{
    PluggedModem plugged;
    BOOST_TEST(found() == Paths{"/dev/ttyUSB0"}, per_element());
    plugged.replug_as("ttyUSB3");
    BOOST_TEST(found() == Paths{"/dev/ttyUSB3"}, per_element());
    const int fd = open_port("/dev/ttyUSB3");
    BOOST_TEST(fd >= 0);
    close_port(fd);
}

BOOST_AUTO_TEST_CASE(the_daemon_without_any_line_in_its_config_finds_the_modem_and_serves_it)
{
    PluggedModem plugged;
    auto& box = plugged.box;
    ::setenv("LD_PRELOAD", NIDA_MODEM_LINES, 1);
    ::setenv("ASAN_OPTIONS", "verify_asan_link_order=0", 0);
    box.start_only();
    ::unsetenv("LD_PRELOAD");
    const auto one_line_in_service = [&] {
        const auto lines = box.get("/v1/lines").records("rows");
        return lines.size() == 1 && lines[0].text("state") == "ready";
    };
    BOOST_REQUIRE(e2e::eventually(one_line_in_service));
    BOOST_TEST(box.get("/v1/lines").records("rows")[0].text("port") == "/dev/ttyUSB0");

    const auto id = box.send(e2e::number(1), "Salam");
    BOOST_TEST(box.wait_for(id, "sent delivered").text("text") == "Salam");
    box.sms(e2e::number(2), "JOIN");
    BOOST_TEST(box.wait_sim("deleted>=1,accepted>=2"));
    BOOST_TEST(box.texts_to(e2e::number(1)) == Paths{"Salam"}, per_element());
    BOOST_TEST(box.texts_to(e2e::number(2)).size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
