#include "modem/discovery.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>

#include <unistd.h>

using namespace nida::modem;
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
    /// A device of which the kernel makes no tty. @param triples  one for each interface
    fs::path add_device(const std::string& usb_path, const std::string& id,
                        const std::vector<std::string>& triples) const
    {
        const auto device = root / "devices/usb1" / usb_path;
        fs::create_directories(device);
        fs::create_directories(root / "bus/usb/devices");
        write(device / "idVendor", id.substr(0, 4));
        write(device / "idProduct", id.substr(5));
        for (std::size_t i = 0; i < triples.size(); ++i) {
            const auto interface = device / (usb_path + ":1." + std::to_string(i));
            fs::create_directories(interface);
            write(interface / "bInterfaceNumber", "0" + std::to_string(i));
            write(interface / "bInterfaceClass", triples[i].substr(0, 2));
            write(interface / "bInterfaceSubClass", triples[i].substr(3, 2));
            write(interface / "bInterfaceProtocol", triples[i].substr(6));
        }
        fs::create_symlink(device, root / "bus/usb/devices" / usb_path);
        return device;
    }
    /// What libserialport would list, without what it would say of the devices.
    DeviceTree tree() const
    {
        auto list = [directory = root / "class/tty"] {
            std::vector<ListedPort> ports;
            std::error_code error;
            for (const auto& tty : fs::directory_iterator{directory, error})
                ports.push_back({"/dev/" + tty.path().filename().string(), {}});
            return ports;
        };
        return {root, list};
    }
    std::vector<std::string> paths() const
    {
        std::vector<std::string> paths;
        for (const auto& port : find_ports(tree()))
            paths.push_back(port.path);
        return paths;
    }
    DeviceKind kind(const std::string& usb_path) const
    {
        for (const auto& device : find_devices(tree()))
            if (device.usb_path == usb_path) return device.kind;
        return DeviceKind::no_modem;
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
    const FoundPort first{"/dev/ttyUSB2", "1-1.2", 4, 0x19d2, 0x0124, "", PortRole::at, 0};
    BOOST_TEST((find_ports(tree()).front() == first));
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
    BOOST_TEST(find_ports({root / "nowhere", [] { return std::vector<ListedPort>{}; }}).empty());
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
    const auto found = find_ports(tree(), dialects);
    BOOST_REQUIRE(found.size() == 2u);
    BOOST_TEST(found.front().path == "/dev/ttyUSB1");
}

BOOST_AUTO_TEST_CASE(a_port_says_its_role_and_its_driver)
{
    add("ttyUSB0", "1-1", "12d1:1506", "00", "ff/01/01");
    add("ttyUSB1", "1-1", "12d1:1506", "01", "ff/01/03");
    add("ttyACM0", "1-3", "abcd:1234", "00", "02/02/01");
    const auto driver = root / "bus/usb-serial/drivers/option1";
    fs::create_directories(driver);
    fs::create_symlink(driver, root / "devices/usb1/1-1/1-1:1.0/ttyUSB0/driver");
    const auto ports = find_ports(tree());
    BOOST_REQUIRE(ports.size() == 3u);
    BOOST_TEST(ports[0].driver == "option1");
    BOOST_TEST((ports[0].role == PortRole::at));
    BOOST_TEST((ports[1].role == PortRole::other));
    BOOST_TEST((ports[2].role == PortRole::perhaps_at));
}

BOOST_AUTO_TEST_CASE(what_libserialport_says_of_a_device_is_believed)
{
    add("ttyUSB0", "1-1", "12d1:1001", "02");
    const UsbIdentity told{0x2c7c, 0x0125, "Quectel", "EC25", "0123456789ABCDEF", 1, 7};
    const auto devices = find_devices({root, [&] { return std::vector<ListedPort>{{"/dev/ttyUSB0", told}}; }});
    BOOST_REQUIRE(devices.size() == 1u);
    BOOST_TEST((devices[0].identity == told));
    BOOST_TEST(devices[0].ports.at(0).vendor == 0x2c7c);
}

BOOST_AUTO_TEST_CASE(the_ports_of_the_driver_hso_say_themselves_what_they_are)
{
    add("ttyHS0", "1-1", "0af0:7501", "00");
    add("ttyHS1", "1-1", "0af0:7501", "01");
    add("ttyHS2", "1-1", "0af0:7501", "02");
    write(root / "class/tty/ttyHS0/hsotype", "Control");
    write(root / "class/tty/ttyHS1/hsotype", "Diagnostic");
    write(root / "class/tty/ttyHS2/hsotype", "Application");
    BOOST_TEST(paths() == (Paths{"/dev/ttyHS2", "/dev/ttyHS0", "/dev/ttyHS1"}), per_element());
}

BOOST_AUTO_TEST_CASE(a_stick_that_shows_itself_as_a_disk_is_told_from_one_that_is_a_modem)
{
    add_device("1-1", "12d1:1446", {"08/06/50"});
    add_device("1-2", "19d2:9876", {"08/06/50"}); // in no list, but a maker of modems makes no disks
    add_device("1-3", "0951:1666", {"08/06/50"}); // a real disk
    BOOST_TEST((kind("1-1") == DeviceKind::storage_mode));
    BOOST_TEST((kind("1-2") == DeviceKind::storage_mode));
    BOOST_TEST((kind("1-3") == DeviceKind::no_modem));
    BOOST_TEST(paths().empty());

    fs::remove_all(root / "devices/usb1/1-1"); // usb_modeswitch has done its work
    add("ttyUSB0", "1-1", "12d1:1001", "02");
    BOOST_TEST((kind("1-1") == DeviceKind::modem));
    BOOST_TEST(paths() == Paths{"/dev/ttyUSB0"}, per_element());
}

BOOST_AUTO_TEST_CASE(a_router_on_a_stick_and_a_broken_one_are_named)
{
    add_device("1-1", "12d1:14db", {"02/06/00", "0a/06/00"});
    add_device("1-2", "12d1:1f01", {"08/06/50"});
    add_device("1-3", "05c6:9008", {"ff/ff/ff"});
    add_device("1-4", "19d2:1405", {"02/06/00", "0a/00/00", "08/06/50"});
    add_device("1-5", "12d1:1506", {"ff/01/01"}); // a modem whose driver has made no port
    add("ttyACM0", "1-6", "1546:01a8", "00", "02/02/01");
    BOOST_TEST((kind("1-1") == DeviceKind::network_card));
    BOOST_TEST((kind("1-2") == DeviceKind::network_card));
    BOOST_TEST((kind("1-3") == DeviceKind::loader));
    BOOST_TEST((kind("1-4") == DeviceKind::network_card));
    BOOST_TEST((kind("1-5") == DeviceKind::modem));
    BOOST_TEST((kind("1-6") == DeviceKind::gps_receiver));
    BOOST_TEST(paths().empty());
}

BOOST_AUTO_TEST_SUITE_END()
