#include "modem/modem.hpp"
#include "modem/off_the_loop.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <sys/ioctl.h>

#include <thread>

namespace nida::modem
{
namespace asio = boost::asio;
using boost::system::system_error;

void Modem::assume(const Identity& identity)
{
    dialect_ = options_.dialects ? protocol::find_dialect(identity.manufacturer, identity.model, *options_.dialects)
                                 : protocol::find_dialect(identity.manufacturer, identity.model);
}

asio::awaitable<bool> Modem::escape()
{
    co_await recover();
    // A restart brings text mode back, which is what +CMGF is after power-up.
    const auto format = co_await ask("AT+CMGF?");
    const auto value = format.value("+CMGF");
    mem1_.clear();
    co_return value && value->starts_with('0');
}

asio::awaitable<bool> Modem::cycle_radio()
{
    bool off = false;
    for (const char* command : {"AT+CFUN=4", "AT+CFUN=0"}) {
        const auto answer = co_await ask_slow(command);
        off = answer.result.ok();
        if (off) break;
    }
    registered_ = false;
    co_await pause(timings_.radio_off);
    // Also where off was refused: some refuse it while it is off already.
    const auto on = co_await at().command("AT+CFUN=1", timings_.radio_on);
    co_return off&& on.result.ok();
}

asio::awaitable<void> Modem::restart()
{
    at().throw_if_gone();
    at().escape();
    co_await at().listen(timings_.quiet, 10 * timings_.quiet);
    for (const auto& command : dialect_.resets) {
        bool taken = false, lost = false;
        try {
            const auto answer = co_await at().try_command(command, timings_.restart_answer);
            taken = answer && answer->result.ok();
        } catch (const system_error&) {
            lost = true; // gone already: that was the restart
        }
        if (taken || lost) co_return;
    }
}

asio::awaitable<void> Modem::close_without_dtr()
{
    if (!is_open()) {
        close();
        co_return;
    }
    const int descriptor = at_->release();
    auto work = [descriptor] {
        const int dtr = TIOCM_DTR;
        // A pty has no DTR.
        if (::ioctl(descriptor, TIOCMBIC, &dtr) == 0) std::this_thread::sleep_for(std::chrono::milliseconds{500});
        close_port(descriptor);
        return true;
    };
    co_await off_the_loop(std::move(work));
}

asio::awaitable<protocol::SimLock> Modem::sim_lock()
{
    const auto answer = co_await ask_slow("AT+CPIN?");
    co_return protocol::parse_sim_lock(answer);
}

asio::awaitable<protocol::OperatorReport> Modem::network_operator()
{
    auto answer = co_await ask_slow("AT+COPS?");
    auto report = protocol::parse_operator(answer);
    if (report && report->format == 0u) co_return *report;
    if (!report || report->name.empty()) co_return report.value_or(protocol::OperatorReport{});
    const auto long_names = co_await ask("AT+COPS=3,0");
    if (long_names.result.ok()) {
        answer = co_await ask_slow("AT+COPS?");
        if (const auto named = protocol::parse_operator(answer)) report = named;
    }
    co_return *report;
}

asio::awaitable<bool> Modem::choose_operator_itself()
{
    const auto answer = co_await at().command("AT+COPS=0", timings_.operator_choice);
    co_return answer.result.ok();
}
} // namespace nida::modem
