#pragma once
#include "daemon/flow/dialogue.hpp"
#include "daemon/inbox/same_message.hpp"
#include "daemon/store/connection.hpp"
#include "protocol/pdu/tpdu.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace nida::daemon
{
/// What a modem handed over: a PDU, and where it lies in the modem if it lies anywhere.
struct Arrival {
    LineId line;
    std::string line_name;
    std::optional<std::string> storage; ///< none for +CMT and +CDS that nobody acknowledges
    std::optional<unsigned> slot;
    std::string pdu; ///< hex, as the modem wrote it
    std::optional<std::size_t> tpdu_octets;
};

/// A call that was not answered.
struct MissedCall {
    LineId line;
    std::string line_name;
    std::string number;                 ///< as the modem told it
    std::optional<std::string> keyword; ///< what the call means, as if it had been texted
};

/// What became of an arrival. In every case it is in the store now (of a muted sender, that there was one more), and its copy in the modem can
/// be deleted.
struct Taken {
    enum class What { message, part, repeated, unreadable, status_report, own_copy, call, muted } what;
    std::string note;                                ///< for the log line
    std::optional<std::chrono::sys_seconds> smsc_at; ///< the SMSC's stamp, which tells the hour
    bool changed_outbox = false;                     ///< an answer was queued, or a report matched
    bool changed_inbox = false;
    std::string unexplained_report_to{}; ///< a report that matches no segment so far: the recipient that it names
};

/// Everything that arrives, on the writer's connection: kept raw, joined from its segments, and handed to the dialogue once whole.
class Inbox
{
public:
    Inbox(Connection& connection, const DialogueSettings& settings) : db_{connection}, settings_{settings} {}

    Taken take(const Arrival& arrival, Time now, bool sure_clock);
    /// The same number on the same line within a minute is the same call; our own numbers' calls are none.
    Taken take_call(const MissedCall& call, Time now, bool sure_clock);
    /// The modem's copy is gone: what comes to lie in that slot next is something new.
    void forget_slot(LineId line, const std::string& storage, unsigned slot);
    /// Likewise, of these octets only: where what came directly is kept until it is acknowledged, several may lie in one place.
    void forget_slot(LineId line, const std::string& storage, unsigned slot, const std::string& pdu);
    /// Segments that waited a day for their others become an incomplete row; so do those that wait for longest where too many wait.
    /// @param sure_clock  without it nothing is too old. @return how many rows; when many are due, not yet all of them
    int give_up_incomplete(Time now, bool sure_clock);
private:
    /// What the segments of a long message have in common, with those of other messages perhaps.
    struct LongMessage {
        std::string sender;
        std::int64_t reference, total;
        LineId line;
    };
    // --- long_messages.cpp
    static constexpr auto reassembly_window = std::chrono::hours{24};
    std::vector<WaitingPart> waiting_parts(const LongMessage& kind, Time since);
    /// Whether a message that waits would have one segment more by this one, which is not in the store.
    bool lacks(const LongMessage& kind, WaitingPart part, Time now);
    /// Joined, a mark where segments are missing; none where they are no text.
    static std::optional<std::string> text_of(const PartsOfMessage& message, std::int64_t total);
    void give(const PartsOfMessage& message, std::int64_t row);
    int give_up(const LongMessage& kind, std::int64_t part, Time now);
    bool give_up_oldest_of(const std::string& sender, Time now);

    Taken take_as_what_it_is(const Arrival& arrival, Time now, bool sure_clock);
    /// Whether these octets went to this recipient among the last that the line sent.
    bool was_sent_from(LineId line, const protocol::SubmitPdu& copy);
    Taken keep_as_it_is(const Arrival& arrival, const std::string& why, Time now);
    /// E.164 with '+' where it is a number of somebody, else as it is written.
    std::string number_of(const protocol::Address& address) const;
    std::optional<Taken> drop_if_muted(const Arrival& arrival, const protocol::DeliverPdu& deliver,
                                       const std::vector<std::uint8_t>& octets, Time now, bool sure_clock);
    bool completes_what_waits(const protocol::DeliverPdu& deliver, const protocol::DecodedUserData& content,
                              LineId line, const std::vector<std::uint8_t>& octets, Time now);
    /// Whether it is there already. If so, it is remembered where the modem has it now.
    bool was_taken(const Arrival& arrival, const std::vector<std::uint8_t>& octets, Time now);
    std::int64_t keep(const Arrival& arrival, const std::vector<std::uint8_t>& octets, Time now);
    Taken take_deliver(const Arrival& arrival, std::int64_t part, const protocol::DeliverPdu& deliver, Time now,
                       bool sure_clock);
    std::int64_t add_message(const Arrival& arrival, const protocol::Address& sender,
                             const std::optional<std::string>& text, std::optional<Time> smsc_at, Time now,
                             bool sure_clock, Taken& taken);
    Taken take_report(const Arrival& arrival, std::int64_t part, const protocol::StatusReportPdu& report,
                      const std::vector<std::uint8_t>& octets, Time now, bool sure_clock);
    std::int64_t add_row(const std::optional<std::string>& sender, const std::optional<std::string>& text, LineId line,
                         Time received_at, std::optional<Time> smsc_at, bool complete,
                         const std::optional<std::string>& keyword);
    void mark_unreadable(std::int64_t row, std::int64_t part, const protocol::DecodeError& why);
    Connection& db_;
    const DialogueSettings& settings_;
};

/// A USSD text that the network sent by itself becomes a row of its own kind, without an answer.
void add_network_text(Connection& db, LineId line, const std::string& text, Time now);
} // namespace nida::daemon
