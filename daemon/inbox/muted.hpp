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
    /// Whether so many messages of this sender are kept already from within the last hour. @param sender  as the PDU has it
    bool is_over(const std::string& sender, int limit, Time now);
    void begin(const std::string& number, LineId line, Time now);
    /// One more was dropped. @param smsc_at  a stamp that was seen before prolongs nothing: its modem does not delete, and shows it again
    void drop(const std::string& number, std::optional<Time> smsc_at, Time now);
    /// By hand. @return false where it was not muted
    bool end(const std::string& number);
    /// Hears those again who have been silent, each with a row in the inbox that tells how many messages were dropped. @return how many senders
    int end_silent(Time now);
private:
    Connection& db_;
};
} // namespace nida::daemon
