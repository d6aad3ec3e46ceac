// A campaign as an organisation runs it, from the list to the last text, checked against the ledger of the simulated network alone: what ought to be is
// reckoned here from what was asked for, and from nothing that the daemon says.
#include "tests/e2e/moved_clock.hpp"
#include "tests/e2e/story_ledger.hpp"
#include "tests/e2e/story_people.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <set>

using namespace nida::e2e;
using namespace std::chrono_literals;

namespace
{
/// Four lines of two operators, none of which could send everything within its quotas.
const std::array<LineQuotas, 4> lines{{
    {.operator_id = "ly-libyana", .segments_minute = 9, .segments_hour = 300, .recipients_day = 850},
    {.operator_id = "ly-libyana", .segments_minute = 8, .segments_hour = 250, .segments_day = 1100},
    {.operator_id = "ly-almadar", .segments_minute = 8, .recipients_hour = 200},
    {.operator_id = "ly-almadar", .segments_minute = 6, .segments_hour = 220},
}};
constexpr int most_segments = 3; // of one text, at most
constexpr auto quiet_begins = 21 * 60, quiet_ends = 8 * 60;

/// The evening before clocks change in Europe: 18:30 in Tripoli, 17:30 in Tunis and Paris, 12:30 in Montréal.
const auto evening = instant_of("2036-03-29T16:30:00Z");
const std::string reminder = "A ce matin 10 h !";
const auto reminder_starts =
    instant_of("2036-03-30T08:00:00Z"); ///< ten o'clock where it is first, and Europe's clocks have changed

BoxOptions four_lines()
{
    BoxOptions options{.modems = 4, .simulator = {"--latency", "2", "--status-report-delay", "off"}, .start = false};
    options.defaults = "language = \"fr\"\nquiet_hours = \"21:00-08:00\"\n";
    options.environment = {{"TZ", "Africa/Tripoli"}};
    return options;
}

/// The box, its people, and its time.
struct Story {
    Story()
    {
        auto config = box.config();
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const auto name = "name = \"line" + std::to_string(i) + "\"\n";
            config.insert(config.find(name) + name.size(), lines[i].keys());
        }
        box.write_config(config);
        box.start();
        pulse.emplace(box);
    }
    Finished command(const Arguments& arguments) const
    {
        auto done = box.nida(arguments);
        BOOST_REQUIRE_MESSAGE(done.code == 0, done.err);
        return done;
    }
    void import() const { command({"people", "import", box.write_file("list.csv", list_of(people)), "--new-fields"}); }
    std::string draft(const Arguments& options) const
    {
        Arguments arguments{"campaign", "new"};
        arguments.insert(arguments.end(), options.begin(), options.end());
        const auto made = command(arguments).out;
        return made.substr(0, made.find('\n'));
    }
    std::int64_t accepted() const
    {
        const auto events = box.sim({{"op", "stats"}}).object("events");
        return events["accepted"].is_null() ? 0 : events.number("accepted");
    }
    bool one_more(std::int64_t than, std::chrono::milliseconds patience) const
    {
        const auto until = "accepted>=" + std::to_string(than + 1);
        return box.sim({{"op", "wait"}, {"until", until}, {"timeout_ms", patience / 1ms}})["ok"] ==
               boost::json::value(true);
    }
    bool nothing_on_air() const
    {
        const auto page = box.get("/v1/outbox?state=submitting&limit=1");
        BOOST_REQUIRE(page["rows"].is_array());
        return page.records("rows").empty();
    }
    /// A minute passes, in which the lines send until each has to wait. What is on the air at its end, all the same, is so for a minute at most.
    void minute()
    {
        clock.pass(1min);
        pulse->beat();
        const auto before = sent;
        do {
            for (sent = accepted(); one_more(sent, sent > before ? 30ms : 5ms);)
                sent = accepted();
        } while (!nothing_on_air());
    }
    void pass_until(Instant end)
    {
        while (clock.now() < end)
            minute();
    }

