#include "daemon/report/report_sheet.hpp"

#include "daemon/campaign/hours/local_time_text.hpp"
#include "daemon/report/report_json.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace nida::daemon
{
namespace
{
Word word_of(CampaignState state)
{
    switch (state) {
    case CampaignState::draft: return Word::draft;
    case CampaignState::waiting: return Word::waiting;
    case CampaignState::scheduled: return Word::scheduled;
    case CampaignState::running: return Word::running;
    case CampaignState::paused: return Word::paused;
    case CampaignState::done: return Word::done;
    case CampaignState::cancelled: return Word::cancelled_campaign;
    }
    std::abort();
}

/// "2026-11-22 18:00", by the box's clock.
std::string time_text(Time time, const Zone& zone)
{
    return to_string(WrittenTime{std::chrono::floor<std::chrono::minutes>(zone.local(time))});
}

void add_part(ReportSheet& sheet, Word title, Word item, std::vector<ReportSheet::Row> rows)
{
    if (rows.empty()) return;
    std::ranges::stable_sort(rows, std::ranges::greater{}, [](const auto& row) { return row.outcomes.messages; });
    sheet.parts.push_back({title, item, std::move(rows)});
}

template <class Map> std::vector<ReportSheet::Row> rows_of(const Map& by_name, std::string_view nameless)
{
    std::vector<ReportSheet::Row> rows;
    for (const auto& [name, outcomes] : by_name)
        rows.push_back({name.empty() ? std::string{nameless} : name, outcomes});
    return rows;
}

/// What both kinds of report tell of messages.
void add_figures(ReportSheet& sheet, const Figures& figures)
{
    const auto language = sheet.language;
    sheet.all = figures.all;
    sheet.segments = figures.segments;
    sheet.unpriced_segments = figures.unpriced_segments;
    sheet.cost_milli = figures.cost_milli;
    sheet.by_hour = figures.by_hour;
    add_part(sheet, Word::by_operator, Word::operator_of_number,
             rows_of(figures.by_operator, words_for(Word::unknown, language)));
    add_part(sheet, Word::by_language, Word::language, rows_of(figures.by_language, words_for(Word::none, language)));
    add_part(sheet, Word::by_variant, Word::variant, rows_of(figures.by_variant, ""));
    for (const auto& [code, count] : figures.reasons)
        sheet.reasons.emplace_back(reason_text(code, language), count);
    std::ranges::stable_sort(sheet.reasons, std::ranges::greater{}, [](const auto& reason) { return reason.second; });
}

std::string filled(Word word, ReportLanguage language, const std::string& value)
{
    return fmt::format(fmt::runtime(words_for(word, language)), value);
}
} // namespace

ReportSheet sheet_of(const CampaignReport& report, ReportLanguage language, const Zone& zone)
{
    ReportSheet sheet;
    sheet.language = language;
    sheet.title = Word::campaign_report;
    sheet.definitions = Word::note_definitions;
    sheet.name = report.name;
    sheet.head = {{Word::campaign, std::to_string(report.id)},
                  {Word::state, std::string{words_for(word_of(report.state), language)}}};
    if (report.started) sheet.head.push_back({Word::started, time_text(*report.started, zone)});
    if (report.ended) sheet.head.push_back({Word::ended, time_text(*report.ended, zone)});
    sheet.head.push_back({Word::made, time_text(report.made, zone)});
    add_figures(sheet, report.figures);
    sheet.counts = {{Word::recipients, report.recipients},
                    {Word::replies, report.replies},
                    {Word::people_who_replied, report.people_who_replied},
                    {Word::joined, report.joined},
                    {Word::left, report.left},
                    {Word::joined_group, report.joined_group},
                    {Word::left_group, report.left_group}};
    sheet.most_telling = {{Word::people_who_replied, report.people_who_replied},
                          {Word::joined, report.joined},
                          {Word::left, report.left}};
    if (report.missing > 0)
        sheet.notes.push_back(filled(Word::note_missing, language, number_text(report.missing, language)));
    if (report.replies_since)
        sheet.notes.push_back(filled(Word::note_replies_since, language, time_text(*report.replies_since, zone)));
    return sheet;
}

ReportSheet sheet_of(const PeriodReport& report, ReportLanguage language, const Zone& zone)
{
    ReportSheet sheet;
    sheet.language = language;
    sheet.title = Word::period_report;
    sheet.definitions = Word::note_period_definitions;
    sheet.head = {{Word::from, day_text(report.days.from)},
                  {Word::to, day_text(report.days.to)},
                  {Word::made, time_text(report.made, zone)}};
    std::vector<ReportSheet::Row> campaigns;
    for (const auto& campaign : report.campaigns)
        campaigns.push_back(
            {campaign.name.empty() ? std::to_string(campaign.id) : fmt::format("{} ({})", campaign.name, campaign.id),
             campaign.outcomes});
    if (report.single.messages > 0)
        campaigns.push_back({std::string{words_for(Word::single, language)}, report.single});
    add_part(sheet, Word::by_campaign, Word::campaign, std::move(campaigns));
    add_figures(sheet, report.figures);
    sheet.counts = {{Word::received, report.received},
                    {Word::calls, report.calls},
                    {Word::joined, report.joined},
                    {Word::left, report.left},
                    {Word::joined_group, report.joined_group},
                    {Word::left_group, report.left_group},
                    {Word::people, report.people},
                    {Word::members, report.members}};
    sheet.most_telling = {{Word::received, report.received}, {Word::joined, report.joined}, {Word::left, report.left}};
    for (const auto& [date, day] : report.by_day)
        sheet.days.push_back({day_text(date), day});
    if (report.kept_since)
        sheet.notes.push_back(filled(Word::note_kept_since, language, time_text(*report.kept_since, zone)));
    return sheet;
}

std::vector<ReportSheet::Count> counts_of(const Outcomes& outcomes)
{
    return {{Word::messages, outcomes.messages},   {Word::sent, outcomes.sent},
            {Word::delivered, outcomes.delivered}, {Word::undelivered, outcomes.undelivered},
            {Word::failed, outcomes.failed},       {Word::suppressed, outcomes.suppressed},
            {Word::in_doubt, outcomes.in_doubt},   {Word::remaining, outcomes.remaining},
            {Word::cancelled, outcomes.cancelled}};
}
} // namespace nida::daemon
