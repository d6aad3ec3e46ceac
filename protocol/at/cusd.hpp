#pragma once
#include "protocol/errors.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace nida::protocol
{
/// <m> of +CUSD (TS 27.007 §7.15).
enum class CusdMode { done = 0, action_required = 1, terminated = 2, other_client = 3, unsupported = 4, timed_out = 5 };

/// One "+CUSD: <m>[,<str>[,<dcs>]]".
struct Cusd {
    CusdMode mode;
    std::string string;          ///< as on the wire, in one of the forms of UssdForm
    std::optional<unsigned> dcs; ///< 0-255, TS 23.038 §5; see decode_cbs_dcs
};
/// @param text  "+CUSD: …", over several lines where the reply had some. The string reaches from the first quote to the last;
///              what modems leave behind <dcs> is dropped. <m> 6, which no specification has, is read as `terminated`.
/// @return `missing_field` where it is no +CUSD, `truncated`, `bad_digit` or `reserved_value` where <m> is none
Decoded<Cusd> parse_cusd(std::string_view text);

/// Whether a +CUSD, so far `text`, lacks lines: an opened quote that the last line does not close, or nothing behind the comma.
/// Quotes inside are not escaped, so this is a guess where one of them ends a line; who waits should do so for 2-3 s only.
bool cusd_goes_on(std::string_view text);
} // namespace nida::protocol