    MovedClock clock{evening};
    Box box{four_lines()};
    std::optional<Pulse> pulse;
    const std::vector<Villager> people = villagers(5'000);
    std::int64_t sent = 0;
};

bool meant(const Villager& person) { return (person.east || person.west) && !person.staff; }

bool of_the_campaign(const Heard& text, const Villager& person) { return text.text == text_for(person); }

/// The texts of both campaigns: each to those who ought to have it, once, in their language, and nothing to anybody else.
void check_texts(const Story& story, const StoryLedger& ledger, const std::set<std::string>& silent)
{
    std::map<std::string_view, const Villager*> by_number;
    for (const auto& person : story.people)
        by_number[person.number] = &person;
    std::map<std::string_view, int> called, reminded;
    for (const auto& text : ledger.texts()) {
        const auto found = by_number.find(text.to);
        BOOST_REQUIRE_MESSAGE(found != by_number.end(), "a text to " << text.to << ", who is nobody here");
        if (of_the_campaign(text, *found->second))
            ++called[found->first];
        else if (text.text == reminder)
            ++reminded[found->first];
    }
    for (const auto& person : story.people) {
        const bool reached = !silent.contains(person.number);
        BOOST_TEST(called[person.number] == (meant(person) && reached ? 1 : 0), person.number << " of the campaign");
        BOOST_TEST(reminded[person.number] == (person.circle && reached ? 1 : 0), person.number << " of the reminder");
    }
}

/// Nothing but answers leaves in a minute of anybody's night. What a modem had when the night began may arrive a minute later.
void check_hours(const Story& story, const StoryLedger& ledger)
{
    std::map<std::string_view, const Villager*> by_number;
    for (const auto& person : story.people)
        by_number[person.number] = &person;
    std::map<std::string_view, int> days;
    for (const auto& text : ledger.texts()) {
        const auto& person = *by_number.at(text.to);
        if (!of_the_campaign(text, person) && text.text != reminder) continue;
        for (const auto at : {text.first, text.last}) {
            const auto minute = minute_of_day(at, person.zone);
            BOOST_TEST((minute >= quiet_ends && minute <= quiet_begins + 1),
                       text.to << " was texted at minute " << minute << " of the day in " << person.zone);
        }
        if (text.text == reminder) {
            // Ten o'clock on the morning after the change, by each recipient's own clock, and Europe's has moved.
            const auto due = person.zone == "Africa/Tunis"      ? "2036-03-30T09:00:00Z"
                             : person.zone == "America/Toronto" ? "2036-03-30T14:00:00Z"
                                                                : "2036-03-30T08:00:00Z";
            BOOST_TEST((text.first >= instant_of(due)), text.to << " was reminded before ten");
        }
        if (text.first > evening + 8h) ++days[person.zone];
    }
    BOOST_TEST(days["Africa/Tripoli"] > 0, "nobody had to wait for the morning");
}

/// Who knows a line gets a text by it, and others by their operator's, unless that line had just used up a quota.
void check_lines(const Story& story, const StoryLedger& ledger, const std::map<std::string, std::size_t>& writers)
{
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto complaint = ledger.beyond(i, lines[i]);
        BOOST_TEST(complaint.empty(), "line " << i << ": " << complaint);
    }

    int rotated = 0;
    const auto could_not = [&](std::size_t line, const Heard& text) {
        return ledger.short_of(line, lines[line], most_segments, text.first);
    };
    for (const auto& person : story.people) {
        std::optional<std::size_t> known;
        if (const auto wrote = writers.find(person.number); wrote != writers.end()) known = wrote->second;
        for (const auto& text : ledger.texts_to(person.number)) {
            if (known) {
                BOOST_TEST((text.line == *known || could_not(*known, text)),
                           text.to << " knows line " << *known << ", not " << text.line);
            } else if (!person.network.empty() && lines[text.line].operator_id != person.network) {
                ++rotated;
                bool excused = false;
                for (std::size_t i = 0; i < lines.size(); ++i)
                    excused = excused || (lines[i].operator_id == person.network && could_not(i, text));
                BOOST_TEST(excused, text.to << " got its text by line " << text.line << " at "
                                            << minute_of_day(text.first, "Etc/UTC"));
            }
            // Both campaigns chose their ways when they started.
            if (text.first < reminder_starts) known = text.line;
        }
    }
    BOOST_TEST(rotated > 0, "no line ever took over from one whose quota was used up");
}
} // namespace

BOOST_AUTO_TEST_SUITE(story)

