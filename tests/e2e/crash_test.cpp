#include "tests/e2e/box.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::e2e;
namespace json = boost::json;

// Kills at any instant, and at each place between prompt and commit, are the business of tests/torture.
BOOST_AUTO_TEST_SUITE(crash)

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
