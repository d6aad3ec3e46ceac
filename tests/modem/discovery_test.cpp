#include "modem/discovery.hpp"
#include "modem/port_roles.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
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
/// A sysfs with USB ttys, laid out as the kernel does it.
struct Sysfs {
    fs::path root = fs::temp_directory_path() / ("nida-sysfs-" + std::to_string(::getpid()));
    Sysfs() { fs::create_directories(root / "class/tty"); }
    ~Sysfs() { fs::remove_all(root); }

    static void write(const fs::path& file, const std::string& text) { std::ofstream{file} << text << '\n'; }

    void add(const std::string& tty, const std::string& usb_path, const std::string& id, const std::string& number,
             const std::string& triple = "ff/ff/ff")
    {
        const auto device = root / "devices/usb1" / usb_path;
        const auto interface = device / (usb_path + ":1." + std::to_string(std::stoul(number, nullptr, 16)));
        const bool acm = tty.starts_with("ttyACM"); // usb-serial puts a directory in between, cdc_acm does not
        const auto parent = acm ? interface : interface / tty;
        fs::create_directories(parent / "tty" / tty);
        write(device / "idVendor", id.substr(0, 4));
        write(device / "idProduct", id.substr(5));
        write(interface / "bInterfaceNumber", number);
        write(interface / "bInterfaceClass", triple.substr(0, 2));
        write(interface / "bInterfaceSubClass", triple.substr(3, 2));
        write(interface / "bInterfaceProtocol", triple.substr(6));
        fs::create_symlink(parent, parent / "tty" / tty / "device");
        fs::create_symlink(parent / "tty" / tty, root / "class/tty" / tty);
    }
    std::vector<std::string> paths() const
    {
        std::vector<std::string> paths;
        for (const auto& port : find_ports(root))
            paths.push_back(port.path);
        return paths;
    }
};
using Paths = std::vector<std::string>;
using boost::test_tools::per_element;
} // namespace

BOOST_FIXTURE_TEST_SUITE(discovery, Sysfs)

BOOST_AUTO_TEST_CASE(a_device_s_ports_stand_together_and_its_at_port_first)
{
    add("ttyUSB0", "1-1.3", "2c7c:0125", "00");
    add("ttyUSB1", "1-1.3", "2c7c:0125", "01");
    add("ttyUSB5", "1-1.3", "2c7c:0125", "02");
    add("ttyUSB3", "1-1.3", "2c7c:0125", "03");
    add("ttyUSB4", "1-1.2", "19d2:0124", "01");
    add("ttyUSB2", "1-1.2", "19d2:0124", "04");
    const Paths expected{"/dev/ttyUSB2", "/dev/ttyUSB4", "/dev/ttyUSB5",
                         "/dev/ttyUSB3", "/dev/ttyUSB0", "/dev/ttyUSB1"};
    BOOST_TEST(paths() == expected, per_element());
    const FoundPort first{"/dev/ttyUSB2", "1-1.2", 4, 0x19d2, 0x0124};
    BOOST_TEST((find_ports(root).front() == first));
}

BOOST_AUTO_TEST_CASE(a_huawei_is_known_by_its_interface_classes)
{
    add("ttyUSB0", "1-1", "12d1:1506", "00", "ff/01/01");
    add("ttyUSB1", "1-1", "12d1:1506", "01", "ff/01/03");
    add("ttyUSB2", "1-1", "12d1:1506", "02", "ff/01/02");
    BOOST_TEST(paths() == (Paths{"/dev/ttyUSB2", "/dev/ttyUSB0", "/dev/ttyUSB1"}), per_element());
}

BOOST_AUTO_TEST_CASE(an_old_huawei_has_its_commands_on_its_last_port)
{
    add("ttyUSB0", "1-1", "12d1:1406", "00");
    add("ttyUSB1", "1-1", "12d1:1406", "01");
    add("ttyUSB2", "1-1", "12d1:1406", "03");
    BOOST_TEST(paths().front() == "/dev/ttyUSB2");
}

