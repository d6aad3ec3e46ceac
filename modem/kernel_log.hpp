#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace nida::modem
{
/// What the kernel says that explains why modems are lost.
struct KernelEvent {
    enum class Kind {
        under_voltage,  ///< the board's power supply is too weak
        voltage_normal, ///< and is strong enough again
        disconnect,     ///< a USB device has gone
        over_current,   ///< a USB hub cut the power of a socket
        usb_error       ///< a USB device does not answer, or its transfers fail
    };
    Kind kind;
    std::chrono::microseconds at{}; ///< since the system was started
    std::string device;             ///< "1-1.3", or a hub or a tty; empty where the line names none
    std::string text;               ///< the kernel's line without its prefix
};
/// One line of /dev/kmsg: "<priority>,<sequence>,<microseconds>,<flags>;<text>". None for what does not matter here, and for what is no such
/// line at all.
std::optional<KernelEvent> parse_kernel_line(std::string_view line);

/// The last minutes of the kernel's log. Reads what there is and waits for more, without asking again and again.
class KernelLog
{
public:
    using Listener = std::function<void(const KernelEvent&)>;

    /// @param listener  told of every event that happens from now on
    /// @param path      what is opened and read by lines
    explicit KernelLog(boost::asio::any_io_executor executor, Listener listener = {},
                       const std::string& path = "/dev/kmsg");
    ~KernelLog();
    KernelLog(const KernelLog&) = delete;

    /// Why it cannot be read, and what a person can do; empty where it is.
    const std::string& trouble() const { return trouble_; }
    /// What happened lately that explains the loss of a modem: "the power supply was too weak 4 s before (…)"; empty where nothing did.
    /// @param usb_name  of the modem's device ("1-1.3"); events of other devices are left out, those of its hubs are not
    std::string explanation(std::string_view usb_name) const;
    /// Ends it; nothing waits any more.
    void close();
private:
    void wait();
    bool read_all();
    void take(std::string_view line);

    Listener listener_;
    std::optional<boost::asio::posix::stream_descriptor> file_;
    std::string trouble_;
    std::string unfinished_; ///< a line that came in two reads
    std::deque<KernelEvent> recent_;
    std::chrono::microseconds started_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};
} // namespace nida::modem
