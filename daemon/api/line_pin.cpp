#include "daemon/api/fields.hpp"
#include "daemon/api/lines.hpp"
#include "daemon/api/resources.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

namespace nida::daemon
{
namespace
{
using What = Lines::PinResult::What;

/// 4 to 8 digits (TS 31.101 §9.5.1). What was written is in no error: it may be right but for a blank.
std::string pin_from(const boost::json::value& body)
{
    auto pin = Fields{body, {"pin"}}.required_text("pin");
    const bool digits = std::ranges::all_of(pin, [](char c) { return c >= '0' && c <= '9'; });
    if (pin.size() < 4 || pin.size() > 8 || !digits)
        throw ApiError{422, "bad_value", "that is not a PIN; it was not tried", "a PIN has 4 to 8 digits"};
    return pin;
}

std::string tries_hint(const Lines::PinResult& result, std::string_view then)
{
    if (!result.tries_left) return fmt::format("the modem does not say how many tries are left; {}", then);
    return fmt::format("tries left: {}; {}", *result.tries_left, then);
}
} // namespace

boost::asio::awaitable<ApiReply> post_pin(ApiContext& context, const ApiRequest& request)
{
    const auto pin = pin_from(parse_json(request.body));
    const auto& name = request.parameters[0];
    auto& lines = context.service.lines;
    spdlog::info("api: {} enters a PIN for line {}", request.actor, name);
    const auto result = co_await lines.enter_pin(name, pin);
    switch (result.what) {
    case What::accepted: co_return json_reply(200, boost::json::object{{"result", "accepted"}});
    case What::not_needed: co_return json_reply(200, boost::json::object{{"result", "not_needed"}});
    case What::refused:
        throw ApiError{422, "pin_refused", result.text, tries_hint(result, "this PIN is not tried again on this SIM")};
    case What::held_back:
        throw ApiError{409, "pin_held_back", result.text,
                       tries_hint(result, "enter another one, or put the SIM into a telephone")};
    case What::puk:
        throw ApiError{409, "puk_required", result.text, "nidad never enters a PUK: put the SIM into a telephone"};
    case What::unknown_line: throw unknown_line(name, lines.status());
    case What::unavailable: break;
    }
    throw ApiError{503, "line_unavailable", result.text, "see `nida line " + name + "`"};
}
} // namespace nida::daemon
