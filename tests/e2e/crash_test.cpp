#include "tests/e2e/box.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <map>
#include <random>
#include <thread>

using namespace nida::e2e;
using namespace std::chrono_literals;
namespace json = boost::json;

namespace
{
/// How often nidad is killed: NIDA_KILLS, which a patient person sets to 20 or 200.
unsigned kills()
{
    const char* const text = std::getenv("NIDA_KILLS");
    return text == nullptr ? 6 : static_cast<unsigned>(std::strtoul(text, nullptr, 10));
}

/// NIDA_SEED chooses other instants.
unsigned seed()
{
    const char* const text = std::getenv("NIDA_SEED");
    return text == nullptr ? 1 : static_cast<unsigned>(std::strtoul(text, nullptr, 10));
}

/// Lets a random part of the work happen, and then a random part of a segment.
void wait_for_a_random_instant(const Box& box, std::mt19937& random, const std::string& event, unsigned per_round)
{
    const auto done = box.ledger(event).size();
    const auto more = 1 + random() % (2 * per_round);
    // Where less than that remains, the work ends and the kill meets an idle daemon.
    box.wait_sim(event + ">=" + std::to_string(done + more), 2s);
    std::this_thread::sleep_for(std::chrono::microseconds{random() % 20'000});
}
} // namespace

BOOST_AUTO_TEST_SUITE(crash)

BOOST_AUTO_TEST_CASE(a_kill_at_any_instant_of_sending_loses_nothing_and_doubles_nothing)
{
    constexpr unsigned lines = 2;
    const unsigned count = kills() * 20;
    Box box{{.modems = lines, .simulator = {"--latency", "12", "--jitter", "7", "--status-report-delay", "off"}}};
    std::string batch;
    for (unsigned i = 0; i < count; ++i)
        batch += json::serialize(json::object{
                     {"id", std::to_string(i)}, {"to", number(i)}, {"text", "message " + std::to_string(i)}}) +
                 '\n';
    const auto file = box.write_file("batch.jsonl", batch);
    BOOST_REQUIRE(box.nida({"send", "--batch", file}).code == 0);

    std::mt19937 random{seed()};
    for (unsigned i = 0; i < kills(); ++i) {
        wait_for_a_random_instant(box, random, "accepted", 12);
        box.kill();
        box.start();
    }
    BOOST_REQUIRE(box.wait_until_idle());

    std::map<std::string, unsigned> copies;
    for (const auto& record : box.ledger("accepted"))
        ++copies[record.text("text")];
    unsigned in_doubt = 0;
    const auto rows = box.outbox();
    BOOST_TEST(rows.size() == count);
    for (const auto& row : rows) {
        const auto state = row.text("state");
        const auto taken = copies[row.text("text")];
        if (state == "in_doubt") {
            ++in_doubt;
            BOOST_TEST(taken <= 1, row.text("text") << " is in doubt and was taken " << taken << " times");
        } else {
            BOOST_TEST(state == "sent", row.text("text") << " is " << state);
            BOOST_TEST(taken == 1, row.text("text") << " was taken " << taken << " times");
        }
    }
    BOOST_TEST(in_doubt <= kills() * lines);
    BOOST_TEST_MESSAGE(kills() << " kills, " << count << " messages, " << in_doubt << " in doubt");
}

BOOST_AUTO_TEST_CASE(a_kill_at_any_instant_of_receiving_loses_nothing_and_doubles_nothing)
{
    const unsigned count = kills() * 20;
    Box box{{.simulator = {"--latency", "8", "--delivery-latency", "5", "--sim-slots", "30", "--me-slots", "0"}}};
    box.sim({{"op", "burst"}, {"count", count}, {"text", "JOIN {n}"}, {"from", "+21891{n}"}, {"first", 2'000'000}});

    std::mt19937 random{seed() + 1};
    for (unsigned i = 0; i < kills(); ++i) {
        wait_for_a_random_instant(box, random, "deleted", 12);
        box.kill();
        box.start();
    }
    BOOST_REQUIRE(box.wait_sim("deleted>=" + std::to_string(count)));
    BOOST_REQUIRE(box.wait_until_idle());

    std::map<std::string, unsigned> rows;
    for (const auto& row : box.inbox())
        ++rows[row.text("from")];
    BOOST_TEST(rows.size() == count);
    for (const auto& [from, times] : rows)
        BOOST_TEST(times == 1, from << " is in the inbox " << times << " times");
    // Each is answered once; at a kill the answer on its way may be in doubt.
    unsigned in_doubt = 0;
    std::map<std::string, unsigned> answers;
    for (const auto& record : box.ledger("accepted"))
        ++answers[record.text("to")];
    const auto outbox = box.outbox();
    BOOST_TEST(outbox.size() == count);
    for (const auto& row : outbox) {
        const bool doubtful = row.text("state") == "in_doubt";
        in_doubt += doubtful;
        BOOST_TEST((answers[row.text("to")] == 1 || (doubtful && answers[row.text("to")] == 0)),
                   row.text("to") << " got " << answers[row.text("to")] << " answers, the row is "
                                  << row.text("state"));
    }
    BOOST_TEST(in_doubt <= kills());
}

BOOST_AUTO_TEST_CASE(a_batch_cut_short_by_a_kill_is_completed_by_running_it_again)
{
    Box box{{.simulator = {"--latency", "20", "--status-report-delay", "off"}}};
    box.sim({{"op", "registration"}, {"stat", 2}});
    std::string batch;
    for (unsigned i = 0; i < 20'000; ++i)
        batch += json::serialize(json::object{{"id", std::to_string(i)}, {"to", number(i)}, {"text", "x"}}) + '\n';
    const auto file = box.write_file("batch.jsonl", batch);
    auto client = box.nida_in_background({"send", "--batch", file}, "batch");
    BOOST_REQUIRE(eventually([&] { return box.status().object("queue").number("queued") > 0 || !client.running(); }));
    box.kill();
    box.start_only();
    const auto first = box.status().object("queue").number("queued");
    const auto answer = box.nida({"send", "--batch", file});
    BOOST_TEST(answer.code == 0);
    const Record summary{json::parse(answer.out).as_object()};
    BOOST_TEST(summary.number("duplicate") == first);
    BOOST_TEST(summary.number("accepted") == 20'000 - first);
    BOOST_TEST(box.status().object("queue").number("queued") == 20'000);
}

BOOST_AUTO_TEST_SUITE_END()
