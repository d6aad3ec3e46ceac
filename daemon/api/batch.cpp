#include "daemon/api/fields.hpp"
#include "daemon/api/message_request.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/api/values.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/array.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <limits>
#include <vector>

namespace nida::daemon
{
namespace
{
constexpr std::size_t most_lines = 5000;
constexpr std::size_t most_spelled_out = 100;
// The loop serves the modems, too: parsing gives it back every so many lines.
constexpr std::size_t lines_at_a_stretch = 200;

struct BatchLine {
    std::int64_t number;
    MessageRequest request;
};
struct Rejected {
    std::int64_t line;
    std::string error;
};
struct Outcome {
    std::int64_t accepted = 0, duplicate = 0;
    std::vector<Rejected> rejected;
};

std::string in_one_line(const ApiError& error) { return fmt::format("{} ({})", error.what(), error.hint); }

std::string_view next_line(std::string_view& text)
{
    const auto end = text.find('\n');
    auto line = text.substr(0, end);
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

MessageRequest parse_line(std::string_view line, const std::string& country)
{
    std::array<unsigned char, 4096> arena;
    boost::json::monotonic_resource memory{arena.data(), arena.size()};
    return message_request_from(parse_json(line, &memory), country);
}

boost::json::object summary(Outcome outcome)
{
    std::ranges::sort(outcome.rejected, {}, &Rejected::line);
    boost::json::array spelled_out;
    for (const auto& [line, error] : outcome.rejected) {
        if (spelled_out.size() == most_spelled_out) break;
        spelled_out.push_back(boost::json::object{{"line", line}, {"error", error}});
    }
    return {{"accepted", outcome.accepted},
            {"duplicate", outcome.duplicate},
            {"rejected_count", outcome.rejected.size()},
            {"rejected", std::move(spelled_out)}};
}
} // namespace

boost::asio::awaitable<ApiReply> post_batch(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    require_room(service.store);
    const auto first_line =
        query_integer(request, "first_line", 0, std::numeric_limits<std::int64_t>::max() / 2).value_or(1);
    const auto executor = co_await boost::asio::this_coro::executor;

    Outcome outcome;
    std::vector<BatchLine> lines;
    std::string_view rest = request.body;
    for (std::size_t count = 0; !rest.empty(); ++count) {
        if (count == most_lines)
            throw ApiError{413, "too_large", fmt::format("more than {} lines in one request", most_lines),
                           "send the rest in further requests"};
        if (count % lines_at_a_stretch == lines_at_a_stretch - 1)
            co_await boost::asio::post(executor, boost::asio::use_awaitable);
        const auto line = next_line(rest);
        if (line.find_first_not_of(" \t") == line.npos) continue;
        const auto number = first_line + static_cast<std::int64_t>(count);
        try {
            lines.push_back({number, parse_line(line, service.defaults.country)});
            lines.back().request.message.actor = request.actor;
        } catch (const ApiError& error) {
            outcome.rejected.push_back({number, in_one_line(error)});
        }
    }

    const auto now = service.clock.now();
    const bool sure_clock = service.clock.trusted();
    const auto router = service.lines.router();
    const auto add_all = [&](Connection& db) {
        MessageIntake intake{db, now, sure_clock, *router};
        MessageId first = std::numeric_limits<MessageId>::max(), last = 0;
        for (auto& [number, wanted] : lines) {
            try {
                const auto added = intake.add(wanted);
                ++(added.duplicate ? outcome.duplicate : outcome.accepted);
                if (added.duplicate) continue;
                first = std::min(first, added.id);
                last = std::max(last, added.id);
            } catch (const ApiError& error) {
                outcome.rejected.push_back({number, in_one_line(error)});
            }
        }
        if (last > 0)
            Audit{db}.note({request.actor, now, sure_clock}, "send_batch",
                           {{"messages", outcome.accepted}, {"first", first}, {"last", last}});
    };
    from_store(co_await service.store.write(add_all));
    spdlog::info("api: {} queued {} messages; {} were there already, {} were rejected", request.actor, outcome.accepted,
                 outcome.duplicate, outcome.rejected.size());
    if (outcome.accepted > 0) {
        service.outbox_changed.ring();
        service.lines.wake();
    }
    co_return json_reply(200, summary(std::move(outcome)));
}
} // namespace nida::daemon
