#include "daemon/cli/api_client.hpp"

#include "daemon/cli/failures.hpp"

#include <boost/beast/core/error.hpp>
#include <boost/beast/http.hpp>
#include <boost/json.hpp>

#include <poll.h>
#include <sys/socket.h>

#include <vector>

namespace nida::daemon::cli
{

namespace http = boost::beast::http;
namespace json = boost::json;
using boost::asio::local::stream_protocol;

namespace
{

// Longer than the longest that the daemon holds an answer back (60 s), and than a network takes for USSD.
constexpr int usual_patience_ms = 180'000;
// A large store on a slow card is read once before the first octet of its copy, or of what was found in it, comes.
constexpr int store_patience_ms = 3'600'000;

std::string text_or_empty(const json::object& object, std::string_view key)
{
    const auto* value = object.if_contains(key);
    return value != nullptr && value->is_string() ? std::string{value->get_string()} : std::string{};
}

[[noreturn]] void throw_api_error(unsigned status, const json::value& answer, const std::string& body)
{
    const auto* object = answer.if_object();
    const auto* error = object == nullptr ? nullptr : object->if_contains("error");
    if (error == nullptr || !error->is_object()) throw ApiError{status, {}, body.substr(0, 200), {}};
    const auto& fields = error->get_object();
    throw ApiError{status, text_or_empty(fields, "code"), text_or_empty(fields, "message"),
                   text_or_empty(fields, "hint")};
}

} // namespace

ApiClient::ApiClient(std::string socket, std::string language)
    : path_{std::move(socket)}, language_{std::move(language)}
{
}

json::value ApiClient::get(const Target& target)
{
    start(http::verb::get, target, {}, {});
    return finish();
}

json::value ApiClient::post(const Target& target, const json::value& body)
{
    start(http::verb::post, target, "application/json", body.is_null() ? std::string{} : json::serialize(body));
    return finish();
}

json::value ApiClient::put(const Target& target, const json::value& body)
{
    start(http::verb::put, target, "application/json", json::serialize(body));
    return finish();
}

json::value ApiClient::patch(const Target& target, const json::value& body)
{
    start(http::verb::patch, target, "application/json", json::serialize(body));
    return finish();
}

void ApiClient::erase(const Target& target)
{
    start(http::verb::delete_, target, {}, {});
    finish();
}

void ApiClient::start_lines(const Target& target, std::string lines)
{
    start(http::verb::post, target, "application/x-ndjson", std::move(lines));
}

void ApiClient::start(http::verb verb, const Target& target, std::string_view content_type, std::string body)
{
    if (!still_open()) connect();

    http::request<http::string_body> request{verb, target.text(), 11};
    request.set(http::field::host, "nida");
    request.set(http::field::user_agent, "nida/" NIDA_VERSION);
    request.set(http::field::accept_language, language_);
    if (!content_type.empty()) request.set(http::field::content_type, content_type);
    request.body() = std::move(body);
    request.prepare_payload();

    boost::system::error_code ec;
    http::write(*socket_, request, ec);
    // A daemon that refuses a request may close before it has read all of it: its answer says more than the broken pipe.
    if (ec && ec != boost::asio::error::broken_pipe) {
        socket_.reset();
        throw ConnectionLost{ec.message()};
    }
}

json::value ApiClient::finish() { return finish(usual_patience_ms); }

json::value ApiClient::get_patiently(const Target& target)
{
    start(http::verb::get, target, {}, {});
    return finish(store_patience_ms);
}

json::value ApiClient::post_patiently(const Target& target)
{
    start(http::verb::post, target, "application/json", {});
    return finish(store_patience_ms);
}

std::string ApiClient::get_text_patiently(const Target& target)
{
    start(http::verb::get, target, {}, {});
    return finish_as_text(store_patience_ms);
}

void ApiClient::wait_for_answer(int patience_ms)
{
    pollfd readable{socket_->native_handle(), POLLIN, 0};
    int ready = 0;
    do
        ready = ::poll(&readable, 1, patience_ms);
    while (ready < 0 && errno == EINTR); // a job that was stopped and goes on
    if (ready > 0) return;
    socket_.reset();
    throw ConnectionLost{make_error_code(boost::system::errc::timed_out).message()};
}

void ApiClient::post_for_octets(const Target& target, const json::value& body,
                                const std::function<void(std::span<const std::uint8_t>)>& take)
{
    start(http::verb::post, target, "application/json", json::serialize(body));
    wait_for_answer(store_patience_ms);
    http::response_parser<http::buffer_body> parser;
    parser.body_limit(boost::none);
    boost::system::error_code ec;
    http::read_header(*socket_, buffer_, parser, ec);
    std::string refusal;
    std::vector<std::uint8_t> octets(64 * 1024);
    const auto status = ec ? 0 : parser.get().result_int();
    try {
        while (!ec && !parser.is_done()) {
            parser.get().body().data = octets.data();
            parser.get().body().size = octets.size();
            http::read(*socket_, buffer_, parser, ec);
            if (ec == http::error::need_buffer) ec = {};
            const auto got = std::span{octets}.first(octets.size() - parser.get().body().size);
            if (status < 300)
                take(got);
            else
                refusal.append(got.begin(), got.end());
        }
    } catch (...) {
        socket_.reset(); // the rest of the answer is still to come there
        throw;
    }
    if (ec || !parser.get().keep_alive()) socket_.reset();
    if (ec) throw ConnectionLost{ec.message()};
    boost::system::error_code bad_json;
    if (status >= 300) throw_api_error(status, json::parse(refusal, bad_json), refusal);
}

json::value ApiClient::finish(int patience_ms)
{
    const auto text = finish_as_text(patience_ms);
    json::value value;
    boost::system::error_code bad_json;
    if (!text.empty()) value = json::parse(text, bad_json);
    if (bad_json) throw ApiError{500, {}, "the answer is not JSON: " + bad_json.message(), {}};
    return value;
}

std::string ApiClient::finish_as_text(int patience_ms)
{
    http::response_parser<http::string_body> parser;
    parser.body_limit(boost::none); // the daemon's pages are bounded by the limit that was asked for

    wait_for_answer(patience_ms);
    boost::system::error_code ec;
    http::read(*socket_, buffer_, parser, ec);
    if (ec) {
        socket_.reset();
        throw ConnectionLost{ec.message()};
    }

    auto answer = parser.release();
    if (!answer.keep_alive()) socket_.reset();
    if (answer.result_int() < 300) return std::move(answer.body());
    json::value refusal;
    boost::system::error_code bad_json;
    if (!answer.body().empty()) refusal = json::parse(answer.body(), bad_json);
    throw_api_error(answer.result_int(), refusal, answer.body());
}

void ApiClient::connect()
{
    buffer_.clear();
    socket_.emplace(io_);
    boost::system::error_code ec;
    if (path_.size() > 107) // sun_path with its final zero, unix(7)
        ec = make_error_code(boost::system::errc::filename_too_long);
    else
        socket_->connect(stream_protocol::endpoint{path_}, ec);
    if (!ec) return;
    socket_.reset();
    throw Unreachable{ec, path_};
}

bool ApiClient::still_open()
{
    if (!socket_) return false;
    char octet = 0;
    // Between requests nothing can be there to read, so the end of the stream is all that an open one could show.
    return ::recv(socket_->native_handle(), &octet, 1, MSG_PEEK | MSG_DONTWAIT) < 0 && errno == EAGAIN;
}

} // namespace nida::daemon::cli
