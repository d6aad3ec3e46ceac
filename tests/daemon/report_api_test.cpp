#include "daemon/people/people.hpp"
#include "tests/daemon/api_fixture.hpp"
#include "tests/daemon/started_campaign.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon;
using namespace std::chrono_literals;

namespace
{
struct Fixture : ApiFixture {
    LineId line = add_line("one");

    /// Of two people, one of whom has got it.
    CampaignId campaign(const std::string& name)
    {
        return in_store([name, this](Connection& db) {
            for (const auto* number : {"+218911111111", "+218912222222"})
                People{db}.add({number, "", {}, {}}, "add", {"test", clock.now()});
            auto definition = text_for("");
            definition.name = name;
            const auto id = start_campaign(db, definition, clock.now());
            db.run("UPDATE message SET state = 3, line_id = ?1, sent_at = ?2, finished_at = ?2 WHERE recipient = "
                   "'+218911111111'",
                   line, clock.now());
            return id;
        });
    }
    std::string report_of(CampaignId id, const std::string& query = "")
    {
        return "/v1/campaigns/" + std::to_string(id) + "/report" + query;
    }
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(report_api, Fixture)

BOOST_AUTO_TEST_CASE(a_campaigns_report_comes_as_json_list_and_page)
{
    const auto id = campaign("Clinic day");
    const auto json = get(report_of(id));
    BOOST_TEST(json.status == 200u, json.body);
    BOOST_TEST(json.json().at("campaign").as_int64() == id);
    BOOST_TEST(json.json().at("totals").at("delivered").as_int64() == 1);
    BOOST_TEST(json.json().at("totals").at("delivery_ratio").as_double() == 1);
    BOOST_TEST(json.json().at("totals").at("remaining").as_int64() == 1);
    BOOST_TEST(json.content_type == "application/json");
    const auto csv = get(report_of(id, "?format=csv&lang=fr"));
    BOOST_TEST(csv.content_type == "text/csv; charset=utf-8");
    BOOST_TEST(csv.body.find("Clinic day") != std::string::npos);
    BOOST_TEST(csv.body.find("Rapport de campagne") != std::string::npos);
    const auto page = get(report_of(id, "?format=html&lang=ar"));
    BOOST_TEST(page.content_type == "text/html; charset=utf-8");
    BOOST_TEST(page.body.find("dir=\"rtl\"") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_page_is_in_the_language_of_the_box_where_none_is_asked_for)
{
    const auto id = campaign("x");
    defaults.language = Language::fr;
    BOOST_TEST(get(report_of(id, "?format=html")).body.find("lang=\"fr\"") != std::string::npos);
    defaults.language = parse_language("sw").value_or(Language::en);
    BOOST_TEST(get(report_of(id, "?format=html")).body.find("lang=\"en\"") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(no_number_stands_in_any_form_of_it)
{
    const auto id = campaign("x");
    for (const auto* query : {"", "?format=csv", "?format=html"})
        BOOST_TEST(get(report_of(id, query)).body.find("21891") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_is_asked_for_wrongly_is_refused_with_what_is_accepted)
{
    const auto id = campaign("x");
    BOOST_TEST(get(report_of(id + 1)).error() == "unknown_campaign");
    BOOST_TEST(get("/v1/campaigns/x/report").error() == "unknown_campaign");
    for (const auto& target :
         {report_of(id, "?format=pdf"), report_of(id, "?format=html&lang=de"), std::string{"/v1/report?from=yesterday"},
          std::string{"/v1/report?to=2026-02-30"}, std::string{"/v1/report?from=2026-03-02&to=2026-03-01"},
          std::string{"/v1/report?from=2025-01-01&to=2026-03-01"}}) {
        const auto refused = get(target);
        BOOST_TEST(refused.status == 422u, target);
        BOOST_TEST(refused.error() == "bad_value");
        BOOST_TEST(refused.hint() != "");
    }
}

BOOST_AUTO_TEST_CASE(a_span_is_this_month_so_far_unless_it_is_named)
{
    campaign("Clinic day");
    const auto report = get("/v1/report").json();
    BOOST_TEST(std::string{report.at("from").as_string()}.ends_with("-01"));
    BOOST_TEST(report.at("totals").at("messages").as_int64() == 2);
    BOOST_TEST(report.at("campaigns").at(0).at("name").as_string() == "Clinic day");
    BOOST_TEST(report.at("people").as_int64() == 2);
    const auto other = get("/v1/report?from=2026-01-01&to=2026-01-31").json();
    BOOST_TEST(other.at("totals").at("messages").as_int64() == 0);
    BOOST_TEST(other.at("by_day").as_array().size() == 31u);
    BOOST_TEST(get("/v1/report?format=csv").content_type == "text/csv; charset=utf-8");
    BOOST_TEST(get("/v1/report?format=html&lang=ar").body.find("تقرير النشاط") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(old_messages_that_are_not_kept_are_told_of)
{
    defaults.keep_messages = 24h;
    BOOST_TEST(!get("/v1/report?from=2026-01-01&to=2026-01-31").json().at("kept_since").is_null());
}

BOOST_AUTO_TEST_SUITE_END()
