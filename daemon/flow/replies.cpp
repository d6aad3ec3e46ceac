#include "daemon/flow/replies.hpp"

namespace nida::daemon
{

std::string_view to_string(Reply reply)
{
    switch (reply) {
    case Reply::welcome: return "welcome";
    case Reply::already_member: return "already_member";
    case Reply::goodbye: return "goodbye";
    case Reply::was_not_member: return "was_not_member";
    case Reply::asked: return "asked";
    case Reply::group_welcome: return "group_welcome";
    case Reply::group_goodbye: return "group_goodbye";
    case Reply::group_asked: return "group_asked";
    case Reply::help: break;
    }
    return "help";
}

bool concerns_a_group(Reply reply)
{
    return reply == Reply::group_welcome || reply == Reply::group_goodbye || reply == Reply::group_asked;
}

} // namespace nida::daemon
