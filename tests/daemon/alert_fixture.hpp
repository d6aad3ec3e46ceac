#pragma once
#include "daemon/campaign/alert_calls.hpp"
#include "daemon/campaign/alert_sweep.hpp"
#include "daemon/campaign/alerts.hpp"
#include "daemon/campaign/escalation.hpp"
#include "daemon/flow/dialogue.hpp"
#include "daemon/people/people.hpp"
#include "tests/daemon/outbox_fixture.hpp"
#include "tests/daemon/started_campaign.hpp"
#include "tests/daemon/test_languages.hpp"

#include <map>
#include <string>
#include <vector>

namespace nida::daemon
{
/// People, an alert to all of them, and a line that sends; the hour is whatever a case says.
struct AlertFixture : OutboxFixture {
    const std::string amal = "+218911111111", badr = "+218922222222", salma = "+218933333333";
    DialogueSettings settings{"LY", test_languages(), Language::en, 5, {"+218910000000"}};
    Campaigns campaigns{connection};
    Alerts alerts{connection};
    Time now = noon, missed_before{};
    std::uint8_t next_reference = 0;
    std::map<std::string, unsigned> references; ///< of whoever was sent something last

    AlertFixture()
    {
        for (const auto& number : {amal, badr, salma})
            People{connection}.join(number, Language::en, "JOIN", "one", texted(noon));
    }
    static Ladder repeating(std::chrono::minutes every, int times)
    {
        Ladder ladder;
        ladder.repeat = Ladder::Repeat{every, times};
        return ladder;
    }
    CampaignId start(const Ladder& ladder, const std::string& text = "Leave the valley")
    {
        auto definition = text_for("", text, Priority::alert);
        definition.ladder = ladder;
        return start_campaign(connection, definition, now);
    }
    /// Sends all that may leave. @return to whom
    std::vector<std::string> send()
    {
        std::vector<std::string> to;
        for (;;) {
            const auto next = outbox.claim(budget, now);
            const auto* const segment = std::get_if<Claim>(&next);
            if (segment == nullptr) return to;
            to.push_back(segment->recipient);
            references[segment->recipient] = ++next_reference;
            outbox.record(*segment, SegmentSent{next_reference}, now);
        }
    }
    /// The network says what became of the last text to somebody.
    void report(const std::string& number, unsigned tp_status = 0)
    {
        const auto reference = references.at(number);
        outbox.report(line, reference, number, tp_status, {}, {static_cast<std::uint8_t>(reference)}, now, false);
    }
    /// Looks through everybody, where that is due. @return what was done
    AlertSweep::Done sweep()
    {
        AlertSweep::Done all;
        while (const auto due = alerts.due(now, Time{})) {
            AlertSweep walk{*due};
            for (all.more = true; all.more;) {
                const auto done = walk.next(connection, {std::make_shared<const Router>(), now, true, missed_before});
                all.more = done.more;
                all.repeated += done.repeated;
                all.to_call += done.to_call;
                all.over = done.over;
            }
        }
        return all;
    }
    DialogueOutcome text(const std::string& from, const std::string& words)
    {
        return Dialogue{connection, settings}.receive(*protocol::address_from_text(from), words, line, "one", {}, now,
                                                      true);
    }
    /// The newest message to somebody.
    std::string newest_to(const std::string& number)
    {
        auto row = connection.query(
            "SELECT coalesce(text, '') FROM message WHERE recipient = ?1 ORDER BY id DESC LIMIT 1", number);
        return row.step() ? row.text(0) : "";
    }
    int audited(const std::string& kind)
    {
        auto row = connection.query("SELECT count(*) FROM audit WHERE kind = ?1", kind);
        row.step();
        return static_cast<int>(row.integer(0));
    }
    /// How many of an alert's messages somebody was queued.
    std::int64_t texts_to(const std::string& number, CampaignId id)
    {
        auto row =
            connection.query("SELECT count(*) FROM message WHERE recipient = ?1 AND campaign_id = ?2", number, id);
        row.step();
        return row.integer(0);
    }
};
} // namespace nida::daemon
