#include "daemon/line/wall_clock.hpp"

#include "tests/daemon/outbox_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <optional>

using namespace nida::daemon;
using namespace std::chrono_literals;

namespace
{
// After the build of this program, whenever that was.
const Time today = std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now()) + 24h;
constexpr auto year = 365 * 24h;

struct Fixture : OutboxFixture {
    Time wall = today;
    std::chrono::microseconds boot = 5min;
    bool synchronised = false;
    std::optional<std::chrono::microseconds> jump;

    WallClock clock_at(Time begin, Time newest = noon) { return clock_of(begin, {newest, newest, {}}); }
    WallClock clock_of(Time begin, const ClockMemory& memory)
    {
        wall = begin;
        WallClock clock{memory, {[this] { return wall; }, [this] { return boot; }, [this] { return synchronised; }}};
        clock.on_trusted = [this](std::chrono::microseconds by) { jump = by; };
        return clock;
    }
    void pass(std::chrono::microseconds time)
    {
        wall += time;
        boot += time;
    }
    void ntp(WallClock& clock, Time hour)
    {
        wall = hour;
        synchronised = true;
        clock.ask_kernel();
    }
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(wall_clock, Fixture)

BOOST_AUTO_TEST_CASE(a_box_that_wakes_in_1970_goes_on_from_the_newest_row_and_moves_once_ntp_has_come)
{
    auto clock = clock_at(Time{40s}, today - 24h);
    BOOST_TEST((clock.now() == today - 24h));
    pass(10min);
    BOOST_TEST((clock.now() == today - 24h + 10min));
    synchronised = true; // says the kernel, of an hour that cannot be
    clock.ask_kernel();
    BOOST_TEST(!clock.trusted());
    ntp(clock, today);
    BOOST_TEST(clock.trusted());
    BOOST_TEST((clock.now() == today));
    BOOST_TEST((jump == 24h - 10min));
    BOOST_TEST((clock.unsure_since() == today - 24h));
}

BOOST_AUTO_TEST_CASE(a_network_that_tells_another_hour_confirms_nothing)
{
    auto clock = clock_at(today);
    const auto told = std::chrono::floor<std::chrono::seconds>(today);
    clock.confirm(told + year, 15min, "the network's time (NITZ)");
    BOOST_TEST(!clock.trusted());
    BOOST_TEST(clock.why().find("behind") != std::string::npos);
    clock.confirm(told - 1h, 15min, "the network's time (NITZ)");
    BOOST_TEST(!clock.trusted());
    clock.confirm(told + 1min, 15min, "the network's time (NITZ)");
    BOOST_TEST(clock.trusted());
}

BOOST_AUTO_TEST_CASE(a_jump_forward_by_years_does_not_move_now_and_is_not_believed_until_confirmed)
{
    auto clock = clock_at(today);
    ntp(clock, today);
    pass(1h);
    wall += 10 * year;
    synchronised = false;
    BOOST_TEST((clock.now() == today + 1h)); // also before anybody has looked
    BOOST_TEST(!clock.watch());
    BOOST_TEST(!clock.trusted());
    pass(1min);
    BOOST_TEST((clock.now() == today + 1h + 1min));
    wall -= 10 * year;
    synchronised = true;
    clock.ask_kernel();
    BOOST_TEST(clock.trusted());
    BOOST_TEST((jump == 0us));
    BOOST_TEST((clock.unsure_since() == today + 1h));
}

BOOST_AUTO_TEST_CASE(a_jump_back_after_trust_makes_no_row_older_than_the_last)
{
    auto clock = clock_at(today);
    ntp(clock, today);
    const auto before = clock.now();
    wall = Time{};
    BOOST_TEST((clock.now() >= before));
    BOOST_TEST(!clock.watch());
    pass(1s);
    BOOST_TEST((clock.now() == before + 1s));
    clock.ask_kernel(); // 1970 is no hour that could be right
    BOOST_TEST(!clock.trusted());
}

BOOST_AUTO_TEST_CASE(a_clock_that_is_set_right_in_small_steps_is_followed)
{
    auto clock = clock_at(today);
    ntp(clock, today);
    for (int i = 0; i < 100; ++i) {
        pass(1min);
        wall -= 1s;
        BOOST_TEST(clock.watch());
        BOOST_TEST((clock.now() == wall));
    }
    BOOST_TEST(clock.trusted());
}

BOOST_AUTO_TEST_CASE(an_hour_that_was_believed_wrongly_is_corrected_and_its_last_rows_with_it)
{
    auto clock = clock_at(today);
    clock.confirm(std::chrono::floor<std::chrono::seconds>(today), 15min, "a wrong stamp");
    pass(1h);
    wall -= 2h; // NTP, at last
    BOOST_TEST(!clock.watch());
    const auto queued_at = clock.now();
    NewMessage message;
    message.recipient = "+218911111111";
    message.text = "hello";
    message.validity = 1h;
    const auto id = outbox.add(message, queued_at, clock.trusted())->id;
    ntp(clock, wall);
    BOOST_REQUIRE(jump.has_value());
    BOOST_TEST((jump == -2h));
    shift_unsure_times(connection, *jump, clock.unsure_since());
    BOOST_TEST(outbox.expire(clock.now() + 59min, true) == 0);
    BOOST_TEST(claim(budget, clock.now()).message == id);
}

/// What a run does at its beginning, and what it remembers for the next.
BOOST_AUTO_TEST_CASE(runs_that_never_knew_the_hour_count_on_from_each_other_and_are_put_right_together)
{
    auto first = clock_at(Time{40s}, Time{});
    note_unsure_times(connection, first.unsure_since(), first.sure_until());
    pass(10min);
    NewMessage message;
    message.recipient = "+218911111111";
    message.text = "hello";
    message.validity = 1h;
    const auto id = outbox.add(message, first.now(), first.trusted())->id;
    connection.run("INSERT INTO inbox(line_id, received_at, complete) VALUES (?1, ?2, 1)", line, first.now());

    // The power goes; now the system's clock is right, but nobody has said so yet.
    auto second = clock_of(today, recall_clock(connection));
    BOOST_TEST(!second.trusted());
    BOOST_TEST((second.now() == Time{40s} + 10min));
    BOOST_TEST((second.unsure_since() == first.unsure_since()));
    pass(5min);
    BOOST_TEST(outbox.expire(second.now(), second.trusted()) == 0);
    ntp(second, wall);
    shift_unsure_times(connection, *jump, second.unsure_since());

    BOOST_TEST(outbox.expire(second.now(), true) == 0);
    BOOST_TEST(claim(budget, second.now()).message == id);
    auto row = connection.query("SELECT received_at FROM inbox");
    BOOST_TEST(row.step());
    BOOST_TEST((row.time(0) == today));
    BOOST_TEST(!recall_clock(connection).unsure_since.has_value());
}

BOOST_AUTO_TEST_CASE(a_clock_that_was_ahead_in_a_run_before_does_not_keep_the_right_hour_from_being_believed)
{
    NewMessage message;
    message.recipient = "+218911111111";
    message.text = "hello";
    const auto before = outbox.add(message, noon, true)->id;
    auto ahead = clock_of(today + year, recall_clock(connection));
    note_unsure_times(connection, ahead.unsure_since(), ahead.sure_until());
    connection.run("INSERT INTO part(line_id, pdu, received_at) VALUES (?1, x'00', ?2)", line, ahead.now());

    auto right = clock_of(today, recall_clock(connection));
    BOOST_TEST((right.now() >= today + year));
    BOOST_TEST((right.sure_until() == noon));
    right.confirm(std::chrono::floor<std::chrono::seconds>(today), 15min, "the network's time (NITZ)");
    BOOST_TEST(right.trusted());
    BOOST_TEST((right.now() == today));
    shift_unsure_times(connection, *jump, right.unsure_since());
    auto row = connection.query("SELECT p.received_at, m.queued_at FROM part p, message m WHERE m.id = ?1", before);
    BOOST_TEST(row.step());
    BOOST_TEST((row.time(0) == today));
    BOOST_TEST((row.time(1) == noon));
}

BOOST_AUTO_TEST_CASE(what_happened_to_an_older_message_meanwhile_is_put_right_too)
{
    NewMessage message;
    message.recipient = "+218911111111";
    message.text = "hello";
    message.validity = 30 * 24h;
    const auto retried = outbox.add(message, noon, true)->id;
    message.recipient = "+218911111112";
    const auto sent = outbox.add(message, noon, true)->id;
    const auto ahead = noon + 30 * 24h - 1h;
    const auto refused = claim(budget, ahead);
    BOOST_TEST(refused.message == retried);
    outbox.record(refused, SegmentRefused{{38, nida::protocol::cms_category()}, "+CMS ERROR: 38"}, ahead);
    outbox.record(claim(budget, ahead), SegmentSent{7}, ahead + 1s);

    shift_unsure_times(connection, noon + 1h - ahead, ahead);
    auto row = connection.query("SELECT not_before, valid_until, queued_at FROM message WHERE id = ?1", retried);
    BOOST_TEST(row.step());
    BOOST_TEST((row.time(0) > noon + 1h && row.time(0) < noon + 2h));
    BOOST_TEST((row.time(1) == noon + 30 * 24h));
    BOOST_TEST((row.time(2) == noon));
    auto gone = connection.query("SELECT sent_at FROM message WHERE id = ?1", sent);
    BOOST_TEST(gone.step());
    BOOST_TEST((gone.time(0) == noon + 1h + 1s));
}

BOOST_AUTO_TEST_CASE(where_the_correction_cannot_be_written_the_hour_is_not_believed)
{
    auto clock = clock_at(Time{40s}, today - 24h);
    const auto before = clock.now();
    ntp(clock, today);
    clock.take_back(*jump, "the disk refuses");
    BOOST_TEST(!clock.trusted());
    BOOST_TEST((clock.now() == before));
    BOOST_TEST(clock.why() == "the disk refuses");
    clock.ask_kernel();
    BOOST_TEST((clock.now() == today));
}

BOOST_AUTO_TEST_CASE(order_is_by_id_whatever_the_clock_said)
{
    std::vector<MessageId> queued;
    for (const auto at : {noon, noon + 10 * year, Time{1s}, noon - 24h}) {
        NewMessage message;
        message.recipient = "+218911111111";
        message.text = "hello";
        message.validity = 100 * year;
        queued.push_back(outbox.add(message, at, true)->id);
    }
    for (const auto id : queued) {
        const auto next = claim(budget, noon);
        BOOST_TEST(next.message == id);
        outbox.record(next, SegmentSent{1}, noon);
    }
}

BOOST_AUTO_TEST_CASE(only_the_rows_of_the_unsure_time_are_moved)
{
    const auto add = [&](Time at) {
        connection.run("INSERT INTO inbox(line_id, received_at, complete) VALUES (?1, ?2, 1)", line, at);
        connection.run("INSERT INTO balance(line_id, at, text) VALUES (?1, ?2, '')", line, at);
        connection.run("INSERT INTO line_event(line_id, at, kind, text) VALUES (?1, ?2, 'state', '')", line, at);
    };
    add(noon);
    add(noon + 1min); // this run begins
    add(noon + 2min);
    shift_unsure_times(connection, year, noon + 1min);
    for (const auto* moved :
         {"SELECT count(*) FROM inbox WHERE received_at > ?1", "SELECT count(*) FROM balance WHERE at > ?1",
          "SELECT count(*) FROM line_event WHERE at > ?1"}) {
        auto row = connection.query(moved, noon + 24h);
        BOOST_TEST(row.step());
        BOOST_TEST(row.integer(0) == 2);
    }
}

BOOST_AUTO_TEST_CASE(years_of_rows_are_not_looked_at_for_those_of_one_run)
{
    auto plan =
        connection.query("EXPLAIN QUERY PLAN UPDATE segment SET submitting_at = submitting_at + 1 WHERE line_id "
                         "IN (SELECT id FROM line) AND submitting_at >= 1");
    bool by_index = false;
    while (plan.step())
        by_index = by_index || plan.text(3).find("segment_line (line_id=? AND submitting_at>?)") != std::string::npos;
    BOOST_TEST(by_index);
}

BOOST_AUTO_TEST_SUITE_END()
