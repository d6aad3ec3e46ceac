#include "daemon/campaign/campaigns.hpp"

#include "daemon/outbox/outbox.hpp"
#include "daemon/outbox/rows.hpp"
#include "daemon/people/groups.hpp"
#include "daemon/people/people.hpp"
#include "daemon/people/person_fields.hpp"
#include "tests/daemon/started_campaign.hpp"
#include "tests/daemon/temporary_store.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

using namespace nida::daemon;
using namespace std::chrono_literals;

namespace
{
struct Fixture : TemporaryStore {
    Campaigns campaigns{connection};
    Outbox outbox{connection};
    People people{connection};
    LineId line = add_line("one");
    const Act amal{"user amal (uid 1000)", noon, true}, basma{"user basma (uid 1001)", noon, true};

    void know(const std::string& number, std::vector<std::string> groups = {}, const char* language = nullptr)
    {
        std::optional<Language> spoken;
        if (language != nullptr) spoken = parse_language(language);
        people.add({number, "", spoken, groups}, "add", done_by("test", noon));
    }
    CampaignId start(const std::string& group = "", const std::string& text = "hello", bool sure_clock = true)
    {
        return start_campaign(connection, text_for(group, text), noon, sure_clock);
    }
    CampaignState state_of(CampaignId id) { return campaigns.find(id).value().state; }
    std::int64_t number(const std::string& sql)
    {
        auto row = connection.query_once(sql);
        return row.step() ? row.integer(0) : -1;
    }
    std::string text(const std::string& sql)
    {
        auto row = connection.query_once(sql);
        row.step();
        return row.text(0);
    }
    void define_field(const std::string& name)
    {
        BOOST_REQUIRE_EQUAL(PersonFields{connection}.define({0, name, FieldKind::text}, amal), "");
    }
    std::int64_t messages_of(CampaignId id)
    {
        return number("SELECT count(*) FROM message WHERE campaign_id = " + std::to_string(id));
    }
    std::string text_to(const std::string& recipient)
    {
        return text("SELECT coalesce(m.text, t.text) FROM message m LEFT JOIN campaign_text t ON t.campaign_id = "
                    "m.campaign_id AND t.number = m.variant WHERE recipient = '" +
                    recipient + "'");
    }
    ClaimResult ask(Time now = noon) { return outbox.claim({line, {}, {}}, now); }
    Claim claim() { return std::get<Claim>(ask()); }
    bool nothing_goes(Time now = noon) { return std::holds_alternative<Wait>(ask(now)); }
};

NotNow::Why why_not(const std::function<void()>& change)
{
    try {
        change();
    } catch (const NotNow& not_now) {
        return not_now.why;
    }
    throw std::runtime_error{"it was done"};
}
} // namespace

BOOST_FIXTURE_TEST_SUITE(campaigns, Fixture)

BOOST_AUTO_TEST_CASE(everyone_who_has_not_left_gets_one_message)
{
    know("+218911111111");
    know("+218912222222", {"medics"});
    know("+218913333333");
    people.leave("+218913333333", "STOP", "one", texted(noon));
    const auto id = start();
    BOOST_TEST(campaigns.find(id)->recipients == 2);
    BOOST_TEST(number("SELECT count(*) FROM message WHERE text IS NULL AND pinned = 0 AND direct = 0") == 2);
    BOOST_TEST(number("SELECT count(*) FROM message WHERE recipient = '+218913333333'") == 0);
    BOOST_TEST(claim().recipient == "+218911111111");
}

BOOST_AUTO_TEST_CASE(a_group_is_reached_alone_and_an_unknown_or_empty_one_not_at_all)
{
    know("+218911111111");
    know("+218912222222", {"medics"});
    BOOST_TEST(campaigns.find(start("medics"))->recipients == 1);
    BOOST_CHECK_THROW(start("nobody"), BadDefinition);
    people.leave("+218912222222", "STOP", "one", texted(noon));
    BOOST_CHECK(why_not([&] { start("medics"); }) == NotNow::Why::nobody);
    BOOST_TEST(number("SELECT count(*) FROM campaign WHERE state = 3") == 1);
}

