#include "daemon/report/report_page.hpp"

#include "daemon/report/charts.hpp"
#include "daemon/report/markup.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace nida::daemon
{
namespace
{
constexpr std::size_t most_rows = 5; // of one part; more would need a second page
constexpr std::size_t most_reasons = 6;
constexpr int hours_of_a_day = 24;

// The height is that of A4 less its margins: tables that are too much for it are cut off rather than printed on a second page.
constexpr std::string_view style = R"css(
@page { size: A4; margin: 12mm }
* { box-sizing: border-box }
html { background: #fff; color: #1c2429; font: 9.5pt/1.3 "Noto Sans", "Noto Naskh Arabic", "DejaVu Sans", Tahoma, sans-serif }
body { margin: 0 }
main { margin: 0 auto; width: 186mm; height: 272mm; overflow: hidden; display: flex; flex-direction: column; gap: 3.5mm;
  -webkit-print-color-adjust: exact; print-color-adjust: exact }
main > * { flex: none }
h1 { font-size: 17pt; line-height: 1.15; margin: 0; max-height: 2.3em; overflow: hidden; overflow-wrap: anywhere }
h2 { font-size: 10pt; margin: 0 0 1mm; color: #1f5673 }
.kind { color: #1f5673; font-weight: bold; margin: 0 }
.head { margin: 1mm 0 0; color: #4a5a64 }
.head span { white-space: nowrap; margin-inline-end: 5mm }
.note { margin: 0; padding: 1.5mm 2.5mm; border: .4mm solid #9a3412; color: #7c2d12 }
.tiles { display: grid; grid-template-columns: repeat(6, 1fr); gap: 2mm }
.tile { border-top: .8mm solid #1f5673; background: #eef3f6; padding: 1.5mm 2mm }
.tile b { display: block; font-size: 12.5pt; line-height: 1.25 }
.tile span { font-size: 8pt; color: #4a5a64; display: block }
main > .columns { flex: 0 1 auto; min-height: 0; overflow: hidden; align-content: start }
.columns { display: grid; grid-template-columns: 1fr 1fr; gap: 3mm 6mm }
.wide { grid-column: 1 / -1 }
.figures { columns: 4; column-gap: 5mm }
.figures.reasons { columns: 2; column-gap: 6mm }
table { width: 100%; border-collapse: collapse; table-layout: fixed; font-size: 8.5pt }
td, th { padding: .35mm .8mm; border-bottom: .2mm solid #d5dee4; text-align: start; white-space: nowrap; overflow: hidden; text-overflow: ellipsis }
th { color: #4a5a64; font-weight: normal; font-size: 8pt }
.n { text-align: end; width: 14.5mm }
.bar { width: 15mm }
.bar svg { width: 100%; height: 2.4mm; display: block }
.figures p { margin: 0; padding: .35mm .8mm; border-bottom: .2mm solid #d5dee4; font-size: 8pt; display: flex; justify-content: space-between;
  gap: 2mm; white-space: nowrap; break-inside: avoid }
.figures span { overflow: hidden; text-overflow: ellipsis }
.figures span:last-child { flex: none }
svg.chart { width: 100%; height: auto; display: block; overflow: visible }
.all { fill: #b7c8d3 } .part { fill: #1f5673 } .axis { stroke: #4a5a64; stroke-width: .6 }
svg text { font-size: 9px; fill: #4a5a64 }
.legend { font-size: 8pt; color: #4a5a64; margin: -2mm 0 0 }
.legend i { display: inline-block; width: 3mm; height: 2mm; margin-inline: 3mm 1mm }
footer { margin-top: auto; font-size: 7.5pt; color: #4a5a64; border-top: .2mm solid #d5dee4; padding-top: 1.5mm }
)css";

/// Writes one page.
class PageWriter
{
public:
    explicit PageWriter(const ReportSheet& sheet) : sheet_{sheet}, right_to_left_{sheet.language == ReportLanguage::ar}
    {
    }
    std::string page() &&
    {
        const auto code = code_of(sheet_.language);
        const auto title = words(sheet_.title);
        add("<!DOCTYPE html>\n<html lang=\"{}\" dir=\"{}\">\n<head>\n<meta charset=\"utf-8\"/>\n"
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n"
            "<title>{}{}</title>\n<style>{}</style>\n</head>\n<body>\n<main>\n",
            code, right_to_left_ ? "rtl" : "ltr", title, sheet_.name.empty() ? "" : " – " + escaped(sheet_.name),
            style);
        head();
        tiles();
        charts();
        tables();
        add("<footer>{}</footer>\n</main>\n</body>\n</html>\n", words(sheet_.definitions));
        return std::move(text_);
    }
private:
    template <class... Arguments> void add(fmt::format_string<Arguments...> format, Arguments&&... arguments)
    {
        fmt::format_to(std::back_inserter(text_), format, std::forward<Arguments>(arguments)...);
    }
    std::string words(Word word) const { return escaped(words_for(word, sheet_.language)); }
    std::string number(std::int64_t value) const { return escaped(number_text(value, sheet_.language)); }
    std::string share(const Outcomes& outcomes) const
    {
        return escaped(share_text(outcomes.delivery_ratio(), sheet_.language));
    }
    /// Whatever its direction, what stands around it keeps its own.
    static std::string isolated(std::string_view text) { return "<bdi>" + escaped(text) + "</bdi>"; }

    void head()
    {
        add("<header>\n<p class=\"kind\">{}</p>\n", words(sheet_.title));
        if (!sheet_.name.empty()) add("<h1>{}</h1>\n", isolated(sheet_.name));
        add("<p class=\"head\">");
        const auto* const colon = sheet_.language == ReportLanguage::fr ? "\u202F:" : ":";
        for (const auto& [word, text] : sheet_.head)
            add("<span>{}{} {}</span> ", words(word), colon, isolated(text));
        add("</p>\n</header>\n");
        for (const auto& note : sheet_.notes)
            add("<p class=\"note\">{}</p>\n", escaped(note));
    }

    void tile(const std::string& value, const std::string& word)
    {
        add("<div class=\"tile\"><b>{}</b><span>{}</span></div>\n", value, word);
    }
    void tiles()
    {
        add("<div class=\"tiles\">\n");
        tile(number(sheet_.all.sent), words(Word::sent));
        tile(share(sheet_.all), words(Word::delivered_share));
        for (const auto& [word, count] : sheet_.most_telling)
            tile(number(count), words(word));
        if (const auto cost = sheet_.cost_milli.begin(); cost != sheet_.cost_milli.end())
            tile(isolated(amount_text(cost->second, cost->first, sheet_.language)), words(Word::cost));
        else
            tile(number(sheet_.segments), words(Word::segments));
        add("</div>\n");
    }

    void chart(Word title, const std::vector<ChartColumn>& columns)
    {
        add("<section>\n<h2>{}</h2>\n{}</section>\n", words(title),
            column_chart(columns, right_to_left_, [this](std::int64_t value) { return number(value); }));
    }
    void charts()
    {
        if (!sheet_.days.empty()) {
            std::vector<ChartColumn> days;
            for (const auto& [date, day] : sheet_.days)
                days.push_back({date.substr(5), day.outcomes.sent, day.outcomes.delivered}); // the head has the year
            chart(Word::by_day, days);
        }
        if (!sheet_.by_hour.empty()) {
            std::vector<ChartColumn> hours;
            for (int hour = 0; hour < hours_of_a_day; ++hour) {
                const auto found = sheet_.by_hour.find(hour);
                const auto outcomes = found == sheet_.by_hour.end() ? Outcomes{} : found->second;
                hours.push_back({fmt::format("{:02}", hour), outcomes.sent, outcomes.delivered});
            }
            chart(Word::by_hour, hours);
        }
        if (!sheet_.days.empty() || !sheet_.by_hour.empty())
            add("<p class=\"legend\"><i style=\"background:#b7c8d3\"></i>{}<i "
                "style=\"background:#1f5673\"></i>{}</p>\n",
                words(Word::sent), words(Word::delivered));
    }

    /// The largest, and all others together.
    std::vector<ReportSheet::Row> largest(const std::vector<ReportSheet::Row>& rows) const
    {
        if (rows.size() <= most_rows) return rows;
        const auto shown = static_cast<std::ptrdiff_t>(most_rows) - 1;
        std::vector<ReportSheet::Row> few{rows.begin(), rows.begin() + shown};
        few.push_back({std::string{words_for(Word::others, sheet_.language)}, {}});
        for (auto row = rows.begin() + shown; row != rows.end(); ++row)
            few.back().outcomes.add(row->outcomes);
        return few;
    }
    void part(const ReportSheet::Part& part)
    {
        // The names of campaigns are sentences.
        add("<section{}>\n<h2>{}</h2>\n<table>\n<tr><th>{}</th><th class=\"n\">{}</th><th class=\"n\">{}</th><th "
            "class=\"n\">%</th><th class=\"bar\"></th></tr>\n",
            part.item == Word::campaign ? " class=\"wide\"" : "", words(part.title), words(part.item),
            words(Word::sent), words(Word::delivered));
        for (const auto& [name, outcomes] : largest(part.rows))
            add("<tr><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td "
                "class=\"bar\">{}</td></tr>\n",
                isolated(name), number(outcomes.sent), number(outcomes.delivered), share(outcomes),
                share_bar(outcomes.delivery_ratio().value_or(0), right_to_left_));
        add("</table>\n</section>\n");
    }
    /// @param what  escaped, as is the value
    void figure(const std::string& what, const std::string& value)
    {
        add("<p><span>{}</span><span>{}</span></p>\n", what, value);
    }
    void reasons()
    {
        if (sheet_.reasons.empty()) return;
        add("<section class=\"wide\">\n<h2>{}</h2>\n<div class=\"figures reasons\">\n", words(Word::by_reason));
        const bool all = sheet_.reasons.size() <= most_reasons;
        const auto shown = all ? sheet_.reasons.size() : most_reasons - 1;
        std::int64_t others = 0;
        for (std::size_t i = 0; i < sheet_.reasons.size(); ++i)
            if (i < shown)
                figure(escaped(sheet_.reasons[i].first), number(sheet_.reasons[i].second));
            else
                others += sheet_.reasons[i].second;
        if (!all) figure(words(Word::others), number(others));
        add("</div>\n</section>\n");
    }
    void figures()
    {
        add("<section class=\"wide\">\n<h2>{}</h2>\n<div class=\"figures\">\n", words(Word::all_figures));
        for (const auto& [word, value] : counts_of(sheet_.all))
            figure(words(word), number(value));
        for (const auto& [word, value] : sheet_.counts)
            figure(words(word), number(value));
        figure(words(Word::segments), number(sheet_.segments));
        for (const auto& [currency, milli] : sheet_.cost_milli)
            figure(words(Word::cost), isolated(amount_text(milli, currency, sheet_.language)));
        if (sheet_.unpriced_segments > 0) figure(words(Word::unpriced), number(sheet_.unpriced_segments));
        add("</div>\n</section>\n");
    }
    void tables()
    {
        add("<div class=\"columns\">\n");
        for (const auto& one : sheet_.parts)
            part(one);
        reasons();
        figures();
        add("</div>\n");
    }

    const ReportSheet& sheet_;
    bool right_to_left_;
    std::string text_;
};
} // namespace

std::string to_page(const ReportSheet& sheet) { return PageWriter{sheet}.page(); }
} // namespace nida::daemon
