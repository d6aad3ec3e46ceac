#pragma once
#include "daemon/api/page.hpp"
#include "daemon/audit/audit.hpp"
#include "daemon/campaign/definition.hpp"
#include "daemon/campaign/hours/calendar.hpp"
#include "daemon/store/connection.hpp"

#include <boost/json/object.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nida::daemon
{
/// The numbers are kept in the store, whose partial indexes name 2 and 3.
enum class CampaignState { draft = 0, waiting = 1, scheduled = 2, running = 3, paused = 4, done = 5, cancelled = 6 };
std::string_view to_string(CampaignState state);

/// What an organisation has decided about campaigns.
struct CampaignRules {
    std::optional<std::int64_t> approval_above; ///< a campaign for more people than this waits for a second person
    std::string language = "en";                ///< of texts for those whose language has none
    Calendars calendars{};                      ///< that a campaign may avoid
};

/// What somebody wants of a campaign that cannot be in its state, or by them.
struct NotNow : std::runtime_error {
    enum class Why { unknown, state, same_person, nobody };
    NotNow(Why reason, const std::string& what, std::string advice)
        : std::runtime_error{what}, why{reason}, hint{std::move(advice)}
    {
    }
    Why why;
    std::string hint;
};

struct Campaign {
    CampaignId id;
    CampaignState state;
    CampaignDefinition definition;
    std::string actor;                       ///< who made it
    std::optional<std::string> submitted_by; ///< who wanted it to go
    std::int64_t recipients = 0;             ///< once it has started; before, as last counted
    std::optional<CampaignId> parent{};      ///< it repeats, or tries the failures of, that one
    bool filling = false;                    ///< it has started, and its messages are not all queued yet
    bool clearing = false;                   ///< it was cancelled, and its messages are not all marked yet
    std::optional<Time> due{}, started{};
};

/// The tables campaign, campaign_text, campaign_recipient and campaign_approval: what campaigns there are, and what state each is in. Every
/// change of a state is written into the audit. The messages themselves are made by daemon/campaign/filling.hpp and are the outbox's.
class Campaigns
{
public:
    explicit Campaigns(Connection& connection) : db_{connection} {}

    /// @param key  the client's: the same twice is one campaign
    /// @throws BadDefinition where it names what is not there (a group, a field, a calendar), its time is over, or it would ask somebody to take
    /// charge who has left; KeyReused where the key belongs to another definition
    CampaignId draft(const CampaignDefinition& definition, const CampaignRules& rules, const Act& act,
                     const std::optional<std::string>& key = {});
    struct KeyReused : std::runtime_error {
        using std::runtime_error::runtime_error;
    };
    /// A draft alone. A time that has gone by since may stay until it is sent. @throws NotNow, BadDefinition
    void change(CampaignId id, const CampaignDefinition& definition, const CampaignRules& rules, const Act& act);
    /// Adds to a draft's list; a number that is there already gets the new columns. @return how many it has then. @throws NotNow
    std::int64_t add_to_list(CampaignId id, const std::vector<ListedRecipient>& list);
    void clear_list(CampaignId id);
    std::optional<Campaign> find(CampaignId id);
    /// Those whom it did not reach, as a draft of its own. @throws NotNow where it is not over, or reached everybody
    CampaignId draft_for_failures(CampaignId id, const CampaignRules& rules, const Act& act);

    struct Submitted {
        CampaignState state;     ///< waiting, scheduled, or running
        std::int64_t recipients; ///< as counted now
        std::optional<Time> due; ///< of a scheduled one
    };
    /// From draft: it goes, or waits for its time or a second person. @throws NotNow where it is no draft, or nobody would get it;
    /// BadDefinition where a calendar that it avoids is not there any more, or its time is over
    Submitted submit(CampaignId id, const Act& act, const CampaignRules& rules);
    /// By a second person: somebody else than who made it and than who wanted it to go. @throws NotNow
    Submitted approve(CampaignId id, const Act& act, const CampaignRules& rules);
    /// Back to a draft. @throws NotNow
    void refuse(CampaignId id, const Act& act, const std::string& why);
    /// What has not begun waits. @throws NotNow unless it is scheduled or running
    void pause(CampaignId id, const Act& act);
    /// @throws NotNow unless it is paused
    void resume(CampaignId id, const Act& act);
    /// For good. @return how many messages had not begun. @throws NotNow where it is over
    std::int64_t cancel(CampaignId id, const Act& act);
    /// Every campaign that is scheduled or running is paused. @return how many
    int pause_all(const Act& act);
    /// Its time has come: it starts, or one like it where it repeats. One whose time passed by while the box was off, longer ago than its
    /// validity, does not: it is a draft again, or waits for its next time. @pre it is scheduled. @return what has started
    std::optional<CampaignId> begin_due(CampaignId id, const Act& act);
    /// What it names is not there any more: it is cancelled, so that it holds up no other. @param why  for the audit
    void give_up(CampaignId id, const std::string& why, const Act& act);
    /// All of its messages are queued. @param recipients  how many there are
    void note_filled(CampaignId id, std::int64_t recipients);

    std::map<State, std::int64_t> counts(CampaignId id);
    /// The calendars that it avoids by itself, by their names; none where nobody knows it any more.
    std::vector<std::string> avoided(CampaignId id);
    /// A campaign as docs/api.md shows it.
    std::optional<boost::json::object> row(CampaignId id);
    Page page(PageRange range);
private:
    Campaign existing(CampaignId id);
    CampaignId keep_draft(const CampaignDefinition& definition, const CampaignRules& rules, const Act& act,
                          const std::optional<std::string>& key);
    void keep_texts(CampaignId id, const CampaignDefinition& definition, const CampaignRules& rules);
    Submitted go(const Campaign& campaign, std::int64_t recipients, const Act& act);
    void enter(CampaignId id, CampaignState state);
    void begin(CampaignId id, const Act& act);
    CampaignId begin_occurrence(const Campaign& campaign, const std::string& local, const Act& act);
    boost::json::object present(const Query& row);
    Connection& db_;
};
} // namespace nida::daemon
