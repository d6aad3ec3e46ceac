#pragma once

#include <string_view>

namespace nida::daemon
{

/// The automatic answers to supporters. Their words are in config/languages.
enum class Reply {
    welcome,        ///< to JOIN: they are in
    already_member, ///< to JOIN from somebody who had joined before
    goodbye,        ///< to a leaving: no more messages
    was_not_member, ///< to a leaving from somebody who was not in
    help,           ///< to HELP, and what the three words are
};
inline constexpr Reply all_replies[] = {Reply::welcome, Reply::already_member, Reply::goodbye, Reply::was_not_member,
                                        Reply::help};

/// "welcome": its name in files of languages.
std::string_view to_string(Reply reply);

} // namespace nida::daemon
