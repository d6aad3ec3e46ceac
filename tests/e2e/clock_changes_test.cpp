// What campaigns do when clocks change: by the law, twice a year, and by whoever sets the box's clock wrong.
#include "tests/e2e/moved_clock.hpp"

#include <boost/test/unit_test.hpp>
#include <date/tz.h>

#include <algorithm>
#include <map>
#include <sstream>

using namespace nida::e2e;
using namespace std::chrono_literals;

namespace
{
constexpr const char* in_paris = "+33612000001";
constexpr const char* in_tunis = "+21625000001";
constexpr const char* in_tripoli = "+218912000001";

MovedClock::Instant at(const std::string& text)
{
    std::istringstream in{text};
    MovedClock::Instant instant;
    in >> date::parse("%F %RZ", instant);
    BOOST_REQUIRE_MESSAGE(!in.fail(), text);
    return instant;
}

/// A box with three people, whose hour is the test's.
struct BoxInTime {
    BoxInTime(const std::string& begin, const std::string& zone, bool synchronised, const std::string& defaults = {})
        : clock{at(begin), synchronised}, box{options(zone, defaults)}, pulse{box}
    {
        const auto file =
            box.write_file("list.csv", std::string{"number\n"} + in_paris + '\n' + in_tunis + '\n' + in_tripoli + '\n');
        BOOST_REQUIRE(box.nida({"people", "import", file}).code == 0);
        BOOST_REQUIRE(eventually([&] { return trusted(); }));
    }
    static BoxOptions options(const std::string& zone, const std::string& defaults)
    {
        BoxOptions options;
        options.defaults = defaults;
        options.environment = MovedClock::settable();
        options.environment.emplace_back("TZ", zone);
        return options;
    }
    /// Drafts a campaign for all three, and sends it. @return its id
    std::string send(const std::string& text, const Arguments& more = {}) const
    {
        Arguments arguments{"campaign", "new", "--all", "--text", text};
        arguments.insert(arguments.end(), more.begin(), more.end());
        const auto made = box.nida(arguments);
        BOOST_REQUIRE_MESSAGE(made.code == 0, made.err);
        auto id = made.out.substr(0, made.out.find('\n'));
        const auto sent = box.nida({"campaign", "send", id, "--yes"});
        BOOST_REQUIRE_MESSAGE(sent.code == 0, sent.err);
        return id;
    }
    std::string state(const std::string& id) const { return box.get("/v1/campaigns/" + id).text("state"); }
    bool trusted() const { return box.status().object("clock")["trusted"] == boost::json::value(true); }
    std::size_t copies(const std::string& text) const
    {
        const auto all = box.ledger("accepted");
        return static_cast<std::size_t>(
            std::ranges::count_if(all, [&](const auto& one) { return one.text("text") == text; }));
    }
    /// An alert goes at any hour, and its report tells the hour at the network.
    void alert() const
    {
        const auto id = box.send("+218913000001", "Flood", {"--priority", "alert"});
        BOOST_REQUIRE(box.wait_for(id, "delivered").text("state") == "delivered");
    }

    MovedClock clock;
    Box box;
    Pulse pulse;
};

/// A text that so many ought to get at a moment, and not a minute earlier.
struct Expected {
    const char* when;
    const char* text;
    std::size_t copies;
};

void check(BoxInTime& in_time, const std::vector<Expected>& all)
{
    std::map<std::string, std::size_t> copies;
    for (const auto& [when, text, more] : all) {
        in_time.pulse.pass_until(in_time.clock, at(when) - 1min);
        BOOST_TEST(in_time.copies(text) == copies[text], text << " left before " << when);
        in_time.pulse.pass_until(in_time.clock, at(when));
        copies[text] += more;
        BOOST_TEST(eventually([&] { return in_time.copies(text) >= copies[text]; }), text << " at " << when);
        BOOST_TEST(in_time.copies(text) == copies[text], text << " at " << when);
    }
}
} // namespace

BOOST_AUTO_TEST_SUITE(clock_changes)

