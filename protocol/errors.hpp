#pragma once
#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace nida::protocol
{
enum class ParseError { truncated = 1, reserved_value, bad_digit, missing_field, too_long };

/// Enough to find the fault in a hex dump from the log line alone.
struct DecodeError {
    ParseError why;
    std::string_view field;   ///< a literal, the spec's name: "TP-OA", "TP-SCTS", "+CUSD"
    std::size_t offset;       ///< octets (PDU) or characters (line) before the fault
    std::string text() const; ///< "TP-OA: truncated at octet 7"
};
const boost::system::error_category& parse_category() noexcept;
boost::system::error_code make_error_code(ParseError) noexcept;

/// What `boost::system::result` throws where `.value()` is asked of an error.
[[noreturn]] void throw_exception_from_error(const DecodeError&, const boost::source_location&);

template <class T> using Decoded = boost::system::result<T, DecodeError>;

/// "+CMS ERROR: <n>" (TS 27.005 §3.2.5; below 128, TS 24.011 annex E-2; 128-255, TS 23.040 §9.2.3.22). The code's value is <n>.
const boost::system::error_category& cms_category() noexcept;
/// "+CME ERROR: <n>" (TS 27.007 §9.2). The code's value is <n>.
const boost::system::error_category& cme_category() noexcept;
/// A final result that says no without a number: 1 is ERROR, 2 NO CARRIER, 3 COMMAND NOT SUPPORT, 4 TOO MANY PARAMETERS,
/// 5 an error text without a number that no table knows.
const boost::system::error_category& at_category() noexcept;

/// What a refusal means for the message and the line that met it. Each code's is in at/refusals.hpp.
enum class ErrorClass {
    retry_soon,          ///< a passing fault: again in seconds, with back-off
    retry_later,         ///< the network asks for patience: again in minutes
    outcome_unknown,     ///< a timer or a duplicate, not a refusal: the message may have gone (CMS 332)
    permanent,           ///< never for this recipient or message
    line_out_of_service, ///< the modem's state: recover it, then try again
    sim,                 ///< the SIM or its subscription: this line should pause
    credit_suspicion, ///< the sender may not send, as when a prepaid account is empty: pause this line and ask for the balance
    our_bug, ///< we sent something malformed: never again for this message, and somebody should look at the log
};
/// The class of a refusal in any of the three categories; numbers that no table knows are `retry_soon`.
ErrorClass classify(const boost::system::error_code&) noexcept;
/// Whether the refusal says that nobody can be reached under the recipient's number: TS 24.011 annex E-2, TS 23.040 §9.2.3.22.
bool blames_recipient(const boost::system::error_code&) noexcept;
/// Its name in English, as the documentation lists it: "retry soon".
std::string_view name_of(ErrorClass) noexcept;
} // namespace nida::protocol

template <> struct boost::system::is_error_code_enum<nida::protocol::ParseError> : std::true_type {
};
