#include "daemon/api/lines.hpp"

#include "daemon/api/fields.hpp"
#include "daemon/api/page.hpp"
#include "daemon/api/resources.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include <algorithm>

namespace nida::daemon
{
namespace
{
boost::json::value or_null(const std::optional<int>& number)
{
    if (!number) return nullptr;
    return *number;
}

boost::json::value balance_of(const LineStatus& line)
{
    if (!line.balance_milli) return nullptr;
    return boost::json::object{{"amount_milli", *line.balance_milli},
                               {"currency", json_unless_empty(line.currency)},
                               {"at", json_time(line.balance_at)}};
}

boost::json::array transitions_of(const LineStatus& line)
{
    boost::json::array rows;
    for (const auto& transition : line.transitions)
        rows.push_back(boost::json::object{{"at", json_time(transition.at)},
                                           {"state", to_string(transition.state)},
                                           {"cause", json_unless_empty(transition.cause)}});
    return rows;
}

} // namespace

ApiError unknown_line(const std::string& name, const std::vector<LineStatus>& lines)
{
    std::vector<std::string_view> known;
    for (const auto& line : lines)
        known.push_back(line.name);
    return {404, "unknown_line", fmt::format("there is no line \"{}\"", name),
            known.empty() ? "there is no line at all: plug a modem in"
                          : fmt::format("lines: {}", fmt::join(known, ", "))};
}

boost::json::object line_row(const LineStatus& line, const Tally& tally)
{
    const auto found = tally.lines.find(line.id);
    const auto counted = found == tally.lines.end() ? Tally::OfLine{} : found->second;
    return {
        {"name", line.name},
        {"state", to_string(line.state)},
        {"sending", line.sending},
        {"trouble", json_unless_empty(line.trouble)},
        {"port", json_unless_empty(line.port)},
        {"manufacturer", json_unless_empty(line.manufacturer)},
        {"model", json_unless_empty(line.model)},
        {"revision", json_unless_empty(line.revision)},
        {"imei", json_unless_empty(line.imei)},
        {"iccid", json_unless_empty(line.iccid)},
        {"imsi", json_unless_empty(line.imsi)},
        {"number", json_unless_empty(line.number)},
        {"smsc", json_unless_empty(line.smsc)},
        {"storage", json_unless_empty(line.storage)},
        {"registration", json_text(line.registration)},
        {"operator", json_unless_empty(line.operator_name)},
        {"access", json_unless_empty(line.access)},
        {"calls", line.calls},
        {"signal_dbm", or_null(line.signal_dbm)},
        {"network_at", json_time(line.network_at)},
        {"balance", balance_of(line)},
        {"queued", counted.queued()},
        {"sent_last_minute", counted.sent_last_minute},
        {"sent_last_day", counted.sent_last_day},
        {"segments_per_minute", or_null(line.segments_per_minute)},
        {"segments_per_day", or_null(line.quotas.segments_per_day)},
        {"segments_per_hour", or_null(line.quotas.segments_per_hour)},
        {"segments_per_month", or_null(line.quotas.segments_per_month)},
        {"recipients_per_hour", or_null(line.quotas.recipients_per_hour)},
        {"recipients_per_day", or_null(line.quotas.recipients_per_day)},
        {"recipients_per_month", or_null(line.quotas.recipients_per_month)},
        {"waiting_until", json_time(line.waiting_until)},
        {"waiting_for", line.waiting_for.empty() ? json_text(std::nullopt) : json_text(line.waiting_for)},
        {"limit", json_unless_empty(line.limit)},
        {"only_alerts", json_unless_empty(line.only_alerts)},
        {"since", json_time(line.since)},
        {"transitions", transitions_of(line)},
    };
}

boost::json::array line_rows(const std::vector<LineStatus>& lines, const Tally& tally)
{
    boost::json::array rows;
    for (const auto& line : lines)
        rows.push_back(line_row(line, tally));
    return rows;
}

boost::asio::awaitable<ApiReply> get_lines(ApiContext& context, const ApiRequest&)
{
    auto& service = context.service;
    const auto tally = from_store(co_await context.tally.get(service.store, service.clock.now()));
    co_return json_reply(200, boost::json::object{{"rows", line_rows(service.lines.status(), tally)}});
}

boost::asio::awaitable<ApiReply> get_line(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    const auto tally = from_store(co_await context.tally.get(service.store, service.clock.now()));
    const auto lines = service.lines.status();
    const auto line = std::ranges::find(lines, request.parameters[0], &LineStatus::name);
    if (line == lines.end()) throw unknown_line(request.parameters[0], lines);
    co_return json_reply(200, line_row(*line, tally));
}

} // namespace nida::daemon
