#include "daemon/report/report_json.hpp"

#include "daemon/api/page.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace nida::daemon
{
namespace
{
boost::json::object outcomes_row(const Outcomes& outcomes)
{
    boost::json::value ratio;
    if (const auto share = outcomes.delivery_ratio()) ratio = std::round(*share * 10'000) / 10'000;
    return {{"messages", outcomes.messages},   {"sent", outcomes.sent},
            {"delivered", outcomes.delivered}, {"undelivered", outcomes.undelivered},
            {"failed", outcomes.failed},       {"suppressed", outcomes.suppressed},
            {"in_doubt", outcomes.in_doubt},   {"remaining", outcomes.remaining},
            {"cancelled", outcomes.cancelled}, {"delivery_ratio", ratio}};
}

/// One row for each, which says what it is about under `name`.
template <class Map> boost::json::array rows_by(std::string_view name, const Map& outcomes)
{
    boost::json::array rows;
    for (const auto& [what, counts] : outcomes) {
        boost::json::object row{{name, what}};
        for (const auto& member : outcomes_row(counts))
            row.insert(member);
        rows.emplace_back(std::move(row));
    }
    return rows;
}

boost::json::array reason_rows(const Figures& figures)
{
    std::vector<std::pair<std::int64_t, std::string>> reasons;
    for (const auto& [code, count] : figures.reasons)
        reasons.emplace_back(-count, code);
    std::ranges::sort(reasons); // the most frequent first
    boost::json::array rows;
    for (const auto& [count, code] : reasons)
        rows.emplace_back(boost::json::object{{"code", code}, {"messages", -count}});
    return rows;
}

void add_figures(boost::json::object& json, const Figures& figures)
{
    boost::json::object cost;
    for (const auto& [currency, milli] : figures.cost_milli)
        cost[currency] = static_cast<double>(milli) / 1'000;
    json["totals"] = outcomes_row(figures.all);
    json["segments"] = figures.segments;
    json["cost"] = std::move(cost);
    json["unpriced_segments"] = figures.unpriced_segments;
    json["reasons"] = reason_rows(figures);
    json["by_operator"] = rows_by("operator", figures.by_operator);
    json["by_language"] = rows_by("language", figures.by_language);
    json["by_hour"] = rows_by("hour", figures.by_hour);
}
} // namespace

std::string day_text(std::chrono::local_days day)
{
    const std::chrono::year_month_day date{day};
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()));
}

boost::json::object to_json(const CampaignReport& report)
{
    boost::json::object json{{"campaign", report.id},
                             {"name", json_unless_empty(report.name)},
                             {"state", to_string(report.state)},
                             {"made_at", json_time(report.made)},
                             {"started_at", json_time(report.started)},
                             {"ended_at", json_time(report.ended)},
                             {"recipients", report.recipients}};
    add_figures(json, report.figures);
    json["by_variant"] = rows_by("variant", report.figures.by_variant);
    json["replies"] = report.replies;
    json["replied"] = report.people_who_replied;
    json["joined"] = report.joined;
    json["left"] = report.left;
    json["joined_group"] = report.joined_group;
    json["left_group"] = report.left_group;
    json["missing"] = report.missing;
    json["replies_since"] = json_time(report.replies_since);
    return json;
}

boost::json::object to_json(const PeriodReport& report)
{
    boost::json::object json{
        {"from", day_text(report.days.from)}, {"to", day_text(report.days.to)}, {"made_at", json_time(report.made)}};
    add_figures(json, report.figures);
    boost::json::array campaigns, days;
    for (const auto& campaign : report.campaigns) {
        boost::json::object row{{"campaign", campaign.id}, {"name", json_unless_empty(campaign.name)}};
        for (const auto& member : outcomes_row(campaign.outcomes))
            row.insert(member);
        campaigns.emplace_back(std::move(row));
    }
    for (const auto& [date, day] : report.by_day) {
        boost::json::object row{
            {"day", day_text(date)}, {"received", day.received}, {"joined", day.joined}, {"left", day.left}};
        for (const auto& member : outcomes_row(day.outcomes))
            row.insert(member);
        days.emplace_back(std::move(row));
    }
    json["single"] = outcomes_row(report.single);
    json["campaigns"] = std::move(campaigns);
    json["by_day"] = std::move(days);
    json["received"] = report.received;
    json["calls"] = report.calls;
    json["joined"] = report.joined;
    json["left"] = report.left;
    json["joined_group"] = report.joined_group;
    json["left_group"] = report.left_group;
    json["people"] = report.people;
    json["members"] = report.members;
    json["kept_since"] = json_time(report.kept_since);
    return json;
}
} // namespace nida::daemon
