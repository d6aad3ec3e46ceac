#pragma once
#include "protocol/at/cusd.hpp"
#include "protocol/at/ussd_text.hpp"

namespace nida::protocol
{
/// The form in which a modem wants its requests.
using UssdDialect = UssdForm;

/// A USSD session as the terminal sees it (TS 24.090 §6): none, a request or an answer on its way, or the network's question open.
enum class UssdState { idle, awaiting_network, awaiting_user };

/// The state after "+CUSD: <m>" (TS 27.007 §7.15). Any <m> may come in any state: networks open sessions, too.
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
    return state;
}

/// What a client does, or what the modem says without a +CUSD.
enum class UssdEvent {
    sent,     ///< AT+CUSD=1,"…" was written: a request, or the answer to a question
    refused,  ///< its final result was an error, or a lone +CME ERROR came after the OK
    cancelled ///< AT+CUSD=2 was written; modems without a session refuse it, which means the same
};
/// The state after it. A +CUSD with <m> 3 says that the modem answered another client (27.007: "other local client has responded"):
/// our own request still waits for its answer.
constexpr UssdState next_state(UssdState state, UssdEvent event)
{
    switch (event) {
    case UssdEvent::sent: return UssdState::awaiting_network;
    // A lone error ends the request that waits. Where the network's question is open it is about something else.
    case UssdEvent::refused: return state == UssdState::awaiting_network ? UssdState::idle : state;
    case UssdEvent::cancelled: return UssdState::idle;
    }
    return state;
}
} // namespace nida::protocol
