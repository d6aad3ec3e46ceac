#include "modem/usb_device.hpp"
#include "tests/run_to_end.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/system/system_error.hpp>
#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <unistd.h>

using namespace nida::modem;
namespace fs = std::filesystem;
namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace
{
/// A sysfs with one stick in socket 3 of hub 1-1, whose first port is dev/ttyUSB4.
struct Sysfs {
    fs::path root = fs::temp_directory_path() / ("nida-usb-device-" + std::to_string(::getpid()));
    fs::path device = root / "sys/devices/usb1/1-1/1-1.3";
    std::string port = (root / "dev/ttyUSB4").string();
    Sysfs()
    {
        fs::create_directories(device / "1-1.3:1.0/ttyUSB4");
        fs::create_directories(root / "sys/class/tty/ttyUSB4");
        fs::create_directories(root / "dev");
        fs::create_directory_symlink(device / "1-1.3:1.0/ttyUSB4", root / "sys/class/tty/ttyUSB4/device");
        std::ofstream{device / "idVendor"} << "12d1\n";
        std::ofstream{device / "authorized"} << "1\n";
        std::ofstream{port};
    }
    ~Sysfs() { fs::remove_all(root); }
    Sysfs(const Sysfs&) = delete;

    UsbDevice found() const { return usb_device_of(port, root / "sys").value(); }
    /// A program that stands in for uhubctl.
    std::string program(const std::string& body) const
    {
        const auto path = root / "uhubctl";
        std::ofstream{path} << "#!/bin/sh\n" << body << "\n";
        fs::permissions(path, fs::perms::owner_all);
        return path.string();
    }
    std::string content(const fs::path& file) const
    {
        std::ifstream in{file};
        return {std::istreambuf_iterator<char>{in}, {}};
    }
};

void run(asio::awaitable<void> work)
{
    asio::io_context loop;
    nida::run_to_end(loop, std::move(work));
}

std::string trouble_of(asio::awaitable<void> work)
{
    try {
        run(std::move(work));
    } catch (const boost::system::system_error& error) {
        return error.what();
    }
    return "";
}
bool says(const std::string& text, std::string_view what) { return text.find(what) != std::string::npos; }
} // namespace

BOOST_FIXTURE_TEST_SUITE(usb_device, Sysfs)

BOOST_AUTO_TEST_CASE(a_port_leads_to_its_device_and_to_the_socket_of_its_hub)
{
    const auto stick = found();
    BOOST_TEST(stick.directory == fs::canonical(device));
    BOOST_TEST(stick.name == "1-1.3");
    BOOST_TEST(stick.hub == "1-1");
    BOOST_TEST(stick.hub_port == 3);
    fs::create_symlink(port, root / "dev/by-id");
    BOOST_TEST(usb_device_of((root / "dev/by-id").string(), root / "sys")->name == "1-1.3");
}

BOOST_AUTO_TEST_CASE(a_socket_of_the_computer_itself_belongs_to_a_root_hub)
{
    const auto direct = root / "sys/devices/usb2/2-4";
    fs::create_directories(direct / "2-4:1.0");
    fs::create_directories(root / "sys/class/tty/ttyACM0");
    fs::create_directory_symlink(direct / "2-4:1.0", root / "sys/class/tty/ttyACM0/device");
    std::ofstream{direct / "idVendor"} << "1e0e\n";
    std::ofstream{root / "dev/ttyACM0"};
    const auto stick = usb_device_of((root / "dev/ttyACM0").string(), root / "sys").value();
    BOOST_TEST(stick.hub == "2");
    BOOST_TEST(stick.hub_port == 4);
}

BOOST_AUTO_TEST_CASE(what_is_not_on_usb_has_no_device)
{
    std::ofstream{root / "dev/pts7"};
    BOOST_TEST(!usb_device_of((root / "dev/pts7").string(), root / "sys"));
    fs::create_directories(root / "sys/devices/platform/serial0");
    fs::create_directories(root / "sys/class/tty/ttyAMA0");
    fs::create_directory_symlink(root / "sys/devices/platform/serial0", root / "sys/class/tty/ttyAMA0/device");
    std::ofstream{root / "dev/ttyAMA0"};
    BOOST_TEST(!usb_device_of((root / "dev/ttyAMA0").string(), root / "sys"));
    BOOST_TEST(!usb_device_of("/dev/no-such-port", root / "sys"));
}

BOOST_AUTO_TEST_CASE(a_device_is_taken_away_and_found_again)
{
    run(reauthorise(found(), 0ms));
    BOOST_TEST(content(device / "authorized").substr(0, 1) == "1");
    // A FIFO keeps both in their order.
    fs::remove(device / "authorized");
    BOOST_REQUIRE(::mkfifo((device / "authorized").c_str(), 0600) == 0);
    const int reader = ::open((device / "authorized").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    run(reauthorise(found(), 0ms));
    char written[4]{};
    BOOST_TEST(::read(reader, written, sizeof written) == 2);
    BOOST_TEST(std::string(written, 2) == "01");
    ::close(reader);
}

BOOST_AUTO_TEST_CASE(a_device_that_cannot_be_reset_says_which_file_it_was)
{
    fs::remove(device / "authorized");
    const auto trouble = trouble_of(reauthorise(found(), 0ms));
    BOOST_TEST(says(trouble, "1-1.3"));
    BOOST_TEST(says(trouble, "authorized"));
}

BOOST_AUTO_TEST_CASE(power_is_switched_by_uhubctl_with_the_socket_of_the_modem)
{
    const auto said = root / "said";
    run(cycle_power(found(), {program("echo \"$@\" > " + said.string()), 5s, 20s}));
    BOOST_TEST(content(said) == "-l 1-1 -p 3 -a cycle -d 5\n");
}

BOOST_AUTO_TEST_CASE(what_uhubctl_says_against_it_stands_in_the_error)
{
    const auto trouble =
        trouble_of(cycle_power(found(), {program("echo 'No compatible devices detected!' >&2; exit 1"), 5s, 20s}));
    BOOST_TEST(says(trouble, "No compatible devices detected!"));
    BOOST_TEST(says(trouble, "udev"));
}

BOOST_AUTO_TEST_CASE(without_uhubctl_the_error_says_how_to_get_it)
{
    const auto trouble = trouble_of(cycle_power(found(), {"nida-no-such-uhubctl", 5s, 20s}));
    BOOST_TEST(says(trouble, "apt install uhubctl"));
}

BOOST_AUTO_TEST_CASE(a_uhubctl_that_hangs_is_ended)
{
    const auto trouble = trouble_of(cycle_power(found(), {program("echo waiting; exec sleep 600"), 5s, 1s}));
    BOOST_TEST(says(trouble, "did not end in 1 s (waiting)"));
}

BOOST_AUTO_TEST_SUITE_END()
