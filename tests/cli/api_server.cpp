#include "tests/cli/api_server.hpp"

#include "daemon/cli/run.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

namespace nida::daemon::cli
{

namespace http = boost::beast::http;
using boost::asio::local::stream_protocol;

namespace
{

std::string new_directory()
{
    auto pattern = (std::filesystem::temp_directory_path() / "nida-cli-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error{"no temporary directory"};
    return pattern;
}

} // namespace

struct ApiServer::State {
    explicit State(std::function<Answer(const Asked&)> answers)
        : answer{std::move(answers)},
          directory{new_directory()},
          socket{directory + "/nida.sock"},
          acceptor{io, stream_protocol::endpoint{socket}},
          thread{[this] { serve(); }}
    {
    }

    void serve()
    {
        for (;;) {
            auto connection = acceptor.accept();
            if (stopping) return;
            serve(connection);
        }
    }

    void serve(stream_protocol::socket& connection)
    {
        boost::beast::flat_buffer buffer;
        for (;;) {
            http::request_parser<http::string_body> parser;
            boost::system::error_code ec;
            http::read(connection, buffer, parser, ec);
            if (ec) return;
            const auto request = parser.release();
            asked.push_back({std::string{request.method_string()}, std::string{request.target()}, request.body()});
            const auto reply = answer(asked.back());
            if (reply.hang_up) return;
            http::response<http::string_body> response{static_cast<http::status>(reply.status), 11, reply.body};
            response.prepare_payload();
            if (reply.cut) response.content_length(reply.body.size() + 1);
            http::write(connection, response, ec);
            if (reply.cut) return;
        }
    }

    std::function<Answer(const Asked&)> answer;
    std::string directory;
    std::string socket;
    std::vector<Asked> asked;
    std::atomic<bool> stopping = false;
    boost::asio::io_context io;
    stream_protocol::acceptor acceptor;
    std::thread thread;
};

ApiServer::ApiServer(std::function<Answer(const Asked&)> answer) : state_{std::make_unique<State>(std::move(answer))} {}

ApiServer::~ApiServer()
{
    state_->stopping = true;
    boost::asio::io_context io;
    stream_protocol::socket waking{io};
    waking.connect(stream_protocol::endpoint{state_->socket});
    state_->thread.join();
    std::filesystem::remove_all(state_->directory);
}

const std::string& ApiServer::socket() const { return state_->socket; }

const std::vector<Asked>& ApiServer::asked() const { return state_->asked; }

Ran run_nida(const std::string& socket, const std::vector<std::string>& arguments, const Input& input,
             const std::string& locale)
{
    std::istringstream in{input.text};
    std::ostringstream out;
    std::ostringstream err;
    Terminal terminal{in, out, err, input.is_terminal, false, input.is_terminal, 0};
    const int code = run(arguments, terminal, {socket, locale, std::chrono::milliseconds{0}});
    return {code, out.str(), err.str()};
}

TemporaryFile::TemporaryFile(const std::string& content) : path_{new_directory() + "/file"}
{
    std::ofstream{path_, std::ios::binary} << content;
}

TemporaryFile::~TemporaryFile() { std::filesystem::remove_all(std::filesystem::path{path_}.parent_path()); }

} // namespace nida::daemon::cli
