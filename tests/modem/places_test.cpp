#include "modem/places.hpp"
#include "modem/scan.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

using namespace nida::modem;
namespace fs = std::filesystem;

namespace
{
/// No USB at all, and ptys behind links.
struct Ports {
    fs::path root = fs::temp_directory_path() / ("nida-places-" + std::to_string(::getpid()));
    std::vector<int> masters;
    DeviceTree tree{root / "sys", [] { return std::vector<ListedPort>{}; }};

    Ports() { fs::create_directories(root); }
    ~Ports()
    {
        for (const int master : masters)
            ::close(master);
        fs::remove_all(root);
    }
    std::string pty()
    {
        const int master = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
        BOOST_REQUIRE(master >= 0 && ::grantpt(master) == 0 && ::unlockpt(master) == 0);
        masters.push_back(master);
        return ::ptsname(master);
    }
    std::vector<std::string> keys(const std::vector<std::string>& named) const
    {
        std::vector<std::string> keys;
        for (const auto& place : find_places(named, tree))
            keys.push_back(fs::path{place.key}.filename());
        return keys;
    }
};
using Keys = std::vector<std::string>;
using boost::test_tools::per_element;
} // namespace

BOOST_FIXTURE_TEST_SUITE(places, Ports)

BOOST_AUTO_TEST_CASE(a_pattern_finds_each_port_once)
{
    const auto first = pty();
    fs::create_symlink(first, root / "modem0");
    fs::create_symlink(pty(), root / "modem1");
    fs::create_symlink(first, root / "modem2"); // the same port once more
    fs::create_symlink("nowhere", root / "modem3");
    std::ofstream{root / "modem4"} << "no port";
    BOOST_TEST(keys({(root / "modem*").string()}) == (Keys{"modem0", "modem1"}), per_element());
    BOOST_TEST(keys({(root / "modem1").string(), (root / "modem?").string(), first}) == (Keys{"modem1", "modem0"}),
               per_element());
    BOOST_TEST(keys({"/nowhere/*", "", "["}).empty());
}

BOOST_AUTO_TEST_CASE(a_port_that_was_away_has_another_fingerprint)
{
    const auto link = root / "modem0";
    const auto slave = pty();
    fs::create_symlink(slave, link);
    const auto before = find_places({link.string()}, tree).at(0);
    BOOST_TEST(before.fingerprint == find_places({link.string()}, tree).at(0).fingerprint);
    BOOST_TEST(before.has(slave));
    BOOST_TEST(!before.has("/dev/null"));
    fs::remove(link);
    BOOST_TEST(find_places({link.string()}, tree).empty());
    fs::create_symlink(pty(), link);
    BOOST_TEST(before.fingerprint != find_places({link.string()}, tree).at(0).fingerprint);
}

BOOST_AUTO_TEST_CASE(a_scan_says_of_each_port_what_it_is_and_who_has_it)
{
    Place modem{"1-1", FoundDevice{}, {"/dev/ttyUSB8", "/dev/ttyUSB9"}, ""};
    modem.usb->usb_path = "1-1";
    modem.usb->kind = DeviceKind::modem;
    modem.usb->identity = {0x12d1, 0x1506, "HUAWEI", "E173", "", 1, 7};
    modem.usb->ports = {{"/dev/ttyUSB8", "1-1", 2, 0x12d1, 0x1506, "option1", PortRole::at, 0},
                        {"/dev/ttyUSB9", "1-1", 1, 0x12d1, 0x1506, "option1", PortRole::other, 101}};
    Place disk{"1-2", FoundDevice{}, {}, ""};
    disk.usb->kind = DeviceKind::storage_mode;
    fs::create_directories(root / "proc/812/fd");
    fs::create_symlink(pty(), root / "modem0");
    struct stat node {
    };
    BOOST_REQUIRE(::stat((root / "modem0").c_str(), &node) == 0);
    std::ofstream{root / "proc/locks"} << fmt::format("1: FLOCK  ADVISORY  WRITE 812 {:02x}:{:02x}:{} 0 EOF\n",
                                                      ::major(node.st_dev), ::minor(node.st_dev), node.st_ino);
    std::ofstream{root / "proc/812/comm"} << "minicom\n";
    const Place other{"modem0", {}, {(root / "modem0").string()}, ""};

    const auto rows = scan({modem, disk, other}, {root / "proc", root / "lock"});
    BOOST_REQUIRE(rows.size() == 4u);
    BOOST_TEST(rows[0].id == "12d1:1506");
    BOOST_TEST(rows[0].product == "E173");
    BOOST_TEST(rows[0].role == "at");
    BOOST_TEST((rows[0].use == PortUse::free));
    BOOST_TEST((rows[1].use == PortUse::other_role));
    BOOST_TEST(rows[2].port == "");
    BOOST_TEST((rows[2].use == PortUse::storage_mode));
    BOOST_TEST(rows[3].held_by == "minicom (pid 812)");
    BOOST_TEST((rows[3].use == PortUse::held));
    BOOST_TEST(rows[3].fields().size() == 15u);
}

BOOST_AUTO_TEST_SUITE_END()
