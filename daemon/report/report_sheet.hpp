#pragma once
#include "daemon/report/campaign_report.hpp"
#include "daemon/report/period_report.hpp"
#include "daemon/report/report_words.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace nida::daemon
{
/// A report in the words of a language, whatever it is about: what is written as CSV and printed as a page. Names are as people gave them.
struct ReportSheet {
    struct Fact {
        Word word;
        std::string text;
    };
    struct Count {
        Word word;
        std::int64_t number;
    };
    struct Row {
        std::string name;
        Outcomes outcomes;
    };
    struct Part {
        Word title, item;
        std::vector<Row> rows;
    };
    struct Day {
        std::string date;
        PeriodReport::Day figures;
    };

    ReportLanguage language;
    Word title;
    std::string name;       ///< of the campaign; empty where there is none
    std::vector<Fact> head; ///< what it is about, and when
    Outcomes all;
    std::int64_t segments = 0, unpriced_segments = 0;
    std::map<std::string, std::int64_t> cost_milli; ///< by currency
    std::vector<Count> counts;                      ///< what is not about messages to people
    std::vector<Count> most_telling;                ///< of these, what the page shows first
    std::vector<Part> parts;                        ///< by campaign, operator, language, variant: the largest first
    std::map<int, Outcomes> by_hour;
    std::vector<Day> days;                                     ///< of a span
    std::vector<std::pair<std::string, std::int64_t>> reasons; ///< in words, the most frequent first
    std::vector<std::string> notes;                            ///< what is missing
    Word definitions;
};

ReportSheet sheet_of(const CampaignReport& report, ReportLanguage language, const Zone& zone);
ReportSheet sheet_of(const PeriodReport& report, ReportLanguage language, const Zone& zone);

/// What messages became, each with its word, in the order in which it is shown.
std::vector<ReportSheet::Count> counts_of(const Outcomes& outcomes);
} // namespace nida::daemon
