#include "config/language_texts.hpp"

#include "config/section.hpp"
#include "protocol/encoding/planner.hpp"
#include "protocol/unicode.hpp"

#include <algorithm>
#include <span>

namespace nida::config
{
namespace
{

constexpr std::size_t longest_text = 1000;
constexpr std::size_t most_segments = 3;
/// Names as long as most are, for counting segments.
constexpr std::size_t usual_line_name = 20, usual_group_name = 12;

std::optional<std::string> parse_text(std::string_view text)
{
    const auto control = [](unsigned char c) { return (c < 0x20 && c != '\n') || c == 0x7F; };
    const bool blank = text.find_first_not_of(" \n") == text.npos;
    if (blank || text.size() > longest_text || std::any_of(text.begin(), text.end(), control)) return std::nullopt;
    return std::string{text};
}

/// The first thing in braces that is not `accepted`, or a brace that has no other; empty where there is none.
std::string_view unknown_placeholder(std::string_view text, std::span<const std::string_view> accepted)
{
    for (;;) {
        const auto at = text.find_first_of("{}");
        if (at == text.npos) return {};
        text.remove_prefix(at);
        const auto end = std::min(text.find('}'), text.size() - 1);
        const auto found = text.substr(0, end + 1);
        if (std::ranges::find(accepted, found) == accepted.end()) return found;
        text.remove_prefix(found.size());
    }
}

/// Which characters keep a text from going out in 7 bits, where they are few enough to be an oversight.
std::string dear_characters(std::string_view text)
{
    constexpr std::size_t most_listed = 5;
    std::vector<std::string_view> found;
    while (!text.empty()) {
        const auto next = std::find_if(text.begin() + 1, text.end(), [](char c) { return (c & 0xC0) != 0x80; });
        const std::string_view character{text.begin(), next};
        if (protocol::units_of(protocol::decode_utf8(character).front(), {}) == 0 &&
            std::ranges::find(found, character) == found.end())
            found.push_back(character);
        text.remove_prefix(character.size());
    }
    if (found.empty() || found.size() > most_listed) return {};
    return "; only 70 characters fit into one because of " + join(found, "");
}

void count_segments(const Section& section, std::string_view key, std::string text, std::string_view placeholder,
                    Report& warnings)
{
    if (!placeholder.empty())
        for (auto at = text.find(placeholder); at != text.npos; at = text.find(placeholder))
            text.replace(at, placeholder.size(), placeholder == daemon::group_mark ? usual_group_name : usual_line_name,
                         'x');
    const auto plan = protocol::plan_text(text);
    const auto segments = plan ? plan->pieces.size() : most_segments + 1;
    if (segments == 1) return;
    const auto costs =
        section.name(key) + " takes " + std::to_string(segments) + " segments, each of which costs an SMS";
    if (segments > most_segments)
        section.wrong(key, costs + "; write at most " + std::to_string(most_segments) + ", better one");
    else
        warnings.add(begin_of(section.find(key)->source()), "warning: " + costs + dear_characters(text));
}

/// @param placeholder  what the text may name: "{line}", "{campaign}" or "{group}"; empty where there is nothing
std::optional<Placed> read_text(const Section& section, std::string_view key, std::string_view placeholder,
                                const std::string& file, Report& warnings)
{
    std::string text;
    section.text(key, parse_text, "a text in quotes, of at most 1000 octets", text);
    if (text.empty()) return std::nullopt;
    const std::span<const std::string_view> accepted{&placeholder, placeholder.empty() ? 0U : 1U};
    if (const auto unknown = unknown_placeholder(text, accepted); !unknown.empty()) {
        section.wrong(
            key, section.name(key) + " has " + shown(unknown) + ", which means nothing here; " +
                     (placeholder.empty() ? "this text has no placeholders" : "write " + std::string{placeholder}));
        return std::nullopt;
    }
    if (!placeholder.empty() && text.find(placeholder) == text.npos)
        warnings.add(begin_of(section.find(key)->source()), "warning: " + section.name(key) +
                                                                " does not name what it is about; write " +
                                                                std::string{placeholder} + " where the name belongs");
    count_segments(section, key, text, placeholder, warnings);
    return Placed{std::move(text), file, begin_of(section.find(key)->source())};
}

template <class Which, std::size_t count> std::vector<std::string_view> names_of(const Which (&all)[count])
{
    std::vector<std::string_view> names;
    for (const auto which : all)
        names.push_back(to_string(which));
    return names;
}

} // namespace

std::map<daemon::Reply, Placed> read_replies(const toml::table& table, const std::string& file, Report& report,
                                             Report& warnings)
{
    std::map<daemon::Reply, Placed> texts;
    const auto keys = names_of(daemon::all_replies);
    const Section section{"[replies]", table, keys, report};
    for (const auto reply : daemon::all_replies)
        if (auto text = read_text(section, to_string(reply),
                                  concerns_a_group(reply) ? daemon::group_mark : std::string_view{}, file, warnings))
            texts.emplace(reply, std::move(*text));
    return texts;
}

std::map<daemon::Alarm, Placed> read_alarm_texts(const toml::table& table, const std::string& file, Report& report,
                                                 Report& warnings)
{
    std::map<daemon::Alarm, Placed> texts;
    const auto keys = names_of(daemon::all_alarms);
    const Section section{"[alarms]", table, keys, report};
    for (const auto alarm : daemon::all_alarms)
        if (auto text = read_text(section, to_string(alarm), placeholder_of(alarm), file, warnings))
            texts.emplace(alarm, std::move(*text));
    return texts;
}

std::map<daemon::CoordinatorText, Placed> read_coordinator_texts(const toml::table& table, const std::string& file,
                                                                 Report& report)
{
    std::map<daemon::CoordinatorText, Placed> texts;
    const auto keys = names_of(daemon::all_coordinator_texts);
    const Section section{"[coordinators]", table, keys, report};
    for (const auto which : daemon::all_coordinator_texts) {
        const auto key = to_string(which);
        const auto placeholders = placeholders_of(which);
        std::string text;
        section.text(key, parse_text, "a text in quotes, of at most 1000 octets", text);
        if (text.empty()) continue;
        if (const auto unknown = unknown_placeholder(text, placeholders); !unknown.empty()) {
            section.wrong(key, section.name(key) + " has " + shown(unknown) + ", which means nothing here");
            continue;
        }
        const auto lacks = [&](std::string_view placeholder) { return text.find(placeholder) == text.npos; };
        if (const auto missing = std::ranges::find_if(placeholders, lacks); missing != placeholders.end()) {
            section.wrong(key, section.name(key) + " lacks " + std::string{*missing} + ", which it is there to say");
            continue;
        }
        texts.emplace(which, Placed{std::move(text), file, begin_of(section.find(key)->source())});
    }
    return texts;
}

} // namespace nida::config
