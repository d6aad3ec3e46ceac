#include "daemon/line/events.hpp"

#include "daemon/api/lines.hpp"
#include "daemon/api/long_poll.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/api/values.hpp"

#include <algorithm>

namespace nida::daemon
{
namespace
{
Page events_page(Connection& db, LineId line, PageRange range)
{
    Page page{range};
    for (const auto& event : list_events(db, line, range.since, static_cast<int>(page.rows_to_read()))) {
        const boost::json::object row{
            {"id", event.id}, {"at", json_time(event.at)}, {"kind", event.kind}, {"text", event.text}};
        if (!page.add(row)) break;
    }
    return page;
}
} // namespace

boost::asio::awaitable<ApiReply> get_events(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    const auto lines = service.lines.status();
    const auto line = std::ranges::find(lines, request.parameters[0], &LineStatus::name);
    if (line == lines.end()) throw unknown_line(request.parameters[0], lines);
    const auto id = line->id;
    const auto range = page_range(request);
    const auto ask = [&]() {
        return service.store.read([id, range](Connection& db) { return events_page(db, id, range); });
    };
    const auto enough = [](const Stored<Page>& page) { return !page || !page->empty(); };
    const auto page = from_store(co_await ask_until(service.events_noted, query_wait(request), ask, enough));
    co_return ApiReply{200, page.text(), {}};
}
} // namespace nida::daemon
