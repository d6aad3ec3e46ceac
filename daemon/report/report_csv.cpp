#include "daemon/report/report_csv.hpp"

#include "daemon/people/files/csv.hpp"

#include <fmt/format.h>

namespace nida::daemon
{
namespace
{
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

class Writer
{
public:
    explicit Writer(ReportLanguage language) : language_{language} {}
    void row(std::string_view part, std::string_view item, Word figure, const std::string& value)
    {
        row({guarded_cell(part), guarded_cell(item), std::string{words(figure)}, guarded_cell(value)});
    }
    void row(const std::vector<std::string>& cells)
    {
        text_ += csv_row(cells);
        text_.back() = '\r';
        text_ += '\n';
    }
    void outcomes(std::string_view part, std::string_view item, const Outcomes& outcomes)
    {
        for (const auto& [word, number] : counts_of(outcomes))
            row(part, item, word, std::to_string(number));
        const auto ratio = outcomes.delivery_ratio();
        row(part, item, Word::delivered_share, ratio ? fmt::format("{:.4f}", *ratio) : "");
    }
    std::string_view words(Word word) const { return words_for(word, language_); }
    std::string text() && { return std::move(text_); }
private:
    ReportLanguage language_;
    std::string text_{byte_order_mark};
};
} // namespace

std::string to_csv(const ReportSheet& sheet)
{
    Writer csv{sheet.language};
    csv.row({std::string{csv.words(Word::part)}, std::string{csv.words(Word::item)},
             std::string{csv.words(Word::figure)}, std::string{csv.words(Word::value)}});
    const auto title = csv.words(sheet.title), total = csv.words(Word::total);
    if (!sheet.name.empty()) csv.row(title, "", Word::name, sheet.name);
    for (const auto& [word, text] : sheet.head)
        csv.row(title, "", word, text);
    csv.outcomes(total, "", sheet.all);
    csv.row(total, "", Word::segments, std::to_string(sheet.segments));
    for (const auto& [currency, milli] : sheet.cost_milli)
        csv.row(total, currency, Word::cost, fmt::format("{}.{:03}", milli / 1'000, milli % 1'000));
    csv.row(total, "", Word::unpriced, std::to_string(sheet.unpriced_segments));
    for (const auto& [word, number] : sheet.counts)
        csv.row(total, "", word, std::to_string(number));
    for (const auto& [reason, count] : sheet.reasons)
        csv.row(csv.words(Word::reason), reason, Word::messages, std::to_string(count));
    for (const auto& part : sheet.parts)
        for (const auto& [name, outcomes] : part.rows)
            csv.outcomes(csv.words(part.item), name, outcomes);
    for (const auto& [hour, outcomes] : sheet.by_hour)
        csv.outcomes(csv.words(Word::hour), fmt::format("{:02}:00", hour), outcomes);
    for (const auto& [date, day] : sheet.days) {
        csv.outcomes(csv.words(Word::day), date, day.outcomes);
        csv.row(csv.words(Word::day), date, Word::received, std::to_string(day.received));
        csv.row(csv.words(Word::day), date, Word::joined, std::to_string(day.joined));
        csv.row(csv.words(Word::day), date, Word::left, std::to_string(day.left));
    }
    for (const auto& note : sheet.notes)
        csv.row({std::string{title}, "", "", note});
    return std::move(csv).text();
}
} // namespace nida::daemon