BOOST_AUTO_TEST_CASE(a_gps_receiver_and_an_emergency_loader_are_no_modems)
{
    add("ttyACM0", "1-2", "1546:01a8", "00", "02/02/01");
    add("ttyUSB0", "1-3", "05c6:9008", "00");
    add("ttyACM1", "1-4", "1546:1102", "00", "02/02/01");
    BOOST_TEST(paths() == Paths{"/dev/ttyACM1"}, per_element());
}

BOOST_AUTO_TEST_CASE(a_uart_bridge_and_an_unknown_device_are_tried_too)
{
    add("ttyUSB0", "1-2", "0403:6001", "00");
    add("ttyACM0", "1-3", "abcd:1234", "02", "02/02/01");
    add("ttyACM1", "1-3", "abcd:1234", "00", "02/02/01");
    BOOST_TEST(paths() == (Paths{"/dev/ttyUSB0", "/dev/ttyACM1", "/dev/ttyACM0"}), per_element());
}

BOOST_AUTO_TEST_CASE(ttys_that_are_not_on_usb_are_passed_over)
{
    fs::create_directories(root / "devices/virtual/tty/ttyUSB9");
    fs::create_symlink(root / "devices/virtual/tty/ttyUSB9", root / "class/tty/ttyUSB9");
    fs::create_directories(root / "class/tty/ttyS0");
    BOOST_TEST(paths().empty());
    BOOST_TEST(find_ports(root / "nowhere").empty());
}

BOOST_AUTO_TEST_CASE(every_port_of_a_known_device_keeps_a_rank)
{
    BOOST_TEST(at_rank({0x1bc7, 0x0021, 0, 2, 2, 1}).value() == 0u);
    BOOST_TEST(at_rank({0x1bc7, 0x0021, 6, 2, 2, 1}).value() == 1u);
    BOOST_TEST(at_rank({0x1bc7, 0x0021, 10, 2, 2, 1}).value() >= unlikely_port);
    BOOST_TEST(at_rank({0x1bc7, 0x0021, 200, 2, 2, 1}).value() >= unlikely_port);
}

BOOST_AUTO_TEST_CASE(rows_of_ones_own_are_believed_before_the_built_in_ones)
{
    nida::protocol::Dialect own;
    own.usb = {{0x12d1, 0x1506, {1}},
               {0xabcd, 0x1234, {7, 5}},
               {0x2c7c, std::nullopt, {}, nida::protocol::UsbPorts::Layout::no_modem}};
    std::vector<nida::protocol::Dialect> dialects{own};
    const auto builtin = nida::protocol::builtin_dialects();
    dialects.insert(dialects.end(), builtin.begin(), builtin.end());
    BOOST_TEST(at_rank({0xabcd, 0x1234, 5, 2, 2, 1}, dialects).value() == 1u);
    BOOST_TEST(at_rank({0x12d1, 0x1506, 1, 255, 255, 255}, dialects).value() == 0u);
    BOOST_TEST(at_rank({0x12d1, 0x1506, 0, 255, 1, 2}, dialects).value() ==
               0u); // its class still says more than its number
    BOOST_TEST(!at_rank({0x2c7c, 0x9999, 2, 255, 255, 255}, dialects));
    BOOST_TEST(at_rank({0x2c7c, 0x9999, 2, 255, 255, 255}).value() == 0u);

    add("ttyUSB0", "1-1", "abcd:1234", "05");
    add("ttyUSB1", "1-1", "abcd:1234", "07");
    const auto found = find_ports(root, dialects);
    BOOST_REQUIRE(found.size() == 2u);
    BOOST_TEST(found.front().path == "/dev/ttyUSB1");
}

BOOST_AUTO_TEST_CASE(the_sweep_tells_of_a_change_where_nothing_else_does)
{
    boost::asio::io_context loop;
    HotPlug hot_plug{loop.get_executor(), 5ms};
    bool told = false;
    boost::asio::co_spawn(loop, hot_plug.changed(), [&](std::exception_ptr error) { told = !error; });
    loop.run_for(2s);
    BOOST_TEST(told);
}

BOOST_AUTO_TEST_SUITE_END()
