#pragma once
#include "protocol/errors.hpp"

#include <boost/system/error_code.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nida::protocol
{
/// The last line of a command's response: OK, or an error (TS 27.007 §9; TS 27.005 §3.2.5; V.250 §5.7.1).
struct FinalResult {
    boost::system::error_code error; ///< clear for OK
    std::string text;                ///< the line as it came
    bool ok() const { return !error; }
};
/// The final result that `line` is, if it is one. `dial` allows NO CARRIER, BUSY, NO ANSWER, NO DIALTONE, CONNECT, which come
/// unsolicited otherwise. Error texts ("+CME ERROR: SIM busy") map to their numbers, whatever their case and spacing.
/// The numeric results of ATV0 are not known here: a bare number is the answer of many commands.
std::optional<FinalResult> parse_final_result(std::string_view line, bool dial = false);

/// What else ends a command, where the modem or the command is known for it.
struct FinalRules {
    bool dial = false;    ///< ATD, ATA, ATH: NO CARRIER and its like
    bool numeric = false; ///< after ATV0: "0" is OK, see parse_numeric_result
    /// The name of an information line that is the last one, since no OK follows: "+CPIN" on old Wavecom modems. Such a line is
    /// both the answer and a success.
    std::string_view ends_too = {};
};
std::optional<FinalResult> parse_final_result(std::string_view line, const FinalRules& rules);

/// A result code of ATV0 (V.250 §6.3.1): 0 OK, 1 CONNECT, 3 NO CARRIER, 4 ERROR, 6 NO DIALTONE, 7 BUSY, 8 NO ANSWER. 2 is RING, a
/// URC, and so none; so are 1, 3 and 6-8 unless `dial`.
std::optional<FinalResult> parse_numeric_result(std::string_view line, bool dial = false);

/// A command's whole response.
struct AtResponse {
    std::vector<std::string> lines; ///< information text, echo and URCs taken off
    FinalResult result;
    /// What stands behind "<prefix>:" (leading spaces off) in the first line that has it; none where no line does.
    std::optional<std::string> value(std::string_view prefix) const;
};

/// The first line of an answer that may stand without its name: "ZTE CORPORATION" of AT+CGMI as well as "+CGMI: ZTE CORPORATION",
/// quotes around it taken off. Empty where there is none.
std::string first_text(const AtResponse& response, std::string_view prefix);

/// Comma-separated parameters with quotes taken off; a comma inside quotes or parentheses does not separate. Absent ones are empty.
std::vector<std::string> split_parameters(std::string_view text);
/// Every number that a test answer's group allows: "(0-2,4)" gives 0, 1, 2, 4; "1" gives 1. Ranges past 255 are cut.
std::vector<unsigned> parse_range(std::string_view group);
std::optional<unsigned> parse_unsigned(std::string_view digits);
/// Hexadecimal digits in either case, perhaps among quotes that do not match; none where there are none or too many for 64 bits.
std::optional<std::uint64_t> parse_hexadecimal(std::string_view digits);
/// A string that may stand as hex of UCS-2 (TS 27.005 §3.1, +CSCS="UCS2"), as UTF-8; as it came where it does not look so: whole
/// units of four hex digits, all of one script, no control characters. Digits alone are taken for hex only from 16 on.
std::string text_of(std::string_view field);
} // namespace nida::protocol
