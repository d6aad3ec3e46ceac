#pragma once
#include "protocol/errors.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace nida::protocol
{
/// <m> of +CUSD (TS 27.007 §7.15).
enum class CusdMode { done = 0, action_required = 1, terminated = 2, other_client = 3, unsupported = 4, timed_out = 5 };

struct Cusd {
    CusdMode mode;
    std::string string; ///< as on the wire: text, or hex of one of several encodings
    std::optional<unsigned> dcs;
};
/// @param text  "+CUSD: …", over several lines where the reply had some. The string reaches from the first quote to the last.
Decoded<Cusd> parse_cusd(std::string_view text);

/// How a modem wants USSD strings on the wire.
enum class UssdDialect { text, packed, ucs2 };
/// The request's string parameter for AT+CUSD=1,"<string>",15.
std::string encode_ussd(std::string_view code, UssdDialect dialect);
/// UTF-8 of a reply, by its dcs and its looks: plain text, hex of packed septets, hex of UCS-2, hex of ASCII.
std::string decode_ussd(const Cusd& reply, UssdDialect likely);

enum class UssdState { idle, awaiting_network, awaiting_user };
/// The state after "+CUSD: <m>". Any <m> may come in any state: networks open sessions, too.
constexpr UssdState next_state(UssdState state, CusdMode mode)
{
    switch (mode) {
    case CusdMode::action_required: return UssdState::awaiting_user;
    case CusdMode::other_client: return state; // somebody else's session; ours goes on
    case CusdMode::done:
    case CusdMode::terminated:
    case CusdMode::unsupported:
    case CusdMode::timed_out: return UssdState::idle;
    }
    return UssdState::idle;
}
} // namespace nida::protocol
