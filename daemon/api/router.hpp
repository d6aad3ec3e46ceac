#pragma once
#include "daemon/api/resources.hpp"

namespace nida::daemon
{
/// Finds the resource and asks it. Never throws for what a client did: every trouble becomes an error reply.
boost::asio::awaitable<ApiReply> answer(ApiContext& context, ApiRequest& request);
} // namespace nida::daemon