BOOST_AUTO_TEST_CASE(five_thousand_people_in_three_languages_over_four_lines_with_quotas)
{
    Story story;
    const auto& people = story.people;
    const auto& box = story.box;
    story.import();

    // Some write, and know a line from then on. One leaves, and one asks to be forgotten; the same list brings neither back.
    std::map<std::string, std::size_t> writers;
    for (std::size_t i = 10; writers.size() < 24; ++i) {
        if (!meant(people[i]) || people[i].language != "en" || people[i].network.empty()) continue;
        const auto line = writers.size() % lines.size();
        writers[people[i].number] = line;
        box.sms(people[i].number, "JOIN", static_cast<unsigned>(line));
    }
    BOOST_REQUIRE(box.wait_sim("accepted>=24"));
    story.pass_until(evening + 2min); // these answers were a line's whole minute
    const auto& leaver = people[8];
    const auto& forgotten = people[3]; // in both campaigns
    BOOST_REQUIRE((meant(leaver) && meant(forgotten) && forgotten.circle));
    box.sms(leaver.number, "STOP", 3);
    writers[leaver.number] = 3;
    BOOST_REQUIRE(box.wait_sim("accepted>=25"));
    story.command({"people", "erase", forgotten.number, "--yes"});
    story.import();
    std::set<std::string> silent{leaver.number, forgotten.number};

    const auto call = story.draft({"--name", "Committee", "--group", "east", "--group", "west", "--except-group",
                                   "staff", "--text-in", "ar=" + text_ar, "--text-in", "fr=" + text_fr, "--text-in",
                                   "en=" + text_en, "--valid", "3d"});
    const auto again = story.draft({"--name", "Reminder", "--group", "circle", "--text", reminder, "--at",
                                    "2036-03-30 10:00", "--zone", "recipient", "--valid", "3d"});
    story.command({"campaign", "send", call, "--yes"});
    story.command({"campaign", "send", again, "--yes"});
    const auto audience = std::ranges::count_if(people, meant) - std::ssize(silent);
    BOOST_TEST(box.get("/v1/campaigns/" + call).number("recipients") == audience);

    // Night has fallen in Tripoli, and some of those who wait there for the morning leave.
    story.pass_until(instant_of("2036-03-29T19:30:00Z"));
    {
        const StoryLedger so_far{box, lines.size()};
        auto served = so_far.waiting();
        for (const auto& text : so_far.texts())
            served.insert(text.to);
        unsigned stopped = 0;
        for (auto person = people.rbegin(); person != people.rend() && stopped < 3; ++person) {
            if (!meant(*person) || person->network.empty() || served.contains(person->number)) continue;
            silent.insert(person->number);
            writers[person->number] = stopped;
            box.sms(person->number, "STOP", stopped++);
            if (stopped == 1) box.sms(person->number, "stop", 3); // is confirmed once all the same
        }
        BOOST_REQUIRE(stopped == 3);
        const auto confirmed = [&] {
            const StoryLedger now{box, lines.size()};
            return std::ranges::all_of(silent, [&](const auto& number) {
                return number == forgotten.number || now.texts_to(number).size() == 1;
            });
        };
        // An answer waits for its line's minute and hour, too.
        while (!confirmed() && story.clock.now() < evening + 5h)
            story.minute();
        BOOST_TEST(confirmed());
    }

    const auto over = [&](const std::string& id) { return box.get("/v1/campaigns/" + id).text("state") == "done"; };
    story.pass_until(instant_of("2036-03-30T14:00:00Z"));
    while (!(over(call) && over(again)) && story.clock.now() < evening + 60h)
        story.minute();
    BOOST_REQUIRE(over(call));
    BOOST_REQUIRE(over(again));
    BOOST_REQUIRE(box.wait_until_idle());

    const StoryLedger ledger{box, lines.size()};
    BOOST_TEST(box.ledger("refused").empty());
    BOOST_TEST(ledger.waiting().empty());
    check_texts(story, ledger, silent);
    check_hours(story, ledger);
    check_lines(story, ledger, writers);
    for (const auto& number : silent)
        BOOST_TEST(ledger.texts_to(number).size() == (number == forgotten.number ? 0U : 1U), number);
}

BOOST_AUTO_TEST_SUITE_END()
