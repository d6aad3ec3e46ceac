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
    asked,          ///< to JOIN where that has to be confirmed
    group_welcome,  ///< to JOIN and a group: they are in it
    group_goodbye,  ///< to STOP and a group: they left that one alone
    group_asked,    ///< to JOIN and a group where that has to be confirmed
};
inline constexpr Reply all_replies[] = {Reply::welcome,        Reply::already_member, Reply::goodbye,
                                        Reply::was_not_member, Reply::help,           Reply::asked,
                                        Reply::group_welcome,  Reply::group_goodbye,  Reply::group_asked};
/// Whether its text names a group.
bool concerns_a_group(Reply reply);
/// Where it does so.
inline constexpr std::string_view group_mark = "{group}";

/// "welcome": its name in files of languages.
std::string_view to_string(Reply reply);

} // namespace nida::daemon
