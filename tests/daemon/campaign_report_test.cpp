#include "daemon/report/campaign_report.hpp"

#include "daemon/outbox/outbox.hpp"
#include "daemon/report/report_json.hpp"
#include "daemon/store/retention.hpp"
#include "tests/daemon/report_fixture.hpp"

#include <boost/json/serialize.hpp>

using namespace nida::daemon;
using namespace std::chrono_literals;

namespace
{
struct Fixture : ReportFixture {
    /// Seven people of two operators, each of whose messages ended otherwise.
    CampaignId mixed()
    {
        for (const auto* number : {"+218921111111", "+218922222222", "+218923333333", "+218924444444", "+218915555555",
                                   "+218916666666", "+33612345678"})
            know(number, number[6] == '5' ? "fr" : "ar");
        CampaignDefinition definition;
        definition.name = "Clinic day";
        definition.audience.everyone = true;
        definition.texts = {{"ar", "A", 1, "a"}, {"ar", "B", 1, std::string(200, 'b')}, {"fr", "", 1, "c"}};
        const auto id = start_campaign(connection, definition, noon);
        connection.run(
            "UPDATE message SET variant = CASE WHEN recipient = '+218922222222' THEN 2 WHEN recipient = "
            "'+218915555555' THEN 3 ELSE 1 END, segments = CASE WHEN recipient = '+218922222222' THEN 2 ELSE "
            "1 END");
        set("+218921111111", State::delivered, "", noon);
        set("+218922222222", State::delivered, "", noon + 90min);
        set("+218923333333", State::undelivered, "tp_status_64", noon + 10min);
        set("+218924444444", State::suppressed, "left");
        set("+218915555555", State::sent, "", noon + 20min);
        set("+218916666666", State::failed, "cms_38");
        return id; // and one waits
    }
    void send_to_all(Time at = noon)
    {
        connection.run("UPDATE message SET state = 3, line_id = ?1, sent_at = ?2, finished_at = ?2", line, at);
    }
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(campaign_report, Fixture)

BOOST_AUTO_TEST_CASE(every_message_is_counted_once_by_what_became_of_it)
{
    const auto report = report_of(connection, mixed(), context);
    const auto& all = report.figures.all;
    BOOST_TEST(report.name == "Clinic day");
    BOOST_TEST(report.recipients == 7);
    BOOST_TEST(all.messages == 7);
    BOOST_TEST(all.sent == 4);
    BOOST_TEST(all.delivered == 2);
    BOOST_TEST(all.undelivered == 1);
    BOOST_TEST(all.failed == 1);
    BOOST_TEST(all.suppressed == 1);
    BOOST_TEST(all.remaining == 1);
    BOOST_TEST(all.sent + all.failed + all.suppressed + all.in_doubt + all.remaining + all.cancelled == all.messages);
    BOOST_TEST(all.delivery_ratio().value() == 0.5);
    const std::map<std::string, std::int64_t> reasons{{"tp_status_64", 1}, {"left", 1}, {"cms_38", 1}};
    BOOST_TEST((report.figures.reasons == reasons));
    BOOST_TEST(report.is_whole());
}

BOOST_AUTO_TEST_CASE(figures_are_told_by_operator_language_variant_and_local_hour)
{
    const auto figures = report_of(connection, mixed(), context).figures;
    BOOST_TEST(figures.by_operator.size() == 3u);
    BOOST_TEST(figures.by_operator.at("ly-libyana").messages == 4);
    BOOST_TEST(figures.by_operator.at("ly-libyana").delivered == 2);
    BOOST_TEST(figures.by_operator.at("ly-almadar").sent == 1);
    BOOST_TEST(figures.by_operator.at("").remaining == 1);
    BOOST_TEST(figures.by_language.at("ar").messages == 6);
    BOOST_TEST(figures.by_language.at("fr").sent == 1);
    BOOST_TEST(figures.by_variant.size() == 2u);
    BOOST_TEST(figures.by_variant.at("B").delivered == 1);
    BOOST_TEST(figures.by_hour.size() == 2u);
    BOOST_TEST(figures.by_hour.at(13).sent == 3); // noon in UTC
    BOOST_TEST(figures.by_hour.at(13).delivered == 1);
    BOOST_TEST(figures.by_hour.at(14).delivered == 1);
}

BOOST_AUTO_TEST_CASE(what_left_is_counted_in_parts_and_priced_where_a_price_is_known)
{
    const auto figures = report_of(connection, mixed(), context).figures;
    BOOST_TEST(figures.segments == 5);
    BOOST_TEST(figures.cost_milli.at("LYD") == 4 * 15); // within one operator
    BOOST_TEST(figures.unpriced_segments == 1);         // to the other
}

BOOST_AUTO_TEST_CASE(of_a_long_message_that_failed_the_parts_that_left_are_counted)
{
    know("+218921111111");
    const auto id = start_campaign(connection, text_for("", "hello"), noon);
    connection.run("UPDATE message SET state = 7, segments = 3, line_id = ?1, submitting_at = ?2, finished_at = ?2, "
                   "error_code = 'cms_38'",
                   line, noon);
    for (const auto& [number, state] : {std::pair{1, State::delivered}, {2, State::sent}, {3, State::failed}})
        connection.run(
            "INSERT INTO segment(message_id, number, line_id, state, dcs, has_udh, length, user_data) SELECT id, "
            "?1, ?2, ?3, 0, 1, 1, x'00' FROM message",
            number, line, state);
    BOOST_TEST(report_of(connection, id, context).figures.segments == 2);
    BOOST_TEST(report_of(connection, id, context).figures.all.sent == 0);
}

BOOST_AUTO_TEST_CASE(replies_are_those_that_the_inbox_tied_to_it)
{
    know("+218921111111");
    know("+218922222222");
    const auto id = start_campaign(connection, text_for(""), noon);
    receive("+218921111111", noon + 1h, id);
    receive("+218921111111", noon + 2h, id);
    receive("+218922222222", noon + 2h, id);
    receive("+218922222222", noon + 9 * 24h);
    const auto report = report_of(connection, id, context);
    BOOST_TEST(report.replies == 3);
    BOOST_TEST(report.people_who_replied == 2);
}

BOOST_AUTO_TEST_CASE(who_joined_or_left_within_a_week_of_its_message_did_so_because_of_it)
{
    for (const auto* number : {"+218921111111", "+218922222222", "+218923333333", "+218924444444"})
        know(number);
    const auto id = start_campaign(connection, text_for(""), noon);
    send_to_all();
    const auto member = people.find("+218921111111").value().token;
    people.join("+218921111111", {}, "JOIN", "one", texted(noon + 1h));
    people.join("+218921111111", {}, "JOIN", "one", texted(noon + 2h)); // who is in already does not join
    people.leave("+218922222222", "STOP", "one", texted(noon + 6 * 24h));
    people.leave("+218922222222", "STOP", "one", texted(noon + 6 * 24h + 1h));
    people.leave("+218923333333", "STOP", "one", texted(noon - 1h)); // before it came
    people.leave("+218924444444", "STOP", "one", texted(noon + 7 * 24h + 1h));
    people.join("+218925555555", {}, "JOIN", "one", texted(noon + 1h)); // whom it was not sent to
    const auto report = report_of(connection, id, context);
    BOOST_TEST(report.joined == 1);
    BOOST_TEST(report.left == 1);
    BOOST_TEST(people.find("+218921111111").value().token == member, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(of_two_campaigns_the_later_one_is_what_somebody_left_for)
{
    know("+218921111111");
    const auto first = start_campaign(connection, text_for("", "one"), noon);
    send_to_all();
    const auto second = start_campaign(connection, text_for("", "two"), noon + 1h);
    connection.run("UPDATE message SET state = 2, line_id = ?1, sent_at = ?2 WHERE state = 0", line, noon + 1h);
    people.leave("+218921111111", "STOP", "one", texted(noon + 2h));
    BOOST_TEST(report_of(connection, first, context).left == 0);
    BOOST_TEST(report_of(connection, second, context).left == 1);
}

BOOST_AUTO_TEST_CASE(groups_and_confirmed_joinings_are_counted_as_what_they_are)
{
    know("+218921111111");
    const auto id = start_campaign(connection, text_for(""), noon);
    send_to_all();
    const auto person = people.find("+218921111111").value().token;
    Audit audit{connection};
    audit.note_of(person, texted(noon + 1h), "asked", {{"line", "one"}});
    audit.note_of(person, texted(noon + 1h), "confirmed", {{"line", "one"}, {"group", "members"}});
    audit.note_of(person, texted(noon + 2h), "confirmed", {{"line", "one"}, {"group", "health"}});
    audit.note_of(person, texted(noon + 3h), "leave_group", {{"line", "one"}, {"group", "health"}});
    const auto report = report_of(connection, id, context);
    BOOST_TEST(report.joined == 1);
    BOOST_TEST(report.joined_group == 1);
    BOOST_TEST(report.left_group == 1);
    BOOST_TEST(report.left == 0);
}

BOOST_AUTO_TEST_CASE(who_changed_their_number_is_still_who_got_the_message)
{
    know("+218921111111");
    const auto id = start_campaign(connection, text_for(""), noon);
    send_to_all();
    connection.run("UPDATE person SET number = '+218929999999'");
    connection.run("INSERT INTO former_number(number, person_id, until) SELECT '+218921111111', id, ?1 FROM person",
                   noon);
    people.leave("+218929999999", "STOP", "one", texted(noon + 1h));
    BOOST_TEST(report_of(connection, id, context).left == 1);
}

BOOST_AUTO_TEST_CASE(a_time_that_is_not_sure_is_in_no_hour)
{
    know("+218921111111");
    const auto id = start_campaign(connection, text_for(""), noon, false);
    send_to_all();
    const auto figures = report_of(connection, id, context).figures;
    BOOST_TEST(figures.all.delivered == 1);
    BOOST_TEST(figures.by_hour.empty());
}

BOOST_AUTO_TEST_CASE(a_campaign_without_messages_has_no_ratio)
{
    Campaigns campaigns{connection};
    const auto id = campaigns.draft(text_for(""), {}, {"test", noon, true});
    const auto report = report_of(connection, id, context);
    BOOST_TEST(report.figures.all.messages == 0);
    BOOST_TEST(!report.figures.all.delivery_ratio());
    BOOST_TEST(report.missing == 0);
    BOOST_TEST(to_json(report).at("totals").at("delivery_ratio").is_null());
}

BOOST_AUTO_TEST_CASE(there_is_no_report_of_a_campaign_that_is_not_there)
{
    BOOST_CHECK_THROW(report_of(connection, 17, context), NotNow);
}

BOOST_AUTO_TEST_CASE(what_was_deleted_because_of_its_age_is_said_to_be_missing)
{
    const auto id = mixed();
    BOOST_TEST(report_of(connection, id, context).missing == 0);
    context.keep_messages = 10 * 24h;
    Retention retention{{context.keep_messages, 0s}};
    while (!retention.next(connection, context.now).over)
        ;
    const auto report = report_of(connection, id, context);
    BOOST_TEST(report.figures.all.messages == 1); // it still waits
    BOOST_TEST(report.missing == 6);
    BOOST_TEST((report.replies_since == context.now - 10 * 24h));
    BOOST_TEST(!report.is_whole());
}

BOOST_AUTO_TEST_CASE(texts_that_were_kept_long_enough_take_no_figure_with_them)
{
    const auto id = mixed();
    set("+33612345678", State::delivered);
    const auto before = to_json(report_of(connection, id, context));
    Retention retention{{0s, 10 * 24h}};
    while (!retention.next(connection, context.now).over)
        ;
    BOOST_REQUIRE(number("SELECT count(*) FROM campaign_text WHERE text IS NOT NULL") == 0);
    BOOST_TEST(to_json(report_of(connection, id, context)) == before);
}

BOOST_AUTO_TEST_CASE(no_number_of_anybody_stands_in_it)
{
    const auto id = mixed();
    receive("+218921111111", noon + 1h, id);
    const auto text = boost::json::serialize(to_json(report_of(connection, id, context)));
    for (const auto* digits : {"2189", "3361"})
        BOOST_TEST(text.find(digits) == std::string::npos, text);
}

BOOST_AUTO_TEST_CASE(messages_of_others_that_lie_between_its_own_are_not_its)
{
    know("+218921111111");
    know("+218922222222");
    const auto id = start_campaign(connection, text_for(""), noon);
    connection.run("UPDATE message SET id = id + 10 WHERE recipient = '+218922222222'");
    NewMessage single;
    single.recipient = "+218923333333";
    single.text = "single";
    Outbox{connection}.add(single, noon, true);
    connection.run("UPDATE message SET id = 5 WHERE campaign_id IS NULL");
    BOOST_TEST(report_of(connection, id, context).figures.all.messages == 2);
}

BOOST_AUTO_TEST_SUITE_END()
