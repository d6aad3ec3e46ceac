#include "daemon/outbox/outbox.hpp"
#include "protocol/pdu/submit_pdu.hpp"
#include "tests/daemon/inbox_fixture.hpp"
#include "tests/daemon/started_campaign.hpp"

#include <variant>

using namespace nida::daemon;
using namespace nida;
using namespace std::chrono_literals;

namespace
{
using Fixture = InboxFixture;
} // namespace

BOOST_FIXTURE_TEST_SUITE(inbox, Fixture)

BOOST_AUTO_TEST_CASE(a_join_makes_a_member_an_inbox_row_and_one_answer)
{
    const auto taken = take(pdus("JOIN").front());
    BOOST_TEST((taken.what == Taken::What::message));
    BOOST_TEST(taken.changed_outbox);
    BOOST_TEST(People{connection}.find(sender)->joined_at.has_value());
    BOOST_TEST(number("SELECT count(*) FROM inbox WHERE keyword = 'JOIN' AND complete = 1") == 1);
    BOOST_TEST(number("SELECT count(*) FROM message WHERE direct = 1") == 1);
}

BOOST_AUTO_TEST_CASE(segments_join_in_any_order_and_the_last_one_makes_the_row)
{
    const std::string text(400, 'x');
    const auto parts = pdus(text);
    BOOST_REQUIRE(parts.size() == 3u);
    BOOST_TEST((take(parts[2]).what == Taken::What::part));
    BOOST_TEST((take(parts[0]).what == Taken::What::part));
    BOOST_TEST((take(parts[1]).what == Taken::What::message));
    auto row = connection.query("SELECT text FROM inbox");
    BOOST_REQUIRE(row.step());
    BOOST_TEST(row.text(0) == text);
    BOOST_TEST(number("SELECT count(*) FROM part WHERE inbox_id IS NOT NULL") == 3);
}

BOOST_AUTO_TEST_CASE(a_character_that_its_sender_cut_in_two_is_whole_again)
{
    const auto parts = pdus(std::string(140, 'a') + "\xD9\x86"); // UCS-2, three segments
    BOOST_REQUIRE(parts.size() == 3u);
    // U+1F54A in two halves: the last unit of the first segment, the first unit of the second.
    const auto with = [](std::string pdu, std::size_t at, const std::string& unit) { return pdu.replace(at, 4, unit); };
    take(with(parts[0], parts[0].size() - 4, "D83D"));
    const auto second_body = parts[1].size() - 67 * 4;
    take(with(parts[1], second_body, "DD4A"));
    take(parts[2]);
    auto row = connection.query("SELECT text FROM inbox");
    BOOST_REQUIRE(row.step());
    BOOST_TEST(row.text(0) == std::string(66, 'a') + "\xF0\x9F\x95\x8A" + std::string(72, 'a') + "\xD9\x86");
}

BOOST_AUTO_TEST_CASE(a_slot_that_is_read_again_before_its_deletion_is_known_counts_once)
{
    const auto pdu = pdus("JOIN").front();
    take_from(4, pdu);
    BOOST_TEST((take_from(4, pdu).what == Taken::What::repeated));
    BOOST_TEST(number("SELECT count(*) FROM inbox") == 1);
    inbox.forget_slot(line, "SM", 4);
    BOOST_TEST(
        (take_from(4, pdu).what == Taken::What::message)); // the same words again within the second: two messages
}

BOOST_AUTO_TEST_CASE(what_the_network_repeats_counts_once)
{
    const auto pdu = pdus("JOIN").front();
    take_from(4, pdu);
    inbox.forget_slot(line, "SM", 4);
    BOOST_TEST((take_from(5, pdu, noon + 40s).what == Taken::What::repeated));
}

BOOST_AUTO_TEST_CASE(a_join_from_before_a_leaving_does_not_end_it_however_late_it_comes)
{
    take(pdus("JOIN", noon).front(), noon);
    take(pdus("STOP", noon + 1h).front(), noon + 1h);
    BOOST_TEST(left());
    take(pdus("JOIN", noon + 30min).front(), noon + 2h);
    BOOST_TEST(left());
    take(pdus("JOIN", noon + 3h).front(), noon + 3h);
    BOOST_TEST(!left());
}

BOOST_AUTO_TEST_CASE(a_welcome_that_has_not_left_does_not_follow_a_leaving)
{
    take(pdus("JOIN", noon).front(), noon);
    take(pdus("STOP", noon + 1min).front(), noon + 1min);
    BOOST_TEST(number("SELECT count(*) FROM message WHERE direct = 1 AND state = 8") == 1);
    BOOST_TEST(number("SELECT count(*) FROM message WHERE direct = 1 AND state = 0") == 1);
}

