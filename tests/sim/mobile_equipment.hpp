#pragma once
#include "protocol/pdu/tpdu.hpp"
#include "tests/sim/at_engine.hpp"
#include "tests/sim/family.hpp"
#include "tests/sim/faults.hpp"
#include "tests/sim/message_storage.hpp"
#include "tests/sim/network.hpp"
#include "tests/sim/sim_card.hpp"

#include <array>
#include <deque>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace nida::sim
{
/// A modem without its port: the commands of TS 27.007 and TS 27.005 on top of the terminal interface, the SIM and the
/// message storages, and what the network sees of them.
class MobileEquipment final : public Mobile
{
public:
    using Milliseconds = std::chrono::milliseconds;
    struct Port {
        AtEngine::Write write;
        /// The port goes away and comes back after so long; whoever owns it calls power_off() and power_on().
        std::function<void(Milliseconds gone)> vanish;
    };

    MobileEquipment(unsigned index, const Settings& settings, Scheduler& scheduler, Network& network, Ledger& ledger,
                    Port port);

    void power_on(bool boot_noise);
    void power_off();
    /// The settings are lost as by a power cycle, and the port stays. @param said  what it says of it, perhaps nothing
    void restart_silently(const std::vector<std::string>& said);
    const Family& family() const { return family_; }
    void receive(std::string_view octets)
    {
        if (!deaf_until_.empty()) listen_while_deaf(octets);
        engine_.receive(octets);
    }
    /// The terminal closed the port: a modem fallen silent answers again.
    void port_closed();

    bool reachable() const override { return powered_ && registered(); }
    Taken take(const Inbound& inbound) override;
    void ring(const std::string& from) override;
    void caller_hung_up() override;

    Faults& faults() { return faults_; }
    void add_fault(FaultSpec spec);
    const Identity& identity() const { return identity_; }
    /// <stat> that the network gives from now on (TS 27.007 §7.2).
    void set_registration(unsigned stat);
    void set_credit(bool credit) { credit_ = credit; }
    void set_signal(unsigned csq) { csq_ = csq; }
    void set_operator(std::string name, std::string plmn);
    /// <AcT> (TS 27.007 §7.3): 0 GSM, 2 UMTS, 7 LTE.
    void set_access(unsigned act);
    /// What +CCLK? shows: nothing of the network's, or its time and so much more.
    void set_clock(bool network_time, std::chrono::seconds ahead);
    /// The SIM leaves its holder, or is put back: while the power is on, if it is.
    void take_sim_out();
    void put_sim_in();
    /// Both are without power. Messages in SM, the lock, numbers and the service centre's address go with the SIM.
    void exchange_sims(MobileEquipment& other);
    /// The network says something that nobody asked for: +CUSD with <m> 0, or 1 where it wants an answer.
    void push_ussd(UssdNode node);
    void set_latency(Milliseconds latency, Milliseconds jitter);
    void restart();
    /// Says octets as they are.
    void say(std::string_view octets) { engine_.raw(octets); }
    /// Stored messages, air time and the like, for the control socket.
    boost::json::object state();
    unsigned held() const { return sm_.used() + me_.used(); } ///< messages in the storages
private:
    using Handler = Result (MobileEquipment::*)(const AtCommand&);
    struct Entry {
        Handler handler;
        enum class Needs { nothing, sim, sms } needs;
    };
    static const std::unordered_map<std::string_view, Entry>& table();

    Result execute(const AtCommand& command);
    // misbehaviour.cpp
    void before_line(std::string_view line);
    void before_command(std::string_view command);
    OddAnswer odd_answer_to(std::string_view command);
    void start_chatter();
    void chatter(std::string_view fault, unsigned round);
    /// Runs later unless the modem has lost power meanwhile.
    void later(Scheduler::Clock::duration delay, std::function<void()> action);
    /// Starts the SIM that is in the holder, if there is one.
    void start_sim(bool boot_noise);
    void sim_serves(bool said);
    void say(const std::vector<std::string>& lines);
    void make_noise(unsigned next);
    /// Noise in the middle of an answer.
    void interrupt();
    /// A parameter of 0…max that is only kept.
    Result keep(const AtCommand& command, unsigned& value, unsigned max);
    std::optional<Result> sim_trouble() const; ///< CME 1x where the SIM does not serve
    std::optional<Result> sms_trouble() const; ///< CMS 31x likewise
    Result too_many(Result otherwise) const;
    std::string in_charset(std::string_view text) const;
    void note(std::string_view event, const boost::json::object& fields) { ledger_.record(index_, event, fields); }
    void fault(std::string_view name);

    // deafness.cpp
    void fall_deaf(std::string cure);
    void listen_while_deaf(std::string_view octets);

    // commands_general.cpp
    Result basic(const AtCommand&), identify(const AtCommand&), phone_number(const AtCommand&);
    Result functionality(const AtCommand&), error_mode(const AtCommand&), signal(const AtCommand&),
        registration(const AtCommand&);
    Result operator_selection(const AtCommand&), clock(const AtCommand&), character_set(const AtCommand&),
        accept(const AtCommand&);
    Result activity(const AtCommand&);
    bool registered() const { return stat_ == 1 || stat_ == 5 || stat_ == 6 || stat_ == 7; }
    unsigned shown_stat(std::string_view command) const;
    std::string shown_cell(std::string_view command) const;
    void start_registration();
    void show_registration(unsigned stat);
    void factory_settings();

    // commands_sim.cpp
    Result pin(const AtCommand&), facility_lock(const AtCommand&), password(const AtCommand&);
    void sim_opened();

    // commands_vendor.cpp
    static const std::unordered_map<std::string_view, Entry>& vendor_table();
    Result pin_tries(const AtCommand&), pin_retries(const AtCommand&), reset(const AtCommand&),
        ussd_mode(const AtCommand&);

    // commands_messages.cpp
    Result message_service(const AtCommand&), message_format(const AtCommand&), storages(const AtCommand&),
        indications(const AtCommand&);
    Result acknowledge(const AtCommand&), service_centre(const AtCommand&), list(const AtCommand&),
        read(const AtCommand&);
    Result erase(const AtCommand&), keep_link(const AtCommand&);
    MessageStorage* storage(std::string_view name);
    MessageStorage& memory(std::size_t i) { return *storage(memories_[i]); }
    std::string use(std::size_t i, bool named), uses(bool named);
    void announce(const MessageStorage& at, unsigned index);
    std::string shown_name(const MessageStorage& place) const;
    std::string own_name(std::string name) const;
    void show(std::string_view prefix, unsigned index, StoredPdu& message);
    void erase_one(MessageStorage& from, unsigned index);

    // submit.cpp
    Result send(const AtCommand&), write(const AtCommand&), send_stored(const AtCommand&);
    struct Pending { ///< a segment on the air
        protocol::SubmitPdu submit;
        protocol::Octet reference = 0;
        std::string prefix;
        std::function<void()> on_sent;
    };
    Result open_payload(std::optional<protocol::Address> text_to, std::function<Result(std::string)> end);
    Result submit_hex(std::string_view text, unsigned tpdu_octets);
    Result submit(protocol::SubmitPdu submit, std::string prefix, std::function<void()> on_sent);
    void conclude(const Pending& pending);
    Result refusal(const std::string& to);
    bool swallowed(const protocol::SubmitPdu& submit);
    void answer(const Pending& pending);
    Milliseconds air_time();

    // delivery.cpp
    Taken hand_over(const Inbound& inbound, std::string_view prefix);
    Taken store(const Inbound& inbound);
    bool store_in(MessageStorage& into, const Inbound& inbound);
    Taken take_report(const Inbound& inbound);
    void stop_waiting(bool good);

    // commands_ussd.cpp
    Result ussd(const AtCommand&);
    std::string ussd_line(unsigned mode, std::string_view text);
    void ussd_answer(const UssdNode& node);
    void ussd_end(unsigned mode);
    void say_ussd(std::string text, Result result = ok);
    std::string ussd_string(std::string_view text, unsigned& dcs);

    // calls.cpp
    Result dial(const AtCommand&), take_call(const AtCommand&), hang_up(const AtCommand&),
        current_calls(const AtCommand&);
    void ring_once(unsigned call);
    void end_call(std::string_view how);

    const unsigned index_;
    const Settings& settings_;
    Scheduler& scheduler_;
    Network& network_;
    Ledger& ledger_;
    Port port_;
    const Family& family_;
    Identity identity_;
    Faults faults_;
    AtEngine engine_;
    SimCard sim_;
    MessageStorage sm_, me_, sr_;

    std::string deaf_until_; ///< what alone revives it; empty where it hears
    std::string heard_while_deaf_;
    bool powered_ = false;
    unsigned power_cycle_ = 0; ///< counts, so that what waits from before a power cycle comes to nothing
    bool sim_in_ = true;       ///< in the holder
    bool sim_seen_ = true;     ///< the modem knows of it
    bool sim_ready_ = false;
    unsigned stat_ = 0, network_stat_ = 1;
    unsigned csq_ = 21, access_ = 0;
    std::string plmn_ = "60601";
    bool network_time_;
    std::chrono::seconds clock_ahead_{0};
    bool noisy_ = false;
    unsigned noise_at_ = 0;
    Scheduler::TimePoint quiet_until_{}; ///< whoever speaks before makes it restart
    unsigned search_ = 0;
    bool credit_ = true;
    Milliseconds latency_, jitter_;
    protocol::Octet next_reference_;
    Scheduler::Clock::duration air_{};
    Scheduler::TimePoint submit_began_{};
    std::optional<Scheduler::TimePoint> first_submit_, last_result_;

    /// Lost with the power, and by ATZ.
    struct Volatile {
        std::array<unsigned, 3> creg{}; ///< +CREG, +CGREG, +CEREG
        unsigned cmgf = 0, csms = 0, cmms = 0, clip = 0, crc = 0, cusd = 0, cops_format = 0;
        std::array<unsigned, 5> cnmi{};
        std::string cscs = "GSM";
        unsigned kept = 0; ///< of all parameters that change nothing here
    } set_;
    unsigned cfun_ = 1;
    std::array<std::string, 3> memories_;
    std::string smsc_;

    std::optional<bool> unacknowledged_; ///< whether what waits for +CNMA is a report
    unsigned acknowledge_round_ = 0;
    bool full_shown_ = false;
    // Of faults: what they have seen or done since the last restart.
    unsigned talks_on_every_ = 0;
    bool muted_by_full_ = false, listens_ = false, stuck_in_call_ = false;
    std::set<std::string> given_; ///< beginnings of commands that were waited for
    unsigned chatter_round_ = 0, chattered_ = 0;
    std::string first_memories_;

    const UssdNode* session_ = nullptr;
    unsigned session_round_ = 0;
    std::deque<UssdNode> pushed_; ///< all of them: a session may still be in one
    bool ussd_packed_;
    bool ussd_waits_ = false; ///< +CUSD has not had its final result, since the family answers before it

    enum class Call { none, ringing, active, calling } call_ = Call::none;
    std::string caller_;
    unsigned call_round_ = 0;
    bool clip_withheld_once_ = false;
};
} // namespace nida::sim
