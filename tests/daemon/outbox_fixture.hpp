#pragma once
#include "daemon/outbox/outbox.hpp"
#include "tests/daemon/temporary_store.hpp"

#include <boost/test/unit_test.hpp>

#include <variant>

namespace nida::daemon
{
/// An outbox, and two lines that send from it.
struct OutboxFixture : TemporaryStore {
    Outbox outbox{connection};
    LineId line = add_line("one");
    LineId other = add_line("two");
    LineBudget budget{line};
    LineBudget other_budget{other};

    Claim claim(const LineBudget& from, Time now = noon) { return std::get<Claim>(outbox.claim(from, now)); }
    State state(MessageId id)
    {
        auto row = connection.query("SELECT state FROM message WHERE id = ?1", id);
        BOOST_REQUIRE(row.step());
        return row.as<State>(0);
    }
};
} // namespace nida::daemon
