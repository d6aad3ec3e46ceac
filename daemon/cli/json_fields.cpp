#include "daemon/cli/json_fields.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <ostream>

namespace nida::daemon::cli
{

namespace json = boost::json;

namespace
{

std::string shown(const json::value& value)
{
    if (value.is_null()) return {};
    if (value.is_string()) return std::string{value.get_string()};
    if (!value.is_array()) return json::serialize(value);
    std::string joined;
    for (const auto& item : value.get_array())
        joined += (joined.empty() ? "" : ", ") + shown(item);
    return joined;
}

} // namespace

std::string field(const json::object& object, std::string_view key)
{
    const auto* value = object.if_contains(key);
    return value == nullptr ? std::string{} : shown(*value);
}

std::int64_t integer(const json::object& object, std::string_view key)
{
    const auto* value = object.if_contains(key);
    boost::system::error_code ec;
    const auto number = value == nullptr ? 0 : value->to_number<std::int64_t>(ec);
    return ec ? 0 : number;
}

bool is_true(const json::object& object, std::string_view key)
{
    const auto* value = object.if_contains(key);
    return value != nullptr && value->is_bool() && value->get_bool();
}

const json::object& object_in(const json::object& object, std::string_view key)
{
    static const json::object none;
    const auto* value = object.if_contains(key);
    return value != nullptr && value->is_object() ? value->get_object() : none;
}

const json::array& rows_of(const json::object& page, std::string_view key)
{
    static const json::array none;
    const auto* value = page.if_contains(key);
    return value != nullptr && value->is_array() ? value->get_array() : none;
}

const json::object& object_of(const json::value& value)
{
    static const json::object none;
    return value.is_object() ? value.get_object() : none;
}

void write_json(std::ostream& out, const json::value& value)
{
    const auto text = json::serialize(value);
    std::string safe;
    safe.reserve(text.size() + 1);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto octet = static_cast<unsigned char>(text[i]);
        const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0U;
        if (octet == 0x7F)
            safe += "\\u007f";
        else if (octet == 0xC2 && next >= 0x80 && next < 0xA0) // the two octets of U+0080 to U+009F
            safe += fmt::format("\\u{:04x}", static_cast<unsigned>(text[++i]) & 0xFFU);
        else
            safe += text[i];
    }
    out << safe << '\n';
}

} // namespace nida::daemon::cli
