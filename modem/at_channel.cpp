#include "modem/at_channel.hpp"

#include "modem/crash_point.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace nida::modem
{
namespace asio = boost::asio;
using boost::system::error_code;
using boost::system::system_error;
using std::chrono::steady_clock;

namespace
{
/// The command without its parameters: they may hold a PIN or a number, and this goes into logs.
std::string_view name_of(std::string_view command) { return command.substr(0, command.find('=')); }

system_error silence(std::string_view command)
{
    return system_error{asio::error::timed_out, fmt::format("no answer to {}", name_of(command))};
}
} // namespace

AtChannel::AtChannel(asio::posix::stream_descriptor port, UrcSink urcs, TraceSink trace, Timings timings)
    : port_{std::move(port)},
      deadline_{port_.get_executor()},
      ussd_silence_{port_.get_executor()},
      urcs_{std::move(urcs)},
      trace_{std::move(trace)},
      timings_{timings},
      fate_{std::make_shared<Fate>(port_.get_executor())}
{
    port_.non_blocking(true);
    read();
}

AtChannel::~AtChannel() { lose(asio::error::operation_aborted); }

// ------------------------------------------------------------------ operations

asio::awaitable<std::optional<protocol::AtResponse>> AtChannel::try_command(std::string text, milliseconds timeout)
{
    auto response = co_await try_command(std::move(text), timeout, timeout);
    co_return response;
}

asio::awaitable<std::optional<protocol::AtResponse>> AtChannel::try_command(std::string text, milliseconds timeout,
                                                                            milliseconds silence)
{
    throw_if_gone();
    expect(Waiting::response, std::move(text));
    write(pending_ + '\r');
    const auto begun = steady_clock::now(), end = begun + timeout;
    last_answer_ = begun;
    bool in_time = false;
    for (auto wake = std::min(begun + silence, end); !in_time && steady_clock::now() < wake;
         wake = std::min(last_answer_ + silence, end)) {
        waiting_ = Waiting::response;
        in_time = co_await answered(std::chrono::ceil<milliseconds>(wake - steady_clock::now()));
    }
    throw_if_gone();
    if (!in_time && response_.result.text.empty()) co_return std::nullopt;
    co_return std::move(response_);
}

asio::awaitable<protocol::AtResponse> AtChannel::command(std::string text, milliseconds timeout)
{
    auto response = co_await try_command(text, timeout);
    if (!response) throw silence(text);
    co_return std::move(*response);
}

asio::awaitable<protocol::FinalResult> AtChannel::prompt(std::string text, milliseconds timeout)
{
    throw_if_gone();
    expect(Waiting::prompt, std::move(text));
    write(pending_ + '\r');
    const bool in_time = co_await answered(timeout);
    throw_if_gone();
    if (!in_time) throw silence(pending_);
    co_return std::move(response_.result);
}

asio::awaitable<AtChannel::SubmitReply> AtChannel::payload(std::string hex, milliseconds timeout,
                                                           milliseconds before_ctrl_z)
{
    throw_if_gone();
    expect(Waiting::submit_result, std::move(hex));
    if (crash_is_next("modem.half_payload")) write(std::string_view{pending_}.substr(0, pending_.size() / 2));
    crash_point("modem.half_payload");
    if (before_ctrl_z > milliseconds{0}) {
        if (write(pending_) == 0 && !fate_->lost.empty()) throw_if_gone();
        try {
            // A refusal may come before all of it is there.
            const bool over = co_await answered(before_ctrl_z);
            if (!over && response_.result.text.empty()) {
                waiting_ = Waiting::submit_result;
                write("\x1a");
            }
        } catch (const system_error&) {
            // Cancelled, and without Ctrl-Z nothing has left; but what the prompt makes of the rest nobody knows.
            lose(asio::error::operation_aborted);
        }
    } else if (write(pending_ + '\x1a') == 0 && !fate_->lost.empty()) {
        throw_if_gone();
    }
    crash_point("modem.payload_written");
    auto reply = co_await submit_result(timeout, steady_clock::now());
    co_return reply;
}

asio::awaitable<AtChannel::SubmitReply> AtChannel::submit_command(std::string text, milliseconds timeout)
{
    throw_if_gone();
    expect(Waiting::submit_result, std::move(text));
    const auto written = steady_clock::now();
    if (write(pending_ + '\r') == 0 && !fate_->lost.empty()) throw_if_gone();
    auto reply = co_await submit_result(timeout, written);
    co_return reply;
}

void AtChannel::expect_no_result(milliseconds limit)
{
    if (waiting_ != Waiting::submit_result || deadline_.expiry() <= steady_clock::now() + limit) return;
    hopeless_ = true;
    move_deadline(limit);
}

asio::awaitable<AtChannel::SubmitReply> AtChannel::late_result(milliseconds timeout)
{
    throw_if_gone();
    expect(Waiting::submit_result, {});
    auto reply = co_await submit_result(timeout, steady_clock::now());
    co_return reply;
}

asio::awaitable<AtChannel::SubmitReply> AtChannel::submit_result(milliseconds timeout, steady_clock::time_point since)
{
    SubmitReply reply;
    try {
        const bool in_time = co_await answered(timeout);
        if (!fate_->lost.empty())
            reply.trouble = fmt::format("port lost: {}", fate_->lost);
        else if (!in_time && response_.result.text.empty())
            reply.trouble = hopeless_
                                ? "a status report came instead of a result"
                                : fmt::format("no result in {} s", std::chrono::duration<double>{timeout}.count());
    } catch (const system_error&) {
        reply.trouble = "stopped while waiting for the result";
    }
    reply.response = std::move(response_);
    reply.elapsed = std::chrono::duration_cast<milliseconds>(steady_clock::now() - since);
    co_return reply;
}

asio::awaitable<AtChannel::NamedAnswer> AtChannel::escape_and_ask(std::string text, std::string prefix,
                                                                  milliseconds pause, milliseconds timeout)
{
    throw_if_gone();
    expect(Waiting::named, std::move(text));
    prefix_ = std::move(prefix);
    write("\x1b\r");
    co_await answered(pause);
    throw_if_gone();
    waiting_ = Waiting::named;
    write(pending_ + '\r');
    const bool in_time = co_await answered(timeout);
    if (!fate_->lost.empty())
        for (const auto& line : before_) // evidence for somebody, with or without the port
            urcs_(protocol::parse_urc(line));
    throw_if_gone();
    if (!in_time) response_ = {};
    NamedAnswer answer{std::move(response_), std::move(before_)};
    co_return answer;
}

void AtChannel::speak(const protocol::Dialect& dialect)
{
    noise_ = dialect.noise;
    cpin_ends_itself_ = dialect.cpin_ends_itself;
}

void AtChannel::escape()
{
    throw_if_gone();
    write("\x1b\r");
}

asio::awaitable<void> AtChannel::listen(milliseconds quiet, milliseconds limit)
{
    throw_if_gone();
    const auto end = steady_clock::now() + limit;
    last_octet_ = steady_clock::now();
    for (auto wake = std::min(last_octet_ + quiet, end); steady_clock::now() < wake;
         wake = std::min(last_octet_ + quiet, end)) {
        deadline_.expires_at(wake);
        error_code ec;
        co_await deadline_.async_wait(asio::redirect_error(asio::use_awaitable, ec));
        throw_if_gone();
        if (ec) throw system_error{ec};
    }
}

asio::awaitable<void> AtChannel::gone()
{
    const auto fate = fate_; // may outlive the channel
    error_code ec;
    if (fate->lost.empty()) co_await fate->gone.async_wait(asio::redirect_error(asio::use_awaitable, ec));
    if (fate->lost.empty()) throw system_error{ec}; // cancelled with the coroutine
}

int AtChannel::release() noexcept
{
    try {
        if (!port_.is_open()) return -1;
        lose(asio::error::operation_aborted);
        return port_.release();
    } catch (...) {
        return -1;
    }
}

// ------------------------------------------------------------------ waiting

void AtChannel::expect(Waiting what, std::string pending)
{
    waiting_ = what;
    pending_ = std::move(pending);
    done_ = moved_ = hopeless_ = false;
    response_ = {};
    before_.clear();
}

void AtChannel::complete()
{
    waiting_ = Waiting::nothing;
    done_ = true;
    deadline_.cancel();
}

void AtChannel::move_deadline(milliseconds from_now)
{
    moved_ = true;
    deadline_.expires_after(from_now);
}

/// One timer carries both ends: it expires on silence, and complete() cancels it.
asio::awaitable<bool> AtChannel::answered(milliseconds timeout)
{
    deadline_.expires_after(timeout);
    while (!done_) {
        error_code ec;
        co_await deadline_.async_wait(asio::redirect_error(asio::use_awaitable, ec));
        if (done_ || std::exchange(moved_, false)) continue;
        waiting_ = Waiting::nothing;
        if (ec) throw system_error{ec}; // cancelled with the coroutine
        co_return false;
    }
    co_return true;
}

// ------------------------------------------------------------------ octets

void AtChannel::read()
{
    port_.async_read_some(asio::buffer(input_),
                          [this, alive = std::weak_ptr{alive_}](const error_code& ec, std::size_t count) {
                              if (alive.expired() || !fate_->lost.empty()) return;
                              if (ec) return lose(ec);
                              take_octets({input_.data(), count});
                              if (fate_->lost.empty()) read();
                          });
}

void AtChannel::take_octets(std::string_view octets)
{
    if (trace_) trace_('<', octets);
    last_octet_ = steady_clock::now();
    splitter_.feed(octets);
    while (auto line = splitter_.next_line())
        take_line(std::move(*line));
    if (ussd_.empty() && announced_.empty() && splitter_.at_prompt()) {
        splitter_.consume_prompt();
        take_prompt();
    }
}

/// @return how many octets the port took at once; the rest follows when it can take more
std::size_t AtChannel::write(std::string_view octets)
{
    if (trace_) trace_('>', octets.starts_with("AT+CPIN=") ? "AT+CPIN=(hidden)" : octets);
    if (!output_.empty()) {
        output_ += octets;
        return 0;
    }
    error_code ec;
    const auto taken = port_.write_some(asio::buffer(octets.data(), octets.size()), ec);
    if (ec && ec != asio::error::would_block && ec != asio::error::try_again) {
        lose(ec);
        return 0;
    }
    if (taken < octets.size()) {
        output_ = octets.substr(taken);
        write_rest();
    }
    return taken;
}

void AtChannel::write_rest()
{
    port_.async_write_some(asio::buffer(output_),
                           [this, alive = std::weak_ptr{alive_}](const error_code& ec, std::size_t count) {
                               if (alive.expired() || !fate_->lost.empty()) return;
                               if (ec) return lose(ec);
                               output_.erase(0, count);
                               if (!output_.empty()) write_rest();
                           });
}

void AtChannel::lose(const error_code& why)
{
    if (!fate_->lost.empty()) return;
    fate_->lost = why == asio::error::operation_aborted ? "closed" : why.message();
    ussd_silence_.cancel();
    fate_->gone.cancel();
    complete();
}

void AtChannel::throw_if_gone() const
{
    if (!fate_->lost.empty())
        throw system_error{make_error_code(boost::system::errc::no_such_device), "port gone: " + fate_->lost};
}
} // namespace nida::modem
