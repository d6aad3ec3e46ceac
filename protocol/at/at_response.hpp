#pragma once
#include "protocol/errors.hpp"

#include <boost/system/error_code.hpp>

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
/// The numeric results of ATV0 are not known here: send ATV1 first.
std::optional<FinalResult> parse_final_result(std::string_view line, bool dial = false);

/// A command's whole response.
struct AtResponse {
    std::vector<std::string> lines; ///< information text, echo and URCs taken off
    FinalResult result;
    /// What stands behind "<prefix>:" (leading spaces off) in the first line that has it; none where no line does.
    std::optional<std::string> value(std::string_view prefix) const;
};

/// Comma-separated parameters with quotes taken off; a comma inside quotes or parentheses does not separate. Absent ones are empty.
std::vector<std::string> split_parameters(std::string_view text);
/// Every number that a test answer's group allows: "(0-2,4)" gives 0, 1, 2, 4; "1" gives 1. Ranges past 255 are cut.
std::vector<unsigned> parse_range(std::string_view group);
std::optional<unsigned> parse_unsigned(std::string_view digits);
} // namespace nida::protocol
