#pragma once
#include "daemon/api/request.hpp"

#include <boost/json/object.hpp>
#include <boost/json/storage_ptr.hpp>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace nida::daemon
{
/// @throws ApiError `bad_request`, which says at which octet
boost::json::value parse_json(std::string_view text, boost::json::storage_ptr storage = {});

/// The fields of a JSON object from a client, each of which must be one that we know.
class Fields
{
public:
    /// @param json  outlives the Fields
    /// @throws ApiError `bad_request` where it is no object, or has other fields than `accepted`
    Fields(const boost::json::value& json, std::initializer_list<std::string_view> accepted);

    /// Nothing where it is absent or null.
    const boost::json::value* find(std::string_view name) const;
    std::optional<std::string> text(std::string_view name) const;
    std::string required_text(std::string_view name) const;
    std::optional<bool> boolean(std::string_view name) const;
    std::optional<std::int64_t> integer(std::string_view name) const;
private:
    const boost::json::object* object_;
};
} // namespace nida::daemon
