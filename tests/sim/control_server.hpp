#pragma once
#include "tests/sim/simulator.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/local/stream_protocol.hpp>

#include <string>

namespace nida::sim
{
/// The control socket: a JSON object a line in, one a line out, in the order of the requests of a connection.
class ControlServer
{
public:
    /// A socket file that nobody serves any more is replaced. @throws std::system_error, also where another simulator serves it
    ControlServer(boost::asio::io_context& io, std::string path, Simulator& simulator);
    ~ControlServer();
    ControlServer(const ControlServer&) = delete;
    ControlServer& operator=(const ControlServer&) = delete;
private:
    using Socket = boost::asio::local::stream_protocol::socket;
    boost::asio::awaitable<void> accept();
    boost::asio::awaitable<void> serve(Socket socket);
    boost::asio::awaitable<std::string> answer(std::string line);
    boost::asio::awaitable<boost::json::object> wait(boost::json::object request);

    boost::asio::io_context& io_;
    std::string path_;
    boost::asio::local::stream_protocol::acceptor acceptor_;
    Simulator& simulator_;
};
} // namespace nida::sim
