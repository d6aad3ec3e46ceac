#include "daemon/outbox/rows.hpp"

#include "daemon/outbox/outbox.hpp"
#include "tests/daemon/temporary_store.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

using namespace nida::daemon;
using namespace nida;
using namespace std::chrono_literals;

namespace
{
struct Fixture : TemporaryStore {
    Outbox outbox{connection};
    LineId line = add_line("one");

    MessageId add(const std::string& to, const std::string& text = "hello")
    {
        NewMessage message;
        message.recipient = to;
        message.text = text;
        return outbox.add(message, noon, true)->id;
    }
    Claim claim(Time now = noon) { return std::get<Claim>(outbox.claim({line, {}, {}}, now)); }
    std::vector<std::int64_t> ids(const OutboxFilter& filter, PageRange range = {})
    {
        std::vector<std::int64_t> found;
        const auto page = boost::json::parse(outbox_page(connection, filter, range).text());
        for (const auto& row : page.at("rows").as_array())
            found.push_back(row.at("id").as_int64());
        return found;
    }
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(rows, Fixture)

BOOST_AUTO_TEST_CASE(a_queued_message_has_null_for_all_that_is_not_yet)
{
    NewMessage message;
    message.recipient = "+218911111111";
    message.text = std::string(200, 'x');
    message.key = "k-1";
    const auto id = outbox.add(message, noon + 5us, true)->id;

    const auto row = outbox_row(connection, id).value();
    BOOST_TEST(row == boost::json::parse(R"({"id":1,"key":"k-1","campaign":null,"to":"+218911111111","text":")" +
                                         message.text + R"(",
        "priority":"campaign","state":"queued","line":null,"segments":2,"references":[null,null],"attempts":0,"error":null,
        "queued_at":"2026-03-01T12:00:00.000005Z","submitting_at":null,"sent_at":null,"in_doubt_at":null,"finished_at":null})")
                          .as_object());
    BOOST_TEST(!outbox_row(connection, id + 1));
}

BOOST_AUTO_TEST_CASE(references_come_one_by_one)
{
    const auto id = add("+218911111111", std::string(200, 'x'));
    outbox.record(claim(noon + 1s), SegmentSent{42}, noon + 2s);
    auto row = outbox_row(connection, id).value();
    BOOST_TEST(row.at("references") == boost::json::parse("[42,null]"));
    BOOST_TEST(row.at("line").as_string() == "one");
    BOOST_TEST(row.at("sent_at").is_null());

    outbox.record(claim(noon + 3s), SegmentSent{43}, noon + 4s);
    row = outbox_row(connection, id).value();
    BOOST_TEST(row.at("references") == boost::json::parse("[42,43]"));
    BOOST_TEST(row.at("state").as_string() == "sent");
    BOOST_TEST(row.at("sent_at").as_string() == "2026-03-01T12:00:04.000000Z");
}

BOOST_AUTO_TEST_CASE(an_error_has_its_code_and_its_text)
{
    const auto id = add("+218911111111");
    outbox.record(claim(), SegmentRefused{{1, protocol::cms_category()}, "+CMS ERROR: 1"}, noon);
    const auto row = outbox_row(connection, id).value();
    BOOST_TEST(row.at("state").as_string() == "failed");
    BOOST_TEST(row.at("error").at("code").as_string() == "cms_1");
    BOOST_TEST(!row.at("error").at("text").as_string().empty());
}

BOOST_AUTO_TEST_CASE(pages_go_by_id_and_say_whether_more_follows)
{
    for (int i = 0; i < 5; ++i)
        add("+21891000000" + std::to_string(i));
    const auto first = boost::json::parse(outbox_page(connection, {}, {0, 3}).text());
    BOOST_TEST(first.at("more").as_bool());
    const auto rest = boost::json::parse(outbox_page(connection, {}, {3, 2}).text());
    BOOST_TEST(!rest.at("more").as_bool());
    BOOST_TEST(rest.at("rows").as_array().size() == 2u);
    BOOST_TEST(ids({}, {4, 10}) == std::vector<std::int64_t>{5}, boost::test_tools::per_element());
    BOOST_TEST(outbox_page(connection, {}, {5, 10}).empty());
}

BOOST_AUTO_TEST_CASE(a_state_and_a_campaign_filter_the_rows)
{
    const std::vector<std::int64_t> none;
    add("+218911111111");
    const auto doubtful = add("+218912222222");
    add("+218913333333");
    outbox.record(claim(), SegmentSent{1}, noon);
    outbox.record(claim(), SegmentUnknown{"silence"}, noon);

    BOOST_TEST(ids({State::in_doubt, {}}) == std::vector<std::int64_t>{doubtful}, boost::test_tools::per_element());
    BOOST_TEST(ids({State::in_doubt, {}}, {doubtful, 10}) == none, boost::test_tools::per_element());
    BOOST_TEST(ids({State::sent, {}}) == std::vector<std::int64_t>{1}, boost::test_tools::per_element());
    BOOST_TEST(ids({State::failed, {}}) == none, boost::test_tools::per_element());
    BOOST_TEST(ids({{}, 7}) == none, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_came_in_is_shown_with_its_pdus_in_order)
{
    connection.run("INSERT INTO inbox(sender, text, line_id, received_at, smsc_at, complete, keyword) VALUES "
                   "('+218911111111', 'JOIN', ?1, ?2, NULL, 1, 'join')",
                   line, noon);
    const std::vector<std::uint8_t> second{0x02}, first{0x01, 0xAB};
    connection.run("INSERT INTO part(line_id, pdu, received_at, sender, reference, total, number, inbox_id) VALUES "
                   "(?1, ?2, ?3, '+218911111111', 9, 2, 2, 1)",
                   line, second, noon);
    connection.run("INSERT INTO part(line_id, pdu, received_at, sender, reference, total, number, inbox_id) VALUES "
                   "(?1, ?2, ?3, '+218911111111', 9, 2, 1, 1)",
                   line, first, noon);
    connection.run("INSERT INTO inbox(sender, text, line_id, received_at, complete) VALUES (NULL, NULL, ?1, ?2, 0)",
                   line, noon);

    const auto page = boost::json::parse(inbox_page(connection, {}).text());
    BOOST_TEST(
        page.at("rows").as_array()[0] ==
        boost::json::parse(
            R"({"id":1,"kind":"sms","from":"+218911111111","text":"JOIN","line":"one","received_at":"2026-03-01T12:00:00.000000Z",
        "smsc_at":null,"complete":true,"keyword":"join","trouble":null,"campaign":null,"pdus":["01AB","02"]})"));
    BOOST_TEST(page.at("rows").as_array()[1].at("text").is_null());
    BOOST_TEST(!page.at("rows").as_array()[1].at("complete").as_bool());
    BOOST_TEST(inbox_page(connection, {2, 10}).empty());
}

BOOST_AUTO_TEST_SUITE_END()
