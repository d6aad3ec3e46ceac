#include "modem/modem.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace nida::modem
{
namespace asio = boost::asio;
using boost::system::error_code;
using boost::system::result;
using protocol::CusdMode;
using protocol::next_state;
using protocol::UssdDialect;
using protocol::UssdEvent;
using std::chrono::steady_clock;

namespace
{
/// Whether the code itself may not have been understood, so that another dialect is worth a try. A network that answered may have understood
/// it very well, and dialling again would transfer the credit twice: only of some families it is known that they end what they cannot read.
/// @param on_air  the modem took the request, and what is wrong came later
bool may_be_the_dialect(const result<Modem::UssdAnswer>& answer, bool on_air, bool ends_the_unknown)
{
    if (answer.has_error()) {
        if (on_air && !ends_the_unknown) return false;
        const auto& error = answer.error();
        const bool network =
            error.category() == protocol::cme_category() && (error.value() == 30 || error.value() == 31);
        return !network && error != boost::system::errc::timed_out && error != boost::system::errc::operation_canceled;
    }
    return ends_the_unknown && answer->text.empty() &&
           (answer->mode == CusdMode::terminated || answer->mode == CusdMode::unsupported);
}
} // namespace

asio::awaitable<result<Modem::UssdAnswer>> Modem::ussd(std::string code, std::chrono::seconds timeout)
{
    // Inside a session a second attempt would be a second answer.
    const bool in_session = ussd_state_ == protocol::UssdState::awaiting_user;
    auto to_try = dialect_.ussd;
    if (ussd_dialect_) {
        to_try.erase(std::remove(to_try.begin(), to_try.end(), *ussd_dialect_), to_try.end());
        to_try.insert(to_try.begin(), *ussd_dialect_);
    }
    if (in_session) to_try.resize(1);

    result<UssdAnswer> answer = make_error_code(boost::system::errc::timed_out);
    for (const auto dialect : to_try) {
        // Some refuse every +CUSD until they are told to translate it.
        if (dialect == UssdDialect::text && !dialect_.before_ussd_text.empty()) co_await ask(dialect_.before_ussd_text);
        answer = co_await ussd_in(dialect, code, timeout);
        if (!may_be_the_dialect(answer, ussd_on_air_, dialect_.ussd_form_may_end_it)) {
            if (answer && !answer->text.empty()) ussd_dialect_ = dialect;
            break;
        }
    }
    co_return answer;
}

asio::awaitable<result<Modem::UssdAnswer>> Modem::ussd_in(UssdDialect dialect, std::string code, milliseconds timeout)
{
    struct Awaiting { // however this ends, later +CUSD are the sink's
        bool& flag;
        explicit Awaiting(bool& f) : flag{f} { flag = true; }
        ~Awaiting() { flag = false; }
    } awaiting{awaits_ussd_};
    ussd_reply_.reset();
    ussd_error_.reset();
    ussd_on_air_ = false;
    ussd_abandoned_ = false;
    const auto string = protocol::encode_ussd(code, dialect);
    if (!string) co_return make_error_code(string.error().why); // nothing was sent
    ussd_state_ = next_state(ussd_state_, UssdEvent::sent);
    const auto end = steady_clock::now() + timeout;

    // Some answer OK at once and some only after the network has; the reply comes before it or after it.
    const auto command = fmt::format("AT+CUSD=1,\"{}\",15", *string);
    const auto response = co_await at().try_command(command, timeout);
    if (!response) co_await recover();
    if (response && !response->result.ok() && !ussd_reply_) {
        ussd_state_ = next_state(ussd_state_, UssdEvent::refused);
        co_return response->result.error;
    }
    ussd_on_air_ = true;
    while (!ussd_reply_ && !ussd_error_ && !ussd_abandoned_ && steady_clock::now() < end)
        co_await await_ussd_event(end);
    if (ussd_abandoned_ && !ussd_reply_) {
        co_await ussd_cancel();
        co_return make_error_code(boost::system::errc::operation_canceled);
    }
    if (!ussd_reply_ && ussd_error_) {
        ussd_state_ = next_state(ussd_state_, UssdEvent::refused);
        co_return *ussd_error_;
    }
    if (!ussd_reply_) {
        co_await ussd_cancel();
        co_return make_error_code(boost::system::errc::timed_out);
    }

    auto reply = *std::exchange(ussd_reply_, std::nullopt);
    if (reply.mode == CusdMode::terminated) {
        // "Initiating Release" may precede the answer proper.
        const auto linger = steady_clock::now() + timings_.ussd_linger;
        while (!ussd_reply_ && !ussd_error_ && !ussd_abandoned_ && steady_clock::now() < linger)
            co_await await_ussd_event(linger);
        if (ussd_reply_ && !ussd_reply_->string.empty()) reply = *ussd_reply_;
    }
    UssdAnswer answer{reply.mode, protocol::decode_ussd(reply, dialect)};
    co_return answer;
}

asio::awaitable<void> Modem::await_ussd_event(steady_clock::time_point until)
{
    using namespace asio::experimental::awaitable_operators;
    wake_.expires_at(until);
    error_code ec;
    co_await (wake_.async_wait(asio::redirect_error(asio::use_awaitable, ec)) || at().gone());
    at().throw_if_gone();
}

asio::awaitable<void> Modem::ussd_cancel()
{
    co_await ask("AT+CUSD=2"); // many refuse where no session is open
    ussd_state_ = next_state(ussd_state_, UssdEvent::cancelled);
}

void Modem::ussd_abandon()
{
    if (!awaits_ussd_) return;
    ussd_abandoned_ = true;
    wake_.cancel();
}

std::optional<Modem::UssdAnswer> Modem::read_ussd(const protocol::UssdUrc& urc) const
{
    const auto reply = protocol::parse_cusd(urc.text);
    if (!reply || reply->string.empty()) return {};
    return UssdAnswer{reply->mode, protocol::read_ussd(*reply, ussd_dialect_).text};
}
} // namespace nida::modem
