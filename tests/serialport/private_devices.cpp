#include "tests/serialport/private_devices.hpp"

#include "tests/e2e/mounts.hpp"

#include <grp.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string_view>
#include <system_error>

namespace nida::tests
{
namespace fs = std::filesystem;

namespace
{
[[noreturn]] void fail(const std::string& what) { throw std::system_error{errno, std::generic_category(), what}; }

void write(const fs::path& file, const std::string& text)
{
    std::ofstream out{file};
    out << text << std::flush;
    if (!out) fail("cannot write " + file.string());
}

void bind(const fs::path& what, const fs::path& where)
{
    if (!fs::is_directory(what)) write(where, "");
    e2e::mount(what, where, nullptr, MS_BIND);
}

/// Gives root away for good where NIDA_TEST_AS says "user".
void become_who_is_asked_for()
{
    const char* const wanted = std::getenv("NIDA_TEST_AS");
    if (wanted == nullptr || std::string_view{wanted} != "user") return;
    if (::geteuid() != 0) throw std::runtime_error{"not root: the test before this one ran as a user already"};
    constexpr uid_t nobody = 65534;
    if (::setgroups(0, nullptr) != 0 || ::setgid(nobody) != 0 || ::setuid(nobody) != 0) fail("cannot become nobody");
    ::prctl(PR_SET_DUMPABLE, 1); // else /proc/self stays root's, and with it uid_map
    if (::access(NIDA_BIN "/nidad", X_OK) != 0) throw std::runtime_error{"the user nobody cannot reach " NIDA_BIN};
}
} // namespace

PrivateDevices& private_devices()
{
    static PrivateDevices devices;
    return devices;
}

PrivateDevices::PrivateDevices()
{
    try {
        become_who_is_asked_for();
        directory_.emplace();
        enter();
    } catch (const std::exception& e) {
        trouble_ = e.what();
    }
}

PrivateDevices::~PrivateDevices() = default;

void PrivateDevices::enter()
{
    e2e::unshare_mounts();

    // A new /dev is made beside the old one, whose nodes it borrows. Its ptys are its own, so that any user may open them.
    const auto dev = *directory_ / "dev";
    fs::create_directory(dev);
    e2e::mount("tmpfs", dev, "tmpfs", 0, "mode=755");
    for (const std::string node : {"null", "zero", "full", "random", "urandom"})
        bind("/dev/" + node, dev / node);
    fs::create_directory(dev / "pts");
    e2e::mount("devpts", dev / "pts", "devpts", 0, "newinstance,ptmxmode=0666,mode=0620");
    fs::create_symlink("pts/ptmx", dev / "ptmx");
    e2e::mount(dev, "/dev", nullptr, MS_MOVE);

    e2e::mount("tmpfs", "/run/lock", "tmpfs", 0); // ttyUSB0 is another port outside

    const auto class_tty = *directory_ / "class" / "tty";
    fs::create_directories(class_tty);
    bind(class_tty, "/sys/class/tty");
}

fs::path PrivateDevices::interface_directory(const UsbPort& port) const
{
    const auto number = std::to_string(std::stoul(port.interface, nullptr, 16));
    return *directory_ / "devices/usb1" / port.usb_path / (port.usb_path + ":1." + number);
}

void PrivateDevices::plug(const UsbPort& port, const fs::path& pty)
{
    // As the kernel lays it out, where usb-serial puts a directory between interface and tty.
    const auto interface = interface_directory(port);
    const auto device = interface.parent_path();
    const auto tty = interface / port.tty / "tty" / port.tty;
    fs::create_directories(tty);
    write(device / "busnum", "1\n");
    write(device / "devnum", "7\n");
    write(device / "idVendor", port.vendor + '\n');
    write(device / "idProduct", port.product + '\n');
    write(device / "manufacturer", "HUAWEI Technology\n");
    write(device / "product", "HUAWEI Mobile\n");
    write(interface / "bInterfaceNumber", port.interface + '\n');
    write(interface / "bInterfaceClass", port.triple.substr(0, 2) + '\n');
    write(interface / "bInterfaceSubClass", port.triple.substr(3, 2) + '\n');
    write(interface / "bInterfaceProtocol", port.triple.substr(6) + '\n');
    fs::create_directory_symlink("../..", tty / "device");
    fs::create_directory_symlink(tty, fs::path{"/sys/class/tty"} / port.tty);

    bind(pty, "/dev/" + port.tty);
    fs::create_directories("/dev/serial/by-id");
    fs::create_symlink("../../" + port.tty, by_id(port));
}

void PrivateDevices::unplug(const UsbPort& port)
{
    fs::remove(by_id(port));
    const auto node = "/dev/" + port.tty;
    if (::umount2(node.c_str(), MNT_DETACH) != 0) fail("cannot unmount " + node);
    fs::remove(node);
    fs::remove(fs::path{"/sys/class/tty"} / port.tty);
    fs::remove_all(interface_directory(port).parent_path());
}

fs::path PrivateDevices::by_id(const UsbPort& port)
{
    return "/dev/serial/by-id/usb-HUAWEI_HUAWEI_Mobile-if" + port.interface + "-port0";
}
} // namespace nida::tests
