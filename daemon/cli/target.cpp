#include "daemon/cli/target.hpp"

#include <fmt/format.h>

namespace nida::daemon::cli
{

std::string percent_encoded(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        const bool unreserved = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                                std::string_view{"-._~"}.find(c) != std::string_view::npos;
        if (unreserved)
            out += c;
        else
            out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

Target Target::operator/(std::string_view segment) const { return Target{text_ + '/' + percent_encoded(segment)}; }

Target Target::with(std::string_view name, std::string_view value) const
{
    if (value.empty()) return *this;
    const char separator = text_.find('?') == std::string::npos ? '?' : '&';
    return Target{text_ + separator + std::string{name} + '=' + percent_encoded(value)};
}

} // namespace nida::daemon::cli
