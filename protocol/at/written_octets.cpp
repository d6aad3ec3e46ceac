#include "protocol/at/written_octets.hpp"

#include "protocol/at/at_line.hpp"
#include "protocol/at/at_response.hpp"

#include <optional>
#include <utility>

namespace nida::protocol
{
namespace
{
struct Written {
    std::string_view text;
    char octet;
};
constexpr Written names_in_brackets[] = {
    {"CR", '\r'},       {"LF", '\n'},      {"NL", '\n'},   {"ESC", '\x1b'},  {"SUB", '\x1a'},  {"CTRL-Z", '\x1a'},
    {"CTRL+Z", '\x1a'}, {"CTRLZ", '\x1a'}, {"^Z", '\x1a'}, {"0D", '\r'},     {"0A", '\n'},     {"1A", '\x1a'},
    {"1B", '\x1b'},     {"0X0D", '\r'},    {"0X0A", '\n'}, {"0X1A", '\x1a'}, {"0X1B", '\x1b'}, {"NUL", '\0'},
};

/// The octet that stands written out at the beginning of `text`, and how many characters say it; none for any other text.
std::optional<std::pair<char, std::size_t>> written_octet(std::string_view text)
{
    if (text.front() == '<') {
        const auto end = text.substr(0, 10).find('>');
        if (end == std::string_view::npos) return std::nullopt;
        for (const auto& name : names_in_brackets)
            if (same_name(text.substr(1, end - 1), name.text)) return std::pair{name.octet, end + 1};
        return std::nullopt;
    }
    if (text.front() != '\\' || text.size() < 2) return std::nullopt;
    switch (text[1]) {
    case 'r': return std::pair{'\r', std::size_t{2}};
    case 'n': return std::pair{'\n', std::size_t{2}};
    case 't': return std::pair{'\t', std::size_t{2}};
    case '\\':
    case '"':
    case '\'': return std::pair{text[1], std::size_t{2}};
    case 'x':
    case 'u': {
        const std::size_t digits = text[1] == 'x' ? 2 : 4;
        if (text.size() < 2 + digits) return std::nullopt;
        const auto value = parse_hexadecimal(text.substr(2, digits));
        if (!value || *value > 0xFF || !is_hex_digit(text[2]) || !is_hex_digit(text[3])) return std::nullopt;
        return std::pair{static_cast<char>(*value), 2 + digits};
    }
    default: return std::nullopt;
    }
}
} // namespace

std::string_view unquoted(std::string_view text)
{
    text = without_leading_blanks(text);
    if (text.size() >= 3 && text.front() == 'b' && (text[1] == '\'' || text[1] == '"')) text.remove_prefix(1);
    if (text.size() >= 2 && (text.front() == '\'' || text.front() == '"') && text.back() == text.front())
        return text.substr(1, text.size() - 2);
    return text;
}

std::string with_octets(std::string_view text)
{
    std::string octets;
    while (!text.empty()) {
        if (const auto written = (text.front() == '<' || text.front() == '\\') ? written_octet(text) : std::nullopt) {
            octets += written->first;
            text.remove_prefix(written->second);
        } else {
            octets += text.front();
            text.remove_prefix(1);
        }
    }
    return octets;
}

std::string without_caret_ends(std::string_view text)
{
    while (text.starts_with("^M^J"))
        text.remove_prefix(4);
    while (text.ends_with("^M") || text.ends_with("^J"))
        text.remove_suffix(2);
    if (!text.ends_with("^Z")) return std::string{text};
    return std::string{text.substr(0, text.size() - 2)} + '\x1a';
}

std::string_view without_octet_quotes(std::string_view text)
{
    const auto line = trimmed(text);
    const bool quoted = line.size() >= 3 && line.front() == 'b' && (line[1] == '\'' || line[1] == '"');
    return quoted && line.back() == line[1] ? unquoted(line) : text;
}
} // namespace nida::protocol
