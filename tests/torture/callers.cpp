#include "tests/torture/callers.hpp"

#include "tests/e2e/local_socket.hpp"

#include <fmt/format.h>

#include <chrono>
#include <system_error>

namespace nida::torture
{
namespace json = boost::json;
using namespace std::chrono_literals;

namespace
{
std::string text_of(unsigned n, std::mt19937_64& random)
{
    auto text = fmt::format("message {}", n);
    const auto kind = random() % 10;
    if (kind < 7) return text;
    if (kind < 9) { // two to four segments
        while (text.size() < 160 + kind * random() % 300)
            text += fmt::format(", and so on {}", text.size());
        return text;
    }
    for (const char* word : {" نداء", " اجتماع", " اليوم"})
        for (auto n_words = 1 + random() % 9; n_words > 0; --n_words)
            text += word;
    return text;
}

struct Answer {
    unsigned status;
    std::string body;
};

Answer ask(const std::string& socket, const std::string& body)
{
    e2e::LocalSocket connection{socket};
    connection.write(
        fmt::format("POST /v1/messages HTTP/1.1\r\nHost: nida\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{}",
                    body.size(), body));
    const auto answer = connection.read_all();
    const auto end = answer.find("\r\n\r\n");
    // The header names the length, and half an answer is none.
    const auto length = answer.find("Content-Length: ");
    if (end == answer.npos || length > end || answer.size() != end + 4 + std::stoul(answer.substr(length + 16)))
        throw std::system_error{ECONNRESET, std::generic_category(), "no whole answer"};
    return {static_cast<unsigned>(std::stoul(answer.substr(9, 3))), answer.substr(end + 4)};
}
} // namespace

Callers::Callers(std::string socket, std::uint64_t seed, unsigned count, unsigned alerts)
    : socket_{std::move(socket)}, alerts_{alerts}
{
    for (unsigned i = 0; i < count; ++i)
        threads_.emplace_back([this, seed, i] { work(seed * 31 + i); });
}

Callers::~Callers()
{
    {
        const std::lock_guard hold{mutex_};
        ending_ = true;
    }
    changed_.notify_all();
    for (auto& thread : threads_)
        if (thread.joinable()) thread.join();
}

void Callers::grant(unsigned messages)
{
    {
        const std::lock_guard hold{mutex_};
        granted_ += messages;
    }
    changed_.notify_all();
}

std::vector<Called> Callers::finish()
{
    std::unique_lock hold{mutex_};
    if (!changed_.wait_for(hold, 120s, [this] { return all_.size() == granted_; }))
        throw std::runtime_error{fmt::format("callers are still asking: {} of {} done", all_.size(), granted_)};
    return all_;
}

Called Callers::next(std::mt19937_64& random)
{
    Called message;
    const auto n = ++begun_;
    message.to = e2e::number(n);
    message.text = text_of(n, random);
    const auto priority = random() % 10;
    message.priority = priority < alerts_ ? "alert" : priority < alerts_ + 3 ? "reply" : "campaign";
    if (random() % 4 != 0) message.key = fmt::format("key {}", n);
    return message;
}

void Callers::work(std::uint64_t seed)
{
    std::mt19937_64 random{seed};
    for (;;) {
        Called message;
        {
            std::unique_lock hold{mutex_};
            changed_.wait(hold, [this] { return ending_ || begun_ < granted_; });
            if (ending_) return;
            message = next(random);
        }
        post(message);
        {
            const std::lock_guard hold{mutex_};
            all_.push_back(std::move(message));
        }
        changed_.notify_all();
        std::this_thread::sleep_for(std::chrono::microseconds{random() % 6'000});
    }
}

void Callers::post(Called& message)
{
    json::object request{{"to", message.to}, {"text", message.text}, {"priority", message.priority}};
    if (message.key) request["id"] = *message.key;
    const auto body = json::serialize(request);
    for (bool asked = false;;) {
        try {
            ++message.attempts;
            const auto answer = ask(socket_, body);
            if (answer.status == 201 || answer.status == 200)
                message.id = json::parse(answer.body).at("id").to_number<std::int64_t>();
            else
                message.refusal = fmt::format("{} {}", answer.status, answer.body);
            return;
        } catch (const std::system_error& trouble) {
            // Where nobody listened, nobody can have taken it.
            const bool nobody = trouble.code() == std::errc::connection_refused ||
                                trouble.code() == std::errc::no_such_file_or_directory;
            asked = asked || !nobody;
            if (asked && !message.key) return;
        }
        {
            const std::lock_guard hold{mutex_};
            if (ending_) return;
        }
        std::this_thread::sleep_for(3ms);
    }
}
} // namespace nida::torture
