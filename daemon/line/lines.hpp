#pragma once
#include "daemon/line/line_status.hpp"
#include "modem/scan.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/system/result.hpp>

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
        enum class Why { unknown_line, unavailable, refused } why;
        std::string text; ///< for people: what happened, what to do
    };
    struct UssdText {
        bool asks_back; ///< the network waits for a choice
        std::string text;
    };
    /// Runs one USSD request on a line between two segments.
    virtual boost::asio::awaitable<boost::system::result<UssdText, UssdFailure>> ussd(std::string line,
                                                                                      std::string code) = 0;

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

    /// New rows in the outbox, or rows that may go now: every line looks.
    virtual void wake() = 0;
};
[[noreturn]] void throw_exception_from_error(const Lines::UssdFailure&, const boost::source_location&);
} // namespace nida::daemon
