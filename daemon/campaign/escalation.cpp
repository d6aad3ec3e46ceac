#include "daemon/campaign/escalation.hpp"

#include "daemon/audit/audit.hpp"
#include "daemon/campaign/campaigns.hpp"
#include "daemon/campaign/texts.hpp"
#include "daemon/coordinator/answers.hpp"
#include "daemon/line/alarms.hpp"
#include "daemon/outbox/outbox.hpp"
#include "modem/crash_point.hpp"

#include <algorithm>

namespace nida::daemon
{
namespace
{
AlertContact contact(const Query& row)
{
    return {row.integer(0), row.text(1), row.optional_text(2), parse_language(row.text(3))};
}

/// How an alert begins, as it would reach whoever is asked: with its places filled in.
std::string quoted(Connection& db, CampaignId id, const std::string& number)
{
    const auto campaign = Campaigns{db}.find(id);
    if (!campaign || campaign->definition.texts.empty()) return {};
    return quoted_start(Texts{id, campaign->definition, {}}.text_for(db, 0, whoever_has(db, number)));
}

/// The one that people are told.
std::string stop_word_in(const Languages& languages, Language language, Language otherwise)
{
    for (const auto& one : {language, otherwise, Language{Language::en}})
        if (const auto* vocabulary = languages.find(one)) {
            const auto word = std::ranges::find(vocabulary->keywords, Intent::take, &Keyword::intent);
            if (word != vocabulary->keywords.end()) return word->shown;
        }
    return "TAKEN";
}
} // namespace

Escalation::Asked Escalation::ask_next(CampaignId id, const Settings& settings)
{
    struct Alert {
        std::int64_t asked;
        std::chrono::microseconds every;
        std::optional<std::string> text; ///< none: how the alert begins
        std::string stop_word;
        Time until;
    };
    std::optional<Alert> alert;
    {
        auto row = db_.query("SELECT a.asked, a.escalate_every, coalesce(a.escalate_text, c.name), "
                             "coalesce(a.stop_word, ''), a.until FROM alert a CROSS JOIN campaign c WHERE "
                             "a.campaign_id = ?1 AND a.escalate_due IS NOT NULL AND a.escalate_due <= ?2 AND c.id = "
                             "a.campaign_id AND c.state = 3",
                             id, settings.now);
        if (row.step())
            alert = Alert{row.integer(0), std::chrono::microseconds{row.integer(1)}, row.optional_text(2), row.text(3),
                          row.time(4)};
    }
    if (!alert) return Asked::not_now; // paused, answered or cancelled meanwhile
    const auto next = settings.now < alert->until ? next_after(id, alert->asked) : std::nullopt;
    if (!next) {
        end_unanswered(id, settings);
        return Asked::nobody_left;
    }
    const auto language = next->language.value_or(settings.language);
    const auto word =
        alert->stop_word.empty() ? stop_word_in(*settings.languages, language, settings.language) : alert->stop_word;
    const auto text = alert->text ? *alert->text : quoted(db_, id, next->number);
    NewMessage message;
    message.recipient = next->number;
    message.text = Answers{*settings.languages, language, settings.language}.say(
        CoordinatorText::escalation, {{"{campaign}", std::to_string(id)}, {"{text}", text}, {"{word}", word}});
    message.priority = Priority::alert;
    message.beside = id; // paused and cancelled with it
    message.validity = std::chrono::duration_cast<std::chrono::seconds>(alert->every);
    message.actor = "nidad";
    const auto added = Outbox{db_}.add(message, settings.now, settings.sure_clock);
    if (added) put_ahead(db_, added->id, settings.now); // however many of the alert's texts still wait
    db_.run("UPDATE alert_contact SET asked_at = ?3 WHERE campaign_id = ?1 AND position = ?2", id, next->position,
            settings.now);
    db_.run("UPDATE alert SET asked = ?2, escalate_due = ?3 WHERE campaign_id = ?1", id, next->position,
            std::min<Time>(settings.now + alert->every, alert->until));
    modem::crash_point("alert.asked", id, static_cast<long>(next->position));
    return Asked::somebody;
}

std::optional<AlertContact> Escalation::next_after(CampaignId id, std::int64_t position)
{
    auto rows =
        db_.query("SELECT position, number, name, language FROM alert_contact c WHERE campaign_id = ?1 AND position > "
                  "?2 AND NOT EXISTS (SELECT 1 FROM leaving l WHERE l.number = c.number) AND NOT EXISTS (SELECT 1 "
                  "FROM erased e WHERE e.hash = erasure_hash(c.number)) ORDER BY position LIMIT 1",
                  id, position);
    return rows.step() ? std::optional{contact(rows)} : std::nullopt;
}

/// The alarm is queued with what ends the list: a power cut leaves both or neither.
void Escalation::end_unanswered(CampaignId id, const Settings& settings)
{
    db_.run("UPDATE alert SET escalate_due = NULL WHERE campaign_id = ?1", id);
    Audit{db_}.note({"nidad", settings.now, settings.sure_clock}, "alert_unanswered", {{"campaign", id}});
    Announcement announcement{Alarm::alert_unanswered, 0, {}, {}, settings.alarm_numbers, {}, id};
    announcement.text = settings.languages->alarm(announcement.alarm, std::to_string(id), settings.language);
    announce(db_, announcement, settings.now, settings.sure_clock);
}

void put_ahead(Connection& db, MessageId id, Time now)
{
    db.run("UPDATE message SET not_before = ?2 WHERE id = ?1", id, now);
}

std::vector<AlertContact> Escalation::asked(CampaignId id)
{
    std::vector<AlertContact> contacts;
    auto rows =
        db_.query("SELECT position, number, name, language FROM alert_contact WHERE campaign_id = ?1 AND asked_at "
                  "IS NOT NULL ORDER BY position",
                  id);
    while (rows.step())
        contacts.push_back(contact(rows));
    return contacts;
}

std::optional<Escalation::Answer> Escalation::take(const std::string& number, const std::string& text,
                                                   bool is_stop_word, Time now)
{
    const auto words = run_together(text);
    std::optional<Answer> answer;
    {
        auto rows =
            db_.query("SELECT a.campaign_id, a.stop_word, a.taken_at FROM alert_contact c CROSS JOIN alert a WHERE "
                      "c.number = ?1 AND c.asked_at IS NOT NULL AND a.campaign_id = c.campaign_id AND a.until > "
                      "?2 ORDER BY a.campaign_id",
                      number, now);
        while (rows.step()) {
            const auto own = rows.optional_text(1);
            const bool said = own ? !words.empty() && words == run_together(*own) : is_stop_word;
            if (!said) continue;
            // The newest that nobody has taken yet; else the newest.
            const bool free = rows.is_null(2);
            if (answer && answer->charge && !free) continue;
            answer = Answer{rows.integer(0), free ? std::optional{Charge{rows.integer(0), {}, {}}} : std::nullopt};
        }
    }
    if (!answer || !answer->charge) return answer;
    auto& charge = *answer->charge;
    for (auto& one : asked(charge.campaign))
        if (one.number == number)
            charge.by = std::move(one);
        else
            charge.others.push_back(std::move(one));
    db_.run("UPDATE alert SET taken_by = ?2, taken_at = ?3, escalate_due = NULL WHERE campaign_id = ?1",
            charge.campaign, charge.by.position, now);
    return answer;
}
} // namespace nida::daemon
