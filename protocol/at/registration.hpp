#pragma once
#include "protocol/at/at_response.hpp"

#include <chrono>
#include <cstdint>

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
/// What +CREG, +CGREG, +CEREG or +C5GREG say.
struct RegistrationReport {
    Registration stat;
    std::optional<unsigned> n;         ///< which URCs are on; read answers have it
    std::optional<std::uint64_t> area; ///< <lac> or <tac>, hex on the wire
    std::optional<std::uint64_t> cell; ///< <ci>, hex on the wire
    std::optional<unsigned> act;       ///< the access technology, see access_technology()
    bool operator==(const RegistrationReport&) const = default;
};
/// What a line says behind its prefix: read answer ("<n>,<stat>[,…]") where `read_answer`, else URC ("<stat>[,…]"). Quotes need
/// not be there, nor match; a place that cannot be read is none. None at all without a <stat> of the spec's.
std::optional<RegistrationReport> parse_registration_report(std::string_view value, bool read_answer);
/// The <stat> alone.
std::optional<Registration> parse_registration(std::string_view value, bool read_answer);
/// Whether "<n>,<stat>[,…]" stands there rather than a URC's "<stat>[,<lac>,<ci>…]": only then is the second field a bare
/// number of one or two digits that can be a <stat>. A <lac> is quoted, or has more digits.
bool is_registration_read_answer(std::string_view value);
/// "2G", "3G", "4G", "5G" for <act> (§7.2); empty for a number that the spec does not have.
std::string_view access_technology(unsigned act);
constexpr bool can_send_sms(Registration r)
{
    return r == Registration::home || r == Registration::roaming || r == Registration::home_sms_only ||
           r == Registration::roaming_sms_only;
}

/// +CSQ (§8.5) as dBm; none for 99.
std::optional<int> parse_signal_dbm(const AtResponse& response);

/// +COPS? (§7.3).
struct OperatorReport {
    std::optional<unsigned> mode;   ///< 0 automatic, 1 manual, 2 off
    std::optional<unsigned> format; ///< of the name: 0 long, 1 short, 2 the MCC and MNC in digits
    std::string name;               ///< UTF-8; empty where the modem is not registered
    std::optional<unsigned> act;    ///< the access technology, see access_technology()
    bool operator==(const OperatorReport&) const = default;
};
/// The operator in a +COPS? answer; none where no line is one. What some modems put behind the name (@, 0xFF) is taken off, and
/// hex of UCS-2 is read.
std::optional<OperatorReport> parse_operator(const AtResponse& response);

/// +CPIN? (§8.3).
enum class SimLock { ready, pin, puk, other_lock, not_ready, not_inserted };
/// What stands behind "+CPIN:", quotes or not; a text that nobody knows is `other_lock`.
SimLock parse_sim_state(std::string_view value);
/// Total: from the response's line or its error.
SimLock parse_sim_lock(const AtResponse& response);

/// The PIN tries left, from the answer of one of: ^CPIN?, +ZPINPUK=?, +QPINC?, +SPIC, #PCT, +UPINCNT, +CPINR, ^SPIC, +CPINC?.
std::optional<unsigned> parse_pin_tries(std::string_view command, const AtResponse& response);
/// The commands above, in the order in which an unknown modem is asked.
std::vector<std::string> pin_try_queries();

/// IMEI, IMSI or ICCID: the digits in whatever form the modem gave ("+CGSN: 86…", quoted, bare); none where there are under 14.
/// An ICCID may end in a filler F, which is taken off.
std::optional<std::string> parse_identity(const AtResponse& response);
/// An ICCID, which begins with 89 (ITU-T E.118). Some firmware shows its octets as they lie on the SIM, with the digits of each pair
/// exchanged ("98…", TS 51.011 §10.1.1) and perhaps a filler F: they are put right.
std::optional<std::string> parse_iccid(const AtResponse& response);

/// +CCLK? (§8.15): "yy/MM/dd,hh:mm:ss±zz", zz in quarters of an hour; none where the modem shows no real time (year before 2020).
std::optional<std::chrono::sys_seconds> parse_clock(const AtResponse& response);
} // namespace nida::protocol
