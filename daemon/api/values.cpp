#include "daemon/api/values.hpp"

#include "protocol/encoding/segmentation.hpp"
#include "protocol/numbering/numbering_plan.hpp"
#include "protocol/numbering/written_number.hpp"

#include <fmt/format.h>

#include <charconv>
#include <limits>

namespace nida::daemon
{
namespace
{
using namespace std::chrono_literals;

constexpr std::chrono::seconds longest_validity = std::chrono::weeks{63};
// No text of so few octets needs more segments than a concatenation can number.
constexpr std::size_t surely_short = protocol::max_segments * 60;
constexpr std::int64_t most_rows_in_a_page = 5000;

std::optional<std::string> short_code(std::string_view written)
{
    const auto number = protocol::numbering::read_written_number(written);
    if (!number || number->international || number->digits.size() < 3 || number->digits.size() > 8) return {};
    return number->digits;
}

ApiError bad_number(std::string_view written, std::string_view why, const std::string& country)
{
    return {422, "bad_number", fmt::format("\"{}\" is no phone number: {}", written, why),
            fmt::format("write it with + and the country's code, or as it is dialled within {}", country)};
}

template <class Integer> std::optional<Integer> whole(std::string_view text)
{
    Integer value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return {};
    return value;
}

ApiError bad_validity()
{
    return {422, "bad_value", "\"validity\" is not a time between 1 second and 63 weeks",
            "accepted: \"90s\", \"30m\", \"2h\", \"3d\", \"1w\", or a number of seconds"};
}

std::chrono::seconds validity_of(std::int64_t count, std::chrono::seconds unit)
{
    if (count < 1 || count > longest_validity / unit) throw bad_validity();
    return count * unit;
}

std::chrono::seconds validity_of(std::string_view text)
{
    auto unit = 1s;
    if (text.ends_with('m')) unit = 1min;
    if (text.ends_with('h')) unit = 1h;
    if (text.ends_with('d')) unit = std::chrono::days{1};
    if (text.ends_with('w')) unit = std::chrono::weeks{1};
    if (unit != 1s || text.ends_with('s')) text.remove_suffix(1);
    const auto count = whole<std::int64_t>(text);
    if (!count) throw bad_validity();
    return validity_of(*count, unit);
}
} // namespace

std::string person_number_from(std::string_view written, const std::string& country)
{
    const auto number = protocol::parse_number(written, country);
    if (!number) throw bad_number(written, protocol::describe(number.error()), country);
    if (!number->possible)
        throw bad_number(written, fmt::format("{} has a length that no number of its country has", number->text()),
                         country);
    return number->text();
}

std::string recipient_from(std::string_view written, const std::string& country)
{
    const auto number = protocol::parse_number(written, country);
    if (number && number->possible) return number->text();
    if (auto code = short_code(written)) return std::move(*code);
    return person_number_from(written, country);
}

std::string message_text_from(std::string text)
{
    const auto bad = [](std::string why, const char* hint) { return ApiError{422, "bad_text", why, hint}; };
    if (text.empty()) throw bad("the text is empty", "send at least one character");
    if (text.find_first_not_of(" \t\r\n") == text.npos) throw bad("the text has nothing but blanks", "write something");
    if (text.find('\0') != text.npos) throw bad("the text has a NUL in it", "leave it out: no phone could show it");
    if (text.size() > surely_short) {
        const auto segments = protocol::count_segments(text).segments;
        if (segments > protocol::max_segments)
            throw bad(
                fmt::format("the text needs {} segments, a message has at most {}", segments, protocol::max_segments),
                "shorten it, or send it as several messages");
    }
    return text;
}

Priority priority_from(const std::optional<std::string>& name)
{
    if (!name) return Priority::campaign;
    const auto priority = parse_priority(*name);
    if (!priority)
        throw ApiError{422, "bad_value", fmt::format("\"{}\" is no priority", *name),
                       "accepted: alert, reply, campaign"};
    return *priority;
}

std::chrono::seconds validity_from(const boost::json::value* validity)
{
    if (!validity) return 24h;
    if (const auto* seconds = validity->if_int64()) return validity_of(*seconds, 1s);
    if (const auto* text = validity->if_string()) return validity_of(std::string_view{*text});
    throw bad_validity();
}

std::optional<std::string> query_text(const ApiRequest& request, const std::string& name)
{
    const auto found = request.query.find(name);
    if (found == request.query.end() || found->second.empty()) return {};
    return found->second;
}

std::optional<std::int64_t> query_integer(const ApiRequest& request, const std::string& name, std::int64_t least,
                                          std::int64_t most)
{
    const auto text = query_text(request, name);
    if (!text) return {};
    const auto value = whole<std::int64_t>(*text);
    if (!value || *value < least || *value > most)
        throw ApiError{422, "bad_value",
                       fmt::format("{}={} is not a whole number from {} to {}", name, *text, least, most),
                       fmt::format("correct {} in the address", name)};
    return value;
}

PageRange page_range(const ApiRequest& request)
{
    PageRange range;
    range.since = query_integer(request, "since", 0, std::numeric_limits<std::int64_t>::max()).value_or(range.since);
    range.limit = query_integer(request, "limit", 1, most_rows_in_a_page).value_or(range.limit);
    return range;
}

std::chrono::seconds query_wait(const ApiRequest& request)
{
    return std::chrono::seconds{query_integer(request, "wait", 0, 60).value_or(0)};
}

std::int64_t path_id(const ApiRequest& request, const char* code)
{
    const auto id = whole<std::int64_t>(request.parameters.at(0));
    if (!id) throw ApiError{404, code, fmt::format("\"{}\" is no id", request.parameters[0]), "ids are whole numbers"};
    return *id;
}
} // namespace nida::daemon
