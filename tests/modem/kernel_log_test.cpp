#include "modem/kernel_log.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>

#include <ctime>
#include <fcntl.h>
#include <filesystem>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

using namespace nida::modem;
using Kind = KernelEvent::Kind;
namespace fs = std::filesystem;

namespace
{
std::int64_t seconds_since_start()
{
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

/// A FIFO in the place of /dev/kmsg.
struct Kmsg {
    fs::path path = fs::temp_directory_path() / ("nida-kmsg-" + std::to_string(::getpid()));
    int end = -1;
    boost::asio::io_context loop;
    std::vector<KernelEvent> heard;
    Kmsg()
    {
        fs::remove(path);
        BOOST_REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
        end = ::open(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
    }
    ~Kmsg()
    {
        ::close(end);
        fs::remove(path);
    }
    Kmsg(const Kmsg&) = delete;

    void say(const std::string& octets) const
    {
        BOOST_REQUIRE(::write(end, octets.data(), octets.size()) == static_cast<ssize_t>(octets.size()));
    }
    /// A whole line, stamped so many seconds before now.
    void kernel(const std::string& text, std::int64_t ago = 0) const
    {
        const auto at = std::max<std::int64_t>((seconds_since_start() - ago) * 1'000'000 + 999'999, 0);
        say("4,77," + std::to_string(at) + ",-;" + text + "\n SUBSYSTEM=usb\n DEVICE=+usb:1-1.3\n");
    }
    KernelLog::Listener listener()
    {
        return [this](const KernelEvent& event) { heard.push_back(event); };
    }
    void settle()
    {
        loop.restart();
        loop.run_for(std::chrono::milliseconds{50});
    }
};
bool says(const std::string& text, std::string_view what) { return text.find(what) != std::string::npos; }

std::optional<Kind> kind(const std::string& text)
{
    const auto event = parse_kernel_line("6,1,5000000,-;" + text);
    if (!event) return std::nullopt;
    return event->kind;
}
} // namespace

BOOST_FIXTURE_TEST_SUITE(kernel_log, Kmsg)

BOOST_AUTO_TEST_CASE(lines_that_explain_the_loss_of_a_modem_are_told_apart)
{
    using enum KernelEvent::Kind;
    BOOST_TEST((kind("Under-voltage detected! (0x00050005)") == under_voltage));
    BOOST_TEST((kind("hwmon hwmon1: Undervoltage detected!") == under_voltage));
    BOOST_TEST((kind("hwmon hwmon1: Voltage normalised") == voltage_normal));
    BOOST_TEST((kind("usb 1-1.3: USB disconnect, device number 7") == disconnect));
    BOOST_TEST((kind("usb usb1-port2: over-current change #3") == over_current));
    BOOST_TEST((kind("option1 ttyUSB2: option_instat_callback: nonzero urb status received: -71") == usb_error));
    BOOST_TEST((kind("option1 ttyUSB1: usb_wwan_indat_callback: resubmit read urb failed. (-19)") == usb_error));
    BOOST_TEST((kind("usb 1-1.3: device descriptor read/64, error -71") == usb_error));
    BOOST_TEST(!kind("usb 1-1.3: new high-speed USB device number 8 using xhci_hcd"));
    BOOST_TEST(!kind(""));
}

BOOST_AUTO_TEST_CASE(a_line_gives_its_time_its_device_and_its_text)
{
    const auto event = parse_kernel_line("6,1234,98765432,-;usb 1-1.3: USB disconnect, device number 7").value();
    BOOST_TEST(event.at.count() == 98765432);
    BOOST_TEST(event.device == "1-1.3");
    BOOST_TEST(event.text == "usb 1-1.3: USB disconnect, device number 7");
    BOOST_TEST(parse_kernel_line("4,9,1,-,caller=T1;option1 ttyUSB2: x: nonzero urb status received: -71")->device ==
               "ttyUSB2");
}

BOOST_AUTO_TEST_CASE(what_is_no_line_of_the_kernel_is_none)
{
    const std::string whole = "6,1234,98765432,-;usb 1-1.3: USB disconnect, device number 7";
    for (std::size_t length = 0; length < whole.find("disconnect") + 10; ++length)
        BOOST_TEST(!parse_kernel_line(whole.substr(0, length)));
    for (const auto* line : {"", ";", ",,;", "6,1,x,-;USB disconnect", "6,1,-5,-;USB disconnect", " SUBSYSTEM=usb",
                             "6,1,99999999999999999999,-;USB disconnect", "USB disconnect"})
        BOOST_TEST(!parse_kernel_line(line), line);
}

BOOST_AUTO_TEST_CASE(what_happened_just_before_explains_the_loss_of_a_modem)
{
    kernel("hwmon hwmon1: Undervoltage detected!", 4);
    kernel("usb 1-1.3: USB disconnect, device number 7", 2);
    const KernelLog log{loop.get_executor(), {}, path.string()};
    BOOST_TEST(log.trouble().empty());
    const auto why = log.explanation("1-1.3");
    BOOST_TEST(says(why, "the power supply was too weak"));
    BOOST_TEST(says(why, "s before (hwmon hwmon1: Undervoltage detected!)"));
    BOOST_TEST(says(why, "it left USB"));
    BOOST_TEST(says(log.explanation("1-1.4"), "too weak"));
    BOOST_TEST(!says(log.explanation("1-1.4"), "it left USB"));
}

BOOST_AUTO_TEST_CASE(what_happened_to_its_hub_happened_to_the_modem_too)
{
    kernel("usb 1-1: USB disconnect, device number 2", 1);
    const KernelLog log{loop.get_executor(), {}, path.string()};
    BOOST_TEST(says(log.explanation("1-1.3"), "it left USB"));
    BOOST_TEST(log.explanation("2-1").empty());
}

BOOST_AUTO_TEST_CASE(what_lies_back_explains_nothing)
{
    if (seconds_since_start() < 700) return; // this machine has no such past
    kernel("hwmon hwmon1: Undervoltage detected!", 90);
    kernel("hwmon hwmon1: Undervoltage detected!", 600);
    const KernelLog log{loop.get_executor(), {}, path.string()};
    BOOST_TEST(log.explanation("1-1.3").empty());
}

BOOST_AUTO_TEST_CASE(news_reach_the_listener_and_old_lines_do_not)
{
    kernel("hwmon hwmon1: Undervoltage detected!", 30);
    const KernelLog log{loop.get_executor(), listener(), path.string()};
    settle();
    BOOST_TEST(heard.empty());
    kernel("usb 1-1.3: USB disconnect, device number 7");
    settle();
    BOOST_TEST_REQUIRE(heard.size() == 1);
    BOOST_TEST((heard[0].kind == Kind::disconnect));
}

BOOST_AUTO_TEST_CASE(a_line_may_come_in_two_reads_and_noise_in_between)
{
    const KernelLog log{loop.get_executor(), listener(), path.string()};
    const auto at = std::to_string((seconds_since_start() + 1) * 1'000'000);
    say("4,1," + at + ",-;usb 1-1.3: USB dis");
    settle();
    say("connect, device number 7\nnoise\n" + std::string(3000, 'x'));
    settle();
    say("\n4,2," + at + ",-;Under-voltage detected!\n");
    settle();
    BOOST_TEST(heard.size() == 2);
}

BOOST_AUTO_TEST_CASE(where_it_may_not_be_read_the_reason_says_what_is_needed)
{
    const KernelLog log{loop.get_executor(), {}, "/no/such/kmsg"};
    BOOST_TEST(says(log.trouble(), "/no/such/kmsg"));
    BOOST_TEST(says(log.trouble(), "CAP_SYSLOG"));
    BOOST_TEST(log.explanation("1-1.3").empty());
}

BOOST_AUTO_TEST_SUITE_END()
