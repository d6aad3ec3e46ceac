#include "daemon/campaign/recipients.hpp"

#include "daemon/people/audience.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace nida::daemon
{
namespace
{
/// An expression over `p`, and the values of its bare places.
CompiledRule compiled(Connection& db, const Audience& audience, Time now)
{
    try {
        return audience_sql(db, audience, now);
    } catch (const NoAudience& none) {
        throw BadDefinition{none.what(), none.hint,
                            none.why == NoAudience::Why::unknown_group ? "unknown_group" : "bad_rule"};
    }
}

/// Several expressions, any of which may be true.
class AnyOf
{
public:
    void add(CompiledRule rule)
    {
        parts_.push_back("(" + rule.sql + ")");
        values_.insert(values_.end(), rule.values.begin(), rule.values.end());
    }
    CompiledRule rule() &&
    {
        if (parts_.empty()) return {"0", {}};
        return {"(" + fmt::format("{}", fmt::join(parts_, " OR ")) + ")", std::move(values_)};
    }
private:
    std::vector<std::string> parts_;
    std::vector<SqlValue> values_;
};

/// Of an alert that was sent again to somebody, one text that left is enough.
constexpr const char* whom_it_did_not_reach =
    "SELECT recipient AS number FROM message m WHERE m.campaign_id = ? AND m.state IN (4, 5, 7) AND NOT EXISTS (SELECT "
    "1 "
    "FROM message o WHERE o.campaign_id = m.campaign_id AND o.recipient = m.recipient AND o.state IN (2, 3))";

/// What is asked of numbers, whoever's they are: an expression over `of` ("p.number", "r.number").
CompiledRule named_numbers(CampaignId id, const CampaignAudience& audience, const char* of)
{
    AnyOf any;
    if (audience.listed)
        any.add({fmt::format("{} IN (SELECT number FROM campaign_recipient WHERE campaign_id = ?)", of), {id}});
    if (audience.failures_of) any.add({fmt::format("{} IN ({})", of, whom_it_did_not_reach), {*audience.failures_of}});
    return std::move(any).rule();
}

CompiledRule meant(Connection& db, CampaignId id, const CampaignAudience& audience, Time now)
{
    if (audience.everyone) return {"1", {}};
    AnyOf any;
    for (const auto& group : audience.groups)
        any.add(compiled(db, {group, {}}, now));
    if (audience.rule) any.add(compiled(db, {{}, audience.rule}, now));
    any.add(named_numbers(id, audience, "p.number"));
    return std::move(any).rule();
}

CompiledRule excepted(Connection& db, const CampaignAudience& audience, Time now)
{
    AnyOf any;
    for (const auto& group : audience.except_groups)
        any.add(compiled(db, {group, {}}, now));
    if (audience.except_rule) any.add(compiled(db, {{}, audience.except_rule}, now));
    if (!audience.except_numbers.empty()) {
        std::vector<std::string> places(audience.except_numbers.size(), "?");
        any.add({fmt::format("p.number IN ({})", fmt::join(places, ", ")),
                 {audience.except_numbers.begin(), audience.except_numbers.end()}});
    }
    return std::move(any).rule();
}

void append(std::vector<SqlValue>& values, const CompiledRule& rule)
{
    values.insert(values.end(), rule.values.begin(), rule.values.end());
}

bool each_person(Connection& db, CampaignId id, const CampaignAudience& audience, Time now,
                 const std::function<bool(const Recipient&)>& take)
{
    const auto not_these = excepted(db, audience, now);
    const auto these = meant(db, id, audience, now);
    auto values = not_these.values;
    append(values, these);
    auto rows = db.query_once("SELECT p.id, p.number, p.language, p.line_id, EXISTS (SELECT 1 FROM leaving l WHERE "
                              "l.number = p.number), " +
                                  not_these.sql + " FROM person p WHERE " + these.sql,
                              values);
    while (rows.step()) {
        const Recipient recipient{rows.integer(0), rows.text(1), rows.text(2), rows.optional_integer(3),
                                  rows.integer(4) != 0   ? "left"
                                  : rows.integer(5) != 0 ? "excepted"
                                                         : ""};
        if (!take(recipient)) return false;
    }
    return true;
}

/// Those of a list who are nobody here. What rules and groups say is of people; they are excepted by their number alone.
void each_stranger(Connection& db, CampaignId id, const CampaignAudience& audience,
                   const std::function<bool(const Recipient&)>& take)
{
    std::vector<std::string> selects;
    std::vector<SqlValue> values;
    if (audience.listed) {
        selects.emplace_back("SELECT number FROM campaign_recipient WHERE campaign_id = ?");
        values.emplace_back(id);
    }
    if (audience.failures_of) {
        selects.emplace_back(whom_it_did_not_reach);
        values.emplace_back(*audience.failures_of);
    }
    if (selects.empty()) return;
    auto rows = db.query_once(
        fmt::format("SELECT r.number, EXISTS (SELECT 1 FROM leaving l WHERE l.number = r.number), EXISTS (SELECT 1 "
                    "FROM erased e WHERE e.hash = erasure_hash(r.number)) FROM ({}) r WHERE NOT EXISTS (SELECT 1 FROM "
                    "person p WHERE p.number = r.number) AND r.number GLOB '+[0-9]*'",
                    fmt::join(selects, " UNION ")), // each number once, also where it is one of them alone
        values);
    while (rows.step()) {
        Recipient recipient{{}, rows.text(0), {}, {}, {}};
        if (rows.integer(1) != 0)
            recipient.excluded = "left";
        else if (rows.integer(2) != 0)
            recipient.excluded = "erased";
        else if (std::ranges::find(audience.except_numbers, recipient.number) != audience.except_numbers.end())
            recipient.excluded = "excepted";
        if (!take(recipient)) return;
    }
}
} // namespace

Recipient whoever_has(Connection& db, const std::string& number)
{
    auto row = db.query("SELECT id, language, line_id FROM person WHERE number = ?1", number);
    if (!row.step()) return {{}, number, {}, {}, {}};
    return {row.integer(0), number, row.text(1), row.optional_integer(2), {}};
}

void each_recipient(Connection& db, CampaignId id, const CampaignAudience& audience, Time now,
                    const std::function<bool(const Recipient&)>& take)
{
    if (each_person(db, id, audience, now, take)) each_stranger(db, id, audience, take);
}

void check_audience(Connection& db, const CampaignAudience& audience, Time now)
{
    const bool anybody = audience.everyone || !audience.groups.empty() || audience.rule || audience.listed ||
                         audience.failures_of.has_value();
    if (!anybody)
        throw BadDefinition{"it says nobody whom it is for",
                            "give an audience: all people, groups, a rule or a list of recipients"};
    static_cast<void>(meant(db, 0, audience, now));
    static_cast<void>(excepted(db, audience, now));
    if (audience.failures_of && !db.query("SELECT 1 FROM campaign WHERE id = ?1", *audience.failures_of).step())
        throw BadDefinition{fmt::format("there is no campaign {}", *audience.failures_of),
                            "`nida campaigns` lists them"};
}
} // namespace nida::daemon
