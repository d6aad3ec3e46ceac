#include "daemon/inbox/same_message.hpp"

#include "tests/daemon/inbox_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <map>
#include <set>

using namespace nida::daemon;
using namespace nida;
using namespace std::chrono_literals;

namespace
{
/// A sender's messages, each called by a letter, all with one reference and of equally many segments: "A2" is the second of A.
struct Fixture : InboxFixture {
    int total = 3;
    int arrived = 0;

    Taken arrive(const std::string& name, std::chrono::seconds stamp, std::chrono::seconds at = 0s)
    {
        auto parts = pdus(std::string(static_cast<std::size_t>(total) * 153, name[0]), noon + stamp);
        BOOST_REQUIRE(parts.size() == static_cast<std::size_t>(total));
        return take(parts[static_cast<std::size_t>(name[1] - '1')], noon + at + ++arrived * 1s);
    }
    /// As if no stamp could be read in what waits.
    void forget_stamps() { connection.run("UPDATE part SET smsc_at = NULL"); }
    /// The rows, each as the letters that are in it, with '?' where segments are missing.
    std::string rows()
    {
        std::string all;
        auto row = connection.query("SELECT text, complete FROM inbox ORDER BY id");
        while (row.step()) {
            const auto text = row.text(0);
            std::set<char> letters;
            for (const char c : text)
                if (c >= 'A' && c <= 'Z') letters.insert(c);
            if (!all.empty()) all += ' ';
            all.append(letters.begin(), letters.end());
            if (row.integer(1) == 0) all += '?';
        }
        return all;
    }
    std::int64_t waiting() { return number("SELECT count(*) FROM part WHERE inbox_id IS NULL"); }
    std::string trouble()
    {
        auto row = connection.query("SELECT trouble FROM inbox WHERE complete = 0 ORDER BY id DESC LIMIT 1");
        return row.step() ? row.text(0) : "";
    }
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(same_message, Fixture)

BOOST_AUTO_TEST_CASE(segments_whose_stamps_are_hours_apart_are_of_two_messages)
{
    total = 2;
    arrive("A1", -20h);
    BOOST_TEST((arrive("B2", 0s).what == Taken::What::part));
    BOOST_TEST((arrive("B1", 0s).what == Taken::What::message));
    BOOST_TEST(rows() == "B");
    arrive("A2", -20h + 5s);
    BOOST_TEST(rows() == "B A");
}

BOOST_AUTO_TEST_CASE(what_is_left_of_a_message_is_kept_as_incomplete_and_says_why)
{
    total = 2;
    arrive("A1", -2h);
    arrive("B1", 0s);
    arrive("B2", 0s);
    BOOST_TEST(rows() == "B");
    BOOST_TEST(waiting() == 1);
    BOOST_TEST(inbox.give_up_incomplete(noon + 25h, true) == 1);
    BOOST_TEST(rows() == "B A?");
    BOOST_TEST(trouble() == "incomplete: 1 of its 2 segments came");
    BOOST_TEST(waiting() == 0);
}

BOOST_AUTO_TEST_CASE(another_message_s_segment_takes_no_place)
{
    arrive("A1", -30s);
    arrive("A2", -30s);
    arrive("B1", 0s);
    arrive("A3", -29s);
    BOOST_TEST(rows() == "A");
    arrive("B2", 0s);
    arrive("B3", 1s);
    BOOST_TEST(rows() == "A B");
    BOOST_TEST(waiting() == 0);
}

BOOST_AUTO_TEST_CASE(without_stamps_the_message_that_lacks_least_gets_a_segment)
{
    for (const auto* name : {"A1", "A2", "B1"})
        arrive(name, 0s);
    forget_stamps();
    arrive("A3", 0s);
    BOOST_TEST(rows() == "A");
    arrive("B2", 0s);
    arrive("B3", 0s);
    BOOST_TEST(rows() == "A B");
}

BOOST_AUTO_TEST_CASE(stamps_that_are_all_the_same_hinder_nobody)
{
    constexpr auto year_1971 = -24h * 365 * 55;
    for (const auto* name : {"A1", "A2", "B1", "A3", "B2", "B3"})
        arrive(name, year_1971);
    BOOST_TEST(rows() == "A B");
    total = 2;
    for (const auto* name : {"C1", "D1", "D2"})
        arrive(name, year_1971);
    BOOST_TEST(rows() == "A B D");
}

BOOST_AUTO_TEST_CASE(two_messages_at_once_in_the_worst_order_are_told_apart)
{
    for (const auto& [name, stamp] :
         {std::pair{"A3", 2s}, {"B1", 60s}, {"A1", 0s}, {"B2", 61s}, {"A2", 1s}, {"B3", 62s}})
        arrive(name, stamp);
    BOOST_TEST(rows() == "A B");
    BOOST_TEST(waiting() == 0);
}

BOOST_AUTO_TEST_CASE(one_reference_for_everything_at_a_phone_s_pace_and_a_segment_that_comes_late)
{
    for (const auto& [name, stamp] :
         {std::pair{"A1", 0s}, {"A2", 5s}, {"B1", 14s}, {"A3", 10s}, {"B2", 19s}, {"B3", 24s}})
        arrive(name, stamp);
    BOOST_TEST(rows() == "A B");
    for (const auto& [name, stamp] : {std::pair{"C1", 30s}, {"C2", 35s}, {"D1", 45s}, {"D2", 50s}, {"D3", 55s}})
        arrive(name, stamp); // of C the end is lost
    BOOST_TEST(rows() == "A B D");
    inbox.give_up_incomplete(noon + 25h, true);
    BOOST_TEST(rows() == "A B D C?");
}

BOOST_AUTO_TEST_CASE(a_segment_belongs_to_the_nearer_message)
{
    total = 2;
    arrive("B1", 70min);
    arrive("A1", 0s);
    arrive("B2", 50min);
    BOOST_TEST(rows() == "B");
}

BOOST_AUTO_TEST_CASE(a_segment_that_its_phone_could_hand_in_minutes_later_makes_its_message_whole)
{
    for (const auto& [name, stamp] :
         {std::pair{"A1", 0s}, {"A2", 2s}, {"B1", 180s}, {"A3", 120s}, {"B2", 181s}, {"B3", 182s}})
        arrive(name, stamp);
    BOOST_TEST(rows() == "A B");
}

BOOST_AUTO_TEST_CASE(a_segment_that_its_phone_hands_in_again_is_a_copy)
{
    arrive("A1", 0s);
    arrive("A2", 5s);
    arrive("A2", 50s);
    arrive("A3", 55s);
    BOOST_TEST(rows() == "A");
    BOOST_TEST(number("SELECT count(*) FROM part WHERE inbox_id = 1") == 4);
}

BOOST_AUTO_TEST_CASE(an_answer_is_queued_once_whatever_else_has_the_reference)
{
    // So much space behind it that it takes two segments.
    const auto first = pdus("JOIN" + std::string(160, ' '), noon), other = pdus(std::string(200, 'x'), noon - 3h);
    take(other[0]);
    take(first[1]);
    BOOST_TEST(take(first[0]).changed_outbox);
    BOOST_TEST(number("SELECT count(*) FROM message WHERE direct = 1") == 1);
    BOOST_TEST((take(other[1]).what == Taken::What::message));
    BOOST_TEST(number("SELECT count(*) FROM message WHERE direct = 1") == 1);
    BOOST_TEST(number("SELECT count(*) FROM inbox WHERE complete = 1") == 2);
}

BOOST_AUTO_TEST_CASE(segments_in_any_order_are_each_in_one_message_and_no_message_has_two_with_one_number)
{
    for (unsigned seed = 1; seed <= 500; ++seed) {
        auto random = seed;
        const auto next = [&random](unsigned below) {
            return (random = random * 1'103'515'245 + 12'345) / 65'536 % below;
        };
        std::vector<WaitingPart> parts;
        for (std::int64_t id = 1; id <= 40; ++id) {
            WaitingPart part{id, 1 + next(4), {}, noon, std::string(1, static_cast<char>('a' + next(20))), {}};
            if (next(5) > 0) part.stamp = noon + std::chrono::minutes{next(300)};
            parts.push_back(part);
        }
        std::multiset<std::int64_t> seen;
        for (const auto& message : messages_among(parts, 4)) {
            std::map<std::int64_t, std::string> texts;
            std::optional<Time> earliest;
            for (const auto& part : message.parts) {
                seen.insert(part.id);
                BOOST_TEST(texts.try_emplace(part.number, *part.text).first->second == *part.text);
                if (!part.stamp) continue;
                if (!earliest) earliest = part.stamp;
                BOOST_TEST((*part.stamp >= *earliest && *part.stamp - *earliest <= 1h));
            }
            BOOST_TEST(message.numbers == static_cast<std::int64_t>(texts.size()));
        }
        BOOST_TEST(seen.size() == 40U);
        BOOST_TEST(std::set(seen.begin(), seen.end()).size() == 40U);
    }
}

BOOST_AUTO_TEST_SUITE_END()
