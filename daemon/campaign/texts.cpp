#include "daemon/campaign/texts.hpp"

#include "daemon/campaign/shares.hpp"
#include "daemon/people/person_fields.hpp"
#include "protocol/encoding/segmentation.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>

namespace nida::daemon
{
namespace
{
/// Braces that say nothing of their own.
std::string literal(std::string_view text)
{
    std::string doubled;
    for (const char octet : text) {
        doubled += octet;
        if (octet == '{' || octet == '}') doubled += octet;
    }
    return doubled;
}

MergedText read(const CampaignText& text, bool merges)
{
    try {
        return MergedText{merges ? text.text : literal(text.text)};
    } catch (const BadMergeField& bad) {
        throw BadDefinition{fmt::format("{}, character {}: {}",
                                        text.language.empty() ? "the text" : "the text in " + text.language, bad.column,
                                        bad.what()),
                            bad.hint};
    }
}
} // namespace

Texts::Texts(CampaignId id, const CampaignDefinition& definition, std::string otherwise)
    : id_{id}, otherwise_{std::move(otherwise)}, listed_{definition.audience.listed || definition.audience.failures_of}
{
    if (definition.texts.empty()) throw BadDefinition{"it has no text", "give it at least one"};
    for (const auto& text : definition.texts) {
        auto merged = read(text, definition.merges);
        const auto count = protocol::count_segments(merged.filled([](const auto&) { return std::string{}; }));
        if (count.segments > protocol::max_segments)
            throw BadDefinition{"a text needs more than 255 segments", "shorten it"};
        for (const auto& name : merged.names())
            if (name != "number" && std::ranges::find(values_, name) == values_.end()) values_.push_back(name);
        by_language_[text.language].push_back(texts_.size());
        texts_.push_back({text, std::move(merged), static_cast<unsigned>(std::max<std::size_t>(1, count.segments))});
    }
}

std::size_t Texts::choose(const std::string& number, const std::string& language) const
{
    auto found = by_language_.find(language);
    if (found == by_language_.end() || language.empty()) found = by_language_.find(otherwise_);
    if (found == by_language_.end()) found = by_language_.find("");
    if (found == by_language_.end()) found = by_language_.find(texts_.front().written.language);
    const auto& candidates = found->second;
    if (candidates.size() == 1) return candidates.front();
    const auto total = std::accumulate(candidates.begin(), candidates.end(), std::uint64_t{0},
                                       [this](std::uint64_t sum, std::size_t which) {
                                           return sum + static_cast<std::uint64_t>(texts_[which].written.share);
                                       });
    auto at = share_of(id_, number, total);
    for (const auto which : candidates) {
        const auto share = static_cast<std::uint64_t>(texts_[which].written.share);
        if (at < share) return which;
        at -= share;
    }
    return candidates.back();
}

std::string Texts::text_for(Connection& db, std::size_t which, const Recipient& recipient) const
{
    boost::json::object columns;
    if (listed_) {
        auto row = db.query("SELECT fields FROM campaign_recipient WHERE campaign_id = ?1 AND number = ?2", id_,
                            recipient.number);
        if (row.step() && !row.is_null(0)) columns = boost::json::parse(row.text(0)).as_object();
    }
    return texts_[which].merged.filled([&](const std::string& name) -> std::optional<std::string> {
        if (const auto* own = columns.if_contains(name)) return std::string{own->as_string()};
        if (name == "number") return recipient.number;
        if (!recipient.person) return {};
        if (recipient.values.size() == values_.size())
            return recipient.values[static_cast<std::size_t>(std::ranges::find(values_, name) - values_.begin())];
        if (name == "name") {
            auto row = db.query("SELECT name FROM person WHERE id = ?1", *recipient.person);
            return row.step() ? row.optional_text(0) : std::optional<std::string>{};
        }
        auto row = db.query("SELECT v.value FROM field f JOIN person_field v ON v.field_id = f.id WHERE f.folded = ?1 "
                            "AND v.person_id = ?2",
                            name, *recipient.person);
        return row.step() ? row.optional_text(0) : std::optional<std::string>{};
    });
}

std::optional<unsigned> Texts::segments_of(const std::string& filled)
{
    const auto count = protocol::count_segments(filled).segments;
    if (filled.empty() || count > protocol::max_segments) return {};
    return static_cast<unsigned>(count);
}

void Texts::check_places(Connection& db) const
{
    for (const auto& text : texts_)
        for (const auto& place : text.merged.places()) {
            if (place.folded == "name" || place.folded == "number" || PersonFields{db}.find(place.shown)) continue;
            bool in_list = false;
            if (listed_) {
                auto row = db.query("SELECT fields FROM campaign_recipient WHERE campaign_id = ?1 LIMIT 1", id_);
                in_list = !row.step() ||
                          (!row.is_null(0) && boost::json::parse(row.text(0)).as_object().contains(place.folded));
            }
            if (in_list) continue;
            std::vector<std::string> known{"name", "number"};
            for (const auto& field : PersonFields{db}.all())
                known.push_back(field.name);
            throw BadDefinition{
                fmt::format("character {}: there is no field \"{}\" to fill in", place.column, place.shown),
                fmt::format("known: {}; `nida fields` makes more; {{{{ is a brace that is to be seen",
                            fmt::join(known, ", "))};
        }
}
} // namespace nida::daemon
