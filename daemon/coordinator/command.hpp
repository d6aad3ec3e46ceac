#pragma once

#include <string_view>

namespace nida::daemon
{

/// What a coordinator can ask of the box by text. Their words are in config/languages.
enum class Command {
    alert,    ///< and groups, and a text: to be sent to them
    status,   ///< what runs, and which lines serve
    balance,  ///< what is left on the lines
    pause,    ///< a campaign
    resume,   ///< a campaign
    stop_all, ///< pauses everything that is sent to many
    add,      ///< and a number, a name and a group: somebody who is to be known
    approve,  ///< a campaign that waits for a second person
    no,       ///< to what the box asked for a code
};
inline constexpr Command all_commands[] = {Command::alert, Command::status,  Command::balance,
                                           Command::pause, Command::resume,  Command::stop_all,
                                           Command::add,   Command::approve, Command::no};

/// "stop_all": its name in files of languages and in the audit.
std::string_view to_string(Command command);
/// Whether it is the beginning of a longer message; the others stand alone, or with a number.
bool has_argument(Command command);

} // namespace nida::daemon
