#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace nida::protocol
{
/// Which way octets went over the port.
enum class PortDirection { to_modem, from_modem, not_said };

/// One line of a log: the octets that it shows.
struct TranscriptPiece {
    std::size_t line; ///< in the log, from 1
    PortDirection direction;
    std::string
        octets; ///< time stamp, direction mark and quotes taken off, "\r", "<CR>", "\x1a", "<CTRL-Z>" and the like made octets
};
struct TranscriptPieces {
    std::vector<TranscriptPiece> pieces;
    /// The log shows line ends, so a piece without one goes on in the next of its direction. Otherwise each piece is a whole line.
    bool shows_line_ends = false;
};

/// A log of a conversation with a modem, as people paste it: raw, or with the direction marked at the beginning of its lines, behind
/// time stamps and names in brackets, in one of the usual ways: "-->" and "<--", "->" and "<-", ">>" and "<<", "> " and "< ", "TX:"
/// and "RX:", "Sent:" and "Received:", and their like. The way that most lines have counts; a mark that only ever points away from
/// the modem counts where a command stands behind it, and says nothing where answers have it, too. UTF-8, or UTF-16 with its mark.
TranscriptPieces pieces_of(std::string_view transcript);

/// Whether a line reads like a command: AT and what can begin one, or a bare AT or A/; at most 1024 characters.
bool looks_like_command(std::string_view line);
} // namespace nida::protocol
