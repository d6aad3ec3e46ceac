#pragma once
#include "daemon/inbox/inbox.hpp"
#include "daemon/line/credit.hpp"
#include "daemon/line/line_settings.hpp"
#include "daemon/line/lines.hpp"
#include "daemon/line/missed_calls.hpp"
#include "daemon/line/service_context.hpp"
#include "daemon/line/sim.hpp"
#include "daemon/line/typed_pin.hpp"
#include "daemon/line/undeletable.hpp"
#include "daemon/line/ussd_sessions.hpp"
#include "daemon/outbox/outbox.hpp"
#include "modem/modem.hpp"
#include "modem/recovery_ladder.hpp"
#include "modem/usb_device.hpp"
#include "protocol/pdu/tpdu.hpp"

#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace nida::daemon
{
/// One SIM in one modem: opens it, brings it up, reads what arrives, sends what the outbox gives, and begins anew after any
/// failure. A line's trouble stays its own.
class Line
{
public:
    /// @param sim  whose it was when it was last in service
    Line(ServiceContext& context, Neighbours& neighbours, LineSettings settings, LineId id, Sim sim);

    /// Serves until `stop`. Ends after the segment in flight.
    boost::asio::awaitable<void> run();
    void stop();
    /// The hour is known now: what was noted since then is put right.
    void clock_moved(std::chrono::microseconds jump, Time since);
    void wake() { bell_.ring(); }

    /// The port to use from now on, found by discovery; none where the modem has gone.
    void assign_port(std::optional<std::string> port);
    /// Settings as reread. A change of modem, SIM or PIN closes the present one first.
    void change(LineSettings settings);

    boost::asio::awaitable<Lines::UssdResult<Lines::UssdText>> ussd(Lines::UssdRequest request);
    boost::asio::awaitable<bool> cancel_ussd() { return ussd_.cancel(); }
    boost::asio::awaitable<Lines::UssdResult<Lines::BalanceReport>> balance(std::string actor);
    boost::asio::awaitable<Lines::UssdResult<Lines::TopUpReport>> top_up(std::string voucher, std::string actor);

    /// Tries a PIN that somebody typed.
    boost::asio::awaitable<Lines::PinResult> enter_pin(std::string pin);

    LineStatus status() const;
    LineId id() const { return id_; }
    const LineSettings& settings() const { return settings_; }
    /// Whether what is routed to this line may wait for it: it is not down, refused, or over a quota.
    bool can_send_alerts() const;
    /// And has credit for more than alerts.
    bool can_send_all() const;
    /// The id of its operator, by the config or by the SIM; empty where it is not known.
    std::string operator_id() const;
    bool in_service() const { return daemon::in_service(status_.state); }
    const std::optional<std::string>& port() const { return port_; }
    const modem::Identity& identity() const { return identity_; }
    bool ended() const { return ended_; }

    /// The SIM that makes this line, by the config or as it was learned; not known before a line with a port alone was in service.
    Sim sim() const;
    /// Beside the IMEI, the key of what is kept about its modem (table modem): empty but where several claim that IMEI.
    const std::string& modem_port() const { return modem_port_; }
private:
    using SteadyTime = std::chrono::steady_clock::time_point;
    struct OtherSim {
    }; ///< thrown where the modem holds another line's SIM
    /// Why a modem's life ended: what recover() has to go by.
    struct Failure {
        std::string text;
        std::optional<modem::Symptom> symptom; ///< none where nothing helps but to wait and try again:
        LineState meanwhile = LineState::opening;
        bool person_needed = false; ///< waits longer, and somebody is told
    };

    // line.cpp: the life of a modem
    boost::asio::awaitable<void> serve(std::string port);
    boost::asio::awaitable<std::optional<Failure>> try_to_serve();
    boost::asio::awaitable<void> leave_modem();
    boost::asio::awaitable<void> bring_up();
    void watch();
    boost::asio::awaitable<void> watch_port();
    boost::asio::awaitable<void> leave_messages_to_others();
    boost::asio::awaitable<void> rest(std::chrono::seconds time);
    boost::asio::awaitable<void> attend();
    boost::asio::awaitable<void> attend_once();

    // states.cpp
    /// Every transition is logged with its cause, and remembered.
    void set_state(LineState state, std::string cause = {});
    /// ready, or degraded and why.
    void set_service_state();
    void begin_service();
    void show_progress(modem::BringUpPhase phase, std::string detail);
    bool roams() const;
    bool may_send() const; ///< the network has it, and it is one to send in
    /// Something went to the network and back: the only sign of life that counts.
    void note_network() { status_.network_at = context_.clock.now(); }

    // look_after.cpp: what is asked of an idle modem
    boost::asio::awaitable<void> look_after();
    boost::asio::awaitable<void> ask_signal();
    boost::asio::awaitable<void> ask_operator();
    boost::asio::awaitable<void> watch_registration();
    boost::asio::awaitable<void> check_that_sim_answers();

    // recovery.cpp: what is done about one that does not serve
    Failure failure_of(const boost::system::system_error& error, const std::string& port) const;
    static Failure failure_of(const modem::BringUpError& error);
    modem::RecoverySteps possible_steps() const;
    std::string with_kernel_cause(std::string text) const;
    boost::asio::awaitable<void> recover(Failure failure);
    boost::asio::awaitable<void> pause_recovery(Failure failure, modem::RecoveryLadder::Pause pause);
    boost::asio::awaitable<void> take_step(modem::RecoveryStep step);
    boost::asio::awaitable<void> escape_or_fail(std::exception_ptr silence);
    boost::asio::awaitable<void> await_return();
    boost::asio::awaitable<void> await_sim(std::chrono::seconds time);
    boost::asio::awaitable<void> await_port();
    boost::asio::awaitable<void> load_recovery_memory();
    std::string model_key() const;
    void note_outcome();

    bool wanted() const { return !stopping_ && !reopen_; }
    bool call_due() const { return calls_.due(std::chrono::steady_clock::now()); }
    bool call_rings() const { return calls_.ringing(std::chrono::steady_clock::now()); }
    bool to_receive() const
    {
        return acknowledgement_ || (!receive_again_ && (!arrivals_.empty() || sweep_ || list_reports_));
    }
    bool interrupted() const
    {
        return !wanted() || sim_suspected_ || call_due() || to_receive() || ussd_.pending() ||
               (credit_.pending() && !ussd_.open());
    }

    // typed_pin.cpp
    boost::asio::awaitable<void> bring_up_with_pin(modem::BringUpSettings settings);
    void give_up_pin(const std::string& why);

    // calls.cpp
    boost::asio::awaitable<void> attend_to_calls();
    void keep_calls(const std::vector<std::string>& numbers);
    boost::asio::awaitable<void> store_call(std::string number);

    // ringing.cpp
    boost::asio::awaitable<bool> ring_somebody(Wait texts);
    boost::asio::awaitable<void> end_call_left_over();
    boost::asio::awaitable<void> end_own_call();

    // sim.cpp: whose SIM it is
    std::string absence() const; ///< why it has no port
    bool accepts(const Sim& found) const;
    boost::asio::awaitable<void> check_sim();
    boost::asio::awaitable<void> remember_identity();

    // clients.cpp: what people, and empty accounts, have us ask of the network
    boost::asio::awaitable<void> serve_clients();
    boost::asio::awaitable<void> check_credit();
    boost::asio::awaitable<bool> alert_waits();
    bool credit_due() const;
    bool on_lte() const;
    Lines::UssdFailure not_in_service() const;

    // arrivals.cpp: what comes in
    void take_urc(protocol::Urc urc);
    enum class Direct { message, report };
    void take_direct(Direct what, std::string pdu, std::optional<unsigned> length);
    boost::asio::awaitable<void> store_acknowledged(Arrival arrival);
    boost::asio::awaitable<void> store_direct(Arrival arrival, SteadyTime may_wait_until);
    boost::asio::awaitable<void> store_late_result(unsigned reference);
    boost::asio::awaitable<void> acknowledge();
    boost::asio::awaitable<void> receive();
    boost::asio::awaitable<void> receive_from(std::string storage, std::set<unsigned> named, bool all);
    boost::asio::awaitable<void> recall_listing();
    boost::asio::awaitable<void> remember_listing();
    boost::asio::awaitable<void> look_after_storages();
    boost::asio::awaitable<void> erase(std::string storage, std::vector<unsigned> slots, std::vector<Taken> taken);
    boost::asio::awaitable<void> judge_room(std::string storage);
    boost::asio::awaitable<void> take_copies(std::string storage, std::vector<protocol::StoredMessage> messages);
    boost::asio::awaitable<std::vector<protocol::StoredMessage>>
    set_copies_apart(std::string storage, std::vector<protocol::StoredMessage> messages);
    void sort_by_arrival(const std::string& storage, std::vector<protocol::StoredMessage>& messages);
    boost::asio::awaitable<bool> store_and_erase(std::string storage, std::vector<protocol::StoredMessage> messages);
    boost::asio::awaitable<std::vector<Taken>> store(std::vector<Arrival> arrivals, SteadyTime may_wait_until = {});

    // budget.cpp: what may
    boost::asio::awaitable<void> note_limit(std::optional<Wait> wait);
    void tell_of_ceiling();
    std::optional<LineBudget> budget(std::optional<Time>& ask_again) const;

    // sending.cpp: what goes out
    struct PromptAnswer {
        boost::system::error_code refusal;
        std::exception_ptr lost;
    };
    struct Recorded {
        Verdict verdict;
        ClaimResult next;
    };
    boost::asio::awaitable<Wait> send();
    boost::asio::awaitable<ClaimResult> claim();
    boost::asio::awaitable<void> peek(Claim in_flight);
    boost::asio::awaitable<bool> take_turn();
    boost::asio::awaitable<void> drop_copy();
    void note_storing();
    void pause_for_jitter();
    boost::asio::awaitable<PromptAnswer> ask_prompt(std::size_t octets, bool more_follow = false);
    boost::asio::awaitable<PromptAnswer> change_prompt(std::size_t octets);
    boost::asio::awaitable<void> put_back(Claim claim, boost::system::error_code why);
    boost::asio::awaitable<Recorded> record(Claim claim, SegmentResult result, bool claim_next,
                                            SteadyTime may_wait_until = {});
    boost::asio::awaitable<void> clear_doubt(Claim claim, std::chrono::seconds patience);
    boost::asio::awaitable<void> note_refusal(boost::system::error_code why);
    protocol::SubmitPdu pdu_for(const std::string& recipient, const protocol::UserData& user_data,
                                Time valid_until) const;

    ServiceContext& context_;
    Neighbours& neighbours_;
    LineSettings settings_;
    LineId id_;
    LineStatus status_;
    Bell bell_;
    std::optional<std::string> port_;
    std::optional<modem::Modem> modem_;
    Sim sim_;
    std::string modem_port_;
    modem::Identity identity_;
    modem::Service service_;
    std::optional<protocol::Registration> registration_;
    UssdSessions ussd_;
    LineCredit credit_;

    using Slot = std::pair<std::string, unsigned>;
    std::set<Slot> arrivals_;                 ///< slots that URCs named
    std::map<Slot, std::uint64_t> announced_; ///< in which order, until they are read
    std::uint64_t announcements_ = 0;
    MissedCalls calls_;
    std::optional<SteadyTime> no_calls_until_; ///< the modem refused to dial,
    unsigned calls_refused_ = 0;               ///< so often in a row
    bool own_call_ = false;                    ///< we dialled, and do not know that it is over
    std::shared_ptr<PinRequest> pin_request_;  ///< what somebody typed, and nobody tried yet
    std::optional<TypedPin> typed_pin_;        ///< what this SIM took
    bool sweep_ = false;        ///< list all storages: at the start, now and then, and where a URC named no slot
    bool list_reports_ = false; ///< a report was stored, in whatever place its URC named
    struct Acknowledgement {
        std::string pdu;
        bool kept; ///< it is on disk
    };
    /// Of the latest +CMT or +CDS, once the disk has answered. A modem hands over one at a time: with the next, the wait for this one was over.
    std::optional<Acknowledgement> acknowledgement_;
    std::uint64_t handed_over_ = 0; ///< how many came so
    std::string full_;              ///< the storage that has no room, by its URC
    std::string room_trouble_;      ///< a storage that is full and cannot be emptied; for people
    Undeletable undeletable_;
    SteadyTime listing_recalled_at_{}; ///< which life of the modem the next is about:
    bool slot_by_slot_known_ = false;  ///< the store knows that lists never end on this model
    SteadyTime notifications_checked_{};

    Turn turn_;
    bool storing_ = false;                     ///< payloads go by way of the modem's storage
    std::optional<std::string> in_flight_to_;  ///< the recipient of the segment whose result is awaited
    std::optional<SteadyTime> jitter_until_;   ///< only alerts leave before
    std::optional<std::size_t> peeked_octets_; ///< TPDU length of the segment that will most likely be next
    std::uint64_t peek_round_ = 0;
    unsigned refusals_in_a_row_ = 0;
    std::optional<SteadyTime> paused_until_;
    std::string pause_reason_;
    std::optional<SteadyTime> quota_told_; ///< when the log had it
    std::optional<SteadyTime> ceiling_told_;
    std::optional<Time> over_quota_until_; ///< others have its work until then
    modem::RecoveryLadder ladder_;
    std::optional<modem::RecoveryLadder::Advice> advised_; ///< begun already, and still to be done
    std::optional<modem::UsbDevice> usb_;                  ///< of the port that was opened last
    std::chrono::seconds retry_pause_{1};
    std::optional<SteadyTime> unregistered_since_;
    bool sim_suspected_ = false; ///< a URC said that the SIM has gone

    SteadyTime in_service_since_{};
    SteadyTime looked_after_{};
    SteadyTime swept_{};
    std::optional<SteadyTime> receive_again_; ///< the disk took nothing: until then the modem keeps what it has

    bool stopping_ = false;
    bool reopen_ = false;
    bool ended_ = false;
    bool watching_ = false;
    bool resynchronising_ = false; ///< waits for a result that may come late; nothing is in flight
};
} // namespace nida::daemon
