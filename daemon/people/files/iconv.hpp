#pragma once

#include <iconv.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace nida::daemon
{

/// The C library's conversion into UTF-8.
class Iconv
{
public:
    /// Nothing where the C library does not know the encoding. No suffix ("//TRANSLIT") is taken: it would replace
    /// characters unseen.
    static std::optional<Iconv> from(const std::string& encoding);

    Iconv(Iconv&& other) noexcept : handle_{std::exchange(other.handle_, none())} {}
    Iconv& operator=(Iconv&&) = delete;
    ~Iconv();

    /// Appends the UTF-8 of `octets` to `utf8`, from the encoding's initial state on.
    /// @return how many octets were read: fewer than there are where the next ones do not belong to the encoding
    std::size_t convert(std::string_view octets, std::string& utf8);
private:
    explicit Iconv(iconv_t handle) : handle_{handle} {}
    static iconv_t none() { return reinterpret_cast<iconv_t>(-1); }
    iconv_t handle_;
};

} // namespace nida::daemon
