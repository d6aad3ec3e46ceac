#include "modem/port.hpp"
#include "modem/port_holder.hpp"
#include "modem/port_lock.hpp"

#include <boost/system/system_error.hpp>
#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace nida::modem;
namespace fs = std::filesystem;

namespace
{
/// A /proc and a /run/lock of our own, and a file that stands for the port.
struct Places {
    fs::path root = fs::temp_directory_path() / ("nida-holder-" + std::to_string(::getpid()));
    fs::path port = root / "ttyUSB2";
    HolderPlaces holders{root / "proc", root / "lock"};

    Places()
    {
        fs::create_directories(holders.proc);
        fs::create_directories(holders.locks);
        write(port, "");
        write(holders.proc / "locks", "");
    }
    ~Places() { fs::remove_all(root); }

    static void write(const fs::path& file, const std::string& text) { std::ofstream{file} << text; }
    void runs(int pid, const std::string& name, const std::string& arguments = {}) const
    {
        fs::create_directories(holders.proc / std::to_string(pid) / "fd");
        write(holders.proc / std::to_string(pid) / "comm", name + "\n");
        write(holders.proc / std::to_string(pid) / "cmdline", name + std::string(1, '\0') + arguments);
    }
    std::string kernel_name() const
    {
        struct stat status {
        };
        ::stat(port.c_str(), &status);
        return fmt::format("{:02x}:{:02x}:{}", ::major(status.st_dev), ::minor(status.st_dev), status.st_ino);
    }
    std::string holder() const
    {
        const auto found = find_holder(port, holders);
        return found ? found->text() : "nobody";
    }
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(port_holder, Places)

BOOST_AUTO_TEST_CASE(a_free_port_has_none) { BOOST_TEST(holder() == "nobody"); }

BOOST_AUTO_TEST_CASE(a_lock_names_its_owner)
{
    runs(812, "minicom");
    write(holders.proc / "locks", "1: POSIX  ADVISORY  READ 9 00:05:1 0 EOF\n2: FLOCK  ADVISORY  WRITE 812 " +
                                      kernel_name() + " 0 EOF\n2: -> FLOCK  ADVISORY  WRITE 813 " + kernel_name() +
                                      " 0 EOF\n");
    BOOST_TEST(holder() == "minicom (pid 812)");
}

BOOST_AUTO_TEST_CASE(an_open_descriptor_names_its_owner)
{
    runs(700, "bash");
    runs(812, "ModemManager");
    fs::create_symlink(port, holders.proc / "812/fd/7");
    fs::create_symlink(port, root / "by-id");
    BOOST_TEST(holder() == "ModemManager (pid 812)");
    BOOST_TEST(find_holder(root / "by-id", holders)->pid == 812);
}

BOOST_AUTO_TEST_CASE(a_lock_file_names_its_owner_while_he_lives)
{
    const auto parent = ::getppid();
    const PortLock lock{port, holders.locks};
    write(lock.file(), fmt::format("{:>10}\n", parent));
    BOOST_TEST(lock.holder().value_or(0) == parent);
    BOOST_TEST(holder() == fmt::format("pid {}", parent)); // one whose name may not be seen
    BOOST_TEST(!lock.take());

    const auto child = ::fork();
    if (child == 0) ::_exit(0);
    ::waitpid(child, nullptr, 0);
    write(lock.file(), fmt::format("{:>10}\n", child));
    BOOST_TEST(!lock.holder());
    BOOST_TEST(holder() == "nobody");
    BOOST_TEST(lock.take()); // a dead man's lock
    std::ifstream in{lock.file()};
    pid_t pid = 0;
    in >> pid;
    BOOST_TEST(pid == ::getpid());
    BOOST_TEST(lock.take());
    lock.release();
    BOOST_TEST(!fs::exists(lock.file()));
}

BOOST_AUTO_TEST_CASE(a_lock_file_of_nonsense_or_none_holds_nobody)
{
    const PortLock lock{port, holders.locks};
    for (const std::string content : {"", "nobody\n", "-5", "99999999999999999999", "0"}) {
        write(lock.file(), content);
        BOOST_TEST(!lock.holder());
    }
    const std::int32_t binary = ::getppid();
    write(lock.file(), std::string{reinterpret_cast<const char*>(&binary), sizeof binary});
    BOOST_TEST(lock.holder().value_or(0) == binary);

    const PortLock nowhere{port, root / "nowhere"};
    BOOST_TEST(nowhere.take()); // best effort
    nowhere.release();
}

BOOST_AUTO_TEST_CASE(where_nobody_can_be_named_a_suspect_is)
{
    BOOST_TEST(!suspect(port, holders));
    runs(100, "agetty", "tty1");
    BOOST_TEST(!suspect(port, holders)); // at another port
    runs(200, "gpsd");
    runs(300, "ModemManager");
    BOOST_TEST(suspect(port, holders)->text() == "perhaps ModemManager (pid 300), which runs here");
    runs(400, "agetty", "ttyUSB2");
    BOOST_TEST(suspect(port, holders)->text() == "perhaps agetty (pid 400), which runs here");
}

BOOST_AUTO_TEST_CASE(a_refused_port_names_the_one_who_has_it)
{
    const int master = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    BOOST_REQUIRE(master >= 0 && ::grantpt(master) == 0 && ::unlockpt(master) == 0);
    const std::string slave = ::ptsname(master);
    int ready[2];
    BOOST_REQUIRE(::pipe(ready) == 0);
    const auto child = ::fork();
    if (child == 0) {
        char done = 0;
        try {
            open_port(slave);
            done = 1;
        } catch (const std::exception&) {
        }
        if (::write(ready[1], &done, 1) == 1) ::pause();
        ::_exit(1);
    }
    char done = 0;
    BOOST_TEST(::read(ready[0], &done, 1) == 1);
    BOOST_TEST(done == 1);
    const auto names_it = [&](const boost::system::system_error& error) {
        BOOST_TEST_MESSAGE(error.what());
        return error.code() == boost::system::errc::device_or_resource_busy &&
               std::string{error.what()}.find(fmt::format("(pid {})", child)) != std::string::npos;
    };
    BOOST_CHECK_EXCEPTION(open_port(slave), boost::system::system_error, names_it);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    ::close(master);
    ::close(ready[0]);
    ::close(ready[1]);
}

BOOST_AUTO_TEST_SUITE_END()
