#pragma once
#include "protocol/at/line_fields.hpp"
#include "protocol/at/refusals.hpp"

#include <boost/system/error_code.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nida::protocol
{
enum class LineKind {
    command,      ///< what was sent to the modem as a command line
    echo,         ///< the modem's repetition of it
    information,  ///< a line of the answer to a command
    final_result, ///< OK, ERROR, +CMS ERROR, …
    urc,          ///< what the modem said by itself, and a gateway acts on
    prompt,       ///< ">"
    payload,      ///< what was sent at a prompt, or is no command line
    noise,        ///< what some family is known to say by itself and nobody needs; line noise
    unknown       ///< all else
};
/// "command", "echo", "information", "final_result", …
std::string_view name_of(LineKind) noexcept;

enum class PduDirection { from_network, to_network };

/// One thing that was said. All strings are UTF-8: what was none has U+FFFD instead.
struct ParsedLine {
    std::size_t line; ///< of the transcript, from 1; of what spans several, the first
    LineKind kind;
    std::string
        text; ///< as it was on the wire, without its line end; what spans several lines has a line feed between them
    std::string name;          ///< "+CREG"; of final results "OK", "CMS", "CME", "ERROR"; empty where a line has none
    std::string command;       ///< the command that it belongs to: "AT+CREG?"; empty where none was waiting
    std::vector<Field> fields; ///< what it says, see fields_of(); of payloads "end", "ctrl-z" or "esc"
    std::optional<boost::system::error_code> result; ///< of final results; clear for OK
    const Refusal* refusal =
        nullptr;     ///< of final results that refuse: its name, class and meaning; none where no table has it
    std::string pdu; ///< hex, where the line or the one behind it carries one
    PduDirection pdu_direction = PduDirection::from_network;
    std::optional<unsigned> tpdu_octets; ///< <length>, where the line or its command gives one
};

/// A conversation with a modem, as pieces_of() reads it, sorted as a driver would sort it: every line by the command that waits for
/// an answer. Total: any input gives some records, in its order; empty lines give none.
std::vector<ParsedLine> parse_transcript(std::string_view transcript);
} // namespace nida::protocol
