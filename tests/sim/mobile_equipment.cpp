#include "tests/sim/mobile_equipment.hpp"

#include "protocol/hex.hpp"
#include "protocol/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace nida::sim
{
namespace
{
/// As it was written behind "AT".
std::string text_of(const AtCommand& command)
{
    switch (command.form) {
    case AtCommand::Form::execute: break;
    case AtCommand::Form::read: return command.name + "?";
    case AtCommand::Form::test: return command.name + "=?";
    case AtCommand::Form::set: return command.name + "=" + command.argument;
    }
    return command.name;
}
} // namespace

MobileEquipment::MobileEquipment(unsigned index, const Settings& settings, Scheduler& scheduler, Network& network,
                                 Ledger& ledger, Port port)
    : index_{index},
      settings_{settings},
      scheduler_{scheduler},
      network_{network},
      ledger_{ledger},
      port_{std::move(port)},
      family_{family_of(index, settings.families)},
      identity_{identity_of(index, settings)},
      faults_{settings.seed * 1000003 + index},
      engine_{faults_, [this](std::string_view octets) { port_.write(octets); },
              [this](const AtCommand& command) { return execute(command); }},
      sim_{settings.pin},
      sm_{"SM", settings.sm_slots, settings.first_index.value_or(family_.first_index)},
      me_{"ME", family_.has_me ? settings.me_slots : 0, sm_.first()},
      sr_{"SR", settings.sr_slots, sm_.first()},
      access_{family_.access},
      network_time_{settings.network_time},
      latency_{settings.latency},
      jitter_{settings.jitter},
      next_reference_{static_cast<protocol::Octet>(settings.seed * 37 + index * 101)},
      memories_{family_.memories},
      smsc_{settings.smsc},
      ussd_packed_{family_.ussd_packed}
{
    set_.cnmi = family_.indications;
    engine_.words = {family_.unknown, family_.too_many_parameters, family_.prompt};
    network_.attach(index, *this, identity_);
    engine_.on_line = [this](std::string_view line) { before_line(line); };
    engine_.odd_answer = [this](std::string_view command) { return odd_answer_to(command); };
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
    const auto holds = [&](const Family::Words& names) {
        return std::find(names.begin(), names.end(), command.name) != names.end();
    };
    const bool of_vendor = holds(family_.vendor);
    const auto& commands = of_vendor ? vendor_table() : table();
    const auto at = commands.find(command.name);
    if ((at == commands.end() && !of_vendor) || holds(family_.lacks)) return {Result::Kind::unknown};
    if (noisy_ && text_of(command) == family_.noise.silenced_by) noisy_ = false;
    static constexpr Entry accepted{&MobileEquipment::accept, Entry::Needs::nothing};
    const auto& entry = at == commands.end() ? accepted : at->second;
    if (command.form != AtCommand::Form::test) {
        if (entry.needs == Entry::Needs::sms)
            if (const auto trouble = sms_trouble()) return *trouble;
        if (entry.needs == Entry::Needs::sim)
            if (const auto trouble = sim_trouble()) return *trouble;
    }
    return (this->*entry.handler)(command);
}

std::optional<Result> MobileEquipment::sim_trouble() const
{
    if (!sim_seen_) return cme(10);
    if (!sim_.open()) return cme(sim_.blocked() ? 12 : 11);
    if (!sim_ready_) return family_.sim_busy;
    return std::nullopt;
}

std::optional<Result> MobileEquipment::sms_trouble() const
{
    if (!sim_seen_) return cms(310);
    if (!sim_.open()) return cms(sim_.blocked() ? 316 : 311);
    if (!sim_ready_) return family_.sms_busy;
    return std::nullopt;
}

Result MobileEquipment::too_many(Result otherwise) const
{
    return family_.too_many_parameters.empty() ? otherwise : Result{Result::Kind::too_many};
}

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
    cfun_ = 1;
    stat_ = 0;
    engine_.deaf_lines = family_.deaf_lines;
    if (boot_noise) say(family_.boot);
    noisy_ = !family_.noise.lines.empty();
    if (noisy_) later(family_.noise.every, [this] { make_noise(0); });
    start_sim(boot_noise);
}

void MobileEquipment::start_sim(bool boot_noise)
{
    sim_.power_cycle();
    sim_ready_ = false;
    start_chatter();
    sim_seen_ = sim_in_;
    if (!sim_seen_) {
        if (boot_noise && !family_.no_sim.empty()) engine_.urc(family_.no_sim);
        return;
    }
    if (sim_.open())
        sim_serves(boot_noise);
    else if (boot_noise && !family_.sim_open.empty() && family_.sim_open.front() == "+CPIN: READY")
        engine_.urc(fmt::format("+CPIN: {}", sim_.state()));
}

