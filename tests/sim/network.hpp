#pragma once
#include "protocol/octets.hpp"
#include "protocol/pdu/tpdu.hpp"
#include "tests/sim/ledger.hpp"
#include "tests/sim/scheduler.hpp"
#include "tests/sim/settings.hpp"
#include "tests/sim/ussd_menu.hpp"

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nida::sim
{
/// A TPDU on its way to a mobile.
struct Inbound {
    std::string id;  ///< "7" or "7.2": message and segment
    bool report;     ///< SMS-STATUS-REPORT rather than SMS-DELIVER
    std::string hex; ///< with the service centre's address in front, as a modem shows it
    std::size_t tpdu_octets;
    std::optional<unsigned> message_class;
};

enum class Taken {
    yes,
    full,    ///< memory capacity exceeded: again once there is room
    waiting, ///< Network::acknowledged() will say
    later    ///< not now; Network::mobile_ready() will say
};

/// What the network sees of a modem.
class Mobile
{
public:
    virtual ~Mobile() = default;
    virtual bool reachable() const = 0;
    virtual Taken take(const Inbound& inbound) = 0;
    virtual void ring(const std::string& from) = 0;
    virtual void caller_hung_up() = 0;
};

/// A text for a mobile, and how it is to be sent.
struct InboundText {
    std::string from = {}, text = {};
    std::optional<unsigned> reference = {};       ///< of the concatenation; else the network's own count
    std::vector<unsigned> order = {}, only = {};  ///< which segments (from 0), and in which order; empty: all in order
    std::optional<protocol::TimeStamp> time = {}; ///< TP-SCTS; else now
    std::optional<unsigned> message_class = {};
};

/// The network: service centre, switch and USSD application of all simulated modems.
class Network
{
public:
    Network(const Settings& settings, Scheduler& scheduler, Ledger& ledger);

    void attach(unsigned modem, Mobile& mobile, Identity identity);
    /// The SIMs of two modems change places: their numbers, and what waits for them.
    void exchange(unsigned modem, unsigned other);

    /// A segment that the network has taken over from a modem: into the ledger, on to its report and, where the recipient
    /// is another simulated modem, to that one.
    void accept(unsigned modem, const protocol::SubmitPdu& submit, protocol::Octet reference);
    /// The mobile can take messages again: registered, room in its memory, new +CNMI.
    void mobile_ready(unsigned modem);
    /// +CNMA, or its time-out, for what was `waiting`.
    void acknowledged(unsigned modem, bool report, bool good);

    /// @return the ids of the segments queued. @throws std::invalid_argument where the sender or the text can't be sent
    std::vector<std::string> send(unsigned modem, const InboundText& text);
    /// A TPDU as it is, perhaps broken.
    std::string send_raw(unsigned modem, protocol::Octets tpdu, bool report);
    /// @param duration  then the caller gives up
    void call(unsigned modem, const std::string& from, Scheduler::Clock::duration duration);

    /// TP-Status for recipients whose number begins so; the longest prefix wins.
    void set_outcome(std::string prefix, protocol::Octet status) { outcomes_[std::move(prefix)] = status; }
    std::optional<std::chrono::milliseconds> status_report_delay;
    const UssdMenu& ussd() const { return ussd_; }
    std::size_t pending(unsigned modem) const { return holder(modem).messages.queue.size(); }
    std::size_t modems() const { return subscribers_.size(); }
    const Identity& identity(unsigned modem) const { return holder(modem).identity; }
private:
    struct Queue {
        std::deque<Inbound> queue;
        bool waiting = false; ///< for an acknowledgement
        bool on_air = false;  ///< the delivery latency runs
    };
    /// A SIM, and the modem that it is in.
    struct Subscriber {
        unsigned modem = 0;
        Mobile* mobile = nullptr;
        Identity identity;
        Queue messages, reports;
        std::uint64_t call = 0;
    };
    /// Whose SIM is in a modem.
    Subscriber& holder(unsigned modem) { return subscribers_[sim_in_[modem]]; }
    const Subscriber& holder(unsigned modem) const { return subscribers_[sim_in_[modem]]; }
    void report_later(Subscriber& from, const protocol::SubmitPdu& submit, protocol::Octet reference);
    void enqueue(Subscriber& to, Inbound inbound);
    void deliver(Subscriber& to, Queue& queue, bool waited);
    Subscriber* subscriber_of(const protocol::Address& address);
    Inbound wrap(std::string id, bool report, const protocol::Octets& tpdu) const;

    const Settings& settings_;
    Scheduler& scheduler_;
    Ledger& ledger_;
    UssdMenu ussd_;
    std::deque<Subscriber> subscribers_;
    std::vector<unsigned> sim_in_; ///< by modem: an index of subscribers_
    std::map<std::string, protocol::Octet> outcomes_;
    std::uint64_t next_id_ = 1;
    protocol::Octet next_reference_ = 1;
};

/// Now, in whole seconds, with a zone: TP-SCTS.
protocol::TimeStamp stamp_now(std::chrono::minutes zone);
} // namespace nida::sim
