#include "tests/e2e/moved_clock.hpp"

#include "tests/e2e/local_socket.hpp"
#include "tests/e2e/moved_clock.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <stdexcept>
#include <system_error>

namespace nida::e2e
{
using std::chrono::duration_cast;
using std::chrono::nanoseconds;

MovedClock::MovedClock(Instant begin, bool synchronised)
{
    const auto file = directory_ / "clock";
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    void* found = MAP_FAILED;
    if (descriptor >= 0 && ::ftruncate(descriptor, sizeof *shared_) == 0)
        found = ::mmap(nullptr, sizeof *shared_, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    const int trouble = errno;
    if (descriptor >= 0) ::close(descriptor);
    if (found == MAP_FAILED) throw std::system_error{trouble, std::generic_category(), "cannot map " + file.string()};
    shared_ = static_cast<nida_moved_clock*>(found);
    shared_->slept = duration_cast<nanoseconds>(begin - std::chrono::system_clock::now()).count();
    shared_->synchronised = synchronised ? 1 : 0;
    ::setenv("NIDA_TEST_CLOCK", file.c_str(), 1);
    ::setenv("LD_PRELOAD", NIDA_MOVED_CLOCK, 1);
    ::setenv("ASAN_OPTIONS", "verify_asan_link_order=0", 0);
}

MovedClock::~MovedClock()
{
    ::unsetenv("LD_PRELOAD");
    ::unsetenv("NIDA_TEST_CLOCK");
    ::munmap(shared_, sizeof *shared_);
}

MovedClock::Instant MovedClock::now() const
{
    return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now() +
                                                         nanoseconds{shared_->slept});
}

void MovedClock::pass(std::chrono::microseconds time)
{
    __atomic_fetch_add(&shared_->slept, nanoseconds{time}.count(), __ATOMIC_SEQ_CST);
}

void MovedClock::set_by(std::chrono::hours hours)
{
    __atomic_fetch_add(&shared_->set, nanoseconds{hours}.count(), __ATOMIC_SEQ_CST);
}

Pulse::Pulse(const Box& box) : box_{box}
{
    const auto made = box.nida({"campaign", "new", "--name", "never sent", "--all", "--text", "nothing"});
    if (made.code != 0) throw std::runtime_error{"nida campaign new: " + made.err};
    draft_ = made.out.substr(0, made.out.find('\n'));
}

void Pulse::beat() const
{
    LocalSocket connection{box_.socket()};
    connection.write("DELETE /v1/campaigns/" + draft_ +
                     "/recipients HTTP/1.1\r\nHost: nida\r\nConnection: close\r\n\r\n");
    if (!connection.read_all().starts_with("HTTP/1.1 200")) throw std::runtime_error{"the box does not answer"};
}

void Pulse::pass_until(MovedClock& clock, MovedClock::Instant end) const
{
    constexpr std::chrono::microseconds step = std::chrono::minutes{4};
    for (auto left = end - clock.now(); left.count() > 0; left = end - clock.now()) {
        clock.pass(std::min(left, step));
        beat();
    }
}
} // namespace nida::e2e
