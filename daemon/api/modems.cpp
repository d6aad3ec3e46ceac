#include "daemon/api/page.hpp"
#include "daemon/api/resources.hpp"

#include <boost/json/array.hpp>

namespace nida::daemon
{
boost::asio::awaitable<ApiReply> get_modems(ApiContext& context, const ApiRequest&)
{
    boost::json::array rows;
    for (const auto& port : co_await context.service.lines.modems()) {
        boost::json::object row;
        for (const auto& [name, value] : port.fields())
            row[name] = json_unless_empty(value);
        rows.push_back(std::move(row));
    }
    co_return json_reply(200, boost::json::object{{"rows", std::move(rows)}});
}
} // namespace nida::daemon
