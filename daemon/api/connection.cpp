#include "daemon/api/connection.hpp"

#include "daemon/api/peer.hpp"
#include "daemon/api/router.hpp"
#include "daemon/api/sealed_body.hpp"
#include "daemon/api/target.hpp"
#include "modem/crash_point.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <fmt/format.h>

#include <array>
#include <chrono>
#include <vector>

namespace nida::daemon
{
namespace
{
namespace asio = boost::asio;
namespace http = boost::beast::http;
using namespace std::chrono_literals;
using Stream = boost::beast::basic_stream<asio::local::stream_protocol>;
using Parser = http::request_parser<http::string_body>;

constexpr std::uint64_t largest_body = 4 * 1024 * 1024;
constexpr std::uint32_t largest_header = 16 * 1024;
constexpr auto idle = 120s;
constexpr auto slowest_transfer = 30s; // between two reads or writes of the same request

/// What is wrong with a request that could not be read.
ApiError unreadable(const boost::system::error_code& error)
{
    if (error == http::error::body_limit)
        return {413, "too_large", "the body is larger than 4 MiB", "send it in several requests"};
    if (error == http::error::header_limit)
        return {413, "too_large", "the header is larger than 16 KiB", "leave out what is not needed"};
    return {400, "bad_request", "this is not HTTP/1.1: " + error.message(), "see docs/api.md"};
}

/// The client spoke HTTP, if badly: as opposed to one that went or fell silent.
bool deserves_an_answer(const boost::system::error_code& error)
{
    return error.category() == http::make_error_code(http::error::bad_method).category() &&
           error != http::error::end_of_stream && error != http::error::partial_message;
}

asio::awaitable<void> write(Stream& stream, ApiReply reply, unsigned version, bool keep_alive)
{
    http::response<http::string_body> response{static_cast<http::status>(reply.status), version, std::move(reply.body)};
    response.set(http::field::server, "nidad");
    if (!response.body().empty()) response.set(http::field::content_type, reply.content_type);
    if (!reply.allow.empty()) response.set(http::field::allow, reply.allow);
    response.keep_alive(keep_alive);
    if (reply.status != 204) response.prepare_payload();
    stream.expires_after(slowest_transfer);
    co_await http::async_write(stream, response, asio::use_awaitable);
}

asio::awaitable<void> write_octets(Stream& stream, std::shared_ptr<SealedBody> body,
                                   std::chrono::milliseconds slowest_reader, unsigned version, bool keep_alive)
{
    http::response<http::empty_body> response{http::status::ok, version};
    response.set(http::field::server, "nidad");
    response.set(http::field::content_type, "application/octet-stream");
    response.keep_alive(keep_alive);
    response.content_length(body->octets());
    http::response_serializer<http::empty_body> head{response};
    stream.expires_after(slowest_transfer);
    co_await http::async_write_header(stream, head, asio::use_awaitable);
    std::vector<char> octets(64 * 1024);
    for (auto left = body->octets(); left > 0;) {
        // Where the other end closes too early this throws, and so the client sees a connection that ended too early.
        const auto count = co_await body->source().async_read_some(asio::buffer(octets), asio::use_awaitable);
        for (auto rest = asio::buffer(octets.data(), count); rest.size() > 0;) {
            stream.expires_after(slowest_reader);
            const auto taken = co_await stream.async_write_some(rest, asio::use_awaitable);
            rest += taken;
        }
        left -= count;
    }
}

/// Reads on for a moment what the client is still sending, so that it gets to reading our answer.
asio::awaitable<void> let_it_finish(Stream& stream)
{
    boost::system::error_code error;
    stream.socket().shutdown(asio::socket_base::shutdown_send, error);
    stream.expires_after(2s);
    std::array<char, 16 * 1024> ignored;
    while (!error)
        co_await stream.async_read_some(asio::buffer(ignored), asio::redirect_error(asio::use_awaitable, error));
}

/// The header, then the body, which a client may hold back until it hears "100 Continue".
asio::awaitable<boost::system::error_code> read_request(Stream& stream, boost::beast::flat_buffer& buffer,
                                                        Parser& parser)
{
    boost::system::error_code error;
    stream.expires_after(idle);
    co_await http::async_read_header(stream, buffer, parser, asio::redirect_error(asio::use_awaitable, error));
    if (error || parser.is_done()) co_return error;
    if (boost::beast::iequals(parser.get()[http::field::expect], "100-continue")) {
        http::response<http::empty_body> go_on{http::status::continue_, parser.get().version()};
        co_await http::async_write(stream, go_on, asio::redirect_error(asio::use_awaitable, error));
    }
    while (!error && !parser.is_done()) {
        stream.expires_after(slowest_transfer);
        co_await http::async_read_some(stream, buffer, parser, asio::redirect_error(asio::use_awaitable, error));
    }
    co_return error;
}

asio::awaitable<ApiReply> answer_http(http::request<http::string_body> http_request, Peer peer, ApiContext& context)
{
    ApiRequest request;
    const std::string_view method = http_request.method_string(), target = http_request.target();
    if (!read_target(target, request)) {
        const ApiError error{400, "bad_request", fmt::format("the address {} is not readable", target),
                             "write % as %25, and the rest in UTF-8"};
        co_return error_reply(error);
    }
    request.method = method;
    request.body = std::move(http_request.body());
    request.actor = std::move(peer.name);
    request.is_administrator = peer.is_administrator;
    co_return co_await answer(context, request);
}
} // namespace

asio::awaitable<void> serve_connection(asio::local::stream_protocol::socket socket, ApiContext& context)
{
    Stream stream{std::move(socket)};
    const auto peer = peer_of(stream.socket().native_handle());
    boost::beast::flat_buffer buffer;
    for (bool keep_alive = true; keep_alive;) {
        Parser parser;
        parser.body_limit(largest_body);
        parser.header_limit(largest_header);
        const auto error = co_await read_request(stream, buffer, parser);
        if (error) {
            if (!deserves_an_answer(error)) co_return;
            auto reply = error_reply(unreadable(error));
            co_await write(stream, std::move(reply), 11, false);
            co_await let_it_finish(stream);
            co_return;
        }
        keep_alive = parser.keep_alive();
        const auto version = parser.get().version();
        auto http_request = parser.release();
        // An answer may be held for a minute, and a change waits for the disk.
        stream.expires_never();
        auto reply = co_await answer_http(std::move(http_request), peer, context);
        // A change that was under way when the server was stopped still gets its answer.
        const auto state = co_await asio::this_coro::cancellation_state;
        if (state.cancelled() != asio::cancellation_type::none) {
            keep_alive = false;
            co_await asio::this_coro::reset_cancellation_state();
        }
        const bool created = reply.status == 201;
        if (created) modem::crash_point("api.answering");
        if (reply.octets)
            co_await write_octets(stream, std::move(reply.octets), context.slowest_reader, version, keep_alive);
        else
            co_await write(stream, std::move(reply), version, keep_alive);
        if (created) modem::crash_point("api.answered");
    }
}

asio::awaitable<void> turn_away(asio::local::stream_protocol::socket socket)
{
    Stream stream{std::move(socket)};
    auto reply = error_reply({503, "busy", "too many clients are connected", "try again in a moment"});
    co_await write(stream, std::move(reply), 11, false);
    co_await let_it_finish(stream);
}
} // namespace nida::daemon