BOOST_AUTO_TEST_CASE(a_second_stop_does_not_take_back_the_confirmation_of_the_first)
{
    take(pdus("JOIN", noon).front(), noon);
    take(pdus("STOP", noon + 1min).front(), noon + 1min);
    take(pdus("stop", noon + 2min).front(), noon + 2min);
    BOOST_TEST(number("SELECT count(*) FROM message WHERE direct = 1 AND state = 0") == 1);
}

BOOST_AUTO_TEST_CASE(our_own_numbers_short_codes_and_the_hours_limit_are_not_answered)
{
    BOOST_TEST(!take(pdus("JOIN", noon, "+218910000000").front()).changed_outbox);
    BOOST_TEST(!take(pdus("JOIN", noon, "1234").front()).changed_outbox);
    for (int i = 0; i < 5; ++i)
        BOOST_TEST(take(pdus("HELP", noon + i * 1s).front()).changed_outbox);
    BOOST_TEST(!take(pdus("HELP", noon + 10s).front()).changed_outbox);
    BOOST_TEST(take(pdus("HELP", noon + 61min).front(), noon + 61min).changed_outbox);
}

BOOST_AUTO_TEST_CASE(what_nobody_can_read_is_kept_raw)
{
    for (const auto* pdu : {"", "0", "ZZ", "00", "0004", "07911"}) {
        BOOST_TEST((take(pdu).what == Taken::What::unreadable));
    }
    BOOST_TEST(number("SELECT count(*) FROM inbox WHERE text IS NULL") == 6);
}

BOOST_AUTO_TEST_CASE(segments_that_wait_a_day_become_an_incomplete_row_with_a_gap)
{
    const auto parts = pdus(std::string(400, 'x'));
    take(parts[0]);
    take(parts[2]);
    BOOST_TEST(inbox.give_up_incomplete(noon + 23h, true) == 0);
    BOOST_TEST(inbox.give_up_incomplete(noon + 24h, true) == 1);
    auto row = connection.query("SELECT text, complete FROM inbox");
    BOOST_REQUIRE(row.step());
    BOOST_TEST(row.text(0).find("[\u2026]") != std::string::npos);
    BOOST_TEST(row.integer(1) == 0);
}

BOOST_AUTO_TEST_CASE(a_message_that_arrives_under_an_old_ones_reference_is_not_given_up_with_it)
{
    take(pdus(std::string(400, 'x'))[0]);
    const auto later = noon + 24h + 1min;
    const auto parts = pdus(std::string(400, 'y'), later);
    take(parts[0], later);
    BOOST_TEST(inbox.give_up_incomplete(later + 1s, true) == 0);
    take(parts[1], later + 2s);
    BOOST_TEST((take(parts[2], later + 3s).what == Taken::What::message));
}

BOOST_AUTO_TEST_CASE(a_deletion_that_is_answered_ok_and_does_nothing_makes_no_second_message)
{
    const auto pdu = pdus("JOIN").front();
    take_from(3, pdu);
    inbox.forget_slot(line, "SM", 3);
    for (auto later = noon + 5min; later < noon + 100h; later += 1h) // it comes back, and nobody forgets it any more
        BOOST_TEST((take_from(3, pdu, later).what == Taken::What::repeated));
    BOOST_TEST(number("SELECT count(*) FROM inbox") == 1);
}

BOOST_AUTO_TEST_CASE(a_copy_that_could_not_be_deleted_is_known_under_another_letter_and_in_another_modem)
{
    const auto pdu = pdus("JOIN").front();
    take_from(3, pdu);
    BOOST_TEST((inbox.take({line, "one", "MT", 7, pdu, {}}, noon + 1s, true).what == Taken::What::repeated));
    const auto other = add_line("two");
    for (const unsigned slot : {2u, 3u}) // counting from 0 instead of 1
        BOOST_TEST((inbox.take({other, "two", "SM", slot, pdu, {}}, noon + 72h, true).what == Taken::What::repeated));
    BOOST_TEST(number("SELECT count(*) FROM inbox") == 1);
}

BOOST_AUTO_TEST_CASE(two_equal_texts_of_one_second_are_two)
{
    const auto pdu = pdus("JOIN").front();
    take_from(3, pdu);
    BOOST_TEST((take_from(4, pdu).what == Taken::What::message));
}

BOOST_AUTO_TEST_CASE(what_the_network_sends_again_because_nobody_acknowledged_it_is_taken_once)
{
    const auto pdu = pdus("JOIN").front();
    const Arrival direct{line, "one", "+CMT", 0, pdu, {}};
    BOOST_TEST((inbox.take(direct, noon, true).what == Taken::What::message));
    BOOST_TEST((inbox.take(direct, noon + 16s, true).what == Taken::What::repeated));
    inbox.forget_slot(line, "+CMT", 0); // acknowledged: what comes now is another one
    BOOST_TEST((inbox.take(direct, noon + 17s, true).what == Taken::What::message));
}

