#include "daemon/cli/interruption.hpp"

#include <pthread.h>
#include <unistd.h>

#include <utility>

namespace nida::daemon::cli
{

namespace
{
constexpr int ended_by_interrupt = 128 + SIGINT; // as shells count it
} // namespace

Interruption::Interruption(std::function<void()> last)
{
    sigset_t interrupt;
    sigemptyset(&interrupt);
    sigaddset(&interrupt, SIGINT);
    ::pthread_sigmask(SIG_BLOCK, &interrupt, &before_);
    watcher_ = std::thread{[this, interrupt, last = std::move(last)] {
        int signal = 0;
        ::sigwait(&interrupt, &signal);
        if (over_) return;
        ::pthread_sigmask(SIG_UNBLOCK, &interrupt, nullptr);
        try {
            last();
        } catch (...) { // nothing more can be done for it
        }
        ::_exit(ended_by_interrupt);
    }};
}

Interruption::~Interruption()
{
    over_ = true;
    ::pthread_kill(watcher_.native_handle(), SIGINT); // blocked there: it only ends the wait
    watcher_.join();
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

} // namespace nida::daemon::cli
