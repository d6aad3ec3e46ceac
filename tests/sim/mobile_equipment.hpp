#pragma once
#include "protocol/pdu/tpdu.hpp"
#include "tests/sim/at_engine.hpp"
#include "tests/sim/faults.hpp"
#include "tests/sim/message_storage.hpp"
#include "tests/sim/network.hpp"
#include "tests/sim/sim_card.hpp"

#include <array>
#include <functional>
#include <optional>
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
    void receive(std::string_view octets) { engine_.receive(octets); }
    /// The terminal closed the port: a modem fallen silent answers again.
    void port_closed() { engine_.revive(); }

    bool reachable() const override { return powered_ && registered(); }
    Taken take(const Inbound& inbound) override;
    void ring(const std::string& from) override;
    void caller_hung_up() override;

    Faults& faults() { return faults_; }
    const Identity& identity() const { return identity_; }
    /// <stat> that the network gives from now on (TS 27.007 §7.2).
    void set_registration(unsigned stat);
    void set_credit(bool credit) { credit_ = credit; }
    void set_latency(Milliseconds latency, Milliseconds jitter);
    void restart();
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
    void before_line();
    /// Runs later unless the modem has lost power meanwhile.
    void later(Scheduler::Clock::duration delay, std::function<void()> action);
    /// A parameter of 0…max that is only kept.
    Result keep(const AtCommand& command, unsigned& value, unsigned max);
    std::optional<Result> sms_trouble() const; ///< CMS 31x where the SIM does not serve
    std::string in_charset(std::string_view text) const;
    void note(std::string_view event, const boost::json::object& fields) { ledger_.record(index_, event, fields); }
    void fault(std::string_view name);

    // commands_general.cpp
    Result basic(const AtCommand&), identify(const AtCommand&), phone_number(const AtCommand&);
    Result functionality(const AtCommand&), error_mode(const AtCommand&), signal(const AtCommand&),
        registration(const AtCommand&);
    Result operator_selection(const AtCommand&), clock(const AtCommand&), character_set(const AtCommand&),
        accept(const AtCommand&);
    Result activity(const AtCommand&);
    bool registered() const { return stat_ == 1 || stat_ == 5 || stat_ == 6 || stat_ == 7; }
    void start_registration();
    void show_registration(unsigned stat);
    void factory_settings();

    // commands_sim.cpp
    Result pin(const AtCommand&), pin_tries(const AtCommand&), facility_lock(const AtCommand&),
        password(const AtCommand&);
    void sim_opened();

    // commands_messages.cpp
    Result message_service(const AtCommand&), message_format(const AtCommand&), storages(const AtCommand&),
        indications(const AtCommand&);
    Result acknowledge(const AtCommand&), service_centre(const AtCommand&), list(const AtCommand&),
        read(const AtCommand&);
    Result erase(const AtCommand&), keep_link(const AtCommand&);
    MessageStorage* storage(std::string_view name);
    MessageStorage& memory(std::size_t i) { return *storage(memories_[i]); }
    std::string use(std::size_t i, bool named);
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
    Result refusal();
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
    void ussd_answer(const UssdNode& node);
    void ussd_end(unsigned mode);
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
    Identity identity_;
    Faults faults_;
    AtEngine engine_;
    SimCard sim_;
    MessageStorage sm_, me_, sr_;

    bool powered_ = false;
    unsigned power_cycle_ = 0; ///< counts, so that what waits from before a power cycle comes to nothing
    bool sim_ready_ = false;
    unsigned stat_ = 0, network_stat_ = 1;
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
        std::array<unsigned, 5> cnmi{2, 0, 0, 0, 0};
        std::string cscs = "GSM";
        unsigned kept = 0; ///< of all parameters that change nothing here
    } set_;
    unsigned cfun_ = 1;
    std::array<std::string, 3> memories_{"SM", "SM", "SM"};
    std::string smsc_;

    std::optional<bool> unacknowledged_; ///< whether what waits for +CNMA is a report
    unsigned acknowledge_round_ = 0;
    bool full_shown_ = false;

    const UssdNode* session_ = nullptr;
    unsigned session_round_ = 0;

    enum class Call { none, ringing, active } call_ = Call::none;
    std::string caller_;
    unsigned call_round_ = 0;
};
} // namespace nida::sim