BOOST_AUTO_TEST_CASE(campaigns_keep_their_local_hours_when_clocks_go_forward)
{
    BoxInTime in_time{"2036-03-28 12:00Z", "Europe/Paris", true};
    in_time.send("Daily", {"--at", "2036-03-28 18:00", "--repeat", "FREQ=DAILY;COUNT=4"});
    in_time.send("Gap", {"--at", "2036-03-30 02:30", "--zone", "Europe/Paris"}); // which that night has not
    in_time.send("Morning", {"--at", "2036-03-30 09:00", "--zone", "recipient"});
    check(in_time, {{"2036-03-28 17:00Z", "Daily", 3},
                    {"2036-03-29 17:00Z", "Daily", 3},
                    {"2036-03-30 01:00Z", "Gap", 3},
                    {"2036-03-30 07:00Z", "Morning", 2}, // in Paris, and in Tripoli, which has no summer time
                    {"2036-03-30 08:00Z", "Morning", 1}, // in Tunis, which has none either
                    {"2036-03-30 16:00Z", "Daily", 3},
                    {"2036-03-31 16:00Z", "Daily", 3}});
    BOOST_TEST(in_time.box.texts_to(in_tunis).back() == "Daily");
}

BOOST_AUTO_TEST_CASE(an_hour_that_comes_twice_is_its_first_time_when_clocks_go_back)
{
    BoxInTime in_time{"2036-10-25 12:00Z", "Africa/Tripoli", true};
    in_time.send("Daily", {"--at", "2036-10-25 18:00", "--zone", "Europe/Paris", "--repeat", "FREQ=DAILY;COUNT=2"});
    in_time.send("Twice", {"--at", "2036-10-26 02:30", "--zone", "Europe/Paris"});
    check(in_time,
          {{"2036-10-25 16:00Z", "Daily", 3}, {"2036-10-26 00:30Z", "Twice", 3}, {"2036-10-26 17:00Z", "Daily", 3}});
    BOOST_TEST(in_time.copies("Twice") == 3U);
}

BOOST_AUTO_TEST_CASE(a_scheduled_campaign_does_not_start_because_a_clock_jumped)
{
    BoxInTime in_time{"2036-06-10 12:00Z", "Africa/Tripoli", false, "quiet_hours = \"21:00-08:00\"\n"};
    const auto id = in_time.send("Evening", {"--at", "2036-06-10 18:00"});
    in_time.clock.set_by(5h);
    in_time.pulse.beat();
    BOOST_REQUIRE(eventually([&] { return !in_time.trusted(); }, 90s));
    in_time.alert(); // at the network it is early in the afternoon
    BOOST_TEST(!in_time.trusted());
    in_time.pulse.pass_until(in_time.clock, at("2036-06-10 16:10Z")); // its hour comes, and nobody can know it
    in_time.alert();
    BOOST_TEST(!in_time.trusted());
    BOOST_TEST(in_time.state(id) == "scheduled");
    BOOST_TEST(in_time.copies("Evening") == 0U);

    in_time.clock.set_by(-5h);
    in_time.alert();
    BOOST_TEST(eventually([&] { return in_time.copies("Evening") == 3; }));
    BOOST_TEST(in_time.trusted());
}

BOOST_AUTO_TEST_CASE(nobody_is_woken_because_a_clock_jumped_in_the_night)
{
    BoxInTime in_time{"2036-06-10 20:30Z", "Africa/Tripoli", false, "quiet_hours = \"21:00-08:00\"\n"};
    const auto id = in_time.send("Tomorrow");
    BOOST_REQUIRE(eventually([&] { return !in_time.box.get("/v1/campaigns/" + id)["filling"].as_bool(); }));
    in_time.clock.set_by(11h); // half past nine in Tripoli
    in_time.pulse.beat();
    BOOST_REQUIRE(eventually([&] { return !in_time.trusted(); }, 90s));
    in_time.alert();
    BOOST_TEST(!in_time.trusted());
    BOOST_TEST(in_time.copies("Tomorrow") == 0U);

    in_time.clock.set_by(-11h);
    in_time.alert();
    BOOST_TEST(eventually([&] { return in_time.trusted(); }));
    in_time.pulse.beat();
    in_time.alert();
    BOOST_TEST(in_time.copies("Tomorrow") == 0U, "it is still night");

    check(in_time, {{"2036-06-11 06:00Z", "Tomorrow", 2}, {"2036-06-11 07:00Z", "Tomorrow", 1}}); // then in Tunis
    BOOST_TEST(eventually([&] { return in_time.state(id) == "done"; }));
}

BOOST_AUTO_TEST_SUITE_END()