BOOST_AUTO_TEST_CASE(an_acknowledgement_forgets_only_what_it_was_for)
{
    const auto first = pdus("JOIN").front(), second = pdus("HELP").front();
    inbox.take({line, "one", "+CMT", 0, first, {}}, noon, true); // and the daemon died of it
    inbox.take({line, "one", "+CMT", 0, second, {}}, noon + 1s, true);
    inbox.forget_slot(line, "+CMT", 0, second);
    BOOST_TEST((inbox.take({line, "one", "+CMT", 0, first, {}}, noon + 2s, true).what == Taken::What::repeated));
    BOOST_TEST((inbox.take({line, "one", "+CMT", 0, second, {}}, noon + 2s, true).what == Taken::What::message));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_says_why_and_keeps_its_octets)
{
    take("0791198904100161240C9119");
    take("no pdu at all");
    BOOST_TEST(number("SELECT count(*) FROM inbox WHERE trouble <> '' AND text IS NULL") == 2);
    take(pdus("JOIN").front());
    BOOST_TEST(number("SELECT count(*) FROM inbox WHERE trouble IS NULL") == 1);
}

BOOST_AUTO_TEST_CASE(a_report_that_its_modem_does_not_delete_is_kept_once)
{
    const std::string report{"079119890400202306400C91197909913764511090718384225110907183252200"};
    for (const auto later : {0min, 5min, 10min}) {
        take_from(5, report, noon + later);
        inbox.forget_slot(line, "SM", 5);
    }
    BOOST_TEST(number("SELECT count(*) FROM report WHERE message_id IS NULL") == 1);
}

BOOST_AUTO_TEST_CASE(what_the_modem_calls_received_and_is_a_submit_is_kept_raw_unless_we_sent_it)
{
    const auto copy_of = [](const Claim& segment) {
        protocol::SubmitPdu copy;
        copy.destination = *protocol::address_from_text(segment.recipient);
        copy.user_data = segment.user_data;
        return copy;
    };
    Outbox outbox{connection};
    NewMessage message;
    message.recipient = sender;
    message.text = "hello";
    BOOST_REQUIRE(outbox.add(message, noon, true));
    auto copy = copy_of(std::get<Claim>(outbox.claim({line, {}, {}}, noon)));
    BOOST_TEST((take(copy.hex()).what == Taken::What::own_copy));
    BOOST_TEST(number("SELECT count(*) FROM inbox") == 0);

    copy.user_data.octets.front() ^= 1;
    const auto taken = take(copy.hex());
    BOOST_TEST((taken.what == Taken::What::unreadable));
    BOOST_TEST(taken.changed_inbox);
    BOOST_TEST((take(copy.hex(), noon + 1min).what == Taken::What::repeated));
    BOOST_TEST(number("SELECT count(*) FROM inbox WHERE trouble LIKE '%SMS-SUBMIT%' AND text IS NULL") == 1);
    BOOST_TEST(number("SELECT count(*) FROM part WHERE pdu IS NOT NULL AND inbox_id = 1") == 1);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_handled_for_a_reason_that_nobody_foresaw_is_kept_raw_and_stops_nobody)
{
    connection.database().exec("CREATE TRIGGER unforeseen BEFORE INSERT ON inbox WHEN new.text = 'poison' BEGIN SELECT "
                               "RAISE(ABORT, 'unforeseen'); END");
    const auto pdu = pdus("poison", noon).front();
    const auto taken = take(pdu, noon);
    BOOST_TEST((taken.what == Taken::What::unreadable));
    BOOST_TEST((take(pdu, noon + 1min).what == Taken::What::repeated));
    auto row = connection.query("SELECT i.trouble, length(p.pdu) FROM inbox i JOIN part p ON p.inbox_id = i.id");
    BOOST_REQUIRE(row.step());
    BOOST_TEST(row.text(0).find("unforeseen") != std::string::npos);
    BOOST_TEST(row.integer(1) > 0);
}

BOOST_AUTO_TEST_CASE(what_somebody_writes_after_a_campaign_is_taken_for_an_answer_to_it)
{
    People{connection}.add({sender, "", {}, {"nurses"}}, "add", done_by("a test", noon));
    start_campaign(connection, text_for("nurses", "Who can come?"), noon);
    take(pdus("before it came", noon).front(), noon);
    Outbox outbox{connection};
    outbox.record(std::get<Claim>(outbox.claim({line, {}, {}}, noon)), SegmentSent{1}, noon + 1min);
    take(pdus("I can", noon + 1h).front(), noon + 1h);
    take(pdus("How are you?", noon + 8 * 24h).front(), noon + 8 * 24h);
    BOOST_TEST(number("SELECT count(*) FROM inbox WHERE campaign_id IS NOT NULL") == 1);
    BOOST_TEST(number("SELECT campaign_id FROM inbox WHERE text = 'I can'") == 1);
    BOOST_TEST(Campaigns{connection}.row(1)->at("replied").as_int64() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
