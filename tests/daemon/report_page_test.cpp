#include "daemon/report/report_page.hpp"

#include "daemon/people/files/csv.hpp"
#include "daemon/report/charts.hpp"
#include "daemon/report/markup.hpp"
#include "daemon/report/report_csv.hpp"
#include "tests/daemon/well_formed.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon;
using namespace std::chrono_literals;

namespace
{
constexpr auto noon = std::chrono::sys_days{std::chrono::year{2026} / 3 / 1} + 12h;
constexpr ReportLanguage languages[] = {ReportLanguage::en, ReportLanguage::fr, ReportLanguage::ar};

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

Zone tunis() { return find_zone("Africa/Tunis").value(); }

Outcomes outcomes(std::int64_t sent, std::int64_t delivered)
{
    Outcomes one;
    one.messages = one.sent = sent;
    one.delivered = delivered;
    return one;
}

CampaignReport campaign(const std::string& name = "Clinic day")
{
    CampaignReport report;
    report.id = 12;
    report.name = name;
    report.state = CampaignState::done;
    report.started = report.ended = noon;
    report.made = noon + 1h;
    report.recipients = 1240;
    report.figures.all = outcomes(1234, 1111);
    report.figures.all.failed = 6;
    report.figures.all.messages += 6;
    report.figures.by_operator = {{"ly-libyana", outcomes(1000, 950)}, {"", outcomes(234, 161)}};
    report.figures.by_language = {{"ar", outcomes(1234, 1111)}};
    report.figures.by_hour = {{9, outcomes(234, 200)}, {18, outcomes(1000, 911)}};
    report.figures.reasons = {{"cms_38", 2}, {"left", 4}};
    report.figures.segments = 2468;
    report.figures.cost_milli = {{"LYD", 12'340}};
    report.replies = 40;
    report.people_who_replied = 35;
    report.joined = 7;
    report.left = 3;
    return report;
}

PeriodReport period(std::size_t campaigns)
{
    using namespace std::chrono;
    PeriodReport report;
    report.days = {local_days{year{2026} / 3 / 1}, local_days{year{2027} / 2 / 28}};
    report.made = noon;
    for (auto day = report.days.from; day <= report.days.to; day += days{1})
        report.by_day[day].outcomes = outcomes(10, 9);
    for (std::size_t i = 1; i <= campaigns; ++i)
        report.campaigns.push_back({static_cast<CampaignId>(i), "campaign", outcomes(static_cast<std::int64_t>(i), 1)});
    for (int i = 0; i < 40; ++i)
        report.figures.reasons["cms_" + std::to_string(100 + i)] = 100 - i;
    return report;
}

std::string page(const CampaignReport& report, ReportLanguage language = ReportLanguage::en)
{
    return to_page(sheet_of(report, language, tunis()));
}

std::vector<std::vector<std::string>> rows(const std::string& csv)
{
    BOOST_REQUIRE(csv.starts_with("\xEF\xBB\xBF"));
    std::vector<std::vector<std::string>> all;
    read_csv_rows(csv.substr(3), ',', [&](std::uint64_t, const auto& cells) { all.push_back(cells); });
    return all;
}

/// What stands behind those three cells; "(none)" where nothing does.
std::string value(const std::vector<std::vector<std::string>>& rows, const std::string& part, const std::string& item,
                  const std::string& figure)
{
    for (const auto& row : rows)
        if (row.at(0) == part && row.at(1) == item && row.at(2) == figure) return row.at(3);
    return "(none)";
}
} // namespace

BOOST_AUTO_TEST_SUITE(report_page)

BOOST_AUTO_TEST_CASE(a_page_is_well_formed_and_needs_nothing_but_itself_in_every_language)
{
    for (const auto language : languages)
        for (const auto& html : {page(campaign(), language), page(CampaignReport{}, language),
                                 to_page(sheet_of(period(40), language, tunis()))}) {
            BOOST_TEST(WellFormed::fault_of(html) == "");
            for (const auto* reaches_out : {"<script", "src=", "href=", "url(", "@import", "<link", "<img", "<iframe"})
                BOOST_TEST(!has(html, reaches_out), reaches_out);
            BOOST_TEST(has(html, language == ReportLanguage::ar ? "dir=\"rtl\"" : "dir=\"ltr\""));
            BOOST_TEST(has(html, "@page { size: A4"));
            BOOST_TEST(!has(html, "nan"));
        }
}

BOOST_AUTO_TEST_CASE(what_is_not_well_formed_is_found)
{
    for (const auto* broken :
         {"<a><b></a></b>", "<a", "<a>&</a>", "<a b=c></a>", "<a/><b/>", "<a>", "<a b=\"<\"/>", "x<a/>"})
        BOOST_TEST(WellFormed::fault_of(broken) != "", broken);
    BOOST_TEST(WellFormed::fault_of("<!DOCTYPE html>\n<a b=\"c\"><d/>&amp;</a>\n") == "");
}

BOOST_AUTO_TEST_CASE(it_shows_the_figures_as_the_language_writes_them)
{
    const auto english = page(campaign());
    for (const auto* shown : {"Campaign report", "Clinic day", "1,234", "90.0%", "12.34 LYD", "ly-libyana", "not known",
                              "2026-03-01 13:00", "they had left", "refused by the network (cms_38)"})
        BOOST_TEST(has(english, shown), shown);
    const auto french = page(campaign(), ReportLanguage::fr);
    for (const auto* shown : {"Rapport de campagne", "1\u202F234", "90,0\u202F%", "12,34 LYD"})
        BOOST_TEST(has(french, shown), shown);
    BOOST_TEST(has(page(campaign(), ReportLanguage::ar), "تقرير حملة"));
}

BOOST_AUTO_TEST_CASE(a_hostile_name_is_text_and_nothing_else)
{
    const std::string name = "</h1><script>alert('x')</script> & \"q\" \x01\xFF\u202E";
    const auto html = page(campaign(name));
    BOOST_TEST(WellFormed::fault_of(html) == "");
    BOOST_TEST(!has(html, "<script"));
    BOOST_TEST(
        has(html, "<bdi>&lt;/h1&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;q&quot; \uFFFD\uFFFD"));
}

BOOST_AUTO_TEST_CASE(what_no_document_may_hold_is_replaced)
{
    BOOST_TEST(escaped("نداء, é") == "نداء, é");
    BOOST_TEST(escaped(std::string_view{"a\0b", 3}) == "a\uFFFDb");
    BOOST_TEST(escaped("\xE2\x82") == "\uFFFD\uFFFD"); // cut short
    BOOST_TEST(escaped("\u0085") == "\uFFFD");
    BOOST_TEST(escaped("\t\n") == "\t\n");
}

BOOST_AUTO_TEST_CASE(a_campaign_that_has_sent_nothing_shows_no_share)
{
    const auto html = page(CampaignReport{});
    BOOST_TEST(has(html, "<b>–</b>"));
    BOOST_TEST(!has(html, "%</b>"));
    BOOST_TEST(!has(html, "<svg"));
    BOOST_TEST(has(page(campaign()), "<svg class=\"chart\""));
}

BOOST_AUTO_TEST_CASE(what_is_missing_is_said_on_the_page_and_in_the_list)
{
    auto report = campaign();
    BOOST_TEST(!has(page(report), "class=\"note\""));
    report.missing = 1500;
    report.replies_since = noon;
    BOOST_TEST(has(page(report), "Not whole: 1,500 messages"));
    BOOST_TEST(has(page(report), "Replies from before 2026-03-01 13:00"));
    BOOST_TEST(has(to_csv(sheet_of(report, ReportLanguage::en, tunis())), "Not whole: 1,500 messages"));
    auto span = period(0);
    span.kept_since = noon;
    BOOST_TEST(has(to_page(sheet_of(span, ReportLanguage::en, tunis())), "from before 2026-03-01 13:00"));
}

BOOST_AUTO_TEST_CASE(where_there_is_much_the_largest_are_shown_and_the_others_together)
{
    const auto html = to_page(sheet_of(period(40), ReportLanguage::en, tunis()));
    BOOST_TEST(has(html, "<bdi>campaign (40)</bdi>"));
    BOOST_TEST(has(html, "<bdi>campaign (37)</bdi>"));
    BOOST_TEST(!has(html, "<bdi>campaign (36)</bdi>"));
    BOOST_TEST(has(html, "<bdi>others</bdi></td><td class=\"n\">666</td>")); // 1 + … + 36
    BOOST_TEST(has(html, "cms_104"));
    BOOST_TEST(!has(html, "cms_105"));
    BOOST_TEST(has(html, "<span>others</span><span>2,730</span>")); // 95 + … + 61, which is 2730
}

BOOST_AUTO_TEST_CASE(right_to_left_the_first_column_and_a_bar_begin_on_the_right)
{
    const auto digits = [](std::int64_t count) { return std::to_string(count); };
    const std::vector<ChartColumn> columns{{"a", 4, 2}, {"b", 0, 0}};
    const auto from_left = column_chart(columns, false, digits), from_right = column_chart(columns, true, digits);
    BOOST_TEST(has(from_left, "<rect class=\"all\" x=\"52.2\" y=\"14.0\" width=\"273.6\" height=\"70.0\"/>"));
    BOOST_TEST(has(from_left, "<rect class=\"part\" x=\"52.2\" y=\"49.0\" width=\"273.6\" height=\"35.0\"/>"));
    BOOST_TEST(has(from_right, "<rect class=\"all\" x=\"394.2\""));
    BOOST_TEST(has(share_bar(0.25, false), "x=\"0.0\" y=\"0\" width=\"25.0\""));
    BOOST_TEST(has(share_bar(0.25, true), "x=\"75.0\" y=\"0\" width=\"25.0\""));
    BOOST_TEST(WellFormed::fault_of(column_chart({}, false, digits)) == "");
}

BOOST_AUTO_TEST_CASE(the_list_has_four_cells_in_every_row_with_plain_numbers)
{
    for (const auto language : languages)
        for (const auto& row : rows(to_csv(sheet_of(campaign(), language, tunis()))))
            BOOST_TEST(row.size() == 4u);
    const auto csv = to_csv(sheet_of(campaign(), ReportLanguage::en, tunis()));
    const auto english = rows(csv);
    BOOST_TEST(csv.find("\n") == csv.find("\r\n") + 1);
    BOOST_TEST(value(english, "Part", "Item", "Figure") == "Value");
    BOOST_TEST(value(english, "Campaign report", "", "Name") == "Clinic day");
    BOOST_TEST(value(english, "Total", "", "Sent") == "1234");
    BOOST_TEST(value(english, "Total", "", "Delivered of sent") == "0.9003");
    BOOST_TEST(value(english, "Total", "LYD", "Estimated cost") == "12.340");
    BOOST_TEST(value(english, "Total", "", "People who joined") == "7");
    BOOST_TEST(value(english, "Operator", "not known", "Delivered") == "161");
    BOOST_TEST(value(english, "Hour", "18:00", "Sent") == "1000");
    BOOST_TEST(value(english, "Reason", "they had left", "Messages") == "4");
    BOOST_TEST(value(rows(to_csv(sheet_of(CampaignReport{}, ReportLanguage::en, tunis()))), "Total", "",
                     "Delivered of sent") == "");
    const auto arabic = rows(to_csv(sheet_of(period(3), ReportLanguage::ar, tunis())));
    BOOST_TEST(value(arabic, "اليوم", "2026-03-02", "وصلت") == "9");
}

BOOST_AUTO_TEST_CASE(no_cell_is_taken_for_a_formula)
{
    for (const auto* name : {"=HYPERLINK(\"http://x\")", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1"}) {
        const auto all = rows(to_csv(sheet_of(campaign(name), ReportLanguage::en, tunis())));
        BOOST_TEST(unguarded_cell(value(all, "Campaign report", "", "Name")) == name);
        for (const auto& row : all)
            for (const auto& cell : row)
                BOOST_TEST((cell.empty() || std::string_view{"=+-@\t\r"}.find(cell.front()) == std::string_view::npos));
    }
    const auto quoted = rows(to_csv(sheet_of(campaign("a,\"b\"\nc"), ReportLanguage::en, tunis())));
    BOOST_TEST(value(quoted, "Campaign report", "", "Name") == "a,\"b\"\nc");
}

BOOST_AUTO_TEST_CASE(every_reason_has_words_and_an_unknown_one_shows_itself)
{
    for (const auto language : languages) {
        for (const auto* code : {"left", "out_of_validity", "unreachable", "outcome_unknown", "erased", "bad_text",
                                 "duplicate", "restored", "tp_status_70"})
            BOOST_TEST(reason_text(code, language) != code);
        for (const auto* code : {"cms_38", "cme_14", "at_1", "tp_status_64"})
            BOOST_TEST(has(reason_text(code, language), code));
        BOOST_TEST(reason_text("brand_new", language) == "brand_new");
    }
    BOOST_TEST(number_text(-1234567, ReportLanguage::en) == "-1,234,567");
    BOOST_TEST(number_text(999, ReportLanguage::en) == "999");
    BOOST_TEST(number_text(-999, ReportLanguage::en) == "-999");
    BOOST_TEST(amount_text(1'015, "TND", ReportLanguage::en) == "1.015 TND");
}

BOOST_AUTO_TEST_SUITE_END()
