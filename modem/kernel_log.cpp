#include "modem/kernel_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <unistd.h>

namespace nida::modem
{
namespace asio = boost::asio;
using Kind = KernelEvent::Kind;
using std::chrono::microseconds;

namespace
{
constexpr std::chrono::minutes kept{5};
constexpr std::chrono::seconds explains{60}; // what lies further back has other consequences
constexpr std::size_t longest_line = 1024;   // the kernel's are shorter
constexpr std::size_t most_events = 200;     // a flood of errors on one cable can be thousands a second

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool contains(std::string_view text, std::string_view what)
{
    const auto same = [](char a, char b) { return lower(a) == lower(b); };
    return std::search(text.begin(), text.end(), what.begin(), what.end(), same) != text.end();
}

std::optional<Kind> kind_of(std::string_view text)
{
    // Two drivers of one board write it differently.
    if (contains(text, "under-voltage detected") || contains(text, "undervoltage detected")) return Kind::under_voltage;
    if (contains(text, "voltage normalised")) return Kind::voltage_normal;
    if (contains(text, "USB disconnect")) return Kind::disconnect;
    if (contains(text, "over-current")) return Kind::over_current;
    for (const auto* trouble :
         {"nonzero urb status", "resubmit read urb failed", "usb_serial_generic_read_bulk_callback",
          "device descriptor read", "device not accepting address", "unable to enumerate USB device"})
        if (contains(text, trouble)) return Kind::usb_error;
    return std::nullopt;
}

/// "usb 1-1.3: …", "option1 ttyUSB2: …", "usb 1-1-port3: …", "usb usb1-port2: …"
std::string device_in(std::string_view text)
{
    const auto colon = text.find(": ");
    if (colon == std::string_view::npos) return {};
    const auto space = text.substr(0, colon).rfind(' ');
    return std::string{space == std::string_view::npos ? text.substr(0, colon)
                                                       : text.substr(space + 1, colon - space - 1)};
}

std::chrono::microseconds since_system_start()
{
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now); // the kernel stamps its lines with nearly the same
    return std::chrono::seconds{now.tv_sec} +
           std::chrono::duration_cast<microseconds>(std::chrono::nanoseconds{now.tv_nsec});
}

/// Whether something that happened to `device` can have cost us the modem in `usb_name`: its own, or a hub's above it.
bool concerns(const std::string& device, std::string_view usb_name)
{
    if (usb_name.empty() || device.empty() || device.find("tty") != std::string::npos) return true;
    const auto port = device.find("-port"); // "1-1-port3" is socket 3 of hub 1-1
    const auto hub = std::string_view{device}.substr(0, port);
    return usb_name == device || usb_name.starts_with(hub) || hub.starts_with("usb");
}

std::string_view words_for(Kind kind)
{
    switch (kind) {
    case Kind::under_voltage: return "the power supply was too weak";
    case Kind::voltage_normal: return "the power supply came back";
    case Kind::disconnect: return "it left USB";
    case Kind::over_current: return "a USB hub cut the power, since too much was drawn";
    case Kind::usb_error: return "USB had errors";
    }
    return "USB had errors";
}
} // namespace

std::optional<KernelEvent> parse_kernel_line(std::string_view line)
{
    const auto head_end = line.find(';');
    if (head_end == std::string_view::npos) return std::nullopt;
    auto head = line.substr(0, head_end);
    for (int skipped = 0; skipped < 2; ++skipped) {
        const auto comma = head.find(',');
        if (comma == std::string_view::npos) return std::nullopt;
        head.remove_prefix(comma + 1);
    }
    std::int64_t at = 0;
    const auto [end, failure] = std::from_chars(head.data(), head.data() + head.size(), at);
    if (failure != std::errc{} || at < 0) return std::nullopt;

    const auto text = line.substr(head_end + 1);
    const auto kind = kind_of(text);
    if (!kind) return std::nullopt;
    return KernelEvent{*kind, microseconds{at}, device_in(text), std::string{text}};
}

KernelLog::KernelLog(asio::any_io_executor executor, Listener listener, const std::string& path)
    : listener_{std::move(listener)}, started_{since_system_start()}
{
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0) {
        trouble_ =
            fmt::format("{} cannot be read ({}): causes such as a weak power supply will not be named; the service "
                        "needs CAP_SYSLOG for that",
                        path, std::strerror(errno));
        return;
    }
    file_.emplace(executor, descriptor);
    if (read_all()) wait();
}

KernelLog::~KernelLog() { *alive_ = false; }

void KernelLog::close()
{
    listener_ = {};
    file_.reset();
}

void KernelLog::wait()
{
    file_->async_wait(asio::posix::stream_descriptor::wait_read,
                      [this, alive = alive_](const boost::system::error_code& error) {
                          if (!*alive || error || !file_) return;
                          if (read_all()) wait();
                      });
}

/// @return whether more may come
bool KernelLog::read_all()
{
    std::array<char, 8192> buffer;
    for (;;) {
        const auto count = ::read(file_->native_handle(), buffer.data(), buffer.size());
        if (count < 0 && errno == EPIPE)
            continue; // lines were overwritten before we came: the next read has the oldest there is
        if (count < 0 && errno == EINTR) continue;
        if (count < 0 && errno == EAGAIN) return true;
        if (count <= 0) {
            trouble_ = count < 0 ? std::strerror(errno) : "it ended";
            file_.reset();
            return false;
        }
        unfinished_.append(buffer.data(), static_cast<std::size_t>(count));
        for (std::size_t end; (end = unfinished_.find('\n')) != std::string::npos; unfinished_.erase(0, end + 1))
            take(std::string_view{unfinished_}.substr(0, end));
        if (unfinished_.size() > longest_line) unfinished_.clear();
    }
}

void KernelLog::take(std::string_view line)
{
    const auto event = parse_kernel_line(line);
    if (!event) return;
    const auto oldest = since_system_start() - kept;
    if (event->at < oldest) return;
    while (!recent_.empty() && (recent_.front().at < oldest || recent_.size() >= most_events))
        recent_.pop_front();
    recent_.push_back(*event);
    if (listener_ && event->at >= started_) listener_(recent_.back());
}

std::string KernelLog::explanation(std::string_view usb_name) const
{
    const auto now = since_system_start();
    // One sentence for each kind, the latest of it.
    std::string all;
    for (const auto kind : {Kind::under_voltage, Kind::over_current, Kind::disconnect, Kind::usb_error}) {
        const auto latest = std::find_if(recent_.rbegin(), recent_.rend(), [&](const KernelEvent& event) {
            return event.kind == kind && now - event.at <= explains &&
                   (kind == Kind::under_voltage || concerns(event.device, usb_name));
        });
        if (latest == recent_.rend()) continue;
        const auto ago = std::chrono::duration_cast<std::chrono::seconds>(now - latest->at).count();
        all += fmt::format("{}{} {} s before ({})", all.empty() ? "" : "; ", words_for(kind), std::max<long>(ago, 0),
                           latest->text);
    }
    return all;
}
} // namespace nida::modem
