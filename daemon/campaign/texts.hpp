#pragma once
#include "daemon/campaign/definition.hpp"
#include "daemon/campaign/merge_fields.hpp"
#include "daemon/campaign/recipients.hpp"
#include "daemon/store/connection.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace nida::daemon
{
/// A campaign's texts as they go out: who gets which, and with what in its places.
///
/// Of the texts in a person's language one is chosen; where there is none, of those in the box's language, then of those without a language, then
/// of those in the language of the first. Of several variants each gets its share of the people, always the same one for a number.
class Texts
{
public:
    /// @param otherwise  the box's language
    /// @throws BadDefinition where a text cannot be read, or is too long
    Texts(CampaignId id, const CampaignDefinition& definition, std::string otherwise);

    struct Text {
        CampaignText written;
        MergedText merged;
        unsigned segments; ///< with its places empty
    };
    const std::vector<Text>& all() const { return texts_; }
    /// Which of `all` somebody gets.
    std::size_t choose(const std::string& number, const std::string& language) const;
    /// Whether this one is the same for everybody.
    bool is_fixed(std::size_t which) const { return !texts_[which].merged.has_places(); }
    /// What the texts name of people, folded: asked of each_recipient() it need not be looked up for everybody.
    const std::vector<std::string>& values() const { return values_; }
    /// @return the text for them. @param db  where their fields stand, if the recipient does not have them. @throws runtime_error where it has become too long for a message
    std::string text_for(Connection& db, std::size_t which, const Recipient& recipient) const;
    /// How many segments that takes; none where it cannot be sent: it has become empty, or too long.
    static std::optional<unsigned> segments_of(const std::string& filled);
    /// Checks that every place can be filled in for somebody. @throws BadDefinition
    void check_places(Connection& db) const;
private:
    CampaignId id_;
    std::string otherwise_;
    bool listed_;
    std::vector<Text> texts_;
    std::vector<std::string> values_;
    std::map<std::string, std::vector<std::size_t>> by_language_;
};
} // namespace nida::daemon
