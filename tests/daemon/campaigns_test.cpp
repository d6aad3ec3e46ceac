#include "daemon/outbox/campaigns.hpp"

#include "daemon/outbox/outbox.hpp"
#include "daemon/outbox/rows.hpp"
#include "daemon/people/people.hpp"
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

    void know(const std::string& number, std::vector<std::string> groups = {})
    {
        people.add({number, "", {}, groups}, "add", done_by("test", noon));
    }
    Campaigns::Started start(Audience audience, const std::string& text = "hello", bool sure_clock = true)
    {
        return campaigns.start({audience, text, Priority::campaign, "test"}, noon, sure_clock).value();
    }
    Claim claim() { return std::get<Claim>(outbox.claim({line, {}, {}}, noon)); }
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(campaigns, Fixture)

BOOST_AUTO_TEST_CASE(everyone_who_has_not_left_gets_one_message)
{
    know("+218911111111");
    know("+218912222222", {"medics"});
    know("+218913333333");
    people.leave("+218913333333", "STOP", "one", texted(noon));

    const auto reach = campaigns.reach({}, noon);
    BOOST_TEST(reach.recipients == 2);
    BOOST_TEST(reach.left == 1);
    const auto started = start({});
    BOOST_TEST(started.recipients == 2);
    BOOST_TEST(number("SELECT count(*) FROM message WHERE text IS NULL AND pinned = 0 AND direct = 0") == 2);
    BOOST_TEST(number("SELECT count(*) FROM message WHERE recipient = '+218913333333'") == 0);
    BOOST_TEST(claim().recipient == "+218911111111");
}

BOOST_AUTO_TEST_CASE(a_group_is_reached_alone_and_an_unknown_or_empty_one_not_at_all)
{
    know("+218911111111");
    know("+218912222222", {"medics"});
    BOOST_TEST(start({"medics"}).recipients == 1);
    BOOST_CHECK_THROW(campaigns.reach({"nobody"}, noon), NoAudience);
    BOOST_CHECK_THROW(start({"nobody"}), NoAudience);
    people.leave("+218912222222", "STOP", "one", texted(noon));
    BOOST_TEST(campaigns.reach({"medics"}, noon).recipients == 0);
    BOOST_TEST(!campaigns.start({{"medics"}, "hello", Priority::campaign, "test"}, noon, true));
    BOOST_TEST(number("SELECT count(*) FROM campaign") == 1);
}

BOOST_AUTO_TEST_CASE(the_text_of_a_campaign_is_kept_once_and_shown_with_every_message)
{
    know("+218911111111");
    const std::string text(200, 'x');
    const auto started = start({}, text);
    BOOST_TEST(started.segments_total == 2);
    const auto page = boost::json::parse(outbox_page(connection, {{}, started.id}, {}).text());
    BOOST_TEST(page.at("rows").as_array()[0].at("text").as_string() == text);
    BOOST_TEST(claim().of == 2u);
}

BOOST_AUTO_TEST_CASE(counts_follow_the_messages_and_say_when_it_is_done)
{
    know("+218911111111");
    know("+218912222222");
    const auto id = start({}).id;
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
    const auto id = start({}, std::string(200, 'x')).id;
    outbox.record(claim(), SegmentSent{1}, noon); // one of its two segments

    BOOST_TEST(campaigns.cancel(id, noon) == 2);
    const auto counts = campaigns.counts(id);
    BOOST_TEST(counts.at(State::cancelled) == 2);
    BOOST_TEST(counts.at(State::queued) == 1);
    BOOST_TEST(claim().number == 2u);
}

BOOST_AUTO_TEST_CASE(times_of_an_unsure_clock_are_marked)
{
    know("+218911111111");
    start({}, "hello", false);
    BOOST_TEST(number("SELECT count(*) FROM message WHERE unsure_clock = 1") == 1);
}

BOOST_AUTO_TEST_SUITE_END()
