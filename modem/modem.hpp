#pragma once
#include "modem/at_channel.hpp"
#include "modem/outcomes.hpp"
#include "modem/pin_guard.hpp"
#include "modem/port.hpp"
#include "modem/timings.hpp"
#include "modem/urc_port.hpp"
#include "protocol/at/calls.hpp"
#include "protocol/at/dialect.hpp"
#include "protocol/at/registration.hpp"
#include "protocol/at/stored_message.hpp"
#include "protocol/at/urc.hpp"
#include "protocol/at/ussd.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace nida::modem
{
/// Who a modem and its SIM say they are; empty where they do not say.
struct Identity {
    std::string manufacturer, model, revision, imei;
    std::string iccid, imsi;
    std::string own_number; ///< +CNUM, as the SIM has it
};

/// What bring_up is about; what comes before it is its caller's.
enum class BringUpPhase {
    sim,        ///< waits for the SIM, or enters its PIN
    settings,   ///< how messages are kept and told
    registering ///< waits for the network
};

struct BringUpSettings {
    std::optional<std::string> pin; ///< tried at most once, see PinGuard
    bool status_reports = true;
    std::chrono::seconds registration_wait{180}; ///< after this, service begins unregistered and waits for a URC
    /// Told of every phase that begins, and of what it waits for.
    std::function<void(BringUpPhase, std::string detail)> progress{};
    bool store_then_send = false; ///< +CMGW and +CMSS instead of +CMGS, where the modem has them: its copy is evidence
};

/// What bring_up found out beyond the identity.
struct Service {
    std::string storage;                ///< where new messages go: "ME" or "SM"
    std::vector<std::string> storages;  ///< all that have to be swept, `storage` first
    std::string smsc;                   ///< +CSCA?, empty where none is set
    bool status_reports_direct = false; ///< +CNMI <ds> is 1
    bool status_reports_stored = false; ///< +CNMI <ds> is 2
    bool calls = true;                  ///< the modem knows of calls and their numbers (+CLIP)
};

struct ModemOptions {
    Timings timings;
    /// Opens the path and gives the descriptor; blocks, so it is called on a thread of its own.
    std::function<int(const std::string& path)> open_port = [](const std::string& path) {
        return modem::open_port(path);
    };
    /// Which families there are, beside those that are compiled in, and before them; null for none.
    std::shared_ptr<const std::vector<protocol::Dialect>> dialects;
    /// Which of its device's ports the path is, the best for AT being 0; none where that is not known. Blocks as well.
    std::function<std::optional<unsigned>(const std::string& path)> port_position = usb_port_position;
};

/// One modem on one port (TS 27.005, TS 27.007). All operations are coroutines of the executor's one thread; one operation
/// runs at a time, and the caller keeps it so.
/// @throws boost::system::system_error from every operation on silence or a lost port (except where it says otherwise): then
///         the modem is to be closed and opened anew.
class Modem
{
public:
    using UrcSink = AtChannel::UrcSink;
    using TraceSink = AtChannel::TraceSink; ///< '>' sent, '<' received: for debug logs

    /// @param path  a tty or a pty, perhaps through symlinks
    /// @param urcs  called from the executor's thread for every URC, also those that come before bring_up and while a command waits
    Modem(boost::asio::any_io_executor executor, std::string path, UrcSink urcs, TraceSink trace = {},
          ModemOptions options = {});
    ~Modem();
    Modem(const Modem&) = delete;

    /// Opens and locks the port; parses what lies in its buffer (a late +CMGS goes to the sink as LateSubmitResult), then ESC CR
    /// against a prompt left open, again parsing what comes, then AT until it answers.
    boost::asio::awaitable<void> open();
    /// Echo off, +CMEE, identity of the modem; the ICCID where it can be read before the PIN.
    boost::asio::awaitable<Identity> identify();
    /// From a modem that answers to one in service: +CFUN, SIM, PIN, registration, PDU mode, +CPMS, +CNMI by ladder, +CSCA, +CLIP.
    /// `identity` is completed with what needs the PIN (IMSI, ICCID, own number).
    /// @throws BringUpError where only a person can help (no SIM, PUK, PIN refused or held back)
    boost::asio::awaitable<Service> bring_up(BringUpSettings settings, Identity& identity, PinGuard& guard);

    /// Asks for the prompt: AT+CMGS=<tpdu_octets>; where bring_up was asked to store first, +CMGW's. @return clear where `>`
    /// stands open, else the refusal; `errc::timed_out` (generic category) on silence: nothing has been sent, and
    /// abandon_prompt() comes next, since it may open still.
    /// @param more_follow  the modem is to keep its link to the network up for the next one (+CMMS, asked for once)
    boost::asio::awaitable<boost::system::error_code> prompt(std::size_t tpdu_octets, bool more_follow = false);
    /// Closes an open prompt without sending: ESC, then a command whose answer carries its own name. Throws where none comes.
    boost::asio::awaitable<void> abandon_prompt();
    /// Sends the hex and Ctrl-Z in one write and waits for the network's answer. Throws only where nothing was sent: not one octet
    /// could be written, or the payload did not come as far as the storage. From then on silence, a lost port and cancellation
    /// are `Unknown`; so are `+CMS ERROR: 332`, and 500 or ERROR that come 25 s or later.
    boost::asio::awaitable<SubmitOutcome> payload(std::string hex, std::chrono::seconds timeout);
    /// The least that this family's modems are to be given for a result.
    std::chrono::seconds submit_wait() const { return dialect_.submit_wait; }
    /// While payload() waits: there is evidence that the segment left, and a result only may come still.
    void expect_no_result(std::chrono::milliseconds limit);
    /// Whether payloads go by way of the storage, so that a copy stays until `erase_copy`.
    bool stores_first() const { return stores_first_; }
    /// Where the copy of the last payload lies, in the storage for new messages.
    std::optional<unsigned> copy() const { return copy_; }
    bool has_copy() const { return copy_.has_value(); }
    /// Deletes the copy of the last payload; to be called once its result is on disk. @return false where it is there still;
    /// then nothing more is stored first
    boost::asio::awaitable<bool> erase_copy();
    /// No further segment follows: the link to the network need not be kept up.
    boost::asio::awaitable<void> release_link();
    /// After an `Unknown`: waits `patience` for a late result, then ESC CR and a command whose answer carries its own name (AT+CMGF?).
    /// @return the result that came before that answer: it belongs to the segment in doubt
    boost::asio::awaitable<std::optional<SubmitOutcome>> resynchronise(std::chrono::seconds patience);

    /// All messages in a storage (+CPMS, +CMGL=4; slot by slot with +CMGR where the list is refused, or never ends). One that
    /// is not whole is among them, and is what read() gives, only if it reads the same again: what was torn on its way is not
    /// what the modem has.
    boost::asio::awaitable<std::vector<protocol::StoredMessage>> list(std::string storage);
    boost::asio::awaitable<std::optional<protocol::StoredMessage>> read(std::string storage, unsigned index);
    /// @return false where the modem refused; an empty slot counts as deleted
    boost::asio::awaitable<bool> erase(std::string storage, unsigned index);
    /// False once a list did not end, and the model is known for it: list() goes slot by slot.
    bool lists() const { return lists_; }
    void list_slot_by_slot() { lists_ = false; }
    /// Whether messages come as +CMT: each, and each +CDS, wants acknowledge().
    bool acknowledges() const { return acknowledges_.value_or(false); }
    /// Whether bring_up has found out. A +CMT that comes before may wait for us, since an earlier life had asked for it.
    bool knows_whether_it_acknowledges() const { return acknowledges_.has_value(); }
    /// Answers a +CMT or +CDS (+CNMA, TS 27.005 §3.4.4): `kept` tells the network that it need not come again.
    /// @return whether the modem passed it on; if not, the network sends the message once more
    boost::asio::awaitable<bool> acknowledge(bool kept);
    /// Whether +CNMI is still as bring_up set it. If not, it is set again; all else may be lost as well, by a restart that nobody
    /// noticed.
    boost::asio::awaitable<bool> notifications_hold();

    /// One USSD request to the end of the network's answer, or to its question (mode action_required).
    /// @return the answer in UTF-8, or the refusal
    struct UssdAnswer {
        protocol::CusdMode mode;
        std::string text;
    };
    boost::asio::awaitable<boost::system::result<UssdAnswer>> ussd(std::string code, std::chrono::seconds timeout);
    /// Ends a session that the network left open with a question (AT+CUSD=2).
    boost::asio::awaitable<void> ussd_cancel();
    /// Ends the wait of a `ussd` that is under way: the session is cancelled, and its result is `errc::operation_canceled`. Without one, nothing.
    void ussd_abandon();
    /// A text that the network sent without being asked; nothing where there is no text in it.
    std::optional<UssdAnswer> read_ussd(const protocol::UssdUrc& urc) const;
    /// The form in which this modem's requests were understood: known from earlier, or found out. It is tried first.
    void prefer_ussd_form(protocol::UssdForm form) { ussd_dialect_ = form; }
    std::optional<protocol::UssdForm> ussd_form() const { return ussd_dialect_; }

    /// Who it was known to be, for a modem that does not say any more: its family's commands are used.
    void assume(const Identity& identity);
    /// For a modem that fell silent: ESC, then up to three questions. Throws where none is answered.
    /// @return false where it answers, and has lost its settings: it restarted
    boost::asio::awaitable<bool> escape();
    /// Radio off and on (+CFUN, TS 27.007 §8.2), also where the port is open and nothing else was done. It is not registered just after it.
    /// @return false where the modem refused
    boost::asio::awaitable<bool> cycle_radio();
    /// Whether cycle_radio() may be done at all: some fall silent for good when their radio is off.
    bool may_cycle_radio() const { return !dialect_.dies_without_radio; }
    /// Has the modem restart by its family's commands, the best first. Those are sent, too, where nothing is answered, so that this says only
    /// that a command left; the port is lost soon after, or is to be closed. Throws where the port is not open.
    boost::asio::awaitable<void> restart();
    /// +COPS? with the long name; empty where it is not registered or does not say.
    boost::asio::awaitable<protocol::OperatorReport> network_operator();
    /// Lets the modem choose its network again (+COPS=0), which may take minutes. @return false where it refused or did not answer
    boost::asio::awaitable<bool> choose_operator_itself();

    boost::asio::awaitable<void> ping(); ///< AT, answered within 5 s
    boost::asio::awaitable<std::optional<int>> signal_dbm();
    boost::asio::awaitable<std::optional<protocol::Registration>> registration();
    boost::asio::awaitable<std::vector<protocol::StorageUse>> storage_use();
    boost::asio::awaitable<std::optional<std::chrono::sys_seconds>> network_clock(); ///< +CCLK?

    /// Ends every call: +CHUP, else ATH; twice where the modem says that it had no effect. @return what +CPAS says then
    boost::asio::awaitable<protocol::Activity> hang_up();
    /// Calls somebody for so long, hangs up, and looks that it has: a call that nobody is to take (ATD, TS 27.007 §6.2). One that is taken all
    /// the same is ended at once, as far as the modem tells (+CLCC).
    struct Rang {
        bool dialled = false; ///< the network tried; else the modem refused, or it was over before a phone could ring
        bool taken = false;
        std::string why;  ///< what it said against it: "BUSY"; empty where it rang to the end
        bool free = true; ///< the modem does not say that the call goes on
    };
    /// @param keep_on  asked now and then: with false the call ends early
    boost::asio::awaitable<Rang> ring(std::string number, std::chrono::milliseconds time,
                                      std::function<bool()> keep_on = {});
    /// Who rings, by +CLCC; empty where nobody does, or the modem does not say.
    boost::asio::awaitable<std::string> caller();

    /// Returns as soon as the port is lost or closed (unplugged, say), for a caller that has nothing to ask meanwhile. May wait
    /// beside an operation, and may outlive the Modem.
    boost::asio::awaitable<void> gone();

    /// Whether the port is open still; says nothing about answers.
    bool is_open() const { return at_ && !at_->is_gone(); }
    /// Closes the port after half a second without DTR, which brings some back to commands.
    boost::asio::awaitable<void> close_without_dtr();
    boost::asio::awaitable<protocol::SimLock> sim_lock(); ///< +CPIN?
    /// Flushes and closes the port off the loop; safe at any time, also twice.
    void close() noexcept;
    const std::string& path() const { return path_; }
private:
    using milliseconds = std::chrono::milliseconds;
    template <class T> using awaitable = boost::asio::awaitable<T>;

    AtChannel& at();
    void take_urc(protocol::Urc urc);
    awaitable<void> pause(milliseconds time);
    awaitable<protocol::AtResponse> ask(std::string command); ///< answered within `Timings::command`
    awaitable<protocol::AtResponse> ask_slow(std::string command);
    awaitable<protocol::AtResponse> ask_within(std::string command, milliseconds timeout, int attempts);
    awaitable<protocol::AtResponse> ask_when_free(std::string command);
    awaitable<void> throw_if_text_mode();
    awaitable<std::string> ask_text(std::string command);
    awaitable<std::string> ask_iccid();
    /// ESC CR, then AT+CMGF? until its own answer comes. @return the lines before that
    awaitable<std::vector<std::string>> come_into_step(int attempts = 3);
    awaitable<bool> is_alive();
    awaitable<void> recover(int attempts = 3); ///< the same; those lines go to the sink

    // bring_up.cpp, pin.cpp, notifications.cpp
    awaitable<void> unlock_sim(const BringUpSettings& settings, const Identity& identity, PinGuard& guard);
    awaitable<void> enter_pin(const std::string& pin, const Identity& identity, PinGuard& guard);
    awaitable<std::optional<unsigned>> pin_tries();
    awaitable<bool> pin_is_off();
    awaitable<void> bring_urcs_here();
    awaitable<void> await_sms_ready();
    milliseconds sms_ready_wait() const;
    awaitable<void> set_pdu_mode();
    awaitable<void> choose_storage(Service& service);
    awaitable<void> choose_largest_storage(const std::vector<std::vector<std::string>>& names, Service& service);
    awaitable<void> recall_service_class();
    awaitable<void> set_notifications(bool status_reports, Service& service);
    awaitable<bool> set_cnmi(protocol::Cnmi rung);
    awaitable<std::optional<bool>> cnmi_is(protocol::Cnmi rung);
    awaitable<void> await_registration(std::chrono::seconds patience);

    // calls.cpp
    awaitable<void> prepare_calls(Service& service);
    awaitable<Rang> call(const std::string& number, milliseconds time, const std::function<bool()>& keep_on);
    awaitable<void> dial(const std::string& command, milliseconds time, std::optional<protocol::AtResponse>& answer,
                         std::exception_ptr& lost);
    awaitable<void> while_wanted(const std::function<bool()>& keep_on);

    // storage.cpp
    awaitable<bool> select_for_all(std::string storage);
    awaitable<bool> select_for_reading(std::string storage);
    awaitable<std::vector<protocol::StoredMessage>> read_slot_by_slot();
    awaitable<std::optional<protocol::StoredMessage>> read_slot(unsigned index);
    awaitable<std::optional<protocol::StoredMessage>> read_slot_once(unsigned index);
    awaitable<std::vector<protocol::StoredMessage>> confirm_all(std::vector<protocol::StoredMessage> messages);
    awaitable<std::optional<protocol::StoredMessage>> confirm(protocol::StoredMessage message);
    awaitable<protocol::AtResponse> ask_sim(std::string command, int attempts); ///< a busy SIM is asked again

    // submit.cpp
    awaitable<protocol::FinalResult> ask_prompt(std::size_t tpdu_octets);
    awaitable<SubmitOutcome> store_and_send(std::string hex, std::chrono::seconds timeout);

    // ussd.cpp
    awaitable<boost::system::result<UssdAnswer>> ussd_in(protocol::UssdDialect dialect, std::string code,
                                                         milliseconds timeout);
    awaitable<void> await_ussd_event(std::chrono::steady_clock::time_point until);

    boost::asio::any_io_executor executor_;
    std::string path_;
    UrcSink urcs_;
    TraceSink trace_;
    ModemOptions options_;
    const Timings& timings_ = options_.timings;
    std::optional<AtChannel> at_;
    boost::asio::steady_timer wake_; ///< of whoever waits for a URC: registration, USSD

    protocol::Dialect dialect_ = protocol::find_dialect("", ""); ///< of the modem, once it is identified
    std::string mem1_;                          ///< where reading, listing and deleting happens now; empty until known
    std::string mem3_;                          ///< where new messages go
    std::vector<std::string> reading_storages_; ///< what +CPMS=? lists for mem1
    int cpms_arity_ = 3;                        ///< how many storages this modem takes in +CPMS=
    bool lists_ = true;                         ///< +CMGL=4 has not failed yet
    unsigned first_slot_ = 0;                   ///< where the search slot by slot begins
    bool sms_ready_ = false;                    ///< the modem said so since it was opened
    bool stores_first_ = false;
    std::optional<unsigned> copy_; ///< of the last payload, in the storage mem3_
    enum class Link { unasked, kept, released, refused } link_ = Link::unasked;
    std::optional<bool> acknowledges_;                   ///< +CSMS is 1
    bool handed_over_ = false;                           ///< something has come since that was known
    std::optional<protocol::Cnmi> cnmi_;                 ///< as set; none where nothing was taken
    std::map<std::string, int> silences_;                ///< of commands, in a row
    std::chrono::steady_clock::time_point busy_until_{}; ///< so long a SIM that is busy with its start is waited for
    bool was_busy_ = false;                              ///< the SIM still was when +CNMI was to be set
    bool registered_ = false;                            ///< by the latest +CREG or +CEREG URC

    std::optional<protocol::UssdDialect> ussd_dialect_; ///< the one that worked
    protocol::UssdState ussd_state_ = protocol::UssdState::idle;
    bool ussd_on_air_ = false; ///< the modem took the latest request, so the network may have understood it
    bool ussd_abandoned_ = false;
    bool awaits_ussd_ = false; ///< +CUSD and a lone +CME ERROR belong to ussd(), not to the sink
    std::optional<protocol::Cusd> ussd_reply_;
    std::optional<boost::system::error_code> ussd_error_;
};
} // namespace nida::modem
