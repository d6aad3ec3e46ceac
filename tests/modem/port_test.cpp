#include "modem/port.hpp"
#include "tests/modem/modem_script.hpp"

#include <boost/system/system_error.hpp>
#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <poll.h>
#include <pty.h>
#include <termios.h>
#include <unistd.h>

using namespace nida::modem;
namespace fs = std::filesystem;
using boost::system::system_error;

namespace
{
/// A pty whose master end stays with the test.
struct Pty {
    int master = -1;
    std::string slave;
    Pty()
    {
        master = ::posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
        BOOST_REQUIRE(master >= 0 && ::grantpt(master) == 0 && ::unlockpt(master) == 0);
        slave = ::ptsname(master);
    }
    ~Pty() { ::close(master); }
};

std::string read_some(int fd)
{
    pollfd ready{fd, POLLIN, 0};
    ::poll(&ready, 1, 1000);
    char buffer[64];
    const auto count = ::read(fd, buffer, sizeof buffer);
    return count > 0 ? std::string(buffer, static_cast<std::size_t>(count)) : std::string{};
}

bool busy(const system_error& error) { return error.code() == boost::system::errc::device_or_resource_busy; }
} // namespace

BOOST_FIXTURE_TEST_SUITE(port, Pty)

BOOST_AUTO_TEST_CASE(octets_pass_as_they_are)
{
    const int fd = open_port(slave);
    const std::string octets{"\x1b\r\n\x1a\x03\x11\x13\x7f"};
    BOOST_TEST(::write(master, octets.data(), octets.size()) == static_cast<ssize_t>(octets.size()));
    BOOST_TEST(read_some(fd) == octets);
    BOOST_TEST(::write(fd, octets.data(), octets.size()) == static_cast<ssize_t>(octets.size()));
    BOOST_TEST(read_some(master) == octets);
    close_port(fd);
}

BOOST_AUTO_TEST_CASE(an_idle_port_reads_as_nothing_yet_and_not_as_its_end)
{
    const int fd = open_port(slave);
    char octet;
    BOOST_TEST(::read(fd, &octet, 1) == -1);
    BOOST_TEST(errno == EAGAIN);
    termios settings{};
    ::tcgetattr(fd, &settings);
    BOOST_TEST(settings.c_cc[VMIN] == 1);
    close_port(fd);
}

BOOST_AUTO_TEST_CASE(what_waits_in_the_input_is_kept)
{
    const int before = ::open(slave.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC); // somebody had it raw before us
    termios settings{};
    ::tcgetattr(before, &settings);
    ::cfmakeraw(&settings);
    ::tcsetattr(before, TCSANOW, &settings);
    BOOST_TEST(::write(master, "\r\n+CMGS: 7\r\n", 12) == 12);
    const int fd = open_port(slave);
    BOOST_TEST(read_some(fd) == "\r\n+CMGS: 7\r\n");
    close_port(fd);
    ::close(before);
}

BOOST_AUTO_TEST_CASE(a_symlink_leads_to_the_port)
{
    const auto link = fs::temp_directory_path() / ("nida-port-" + std::to_string(::getpid()));
    fs::create_symlink(slave, link);
    const int fd = open_port(link);
    BOOST_TEST(fd >= 0);
    close_port(fd);
    fs::remove(link);
}

BOOST_AUTO_TEST_CASE(a_port_that_is_open_elsewhere_is_refused_and_free_again_after_it_was_closed)
{
    const int fd = open_port(slave);
    BOOST_CHECK_EXCEPTION(open_port(slave), system_error, busy);
    close_port(fd);
    const int again = open_port(slave);
    BOOST_TEST(again >= 0);
    close_port(again);
}

BOOST_AUTO_TEST_CASE(what_is_no_tty_or_not_there_is_refused)
{
    BOOST_CHECK_THROW(open_port("/dev/null"), system_error);
    BOOST_CHECK_THROW(open_port("/dev/no-such-port"), system_error);
}

BOOST_AUTO_TEST_CASE(a_tty_that_sysfs_knows_goes_to_libserialport)
{
    const auto sysfs = fs::temp_directory_path() / ("nida-port-sysfs-" + std::to_string(::getpid()));
    fs::create_directories(sysfs / "class/tty" / fs::path{slave}.filename());
    const auto is_its_refusal = [](const system_error& error) { // it never opens a pty
        return std::string{error.what()}.find("libserialport") != std::string::npos;
    };
    BOOST_CHECK_EXCEPTION(open_port(slave, {sysfs, {}}), system_error, is_its_refusal);
    fs::remove_all(sysfs);
}

BOOST_AUTO_TEST_CASE(a_port_that_another_program_s_lock_file_names_is_not_even_opened)
{
    const auto root = fs::temp_directory_path() / ("nida-port-locks-" + std::to_string(::getpid()));
    const auto name = fs::path{slave}.filename().string();
    fs::create_directories(root / "class/tty" / name);
    std::ofstream{root / ("LCK.." + name)} << ::getppid() << '\n';
    BOOST_CHECK_EXCEPTION(open_port(slave, {root, {"/proc", root}}), system_error, busy);
    fs::remove_all(root);
}

BOOST_AUTO_TEST_CASE(a_modem_opens_a_pty_and_gives_it_back)
{
    boost::asio::io_context loop;
    Modem modem{loop.get_executor(), slave, {}};
    bool opened = false;
    boost::asio::co_spawn(loop, modem.open(), [&](std::exception_ptr error) { opened = !error; });
    for (const std::string expected : {"\x1b\r", "AT\r"}) {
        std::string seen;
        while (seen.empty() && loop.run_one_for(std::chrono::seconds{2}) > 0) {
            pollfd ready{master, POLLIN, 0};
            if (::poll(&ready, 1, 0) > 0) seen = read_some(master);
        }
        BOOST_TEST(seen == expected);
    }
    BOOST_TEST(::write(master, "\r\nOK\r\n", 6) == 6);
    loop.run_for(std::chrono::milliseconds{200});
    BOOST_TEST(opened);
    modem.close();
    const int again = open_port(slave); // closed on its own thread a moment later
    BOOST_TEST(again >= 0);
    close_port(again);
}

BOOST_AUTO_TEST_SUITE_END()
