#pragma once
#include "daemon/people/people.hpp"
#include "daemon/report/campaign_report.hpp"
#include "daemon/report/period_report.hpp"
#include "tests/daemon/started_campaign.hpp"
#include "tests/daemon/temporary_store.hpp"

#include <boost/test/unit_test.hpp>

namespace nida::daemon
{
/// A store with a line of one of two operators, whose prices are known for its own numbers alone.
struct ReportFixture : TemporaryStore {
    LineId line = add_line("one");
    People people{connection};
    ReportContext context = make_context();

    ReportContext make_context() const
    {
        Recipe libyana, almadar;
        libyana.id = "ly-libyana";
        libyana.prefixes = {"+21892"};
        almadar.id = "ly-almadar";
        almadar.prefixes = {"+21891"};
        const std::vector<Recipe> operators{libyana, almadar};
        const std::vector<Price> prices{{"ly-libyana", "ly-libyana", 15, "LYD"}};
        return {noon + std::chrono::hours{24 * 30},
                std::make_shared<const Router>(operators, prices, std::vector<Router::Line>{{line, "ly-libyana"}}),
                std::chrono::seconds{0}, find_zone("Africa/Tunis").value()}; // an hour ahead of UTC, all year
    }
    void know(const std::string& number, const char* language = nullptr)
    {
        std::optional<Language> spoken;
        if (language != nullptr) spoken = parse_language(language);
        people.add({number, "", spoken, {}}, "add", done_by("test", noon));
    }
    /// What became of somebody's message. @param at  when it was sent, or ended
    void set(const std::string& number, State state, const std::string& error = "", Time at = noon)
    {
        const bool left =
            state == State::sent || state == State::delivered || state == State::undelivered || state == State::expired;
        const bool begun = left || state == State::in_doubt;
        connection.run(
            "UPDATE message SET state = ?2, line_id = ?3, submitting_at = ?4, sent_at = ?5, in_doubt_at = ?6, "
            "finished_at = ?7, error_code = ?8 WHERE recipient = ?1",
            number, state, begun ? std::optional{line} : std::nullopt, begun ? std::optional{at} : std::nullopt,
            left ? std::optional{at} : std::nullopt, state == State::in_doubt ? std::optional{at} : std::nullopt,
            is_final(state) ? std::optional{at} : std::nullopt, error.empty() ? std::nullopt : std::optional{error});
        BOOST_REQUIRE(connection.changes() == 1);
    }
    void receive(const std::string& number, Time at, std::optional<CampaignId> campaign = {}, const char* kind = "sms")
    {
        connection.run(
            "INSERT INTO inbox(sender, number, text, line_id, received_at, complete, kind, campaign_id) VALUES "
            "(?1, ?1, 'yes', ?2, ?3, 1, ?4, ?5)",
            number, line, at, kind, campaign);
    }
};
} // namespace nida::daemon
