#pragma once
#include "daemon/credit/reply_reader.hpp"
#include "daemon/line/balances.hpp"
#include "daemon/line/line_settings.hpp"
#include "daemon/line/lines.hpp"
#include "daemon/line/service_context.hpp"
#include "daemon/line/ussd_sessions.hpp"

#include <deque>
#include <memory>
#include <optional>
#include <string>

namespace nida::daemon
{
/// What a line knows of its SIM's account: asks the operator by its recipe, keeps the series, and says when the credit is too low for
/// anything but alerts.
class LineCredit
{
public:
    using SteadyTime = std::chrono::steady_clock::time_point;

    /// All but `id` outlive this.
    LineCredit(ServiceContext& context, const LineSettings& settings, LineId id, Bell& bell, UssdSessions& ussd);

    // ------------------------------------------------------------ clients
    boost::asio::awaitable<Lines::UssdResult<Lines::BalanceReport>> balance(std::string actor);
    boost::asio::awaitable<Lines::UssdResult<Lines::TopUpReport>> top_up(std::string voucher, std::string actor);

    // ------------------------------------------------------------ the line
    /// A SIM is in service. @return its own number where the operator told it earlier, and the SIM does not
    boost::asio::awaitable<std::string> begin(modem::Identity identity);
    /// Somebody waits for an answer, or the line was refused too often.
    bool pending() const { return !chores_.empty() || check_wanted_; }
    /// When the operator is to be asked next, while the line has nothing else to do; none: never.
    std::optional<SteadyTime> due() const;
    boost::asio::awaitable<void> serve(modem::Modem& modem, bool lte);
    /// What is due, where nobody waits for it. @return the SIM's own number where the operator told it just now
    boost::asio::awaitable<std::string> serve_due(modem::Modem& modem, bool lte);
    /// A segment was refused in a way that may mean an empty account, or was taken.
    void note_refusal();
    void note_sent() { refusals_ = 0; }
    /// Why nothing but alerts may go; empty where all may.
    const std::string& low() const { return low_; }
    void settings_changed() { judge(); }
    void fill(LineStatus& status) const;
    void lost();
private:
    struct Chore {
        std::string voucher; ///< empty: only the balance is asked for
        std::string actor;
        Bell done;
        std::optional<Lines::UssdResult<Lines::TopUpReport>> result;
    };
    std::optional<Recipe> recipe() const;
    Lines::UssdFailure no_code(const std::optional<Recipe>& recipe, const std::string& what) const;
    boost::asio::awaitable<Lines::UssdResult<Lines::TopUpReport>> carry_out(std::string voucher, std::string actor);
    boost::asio::awaitable<Lines::UssdResult<Lines::BalanceReport>> check(modem::Modem& modem, bool lte);
    boost::asio::awaitable<void> ask_bundle(modem::Modem& modem, bool lte, const Recipe& of,
                                            Lines::BalanceReport& report);
    boost::asio::awaitable<Lines::UssdResult<Lines::TopUpReport>> enter(modem::Modem& modem, std::string voucher,
                                                                        std::string actor, bool lte);
    boost::asio::awaitable<std::string> ask_number(modem::Modem& modem, bool lte);
    void plan(bool after_start);
    void judge();

    ServiceContext& context_;
    const LineSettings& settings_;
    LineId id_;
    Bell& bell_;
    UssdSessions& ussd_;
    std::deque<std::shared_ptr<Chore>> chores_;
    bool check_wanted_ = false;
    int refusals_ = 0;
    std::optional<SteadyTime> refused_check_; // when refusals last asked for one
    std::string imsi_, iccid_;
    bool number_wanted_ = false;
    std::optional<SteadyTime> next_check_, number_due_;
    std::optional<Balance> latest_; ///< understood
    bool guessed_ = false;
    std::string low_;
};
} // namespace nida::daemon
