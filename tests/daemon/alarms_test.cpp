#include "daemon/line/alarms.hpp"
#include "daemon/line/events.hpp"
#include "protocol/encoding/planner.hpp"
#include "tests/daemon/temporary_store.hpp"
#include "tests/daemon/test_languages.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <sstream>

using namespace nida::daemon;
using namespace std::chrono_literals;

namespace
{
struct Fixture : TemporaryStore {
    LineId line = add_line("libyana-1");
    Announcement parked{Alarm::line_parked, line, "libyana-1", "no answer", {"+218911111111", "+218911111112"},
                        "Nida : la ligne"};
    std::int64_t messages() { return number("SELECT count(*) FROM message"); }
    unsigned tell(const Announcement& announcement, Time now) { return announce(connection, announcement, now, true); }
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(alarms, Fixture)

BOOST_AUTO_TEST_CASE(every_number_gets_an_alert_and_the_line_an_event)
{
    BOOST_TEST(tell(parked, noon) == 2);
    BOOST_TEST(number("SELECT count(*) FROM message WHERE priority = 0 AND campaign_id IS NULL") == 2);
    auto row = connection.query("SELECT text FROM message WHERE recipient = '+218911111111'");
    BOOST_REQUIRE(row.step());
    BOOST_TEST(row.text(0) == "Nida : la ligne");
    const auto events = list_events(connection, line, 0, 10);
    BOOST_TEST_REQUIRE(events.size() == 1);
    BOOST_TEST(events[0].kind == "alarm");
    BOOST_TEST(events[0].text == "line_parked: no answer");
}

BOOST_AUTO_TEST_CASE(the_same_alarm_of_a_line_is_told_once_in_six_hours)
{
    tell(parked, noon);
    BOOST_TEST(tell(parked, noon + 5h) == 0);
    BOOST_TEST(tell(parked, noon - 5h) == 0); // the clock was put right
    BOOST_TEST(messages() == 2);
    BOOST_TEST(tell(parked, noon + 6h) == 2);
}

BOOST_AUTO_TEST_CASE(another_line_and_another_kind_are_other_alarms)
{
    tell(parked, noon);
    auto other = parked;
    other.alarm = Alarm::sim_trouble;
    BOOST_TEST(tell(other, noon) == 2);
    other = parked;
    other.line = add_line("libyana-2");
    BOOST_TEST(tell(other, noon) == 2);
}

BOOST_AUTO_TEST_CASE(an_alarm_of_the_whole_box_belongs_to_no_line)
{
    BOOST_TEST(tell({Alarm::under_voltage, 0, {}, "Undervoltage detected!", {"+218911111111"}, "text"}, noon) == 1);
    BOOST_TEST(number("SELECT count(*) FROM line_event") == 0);
}

BOOST_AUTO_TEST_CASE(without_numbers_it_is_an_event_only)
{
    parked.numbers.clear();
    BOOST_TEST(tell(parked, noon) == 0);
    BOOST_TEST(messages() == 0);
    BOOST_TEST(number("SELECT count(*) FROM line_event") == 1);
}

BOOST_AUTO_TEST_CASE(every_text_is_one_segment_in_every_language)
{
    for (const auto alarm : all_alarms)
        for (const auto language : {Language::ar, Language::fr, Language::en}) {
            const auto text = test_languages()->alarm(alarm, std::string(20, 'x'), language);
            BOOST_TEST_CONTEXT(text)
            {
                const auto plan = nida::protocol::plan_text(text);
                BOOST_REQUIRE(plan);
                BOOST_TEST(plan->pieces.size() == 1);
            }
        }
}

BOOST_AUTO_TEST_CASE(the_log_names_what_an_alarm_is_about_when_it_begins_and_when_it_ends)
{
    std::ostringstream log;
    auto logger = std::make_shared<spdlog::logger>("", std::make_shared<spdlog::sinks::ostream_sink_mt>(log));
    logger->set_pattern("%v");
    const auto before = spdlog::default_logger();
    spdlog::set_default_logger(logger);
    {
        boost::asio::io_context loop;
        Store store{loop.get_executor(), directory / "other.db"};
        const WallClock clock{ClockMemory{}};
        const ServiceDefaults defaults;
        Alarms standing{loop.get_executor(), store, clock, defaults, [] {}};
        for (const std::string name : {"", "libyana-1"}) {
            standing.raise(Alarm::backup_failed, 0, name, "no stick");
            standing.over(Alarm::backup_failed, 0, name);
            standing.over(Alarm::backup_failed, 0, name); // it was over
        }
        loop.run();
    }
    spdlog::set_default_logger(before);
    BOOST_TEST(log.str() == "alarm: backup_failed: no stick\nalarm: backup_failed is over\n"
                            "libyana-1: backup_failed: no stick\nlibyana-1: backup_failed is over\n");
}

BOOST_AUTO_TEST_SUITE_END()
