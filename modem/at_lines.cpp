// The part of AtChannel that sorts lines: which answer the operation in flight, and which are URCs.
#include "modem/at_channel.hpp"
#include "protocol/at/at_line.hpp"

#include <algorithm>
#include <utility>

namespace nida::modem
{
using boost::system::error_code;

namespace
{
/// ESC or Ctrl-Z echoed, or what a UART makes of a plug.
bool says_nothing(std::string_view line)
{
    return std::all_of(line.begin(), line.end(), [](unsigned char c) { return c <= ' ' || c == 0x7f; });
}

/// What +CMGS, +CMSS and +CMGW answer: the network, or the storage, has taken the segment.
bool names_result(std::string_view line)
{
    using protocol::behind;
    return behind(line, "+CMGS") || behind(line, "+CMSS") || behind(line, "+CMGW");
}

/// Commands without any information text, for which a bare number can only be a result of ATV0 (V.250 §6.3.1).
bool may_be_answered_by_number(std::string_view pending)
{
    constexpr std::string_view commands[] = {"AT", "ATE0", "ATV1", "ATQ0V1"};
    return std::ranges::find(commands, pending) != std::end(commands);
}
} // namespace

protocol::FinalRules AtChannel::final_rules() const
{
    protocol::FinalRules rules;
    rules.dial = pending_.starts_with("ATD") || pending_.starts_with("ATA");
    rules.numeric = waiting_ == Waiting::response && may_be_answered_by_number(pending_);
    if (cpin_ends_itself_ && waiting_ == Waiting::response && pending_ == "AT+CPIN?") rules.ends_too = "+CPIN";
    return rules;
}

bool AtChannel::is_noise(std::string_view line) const
{
    return std::ranges::any_of(noise_, [&](std::string_view name) {
        return line.starts_with(name) && pending_.find(name) == std::string::npos;
    });
}

void AtChannel::take_line(std::string line)
{
    if (!announced_.empty()) {
        urcs_(protocol::parse_urc(std::exchange(announced_, {}), line));
        return;
    }
    if (!ussd_.empty()) {
        ussd_ += '\n';
        ussd_ += line;
        if (!protocol::continues_on_next_line(ussd_)) finish_ussd();
        return;
    }
    if (says_nothing(line)) return;
    if (protocol::announces_pdu(line)) {
        announced_ = std::move(line);
        return;
    }
    if (line.starts_with("+CUSD:") && protocol::continues_on_next_line(line)) {
        ussd_ = std::move(line);
        await_ussd_lines();
        return;
    }
    take_answer_line(std::move(line));
}

void AtChannel::take_answer_line(std::string line)
{
    const bool submitted = names_result(line);
    const bool wants_submitted = waiting_ == Waiting::submit_result || waiting_ == Waiting::named;
    if (waiting_ == Waiting::nothing || (submitted && !wants_submitted)) {
        urcs_(protocol::parse_urc(line));
        return;
    }
    auto final = protocol::parse_final_result(line, final_rules());
    if (!final && !submitted) {
        if (protocol::is_echo(line, pending_)) return;
        if (protocol::is_urc(line, pending_) || is_noise(line)) {
            urcs_(protocol::parse_urc(line));
            return;
        }
    }
    switch (waiting_) {
    case Waiting::nothing: return;
    case Waiting::response:
        if (!final) {
            last_answer_ = std::chrono::steady_clock::now();
            response_.lines.push_back(std::move(line));
        } else if (!protocol::parse_final_result(line) && final->text.starts_with('+')) {
            // The answer is its own end. Some of the family say OK all the same, and it must not answer the next command.
            response_.result = std::move(*final);
            response_.lines.push_back(std::move(line));
            move_deadline(timings_.first_answer);
        } else {
            response_.result = std::move(*final);
            complete();
        }
        return;
    case Waiting::prompt:
        // An OK is no answer to AT+CMGS: it comes late, from a command before.
        if (!final || final->ok()) {
            urcs_(protocol::parse_urc(line));
        } else {
            response_.result = std::move(*final);
            complete();
        }
        return;
    case Waiting::submit_result: {
        const bool both = submitted ? !response_.result.text.empty() : final && !response_.lines.empty();
        const bool refused = final && !final->ok();
        if (submitted)
            response_.lines.push_back(std::move(line));
        else if (final)
            response_.result = std::move(*final);
        else
            return; // an echo of the payload, or noise
        if (both || refused)
            complete();
        else
            move_deadline(timings_.lost_ok);
        return;
    }
    case Waiting::named:
        if (response_.lines.empty() && !protocol::begins_with_name(line, prefix_)) {
            before_.push_back(std::move(line));
        } else if (!final) {
            response_.lines.push_back(std::move(line));
        } else {
            response_.result = std::move(*final);
            complete();
        }
        return;
    }
}

void AtChannel::take_prompt()
{
    switch (waiting_) {
    case Waiting::prompt:
        response_.result.text = ">";
        complete();
        return;
    case Waiting::submit_result:
        return; // the payload is on its way; ESC now might stop it or not, and nobody could tell
    case Waiting::nothing:
    case Waiting::response:
    case Waiting::named: write("\x1b"); return;
    }
}

void AtChannel::await_ussd_lines()
{
    ussd_silence_.expires_after(timings_.ussd_silence);
    ussd_silence_.async_wait([this, alive = std::weak_ptr{alive_}](const error_code& ec) {
        if (!ec && !alive.expired() && fate_->lost.empty() && !ussd_.empty()) finish_ussd();
    });
}

void AtChannel::finish_ussd()
{
    ussd_silence_.cancel();
    auto text = std::exchange(ussd_, {});
    // A quote that never closes has swallowed the final result, too.
    std::optional<std::string> last;
    if (protocol::continues_on_next_line(text)) {
        const auto end = text.rfind('\n');
        if (end != std::string::npos && protocol::parse_final_result(text.substr(end + 1))) {
            last = text.substr(end + 1);
            text.erase(end);
        }
    }
    urcs_(protocol::parse_urc(text));
    if (last) take_line(std::move(*last));
}
} // namespace nida::modem