BOOST_AUTO_TEST_CASE(a_person_in_two_groups_gets_it_once_and_one_who_is_excepted_not_at_all)
{
    know("+218911111111", {"medics", "youth"});
    know("+218912222222", {"youth"});
    know("+218913333333", {"youth", "staff"});
    auto definition = text_for("medics");
    definition.audience.groups.emplace_back("youth");
    definition.audience.rule = "number starts with +21891";
    definition.audience.except_groups = {"staff"};
    definition.audience.except_numbers = {"+218912222222"};
    const auto id = start_campaign(connection, definition, noon);
    BOOST_TEST(messages_of(id) == 1);
    BOOST_TEST(claim().recipient == "+218911111111");
}

BOOST_AUTO_TEST_CASE(each_gets_the_text_in_their_language_and_others_that_of_the_box)
{
    know("+218911111111", {}, "ar");
    know("+218912222222", {}, "fr");
    know("+218913333333", {}, "en");
    know("+218914444444");
    CampaignDefinition definition;
    definition.audience.everyone = true;
    definition.texts = {{"ar", "", 1, "تعالوا"}, {"fr", "", 1, "Venez"}, {"", "", 1, "Come"}};
    start_campaign(connection, definition, noon);
    BOOST_TEST(text_to("+218911111111") == "تعالوا");
    BOOST_TEST(text_to("+218912222222") == "Venez");
    BOOST_TEST(text_to("+218913333333") == "Come");
    BOOST_TEST(text_to("+218914444444") == "Come");
    BOOST_TEST(claim().user_data.dcs == 8); // the first of them, in UCS-2
}

BOOST_AUTO_TEST_CASE(places_are_filled_in_from_people_fields_and_the_list_s_own_columns)
{
    define_field("city");
    people.add({"+218911111111", "Amal", {}, {}, "", {{"city", "Sfax"}}}, "add", done_by("test", noon));
    CampaignDefinition definition;
    definition.audience.listed = true;
    definition.texts = {{"", "", 1, "{name|Friend}, {{{city|your town}}}: seat {seat}"}};
    const auto id = campaigns.draft(definition, {}, amal);
    campaigns.add_to_list(id, {{"+218911111111", {{"seat", "12"}}}, {"+218955555555", {{"seat", "13"}}}});
    campaigns.submit(id, amal, {});
    fill(connection, id, noon);
    BOOST_TEST(text_to("+218911111111") == "Amal, {Sfax}: seat 12");
    BOOST_TEST(text_to("+218955555555") == "Friend, {your town}: seat 13");
}

BOOST_AUTO_TEST_CASE(a_place_that_nobody_knows_is_an_error_with_its_character)
{
    know("+218911111111");
    try {
        campaigns.draft(text_for("", "Salam {nmae}"), {}, amal);
        BOOST_ERROR("it was taken");
    } catch (const BadDefinition& bad) {
        BOOST_TEST(std::string{bad.what()}.find("character 7") != std::string::npos, bad.what());
    }
    BOOST_CHECK_THROW(campaigns.draft(text_for("", "Salam {name"), {}, amal), BadDefinition);
    BOOST_CHECK_THROW(campaigns.draft(text_for("", "Salam }"), {}, amal), BadDefinition);
    auto literal = text_for("", "Salam {name");
    literal.merges = false;
    start_campaign(connection, literal, noon);
    BOOST_TEST(text_to("+218911111111") == "Salam {name");
}

BOOST_AUTO_TEST_CASE(variants_go_to_their_share_of_the_people_and_always_the_same_ones)
{
    for (int i = 0; i < 300; ++i)
        know("+21891" + std::to_string(1'000'000 + i));
    CampaignDefinition definition;
    definition.audience.everyone = true;
    definition.texts = {{"", "A", 2, "a"}, {"", "B", 1, "b"}};
    const auto id = campaigns.draft(definition, {}, amal);
    campaigns.submit(id, amal, {});
    fill(connection, id, noon);
    const auto share = number("SELECT count(*) FROM message WHERE variant = 1");
    BOOST_TEST(share > 160);
    BOOST_TEST(share < 240);
    const auto before = text("SELECT group_concat(variant) FROM message");
    connection.database().exec("DELETE FROM message; UPDATE campaign SET filling = 1");
    fill(connection, id, noon);
    BOOST_TEST(text("SELECT group_concat(variant) FROM message") == before);
}

