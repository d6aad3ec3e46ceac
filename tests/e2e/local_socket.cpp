#include "tests/e2e/local_socket.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace nida::e2e
{
namespace
{
[[noreturn]] void fail(const char* what) { throw std::system_error{errno, std::generic_category(), what}; }
} // namespace

LocalSocket::LocalSocket(const std::filesystem::path& path)
    : descriptor_{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)}
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    if (::connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return;
    const int trouble = errno;
    ::close(descriptor_);
    errno = trouble;
    fail("cannot connect");
}

LocalSocket::~LocalSocket() { ::close(descriptor_); }

void LocalSocket::write(std::string_view text)
{
    while (!text.empty()) {
        const auto count = ::send(descriptor_, text.data(), text.size(), MSG_NOSIGNAL);
        if (count < 0) fail("cannot write to a socket");
        text.remove_prefix(static_cast<std::size_t>(count));
    }
}

std::string LocalSocket::read_all()
{
    std::string text;
    std::array<char, 65536> buffer;
    for (;;) {
        const auto count = ::recv(descriptor_, buffer.data(), buffer.size(), 0);
        if (count < 0) fail("cannot read from a socket");
        if (count == 0) return text;
        text.append(buffer.data(), static_cast<std::size_t>(count));
    }
}

std::string LocalSocket::read_line()
{
    std::string text;
    for (char c = 0; ::recv(descriptor_, &c, 1, 0) == 1 && c != '\n';)
        text += c;
    return text;
}
} // namespace nida::e2e
