#pragma once
#include "protocol/at/at_response.hpp"

#include <chrono>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nida::protocol
{
/// <stat> of +CREG, +CGREG, +CEREG (TS 27.007 §7.2). The value is the spec's number.
enum class Registration {
    not_searching = 0,
    home = 1,
    searching = 2,
    denied = 3,
    unknown = 4,
    roaming = 5,
    home_sms_only = 6,
    roaming_sms_only = 7,
    emergency_only = 8,
    home_no_csfb = 9,
    roaming_no_csfb = 10,
    emergency_bearer = 11
};
/// What a line says behind its prefix: read answer ("<n>,<stat>[,…]") where `read_answer`, else URC ("<stat>[,…]").
std::optional<Registration> parse_registration(std::string_view value, bool read_answer);
constexpr bool can_send_sms(Registration r)
{
    return r == Registration::home || r == Registration::roaming || r == Registration::home_sms_only ||
           r == Registration::roaming_sms_only;
}

/// +CSQ (§8.5) as dBm; none for 99.
std::optional<int> parse_signal_dbm(const AtResponse& response);

/// +CPIN? (§8.3).
enum class SimLock { ready, pin, puk, other_lock, not_ready, not_inserted };
/// Total: from the response's line or its error; a text that nobody knows is `other_lock`.
SimLock parse_sim_lock(const AtResponse& response);

/// The PIN tries left, from the answer of one of: ^CPIN?, +ZPINPUK=?, +QPINC?, +SPIC, #PCT, +UPINCNT, +CPINR, ^SPIC, +CPINC?.
std::optional<unsigned> parse_pin_tries(std::string_view command, const AtResponse& response);
/// The commands above, in the order in which an unknown modem is asked.
std::vector<std::string> pin_try_queries();

/// IMEI, IMSI or ICCID: the digits in whatever form the modem gave ("+CGSN: 86…", quoted, bare); none where there are under 14.
/// An ICCID may end in a filler F, which is taken off.
std::optional<std::string> parse_identity(const AtResponse& response);

/// +CCLK? (§8.15): "yy/MM/dd,hh:mm:ss±zz", zz in quarters of an hour; none where the modem shows no real time (year before 2020).
std::optional<std::chrono::sys_seconds> parse_clock(const AtResponse& response);
} // namespace nida::protocol