BOOST_AUTO_TEST_CASE(the_text_of_a_campaign_is_kept_once_and_shown_with_every_message)
{
    know("+218911111111");
    const std::string text(200, 'x');
    const auto id = start("", text);
    BOOST_TEST(number("SELECT sum(segments) FROM message") == 2);
    BOOST_TEST(number("SELECT count(*) FROM message WHERE text IS NOT NULL") == 0);
    const auto page = boost::json::parse(outbox_page(connection, {{}, id}, {}).text());
    BOOST_TEST(page.at("rows").as_array()[0].at("text").as_string() == text);
    BOOST_TEST(claim().of == 2u);
}

BOOST_AUTO_TEST_CASE(counts_follow_the_messages_and_say_when_it_is_done)
{
    know("+218911111111");
    know("+218912222222");
    const auto id = start();
    outbox.record(claim(), SegmentSent{1}, noon);
    auto row = campaigns.row(id).value();
    BOOST_TEST(row.at("counts") == boost::json::parse(R"({"queued":1,"sent":1})"));
    BOOST_TEST(!row.at("done").as_bool());

    outbox.record(claim(), SegmentSent{2}, noon);
    row = campaigns.row(id).value();
    BOOST_TEST(row.at("done").as_bool());
    BOOST_TEST(row.at("audience").as_string() == "all");
    BOOST_TEST(row.at("recipients").as_int64() == 2);
    BOOST_TEST(row.at("actor").as_string() == "test");
    BOOST_TEST(!campaigns.row(id + 1));
    BOOST_TEST(boost::json::parse(campaigns.page({}).text()).at("rows").as_array().size() == 1u);
}

BOOST_AUTO_TEST_CASE(cancelling_stops_what_has_not_begun)
{
    know("+218911111111");
    know("+218912222222");
    know("+218913333333");
    const auto id = start("", std::string(200, 'x'));
    outbox.record(claim(), SegmentSent{1}, noon); // one of its two segments

    BOOST_TEST(campaigns.cancel(id, amal) == 2);
    BOOST_TEST(cancelled_wait(connection));
    BOOST_TEST(claim().number == 2u); // the rest of what has begun
    BOOST_TEST(mark_cancelled(connection, noon) == 2);
    BOOST_TEST(!cancelled_wait(connection));
    BOOST_TEST(campaigns.counts(id).at(State::cancelled) == 2);
    BOOST_TEST(nothing_goes());
    BOOST_CHECK(why_not([&] { campaigns.resume(id, amal); }) == NotNow::Why::state);
}

BOOST_AUTO_TEST_CASE(a_paused_campaign_sends_nothing_until_it_is_resumed)
{
    know("+218911111111");
    const auto id = start();
    campaigns.pause(id, amal);
    BOOST_TEST(nothing_goes());
    BOOST_CHECK(why_not([&] { campaigns.pause(id, amal); }) == NotNow::Why::state);
    campaigns.resume(id, amal);
    BOOST_TEST(claim().recipient == "+218911111111");
}

BOOST_AUTO_TEST_CASE(above_the_limit_a_second_person_has_to_approve)
{
    know("+218911111111");
    know("+218912222222");
    const CampaignRules rules{1, "en"};
    const auto id = campaigns.draft(text_for(""), rules, amal);
    BOOST_CHECK(campaigns.submit(id, amal, rules).state == CampaignState::waiting);
    BOOST_CHECK(why_not([&] { campaigns.approve(id, amal, rules); }) == NotNow::Why::same_person);
    BOOST_CHECK(why_not([&] { campaigns.change(id, text_for("", "other"), rules, amal); }) == NotNow::Why::state);
    BOOST_TEST(!campaigns.find(id)->filling);
    campaigns.refuse(id, basma, "not on a feast day");
    BOOST_CHECK(state_of(id) == CampaignState::draft);
    campaigns.submit(id, basma, rules);
    BOOST_CHECK(why_not([&] { campaigns.approve(id, amal, rules); }) == NotNow::Why::same_person); // who wrote it
    const Act carim{"user carim (uid 1002)", noon, true};
    BOOST_CHECK(campaigns.approve(id, carim, rules).state == CampaignState::running);
    BOOST_TEST(campaigns.find(id)->filling);
    BOOST_CHECK(why_not([&] { campaigns.approve(id, basma, rules); }) == NotNow::Why::state);
}

BOOST_AUTO_TEST_CASE(at_the_limit_nobody_has_to_approve)
{
    know("+218911111111");
    const CampaignRules rules{1, "en"};
    const auto id = campaigns.draft(text_for(""), rules, amal);
    BOOST_CHECK(campaigns.submit(id, amal, rules).state == CampaignState::running);
}

