#pragma once

#include "daemon/cli/target.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/verb.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace nida::daemon::cli
{

/// One kept-alive HTTP/1.1 connection to the daemon's Unix socket. It connects with the first request, and again where the
/// daemon closed the idle connection in between; a request that was under way is never repeated by itself.
///
/// All requests throw Unreachable, ConnectionLost, or ApiError for an answer of 4xx or 5xx.
class ApiClient
{
public:
    /// @param language  "ar", "fr" or "en": the daemon's explanations should be in it
    ApiClient(std::string socket, std::string language);

    /// A connection of its own to the same daemon.
    ApiClient another() const { return {path_, language_}; }

    boost::json::value get(const Target& target);
    boost::json::value post(const Target& target, const boost::json::value& body = nullptr);
    boost::json::value put(const Target& target, const boost::json::value& body);
    boost::json::value patch(const Target& target, const boost::json::value& body);
    void erase(const Target& target);

    /// The same where the answer takes as long as reading the whole store does.
    boost::json::value get_patiently(const Target& target);
    boost::json::value post_patiently(const Target& target);
    /// An answer that is no JSON, as it comes.
    std::string get_text_patiently(const Target& target);
    /// Hands on the octets of the answer as they come. What `take` throws ends it, and the connection.
    void post_for_octets(const Target& target, const boost::json::value& body,
                         const std::function<void(std::span<const std::uint8_t>)>& take);

    /// Sends JSON lines, and finish() takes the answer: so the next lines can be read meanwhile.
    void start_lines(const Target& target, std::string lines);
    boost::json::value finish();
private:
    void start(boost::beast::http::verb verb, const Target& target, std::string_view content_type, std::string body);
    boost::json::value finish(int patience_ms);
    std::string finish_as_text(int patience_ms);
    void wait_for_answer(int patience_ms);
    void connect();
    bool still_open();

    std::string path_;
    std::string language_;
    boost::asio::io_context io_; // only lends its services: nothing here is asynchronous
    std::optional<boost::asio::local::stream_protocol::socket> socket_;
    boost::beast::flat_buffer buffer_;
};

} // namespace nida::daemon::cli
