#include "modem/submit.hpp"
#include "modem/crash_point.hpp"
#include "modem/modem.hpp"
#include "protocol/at/at_line.hpp"
#include "protocol/at/submit_answer.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>
#include <fmt/format.h>

namespace nida::modem
{
namespace asio = boost::asio;
using boost::system::error_code;
using boost::system::system_error;

SubmitOutcome submit_outcome(const AtChannel::SubmitReply& reply, std::chrono::milliseconds doubtful_refusal)
{
    const auto& result = reply.response.result;
    // A +CMGS says it all, whatever became of its OK.
    auto value = reply.response.value("+CMGS");
    if (!value) value = reply.response.value("+CMSS");
    if (value) {
        if (const auto answer = protocol::parse_submit_answer(*value)) return Sent{MessageReference{answer->reference}};
        return Unknown{fmt::format("+CMGS with the reference \"{}\"", *value)};
    }
    if (result.text.empty()) return Unknown{reply.trouble};
    if (result.ok()) return Unknown{"OK without +CMGS"};

    const bool plain =
        result.error.category() == protocol::at_category() || result.error == error_code{500, protocol::cms_category()};
    if (protocol::classify(result.error) == protocol::ErrorClass::outcome_unknown ||
        (plain && reply.elapsed >= doubtful_refusal))
        return Unknown{fmt::format("{} after {} s", result.text,
                                   std::chrono::duration_cast<std::chrono::seconds>(reply.elapsed).count())};
    return Refused{result.error, result.text};
}

asio::awaitable<error_code> Modem::prompt(std::size_t tpdu_octets, bool more_follow)
{
    if (more_follow && (link_ == Link::unasked || link_ == Link::released)) {
        const auto kept = co_await ask("AT+CMMS=2");
        link_ = kept.result.ok() ? Link::kept : Link::refused;
    }
    try {
        const auto answer = co_await ask_prompt(tpdu_octets);
        if (answer.error.category() == protocol::at_category()) co_await throw_if_text_mode();
        co_return answer.error;
    } catch (const system_error& error) {
        if (error.code() != asio::error::timed_out) throw;
    }
    co_return make_error_code(boost::system::errc::timed_out);
}

asio::awaitable<protocol::FinalResult> Modem::ask_prompt(std::size_t tpdu_octets)
{
    if (stores_first_) {
        auto answer = co_await at().prompt(fmt::format("AT+CMGW={}", tpdu_octets), timings_.prompt);
        if (!answer.error) co_return answer;
        stores_first_ = false;
    }
    auto answer = co_await at().prompt(fmt::format("AT+CMGS={}", tpdu_octets), timings_.prompt);
    co_return answer;
}

asio::awaitable<void> Modem::release_link()
{
    if (link_ != Link::kept) co_return;
    co_await ask("AT+CMMS=0");
    link_ = Link::released;
}

asio::awaitable<void> Modem::abandon_prompt() { return recover(); }

asio::awaitable<SubmitOutcome> Modem::payload(std::string hex, std::chrono::seconds timeout)
{
    copy_.reset(); // that of a segment in doubt stays where it is
    if (stores_first_) {
        auto outcome = co_await store_and_send(std::move(hex), timeout);
        co_return outcome;
    }
    const auto reply = co_await at().payload(std::move(hex), timeout, dialect_.before_ctrl_z);
    co_return submit_outcome(reply, timings_.doubtful_refusal);
}

/// Until +CMSS leaves, all that can happen is that a copy stays in the storage.
asio::awaitable<SubmitOutcome> Modem::store_and_send(std::string hex, std::chrono::seconds timeout)
{
    const auto written = co_await at().payload(std::move(hex), timings_.slow_command, dialect_.before_ctrl_z);
    if (const auto value = written.response.value("+CMGW")) copy_ = protocol::parse_written_index(*value);
    if (!copy_) {
        at().throw_if_gone();
        const auto& result = written.response.result;
        if (result.text.empty() || result.ok())
            throw system_error{asio::error::timed_out, "no answer to a payload for the storage"};
        stores_first_ = false;
        // The storage refuses; whether the network would, nobody has asked.
        co_return Refused{error_code{1, protocol::at_category()}, "the storage refuses it: " + result.text};
    }
    crash_point("modem.copy_written");
    const auto reply = co_await at().submit_command(fmt::format("AT+CMSS={}", *copy_), timeout);
    auto outcome = submit_outcome(reply, timings_.doubtful_refusal);
    if (const auto* refused = std::get_if<Refused>(&outcome)) {
        const bool by_modem = refused->why.category() == protocol::at_category() ||
                              (refused->why.category() == protocol::cms_category() && refused->why.value() >= 302 &&
                               refused->why.value() <= 305);
        if (by_modem) stores_first_ = false;
    }
    co_return outcome;
}

asio::awaitable<bool> Modem::erase_copy()
{
    if (!copy_) co_return true;
    const bool gone = co_await erase(mem3_, *copy_);
    copy_.reset();
    if (!gone) stores_first_ = false;
    co_return gone;
}

void Modem::expect_no_result(std::chrono::milliseconds limit)
{
    if (at_) at_->expect_no_result(limit);
}

asio::awaitable<std::optional<SubmitOutcome>> Modem::resynchronise(std::chrono::seconds patience)
{
    // A refusal now is as late as can be: without a cause of its own it reports a timer.
    constexpr std::chrono::milliseconds always_doubtful{0};
    const auto late = co_await at().late_result(patience);
    std::optional<SubmitOutcome> outcome;
    if (!late.response.lines.empty() || !late.response.result.text.empty())
        outcome = submit_outcome(late, always_doubtful);
    const auto decided = [&outcome] { return outcome && !std::holds_alternative<Unknown>(*outcome); };

    std::vector<std::string> before;
    try {
        before = co_await come_into_step();
    } catch (const system_error&) {
        if (!decided()) throw; // the next operation will; what is known now must not be lost
    }
    for (const auto& line : before) {
        if (decided()) break;
        AtChannel::SubmitReply one;
        const auto result = protocol::parse_final_result(line);
        if (protocol::behind(line, "+CMGS") || protocol::behind(line, "+CMSS"))
            one.response.lines.push_back(line);
        else if (result && result->error.category() == protocol::cms_category())
            one.response.result = *result;
        else
            continue; // a plain OK or ERROR may answer the ESC
        outcome = submit_outcome(one, always_doubtful);
    }
    co_return outcome;
}

asio::awaitable<std::vector<std::string>> Modem::come_into_step(int attempts)
{
    std::vector<std::string> before;
    for (int attempt = 0; attempt < attempts; ++attempt) {
        const auto answer = co_await at().escape_and_ask("AT+CMGF?", "+CMGF:", timings_.quiet, timings_.command);
        before.insert(before.end(), answer.before.begin(), answer.before.end());
        if (!answer.response.lines.empty()) co_return before;
    }
    for (const auto& line : before)
        take_urc(protocol::parse_urc(line));
    throw system_error{asio::error::timed_out, "no answer to AT+CMGF? after ESC"};
}

asio::awaitable<void> Modem::recover(int attempts)
{
    const auto before = co_await come_into_step(attempts);
    for (const auto& line : before)
        take_urc(protocol::parse_urc(line));
}
} // namespace nida::modem