BOOST_AUTO_TEST_CASE(it_starts_at_its_hour_and_a_missed_one_waits_for_a_person)
{
    know("+218911111111");
    auto definition = text_for("");
    definition.time = {"2026-03-01T18:00:00Z", "", ""};
    definition.validity = 60min;
    const auto id = campaigns.draft(definition, {}, amal);
    const auto submitted = campaigns.submit(id, amal, {});
    BOOST_CHECK(submitted.state == CampaignState::scheduled);
    BOOST_REQUIRE(submitted.due);
    BOOST_TEST(campaigns.begin_due(id, {"nidad", *submitted.due + 30min, true}).value() == id);
    BOOST_CHECK(state_of(id) == CampaignState::running);

    const auto other = campaigns.draft(definition, {}, amal);
    campaigns.submit(other, amal, {});
    BOOST_TEST(!campaigns.begin_due(other, {"nidad", *submitted.due + 61min, true}));
    BOOST_CHECK(state_of(other) == CampaignState::draft);
    BOOST_TEST(messages_of(other) == 0);
}

BOOST_AUTO_TEST_CASE(a_time_that_is_over_is_refused_by_whoever_can_mend_it)
{
    know("+218911111111");
    const auto says = [](const std::string& words) {
        return [words](const BadDefinition& refused) {
            return std::string{refused.what()}.find(words) != std::string::npos;
        };
    };
    auto definition = text_for("");
    for (const auto* zone : {"", "Africa/Tunis", "recipient"}) {
        definition.time = {"2020-01-01 18:00", zone, ""};
        BOOST_CHECK_EXCEPTION(campaigns.draft(definition, {}, amal), BadDefinition, says("is over"));
    }
    definition.time = {"2026-12-01 18:00", "", "FREQ=DAILY;UNTIL=20260101"};
    BOOST_CHECK_EXCEPTION(campaigns.draft(definition, {}, amal), BadDefinition, says("no date is left that fits"));
    definition.time = {"2026-03-01 08:00", "recipient", ""}; // somewhere it is still to come
    campaigns.draft(definition, {}, amal);

    const CampaignRules rules{0, "en"};
    definition.time = {"2026-03-01T18:00:00Z", "", ""};
    const auto id = campaigns.draft(definition, rules, amal);
    const Act next_day{amal.actor, noon + 24h, true};
    BOOST_CHECK_EXCEPTION(campaigns.submit(id, next_day, rules), BadDefinition, says("is over"));
    definition.name = "another";
    campaigns.change(id, definition, rules, next_day);
    definition.time.at = "2026-03-01T19:00:00Z";
    BOOST_CHECK_EXCEPTION(campaigns.change(id, definition, rules, next_day), BadDefinition, says("is over"));
    definition.time = {};
    campaigns.change(id, definition, rules, next_day);
    BOOST_CHECK(campaigns.submit(id, next_day, rules).state == CampaignState::waiting);
}

BOOST_AUTO_TEST_CASE(one_that_repeats_starts_a_campaign_each_time_and_never_twice_for_one_hour)
{
    know("+218911111111");
    auto definition = text_for("");
    definition.time = {"2026-03-02 18:00", "Africa/Tunis", "FREQ=DAILY;COUNT=2"};
    const auto id = campaigns.draft(definition, {}, amal);
    const auto first = campaigns.submit(id, amal, {}).due.value();
    const auto one = campaigns.begin_due(id, {"nidad", first, true}).value();
    BOOST_TEST(one != id);
    BOOST_TEST(campaigns.find(one)->parent.value() == id);
    BOOST_CHECK(state_of(one) == CampaignState::running);
    BOOST_CHECK(state_of(id) == CampaignState::scheduled);
    const auto second = campaigns.find(id)->due.value();
    BOOST_TEST((second - first == 24h));
    BOOST_TEST(campaigns.begin_due(id, {"nidad", second, true}).has_value());
    BOOST_CHECK(state_of(id) == CampaignState::done);
}

