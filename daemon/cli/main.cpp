#include "daemon/cli/run.hpp"

#include <cstdlib>
#include <iostream>
#include <sys/ioctl.h>
#include <unistd.h>

namespace
{

std::string variable(const char* name)
{
    const char* value = std::getenv(name);
    return value == nullptr ? std::string{} : std::string{value};
}

/// The language's name in the order of POSIX: the first variable that is set counts.
std::string locale()
{
    for (const auto* name : {"LC_ALL", "LC_MESSAGES", "LANG"})
        if (auto value = variable(name); !value.empty()) return value;
    return {};
}

std::size_t terminal_columns()
{
    for (const int descriptor : {STDOUT_FILENO, STDERR_FILENO}) {
        winsize size{};
        if (::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
    }
    return 80;
}

} // namespace

int main(int count, char** arguments)
{
    using namespace nida::daemon::cli;
    std::ios::sync_with_stdio(false);
    std::cin.tie(nullptr);

    Surroundings surroundings;
    if (auto socket = variable("NIDA_SOCKET"); !socket.empty()) surroundings.socket = std::move(socket);
    surroundings.locale = locale();
    Terminal terminal{std::cin,
                      std::cout,
                      std::cerr,
                      ::isatty(STDIN_FILENO) != 0,
                      ::isatty(STDOUT_FILENO) != 0,
                      ::isatty(STDERR_FILENO) != 0,
                      terminal_columns()};
    return run({arguments + 1, arguments + count}, terminal, surroundings);
}
