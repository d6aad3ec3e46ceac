#include "tests/sim/mobile_equipment.hpp"

#include "protocol/hex.hpp"
#include "protocol/unicode.hpp"

#include <fmt/format.h>

namespace nida::sim
{
MobileEquipment::MobileEquipment(unsigned index, const Settings& settings, Scheduler& scheduler, Network& network,
                                 Ledger& ledger, Port port)
    : index_{index},
      settings_{settings},
      scheduler_{scheduler},
      network_{network},
      ledger_{ledger},
      port_{std::move(port)},
      identity_{identity_of(index, settings)},
      faults_{settings.seed * 1000003 + index},
      engine_{faults_, [this](std::string_view octets) { port_.write(octets); },
              [this](const AtCommand& command) { return execute(command); }},
      sim_{settings.pin},
      sm_{"SM", settings.sm_slots, settings.first_index},
      me_{"ME", settings.me_slots, settings.first_index},
      sr_{"SR", settings.sr_slots, settings.first_index},
      latency_{settings.latency},
      jitter_{settings.jitter},
      next_reference_{static_cast<protocol::Octet>(settings.seed * 37 + index * 101)},
      smsc_{settings.smsc}
{
    network_.attach(index, *this, identity_);
    engine_.on_line = [this](std::string_view) { before_line(); };
}

const std::unordered_map<std::string_view, MobileEquipment::Entry>& MobileEquipment::table()
{
    using M = MobileEquipment;
    using enum Entry::Needs;
    static const std::unordered_map<std::string_view, Entry> commands{
        {"E", {&M::basic, nothing}},
        {"V", {&M::basic, nothing}},
        {"Q", {&M::basic, nothing}},
        {"Z", {&M::basic, nothing}},
        {"&F", {&M::basic, nothing}},
        {"I", {&M::identify, nothing}},
        {"+CGMI", {&M::identify, nothing}},
        {"+GMI", {&M::identify, nothing}},
        {"+CGMM", {&M::identify, nothing}},
        {"+GMM", {&M::identify, nothing}},
        {"+CGMR", {&M::identify, nothing}},
        {"+GMR", {&M::identify, nothing}},
        {"+CGSN", {&M::identify, nothing}},
        {"+GSN", {&M::identify, nothing}},
        {"+GCAP", {&M::identify, nothing}},
        {"+CCID", {&M::identify, nothing}},
        {"+ICCID", {&M::identify, nothing}},
        {"+CIMI", {&M::identify, sim}},
        {"+CNUM", {&M::phone_number, sim}},
        {"+CFUN", {&M::functionality, nothing}},
        {"+CMEE", {&M::error_mode, nothing}},
        {"+CEER", {&M::identify, nothing}},
        {"+CSQ", {&M::signal, nothing}},
        {"+CREG", {&M::registration, nothing}},
        {"+CGREG", {&M::registration, nothing}},
        {"+CEREG", {&M::registration, nothing}},
        {"+COPS", {&M::operator_selection, sim}},
        {"+CCLK", {&M::clock, nothing}},
        {"+CSCS", {&M::character_set, nothing}},
        {"+CPAS", {&M::activity, nothing}},
        {"+CPIN", {&M::pin, nothing}},
        {"+SPIC", {&M::pin_tries, nothing}},
        {"+CPINR", {&M::pin_tries, nothing}},
        {"+CLCK", {&M::facility_lock, nothing}},
        {"+CPWD", {&M::password, nothing}},
        {"+CSMS", {&M::message_service, nothing}},
        {"+CMGF", {&M::message_format, nothing}},
        {"+CPMS", {&M::storages, sms}},
        {"+CNMI", {&M::indications, sms}},
        {"+CNMA", {&M::acknowledge, sms}},
        {"+CSCA", {&M::service_centre, sms}},
        {"+CMMS", {&M::keep_link, sms}},
        {"+CMGL", {&M::list, sms}},
        {"+CMGR", {&M::read, sms}},
        {"+CMGD", {&M::erase, sms}},
        {"+CMGS", {&M::send, sms}},
        {"+CMGW", {&M::write, sms}},
        {"+CMSS", {&M::send_stored, sms}},
        {"+CUSD", {&M::ussd, sim}},
        {"D", {&M::dial, sim}},
        {"A", {&M::take_call, nothing}},
        {"H", {&M::hang_up, nothing}},
        {"+CHUP", {&M::hang_up, nothing}},
        {"+CLCC", {&M::current_calls, nothing}},
        {"+CLIP", {&M::accept, nothing}},
        {"+CRC", {&M::accept, nothing}},
        {"+CTZU", {&M::accept, nothing}},
        {"+CTZR", {&M::accept, nothing}},
        {"+CGSMS", {&M::accept, nothing}},
        {"+CSDH", {&M::accept, nothing}},
        {"+CSMP", {&M::accept, nothing}},
        {"+CVHU", {&M::accept, nothing}},
        {"+CCWA", {&M::accept, nothing}},
        {"+CURC", {&M::accept, nothing}},
        {"+IPR", {&M::accept, nothing}},
        {"+IFC", {&M::accept, nothing}},
        {"+ICF", {&M::accept, nothing}},
        {"X", {&M::accept, nothing}},
        {"L", {&M::accept, nothing}},
        {"M", {&M::accept, nothing}},
        {"&C", {&M::accept, nothing}},
        {"&D", {&M::accept, nothing}},
        {"&K", {&M::accept, nothing}},
        {"&S", {&M::accept, nothing}},
        {"&W", {&M::accept, nothing}},
        {"S0", {&M::accept, nothing}},
        {"S3", {&M::accept, nothing}},
        {"S4", {&M::accept, nothing}},
        {"S5", {&M::accept, nothing}},
        {"S7", {&M::accept, nothing}},
    };
    return commands;
}

Result MobileEquipment::execute(const AtCommand& command)
{
    const auto at = table().find(command.name);
    if (at == table().end()) return {Result::Kind::unknown};
    const auto& entry = at->second;
    if (command.form != AtCommand::Form::test) {
        if (entry.needs == Entry::Needs::sms)
            if (const auto trouble = sms_trouble()) return *trouble;
        if (entry.needs == Entry::Needs::sim) {
            if (!sim_.open()) return cme(sim_.blocked() ? 12 : 11);
            if (!sim_ready_) return cme(14);
        }
    }
    return (this->*entry.handler)(command);
}

std::optional<Result> MobileEquipment::sms_trouble() const
{
    if (!sim_.open()) return cms(sim_.blocked() ? 316 : 311);
    if (!sim_ready_) return cms(314);
    return std::nullopt;
}

void MobileEquipment::before_line()
{
    if (!faults_.any()) return;
    if (faults_.strikes("echo_on")) engine_.format.echo = true;
    if (faults_.strikes("silence")) {
        fault("silence");
        engine_.fall_silent();
        return;
    }
    if (const auto hang = faults_.strikes("hang")) {
        fault("hang");
        engine_.pause();
        later(Milliseconds{number_in(*hang, 1000)}, [this] { engine_.resume(); });
    }
}

void MobileEquipment::fault(std::string_view name) { note("fault", {{"name", name}}); }

void MobileEquipment::later(Scheduler::Clock::duration delay, std::function<void()> action)
{
    scheduler_.after(delay, [this, cycle = power_cycle_, action = std::move(action)] {
        if (cycle == power_cycle_) action();
    });
}

void MobileEquipment::power_on(bool boot_noise)
{
    powered_ = true;
    ++power_cycle_;
    sim_.power_cycle();
    cfun_ = 1;
    stat_ = 0;
    sim_ready_ = false;
    if (boot_noise) {
        engine_.urc("RDY");
        engine_.urc("+CFUN: 1");
        if (!sim_.open()) engine_.urc(fmt::format("+CPIN: {}", sim_.state()));
    }
    if (!sim_.open()) return;
    const auto opened = [this, boot_noise] {
        if (boot_noise) engine_.urc("+CPIN: READY");
        sim_opened();
        if (boot_noise) engine_.urc("SMS DONE");
    };
    if (settings_.sim_delay.count() > 0)
        later(settings_.sim_delay, opened);
    else
        opened();
}

void MobileEquipment::power_off()
{
    powered_ = false;
    ++power_cycle_;
    engine_.reset();
    factory_settings();
    memories_ = {"SM", "SM", "SM"};
    stat_ = 0;
    session_ = nullptr;
    full_shown_ = false;
    if (call_ != Call::none) end_call("lost");
    if (unacknowledged_) stop_waiting(false);
}

void MobileEquipment::restart()
{
    note("rebooted", {});
    port_.vanish(settings_.reboot_time);
}

void MobileEquipment::set_latency(Milliseconds latency, Milliseconds jitter)
{
    latency_ = latency;
    jitter_ = jitter;
}

Result MobileEquipment::keep(const AtCommand& command, unsigned& value, unsigned max)
{
    switch (command.form) {
    case AtCommand::Form::read: engine_.info(fmt::format("{}: {}", command.name, value)); return ok;
    case AtCommand::Form::test: engine_.info(fmt::format("{}: (0-{})", command.name, max)); return ok;
    case AtCommand::Form::execute: value = 0; return ok;
    case AtCommand::Form::set: break;
    }
    const auto wanted = command.number(0, 0);
    if (!wanted || *wanted > max) return cme(50);
    value = *wanted;
    return ok;
}

std::string MobileEquipment::in_charset(std::string_view text) const
{
    if (set_.cscs != "UCS2") return std::string{text};
    return protocol::to_hex(protocol::to_ucs2(protocol::decode_utf8(text)));
}

boost::json::object MobileEquipment::state()
{
    using std::chrono::duration_cast;
    using std::chrono::microseconds;
    const auto span = first_submit_ && last_result_ ? *last_result_ - *first_submit_ : Scheduler::Clock::duration{};
    return {{"number", identity_.number},
            {"imei", identity_.imei},
            {"iccid", identity_.iccid},
            {"powered", powered_},
            {"registration", stat_},
            {"sim", sim_.state()},
            {"pin_tries", sim_.tries_left()},
            {"sm", sm_.used()},
            {"me", me_.used()},
            {"sr", sr_.used()},
            {"pending", network_.pending(index_)},
            {"busy", engine_.busy()},
            {"on_air_us", duration_cast<microseconds>(air_).count()},
            {"span_us", duration_cast<microseconds>(span).count()}};
}
} // namespace nida::sim
