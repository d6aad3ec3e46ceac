// Commands beyond the standard, of the families that have them.
#include "tests/sim/mobile_equipment.hpp"

#include <fmt/format.h>

namespace nida::sim
{
using Form = AtCommand::Form;

/// Those that do something. What a family has beyond them is only accepted.
const std::unordered_map<std::string_view, MobileEquipment::Entry>& MobileEquipment::vendor_table()
{
    using M = MobileEquipment;
    using enum Entry::Needs;
    static const std::unordered_map<std::string_view, Entry> commands{
        {"+CPINR", {&M::pin_retries, nothing}}, {"+SPIC", {&M::pin_tries, nothing}},
        {"^CPIN", {&M::pin_tries, nothing}},    {"+ZPINPUK", {&M::pin_tries, nothing}},
        {"+QPINC", {&M::pin_tries, nothing}},   {"^SPIC", {&M::pin_tries, nothing}},
        {"#PCT", {&M::pin_tries, nothing}},     {"+CCID", {&M::identify, nothing}},
        {"+ICCID", {&M::identify, nothing}},    {"+QCCID", {&M::identify, nothing}},
        {"^ICCID", {&M::identify, nothing}},    {"#CCID", {&M::identify, nothing}},
        {"^RESET", {&M::reset, nothing}},       {"+CRESET", {&M::reset, nothing}},
        {"#REBOOT", {&M::reset, nothing}},      {"^USSDMODE", {&M::ussd_mode, nothing}},
    };
    return commands;
}

Result MobileEquipment::pin_tries(const AtCommand& command)
{
    // ZTE answers the test form, Telit and Siemens the command alone, the others the question.
    const bool asked = command.name == "+ZPINPUK"                            ? command.form == Form::test
                       : command.name == "^CPIN" || command.name == "+QPINC" ? command.form == Form::read
                                                                             : command.form == Form::execute;
    if (!asked) return command.form == Form::test ? ok : cme(50);
    if (!sim_seen_) return cme(10);
    const auto wanted = sim_.blocked() ? fmt::to_string(sim_.puk_tries_left()) : fmt::to_string(sim_.tries_left());
    // Huawei leaves its count out where nothing is asked for.
    const bool counts = command.name != "^CPIN" || !sim_.open();
    engine_.info(fmt::format(fmt::runtime(family_.pin_tries), fmt::arg("state", sim_.state()),
                             fmt::arg("tries", counts ? wanted : ""), fmt::arg("pin", sim_.tries_left()),
                             fmt::arg("puk", sim_.puk_tries_left())));
    return ok;
}

/// TS 27.007 §8.65.
Result MobileEquipment::pin_retries(const AtCommand& command)
{
    if (command.form == Form::test) return ok;
    engine_.info(fmt::format("+CPINR: SIM PIN,{},{}\r\n+CPINR: SIM PUK,{},{}", sim_.tries_left(), SimCard::pin_tries,
                             sim_.puk_tries_left(), SimCard::puk_tries));
    return ok;
}

Result MobileEquipment::reset(const AtCommand& command)
{
    if (command.form == Form::test) return ok;
    later(Milliseconds{10}, [this] { restart(); }); // the OK goes out first
    return ok;
}

/// 0: the modem translates USSD strings; 1: it passes them through.
Result MobileEquipment::ussd_mode(const AtCommand& command)
{
    unsigned mode = ussd_packed_ ? 1 : 0;
    const auto result = keep(command, mode, 1);
    ussd_packed_ = mode == 1;
    return result;
}
} // namespace nida::sim
