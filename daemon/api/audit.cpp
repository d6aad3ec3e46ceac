#include "daemon/audit/audit.hpp"

#include "daemon/api/resources.hpp"
#include "daemon/api/values.hpp"
#include "daemon/flow/languages.hpp"

#include <algorithm>
#include <limits>

namespace nida::daemon
{
namespace
{
constexpr int rows_at_a_stretch = 5000; // one reading thread serves everybody
} // namespace

boost::asio::awaitable<ApiReply> get_audit(ApiContext& context, const ApiRequest& request)
{
    const auto range = page_range(request);
    const auto read = [range](Connection& db) { return Audit{db}.page(range); };
    const auto page = from_store(co_await context.service.store.read(read));
    co_return ApiReply{200, page.text(), {}};
}

boost::asio::awaitable<ApiReply> get_audit_verify(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    const auto expected = query_text(request, "hash");
    const auto expected_at = query_integer(request, "row", 1, std::numeric_limits<std::int64_t>::max());
    if (expected.has_value() != expected_at.has_value())
        throw ApiError{400, "bad_request", "a hash without its row, or a row without its hash",
                       "send both, as the daily line has them, or neither"};
    const auto began = service.clock.now();
    Audit::Walk walk;
    boost::json::value as_noted{nullptr};
    while (!walk.over) {
        // Up to the row that somebody has noted, then on to the end.
        const auto to_it = expected_at && walk.id < *expected_at ? *expected_at - walk.id : rows_at_a_stretch;
        const auto rows = static_cast<int>(std::min<std::int64_t>(to_it, rows_at_a_stretch));
        const auto verify = [&](Connection& db) { return Audit{db}.verify(walk, rows); };
        walk = from_store(co_await service.store.read(verify));
        if (expected_at && walk.id == *expected_at) {
            as_noted = run_together(*expected) == run_together(short_hash(walk.hash));
        }
    }
    if (expected_at && walk.id < *expected_at) as_noted = false;
    co_return json_reply(200, boost::json::object{
                                  {"rows", walk.rows},
                                  {"last", walk.id},
                                  {"hash", short_hash(walk.hash)},
                                  {"erased_words", walk.without_words},
                                  {"broken", json_text(walk.broken)},
                                  {"as_noted", std::move(as_noted)},
                                  {"at", json_time(began)},
                              });
}
} // namespace nida::daemon
