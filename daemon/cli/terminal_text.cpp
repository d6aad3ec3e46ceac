#include "daemon/cli/terminal_text.hpp"

#include <utf8proc.h>

#include <algorithm>

namespace nida::daemon::cli
{

namespace
{

constexpr char32_t replacement = 0xFFFD;
constexpr char32_t first_strong_isolate = 0x2068;
constexpr char32_t pop_isolate = 0x2069;
constexpr std::string_view opened = "\u2068";
constexpr std::string_view closed = "\u2069";

/// Takes the first character off `text`, which must not be empty. `valid` is false for an octet that is not UTF-8.
char32_t take(std::string_view& text, bool& valid)
{
    utf8proc_int32_t character = 0;
    const auto octets = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                         static_cast<utf8proc_ssize_t>(text.size()), &character);
    valid = octets > 0;
    text.remove_prefix(valid ? static_cast<std::size_t>(octets) : 1);
    return valid ? static_cast<char32_t>(character) : replacement;
}

char32_t take(std::string_view& text)
{
    bool valid = false;
    return take(text, valid);
}

void append(std::string& out, char32_t character)
{
    utf8proc_uint8_t octets[4];
    const auto count = utf8proc_encode_char(static_cast<utf8proc_int32_t>(character), octets);
    out.append(reinterpret_cast<const char*>(octets), static_cast<std::size_t>(count));
}

char32_t visible(char32_t character)
{
    if (character == '\n' || character == 0x2028 || character == 0x2029) return U'↵';
    if (character == '\t') return ' ';
    if (character < 0x20) return 0x2400 + character; // the block of control pictures
    if (character == 0x7F) return 0x2421;
    if (character >= 0x80 && character < 0xA0) return replacement; // C1: U+009B opens an escape sequence as ESC [ does
    return character;
}

std::size_t width_of(char32_t character)
{
    return static_cast<std::size_t>(std::max(0, utf8proc_charwidth(static_cast<utf8proc_int32_t>(character))));
}

std::string balanced(std::string_view text)
{
    std::string out;
    std::size_t depth = 0;
    while (!text.empty()) {
        const auto character = take(text);
        if (character >= 0x2066 && character <= first_strong_isolate) ++depth;
        if (character == pop_isolate && depth == 0) continue;
        if (character == pop_isolate) --depth;
        append(out, character);
    }
    for (; depth > 0; --depth)
        out += closed;
    return out;
}

} // namespace

bool is_utf8(std::string_view text)
{
    for (bool valid = true; !text.empty();) {
        take(text, valid);
        if (!valid) return false;
    }
    return true;
}

std::string printable(std::string_view text)
{
    std::string out;
    while (!text.empty())
        append(out, visible(take(text)));
    return balanced(out);
}

std::string printable_lines(std::string_view text)
{
    std::string out;
    for (;;) {
        const auto end = text.find('\n');
        auto line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        out += printable(line);
        if (end == std::string_view::npos) return out;
        out += '\n';
        text.remove_prefix(end + 1);
    }
}

std::size_t display_width(std::string_view text)
{
    std::size_t width = 0;
    while (!text.empty())
        width += width_of(take(text));
    return width;
}

std::string fit(std::string_view text, std::size_t columns)
{
    if (display_width(text) <= columns) return std::string{text};
    if (columns == 0) return {};
    std::string out;
    // Marks have no width, so those of the last character that fits are still taken.
    for (std::size_t width = 0; !text.empty();) {
        const auto character = take(text);
        width += width_of(character);
        if (width > columns - 1) break;
        append(out, character);
    }
    return balanced(out) + "…";
}

bool is_directional(std::string_view text)
{
    while (!text.empty()) {
        const auto character = take(text);
        switch (utf8proc_get_property(static_cast<utf8proc_int32_t>(character))->bidi_class) {
        case UTF8PROC_BIDI_CLASS_R:
        case UTF8PROC_BIDI_CLASS_AL:
        case UTF8PROC_BIDI_CLASS_AN:
        case UTF8PROC_BIDI_CLASS_LRE:
        case UTF8PROC_BIDI_CLASS_LRO:
        case UTF8PROC_BIDI_CLASS_RLE:
        case UTF8PROC_BIDI_CLASS_RLO:
        case UTF8PROC_BIDI_CLASS_PDF:
        case UTF8PROC_BIDI_CLASS_LRI:
        case UTF8PROC_BIDI_CLASS_RLI:
        case UTF8PROC_BIDI_CLASS_FSI:
        case UTF8PROC_BIDI_CLASS_PDI: return true;
        default: break;
        }
    }
    return false;
}

std::string isolated(std::string_view text)
{
    std::string out{opened};
    out += text;
    out += closed;
    return out;
}

} // namespace nida::daemon::cli
