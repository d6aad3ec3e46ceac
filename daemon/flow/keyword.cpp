#include "daemon/flow/keyword.hpp"

namespace nida::daemon
{

std::string_view to_string(Intent intent)
{
    switch (intent) {
    case Intent::join: return "join";
    case Intent::leave: return "leave";
    case Intent::confirm: return "confirm";
    case Intent::acknowledge: return "acknowledge";
    case Intent::take: return "take";
    case Intent::help: break;
    }
    return "help";
}

std::string_view to_string(Weight weight)
{
    switch (weight) {
    case Weight::strong: return "strong";
    case Weight::clear: return "clear";
    case Weight::weak: return "weak";
    case Weight::alone: return "alone";
    case Weight::whole: break;
    }
    return "whole";
}

} // namespace nida::daemon
