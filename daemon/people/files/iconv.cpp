#include "daemon/people/files/iconv.hpp"

#include <array>
#include <cerrno>

namespace nida::daemon
{

std::optional<Iconv> Iconv::from(const std::string& encoding)
{
    constexpr auto allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:()+";
    if (encoding.empty() || encoding.find_first_not_of(allowed) != std::string::npos) return {};
    const auto handle = iconv_open("UTF-8", encoding.c_str());
    if (handle == none()) return {};
    return Iconv{handle};
}

Iconv::~Iconv()
{
    if (handle_ != none()) iconv_close(handle_);
}

std::size_t Iconv::convert(std::string_view octets, std::string& utf8)
{
    iconv(handle_, nullptr, nullptr, nullptr, nullptr);
    std::array<char, 16 * 1024> buffer;
    auto* in = const_cast<char*>(octets.data()); // iconv's signature; it only reads
    auto in_left = octets.size();
    for (;;) {
        char* out = buffer.data();
        auto out_left = buffer.size();
        const bool at_end = in_left == 0; // then what a stateful encoding still holds is asked for
        const auto result =
            at_end ? iconv(handle_, nullptr, nullptr, &out, &out_left) : iconv(handle_, &in, &in_left, &out, &out_left);
        const auto why = errno;
        utf8.append(buffer.data(), buffer.size() - out_left);
        if (result == static_cast<std::size_t>(-1) && why != E2BIG) break;
        if (at_end && result != static_cast<std::size_t>(-1)) break;
    }
    return octets.size() - in_left;
}

} // namespace nida::daemon