BOOST_AUTO_TEST_CASE(an_hour_of_the_recipients_comes_for_each_in_their_own_zone)
{
    know("+21621111111"); // Tunis, UTC+1
    know("+33612345678"); // Paris, UTC+1 in winter, +2 from 29 March 2026
    auto definition = text_for("");
    definition.time = {"2026-03-30 18:00", "recipient", ""};
    const auto id = campaigns.draft(definition, {}, amal);
    const auto due = campaigns.submit(id, amal, {}).due.value();
    BOOST_CHECK(due == Time{std::chrono::sys_days{std::chrono::year{2026} / 3 / 30} + 16h}); // in Paris
    campaigns.begin_due(id, {"nidad", due, true});
    fill(connection, id, due);
    BOOST_TEST(number("SELECT not_before FROM message WHERE recipient = '+33612345678'") == 0);
    BOOST_TEST(number("SELECT not_before FROM message WHERE recipient = '+21621111111'") ==
               (due + 1h).time_since_epoch().count());
}

BOOST_AUTO_TEST_CASE(a_spread_gives_each_a_moment_of_their_own_and_a_second_fill_the_same)
{
    for (int i = 0; i < 100; ++i)
        know("+21891" + std::to_string(1'000'000 + i));
    auto definition = text_for("");
    definition.spread = 120min;
    const auto id = start_campaign(connection, definition, noon);
    const auto in = [&](int from, int to) {
        return number("SELECT count(*) FROM message WHERE not_before BETWEEN " +
                      std::to_string((noon + from * 1min).time_since_epoch().count()) + " AND " +
                      std::to_string((noon + to * 1min).time_since_epoch().count()));
    };
    BOOST_TEST(in(0, 120) == 100);
    BOOST_TEST(in(0, 60) > 30);
    BOOST_TEST(in(60, 120) > 30);
    const auto before = text("SELECT group_concat(not_before) FROM message");
    connection.database().exec("DELETE FROM message; UPDATE campaign SET filling = 1");
    fill(connection, id, noon);
    BOOST_TEST(text("SELECT group_concat(not_before) FROM message") == before);
}

