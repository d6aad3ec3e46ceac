#include "tests/cli/api_server.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sysexits.h>

using namespace nida::daemon::cli;
namespace json = boost::json;

namespace
{

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

constexpr auto outcomes = R"("messages": 1250, "sent": 1234, "delivered": 1111, "undelivered": 20, "failed": 6,
    "suppressed": 4, "in_doubt": 1, "remaining": 2, "cancelled": 3, "delivery_ratio": 0.9003)";

std::string figures()
{
    const std::string row{outcomes};
    return R"("totals": {)" + row + R"(}, "segments": 2468, "cost": {"LYD": 12.34}, "unpriced_segments": 8,
        "reasons": [{"code": "left", "messages": 4}],
        "by_operator": [{"operator": "ly-libyana", )" +
           row + R"(}, {"operator": "", )" + row + R"(}], "by_language": [{"language": "ar", )" + row +
           R"(}], "by_hour": [{"hour": 18, )" + row +
           R"(}], "joined": 7, "left": 3, "joined_group": 1, "left_group": 0)";
}

std::string campaign_report(const std::string& missing = R"("missing": 0, "replies_since": null)")
{
    return R"({"campaign": 7, "name": "Clinic day", "state": "done", "started_at": "2026-03-01T12:00:00.000000Z",
        "ended_at": null, "recipients": 1240, "replies": 40, "replied": 35, "by_variant": [], )" +
           figures() + ", " + missing + "}";
}

