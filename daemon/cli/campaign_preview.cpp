#include "daemon/cli/campaign_preview.hpp"

#include "daemon/cli/local_time.hpp"
#include "protocol/encoding/segmentation.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ostream>
#include <utility>

namespace nida::daemon::cli
{

namespace json = boost::json;

namespace
{

constexpr std::size_t most_characters = 12; // that force UCS-2; an Arabic text has its whole alphabet

std::string joined(const std::vector<std::string>& parts)
{
    std::string all;
    for (const auto& part : parts)
        all += (all.empty() ? "" : ", ") + part;
    return all;
}

/// What a text would cost if each of the characters were another; nothing where that is not less.
struct Spared {
    std::size_t now, then;
};
std::optional<Spared> spared(const std::vector<std::string>& texts)
{
    Spared most{0, 0};
    for (const auto& text : texts) {
        const auto count = protocol::count_segments(text);
        if (count.forcing_ucs2.size() > most_characters) continue;
        auto plain = text;
        for (const auto& character : count.forcing_ucs2)
            for (auto at = plain.find(character); at != std::string::npos; at = plain.find(character, at + 1))
                plain.replace(at, character.size(), "?");
        const auto then = protocol::count_segments(plain).segments;
        if (count.segments - then > most.now - most.then) most = {count.segments, then};
    }
    return most.now > most.then ? std::optional{most} : std::nullopt;
}

/// "«, ş", or the first of many.
std::string forcing_text(const json::object& preview)
{
    const auto& all = rows_of(preview, "forcing_ucs2");
    std::string text;
    for (std::size_t i = 0; i < std::min(all.size(), most_characters); ++i)
        text += (i == 0 ? "" : ", ") + (all[i].is_string() ? std::string{all[i].get_string()} : std::string{});
    return all.size() > most_characters ? text + ", …" : text;
}

std::string why_excluded(const Words& words, std::string_view why)
{
    constexpr std::pair<std::string_view, Text> reasons[] = {{"left", Text::excluded_left},
                                                             {"erased", Text::excluded_erased},
                                                             {"excepted", Text::excluded_excepted},
                                                             {"blocked", Text::excluded_blocked},
                                                             {"unreachable", Text::excluded_unreachable}};
    for (const auto& [reason, text] : reasons)
        if (why == reason) return std::string{words.raw(text)};
    return std::string{why};
}

std::string excluded_text(const Words& words, const json::object& excluded)
{
    json::object named;
    for (const auto& [why, count] : excluded)
        named[why_excluded(words, why)] = count;
    return counts_text(named, "");
}

std::string encodings_text(const Words& words, const json::object& preview)
{
    json::object named;
    for (const auto& [alphabet, count] : object_in(preview, "by_alphabet"))
        named[words.raw(alphabet == "ucs2" ? Text::alphabet_ucs2 : Text::alphabet_gsm7)] = count;
    if (named.size() == 1) return std::string{named.begin()->key()};
    if (!named.empty()) return counts_text(named, "");
    return std::string{words.raw(field(preview, "alphabet") == "ucs2" ? Text::alphabet_ucs2 : Text::alphabet_gsm7)};
}

/// The least time by the lines' rates, as the preview of a broadcast has it, or what is to be expected.
std::string time_text(const Words& words, const json::object& preview, bool least)
{
    const auto* seconds = preview.if_contains("seconds");
    if (seconds == nullptr || seconds->is_null())
        return std::string{words.raw(least ? Text::preview_time_unknown : Text::preview_takes_unknown)};
    const auto time = duration_text(integer(preview, "seconds"));
    return least ? time : words(Text::preview_takes_value, time);
}

void show_samples(const Context& context, std::ostream& out, const json::object& preview)
{
    const auto& samples = rows_of(preview, "samples");
    if (samples.empty()) return;
    out << context.words(Text::preview_samples) << '\n';
    std::vector<std::string> headings;
    for (const auto heading : {Text::heading_number, Text::heading_language, Text::heading_variant,
                               Text::heading_segments, Text::heading_text})
        headings.emplace_back(context.words.raw(heading));
    Table table{headings, context.words.right_to_left()}; // a text that is to be judged is shown to its end
    for (const auto& sample : samples) {
        const auto& one = object_of(sample);
        table.add({field(one, "number"), field(one, "language"), field(one, "variant"), field(one, "segments"),
                   field(one, "text")});
    }
    table.flush(out);
}

} // namespace

std::string cost_text(const json::object& preview)
{
    std::vector<std::string> sums;
    for (const auto& [currency, amount] : object_in(preview, "cost")) {
        const auto milli = amount.is_number() ? std::llround(amount.to_number<double>() * 1000) : 0;
        // Two decimals, or the three of a currency that has them.
        const auto decimals = milli % 10 == 0 ? fmt::format("{}.{:02}", milli / 1000, milli % 1000 / 10)
                                              : fmt::format("{}.{:03}", milli / 1000, milli % 1000);
        sums.push_back(decimals + ' ' + std::string{currency});
    }
    return joined(sums);
}

std::string counts_text(const json::object& counts, const std::string& none)
{
    std::vector<std::pair<std::int64_t, std::string>> all;
    for (const auto& member : counts)
        if (const auto count = integer(counts, member.key()); count > 0)
            all.emplace_back(count, member.key().empty() ? none : std::string{member.key()});
    std::ranges::stable_sort(all, std::ranges::greater{}, [](const auto& one) { return one.first; });
    std::vector<std::string> parts;
    for (const auto& [count, what] : all)
        parts.push_back(what + ' ' + std::to_string(count));
    return joined(parts);
}

void show_preview(const Context& context, std::ostream& out, const json::object& preview,
                  const std::vector<std::string>& texts)
{
    const auto& words = context.words;
    const bool of_broadcast = preview.contains("segments"); // one text for all, so its length says something
    auto details = context.details();
    const auto add = [&](Text what, std::string value) {
        if (!value.empty()) details.add({std::string{words.raw(what)}, std::move(value)});
    };
    const auto counted = [&](Text what, std::string_view key, Text none) {
        add(what, counts_text(object_in(preview, key), std::string{words.raw(none)}));
    };

    add(Text::preview_recipients, field(preview, "recipients"));
    add(Text::preview_left_out, excluded_text(words, object_in(preview, "excluded")));
    if (!of_broadcast) counted(Text::preview_languages, "by_language", Text::preview_any_language);
    counted(Text::preview_variants, "by_variant", Text::preview_any_language);
    counted(Text::preview_operators, "by_operator", Text::preview_unknown_operator);
    counted(Text::preview_lines, "by_line", Text::preview_any_line);
    add(Text::preview_segments, of_broadcast ? words(Text::preview_segments_value, integer(preview, "segments"),
                                                     integer(preview, "segments_total"))
                                             : words(Text::preview_segments_whole, integer(preview, "segments_total"),
                                                     integer(preview, "most_segments")));
    add(Text::preview_alphabet, encodings_text(words, preview));
    if (of_broadcast)
        add(Text::preview_units,
            words(Text::preview_units_value, integer(preview, "units"), integer(preview, "units_left")));
    add(Text::preview_forcing, forcing_text(preview));
    if (const auto less = spared(texts); less && !rows_of(preview, "forcing_ucs2").empty())
        add(Text::preview_without_forcing, words(Text::preview_without_forcing_value, less->then, less->now));
    add(Text::preview_cost, cost_text(preview));
    if (const auto unpriced = integer(preview, "unpriced_segments");
        unpriced > 0 && (!of_broadcast || !cost_text(preview).empty()))
        add(Text::preview_unpriced, std::to_string(unpriced));
    add(of_broadcast ? Text::preview_time : Text::preview_takes, time_text(words, preview, of_broadcast));
    details.flush(out);
    show_samples(context, out, preview);
    out.flush();
}

std::vector<std::string> texts_of(const json::object& campaign)
{
    std::vector<std::string> texts;
    for (const auto& one : rows_of(object_in(campaign, "definition"), "texts"))
        texts.push_back(field(object_of(one), "text"));
    return texts;
}

json::object preview_of(Context& context, std::int64_t campaign)
{
    // All of its people are looked at, who may be a million.
    return object_of(context.api.post_patiently(Target{"/v1/campaigns"} / campaign / "preview"));
}

} // namespace nida::daemon::cli