BOOST_AUTO_TEST_CASE(a_fill_that_was_cut_off_goes_on_and_nobody_gets_two)
{
    for (int i = 0; i < 2'500; ++i)
        know("+21891" + std::to_string(1'000'000 + i));
    const auto id = campaigns.draft(text_for(""), {}, amal);
    campaigns.submit(id, amal, {});
    {
        Filling filling{connection, id, "en"};
        BOOST_TEST(filling.next(connection, {"en", std::make_shared<const Router>(), noon, true}));
        BOOST_TEST(messages_of(id) == 1'000);
    }
    outbox.record(claim(), SegmentSent{1}, noon); // it sends already
    know("+218929999999");                        // too late for this one: the audience is decided at the start
    fill(connection, id, noon + 1min);
    BOOST_TEST(messages_of(id) == 2'500);
    BOOST_TEST(number("SELECT count(DISTINCT recipient) FROM message") == 2'500);
    BOOST_TEST(!campaigns.find(id)->filling);
}

BOOST_AUTO_TEST_CASE(who_leaves_while_it_is_filled_or_queued_gets_nothing)
{
    for (int i = 0; i < 1'001; ++i)
        know("+21891" + std::to_string(1'000'000 + i));
    const auto id = campaigns.draft(text_for(""), {}, amal);
    campaigns.submit(id, amal, {});
    Filling filling{connection, id, "en"};
    const FillSettings settings{"en", std::make_shared<const Router>(), noon, true};
    filling.next(connection, settings);
    people.leave("+218911001000", "STOP", "one", texted(noon)); // the last
    people.leave("+218911000000", "STOP", "one", texted(noon)); // the first, queued already
    filling.next(connection, settings);
    BOOST_TEST(messages_of(id) == 1'000);
    BOOST_TEST(claim().recipient == "+218911000001");
    BOOST_TEST(number("SELECT count(*) FROM message WHERE state = 8 AND error_code = 'left'") == 1);
}

BOOST_AUTO_TEST_CASE(failures_alone_are_tried_again)
{
    know("+218911111111");
    know("+218912222222");
    know("+218913333333");
    const auto id = start();
    connection.database().exec("UPDATE message SET state = CASE recipient WHEN '+218911111111' THEN 7 WHEN "
                               "'+218912222222' THEN 4 ELSE 3 END, finished_at = 1, sent_at = 1, error_code = "
                               "'cms_38'; UPDATE campaign SET state = 5");
    const auto again = campaigns.draft_for_failures(id, {}, amal);
    campaigns.submit(again, amal, {});
    fill(connection, again, noon);
    BOOST_TEST(messages_of(again) == 2);
    BOOST_TEST(campaigns.find(again)->parent.value() == id);
}

BOOST_AUTO_TEST_CASE(whom_another_try_reached_is_tried_no_more)
{
    const std::string first = "+218911111111", second = "+218912222222";
    know(first);
    know(second);
    const auto again = [&](CampaignId id) {
        const auto next = campaigns.draft_for_failures(id, {}, amal);
        campaigns.submit(next, amal, {});
        fill(connection, next, noon);
        return next;
    };
    const auto ended = [&](CampaignId id, const std::string& to_first, const std::string& to_second) {
        connection.database().exec(
            "UPDATE message SET finished_at = 1, sent_at = 1, submitting_at = 1, in_doubt_at = 1, line_id = "
            "(SELECT min(id) FROM line), error_code = 'cms_38', state = CASE recipient WHEN '" +
            first + "' THEN " + to_first + " ELSE " + to_second + " END WHERE campaign_id = " + std::to_string(id) +
            "; UPDATE campaign SET state = 5");
    };
    const auto id = start();
    ended(id, "7", "4");
    const auto drafted_early = campaigns.draft_for_failures(id, {}, amal);
    const auto tried = again(id);
    BOOST_TEST(messages_of(tried) == 2);
    BOOST_CHECK_EXCEPTION(campaigns.submit(drafted_early, amal, {}), NotNow, [&](const NotNow& refused) {
        return refused.why == NotNow::Why::nobody &&
               std::string{refused.what()}.find("was sent again already") != std::string::npos;
    }); // it is on its way to them
    ended(tried, "3", "5");
    const auto third = again(id);
    BOOST_TEST(messages_of(third) == 1);
    ended(third, "3", "6"); // in doubt: they may have it
    BOOST_CHECK_THROW(campaigns.draft_for_failures(id, {}, amal), NotNow);
    BOOST_CHECK_THROW(campaigns.draft_for_failures(tried, {}, amal), NotNow);
    ended(third, "3", "4");
    BOOST_TEST(messages_of(again(tried)) == 1);
    BOOST_CHECK_THROW(campaigns.draft_for_failures(id, {}, amal), NotNow);
}

BOOST_AUTO_TEST_CASE(where_nothing_failed_nothing_is_sent_again)
{
    const auto refused_with = [&](CampaignId id, const std::string& words) {
        BOOST_CHECK_EXCEPTION(campaigns.draft_for_failures(id, {}, amal), NotNow, [&](const NotNow& refused) {
            return std::string{refused.what()}.find(words) != std::string::npos;
        });
    };
    know("+218911111111");
    const auto reached = start();
    connection.database().exec("UPDATE message SET state = 3, finished_at = 1, sent_at = 1; UPDATE campaign SET state "
                               "= 5");
    refused_with(reached, "reached everybody: nothing is to be sent again");
    const auto cancelled = start();
    campaigns.cancel(cancelled, amal);
    mark_cancelled(connection, noon);
    refused_with(cancelled, "what was cancelled is not sent again");
}

BOOST_AUTO_TEST_CASE(a_client_s_id_is_for_one_campaign_for_ever)
{
    know("+218911111111");
    const auto id = campaigns.draft(text_for(""), {}, amal, "key");
    BOOST_TEST(campaigns.draft(text_for(""), {}, amal, "key") == id);
    BOOST_CHECK_THROW(campaigns.draft(text_for("", "other"), {}, amal, "key"), Campaigns::KeyReused);
}

BOOST_AUTO_TEST_CASE(times_of_an_unsure_clock_are_marked)
{
    know("+218911111111");
    start("", "hello", false);
    BOOST_TEST(number("SELECT count(*) FROM message WHERE unsure_clock = 1") == 1);
}

BOOST_AUTO_TEST_CASE(every_state_is_in_the_audit_with_who_brought_it)
{
    know("+218911111111");
    const auto id = campaigns.draft(text_for("", "hello", Priority::alert), {}, amal);
    campaigns.submit(id, basma, {});
    campaigns.pause(id, amal);
    campaigns.resume(id, amal);
    campaigns.cancel(id, basma);
    BOOST_TEST(text("SELECT group_concat(kind) FROM audit WHERE kind LIKE 'campaign%'") ==
               "campaign_draft,campaign_submit,campaign_start,campaign_pause,campaign_resume,campaign_cancel");
    BOOST_TEST(text("SELECT detail FROM audit WHERE kind = 'campaign_submit'").find("\"passes_quiet_hours\":true") !=
               std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
