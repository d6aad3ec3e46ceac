// What is asked of an alert's text before it leaves.
#include "daemon/outbox/candidate.hpp"
#include "daemon/outbox/outbox.hpp"

namespace nida::daemon
{
/// Of an alert that is sent again: whether there is no need any more.
bool Outbox::reached_meanwhile(const Candidate& candidate)
{
    return db_
        .query("SELECT 1 FROM acknowledgement WHERE campaign_id = ?1 AND number = ?2 UNION ALL SELECT 1 FROM message "
               "INDEXED BY message_campaign WHERE campaign_id = ?1 AND recipient = ?2 AND state = 3 LIMIT 1",
               candidate.campaign, candidate.recipient)
        .step();
}

/// Only the first time: where a phone does not show such texts, the next one comes as any other.
bool Outbox::is_flash(const Candidate& candidate)
{
    if (candidate.priority != Priority::alert || !candidate.campaign || candidate.repeat > 0) return false;
    return db_.query("SELECT 1 FROM alert WHERE campaign_id = ?1 AND flash = 1", candidate.campaign).step();
}
} // namespace nida::daemon
