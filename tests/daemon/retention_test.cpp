#include "daemon/store/retention.hpp"

#include "daemon/outbox/outbox.hpp"
#include "daemon/people/people.hpp"
#include "tests/daemon/inbox_fixture.hpp"
#include "tests/daemon/started_campaign.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <iterator>

using namespace nida::daemon;
using namespace nida;
using namespace std::chrono_literals;

namespace
{
constexpr auto day = 24h;

struct Fixture : InboxFixture {
    Outbox outbox{connection};
    LineBudget budget{line};
    unsigned next_reference = 0;

    MessageId add(Time now, const std::string& text = "a text that is over", const std::string& key = {})
    {
        NewMessage message;
        message.recipient = sender;
        message.text = text;
        message.validity = 400 * day;
        if (!key.empty()) message.key = key;
        return outbox.add(message, now, true)->id;
    }
    MessageId sent(Time now)
    {
        const auto id = add(now);
        const auto reference = next_reference++ % 256;
        outbox.record(std::get<Claim>(outbox.claim(budget, now)), SegmentSent{reference}, now);
        outbox.report(line, reference, sender, 0, now, {1, 2}, now, true);
        return id;
    }
    void received(Time now)
    {
        const auto slot = next_slot;
        take(pdus("a text that came", now).front(), now);
        inbox.forget_slot(line, "SM", slot);
    }
    /// One pass. @return how much it deleted and blanked
    Retention::Slice pass(KeepPolicy policy, Time now)
    {
        Retention retention{policy};
        Retention::Slice all;
        for (int i = 0; i < 10'000 && !all.over; ++i) {
            const auto slice = retention.next(connection, now);
            BOOST_TEST(slice.deleted + slice.blanked <= 200);
            all.deleted += slice.deleted;
            all.blanked += slice.blanked;
            all.over = slice.over;
        }
        BOOST_TEST(all.over);
        return all;
    }
    KeepPolicy keep(std::chrono::seconds messages) { return {messages, {}}; }
    KeepPolicy keep_bodies(std::chrono::seconds bodies) { return {{}, bodies}; }
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(retention, Fixture)

BOOST_AUTO_TEST_CASE(what_is_over_and_old_goes_with_everything_of_it_and_the_rest_stays)
{
    for (int i = 0; i < 10; ++i) {
        sent(noon + i * day);
        received(noon + i * day);
    }
    const auto done = pass(keep(7 * day), noon + 11 * day);
    BOOST_TEST(done.deleted == 8); // four days of each
    for (const auto* left : {"SELECT count(*) FROM message", "SELECT count(*) FROM segment",
                             "SELECT count(*) FROM report", "SELECT count(*) FROM inbox", "SELECT count(*) FROM part"})
        BOOST_TEST(number(left) == 6);
    BOOST_TEST(pass(keep(7 * day), noon + 11 * day).deleted == 0);
    BOOST_TEST(pass({}, noon + 1000 * day).deleted == 0); // for ever
}

BOOST_AUTO_TEST_CASE(what_is_queued_or_in_doubt_or_being_sent_is_never_touched)
{
    const auto doubtful = add(noon);
    outbox.record(std::get<Claim>(outbox.claim(budget, noon)), SegmentUnknown{"no result"}, noon);
    const auto submitting = add(noon);
    BOOST_TEST(std::get<Claim>(outbox.claim(budget, noon)).message == submitting);
    const auto queued = add(noon);
    pass({7 * day, 7 * day}, noon + 300 * day);
    for (const auto id : {doubtful, submitting, queued}) {
        auto row = connection.query("SELECT text FROM message WHERE id = ?1", id);
        BOOST_REQUIRE(row.step());
        BOOST_TEST(row.text(0) == "a text that is over");
    }
    BOOST_TEST(number("SELECT count(*) FROM segment WHERE user_data IS NOT NULL") == 2);
}

BOOST_AUTO_TEST_CASE(what_ended_lately_stays_however_long_ago_it_was_queued)
{
    const auto id = add(noon);
    outbox.cancel(id, noon + 300 * day);
    BOOST_TEST(pass(keep(7 * day), noon + 301 * day).deleted == 0);
    BOOST_TEST(pass(keep(7 * day), noon + 308 * day).deleted == 1);
}

BOOST_AUTO_TEST_CASE(texts_go_first_and_the_rows_tell_on_who_was_texted_when)
{
    sent(noon);
    received(noon);
    sent(noon + 10 * day);
    received(noon + 10 * day);
    BOOST_TEST(pass(keep_bodies(7 * day), noon + 12 * day).blanked == 2);
    BOOST_TEST(number("SELECT count(*) FROM message WHERE state = 3") == 2);
    for (const auto* left :
         {"SELECT count(*) FROM message WHERE text IS NOT NULL",
          "SELECT count(*) FROM segment WHERE user_data IS NOT NULL",
          "SELECT count(*) FROM inbox WHERE text IS NOT NULL", "SELECT count(*) FROM part WHERE pdu IS NOT NULL"})
        BOOST_TEST(number(left) == 1);
    BOOST_TEST(pass(keep_bodies(7 * day), noon + 12 * day).blanked == 0);
}

BOOST_AUTO_TEST_CASE(a_body_that_had_to_stay_is_blanked_by_a_later_pass)
{
    const auto queued = add(noon);
    const auto over = add(noon);
    outbox.cancel(over, noon);
    BOOST_TEST(pass(keep_bodies(7 * day), noon + 30 * day).blanked == 1);
    outbox.cancel(queued, noon + 30 * day);
    BOOST_TEST(pass(keep_bodies(7 * day), noon + 60 * day).blanked == 1);
    BOOST_TEST(number("SELECT count(*) FROM message WHERE text IS NOT NULL") == 0);
}

BOOST_AUTO_TEST_CASE(a_campaigns_text_goes_when_nobody_waits_for_it_any_more_and_its_row_with_its_messages)
{
    People{connection}.add({sender, "", {}, {"nurses"}}, "add", done_by("a test", noon));
    start_campaign(connection, text_for("nurses", "come"), noon);
    pass(keep_bodies(7 * day), noon + 30 * day);
    BOOST_TEST(number("SELECT count(*) FROM campaign WHERE text = 'come'") == 1);
    outbox.cancel(1, noon);
    pass(keep_bodies(7 * day), noon + 30 * day);
    BOOST_TEST(number("SELECT count(*) FROM campaign WHERE text IS NULL") == 1);
    pass(keep(7 * day), noon + 30 * day);
    BOOST_TEST(number("SELECT count(*) FROM campaign") == 0);
}

BOOST_AUTO_TEST_CASE(a_message_that_its_modem_still_shows_is_not_taken_again_because_its_row_was_old)
{
    const auto pdu = pdus("a text that came").front();
    take_from(3, pdu);
    pass({7 * day, 7 * day}, noon + 300 * day);
    BOOST_TEST((take_from(3, pdu, noon + 300 * day).what == Taken::What::repeated));
    BOOST_TEST(number("SELECT count(*) FROM inbox") == 1);
}

BOOST_AUTO_TEST_CASE(octets_that_were_blanked_are_equal_to_nothing)
{
    received(noon);
    received(noon + 1h);
    pass(keep_bodies(7 * day), noon + 30 * day);
    BOOST_TEST((take("", noon + 30 * day).what == Taken::What::unreadable));
}

BOOST_AUTO_TEST_CASE(who_left_has_left_for_ever)
{
    take(pdus("JOIN", noon).front(), noon);
    take(pdus("STOP", noon + 1h).front(), noon + 1h);
    pass({7 * day, 7 * day}, noon + 1000 * day);
    BOOST_TEST(left());
    BOOST_TEST(number("SELECT count(*) FROM person") == 1);
    BOOST_TEST(number("SELECT count(*) FROM audit") == 2);
    take(pdus("JOIN", noon + 30min).front(), noon + 1000 * day); // from before they left, and late
    BOOST_TEST(left());
}

BOOST_AUTO_TEST_CASE(events_go_and_of_balances_the_last_one_stays)
{
    for (int i = 0; i < 300; ++i) {
        connection.run("INSERT INTO balance(line_id, at, text) VALUES (?1, ?2, '')", line, noon + i * 1h);
        connection.run("INSERT INTO line_event(line_id, at, kind, text) VALUES (?1, ?2, 'state', '')", line,
                       noon + i * 1h);
    }
    pass(keep(7 * day), noon + 100 * day);
    BOOST_TEST(number("SELECT count(*) FROM balance") == 1);
    BOOST_TEST(number("SELECT id FROM balance") == 300);
    BOOST_TEST(number("SELECT count(*) FROM line_event") == 0);
}

BOOST_AUTO_TEST_CASE(a_key_is_remembered_when_the_text_is_not)
{
    const auto id = add(noon, "hello", "k1");
    outbox.cancel(id, noon);
    pass(keep_bodies(7 * day), noon + 30 * day);
    NewMessage again;
    again.recipient = sender;
    again.text = "hello";
    again.validity = 400 * day;
    again.key = "k1";
    const auto added = outbox.add(again, noon + 30 * day, true);
    BOOST_REQUIRE(added.has_value());
    BOOST_TEST(added->duplicate);
    BOOST_TEST(added->id == id);
}

BOOST_AUTO_TEST_CASE(rows_of_a_wrong_hour_between_the_others_are_left_to_their_own_time)
{
    sent(noon);
    sent(noon + 100 * day); // by a clock that was ahead
    sent(noon + 1 * day);
    BOOST_TEST(pass(keep(7 * day), noon + 30 * day).deleted <= 2);
    BOOST_TEST(number("SELECT count(*) FROM message WHERE id = 2") == 1);
}

BOOST_AUTO_TEST_CASE(a_large_store_shrinks_in_slices_and_what_was_erased_is_in_neither_file)
{
    connection.database().exec("BEGIN");
    for (int i = 0; i < 3'000; ++i) {
        add(noon, "a secret that nobody may find " + std::string(1200, 'z'));
        outbox.cancel(i + 1, noon);
    }
    connection.database().exec("COMMIT");
    connection.database().exec("PRAGMA wal_checkpoint(TRUNCATE)");
    const auto before = std::filesystem::file_size(directory / "nida.db");
    BOOST_TEST(pass(keep(7 * day), noon + 30 * day).deleted == 3'000);
    int slices = 1;
    while (Retention::give_back_space(connection))
        ++slices;
    BOOST_TEST(slices > 1);
    connection.database().exec("PRAGMA wal_checkpoint(TRUNCATE)");
    // 256 free pages of 4 KiB stay for what comes next, and a few that are in use.
    BOOST_TEST(std::filesystem::file_size(directory / "nida.db") < std::min<std::uintmax_t>(before, 400 * 4096));
    for (const char* suffix : {"nida.db", "nida.db-wal"}) {
        std::ifstream file{directory / suffix, std::ios::binary};
        const std::string content{std::istreambuf_iterator<char>{file}, {}};
        BOOST_TEST((content.find("a secret that nobody may find") == std::string::npos));
    }
}

BOOST_AUTO_TEST_SUITE_END()
