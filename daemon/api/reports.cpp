#include "daemon/api/campaign_request.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/api/values.hpp"
#include "daemon/campaign/hours/local_time_text.hpp"
#include "daemon/report/report_csv.hpp"
#include "daemon/report/report_json.hpp"
#include "daemon/report/report_page.hpp"

#include <fmt/format.h>

namespace nida::daemon
{
namespace
{
/// How a report is wanted.
struct Wanted {
    std::string format; ///< "json", "csv" or "html"
    ReportLanguage language;
};

Wanted wanted_by(const ApiRequest& request, const ServiceDefaults& defaults)
{
    Wanted wanted{query_text(request, "format").value_or("json"), ReportLanguage::en};
    if (wanted.format != "json" && wanted.format != "csv" && wanted.format != "html")
        throw ApiError{422, "bad_value", fmt::format("\"{}\" is no format of a report", wanted.format),
                       "accepted: json, csv, html"};
    if (const auto code = query_text(request, "lang")) {
        const auto language = report_language(*code);
        if (!language)
            throw ApiError{422, "bad_value", fmt::format("reports are not printed in \"{}\"", *code),
                           "accepted: ar, fr, en"};
        wanted.language = *language;
    } else
        wanted.language = report_language(to_string(defaults.language)).value_or(ReportLanguage::en);
    return wanted;
}

template <class Report> ApiReply reply_with(const Report& report, const Wanted& wanted)
{
    if (wanted.format == "json") return json_reply(200, to_json(report));
    const auto sheet = sheet_of(report, wanted.language, Zone::machine());
    const bool csv = wanted.format == "csv";
    return {200,
            csv ? to_csv(sheet) : to_page(sheet),
            {},
            nullptr,
            csv ? "text/csv; charset=utf-8" : "text/html; charset=utf-8"};
}

ReportContext context_of(const Service& service)
{
    return {service.clock.now(), service.lines.router(), service.defaults.keep_messages};
}

std::chrono::local_days day_from(const std::string& name, const std::string& written)
{
    const auto day = parse_day(written);
    if (!day)
        throw ApiError{422, "bad_value", fmt::format("{}={} is no day", name, written),
                       "days are written 2026-11-30, from 1970 to 2999"};
    return *day;
}

/// Without `to`, until today; without `from`, since the first of that month.
Days days_from(const ApiRequest& request, Time now)
{
    const auto today = std::chrono::floor<std::chrono::days>(Zone::machine().local(now));
    const auto to = query_text(request, "to"), from = query_text(request, "from");
    Days days{today, to ? day_from("to", *to) : today};
    const std::chrono::year_month_day last{days.to};
    days.from = from ? day_from("from", *from) : std::chrono::local_days{last.year() / last.month() / 1};
    if (days.from > days.to)
        throw ApiError{422, "bad_value", fmt::format("{} is after {}", day_text(days.from), day_text(days.to)),
                       "from is the first day, to the last; both are in it"};
    if (days.to - days.from >= longest_span)
        throw ApiError{422, "bad_value", fmt::format("that is more than {} days", longest_span.count()),
                       "ask for a shorter span, or for several"};
    return days;
}
} // namespace

boost::asio::awaitable<ApiReply> get_campaign_report(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    const auto wanted = wanted_by(request, service.defaults);
    const auto id = path_id(request, "unknown_campaign");
    const auto about = context_of(service);
    const auto begin = [&](Connection& db) {
        return answered([&] { return std::make_unique<CampaignReporting>(db, id, about); });
    };
    const auto reporting = from_store(co_await service.store.read(begin));
    // A slice at a time: one reading thread serves everybody.
    const auto go_on = [&](Connection& db) { return reporting->next(db); };
    while (from_store(co_await service.store.read(go_on)))
        ;
    co_return reply_with(std::move(*reporting).result(), wanted);
}

boost::asio::awaitable<ApiReply> get_report(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    const auto wanted = wanted_by(request, service.defaults);
    const auto about = context_of(service);
    const auto days = days_from(request, about.now);
    const auto begin = [&](Connection& db) { return std::make_unique<PeriodReporting>(db, days, about); };
    const auto reporting = from_store(co_await service.store.read(begin));
    const auto go_on = [&](Connection& db) { return reporting->next(db); };
    while (from_store(co_await service.store.read(go_on)))
        ;
    co_return reply_with(std::move(*reporting).result(), wanted);
}
} // namespace nida::daemon
