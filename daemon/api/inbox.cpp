#include "daemon/api/long_poll.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/api/values.hpp"
#include "daemon/outbox/rows.hpp"

namespace nida::daemon
{
boost::asio::awaitable<ApiReply> get_inbox(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    const auto range = page_range(request);
    const auto ask = [&]() { return service.store.read([range](Connection& db) { return inbox_page(db, range); }); };
    const auto enough = [](const Stored<Page>& page) { return !page || !page->empty(); };
    const auto page = from_store(co_await ask_until(service.inbox_changed, query_wait(request), ask, enough));
    co_return ApiReply{200, page.text(), {}};
}
} // namespace nida::daemon
