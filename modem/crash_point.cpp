#include "modem/crash_point.hpp"

#ifdef NIDA_CRASH_POINTS
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <string>

namespace nida::modem
{
namespace
{
struct Plan {
    Plan()
    {
        if (const char* const file = std::getenv("NIDA_CRASH_TRACE"))
            trace = ::open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        const char* const at = std::getenv("NIDA_CRASH_AT");
        if (!at) return;
        const std::string_view text{at};
        const auto colon = text.rfind(':');
        name = text.substr(0, colon);
        last = colon == text.npos ? 1 : std::strtoll(at + colon + 1, nullptr, 10);
    }

    std::string name; ///< of the place where it ends
    std::int64_t last = 0;
    std::atomic<std::int64_t> passes = 0;
    int trace = -1;
};

Plan& plan()
{
    static Plan the_plan; // the environment is read once
    return the_plan;
}
} // namespace

void crash_point(std::string_view name, std::int64_t a, std::int64_t b) noexcept
{
    auto& to_do = plan();
    if (to_do.trace >= 0) {
        const auto now = std::chrono::system_clock::now().time_since_epoch();
        fmt::memory_buffer line;
        fmt::format_to(std::back_inserter(line), "{} {} {} {}\n",
                       std::chrono::duration_cast<std::chrono::microseconds>(now).count(), name, a, b);
        if (::write(to_do.trace, line.data(), line.size()) < 0) std::abort(); // a trace with gaps proves nothing
    }
    if (name == to_do.name && ++to_do.passes == to_do.last) ::kill(::getpid(), SIGKILL);
}

bool crash_is_next(std::string_view name) noexcept
{
    auto& to_do = plan();
    return name == to_do.name && to_do.passes + 1 == to_do.last;
}
} // namespace nida::modem
#endif
