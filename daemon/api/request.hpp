#pragma once
#include "daemon/store/store.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nida::daemon
{
/// A request as the resources see it: no HTTP left in it.
struct ApiRequest {
    std::string method;                       ///< "GET"
    std::vector<std::string> path;            ///< decoded segments: {"v1", "messages", "17"}
    std::map<std::string, std::string> query; ///< decoded
    std::string body;
    std::string actor;                   ///< "user amal (uid 1000)"
    bool is_administrator = false;       ///< whether that is root, or who the daemon runs as
    std::vector<std::string> parameters; ///< the segments that the route leaves open, filled in by the router
};

class SealedBody;

struct ApiReply {
    unsigned status = 200;
    std::string body;                             ///< JSON unless `content_type` says otherwise, or empty
    std::string allow;                            ///< the methods of a resource, with 405
    std::shared_ptr<SealedBody> octets = nullptr; ///< instead of a body: a copy of the store
    std::string content_type = "application/json";
};
inline ApiReply json_reply(unsigned status, const boost::json::value& value)
{
    return {status, boost::json::serialize(value), {}};
}

/// What goes back as `{"error": {...}}`: thrown anywhere beneath the router, also inside the store's transactions,
/// which it undoes.
struct ApiError : std::runtime_error {
    ApiError(unsigned http_status, std::string error_code, const std::string& message, std::string what_to_do)
        : std::runtime_error{message}, status{http_status}, code{std::move(error_code)}, hint{std::move(what_to_do)}
    {
    }
    unsigned status;
    std::string code; ///< docs/api.md lists them
    std::string hint;
};
ApiReply error_reply(const ApiError& error);

/// For requests that bring something new. @throws ApiError 507 where the room on the disk is kept for what is under way
inline void require_room(const Store& store)
{
    if (store.disk().room == Room::none)
        throw ApiError{507, "no_room", store.disk().text, "nothing was changed; free some space, then try again"};
}

/// What the store read or wrote. @throws ApiError 503 where the disk said no
template <class T> T from_store(Stored<T> stored)
{
    if (stored.has_error())
        throw ApiError{503, "store_unavailable", stored.error().text,
                       "nothing was changed; try again once that is solved"};
    if constexpr (!std::is_void_v<T>) return std::move(*stored);
}
} // namespace nida::daemon
