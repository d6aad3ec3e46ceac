#pragma once
#include "daemon/coordinator/requests.hpp"

namespace nida::daemon
{
/// From now on the message's text is shown to nobody.
void hide_code_message(Connection& db, MessageId message, RequestId request);
/// Overwrites texts and octets of messages with codes, once they have left or are of no use any more; what has not left by then does not leave.
void wipe_code_messages(Connection& db, Time now);
} // namespace nida::daemon