/// The SIM is open; it serves after a while.
void MobileEquipment::sim_serves(bool said)
{
    const auto opened = [this, said] {
        if (!sim_seen_ || sim_ready_) return;
        if (said) say(family_.sim_open);
        sim_opened();
        if (said) say(family_.sms_ready);
    };
    if (settings_.sim_delay.count() > 0)
        later(settings_.sim_delay, opened);
    else
        opened();
}

void MobileEquipment::say(const std::vector<std::string>& lines)
{
    for (const auto& line : lines)
        engine_.urc(line);
}

void MobileEquipment::make_noise(unsigned next)
{
    const auto& noise = family_.noise;
    if (!noisy_) return;
    engine_.urc(noise.lines[next % noise.lines.size()]);
    later(noise.every, [this, next] { make_noise(next + 1); });
}

void MobileEquipment::interrupt()
{
    const auto& noise = family_.noise;
    if (noisy_ && noise.in_answers) engine_.info(noise.lines[noise_at_++ % noise.lines.size()]);
}

void MobileEquipment::power_off()
{
    deaf_until_.clear();
    powered_ = false;
    ++power_cycle_;
    engine_.reset();
    factory_settings();
    memories_ = family_.memories;
    stat_ = 0;
    noisy_ = ussd_waits_ = false;
    quiet_until_ = {};
    session_ = nullptr;
    full_shown_ = muted_by_full_ = listens_ = stuck_in_call_ = false;
    given_.clear();
    first_memories_.clear();
    chattered_ = 0;
    ++chatter_round_;
    if (call_ != Call::none) end_call("lost");
    if (unacknowledged_) stop_waiting(false);
}

void MobileEquipment::restart()
{
    note("rebooted", {});
    port_.vanish(settings_.reboot_time * family_.reboot_times);
}

void MobileEquipment::restart_silently(const std::vector<std::string>& said)
{
    if (!powered_) return;
    note("rebooted", {{"silently", true}});
    power_off();
    power_on(false);
    say(said);
}

void MobileEquipment::take_sim_out()
{
    if (!sim_in_) return;
    sim_in_ = sim_seen_ = sim_ready_ = false;
    note("sim", {{"iccid", identity_.iccid}, {"state", "out"}});
    if (!powered_) return;
    ++search_;
    show_registration(0);
    if (!family_.sim_gone.empty()) engine_.urc(family_.sim_gone);
}

void MobileEquipment::put_sim_in()
{
    if (sim_in_) return;
    sim_in_ = true;
    note("sim", {{"iccid", identity_.iccid}, {"state", "in"}});
    if (powered_ && family_.sees_sim == Family::SeesSim::at_once) start_sim(true);
}

void MobileEquipment::exchange_sims(MobileEquipment& other)
{
    std::swap(sim_in_, other.sim_in_);
    std::swap(sim_, other.sim_);
    std::swap(sm_, other.sm_);
    sm_.count_from(me_.first());
    other.sm_.count_from(other.me_.first());
    std::swap(identity_.imsi, other.identity_.imsi);
    std::swap(identity_.iccid, other.identity_.iccid);
    std::swap(identity_.number, other.identity_.number);
    std::swap(smsc_, other.smsc_);
    std::swap(credit_, other.credit_);
    for (auto* const one : {this, &other})
        one->note("sim", {{"iccid", one->identity_.iccid}, {"state", "swapped"}});
}

void MobileEquipment::set_latency(Milliseconds latency, Milliseconds jitter)
{
    latency_ = latency;
    jitter_ = jitter;
}

void MobileEquipment::set_operator(std::string name, std::string plmn)
{
    identity_.network = std::move(name);
    if (!plmn.empty()) plmn_ = std::move(plmn);
}

void MobileEquipment::set_access(unsigned act) { access_ = act; }

void MobileEquipment::set_clock(bool network_time, std::chrono::seconds ahead)
{
    network_time_ = network_time;
    clock_ahead_ = ahead;
}

Result MobileEquipment::keep(const AtCommand& command, unsigned& value, unsigned max)
{
    if (command.parameters.size() > 2) return too_many(cme(50));
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
            {"family", family_.name},
            {"sim", sim_in_ ? sim_.state() : "absent"},
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