std::string span_report()
{
    return R"({"from": "2026-03-01", "to": "2026-03-31", "received": 55, "calls": 5, "people": 900, "members": 800,
        "kept_since": "2026-03-05T00:00:00.000000Z",
        "single": {)" +
           std::string{outcomes} + R"(}, "campaigns": [{"campaign": 7, "name": "Clinic day", )" + outcomes + R"(}],
        "by_day": [{"day": "2026-03-01", "received": 1, "joined": 0, "left": 0, )" +
           outcomes + R"(}, {"day": "2026-03-02", "messages": 0, "received": 0, "joined": 0, "left": 0}], )" +
           figures() + "}";
}

/// The daemon's answers, whatever their form.
Answer reporting(const Asked& asked)
{
    if (has(asked.target, "/v1/campaigns/8/"))
        return {404, R"({"error": {"code": "unknown_campaign", "message": "there is no campaign 8", "hint": ""}})"};
    if (has(asked.target, "format=csv")) return {200, "\xEF\xBB\xBFPart,Item\r\n"};
    if (has(asked.target, "format=html")) return {200, "<!DOCTYPE html>\n"};
    return {200, asked.target.starts_with("/v1/report") ? span_report() : campaign_report()};
}

std::string content(const std::string& path)
{
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

} // namespace

BOOST_AUTO_TEST_SUITE(report_commands)

BOOST_AUTO_TEST_CASE(a_campaigns_report_is_shown_in_tables)
{
    ApiServer server{reporting};
    const auto ran = run_nida(server.socket(), {"campaign", "report", "7"});
    BOOST_TEST(ran.code == EX_OK, ran.err);
    BOOST_TEST(ran.err == "");
    for (const auto* shown : {"Clinic day", "1234", "1111", "90.0", "40, from 35 people", "People who joined", "2468",
                              "12.34 LYD", "ly-libyana", "not known", "26", "left"})
        BOOST_TEST(has(ran.out, shown), shown << " in " << ran.out);
    BOOST_TEST(server.asked().at(0).target == "/v1/campaigns/7/report");
    const auto as_json = run_nida(server.socket(), {"campaign", "report", "7", "--json"});
    BOOST_TEST(json::parse(as_json.out) == json::parse(campaign_report()));
}

BOOST_AUTO_TEST_CASE(a_span_is_shown_with_its_campaigns_and_the_days_on_which_something_was)
{
    ApiServer server{reporting};
    const auto ran = run_nida(server.socket(), {"report", "--from", "2026-03-01", "--to", "2026-03-31"});
    BOOST_TEST(ran.code == EX_OK, ran.err);
    for (const auto* shown :
         {"2026-03-31", "7 Clinic day", "single messages and answers", "55", "900, of them members: 800"})
        BOOST_TEST(has(ran.out, shown), shown << " in " << ran.out);
    BOOST_TEST(!has(ran.out, "2026-03-02"));
    BOOST_TEST(has(ran.err, "before 2026-03-05"));
    BOOST_TEST(server.asked().at(0).target == "/v1/report?from=2026-03-01&to=2026-03-31");
    BOOST_TEST(run_nida(server.socket(), {"report"}).code == EX_OK);
    BOOST_TEST(server.asked().at(1).target == "/v1/report");
}

BOOST_AUTO_TEST_CASE(what_is_missing_is_said_beside_the_figures)
{
    ApiServer server{[](const Asked&) {
        return Answer{200, campaign_report(R"("missing": 12, "replies_since": "2026-03-05T00:00:00.000000Z")")};
    }};
    const auto ran = run_nida(server.socket(), {"campaign", "report", "7"});
    BOOST_TEST(has(ran.err, "12 messages of it were deleted"));
    BOOST_TEST(has(ran.err, "replies from before 2026-03-05"));
}

BOOST_AUTO_TEST_CASE(a_list_and_a_page_come_as_they_are_in_the_language_of_the_command)
{
    ApiServer server{reporting};
    const auto csv = run_nida(server.socket(), {"campaign", "report", "7", "--csv"});
    BOOST_TEST(csv.out == "\xEF\xBB\xBFPart,Item\r\n");
    BOOST_TEST(server.asked().at(0).target == "/v1/campaigns/7/report?format=csv&lang=en");
    const auto page = run_nida(server.socket(), {"report", "--html", "--lang", "ar"});
    BOOST_TEST(page.out == "<!DOCTYPE html>\n");
    BOOST_TEST(server.asked().at(1).target == "/v1/report?format=html&lang=ar");
}

BOOST_AUTO_TEST_CASE(a_file_gets_what_its_ending_says_and_stays_as_it_was_where_there_is_no_report)
{
    const TemporaryFile place{"before"};
    const auto html = place.path() + ".html", csv = place.path() + ".csv";
    ApiServer server{reporting};
    const auto ran = run_nida(server.socket(), {"campaign", "report", "7", "--output", html});
    BOOST_TEST(ran.code == EX_OK, ran.err);
    BOOST_TEST(ran.out == "");
    BOOST_TEST(has(ran.err, html));
    BOOST_TEST(content(html) == "<!DOCTYPE html>\n");
    BOOST_TEST(run_nida(server.socket(), {"report", "-o", csv}).code == EX_OK);
    BOOST_TEST(has(content(csv), "Part,Item"));
    BOOST_TEST(run_nida(server.socket(), {"report", "-o", place.path()}).code == EX_OK);
    BOOST_TEST(has(content(place.path()), "Clinic day"));
    BOOST_TEST(run_nida(server.socket(), {"campaign", "report", "8", "--output", html}).code == EX_DATAERR);
    BOOST_TEST(content(html) == "<!DOCTYPE html>\n");
    BOOST_TEST(run_nida(server.socket(), {"report", "-o", "/nowhere/x.csv"}).code == EX_CANTCREAT);
    std::filesystem::remove(html);
    std::filesystem::remove(csv);
}

BOOST_AUTO_TEST_CASE(two_forms_at_once_are_one_too_many)
{
    ApiServer server{reporting};
    BOOST_TEST(run_nida(server.socket(), {"report", "--csv", "--html"}).code == EX_USAGE);
    BOOST_TEST(run_nida(server.socket(), {"report", "--from", ""}).code == EX_USAGE);
    BOOST_TEST(server.asked().empty());
}

BOOST_AUTO_TEST_SUITE_END()
