#include "daemon/report/campaign_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace nida::daemon
{
CampaignReporting::CampaignReporting(Connection& db, CampaignId id, const ReportContext& context)
    : context_{context}, counting_{context}
{
    bool filling = false;
    {
        auto row =
            db.query("SELECT name, state, started_at, ended_at, recipients, filling FROM campaign WHERE id = ?1", id);
        if (!row.step())
            throw NotNow{NotNow::Why::unknown, fmt::format("there is no campaign {}", id),
                         "its messages may be older than [store] keep_messages, and it went with them"};
        report_.id = id;
        report_.name = row.text(0);
        report_.state = row.as<CampaignState>(1);
        report_.started = row.optional_time(2);
        report_.ended = row.optional_time(3);
        report_.recipients = row.integer(4);
        filling = row.integer(5) != 0;
    }
    report_.made = context.now;
    auto ends = db.query(
        "SELECT min(id), max(id), sum(repeat = 0) FROM message INDEXED BY message_campaign WHERE campaign_id = ?1", id);
    ends.step();
    if (!ends.is_null(0)) messages_.emplace(ends.integer(0) - 1, ends.integer(1), id);
    const bool begun = report_.state >= CampaignState::running && report_.started;
    if (!begun || filling) return;
    report_.missing = std::max<std::int64_t>(0, report_.recipients - ends.integer(2));
    if (const auto since = context.kept_since(); since && *report_.started < *since) report_.replies_since = since;
}

bool CampaignReporting::next(Connection& db)
{
    if (messages_) {
        if (!messages_->next(db, [&](const ReportedMessage& message) { take(db, message); })) messages_.reset();
        return true;
    }
    if (!comings_ && first_sent_) {
        comings_.emplace(db, *first_sent_, *last_sent_ + answering_window);
        first_sent_.reset();
    }
    const auto take_coming = [&](const Coming& coming) {
        if (is_consequence(db, coming)) people_.add(coming);
    };
    if (comings_ && comings_->next(db, take_coming)) return true;
    count_replies(db);
    return false;
}

CampaignReport CampaignReporting::result() &&
{
    report_.figures = std::move(counting_.figures());
    report_.joined = static_cast<std::int64_t>(people_.joined.size());
    report_.left = static_cast<std::int64_t>(people_.left.size());
    report_.joined_group = static_cast<std::int64_t>(people_.joined_group.size());
    report_.left_group = static_cast<std::int64_t>(people_.left_group.size());
    return std::move(report_);
}

void CampaignReporting::take(Connection& db, const ReportedMessage& message)
{
    counting_.add(db, message);
    if (!message.sent) return;
    first_sent_ = std::min(first_sent_.value_or(*message.sent), *message.sent);
    last_sent_ = std::max(last_sent_.value_or(*message.sent), *message.sent);
}

/// As with answers, the newest campaign that reached them before is the one that they mean.
bool CampaignReporting::is_consequence(Connection& db, const Coming& coming)
{
    auto row =
        db.query("SELECT campaign_id, max(id) FROM message INDEXED BY message_recipient WHERE recipient IN (SELECT "
                 "number FROM person WHERE token = ?1 UNION ALL SELECT f.number FROM person p JOIN "
                 "former_number f ON f.person_id = p.id WHERE p.token = ?1) AND campaign_id IS NOT NULL AND "
                 "sent_at BETWEEN ?2 AND ?3",
                 coming.person, coming.at - answering_window, coming.at);
    return row.step() && row.optional_integer(0) == report_.id;
}

void CampaignReporting::count_replies(Connection& db)
{
    auto row =
        db.query("SELECT count(*), count(DISTINCT number) FROM inbox INDEXED BY inbox_campaign WHERE campaign_id "
                 "= ?1",
                 report_.id);
    row.step();
    report_.replies = row.integer(0);
    report_.people_who_replied = row.integer(1);
}

CampaignReport report_of(Connection& db, CampaignId id, const ReportContext& context)
{
    CampaignReporting reporting{db, id, context};
    while (reporting.next(db))
        ;
    return std::move(reporting).result();
}
} // namespace nida::daemon
