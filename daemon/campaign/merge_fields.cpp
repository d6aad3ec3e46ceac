#include "daemon/campaign/merge_fields.hpp"

#include "daemon/flow/fold.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace nida::daemon
{
namespace
{
constexpr std::size_t longest_name = 64; // as fields are named

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    return text;
}

bool begins_character(char octet) { return (static_cast<unsigned char>(octet) & 0xC0) != 0x80; }
} // namespace

MergedText::MergedText(std::string_view written)
{
    std::string literal;
    std::size_t column = 0;
    for (std::size_t at = 0; at < written.size(); ++at) {
        const char octet = written[at];
        if (begins_character(octet)) ++column;
        if (octet != '{' && octet != '}') {
            literal += octet;
            continue;
        }
        if (at + 1 < written.size() && written[at + 1] == octet) {
            literal += octet;
            ++at;
            ++column;
            continue;
        }
        if (octet == '}')
            throw BadMergeField{column, "this \"}\" closes nothing", "write }} for a brace that is to be seen"};
        const auto end = written.find_first_of("{}", at + 1);
        if (end == written.npos || written[end] == '{')
            throw BadMergeField{column, "this \"{\" is not closed",
                                "write {name}, or {{ for a brace that is to be seen"};
        const auto inside = written.substr(at + 1, end - at - 1);
        const auto bar = inside.find('|');
        const auto shown = trimmed(inside.substr(0, bar));
        if (shown.empty() || shown.size() > 4 * longest_name)
            throw BadMergeField{column, "nothing that could be filled in stands in these braces",
                                "write {name}, {number} or the name of a field"};
        places_.push_back({std::string{shown}, fold(shown),
                           std::string{bar == inside.npos ? std::string_view{} : inside.substr(bar + 1)}, column});
        literals_.push_back(std::move(literal));
        literal.clear();
        column += static_cast<std::size_t>(std::ranges::count_if(inside, begins_character)) + 1;
        at = end;
    }
    literals_.push_back(std::move(literal));
}

std::string MergedText::filled(const Values& values) const
{
    std::string text = literals_.front();
    for (std::size_t i = 0; i < places_.size(); ++i) {
        const auto value = values(places_[i].folded);
        text += value && !value->empty() ? *value : places_[i].otherwise;
        text += literals_[i + 1];
    }
    return text;
}

std::vector<std::string> MergedText::names() const
{
    std::vector<std::string> names;
    for (const auto& place : places_)
        if (std::ranges::find(names, place.folded) == names.end()) names.push_back(place.folded);
    return names;
}

bool MergedText::has_places() const { return !places_.empty(); }
} // namespace nida::daemon
