#include "daemon/report/period_report.hpp"

#include "daemon/outbox/outbox.hpp"
#include "daemon/report/report_json.hpp"
#include "tests/daemon/report_fixture.hpp"

using namespace nida::daemon;
using namespace std::chrono_literals;

namespace
{
using std::chrono::local_days;
using std::chrono::March;
using std::chrono::year;

/// Of March 2026; `noon` is that of the first.
local_days march(unsigned day) { return local_days{year{2026} / March / day}; }

struct Fixture : ReportFixture {
    PeriodReport report(unsigned from, unsigned to)
    {
        return report_of(connection, Days{march(from), march(to)}, context);
    }
    void send(const std::string& number, Time at)
    {
        NewMessage message;
        message.recipient = number;
        message.text = "single";
        Outbox{connection}.add(message, at, true);
        set(number, State::delivered, "", at);
    }
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(period_report, Fixture)

BOOST_AUTO_TEST_CASE(messages_belong_to_the_local_day_on_which_they_were_queued)
{
    send("+218921111111", noon - 13h - 1min); // 23:59 of the day before, where it is an hour later than in UTC
    send("+218922222222", noon - 13h);
    send("+218923333333", noon + 35h - 1us);
    send("+218924444444", noon + 35h); // the third
    const auto two_days = report(1, 2);
    BOOST_TEST(two_days.figures.all.messages == 2);
    BOOST_TEST(two_days.by_day.size() == 2u);
    BOOST_TEST(two_days.by_day.at(march(1)).outcomes.delivered == 1);
    BOOST_TEST(two_days.by_day.at(march(2)).outcomes.delivered == 1);
    BOOST_TEST(report(3, 3).figures.all.messages == 1);
    BOOST_TEST(report(4, 31).figures.all.messages == 0);
    BOOST_TEST(report(4, 31).by_day.size() == 28u);
}

BOOST_AUTO_TEST_CASE(campaigns_are_told_apart_from_one_another_and_from_single_messages)
{
    know("+218921111111");
    know("+218912222222");
    auto named = text_for("", "one");
    named.name = "Clinic day";
    const auto first = start_campaign(connection, named, noon);
    connection.run("UPDATE message SET state = 3, line_id = ?1, sent_at = ?2, finished_at = ?2", line, noon);
    const auto second = start_campaign(connection, text_for("", "two"), noon + 24h);
    send("+218929999999", noon);
    const auto both = report(1, 2);
    BOOST_REQUIRE(both.campaigns.size() == 2u);
    BOOST_TEST(both.campaigns[0].id == first);
    BOOST_TEST(both.campaigns[0].name == "Clinic day");
    BOOST_TEST(both.campaigns[0].outcomes.delivered == 2);
    BOOST_TEST(both.campaigns[1].id == second);
    BOOST_TEST(both.campaigns[1].name.empty());
    BOOST_TEST(both.campaigns[1].outcomes.remaining == 2);
    BOOST_TEST(both.single.delivered == 1);
    BOOST_TEST(both.figures.all.messages == 5);
    BOOST_TEST(both.figures.by_operator.at("ly-libyana").messages == 3);
    BOOST_TEST(report(1, 1).campaigns.size() == 1u);
}

BOOST_AUTO_TEST_CASE(what_came_in_and_who_came_and_went_is_counted_by_day)
{
    know("+218921111111");
    know("+218922222222");
    receive("+218921111111", noon - 24h);
    receive("+218921111111", noon);
    receive("+218922222222", noon + 24h);
    receive("+218922222222", noon + 25h, {}, "call");
    people.join("+218921111111", {}, "JOIN", "one", texted(noon));
    people.leave("+218921111111", "STOP", "one", texted(noon + 24h));
    people.join("+218921111111", {}, "JOIN", "one", texted(noon + 25h));
    people.leave("+218922222222", "STOP", "one", texted(noon + 3 * 24h));
    const auto two_days = report(1, 2);
    BOOST_TEST(two_days.received == 2);
    BOOST_TEST(two_days.calls == 1);
    BOOST_TEST(two_days.joined == 1); // a person once
    BOOST_TEST(two_days.left == 1);
    BOOST_TEST(two_days.people == 2);
    BOOST_TEST(two_days.members == 1);
    BOOST_TEST(two_days.by_day.at(march(1)).joined == 1);
    BOOST_TEST(two_days.by_day.at(march(2)).joined == 1);
    BOOST_TEST(two_days.by_day.at(march(2)).received == 1);
    BOOST_TEST(report(4, 4).left == 1);
}

BOOST_AUTO_TEST_CASE(entries_whose_hour_was_not_sure_keep_none_of_the_others_from_being_found)
{
    know("+218921111111");
    people.join("+218921111111", {}, "JOIN", "one", texted(noon));
    for (int i = 0; i < 20; ++i) // the clock had fallen back for a while
        Audit{connection}.note({"test", noon - 1000 * 24h, false}, "group_add", {});
    people.leave("+218921111111", "STOP", "one", texted(noon + 1h));
    BOOST_TEST(report(1, 1).joined == 1);
    BOOST_TEST(report(1, 1).left == 1);
}

BOOST_AUTO_TEST_CASE(a_span_that_begins_before_what_is_kept_says_so)
{
    context.keep_messages = 30 * 24h; // up to the noon of the first
    BOOST_TEST((report(1, 2).kept_since == noon));
    BOOST_TEST(!report(2, 3).kept_since);
    context.keep_messages = 0s;
    BOOST_TEST(!report(1, 2).kept_since);
}

BOOST_AUTO_TEST_CASE(an_empty_store_has_a_report_of_nothing)
{
    const auto nothing = report(1, 31);
    BOOST_TEST(nothing.figures.all.messages == 0);
    BOOST_TEST(nothing.campaigns.empty());
    const auto json = to_json(nothing);
    BOOST_TEST(json.at("totals").at("delivery_ratio").is_null());
    BOOST_TEST(json.at("from").as_string() == "2026-03-01");
    BOOST_TEST(json.at("by_day").as_array().size() == 31u);
}

BOOST_AUTO_TEST_SUITE_END()
