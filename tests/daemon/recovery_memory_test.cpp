#include "daemon/line/recovery_memory.hpp"
#include "tests/daemon/temporary_store.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon;
using nida::modem::RecoveryStep;

namespace
{
const Time now{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1}};
} // namespace

BOOST_FIXTURE_TEST_SUITE(recovery_memory, TemporaryStore)

BOOST_AUTO_TEST_CASE(outcomes_add_up_for_each_model_and_step)
{
    note_recovery(connection, "huawei E220", {RecoveryStep::reopen, false}, now);
    note_recovery(connection, "huawei E220", {RecoveryStep::restart, true}, now);
    note_recovery(connection, "huawei E220", {RecoveryStep::restart, false}, now);
    note_recovery(connection, "ZTE MF626", {RecoveryStep::restart, true}, now);

    const auto memory = nida::daemon::recovery_memory(connection, "huawei E220");
    const auto& reopen = memory[static_cast<std::size_t>(RecoveryStep::reopen)];
    const auto& restart = memory[static_cast<std::size_t>(RecoveryStep::restart)];
    BOOST_TEST(reopen.tried == 1);
    BOOST_TEST(reopen.worked == 0);
    BOOST_TEST(restart.tried == 2);
    BOOST_TEST(restart.worked == 1);
}

BOOST_AUTO_TEST_CASE(a_model_that_nobody_saw_hang_has_no_memory_and_unknown_steps_are_passed_over)
{
    connection.run("INSERT INTO recovery(model, step, tried, worked) VALUES ('x', 'kick', 5, 5)");
    for (const auto& record : nida::daemon::recovery_memory(connection, "x"))
        BOOST_TEST(record.tried == 0);
}

BOOST_AUTO_TEST_SUITE_END()
