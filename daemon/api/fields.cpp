#include "daemon/api/fields.hpp"

#include <boost/json/parser.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace nida::daemon
{
namespace
{
ApiError wrong_type(std::string_view name, std::string_view wanted)
{
    return {400, "bad_request", fmt::format("\"{}\" is not {}", name, wanted),
            fmt::format("send {} as {}", name, wanted)};
}
} // namespace

boost::json::value parse_json(std::string_view text, boost::json::storage_ptr storage)
{
    std::array<unsigned char, 1024> scratch;
    boost::json::parser parser{{}, {}, scratch.data(), scratch.size()};
    parser.reset(std::move(storage));
    boost::json::error_code error;
    const auto read = parser.write_some(text.data(), text.size(), error);
    if (!error && read < text.size()) error = boost::json::error::extra_data;
    if (error)
        throw ApiError{400, "bad_request",
                       fmt::format("this is not JSON: {} at octet {} of {}", error.message(), read, text.size()),
                       "send one JSON value in UTF-8"};
    return parser.release();
}

Fields::Fields(const boost::json::value& json, std::initializer_list<std::string_view> accepted)
    : object_{json.if_object()}
{
    if (!object_)
        throw ApiError{400, "bad_request", "this is not a JSON object",
                       fmt::format("send an object with: {}", fmt::join(accepted, ", "))};
    for (const auto& field : *object_) {
        const std::string_view name = field.key();
        if (std::ranges::find(accepted, name) == accepted.end())
            throw ApiError{400, "bad_request", fmt::format("\"{}\" is no field of this request", name),
                           fmt::format("accepted: {}", fmt::join(accepted, ", "))};
    }
}

const boost::json::value* Fields::find(std::string_view name) const
{
    const auto* value = object_->if_contains(name);
    return value && !value->is_null() ? value : nullptr;
}

std::optional<std::string> Fields::text(std::string_view name) const
{
    const auto* value = find(name);
    if (!value) return {};
    if (!value->is_string()) throw wrong_type(name, "a text");
    return std::string{value->get_string()};
}

std::string Fields::required_text(std::string_view name) const
{
    auto found = text(name);
    if (!found)
        throw ApiError{400, "bad_request", fmt::format("\"{}\" is missing", name),
                       fmt::format("send {} as a text", name)};
    return std::move(*found);
}

std::optional<bool> Fields::boolean(std::string_view name) const
{
    const auto* value = find(name);
    if (!value) return {};
    if (!value->is_bool()) throw wrong_type(name, "true or false");
    return value->get_bool();
}

std::optional<std::int64_t> Fields::integer(std::string_view name) const
{
    const auto* value = find(name);
    if (!value) return {};
    if (!value->is_int64()) throw wrong_type(name, "a whole number");
    return value->get_int64();
}
} // namespace nida::daemon
