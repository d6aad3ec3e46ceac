#pragma once
#include "daemon/line/line_status.hpp"
#include "daemon/outbox/router.hpp"
#include "modem/scan.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/system/result.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace nida::daemon
{
/// What the interfaces may ask of the lines, on the loop's thread. Implemented by LineSupervisor.
class Lines
{
public:
    virtual ~Lines() = default;
    virtual std::vector<LineStatus> status() const = 0;

    struct UssdFailure {
        enum class Why {
            unknown_line,
            unavailable, ///< the line is not in service
            busy,        ///< somebody else's session, or the service's own
            over,        ///< the session that was to go on has ended
            no_code,     ///< nobody told us what this operator wants dialled
            refused
        } why;
        std::string text; ///< for people: what happened, what to do
    };
    template <class T> using UssdResult = boost::system::result<T, UssdFailure>;

    struct UssdRequest {
        std::string code;
        std::string actor; ///< who asks, as `ApiRequest` has it
        std::optional<std::int64_t>
            session; ///< of which `code` is the next answer; none: a new one, or the actor's own open one
    };
    struct UssdText {
        bool asks_back; ///< the network waits for a choice
        std::string text;
        std::int64_t session = 0; ///< to be given with the choice
    };
    /// Runs one USSD request on a line between two segments. Where the network asks back, the session stays open for the same actor for a
    /// minute, and nothing but an alert is sent meanwhile.
    virtual boost::asio::awaitable<UssdResult<UssdText>> ussd(std::string line, UssdRequest request) = 0;
    /// Ends the line's session, also one that waits for the network. @return false where there was none
    virtual boost::asio::awaitable<UssdResult<bool>> cancel_ussd(std::string line) = 0;

    /// What the operator said of the account.
    struct BalanceReport {
        std::string text;                         ///< as it came
        std::optional<std::int64_t> amount_milli; ///< none where it was not understood
        std::string currency, units;
        std::optional<Time> expires_at;
        bool guessed = false; ///< by the general patterns
    };
    virtual boost::asio::awaitable<UssdResult<BalanceReport>> balance(std::string line, std::string actor) = 0;

    struct TopUpReport {
        std::string text;                     ///< the operator's answer
        std::optional<BalanceReport> balance; ///< asked for at once
        std::string trouble;                  ///< why there is none
    };
    /// @param voucher  digits; stands in no log
    virtual boost::asio::awaitable<UssdResult<TopUpReport>> top_up(std::string line, std::string voucher,
                                                                   std::string actor) = 0;

    /// What became of a PIN that somebody typed.
    struct PinResult {
        enum class What {
            accepted,
            not_needed, ///< the SIM is open, or asked for none
            refused,    ///< it was wrong
            held_back,  ///< not tried: it was wrong before, or a wrong one would block the SIM
            puk,        ///< the SIM is blocked
            unavailable,
            unknown_line
        } what;
        std::string text;                        ///< for people: what happened, what to do
        std::optional<unsigned> tries_left = {}; ///< where the modem tells
    };
    /// Tries it on the line's SIM, at most once over all restarts. An accepted one is kept in memory, for when the SIM asks again.
    virtual boost::asio::awaitable<PinResult> enter_pin(std::string line, std::string pin) = 0;

    /// Every port and every USB device that is, or would be, a modem; which line uses it, or why none does. Asks no modem.
    virtual boost::asio::awaitable<std::vector<modem::ScannedPort>> modems() = 0;

    /// Which line ought to send to whom, as the config, the lines and their SIMs are now. Never null; made for any thread.
    virtual std::shared_ptr<const Router> router() const { return std::make_shared<const Router>(); }

    /// New rows in the outbox, or rows that may go now: every line looks.
    virtual void wake() = 0;
};
[[noreturn]] void throw_exception_from_error(const Lines::UssdFailure&, const boost::source_location&);
} // namespace nida::daemon
