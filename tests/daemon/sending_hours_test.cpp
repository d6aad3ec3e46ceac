#include "daemon/line/sending_hours.hpp"

#include "daemon/people/people.hpp"
#include "tests/daemon/outbox_fixture.hpp"
#include "tests/daemon/started_campaign.hpp"

#include <boost/test/unit_test.hpp>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <sstream>
#include <utility>
#include <vector>

using namespace nida::daemon;
using namespace std::chrono_literals;

namespace
{
/// On Sundays; `noon` is one, at which it is 13:00 in Tunis.
std::shared_ptr<const Calendar> on_sundays(std::string name, std::chrono::hours from = 0h, std::chrono::hours to = 24h)
{
    CalendarEntry entry;
    entry.weekdays.add(std::chrono::Sunday);
    entry.time = {from, to};
    return std::make_shared<const Calendar>(Calendar{std::move(name), {entry}});
}

const Time monday = noon + 20h;

/// Somebody in Tunis, and campaigns to them. What they avoid was there when they were made.
struct Fixture : OutboxFixture {
    Fixture() { People{connection}.join("+21620123456", Language::en, "JOIN", "one", texted(noon)); }

    CampaignId start(std::vector<std::string> avoid, Priority priority = Priority::campaign,
                     const std::string& text = "hello")
    {
        CampaignRules rules;
        for (const auto& name : avoid)
            rules.calendars.push_back(on_sundays(name));
        auto definition = text_for("", text, priority);
        definition.avoid = std::move(avoid);
        return start_campaign(connection, definition, noon, true, rules);
    }
    /// From now on these hold for all campaigns, and those may be avoided.
    void set_hours(const Calendars& for_all, const Calendars& known)
    {
        hours = std::make_shared<SendingHours>(Forbidden{{}, {}, for_all}, known);
    }
    ClaimResult ask(Time now)
    {
        budget.quiet_until = [this, now](const std::string& zone, std::optional<CampaignId> campaign, Connection& db) {
            return hours->quiet_until(zone, campaign, db, now, sure_clock);
        };
        return outbox.claim(budget, now);
    }
    /// The campaign whose text goes now; 0: none.
    CampaignId next(Time now = noon)
    {
        const auto claimed = ask(now);
        const auto* const segment = std::get_if<Claim>(&claimed);
        if (!segment) return 0;
        outbox.record(*segment, SegmentSent{1}, now);
        auto row = connection.query("SELECT campaign_id FROM message WHERE id = ?1", segment->message);
        row.step();
        return row.integer(0);
    }
    std::optional<Time> wait(Time now = noon) { return std::get<Wait>(ask(now)).until; }

    std::shared_ptr<SendingHours> hours;
    bool sure_clock = true;
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(sending_hours, Fixture)

BOOST_AUTO_TEST_CASE(what_a_campaign_avoids_by_itself_holds_it_and_no_other)
{
    set_hours({}, {on_sundays("sundays")});
    const auto held = start({"sundays"}), free = start({});
    BOOST_TEST(next() == free);
    BOOST_TEST(next() == 0);
    BOOST_TEST((wait() == std::optional{noon + 11h})); // midnight in Tunis
    BOOST_TEST(next(monday) == held);
}

BOOST_AUTO_TEST_CASE(an_alert_passes_what_it_avoids)
{
    set_hours({}, {on_sundays("sundays")});
    const auto alert = start({"sundays"}, Priority::alert);
    BOOST_TEST(next() == alert);
}

BOOST_AUTO_TEST_CASE(what_a_campaign_avoids_holds_beside_what_all_avoid)
{
    const auto afternoons = on_sundays("afternoons", 14h, 18h);
    set_hours({on_sundays("mornings", 6h, 14h)}, {afternoons});
    const auto held = start({"afternoons"}), free = start({});
    BOOST_TEST(next() == 0);
    BOOST_TEST((wait() == std::optional{noon + 1h}));
    BOOST_TEST(next(noon + 1h) == free);
    BOOST_TEST((wait(noon + 1h) == std::optional{noon + 5h}));
    BOOST_TEST(next(noon + 5h) == held);
}

BOOST_AUTO_TEST_CASE(a_calendar_that_is_gone_is_passed_over_with_one_line_in_the_log)
{
    std::ostringstream log;
    const auto before = spdlog::default_logger();
    spdlog::set_default_logger(
        std::make_shared<spdlog::logger>("", std::make_shared<spdlog::sinks::ostream_sink_mt>(log)));
    set_hours({}, {on_sundays("sundays")});
    const auto passes = start({"exams"}), held = start({"feasts", "sundays"});
    BOOST_TEST(next() == passes);
    for (int i = 0; i < 3; ++i)
        BOOST_TEST(next() == 0);
    spdlog::set_default_logger(before);
    const auto told = log.str();
    for (const auto* gone : {"avoids, exams, ", "avoids, feasts, "})
        BOOST_TEST((told.find(gone) != told.npos && told.find(gone) == told.rfind(gone)), told);
    BOOST_TEST(told.find("nida campaign pause " + std::to_string(held)) != told.npos, told);
}

BOOST_AUTO_TEST_CASE(while_the_hour_is_not_known_it_waits_and_what_has_begun_is_finished)
{
    set_hours({}, {on_sundays("sundays")});
    const auto begun = start({"sundays"}, Priority::campaign, std::string(300, 'x'));
    BOOST_TEST(next(monday) == begun);
    const auto held = start({"sundays"}), free = start({});
    sure_clock = false;
    BOOST_TEST(next(monday) == begun); // its second part
    BOOST_TEST(next(monday) == free);
    BOOST_TEST(!wait(monday));
    sure_clock = true;
    BOOST_TEST(next(monday) == held);
}

BOOST_AUTO_TEST_CASE(a_definition_that_is_damaged_holds_up_nobody)
{
    set_hours({}, {on_sundays("sundays")});
    const auto damaged = start({"sundays"}), free = start({});
    connection.run("UPDATE campaign SET definition = '{\"avoid\":[' WHERE id = ?1", damaged);
    BOOST_TEST(next() == damaged);
    BOOST_TEST(next() == free);
}

BOOST_AUTO_TEST_SUITE_END()
