#pragma once
#include <boost/json.hpp>

#include <string>

namespace nida::sim
{
/// Sends one request to a simulator and waits for its answer. @throws std::system_error where none serves the socket
boost::json::object ask(const std::string& socket, const boost::json::object& request);
} // namespace nida::sim
