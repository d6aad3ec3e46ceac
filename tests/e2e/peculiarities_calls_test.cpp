// What modems do about calls: field-notes/modems.md §9; the numbers are those of docs/modems.md.
#include "tests/e2e/box.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace nida::e2e;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(peculiarities_calls)

BOOST_AUTO_TEST_CASE(a_modem_that_stays_busy_after_a_missed_call_is_freed_no_14)
{
    Box box{{.simulator = {"--ring-interval", "500"}, .start = false}};
    box.write_config(box.config() + "[calls]\nhang_up = false\n"); // it rings out
    box.start();
    box.fault("stuck_in_call:next=1");
    box.sim({{"op", "call"}, {"from", number(1)}, {"duration_ms", 1500}});
    const auto missed = [&] {
        return std::ranges::any_of(box.ledger("call"), [](const auto& call) { return call.text("state") == "missed"; });
    };
    BOOST_TEST(eventually(missed));
    box.sms(number(2), "after the call");
    BOOST_TEST(box.wait_sim("stored>=1", 120s));
}

BOOST_AUTO_TEST_SUITE_END()
