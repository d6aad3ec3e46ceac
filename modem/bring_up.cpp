#include "modem/modem.hpp"
#include "protocol/at/submit_answer.hpp"

#include <boost/system/system_error.hpp>

#include <algorithm>
#include <chrono>

namespace nida::modem
{
namespace asio = boost::asio;
using boost::system::system_error;
using std::chrono::steady_clock;

asio::awaitable<Service> Modem::bring_up(BringUpSettings settings, Identity& identity, PinGuard& guard)
{
    co_await bring_urcs_here();
    const auto radio = co_await ask("AT+CFUN?");
    const auto tell = [&settings](BringUpPhase phase, std::string detail) {
        if (settings.progress) settings.progress(phase, std::move(detail));
    };
    tell(BringUpPhase::sim, {});
    bool radio_on = !radio.value("+CFUN") || radio.value("+CFUN")->starts_with('1');
    for (const bool unlocked : {false, true}) { // some refuse to switch it on before the SIM is there
        if (!radio_on) {
            const auto switched = co_await ask_slow("AT+CFUN=1");
            radio_on = switched.result.ok();
        }
        if (!unlocked) co_await unlock_sim(settings, identity, guard);
    }
    co_await await_sms_ready();
    tell(BringUpPhase::settings, {});

    const auto subscriber = co_await ask("AT+CIMI");
    identity.imsi = protocol::parse_identity(subscriber).value_or("");
    if (identity.iccid.empty()) identity.iccid = co_await ask_iccid();
    const auto own = co_await ask("AT+CNUM");
    if (const auto value = own.value("+CNUM")) {
        const auto parameters = protocol::split_parameters(*value);
        if (parameters.size() > 1) identity.own_number = parameters[1];
    }

    for (const char* command : {"AT+CREG=1", "AT+CEREG=1"})
        co_await ask(command);
    const auto charset = co_await ask("AT+CSCS=\"GSM\"");
    if (!charset.result.ok()) co_await ask("AT+CSCS=\"IRA\"");
    co_await set_pdu_mode();
    co_await recall_service_class();

    Service service;
    busy_until_ = steady_clock::now() + sms_ready_wait();
    co_await choose_storage(service);
    co_await set_notifications(settings.status_reports, service);
    // With one storage in +CPMS nobody says where +CMGW writes, and a copy could not be found again.
    stores_first_ = settings.store_then_send && cpms_arity_ > 1;
    copy_.reset();
    link_ = Link::unasked;
    const auto centre = co_await ask_when_free("AT+CSCA?");
    if (const auto number = protocol::parse_service_centre(centre)) service.smsc = number->number;
    co_await prepare_calls(service);
    co_await ask("AT+CUSD=1");
    tell(BringUpPhase::registering, {});
    co_await await_registration(settings.registration_wait);
    co_return service;
}

/// After power-up or the PIN, SMS commands fail with "SIM busy" in one form or another for a while.
asio::awaitable<void> Modem::await_sms_ready()
{
    const auto end = steady_clock::now() + sms_ready_wait();
    while (!sms_ready_) {
        const auto response = co_await ask_slow("AT+CPMS?");
        if (response.result.ok() || steady_clock::now() >= end) co_return;
        co_await pause(timings_.retry_pause); // until the modem says so, or to ask again
    }
    // choose_storage() says what is wrong, if anything is.
}

Modem::milliseconds Modem::sms_ready_wait() const { return timings_.sms_ready_wait.value_or(dialect_.sms_ready_wait); }

asio::awaitable<void> Modem::set_pdu_mode()
{
    protocol::AtResponse response;
    // Some answer +CPMS? at once, and refuse this until they have said that they are ready for SMS.
    const auto end = steady_clock::now() + (dialect_.sms_ready.empty() ? milliseconds{0} : sms_ready_wait());
    bool was_ready = false;
    for (int attempt = 0; attempt < 10 || (!was_ready && steady_clock::now() < end); ++attempt) {
        was_ready = sms_ready_;
        response = co_await ask_slow("AT+CMGF=0");
        if (response.result.ok()) co_return;
        co_await pause(timings_.retry_pause);
    }
    throw system_error{response.result.error, "PDU mode refused (AT+CMGF=0): " + response.result.text};
}

/// Everything that a modem in text mode says of messages would be misread, and what it is told as well: it has restarted without
/// telling.
asio::awaitable<void> Modem::throw_if_text_mode()
{
    const auto format = co_await ask("AT+CMGF?");
    const auto mode = format.value("+CMGF");
    if (mode && mode->starts_with('1'))
        throw system_error{make_error_code(boost::system::errc::protocol_error),
                           "the modem has gone back to text mode (+CMGF: 1): it restarted by itself"};
}

asio::awaitable<void> Modem::await_registration(std::chrono::seconds patience)
{
    const auto end = steady_clock::now() + patience;
    registered_ = false;
    while (true) {
        const auto stat = co_await registration();
        if (registered_ || (stat && protocol::can_send_sms(*stat))) co_return;
        const auto left = std::chrono::duration_cast<milliseconds>(end - steady_clock::now());
        if (left <= milliseconds{0}) co_return; // service begins without a network; the URC tells when it comes
        co_await pause(std::min(left, timings_.registration_query));
        if (registered_) co_return;
    }
}
} // namespace nida::modem
