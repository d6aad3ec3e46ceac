// What it costs a line to choose and claim its next segment while very many wait: three campaigns, two of which are paused, with a third of
// the messages each.  nida-bench-claims [MESSAGES]; makes its store in TMPDIR and takes it away again.
#include "daemon/outbox/lanes.hpp"
#include "daemon/outbox/outbox.hpp"
#include "tests/daemon/temporary_store.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <ctime>
#include <string>

using namespace nida::daemon;

int main(int argc, char** argv)
{
    const std::int64_t messages = argc > 1 ? std::atoll(argv[1]) : 1'000'000;
    constexpr int claims = 2000;
    TemporaryStore store;
    auto& db = store.connection;
    const auto line = store.add_line("one");
    const auto other = store.add_line("two");
    db.database().exec("BEGIN");
    for (int campaign = 0; campaign < 3; ++campaign) {
        db.run("INSERT INTO campaign(created_at, audience, text, priority, segments, recipients, state) VALUES (?1, "
               "'all', 'The bridge is closed.', 2, 1, 0, ?2)",
               noon, campaign == 2 ? 3 : 4);
        const auto id = db.last_id();
        for (const auto& zone : {"", "Asia/Gaza", "Europe/Berlin"})
            for (const auto route : {line, other})
                db.query_once(
                      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2) INSERT INTO "
                      "message(campaign_id, recipient, priority, segments, valid_until, queued_at, lane_id) SELECT ?1, "
                      "'+2189' || printf('%08d', ?4 * 1000000 + i), 2, 1, ?5, 0, ?3 FROM n",
                      std::vector<SqlValue>{id, messages / 18,
                                            Lanes{db}.find_or_make(id, Priority::campaign, zone, route),
                                            std::int64_t{db.last_id() % 100},
                                            std::int64_t{(noon + std::chrono::hours{24}).time_since_epoch().count()}})
                    .run();
    }
    db.database().exec("COMMIT");

    LineBudget budget{line};
    budget.others = {{other}};
    Outbox outbox{db};
    const auto begun = std::clock();
    for (int i = 0; i < claims; ++i) {
        const auto claimed = outbox.claim(budget, noon);
        const auto* const segment = std::get_if<Claim>(&claimed);
        if (!segment) return 1;
        outbox.record(*segment, SegmentSent{static_cast<unsigned>(i % 256)}, noon);
    }
    const auto microseconds = 1e6 * static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC / claims;
    const auto peeked = std::clock();
    for (int i = 0; i < claims; ++i)
        outbox.peek(budget, Claim{}, noon);
    const auto peek = 1e6 * static_cast<double>(std::clock() - peeked) / CLOCKS_PER_SEC / claims;
    fmt::print(
        "{} messages wait, a third of them in a campaign that runs: {:.0f} us CPU for a claim with its result and "
        "commits, {:.0f} us to choose\n",
        messages, microseconds, peek);
}
