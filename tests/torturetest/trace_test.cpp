#include "tests/torture/trace.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::torture;

namespace
{
using Trace = std::vector<Passed>;

Passed passed(const char* name, std::int64_t a = 0, std::int64_t b = 0) { return {0, name, a, b}; }

Trace operator+(Trace a, const Trace& b)
{
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

const Trace claimed{passed("nidad.started"), passed("outbox.claimed", 7, 1), passed("store.committing"),
                    passed("store.committed")};
const Trace back_again{passed("nidad.started"), passed("outbox.doubted", 7, 1), passed("store.committed")};
} // namespace

BOOST_AUTO_TEST_SUITE(trace)

BOOST_AUTO_TEST_CASE(a_doubt_between_the_commits_of_claim_and_result_is_proven)
{
    const auto doubts = doubts_in(claimed + Trace{passed("sending.prompt_open", 7, 1)} + back_again);
    BOOST_REQUIRE(doubts.all.size() == 1u);
    BOOST_TEST(doubts.all[0].unproven == "");
    BOOST_TEST(doubts.all[0].place == "sending.prompt_open");
    BOOST_TEST(doubts.all[0].life == 1u);
    BOOST_TEST((doubts.at_restart == std::vector<unsigned>{0, 1}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_result_that_was_in_the_writer_leaves_a_doubt_and_one_that_was_committed_may_not)
{
    const Trace recorded{passed("outbox.recorded", 7, 1), passed("store.committing")};
    BOOST_TEST(doubts_in(claimed + recorded + back_again).all[0].unproven == "");
    BOOST_TEST(doubts_in(claimed + recorded + back_again).all[0].place == "result in the writer");
    BOOST_TEST(doubts_in(claimed + recorded + Trace{passed("store.committed")} + back_again).all[0].unproven != "");
}

BOOST_AUTO_TEST_CASE(a_claim_that_was_never_committed_may_not_leave_a_doubt)
{
    const Trace begun{passed("nidad.started"), passed("outbox.claimed", 7, 1)};
    BOOST_TEST(doubts_in(begun + back_again).all[0].unproven != "");
    BOOST_TEST(doubts_in(back_again).all[0].unproven != "");
}

BOOST_AUTO_TEST_CASE(a_restart_that_is_killed_itself_finds_the_same_doubt_again)
{
    const auto doubts = doubts_in(claimed + Trace{passed("nidad.started"), passed("outbox.doubted", 7, 1)} +
                                  back_again + Trace{passed("outbox.settled_by_report", 7, 1)});
    BOOST_REQUIRE(doubts.all.size() == 1u);
    BOOST_TEST(doubts.all[0].settled_by == "status report");
}

BOOST_AUTO_TEST_SUITE_END()
