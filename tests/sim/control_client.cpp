#include "tests/sim/control_client.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

#include <system_error>

namespace nida::sim
{
boost::json::object ask(const std::string& socket, const boost::json::object& request)
{
    namespace asio = boost::asio;
    asio::io_context io;
    asio::local::stream_protocol::socket connection{io};
    boost::system::error_code error;
    connection.connect(asio::local::stream_protocol::endpoint{socket}, error);
    if (error) throw std::system_error{error.value(), std::generic_category(), "no simulator answers on " + socket};
    asio::write(connection, asio::buffer(boost::json::serialize(request) + "\n"));
    std::string answer;
    asio::read_until(connection, asio::dynamic_buffer(answer), '\n');
    return boost::json::parse(answer).as_object();
}
} // namespace nida::sim
