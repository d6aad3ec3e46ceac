// What people, and empty accounts, have a line ask of the network.
#include "daemon/line/line.hpp"

#include <fmt/format.h>

namespace nida::daemon
{
namespace asio = boost::asio;

/// What people asked of the network, and what refusals make us ask it.
asio::awaitable<void> Line::serve_clients()
{
    if (ussd_.pending()) co_await ussd_.serve(*modem_, on_lte());
    if (ussd_.open() && co_await alert_waits()) co_await ussd_.end(*modem_, "an alert had to go");
    if (!credit_.pending() || ussd_.open()) co_return;
    const bool was_low = !credit_.low().empty();
    co_await credit_.serve(*modem_, on_lte());
    if (!was_low && !credit_.low().empty()) {
        co_await leave_messages_to_others();
        context_.wake_lines();
    }
}

bool Line::credit_due() const
{
    const auto due = credit_.due();
    return due && *due <= std::chrono::steady_clock::now() && may_send() && !ussd_.open();
}

asio::awaitable<void> Line::check_credit()
{
    const bool was_low = !credit_.low().empty();
    auto number = co_await credit_.serve_due(*modem_, on_lte());
    if (!number.empty()) identity_.own_number = std::move(number);
    if (!was_low && !credit_.low().empty()) {
        co_await leave_messages_to_others();
        context_.wake_lines();
    }
}

/// An alert that this line could send now.
asio::awaitable<bool> Line::alert_waits()
{
    std::optional<Time> ignored;
    auto allowed = budget(ignored);
    if (!allowed) co_return false;
    allowed->alerts_only = true;
    auto work = [allowed = *allowed, now = context_.clock.now()](Connection& db) {
        return Outbox{db}.peek(allowed, Claim{}, now).has_value();
    };
    const auto waits = co_await context_.store.read(std::move(work));
    co_return waits.has_value() && waits.value();
}

bool Line::on_lte() const
{
    using protocol::Registration;
    return status_.access == "4G" || status_.access == "5G" || registration_ == Registration::home_no_csfb ||
           registration_ == Registration::roaming_no_csfb;
}

Lines::UssdFailure Line::not_in_service() const
{
    return {Lines::UssdFailure::Why::unavailable,
            fmt::format("line {} is not in service: {}", settings_.name, status_.trouble)};
}

asio::awaitable<Lines::UssdResult<Lines::UssdText>> Line::ussd(Lines::UssdRequest request)
{
    if (!in_service()) co_return not_in_service();
    auto answer = co_await ussd_.ask(std::move(request));
    if (answer) note_network();
    co_return answer;
}

asio::awaitable<Lines::UssdResult<Lines::BalanceReport>> Line::balance(std::string actor)
{
    if (!in_service()) co_return not_in_service();
    co_return co_await credit_.balance(std::move(actor));
}

asio::awaitable<Lines::UssdResult<Lines::TopUpReport>> Line::top_up(std::string voucher, std::string actor)
{
    if (!in_service()) co_return not_in_service();
    co_return co_await credit_.top_up(std::move(voucher), std::move(actor));
}
} // namespace nida::daemon
