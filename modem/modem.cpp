#include "modem/modem.hpp"
#include "modem/off_the_loop.hpp"
#include "protocol/at/at_response.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/system/system_error.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace nida::modem
{
namespace asio = boost::asio;
using boost::system::error_code;
using boost::system::system_error;

namespace
{
constexpr int attempts_to_ask = 2;
constexpr int most_silences = 3; // of one command; it is not asked any more until the port is opened anew
} // namespace

Modem::Modem(asio::any_io_executor executor, std::string path, UrcSink urcs, TraceSink trace, ModemOptions options)
    : executor_{executor},
      path_{std::move(path)},
      urcs_{std::move(urcs)},
      trace_{std::move(trace)},
      options_{std::move(options)},
      wake_{executor_}
{
}

Modem::~Modem() { close(); }

void Modem::close() noexcept
{
    if (at_) close_port_off_the_loop(at_->release());
}

AtChannel& Modem::at()
{
    if (!at_) throw system_error{make_error_code(boost::system::errc::no_such_device), "port gone: not opened"};
    return *at_;
}

asio::awaitable<void> Modem::gone() { co_await at().gone(); }

// ------------------------------------------------------------------ opening

asio::awaitable<void> Modem::open()
{
    close();
    mem1_.clear();
    ussd_state_ = protocol::UssdState::idle;
    registered_ = sms_ready_ = false;
    auto blocking_open = [open = options_.open_port, path = path_] { return open(path); };
    const int descriptor = co_await off_the_loop(std::move(blocking_open));
    at_.emplace(
        asio::posix::stream_descriptor{executor_, descriptor}, [this](protocol::Urc urc) { take_urc(std::move(urc)); },
        trace_, timings_);

    silences_.clear();

    // What lies in the buffer was said to whoever had the port before us: a +CMGS there settles a segment in doubt.
    co_await at().listen(timings_.quiet, 10 * timings_.quiet);
    at().escape();
    co_await at().listen(timings_.quiet, 10 * timings_.quiet);

    for (int attempt = 0; attempt < timings_.first_attempts; ++attempt) {
        // A profile with ATV0 or ATQ1 says nothing that we could read.
        const std::string command = attempt % 3 == 2 ? "ATQ0V1" : "AT";
        const auto answer = co_await at().try_command(command, timings_.first_answer);
        if (!answer) continue;
        // Answers to the ESC and to the attempts before may still be on their way, and must not answer what follows.
        co_await at().listen(timings_.quiet, 10 * timings_.quiet);
        co_return;
    }
    throw system_error{asio::error::timed_out, fmt::format("{}: no answer to AT", path_)};
}

asio::awaitable<Identity> Modem::identify()
{
    co_await ask("ATE0");
    co_await ask("ATV1");
    for (const char* level : {"AT+CMEE=1", "AT+CMEE=2", "AT+CMEE=0"}) {
        const auto set = co_await ask(level);
        if (set.result.ok()) break;
    }

    Identity identity;
    identity.manufacturer = co_await ask_text("AT+CGMI");
    identity.model = co_await ask_text("AT+CGMM");
    identity.revision = co_await ask_text("AT+CGMR");
    const auto serial = co_await ask("AT+CGSN");
    identity.imei = protocol::parse_identity(serial).value_or("");
    if (identity.manufacturer.empty() && identity.model.empty() && identity.imei.empty())
        throw BringUpError{BringUpTrouble::not_a_modem,
                           fmt::format("{} answers AT, but tells neither its maker nor its IMEI: another of the "
                                       "device's ports may be the right one",
                                       path_)};
    dialect_ = options_.dialects ? protocol::find_dialect(identity.manufacturer, identity.model, *options_.dialects)
                                 : protocol::find_dialect(identity.manufacturer, identity.model);
    at().speak(dialect_);
    for (const auto& command : dialect_.silence)
        co_await ask(command);
    identity.iccid = co_await ask_iccid();
    if (identity.iccid.empty()) { // old ones do not tell it; behind a PIN this is refused
        const auto subscriber = co_await ask("AT+CIMI");
        identity.imsi = protocol::parse_identity(subscriber).value_or("");
    }
    co_return identity;
}

// ------------------------------------------------------------------ small questions

/// Some leave one command unanswered and are well otherwise, and some ports lose an answer now and then: silence is a refusal.
/// Throws where the modem is silent altogether.
asio::awaitable<protocol::AtResponse> Modem::ask_within(std::string command, milliseconds timeout, int attempts)
{
    auto& silences = silences_[command];
    for (int attempt = 0; attempt < attempts && silences < most_silences; ++attempt) {
        auto answer = co_await at().try_command(command, timeout);
        if (answer) {
            silences = 0;
            co_return std::move(*answer);
        }
        const bool alive = co_await is_alive();
        if (!alive) throw system_error{asio::error::timed_out, "no answer to " + command};
    }
    if (silences < most_silences) ++silences;
    protocol::AtResponse refused;
    refused.result = {asio::error::timed_out, "no answer"};
    co_return refused;
}

asio::awaitable<protocol::AtResponse> Modem::ask(std::string command)
{
    return ask_within(std::move(command), timings_.command, attempts_to_ask);
}

asio::awaitable<protocol::AtResponse> Modem::ask_slow(std::string command)
{
    return ask_within(std::move(command), timings_.slow_command, attempts_to_ask);
}

asio::awaitable<bool> Modem::is_alive()
{
    try {
        co_await recover(1);
    } catch (const system_error& error) {
        if (error.code() != asio::error::timed_out) throw;
        co_return false;
    }
    co_return true;
}

/// The first line of the answer without its tag: "+CGMI: ZTE CORPORATION" is said as often as the bare name.
asio::awaitable<std::string> Modem::ask_text(std::string command)
{
    const auto response = co_await ask(command);
    if (!response.result.ok() || response.lines.empty()) co_return std::string{};
    co_return protocol::first_text(response, command.substr(2));
}

asio::awaitable<std::string> Modem::ask_iccid()
{
    for (const char* command : {"AT+CCID", "AT+ICCID", "AT+QCCID", "AT^ICCID?", "AT+CCID?"}) {
        const auto response = co_await ask(command);
        if (!response.result.ok()) continue;
        if (auto digits = protocol::parse_iccid(response)) co_return *digits;
    }
    co_return std::string{};
}

asio::awaitable<void> Modem::ping() { co_await at().command("AT", timings_.command); }

asio::awaitable<std::optional<int>> Modem::signal_dbm()
{
    // Some leave this one question unanswered for a while after their start, and are well otherwise.
    const auto response = co_await at().try_command("AT+CSQ", timings_.command);
    if (!response) co_await recover();
    co_return response ? protocol::parse_signal_dbm(*response) : std::nullopt;
}

asio::awaitable<std::optional<protocol::Registration>> Modem::registration()
{
    std::optional<protocol::Registration> best;
    for (const std::string name : {"+CREG", "+CEREG"}) { // on LTE, +CREG may say no where +CEREG says yes
        const auto response = co_await ask("AT" + name + "?");
        const auto value = response.value(name);
        if (!value) continue;
        const auto stat = protocol::parse_registration(*value, true);
        if (stat && (!best || protocol::can_send_sms(*stat))) best = stat;
        if (best && protocol::can_send_sms(*best)) break;
    }
    co_return best;
}

asio::awaitable<std::vector<protocol::StorageUse>> Modem::storage_use()
{
    const auto response = co_await ask_slow("AT+CPMS?");
    co_return protocol::parse_storage_use(response);
}

asio::awaitable<std::optional<std::chrono::sys_seconds>> Modem::network_clock()
{
    const auto response = co_await ask("AT+CCLK?");
    co_return protocol::parse_clock(response);
}

// ------------------------------------------------------------------ URCs

void Modem::take_urc(protocol::Urc urc)
{
    const bool direct = std::holds_alternative<protocol::DirectMessage>(urc) ||
                        std::holds_alternative<protocol::DirectStatusReport>(urc);
    handed_over_ = handed_over_ || (direct && acknowledges());
    if (const auto* ussd = std::get_if<protocol::UssdUrc>(&urc)) {
        const auto reply = protocol::parse_cusd(ussd->text);
        if (reply) ussd_state_ = protocol::next_state(ussd_state_, reply->mode);
        // A client of the modem that is not us had an answer; ours is still to come.
        const bool ours = reply && reply->mode != protocol::CusdMode::other_client;
        if (ours && awaits_ussd_) {
            ussd_reply_ = *reply;
            wake_.cancel();
            return;
        }
    } else if (const auto* error = std::get_if<protocol::LateError>(&urc); error && awaits_ussd_) {
        const auto refusal = protocol::parse_final_result(error->text);
        ussd_error_ = refusal ? refusal->error : error_code{5, protocol::at_category()};
        wake_.cancel();
        return;
    } else if (const auto* network = std::get_if<protocol::RegistrationUrc>(&urc)) {
        const auto colon = network->text.find(':');
        const auto stat = protocol::parse_registration(network->text.substr(colon + 1), false);
        if (stat && protocol::can_send_sms(*stat)) {
            registered_ = true;
            wake_.cancel();
        }
    }
    if (auto* other = std::get_if<protocol::OtherUrc>(&urc)) {
        const auto begins = [other](const std::string& beginning) { return other->text.starts_with(beginning); };
        if (std::ranges::any_of(dialect_.noise, begins)) other->known = true;
        if (std::ranges::any_of(dialect_.sms_ready, begins)) {
            other->known = sms_ready_ = true;
            wake_.cancel();
        }
    }
    if (urcs_) urcs_(std::move(urc));
}

asio::awaitable<void> Modem::pause(milliseconds time)
{
    wake_.expires_after(time);
    error_code ec;
    co_await wake_.async_wait(asio::redirect_error(asio::use_awaitable, ec));
}
} // namespace nida::modem
