#include "daemon/people/files/vcard.hpp"

#include "daemon/people/files/file_text.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <utility>

namespace nida::daemon
{

namespace
{

char capital(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }

std::string capitals(std::string_view text)
{
    std::string result{text};
    std::ranges::transform(result, result.begin(), capital);
    return result;
}

/// The values that are taken; all others are passed over, however long they are.
bool is_wanted(std::string_view name)
{
    constexpr std::string_view wanted[] = {"BEGIN", "END",       "FN",   "N",     "TEL",    "CATEGORIES",
                                           "NOTE",  "X-ABLABEL", "LANG", "AGENT", "VERSION"};
    return std::ranges::find(wanted, name) != std::end(wanted);
}

int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    c = capital(c);
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string from_quoted_printable(std::string_view text)
{
    std::string octets;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int high = text[i] == '=' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
        const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
        if (low < 0) {
            octets += text[i];
            continue;
        }
        octets += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return octets;
}

/// Everything before the value: group, name, parameters. @return nothing where it is no content line
std::optional<std::string_view> take_head(std::string_view line, VcardProperty& property)
{
    // The colon that is in no quotes.
    std::size_t colon = 0;
    for (bool quoted = false; colon < line.size() && (quoted || line[colon] != ':'); ++colon)
        if (line[colon] == '"') quoted = !quoted;
    if (colon == line.size()) colon = line.find(':'); // a quote that is never closed
    if (colon == line.npos) return {};

    auto head = line.substr(0, colon);
    std::vector<std::string> parts(1);
    bool quoted = false;
    for (const char c : head) {
        if (c == '"')
            quoted = !quoted;
        else if (c == ';' && !quoted)
            parts.emplace_back();
        else
            parts.back() += c;
    }
    auto name = capitals(parts.front());
    if (const auto dot = name.rfind('.'); dot != name.npos) {
        property.group = name.substr(0, dot);
        name.erase(0, dot + 1);
    }
    std::erase_if(name, [](char c) { return c == ' ' || c == '\t'; });
    property.name = std::move(name);
    for (auto part = parts.begin() + 1; part != parts.end(); ++part) {
        const auto equals = part->find('=');
        if (equals == part->npos)
            property.parameters.push_back({"", *part});
        else
            property.parameters.push_back(
                {capitals(std::string_view{*part}.substr(0, equals)), part->substr(equals + 1)});
    }
    return line.substr(colon + 1);
}

std::string charset_of(const VcardProperty& property)
{
    for (const auto& parameter : property.parameters)
        if (parameter.name == "CHARSET") return parameter.value;
    return {};
}

void take_decoded(VcardProperty& property, std::optional<std::string> text)
{
    property.undecodable = !text;
    property.value = text ? std::move(*text) : std::string{};
}

} // namespace

bool VcardProperty::has(std::string_view wanted) const
{
    for (const auto& parameter : parameters)
        for (const auto part : components(parameter.value, ','))
            if (std::ranges::equal(part, wanted, {}, capital, capital)) return true;
    return false;
}

std::string_view VcardReader::take_line()
{
    if (rest_.empty()) return {};
    const auto end = rest_.find_first_of("\r\n");
    const auto line = rest_.substr(0, end);
    rest_.remove_prefix(std::min(line.size(), rest_.size()));
    if (rest_.starts_with("\r\n"))
        rest_.remove_prefix(2);
    else if (!rest_.empty())
        rest_.remove_prefix(1);
    ++line_;
    return line;
}

/// Whether the next line is the last one's continuation.
bool VcardReader::continues() const { return rest_.starts_with(' ') || rest_.starts_with('\t'); }

bool VcardReader::next(VcardProperty& property)
{
    while (!rest_.empty()) {
        property = {};
        const auto first = take_line();
        property.line = line_;
        std::string unfolded; // only where the head itself is folded
        auto value = take_head(first, property);
        if (!value && continues()) {
            constexpr std::size_t longest_head = 10'000;
            unfolded = first;
            while (!value && continues() && unfolded.size() < longest_head) {
                property.group.clear();
                property.parameters.clear();
                unfolded += take_line().substr(1);
                value = take_head(unfolded, property);
            }
        }
        if (!value) continue;

        const bool wanted = is_wanted(property.name);
        if (wanted) property.value = *value;
        const bool quoted_printable = property.has("QUOTED-PRINTABLE");
        auto last = *value;
        for (;;) {
            if (quoted_printable && last.ends_with('=')) {
                if (wanted) property.value.pop_back();
                last = take_line();
            } else if (continues()) {
                last = take_line().substr(1);
            } else {
                break;
            }
            if (wanted) property.value += last;
        }
        if (wanted && quoted_printable)
            take_decoded(property, decode_piece(from_quoted_printable(property.value), charset_of(property)));
        return true;
    }
    return false;
}

std::string unescaped(std::string_view value)
{
    std::string text;
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (value[i] == '\\' && i + 1 < value.size() &&
            std::string_view{"nN,;:\\"}.find(value[i + 1]) != std::string_view::npos)
            text += capital(value[++i]) == 'N' ? '\n' : value[i];
        else
            text += value[i];
    }
    return text;
}

std::vector<std::string_view> components(std::string_view value, char separator)
{
    std::vector<std::string_view> parts;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (value[i] == '\\')
            ++i;
        else if (value[i] == separator) {
            parts.push_back(value.substr(begin, i - begin));
            begin = i + 1;
        }
    }
    parts.push_back(value.substr(std::min(begin, value.size())));
    return parts;
}

} // namespace nida::daemon
