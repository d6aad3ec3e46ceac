#include "tests/sim/pty_port.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>

#include <fcntl.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

namespace nida::sim
{
namespace
{
constexpr std::size_t most_unread = 256 * 1024;

[[noreturn]] void fail(const std::string& what) { throw std::system_error{errno, std::generic_category(), what}; }

/// Nothing translated, nothing echoed by the kernel: as an USB modem's port is.
void make_raw(int slave)
{
    termios settings{};
    if (::tcgetattr(slave, &settings) != 0) return;
    ::cfmakeraw(&settings);
    settings.c_cflag |= CLOCAL | CREAD;
    ::tcsetattr(slave, TCSANOW, &settings);
}
} // namespace

PtyPort::PtyPort(boost::asio::io_context& io, std::string link, Events events)
    : io_{io}, link_{std::move(link)}, events_{std::move(events)}, master_{io}, watcher_{io}
{
}

PtyPort::~PtyPort() { close(); }

void PtyPort::open()
{
    if (master_.is_open()) return;
    const int master = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (master < 0) fail("cannot make a pty");
    master_.assign(master);
    std::array<char, 128> name{};
    if (::grantpt(master) != 0 || ::unlockpt(master) != 0 || ::ptsname_r(master, name.data(), name.size()) != 0)
        fail("cannot make a pty");
    slave_ = ::open(name.data(), O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (slave_ < 0) fail("cannot open a pty");
    make_raw(slave_);
    master_.non_blocking(true);

    const int watcher = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (watcher >= 0) {
        watcher_.assign(watcher);
        if (::inotify_add_watch(watcher, name.data(), IN_CLOSE_WRITE | IN_CLOSE_NOWRITE) >= 0) watch();
    }
    const auto fresh = link_ + ".new";
    ::unlink(fresh.c_str());
    if (::symlink(name.data(), fresh.c_str()) != 0 || ::rename(fresh.c_str(), link_.c_str()) != 0)
        fail("cannot make the link " + link_);
    read();
}

void PtyPort::close()
{
    if (!master_.is_open()) return;
    ::unlink(link_.c_str());
    ++generation_;
    boost::system::error_code ignored;
    watcher_.close(ignored);
    ::close(slave_);
    slave_ = -1;
    master_.close(ignored);
    rest_.clear();
    torn_.clear();
    writing_ = false;
}

void PtyPort::read()
{
    master_.async_read_some(boost::asio::buffer(buffer_),
                            [this, generation = generation_](auto error, std::size_t count) {
                                if (error == boost::asio::error::operation_aborted || generation != generation_) return;
                                if (!error) events_.received({buffer_.data(), count});
                                if (generation == generation_ && !error) read();
                            });
}

void PtyPort::watch()
{
    watcher_.async_read_some(boost::asio::buffer(watched_), [this, generation = generation_](auto error, std::size_t) {
        if (error || generation != generation_) return;
        ::ioctl(slave_, TIOCNXCL); // the lock of a terminal that was killed would stay with our slave
        make_raw(slave_);
        events_.closed();
        if (generation == generation_) watch();
    });
}

void PtyPort::write(std::string_view octets)
{
    if (torn_.empty())
        put(octets);
    else
        torn_ += octets; // behind what is still on its way
}

void PtyPort::put(std::string_view octets)
{
    if (!master_.is_open()) return;
    if (rest_.empty()) {
        const auto written = ::write(master_.native_handle(), octets.data(), octets.size());
        if (written > 0) octets.remove_prefix(static_cast<std::size_t>(written));
    }
    if (octets.empty() || rest_.size() > most_unread) return;
    rest_ += octets;
    write_rest();
}

void PtyPort::write_rest()
{
    if (writing_ || rest_.empty()) return;
    writing_ = true;
    master_.async_wait(master_.wait_write, [this, generation = generation_](auto error) {
        if (error || generation != generation_) return;
        writing_ = false;
        const auto written = ::write(master_.native_handle(), rest_.data(), rest_.size());
        if (written > 0) rest_.erase(0, static_cast<std::size_t>(written));
        write_rest();
    });
}

void PtyPort::write_torn(std::string_view octets)
{
    const bool tearing = !torn_.empty();
    torn_ += octets;
    if (!tearing) tear();
}

void PtyPort::tear()
{
    const auto piece = torn_.substr(0, 1 + torn_.size() % 3);
    put(piece);
    torn_.erase(0, piece.size());
    if (torn_.empty()) return;
    boost::asio::post(io_, [this, generation = generation_] {
        if (generation == generation_) tear();
    });
}
} // namespace nida::sim
