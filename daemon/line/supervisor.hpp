#pragma once
#include "daemon/line/line.hpp"
#include "daemon/line/lines.hpp"
#include "daemon/line/service_context.hpp"
#include "modem/hot_plug.hpp"
#include "modem/places.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace nida::daemon
{
/// All lines: those that the config names, and, where it names none, one for each modem found.
class LineSupervisor final : public Lines, public Neighbours
{
public:
    explicit LineSupervisor(ServiceContext& context) : context_{context} {}

    /// Starts what is new, changes what changed and stops what is gone. @param lines  none: every modem found becomes a line
    boost::asio::awaitable<void> apply(std::vector<LineSettings> lines);
    /// Looks for modems on USB and at the ports that the config names, now and whenever one comes or goes, and gives each line its own.
    boost::asio::awaitable<void> run_discovery();
    /// What is due by the hour: doubts, ends of validity, segments without their others.
    boost::asio::awaitable<void> run_housekeeping();

    std::vector<LineStatus> status() const override;
    boost::asio::awaitable<PinResult> enter_pin(std::string line, std::string pin) override;
    boost::asio::awaitable<UssdResult<UssdText>> ussd(std::string line, UssdRequest request) override;
    boost::asio::awaitable<UssdResult<bool>> cancel_ussd(std::string line) override;
    boost::asio::awaitable<UssdResult<BalanceReport>> balance(std::string line, std::string actor) override;
    boost::asio::awaitable<UssdResult<TopUpReport>> top_up(std::string line, std::string voucher,
                                                           std::string actor) override;
    void wake() override;
    std::shared_ptr<const Router> router() const override;
    boost::asio::awaitable<std::vector<modem::ScannedPort>> modems() override;

    bool is_another_s(const Line& asking, const Sim& sim) const override;
    std::string modem_port(const Line& asking, const std::string& imei) const override;
    void found_other_sim(Line& line, const std::string& port) override;
    std::vector<LineBudget::Other> that_can_send(const Line& asking) const override;
    std::optional<SharedPace> shared_pace(const Line& asking) const override;

    std::vector<std::string> own_numbers() const; ///< E.164
    void stop();
    void clock_moved(std::chrono::microseconds jump, Time since);
    bool ended() const; ///< every line has left its modem
private:
    using Clock = std::chrono::steady_clock;
    /// What is known of the modem in a place, as long as it stays there.
    struct Seen {
        std::string fingerprint;
        bool asking = false; ///< is being asked just now
        bool asked = false;
        bool told = false; ///< the log has it
        unsigned failures = 0;
        Clock::time_point asked_at{};
        std::string port;         ///< the one that answered; empty where none did
        modem::Identity identity; ///< of who answered
        std::string trouble;      ///< why none did
    };
    /// Where a line has its port.
    struct Given {
        std::string place, fingerprint;
        Clock::time_point at{};
    };
    struct Answer {
        std::optional<modem::Identity> identity;
        std::string trouble;
        bool busy = false; ///< another program has the port
    };

    boost::asio::awaitable<void> start(LineSettings settings);
    boost::asio::awaitable<void> keep_recipients(const Line& line);
    Line* find(const std::string& name) const;
    UssdFailure no_such_line(const std::string& name) const;
    Line* find_by_sim(const Sim& sim) const;

    // discovery.cpp: which line gets which port
    std::vector<std::string> named_ports() const;
    boost::asio::awaitable<void> look();
    boost::asio::awaitable<void> look_once();
    void look_soon();
    void forget_what_has_gone();
    void settle(Line& line);
    bool seeks(const Line& line) const;
    bool is_stuck(const Line& line) const;
    const modem::Place* place_of(const std::string& port) const;
    bool is_free(const modem::Place& place) const;
    void give(Line& line, const modem::Place& place, std::string port);
    void take_away(Line& line);
    boost::asio::awaitable<void> start_automatic_lines();
    boost::asio::awaitable<std::string> name_for(Sim sim);
    void tell_what_is_no_use();

    // probing.cpp: who is there
    void ask_free_places();
    boost::asio::awaitable<void> ask(modem::Place place);
    boost::asio::awaitable<Answer> ask_port(std::string port);
    boost::asio::awaitable<void> ask_again_later(std::string place, std::string fingerprint,
                                                 std::chrono::seconds pause);

    ServiceContext& context_;
    std::vector<std::unique_ptr<Line>> lines_;
    /// Made again only where something of it has changed.
    struct Routing {
        std::shared_ptr<const Recipes> recipes;
        std::shared_ptr<const std::vector<Price>> prices;
        std::vector<Router::Line> lines;
        std::shared_ptr<const Router> router;
    };
    mutable Routing routing_;
    bool automatic_ = false;
    bool stopping_ = false;

    modem::HotPlug hot_plug_{context_.executor};
    std::vector<modem::Place> places_;
    std::map<std::string, Seen> seen_; ///< by Place::key
    std::map<LineId, Given> given_;
    bool looking_ = false, look_again_ = false;
    bool patience_runs_ = false;
};
} // namespace nida::daemon
