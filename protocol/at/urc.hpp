#pragma once
#include "protocol/at/registration.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace nida::protocol
{
/// Where a message lies in the modem: "SM" 7.
struct StoredAt {
    std::string storage;           ///< "SM", "ME", "MT", "SR", "BM"
    std::optional<unsigned> index; ///< none where the modem gave no valid one ("SM",-1 or 255): list instead
    bool operator==(const StoredAt&) const = default;
};

// Unsolicited result codes that we act on (TS 27.005 §3.4, 27.007 §7). All others are `OtherUrc`.
struct NewMessage {
    StoredAt at;
}; ///< +CMTI
struct NewStatusReport {
    StoredAt at;
}; ///< +CDSI
struct DirectMessage {
    std::string pdu;                ///< hex; in text mode the text
    std::optional<unsigned> length; ///< of the TPDU, in octets
    std::string alpha = {};         ///< the sender's name in the modem's phone book
    bool text_mode = false;         ///< the modem is in +CMGF=1: the line is no PDU
};                                  ///< +CMT and its PDU line
struct DirectStatusReport {
    std::string pdu;
    std::optional<unsigned> length;
}; ///< +CDS and its PDU line
struct CellBroadcast {
    std::string pdu;
    std::optional<unsigned> length = {};
    bool text_mode = false;
}; ///< +CBM and its PDU line
struct UssdUrc {
    std::string text;
}; ///< +CUSD, whole, perhaps over several lines
struct RegistrationUrc {
    std::string text;
    std::optional<RegistrationReport> report = {}; ///< none where it cannot be read
};                                                 ///< +CREG, +CGREG, +CEREG, +C5GREG
struct StorageFull {
    std::string storage;
}; ///< ^SMMEMFULL, +QIND "smsfull", ^SMGO, +CIEV smsfull
struct Ring {
    std::string kind = {}; ///< "VOICE" of +CRING; empty for RING
};                         ///< RING, +CRING
struct CallerId {
    std::string number; ///< empty where it was withheld or is not known; with + where it is international
    std::optional<unsigned> type = {}; ///< type of address: 145 international, 129 national, 128 unknown
    std::string alpha = {};            ///< the caller's name in the modem's phone book
    std::optional<unsigned> validity =
        {};             ///< 0 valid, 1 withheld, 2 not available; most modems say it at the sixth place
    bool waits = false; ///< +CCWA (§7.12): a second call, while the line is taken
};                      ///< +CLIP (§7.6), +CCWA
/// NO CARRIER by itself, or one of the makers' words for it: the call is over, or rings no more.
struct CallEnded {
    std::string number = {}; ///< of who called, where the line says it (MISSED_CALL)
};
struct Restarted {
    std::string text;
}; ///< RDY, ^SYSSTART, +CFUN: 1 or *ATREADY unasked: all settings are gone
struct SimState {
    std::string text;
    std::optional<SimLock> lock = {}; ///< of +CPIN
};                                    ///< +CPIN: ... or ^SIMST unasked
struct LateError {
    std::string text;
}; ///< +CME ERROR or +CMS ERROR with no command pending
struct LateSubmitResult {
    unsigned reference;
}; ///< +CMGS: <mr> or +CMSS: <mr> with no such command pending
struct OtherUrc {
    std::string text;
    bool known = false; ///< noise that some family is known for, rather than something nobody has seen
};                      ///< all else: logged and dropped
using Urc = std::variant<NewMessage, NewStatusReport, DirectMessage, DirectStatusReport, CellBroadcast, UssdUrc,
                         RegistrationUrc, StorageFull, Ring, CallerId, CallEnded, Restarted, SimState, LateError,
                         LateSubmitResult, OtherUrc>;

/// Whether `line` begins a URC whose PDU comes on the next non-empty line: +CMT:, +CDS:, +CBM:.
bool announces_pdu(std::string_view line);
/// Whether a +CUSD line is unfinished: an opened quote that the line does not close, or nothing behind the comma.
bool continues_on_next_line(std::string_view line);

/// Whether `line` is a URC while `pending` (the command in flight as sent, "AT+CREG?"; empty for none) waits for its response.
/// Sorted by prefix: "+CMTI" always is; "+CREG: 1" is not while AT+CREG? waits unless it has a field less than a read answer;
/// "+CUSD" always is; an echo of the command is neither (see is_echo).
bool is_urc(std::string_view line, std::string_view pending);
/// Whether `line` is the echo of the command in flight, spaces and case aside.
bool is_echo(std::string_view line, std::string_view pending);
/// @param line  the line, and @param second  the PDU line of those that announce one (empty otherwise)
Urc parse_urc(std::string_view line, std::string_view second = {});
} // namespace nida::protocol
