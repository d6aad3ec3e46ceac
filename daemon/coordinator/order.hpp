#pragma once

#include "daemon/coordinator/command.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace nida::daemon
{

class Languages;

/// A command, and what stands behind it.
struct Order {
    Command command;
    std::string rest;                     ///< as it was written, without the space around it
    std::optional<std::int64_t> number{}; ///< "PAUSE 17": which campaign or request
};

/// Six digits that answer a request of the box.
struct TypedCode {
    std::string digits;                    ///< ASCII
    std::optional<std::int64_t> request{}; ///< "17 482193": which one
};

/// Nothing of both: the message is as anybody's.
using Instruction = std::variant<std::monostate, Order, TypedCode>;

/// What a coordinator's message tells the box to do, whatever its spelling (see fold()), in any of the languages.
///
/// A command is the first word or words. Behind ALERT and ADD anything may follow; the others stand alone, or with a number, so that a sentence
/// that begins as one ("pause for a moment") is no command. A code is six digits and nothing else, which may be written as twice three,
/// or stand behind the request's number.
/// @param text  any octets
Instruction read_instruction(std::string_view text, const Languages& languages);

/// The command with whose words a text begins, whatever follows: of one that read_instruction() does not understand, what was perhaps meant.
/// @return none also where a sentence begins so, of more than three words: "Balance is important in life"
std::optional<Command> command_begun(std::string_view text, const Languages& languages);

} // namespace nida::daemon
