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
    case Reply::help: break;
    }
    return "help";
}

} // namespace nida::daemon
