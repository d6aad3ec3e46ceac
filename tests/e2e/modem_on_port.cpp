#include "tests/e2e/modem_on_port.hpp"

#include "protocol/encoding/segmentation.hpp"
#include "protocol/pdu/tpdu.hpp"

namespace nida::e2e
{
using namespace std::chrono_literals;

namespace
{
/// Every PIN may be tried.
class NoMemory final : public modem::PinGuard
{
public:
    boost::asio::awaitable<bool> begin_attempt(modem::PinSubject, std::string) override { co_return true; }
    boost::asio::awaitable<void> accepted(modem::PinSubject, std::string) override { co_return; }
};

sim::Settings in(const TemporaryDirectory& directory, sim::Settings settings, const std::vector<std::string>& faults)
{
    settings.directory = directory.path().string();
    settings.ledger = (directory / "ledger.jsonl").string();
    settings.faults = faults;
    return settings;
}

modem::ModemOptions with(modem::Timings timings)
{
    modem::ModemOptions options;
    options.timings = timings;
    return options;
}
} // namespace

ModemOnPort::ModemOnPort(const std::vector<std::string>& faults, sim::Settings settings, modem::Timings timings)
    : simulator_{loop_, in(directory_, std::move(settings), faults)},
      modem_{loop_.get_executor(), (directory_ / "modem0").string(),
             [this](protocol::Urc urc) { urcs_.push_back(std::move(urc)); },
             [this](char direction, std::string_view octets) {
                 if (direction == '>') sent_ += octets;
             },
             with(timings)}
{
}

modem::Timings ModemOnPort::patient()
{
    modem::Timings timings;
    timings.quiet = 20ms;
    timings.retry_pause = 20ms;
    timings.after_pin = 20ms;
    timings.registration_query = 50ms;
    timings.lost_ok = 500ms;
    timings.ussd_silence = 500ms;
    return timings;
}

boost::json::object ModemOnPort::sim(const boost::json::object& request)
{
    auto answer = simulator_.request(request);
    if (!answer.at("ok").as_bool()) throw std::runtime_error{std::string{answer.at("error").as_string()}};
    return answer;
}

modem::Identity ModemOnPort::identify()
{
    open();
    identity_ = run(modem_.identify());
    return identity_;
}

modem::Service ModemOnPort::bring_up(modem::BringUpSettings settings)
{
    identify();
    NoMemory guard;
    return run(modem_.bring_up(std::move(settings), identity_, guard));
}

std::optional<modem::SubmitOutcome> ModemOnPort::submit(const std::string& to, const std::string& text)
{
    protocol::SubmitPdu pdu;
    pdu.destination = protocol::address_from_text(to).value();
    pdu.user_data = protocol::segment_text(text, 7).at(0);
    const auto refusal = run(modem_.prompt(pdu.tpdu().size()));
    if (refusal == boost::system::errc::timed_out) run(modem_.abandon_prompt());
    if (refusal) return std::nullopt;
    return run(modem_.payload(pdu.hex(), 60s));
}

boost::system::result<modem::Modem::UssdAnswer> ModemOnPort::ussd(const std::string& code)
{
    return run(modem_.ussd(code, 30s));
}
} // namespace nida::e2e
