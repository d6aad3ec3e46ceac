#include "daemon/campaign/filling.hpp"

#include "daemon/campaign/timing.hpp"
#include "daemon/outbox/lanes.hpp"
#include "modem/crash_point.hpp"

#include <boost/assert.hpp>

namespace nida::daemon
{
namespace
{
constexpr int people_in_a_slice = 1'000; // others who write wait for so many
constexpr int messages_in_a_slice = 1'000;
} // namespace

Filling::Filling(Connection& db, CampaignId id, const std::string& language)
    : campaign_{Campaigns{db}.find(id).value()}, texts_{id, campaign_.definition, language}
{
    BOOST_ASSERT(campaign_.started);
    auto row = db.query("SELECT people_up_to FROM campaign WHERE id = ?1", id);
    const auto known_then = row.step() ? row.integer(0) : 0;
    each_recipient(db, id, campaign_.definition.audience, *campaign_.started, [&](const Recipient& recipient) {
        if (!recipient.excluded.empty() || (recipient.person && *recipient.person > known_then)) return true;
        if (recipient.person)
            people_.push_back(*recipient.person);
        else
            strangers_.push_back(recipient.number);
        return true;
    });
}

bool Filling::next(Connection& db, const FillSettings& settings)
{
    {
        auto row = db.query("SELECT filling FROM campaign WHERE id = ?1", campaign_.id);
        if (!row.step() || row.integer(0) == 0) return false;
    }
    const auto total = people_.size() + strangers_.size();
    for (int i = 0; i < people_in_a_slice && at_ < total; ++i, ++at_) {
        if (at_ >= people_.size()) {
            const auto& number = strangers_[at_ - people_.size()];
            auto unwanted = db.query("SELECT 1 FROM leaving WHERE number = ?1 UNION ALL SELECT 1 FROM erased WHERE "
                                     "hash = erasure_hash(?1)",
                                     number);
            if (!unwanted.step()) add(db, {{}, number, {}, {}, {}}, settings);
            continue;
        }
        Recipient recipient;
        {
            // As they are now: they may have left, or have another number, since they were found.
            auto row = db.query("SELECT number, language, line_id FROM person p WHERE id = ?1 AND NOT EXISTS (SELECT 1 "
                                "FROM leaving l WHERE l.number = p.number)",
                                people_[at_]);
            if (!row.step()) continue;
            recipient = {people_[at_], row.text(0), row.text(1), row.optional_integer(2), {}};
        }
        add(db, recipient, settings);
    }
    modem::crash_point("campaign.filling", campaign_.id, static_cast<long>(at_));
    if (at_ < total) return true;
    auto row = db.query("SELECT count(*) FROM message WHERE campaign_id = ?1", campaign_.id);
    row.step();
    Campaigns{db}.note_filled(campaign_.id, row.integer(0));
    return false;
}

void Filling::add(Connection& db, const Recipient& recipient, const FillSettings& settings)
{
    const auto& definition = campaign_.definition;
    const auto which = texts_.choose(recipient.number, recipient.language);
    std::optional<std::string> text;
    std::optional<unsigned> segments = texts_.all()[which].segments;
    if (!texts_.is_fixed(which)) {
        text = texts_.text_for(db, which, recipient);
        segments = Texts::segments_of(*text);
    }
    const auto zone = zone_of(recipient.number);
    const auto due = due_for(campaign_, recipient.number, zone);
    const auto route = settings.router->route(recipient.number, recipient.line);
    const auto lane = Lanes{db}.find_or_make(campaign_.id, definition.priority, zone, route);
    // A text that has become too long, or empty, by what was filled in is kept with its reason, and not sent.
    const bool sendable = segments.has_value();
    db.run(
        "INSERT OR IGNORE INTO message(campaign_id, recipient, text, variant, priority, segments, state, valid_until, "
        "unsure_clock, actor, queued_at, not_before, lane_id, error_code, error_text, finished_at) VALUES (?1, ?2, "
        "?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        campaign_.id, recipient.number, text, which + 1, definition.priority, segments.value_or(1),
        sendable ? State::queued : State::failed, std::max(settings.now, due) + definition.validity,
        !settings.sure_clock, campaign_.submitted_by, settings.now,
        due > settings.now ? due.time_since_epoch().count() : 0, lane,
        sendable ? std::optional<std::string>{} : "bad_text",
        sendable ? std::optional<std::string>{} : "what was filled in made the text empty, or longer than 255 segments",
        sendable ? std::optional<Time>{} : settings.now);
}

bool cancelled_wait(Connection& db) { return db.query("SELECT 1 FROM campaign WHERE clearing = 1").step(); }

int mark_cancelled(Connection& db, Time now)
{
    CampaignId id;
    {
        auto row = db.query("SELECT id FROM campaign WHERE clearing = 1 LIMIT 1");
        if (!row.step()) return 0;
        id = row.integer(0);
    }
    db.run("UPDATE message SET state = 9, error_code = 'cancelled', error_text = 'its campaign was cancelled before it "
           "left', finished_at = ?1 WHERE id IN (SELECT m.id FROM lane l CROSS JOIN message m INDEXED BY message_due "
           "WHERE coalesce(l.campaign_id, 0) = ?2 + 0 AND m.lane_id = l.id AND m.state = 0 AND m.line_id IS NULL AND "
           "NOT EXISTS (SELECT 1 FROM segment s WHERE s.message_id = m.id AND (s.state <> 0 OR s.doubted = 1)) LIMIT "
           "?3)",
           now, id, messages_in_a_slice);
    const int marked = db.changes();
    if (marked < messages_in_a_slice) db.run("UPDATE campaign SET clearing = 0 WHERE id = ?1", id);
    return marked;
}
} // namespace nida::daemon
