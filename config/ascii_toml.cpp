#include "config/ascii_toml.hpp"

#include "protocol/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace nida::config
{
namespace
{

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

/// Where the string that begins at `text[0]` ends: the offset of its closing quote; npos where it has none on its line.
std::size_t end_of_string(std::string_view text)
{
    const char quote = text.front();
    for (std::size_t at = 1; at < text.size() && text[at] != '\n'; ++at) {
        if (text[at] == quote) return at;
        if (quote == '"' && text[at] == '\\') ++at;
    }
    return std::string_view::npos;
}

/// What stands between the quotes, for between double quotes.
std::string escaped(std::string_view content, bool literal)
{
    std::string out;
    for (const auto character : protocol::decode_utf8(content)) {
        const bool escapes_itself = literal && (character == '"' || character == '\\');
        if (character >= 0x80)
            out += fmt::format("\\U{:08X}", static_cast<std::uint32_t>(character));
        else if (escapes_itself)
            out += {'\\', static_cast<char>(character)};
        else
            out += static_cast<char>(character);
    }
    return out;
}

} // namespace

std::string ascii_toml(std::string_view text)
{
    std::string out;
    while (!text.empty()) {
        const auto special = std::min(text.find_first_of("#\"'"), text.size());
        out += text.substr(0, special);
        text.remove_prefix(special);
        if (text.empty()) break;
        const bool comment = text.front() == '#';
        const auto end = comment ? std::min(text.find('\n'), text.size() - 1) : end_of_string(text);
        if (end == std::string_view::npos) return out.append(text);
        const auto piece = text.substr(0, end + 1);
        const auto content = comment ? std::string_view{} : piece.substr(1, piece.size() - 2);
        const bool foreign = !std::all_of(content.begin(), content.end(), is_ascii) && protocol::is_valid_utf8(content);
        if (foreign)
            out += '"' + escaped(content, piece.front() == '\'') + '"';
        else
            out += piece;
        text.remove_prefix(piece.size());
    }
    return out;
}

} // namespace nida::config
