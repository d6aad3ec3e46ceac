#include "tests/e2e/open_prompt.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <string>
#include <string_view>

namespace nida::e2e
{
namespace
{
/// Writes a command and reads until the modem's text holds `awaited`.
bool converse(int port, std::string_view command, std::string_view awaited)
{
    if (::write(port, command.data(), command.size()) != static_cast<ssize_t>(command.size())) return false;
    std::string heard;
    std::array<char, 256> buffer;
    for (pollfd ready{port, POLLIN, 0}; ::poll(&ready, 1, 10'000) == 1;) {
        const auto count = ::read(port, buffer.data(), buffer.size());
        if (count <= 0) return false;
        heard.append(buffer.data(), static_cast<std::size_t>(count));
        if (heard.find(awaited) != heard.npos) return true;
    }
    return false;
}
} // namespace

bool leave_prompt_open(const std::filesystem::path& port)
{
    const int descriptor = ::open(port.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (descriptor < 0) return false;
    const bool open = converse(descriptor, "AT+CMGF=0\r", "OK") && converse(descriptor, "AT+CMGS=20\r", "> ");
    ::close(descriptor);
    return open;
}
} // namespace nida::e2e
