#pragma once
#include "daemon/api/resources.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/local/stream_protocol.hpp>

namespace nida::daemon
{
/// Answers one client's requests, one after the other, until it goes or says nothing for two minutes.
boost::asio::awaitable<void> serve_connection(boost::asio::local::stream_protocol::socket socket, ApiContext& context);

/// Tells a client too many to come back later.
boost::asio::awaitable<void> turn_away(boost::asio::local::stream_protocol::socket socket);
} // namespace nida::daemon
