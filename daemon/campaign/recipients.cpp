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

/// Nobody is texted twice: one text that left, or that still may, is enough, be it of the campaign, of what tried its failures, or of what
/// it tries the failures of itself. What the campaign that asks has done so far does not count.
constexpr const char* whom_it_did_not_reach =
    "SELECT recipient AS number FROM message m WHERE m.campaign_id = ? AND m.state IN (4, 5, 7) AND NOT EXISTS (SELECT "
    "1 FROM message o INDEXED BY message_campaign WHERE o.campaign_id IN (WITH earlier(id) AS (SELECT ? UNION SELECT "
    "json_extract(c.definition, '$.audience.failures_of') FROM earlier e CROSS JOIN campaign c ON c.id = e.id), "
    "again(id) AS (SELECT id FROM earlier UNION SELECT c.id FROM again a CROSS JOIN campaign c ON c.parent_id = a.id) "
    "SELECT id FROM again WHERE id <> ?) AND o.recipient = m.recipient AND o.state IN (0, 1, 2, 3, 6))";

std::vector<SqlValue> values_of_failures(CampaignId failed, CampaignId asking) { return {failed, failed, asking}; }

/// What is asked of numbers, whoever's they are: an expression over `of` ("p.number", "r.number").
CompiledRule named_numbers(CampaignId id, const CampaignAudience& audience, const char* of)
{
    AnyOf any;
    if (audience.listed)
        any.add({fmt::format("{} IN (SELECT number FROM campaign_recipient WHERE campaign_id = ?)", of), {id}});
    if (audience.failures_of)
        any.add({fmt::format("{} IN ({})", of, whom_it_did_not_reach), values_of_failures(*audience.failures_of, id)});
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

/// Of `of` ("p.number", "r.number"): whether the last messages failed.
CompiledRule unreachable(const char* of, int give_up_after)
{
    if (give_up_after <= 0) return {"0", {}};
    return {fmt::format("EXISTS (SELECT 1 FROM unreachable u WHERE u.number = {} AND u.failures >= ?)", of),
            {std::int64_t{give_up_after}}};
}

/// A column of `p` for each value that is asked for.
CompiledRule columns(Connection& db, const std::vector<std::string>& values)
{
    CompiledRule all;
    for (const auto& name : values) {
        if (name == "name") {
            all.sql += ", p.name";
            continue;
        }
        auto field = db.query("SELECT id FROM field WHERE folded = ?1", name);
        if (!field.step()) {
            all.sql += ", NULL";
            continue;
        }
        all.sql += ", (SELECT v.value FROM person_field v WHERE v.person_id = p.id AND v.field_id = ?)";
        all.values.emplace_back(field.integer(0));
    }
    return all;
}

bool each_person(Connection& db, CampaignId id, const CampaignAudience& audience, Time now,
                 const std::function<bool(const Recipient&)>& take, const AskedOfRecipients& asked)
{
    const auto out_of_reach = unreachable("p.number", asked.give_up_after);
    const auto not_these = excepted(db, audience, now);
    const auto wanted = columns(db, asked.values);
    const auto these = meant(db, id, audience, now);
    std::vector<SqlValue> values;
    for (const auto* part : {&out_of_reach, &not_these, &wanted, &these})
        append(values, *part);
    auto rows = db.query_once(
        fmt::format("SELECT p.id, p.number, p.language, p.line_id, EXISTS (SELECT 1 FROM leaving l WHERE l.number = "
                    "p.number), {}, {}{} FROM person p WHERE {}",
                    out_of_reach.sql, not_these.sql, wanted.sql, these.sql),
        values);
    constexpr int first_value = 7;
    Recipient recipient;
    recipient.values.resize(asked.values.size());
    while (rows.step()) {
        recipient.person = rows.integer(0);
        recipient.number = rows.text(1);
        recipient.language = rows.text(2);
        recipient.line = rows.optional_integer(3);
        recipient.excluded = rows.integer(4) != 0   ? "left"
                             : rows.integer(6) != 0 ? "excepted"
                             : rows.integer(5) != 0 ? "unreachable"
                                                    : "";
        for (std::size_t i = 0; i < recipient.values.size(); ++i)
            recipient.values[i] = rows.optional_text(first_value + static_cast<int>(i));
        if (!take(recipient)) return false;
    }
    return true;
}

/// Those of a list who are nobody here. What rules and groups say is of people; they are excepted by their number alone.
void each_stranger(Connection& db, CampaignId id, const CampaignAudience& audience,
                   const std::function<bool(const Recipient&)>& take, const AskedOfRecipients& asked)
{
    const auto out_of_reach = unreachable("r.number", asked.give_up_after);
    std::vector<std::string> selects;
    auto values = out_of_reach.values;
    if (audience.listed) {
        selects.emplace_back("SELECT number FROM campaign_recipient WHERE campaign_id = ?");
        values.emplace_back(id);
    }
    if (audience.failures_of) {
        selects.emplace_back(whom_it_did_not_reach);
        for (auto& value : values_of_failures(*audience.failures_of, id))
            values.push_back(std::move(value));
    }
    if (selects.empty()) return;
    auto rows = db.query_once(
        fmt::format("SELECT r.number, EXISTS (SELECT 1 FROM leaving l WHERE l.number = r.number), EXISTS (SELECT 1 "
                    "FROM erased e WHERE e.hash = erasure_hash(r.number)), {} FROM ({}) r WHERE NOT EXISTS (SELECT 1 "
                    "FROM person p WHERE p.number = r.number) AND r.number GLOB '+[0-9]*'",
                    out_of_reach.sql,
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
        else if (rows.integer(3) != 0)
            recipient.excluded = "unreachable";
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
                    const std::function<bool(const Recipient&)>& take, const AskedOfRecipients& asked)
{
    if (each_person(db, id, audience, now, take, asked)) each_stranger(db, id, audience, take, asked);
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
