#pragma once

#include <atomic>
#include <csignal>
#include <functional>
#include <thread>

namespace nida::daemon::cli
{

/// While one lives, Ctrl-C first runs `last` (on a thread of its own, while the program waits for something) and then ends the program as Ctrl-C
/// does. A second Ctrl-C ends it at once.
class Interruption
{
public:
    explicit Interruption(std::function<void()> last);
    ~Interruption();
    Interruption(const Interruption&) = delete;
    Interruption& operator=(const Interruption&) = delete;
private:
    sigset_t before_{};
    std::atomic<bool> over_ = false;
    std::thread watcher_;
};

} // namespace nida::daemon::cli
