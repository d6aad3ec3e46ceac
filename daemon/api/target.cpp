#include "daemon/api/target.hpp"

#include "protocol/unicode.hpp"

#include <charconv>
#include <optional>

namespace nida::daemon
{
namespace
{
std::optional<std::string> percent_decoded(std::string_view text)
{
    std::string decoded;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '%') {
            decoded += text[at];
            continue;
        }
        if (text.size() - at < 3) return {};
        const char* end = text.data() + at + 3;
        unsigned char octet = 0;
        const auto [read_to, error] = std::from_chars(text.data() + at + 1, end, octet, 16);
        if (error != std::errc{} || read_to != end) return {};
        decoded += static_cast<char>(octet);
        at += 2;
    }
    if (!protocol::is_valid_utf8(decoded)) return {};
    return decoded;
}

/// What stands before the separator; the rest stays.
std::string_view cut_at(std::string_view& text, char separator)
{
    const auto end = text.find(separator);
    const auto first = text.substr(0, end);
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
    return first;
}
} // namespace

bool read_target(std::string_view target, ApiRequest& request)
{
    auto path = cut_at(target, '?');
    while (!path.empty()) {
        const auto segment = percent_decoded(cut_at(path, '/'));
        if (!segment) return false;
        if (!segment->empty()) request.path.push_back(*segment);
    }
    while (!target.empty()) {
        auto pair = cut_at(target, '&');
        const auto name = percent_decoded(cut_at(pair, '='));
        const auto value = percent_decoded(pair);
        if (!name || !value) return false;
        request.query[*name] = *value;
    }
    return true;
}
} // namespace nida::daemon
