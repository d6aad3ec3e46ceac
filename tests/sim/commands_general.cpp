#include "tests/sim/mobile_equipment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>

namespace nida::sim
{
using Form = AtCommand::Form;

void MobileEquipment::factory_settings()
{
    engine_.format = {};
    set_ = {};
    set_.cnmi = family_.indications;
    ussd_packed_ = family_.ussd_packed;
}

Result MobileEquipment::basic(const AtCommand& command)
{
    if (command.name == "Z" || command.name == "&F") {
        factory_settings();
        return ok;
    }
    const auto value = command.number(0, 0);
    if (!value || *value > 1) return refused;
    if (command.name == "E") engine_.format.echo = *value == 1;
    if (command.name == "V") engine_.format.verbose = *value == 1;
    if (command.name == "Q") engine_.format.quiet = *value == 1;
    return ok;
}

Result MobileEquipment::identify(const AtCommand& command)
{
    if (command.form == Form::test) return ok;
    if (command.form != Form::execute && !(command.form == Form::read && command.name.ends_with("CCID")) &&
        !(command.name == "+CGSN" && command.form == Form::set))
        return cme(50);
    const auto& name = command.name;
    const auto tell = [&](const std::string& text) {
        engine_.info(family_.tagged_identity ? fmt::format("{}: {}", name, text) : text);
    };
    if (name == "I")
        engine_.info(fmt::format("Manufacturer: {}\r\nModel: {}\r\nRevision: {}\r\nIMEI: {}\r\n+GCAP: +CGSM",
                                 identity_.manufacturer, identity_.model, identity_.revision, identity_.imei));
    else if (name == "+CGMI" || name == "+GMI")
        tell(identity_.manufacturer);
    else if (name == "+CGMM" || name == "+GMM")
        tell(identity_.model);
    else if (name == "+CGMR" || name == "+GMR")
        tell(identity_.revision);
    else if (name == "+CGSN" || name == "+GSN")
        engine_.info(identity_.imei);
    else if (name == "+GCAP")
        engine_.info("+GCAP: +CGSM");
    else if (name == "+CEER")
        engine_.info("+CEER: no report available");
    else if (name == "+CIMI")
        engine_.info(identity_.imsi);
    else // E.118 numbers of an odd length end in a filler (TS 31.102 §4.2.1)
        engine_.info(fmt::format("{}: {}F", name, identity_.iccid));
    return ok;
}

Result MobileEquipment::phone_number(const AtCommand& command)
{
    if (command.form == Form::execute)
        engine_.info(fmt::format(R"(+CNUM: "{}","{}",{})", in_charset("Line"), in_charset(identity_.number),
                                 identity_.number.starts_with('+') ? 145 : 129));
    return command.form == Form::execute || command.form == Form::test ? ok : cme(50);
}

Result MobileEquipment::functionality(const AtCommand& command)
{
    if (command.form == Form::read) {
        engine_.info(fmt::format("+CFUN: {}", cfun_));
        return ok;
    }
    if (command.form == Form::test) {
        engine_.info(fmt::format("+CFUN: ({}),(0,1)", fmt::join(family_.functions, ",")));
        return ok;
    }
    const auto fun = command.number(0, 1), reset = command.number(1, 0);
    const auto& functions = family_.functions;
    if (command.form != Form::set || !fun || !reset || *reset > 1 ||
        std::find(functions.begin(), functions.end(), *fun) == functions.end())
        return cme(50);
    if (family_.function_needs_sim && *reset == 0 && sim_in_ && sim_.open() && !sim_ready_) return refused;
    if (*reset == 1) {
        later(Milliseconds{10}, [this] { restart(); }); // the OK goes out first
        return ok;
    }
    const bool changed = *fun != cfun_;
    cfun_ = *fun;
    if (changed && cfun_ == 1 && !sim_seen_ && family_.sees_sim != Family::SeesSim::after_restart)
        start_sim(true);
    else if (changed && cfun_ == 1 && sim_ready_)
        start_registration();
    if (changed && cfun_ != 1 && faults_.any() && faults_.strikes("dies_without_radio")) {
        fall_deaf("power");
    }
    if (changed && cfun_ != 1) {
        ++search_;
        show_registration(0);
    }
    return ok;
}

Result MobileEquipment::error_mode(const AtCommand& command) { return keep(command, engine_.format.cmee, 2); }

Result MobileEquipment::signal(const AtCommand& command)
{
    if (command.form == Form::test)
        engine_.info("+CSQ: (0-31,99),(0-7,99)");
    else if (command.form == Form::execute)
        interrupt(), engine_.info(fmt::format("+CSQ: {},99", registered() ? csq_ : 99));
    else
        return cme(50);
    return ok;
}

Result MobileEquipment::registration(const AtCommand& command)
{
    auto& n = set_.creg[command.name == "+CREG" ? 0 : command.name == "+CGREG" ? 1 : 2];
    if (command.form != Form::read) return keep(command, n, 2);
    engine_.info(fmt::format("{}: {},{}{}", command.name, n, shown_stat(command.name),
                             n == 2 ? shown_cell(command.name) : std::string{}));
    return ok;
}

/// On LTE some know themselves registered by +CEREG alone.
unsigned MobileEquipment::shown_stat(std::string_view command) const
{
    return command == "+CREG" && access_ == 7 && registered() ? family_.creg_on_lte.value_or(stat_) : stat_;
}

std::string MobileEquipment::shown_cell(std::string_view command) const
{
    if (!registered() || shown_stat(command) != stat_) return {};
    return fmt::format(",{}{}", family_.cell, family_.tells_access ? fmt::format(",{}", access_) : "");
}

void MobileEquipment::start_registration()
{
    show_registration(2);
    const auto found = [this, search = ++search_] {
        if (search == search_) show_registration(network_stat_);
    };
    if (settings_.registration_delay.count() > 0)
        later(settings_.registration_delay, found);
    else
        found();
}

void MobileEquipment::show_registration(unsigned stat)
{
    if (stat == stat_) return;
    stat_ = stat;
    static constexpr std::array<std::string_view, 3> names{"+CREG", "+CGREG", "+CEREG"};
    for (std::size_t i = 0; i < names.size(); ++i)
        if (set_.creg[i] > 0)
            engine_.urc(fmt::format("{}: {}{}", names[i], shown_stat(names[i]),
                                    set_.creg[i] == 2 ? shown_cell(names[i]) : std::string{}));
    if (registered()) network_.mobile_ready(index_);
}

void MobileEquipment::set_registration(unsigned stat)
{
    network_stat_ = stat;
    if (powered_ && cfun_ == 1 && sim_ready_) {
        ++search_;
        show_registration(stat);
    }
}

Result MobileEquipment::operator_selection(const AtCommand& command)
{
    switch (command.form) {
    case Form::read:
        if (!registered())
            engine_.info("+COPS: 0");
        else
            engine_.info(fmt::format("+COPS: 0,{},\"{}\"{}", set_.cops_format,
                                     set_.cops_format == 2 ? plmn_ : in_charset(identity_.network),
                                     family_.tells_access ? fmt::format(",{}", access_) : ""));
        return ok;
    case Form::test:
        engine_.info(fmt::format(R"(+COPS: (2,"{0}","{0}","{1}"),,(0-4),(0-2))", in_charset(identity_.network), plmn_));
        return ok;
    case Form::execute: return ok;
    case Form::set: break;
    }
    const auto mode = command.number(0, 0), format = command.number(1, set_.cops_format);
    if (!mode || *mode > 4 || !format || *format > 2) return cme(50);
    if (*mode == 3) set_.cops_format = *format;
    return ok;
}

Result MobileEquipment::clock(const AtCommand& command)
{
    if (command.form != Form::read) return command.form == Form::execute ? cme(50) : ok;
    if (!network_time_) {
        engine_.info("+CCLK: \"80/01/06,00:00:17+00\"");
        return ok;
    }
    const auto local =
        std::chrono::system_clock::to_time_t(std::chrono::system_clock::now() + settings_.zone + clock_ahead_);
    tm parts{};
    ::gmtime_r(&local, &parts);
    const auto quarters = settings_.zone.count() / 15;
    engine_.info(fmt::format("+CCLK: \"{:02}/{:02}/{:02},{:02}:{:02}:{:02}{}{:02}\"", parts.tm_year % 100,
                             parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec,
                             quarters < 0 ? '-' : '+', quarters < 0 ? -quarters : quarters));
    return ok;
}

Result MobileEquipment::character_set(const AtCommand& command)
{
    switch (command.form) {
    case Form::read: engine_.info(fmt::format("+CSCS: \"{}\"", set_.cscs)); return ok;
    case Form::test: engine_.info("+CSCS: (\"GSM\",\"IRA\",\"UCS2\")"); return ok;
    case Form::execute: return ok;
    case Form::set: break;
    }
    if (!command.has(0)) return cme(50);
    const auto& wanted = command.parameters[0];
    if (wanted != "GSM" && wanted != "IRA" && wanted != "UCS2") return cme(50);
    set_.cscs = wanted;
    return ok;
}

Result MobileEquipment::activity(const AtCommand& command)
{
    if (command.form == Form::test)
        engine_.info("+CPAS: (0,3,4)");
    else
        engine_.info(fmt::format("+CPAS: {}", call_ == Call::ringing                  ? 3
                                              : call_ != Call::none || stuck_in_call_ ? 4
                                                                                      : 0));
    return ok;
}

/// Parameters that are taken and, but for a few, change nothing here.
Result MobileEquipment::accept(const AtCommand& command)
{
    if (command.name == "+CLIP") {
        if (command.form != Form::read) return keep(command, set_.clip, 1);
        engine_.info(fmt::format("+CLIP: {},1", set_.clip));
        return ok;
    }
    if (command.name == "+CRC") return keep(command, set_.crc, 1);
    if (command.form == Form::read) engine_.info(command.name.starts_with('S') ? "000" : command.name + ": 0");
    if (command.form == Form::test) engine_.info(command.name + ": (0-3)");
    return ok;
}
} // namespace nida::sim
