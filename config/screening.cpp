#include "config/screening.hpp"

namespace nida::config
{
namespace
{

constexpr int most_dots = 1000;

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }
bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; } // in UTF-8

Position position_of(std::string_view text, std::size_t at)
{
    Position position{1, 1};
    for (const char c : text.substr(0, at)) {
        if (c == '\n')
            position = {position.line + 1, 1};
        else if (!continues_character(c))
            ++position.column;
    }
    return position;
}

Unfit foreign_character(std::string_view text, std::size_t at)
{
    auto end = at + 1;
    while (end < text.size() && end - at < 4 && continues_character(text[end]))
        ++end;
    const auto what = end - at == 1 ? "an octet that is no UTF-8" : shown(text.substr(at, end - at));
    return {position_of(text, at),
            what + " cannot stand here. Outside comments write plain letters a-z and straight quotation marks, for "
                   "example country = \"LY\"; a letter of another script in a path as \"\\u0644\""};
}

} // namespace

std::optional<Unfit> unfit_for_toml(std::string_view text)
{
    const auto follows = [text](std::size_t at, std::string_view what) { return text.substr(at, what.size()) == what; };
    int dots = 0;
    char quote = 0; // what ends the string that we are in
    bool comment = false;
    for (std::size_t at = follows(0, "\xEF\xBB\xBF") ? 3 : 0; at < text.size(); ++at) { // a byte order mark is fit
        const char c = text[at];
        if (c == '\n') {
            quote = 0; // a string that did not end: there toml++ stops
            comment = false;
        } else if (comment) {
            continue;
        } else if (!is_ascii(c)) {
            return foreign_character(text, at);
        } else if (quote) {
            if (c == quote)
                quote = 0;
            else if (quote == '"' && c == '\\' && (follows(at + 1, "\"") || follows(at + 1, "\\")))
                ++at;
        } else if (follows(at, "\"\"\"") || follows(at, "'''")) {
            return Unfit{position_of(text, at),
                         "no value here needs text over several lines; write it on one line, with one quotation "
                         "mark \" on each side"};
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '#') {
            comment = true;
        } else if (c == '.' && ++dots > most_dots) {
            return Unfit{position_of(text, at),
                         "these are more dots than any configuration of Nida has; is it the right file?"};
        }
    }
    return std::nullopt;
}

} // namespace nida::config
