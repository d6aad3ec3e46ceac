#pragma once
#include "daemon/outbox/message.hpp"

#include <boost/json/object.hpp>

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace nida::daemon
{
/// One of a campaign's texts. Who gets which: of those in the person's language, else in the box's, else in the first one's, one by its share.
struct CampaignText {
    std::string language{}; ///< its code; empty: for everybody who has none in theirs
    std::string variant{};  ///< "A", "B": of those in one language; empty where there is one alone
    int share = 1;          ///< of the people, beside the other variants'; 1 to 1000
    std::string text{};     ///< with {name}, {number} and {FIELD} where `CampaignDefinition::merges`
    bool operator==(const CampaignText&) const = default;
};

/// A number of a list that somebody brought, with columns of its own.
struct ListedRecipient {
    std::string number;                                        ///< E.164 with '+'
    std::vector<std::pair<std::string, std::string>> fields{}; ///< folded name, and value
};

/// Whom a campaign is for: everybody that any of these means, once.
struct CampaignAudience {
    bool everyone = false; ///< all people who are known
    std::vector<std::string> groups{};
    std::optional<std::string> rule{};       ///< as docs/rules.md describes it
    bool listed = false;                     ///< and those in its list, known or not
    std::optional<CampaignId> failures_of{}; ///< those whom that campaign did not reach
    /// And not those that any of these means.
    std::vector<std::string> except_groups{};
    std::optional<std::string> except_rule{};
    std::vector<std::string> except_numbers{}; ///< E.164 with '+'
    std::string text() const;                  ///< "group women-sfax, group youth, not group staff": for people
    bool operator==(const CampaignAudience&) const = default;
};

/// When it is to start.
struct CampaignTime {
    std::string at{};     ///< local, "2026-12-01 18:00"; empty: at once
    std::string zone{};   ///< "recipient", an IANA name, or empty: the box's own
    std::string repeat{}; ///< an RRULE of docs/calendars.md; empty: once
    bool operator==(const CampaignTime&) const = default;
};

/// What an alert does about those whom it has not reached, as far as anybody knows: no delivery report, and no answer.
struct Ladder {
    bool flash = false; ///< the first text shows at once, and stays on no phone (class 0, TS 23.038 §4)
    struct Repeat {
        std::chrono::minutes every; ///< after the text before has left, or failed
        int times;
        bool operator==(const Repeat&) const = default;
    };
    std::optional<Repeat> repeat{};
    struct Ring {
        std::chrono::minutes after; ///< since the first text left, or failed
        std::chrono::seconds time;  ///< how long it may ring
        bool operator==(const Ring&) const = default;
    };
    std::optional<Ring> ring{}; ///< a call that nobody is to take
    /// Asks one after another whether they take charge, until somebody does.
    struct Escalation {
        std::vector<std::string> to;    ///< E.164 with '+', or a coordinator's name
        std::chrono::minutes after{0};  ///< the start
        std::chrono::minutes every{10}; ///< how long each has before the next is asked
        std::string text{};             ///< empty: how the alert begins
        std::string stop_word{};        ///< empty: the languages' own
        bool operator==(const Escalation&) const = default;
    };
    std::optional<Escalation> escalation{};
    bool operator==(const Ladder&) const = default;
};

/// All that a coordinator says of a campaign.
struct CampaignDefinition {
    std::string name{};
    CampaignAudience audience{};
    std::vector<CampaignText> texts{};
    bool merges = true;                     ///< whether {braces} are filled in; a broadcast takes them as they are
    Priority priority = Priority::campaign; ///< an alert passes quiet hours, and says who wanted that
    CampaignTime time{};
    std::chrono::minutes spread{0};         ///< its messages are spread over so long
    std::optional<int> per_minute{};        ///< segments, at most
    std::vector<std::string> avoid{};       ///< calendars, beside those that hold for every campaign
    std::chrono::minutes validity{24 * 60}; ///< what has not left by then, counted from when it could, stays
    bool acknowledge = false;               ///< who answers OK is counted
    std::optional<Ladder> ladder{};         ///< of an alert alone; who answers OK is counted then, too
    bool operator==(const CampaignDefinition&) const = default;
};

/// What of a definition cannot be taken.
struct BadDefinition : std::runtime_error {
    BadDefinition(const std::string& what, std::string advice = {}, std::string error_code = "bad_campaign")
        : std::runtime_error{what}, hint{std::move(advice)}, code{std::move(error_code)}
    {
    }
    std::string hint;
    std::string code; ///< "bad_campaign", "unknown_group" or "bad_rule"
};

/// A definition as docs/api.md has it, without its list.
/// @throws BadDefinition where a key is unknown, of another type, or says what cannot be
CampaignDefinition definition_from(const boost::json::object& json);
boost::json::object to_json(const CampaignDefinition& definition);
Ladder ladder_from(const boost::json::object& json);
boost::json::object to_json(const Ladder& ladder);
} // namespace nida::daemon
