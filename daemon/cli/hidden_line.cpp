#include "daemon/cli/hidden_line.hpp"

#include <csignal>
#include <poll.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

namespace nida::daemon::cli
{

namespace
{

/// The terminal without its echo, and the signals that would leave it so held back.
class Unseen
{
public:
    Unseen(int descriptor, const termios& seen) : descriptor_{descriptor}, seen_{seen}
    {
        ::sigemptyset(&held_);
        for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT})
            ::sigaddset(&held_, signal);
        ::sigprocmask(SIG_BLOCK, &held_, &before_);
        signals_ = ::signalfd(-1, &held_, SFD_CLOEXEC);
        auto unseen = seen;
        unseen.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        unseen.c_lflag |= ICANON | ISIG | ECHONL;
        ::tcsetattr(descriptor_, TCSAFLUSH, &unseen);
    }
    ~Unseen()
    {
        ::tcsetattr(descriptor_, TCSAFLUSH, &seen_);
        ::close(signals_);
        ::sigprocmask(SIG_SETMASK, &before_, nullptr); // and what was held back arrives
    }
    Unseen(const Unseen&) = delete;
    Unseen& operator=(const Unseen&) = delete;

    /// @return whether there is something to read, rather than a signal
    bool wait() const
    {
        pollfd both[] = {{descriptor_, POLLIN, 0}, {signals_, POLLIN, 0}};
        while (::poll(both, 2, -1) < 0)
            ;
        return both[1].revents == 0;
    }
private:
    int descriptor_;
    termios seen_;
    sigset_t held_{}, before_{};
    int signals_ = -1;
};

} // namespace

std::optional<std::string> read_hidden_line(int descriptor)
{
    termios seen{};
    if (::tcgetattr(descriptor, &seen) != 0) return std::nullopt;
    const Unseen terminal{descriptor, seen};
    std::string line;
    char c = 0;
    while (terminal.wait() && ::read(descriptor, &c, 1) == 1) {
        if (c == '\n') return line;
        line += c;
    }
    return std::string{}; // half a PIN is a wrong one
}

} // namespace nida::daemon::cli
