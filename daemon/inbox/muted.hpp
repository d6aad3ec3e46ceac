#pragma once
#include "daemon/outbox/message.hpp"
#include "daemon/store/connection.hpp"

#include <optional>
#include <string>
#include <vector>

namespace nida::daemon
{
/// Senders of floods: what they send is counted and not kept, until they have been silent for an hour. Numbers are E.164 with '+'; who
/// is none goes by what the PDU has.
class Muted
{
public:
    static constexpr auto silence = std::chrono::hours{1};

    explicit Muted(Connection& connection) : db_{connection} {}

    bool contains(const std::string& number, Time now);
    struct Kept {
        std::int64_t messages; ///< the segments of a long one are one
        std::int64_t parts;
    };
    /// What is kept of this sender from within the last hour, or since it was heard again. @param sender  as the PDU has it
    Kept kept(const std::string& sender, const std::string& number, std::int64_t most_parts, Time now);
    void begin(const std::string& number, LineId line, Time now);
    /// One more was dropped, a message or a segment. @param smsc_at  a stamp that was seen before prolongs nothing: its modem does not delete, and shows it again
    void drop(const std::string& number, std::optional<Time> smsc_at, Time now);
    /// By hand: what was kept until now counts no more. @return false where it was not muted
    bool end(const std::string& number);
    /// Hears those again who have been silent, each with a row in the inbox that tells how many messages were dropped. @return how many senders
    int end_silent(Time now);
private:
    Connection& db_;
};
} // namespace nida::daemon
