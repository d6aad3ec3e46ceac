#pragma once
#include "daemon/api/request.hpp"

#include <string_view>

namespace nida::daemon
{
/// Takes an HTTP request target ("/v1/outbox?since=3") apart into the request's path and query.
/// @return false where a percent sequence is broken or what it says is not UTF-8
bool read_target(std::string_view target, ApiRequest& request);
} // namespace nida::daemon
