#include "modem/port.hpp"
#include "modem/port_lock.hpp"

#include <boost/system/system_error.hpp>
#include <fmt/format.h>

#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <libserialport.h>
#include <memory>
#include <optional>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace nida::modem
{
namespace
{
using boost::system::system_error;

/// Closes on the way out, unless released.
class Descriptor
{
public:
    explicit Descriptor(int fd) : fd_{fd} {}
    Descriptor(Descriptor&& other) noexcept : fd_{other.release()} {}
    Descriptor(const Descriptor&) = delete;
    ~Descriptor()
    {
        if (fd_ >= 0) ::close(fd_);
    }
    int get() const { return fd_; }
    int release() { return std::exchange(fd_, -1); }
private:
    int fd_;
};

[[noreturn]] void fail(int error, const std::string& what)
{
    throw system_error{error, boost::system::generic_category(), what};
}

[[noreturn]] void fail_as_used(const std::string& path, const HolderPlaces& places)
{
    auto holder = find_holder(path, places);
    if (!holder) holder = suspect(path, places);
    fail(EBUSY, fmt::format("{}: the port is used by {}", path, holder ? holder->text() : "another program"));
}

/// A port that we closed a moment ago may still be closing on its thread: waits a little. @return false where it took too long
bool free_in_a_moment(int attempt)
{
    if (attempt == 20) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
    return true;
}

void set_raw(int fd, const std::string& path)
{
    termios settings{};
    if (::tcgetattr(fd, &settings) != 0) fail(errno, path + ": not a serial port");
    ::cfmakeraw(&settings);
    settings.c_cflag |= CLOCAL | CREAD;
    settings.c_cflag &= ~static_cast<tcflag_t>(HUPCL | CRTSCTS | CSTOPB);
    // libserialport leaves VMIN at 0, with which an idle port reads as end of file.
    settings.c_cc[VMIN] = 1;
    settings.c_cc[VTIME] = 0;
    ::cfsetspeed(&settings, B115200);
    if (::tcsetattr(fd, TCSANOW, &settings) != 0) fail(errno, path + ": settings refused");
}

Descriptor open_directly(const std::string& path, const HolderPlaces& places)
{
    for (int attempt = 0;; ++attempt) {
        Descriptor fd{::open(path.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)};
        if (fd.get() >= 0) return fd;
        if (errno != EBUSY) fail(errno, path);
        if (!free_in_a_moment(attempt)) fail_as_used(path, places);
    }
}

void check(sp_return result, const std::string& path, const char* what)
{
    if (result == SP_OK) return;
    const int error = result == SP_ERR_FAIL ? sp_last_error_code() : EINVAL;
    fail(error, fmt::format("{}: {}", path, what));
}

Descriptor open_by_libserialport(const std::string& path, const HolderPlaces& places)
{
    struct Free {
        void operator()(sp_port* port) const { sp_free_port(port); }
    };
    sp_port* found = nullptr;
    check(sp_get_port_by_name(path.c_str(), &found), path, "not a serial port that libserialport knows");
    const std::unique_ptr<sp_port, Free> port{found};

    for (int attempt = 0;; ++attempt) {
        const auto opened = sp_open(port.get(), SP_MODE_READ_WRITE);
        if (opened == SP_OK) break;
        const int error = opened == SP_ERR_FAIL ? sp_last_error_code() : EINVAL;
        sp_close(port.get()); // 0.1.2 leaves the descriptor open where its lock fails
        if (error != EBUSY && error != EWOULDBLOCK) fail(error, path + ": cannot be opened");
        if (!free_in_a_moment(attempt)) fail_as_used(path, places);
    }
    struct Close {
        sp_port* port;
        ~Close() { sp_close(port); }
    } close{port.get()};
    check(sp_set_baudrate(port.get(), 115200), path, "115200 Bd refused");
    check(sp_set_bits(port.get(), 8), path, "8 bits refused");
    check(sp_set_parity(port.get(), SP_PARITY_NONE), path, "no parity refused");
    check(sp_set_stopbits(port.get(), 1), path, "1 stop bit refused");
    check(sp_set_flowcontrol(port.get(), SP_FLOWCONTROL_NONE), path, "no flow control refused");

    int fd = -1;
    check(sp_get_port_handle(port.get(), &fd), path, "no descriptor");
    Descriptor ours{::fcntl(fd, F_DUPFD_CLOEXEC, 0)};
    if (ours.get() < 0) fail(errno, path);
    ::fcntl(ours.get(), F_SETFL, ::fcntl(ours.get(), F_GETFL) | O_NONBLOCK);
    return ours;
}

/// flock keeps out programs that ask. TIOCEXCL keeps out all others, but is for real ttys: a pty whose other end goes on
/// would stay locked after us.
void lock(int fd, const std::string& path, bool real, const HolderPlaces& places)
{
    if (int exclusive = 0; real && ::ioctl(fd, TIOCGEXCL, &exclusive) == 0 && exclusive) fail_as_used(path, places);
    for (int attempt = 0; ::flock(fd, LOCK_EX | LOCK_NB) != 0; ++attempt) {
        if (errno != EWOULDBLOCK && errno != EINTR) fail(errno, path + ": cannot be locked");
        if (!free_in_a_moment(attempt)) fail_as_used(path, places);
    }
    if (real) ::ioctl(fd, TIOCEXCL);
}

/// A modem with &D2 listens only while DTR stands, and some send nothing without RTS. A driver without these lines refuses: so be it.
void raise_lines(int fd)
{
    const int lines = TIOCM_DTR | TIOCM_RTS;
    ::ioctl(fd, TIOCMBIS, &lines);
}

/// The lock file of the port behind a descriptor; none where it is no real tty.
std::optional<PortLock> lock_file(int fd, const HolderPlaces& places)
{
    std::error_code error;
    auto port = std::filesystem::read_symlink(fmt::format("/proc/self/fd/{}", fd), error).string();
    if (const std::string gone = " (deleted)"; port.ends_with(gone)) port.erase(port.size() - gone.size());
    if (error || port.starts_with("/dev/pts/")) return {};
    return PortLock{port, places.locks};
}
} // namespace

int open_port(const std::string& path, const PortPlaces& places)
{
    // libserialport refuses symlinks, and sysfs knows only the real name.
    std::error_code error;
    const auto real_path = std::filesystem::canonical(path, error);
    if (error) fail(error.value(), path);
    const bool known = std::filesystem::exists(places.sysfs / "class/tty" / real_path.filename(), error);
    if (const PortLock file{real_path, places.holders.locks}; known && file.holder())
        fail_as_used(real_path, places.holders);

    auto fd = known ? open_by_libserialport(real_path, places.holders) : open_directly(real_path, places.holders);
    lock(fd.get(), real_path, known, places.holders);
    set_raw(fd.get(), real_path);
    if (known) {
        raise_lines(fd.get());
        PortLock{real_path, places.holders.locks}.take();
    }
    return fd.release();
}

void close_port(int descriptor) noexcept
{
    if (descriptor < 0) return;
    ::tcflush(descriptor, TCOFLUSH);
    ::ioctl(descriptor, TIOCNXCL);
    const auto file = lock_file(descriptor, {});
    ::close(descriptor);
    if (file) file->release();
}

void close_port_off_the_loop(int descriptor) noexcept
{
    if (descriptor < 0) return;
    try {
        std::thread{[descriptor] { close_port(descriptor); }}.detach();
    } catch (...) {
        close_port(descriptor); // no thread to be had: better slow than leaked
    }
}
} // namespace nida::modem
