#pragma once
#include "daemon/line/bell.hpp"
#include "daemon/line/lines.hpp"
#include "daemon/line/service_context.hpp"
#include "modem/modem.hpp"

#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace nida::daemon
{
/// The one USSD session that a line can have (TS 24.090: one a SIM): who holds it, until when, and what waits for the modem. Clients call `ask` and
/// `cancel`; the line serves them between two segments, since one operation runs on a modem at a time.
class UssdSessions
{
public:
    using SteadyTime = std::chrono::steady_clock::time_point;
    using Request = Lines::UssdRequest;
    using Failure = Lines::UssdFailure;
    using Answer = Lines::UssdResult<Lines::UssdText>;

    /// @param name, bell  of the line, and outlive this
    UssdSessions(ServiceContext& context, const std::string& name, LineId id, Bell& bell);

    // ------------------------------------------------------------ clients
    boost::asio::awaitable<Answer> ask(Request request);
    boost::asio::awaitable<bool> cancel();

    // ------------------------------------------------------------ the line
    /// A modem is in service: the form that it understood before is tried first.
    /// @param port  beside the IMEI, the key of what is known of it (table modem)
    boost::asio::awaitable<void> begin(modem::Modem& modem, std::string imei, std::string port);
    /// Something is to be done on the modem.
    bool pending(SteadyTime now = std::chrono::steady_clock::now()) const;
    /// The network waits for a client's answer: nothing may be submitted.
    bool open() const { return open_.has_value(); }
    /// When the client of an open session is given up.
    std::optional<SteadyTime> deadline() const;
    /// Does what is pending. @param lte  the modem is on 4G or 5G, where silence has a reason of its own
    boost::asio::awaitable<void> serve(modem::Modem& modem, bool lte);
    /// Ends the open session: something more important has to go.
    boost::asio::awaitable<void> end(modem::Modem& modem, std::string why);
    /// A text that nobody asked for.
    void take_unasked(modem::Modem::UssdAnswer text);
    /// The modem is gone.
    void lost();

    /// A whole dialogue by itself: a code, and the answers to the menus behind it. @param what  stands for the code in what people read
    boost::asio::awaitable<Lines::UssdResult<std::string>>
    dial(modem::Modem& modem, std::string code, std::vector<std::string> answers, std::string what, bool lte);

    /// What is to be told where an answer is none. Nothing where it is one.
    static std::optional<Failure> failure_of(const boost::system::result<modem::Modem::UssdAnswer>& answer,
                                             const std::string& what, bool lte);
private:
    struct Pending {
        Request request;
        Bell answered;
        std::optional<Answer> answer;
    };
    struct Open {
        std::int64_t id;
        std::string actor;
        SteadyTime until;
    };
    std::optional<Failure> objection(const Request& request) const;
    boost::asio::awaitable<void> answer(modem::Modem& modem, bool lte);
    boost::asio::awaitable<void> close(modem::Modem& modem, std::string why);
    boost::asio::awaitable<void> remember_form(modem::Modem& modem);
    boost::asio::awaitable<void> store_unasked(std::string text);

    ServiceContext& context_;
    const std::string& name_;
    LineId id_;
    Bell& bell_;
    Bell changed_; ///< rung when a session ends
    std::shared_ptr<Pending> waiting_;
    std::shared_ptr<Pending> serving_;
    std::optional<Open> open_;
    modem::Modem* on_air_ = nullptr; ///< the modem that waits for the network's answer
    bool cancelled_ = false;
    bool unasked_open_ = false; ///< the network opened a session by itself
    std::int64_t sessions_ = 0;
    std::string imei_, port_; ///< the key of what is known of the modem
    std::optional<protocol::UssdForm> known_form_;
};
} // namespace nida::daemon
