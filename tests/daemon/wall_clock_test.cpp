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

    WallClock clock_at(Time begin, Time newest = noon)
    {
        wall = begin;
        WallClock clock{newest, {[this] { return wall; }, [this] { return boot; }, [this] { return synchronised; }}};
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
    outbox.shift_unsure_times(*jump, clock.unsure_since());
    BOOST_TEST(outbox.expire(clock.now() + 59min, true) == 0);
    BOOST_TEST(claim(budget, clock.now()).message == id);
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
    outbox.shift_unsure_times(year, noon + 1min);
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
