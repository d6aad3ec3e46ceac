// A line's dialogue with its operator: USSD codes, the balance, top-up.
#include "daemon/api/fields.hpp"
#include "daemon/api/lines.hpp"
#include "daemon/api/page.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/api/values.hpp"
#include "daemon/credit/recipes.hpp"
#include "daemon/line/balances.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

namespace nida::daemon
{
namespace
{
constexpr std::size_t longest_ussd_code = 160;

std::string ussd_code_from(const Fields& fields)
{
    auto code = fields.required_text("code");
    if (code.empty() || code.size() > longest_ussd_code ||
        std::ranges::any_of(code, [](unsigned char c) { return c < 0x20 || c == '"'; }))
        throw ApiError{422, "bad_value", "\"code\" is not a USSD code", "a code looks like *100# or, as an answer, 1"};
    return code;
}

ApiError error_of(const Lines::UssdFailure& failure, const std::string& name, const std::vector<LineStatus>& lines)
{
    switch (failure.why) {
    case Lines::UssdFailure::Why::unknown_line: return unknown_line(name, lines);
    case Lines::UssdFailure::Why::unavailable:
        return {503, "line_unavailable", failure.text, "see `nida line " + name + "`"};
    case Lines::UssdFailure::Why::busy:
        return {409, "ussd_busy", failure.text,
                "wait until it is over, a minute at most, or end it with DELETE on the same path"};
    case Lines::UssdFailure::Why::over:
        return {409, "ussd_over", failure.text, "the network or the line ended it meanwhile"};
    case Lines::UssdFailure::Why::no_code:
        return {409, "no_code", failure.text,
                "dial it yourself with `nida ussd`, or write it into the file that [credit] operators names"};
    case Lines::UssdFailure::Why::refused: break;
    }
    return {502, "ussd_failed", failure.text, "check the code with the operator, or try again later"};
}

boost::json::value or_null(const std::optional<std::int64_t>& number)
{
    if (!number) return nullptr;
    return *number;
}

boost::json::object json_of(const Lines::BalanceReport& report)
{
    return {{"amount_milli", or_null(report.amount_milli)},
            {"currency", json_unless_empty(report.currency)},
            {"units", json_unless_empty(report.units)},
            {"expires_at", json_time(report.expires_at)},
            {"guessed", report.guessed},
            {"text", report.text}};
}
} // namespace

boost::asio::awaitable<ApiReply> post_ussd(ApiContext& context, const ApiRequest& request)
{
    const auto body = parse_json(request.body);
    const Fields fields{body, {"code", "session"}};
    Lines::UssdRequest asked{ussd_code_from(fields), request.actor, fields.integer("session")};
    const auto& name = request.parameters[0];
    // Codes can hold a voucher's digits or a PIN: they are nobody's business in a log.
    spdlog::info("api: {} runs a USSD code on line {}", request.actor, name);
    const auto result = co_await context.service.lines.ussd(name, std::move(asked));
    if (!result) throw error_of(result.error(), name, context.service.lines.status());
    boost::json::object reply{{"mode", result->asks_back ? "action_required" : "done"}, {"text", result->text}};
    if (result->asks_back) reply["session"] = result->session;
    co_return json_reply(200, reply);
}

boost::asio::awaitable<ApiReply> delete_ussd(ApiContext& context, const ApiRequest& request)
{
    const auto& name = request.parameters[0];
    spdlog::info("api: {} ends the USSD session on line {}", request.actor, name);
    const auto result = co_await context.service.lines.cancel_ussd(name);
    if (!result) throw error_of(result.error(), name, context.service.lines.status());
    co_return json_reply(200, boost::json::object{{"cancelled", *result}});
}

boost::asio::awaitable<ApiReply> post_balance(ApiContext& context, const ApiRequest& request)
{
    const auto& name = request.parameters[0];
    spdlog::info("api: {} asks for the balance of line {}", request.actor, name);
    const auto result = co_await context.service.lines.balance(name, request.actor);
    if (!result) throw error_of(result.error(), name, context.service.lines.status());
    co_return json_reply(200, json_of(*result));
}

boost::asio::awaitable<ApiReply> post_topup(ApiContext& context, const ApiRequest& request)
{
    const auto body = parse_json(request.body);
    auto voucher = Fields{body, {"voucher"}}.required_text("voucher");
    if (!is_voucher(voucher))
        throw ApiError{422, "bad_value", "\"voucher\" is not a voucher's number",
                       "write its 6 to 20 digits, without blanks"};
    const auto& name = request.parameters[0];
    const auto result = co_await context.service.lines.top_up(name, std::move(voucher), request.actor);
    if (!result) throw error_of(result.error(), name, context.service.lines.status());
    boost::json::object reply{
        {"text", result->text}, {"balance", nullptr}, {"trouble", json_unless_empty(result->trouble)}};
    if (result->balance) reply["balance"] = json_of(*result->balance);
    co_return json_reply(200, reply);
}

boost::asio::awaitable<ApiReply> get_balances(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    const auto& name = request.parameters[0];
    const auto lines = service.lines.status();
    const auto line = std::ranges::find(lines, name, &LineStatus::name);
    if (line == lines.end()) throw unknown_line(name, lines);
    const auto range = page_range(request);
    auto work = [id = line->id, range](Connection& db) {
        Page page{range};
        for (const auto& row : list_balances(db, id, range.since, page.rows_to_read())) {
            const boost::json::object shown{{"id", row.id},
                                            {"at", json_time(row.at)},
                                            {"amount_milli", or_null(row.amount_milli)},
                                            {"currency", json_unless_empty(row.currency)},
                                            {"units", json_unless_empty(row.units)},
                                            {"expires_at", json_time(row.expires_at)},
                                            {"text", row.text}};
            if (!page.add(shown)) break;
        }
        return page;
    };
    const auto page = from_store(co_await service.store.read(std::move(work)));
    co_return ApiReply{200, page.text(), {}};
}
} // namespace nida::daemon
