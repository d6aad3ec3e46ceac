#include "tests/sim/mobile_equipment.hpp"

#include <fmt/format.h>

namespace nida::sim
{
using Form = AtCommand::Form;

void MobileEquipment::sim_opened()
{
    sim_ready_ = true;
    if (cfun_ == 1) start_registration();
}

Result MobileEquipment::pin(const AtCommand& command)
{
    if (command.form == Form::test) return ok;
    if (command.form == Form::read) {
        if (sim_.open() && !sim_ready_) return cme(14);
        engine_.info(fmt::format("+CPIN: {}", sim_.state()));
        return ok;
    }
    if (command.form != Form::set || !command.has(0)) return cme(50);
    const auto result = sim_.blocked() && command.has(1) ? sim_.enter_puk(command.parameters[0], command.parameters[1])
                                                         : sim_.enter_pin(command.parameters[0]);
    note("pin", {{"ok", result.kind == Result::Kind::ok}, {"tries_left", sim_.tries_left()}});
    if (result.kind != Result::Kind::ok) return result;
    const auto opened = [this] {
        engine_.urc("+CPIN: READY");
        sim_opened();
        engine_.urc("SMS DONE");
    };
    if (settings_.sim_delay.count() > 0)
        later(settings_.sim_delay, opened);
    else
        opened();
    return ok;
}

Result MobileEquipment::pin_tries(const AtCommand& command)
{
    if (command.form == Form::test) return ok;
    if (command.name == "+SPIC") { // PIN, PUK, PIN2, PUK2
        engine_.info(fmt::format("+SPIC: {},{},3,10", sim_.tries_left(), sim_.puk_tries_left()));
        return ok;
    }
    engine_.info(fmt::format("+CPINR: SIM PIN,{},{}\r\n+CPINR: SIM PUK,{},{}", sim_.tries_left(), SimCard::pin_tries,
                             sim_.puk_tries_left(), SimCard::puk_tries));
    return ok;
}

Result MobileEquipment::facility_lock(const AtCommand& command)
{
    if (command.form == Form::test) {
        engine_.info("+CLCK: (\"SC\")");
        return ok;
    }
    const auto mode = command.number(1);
    if (command.form != Form::set || !command.has(0) || !mode || *mode > 2) return cme(50);
    if (command.parameters[0] != "SC") return cme(4);
    if (*mode == 2) {
        engine_.info(fmt::format("+CLCK: {}", sim_.asks_for_pin() ? 1 : 0));
        return ok;
    }
    if (!command.has(2)) return cme(50);
    return sim_.ask_for_pin(*mode == 1, command.parameters[2]);
}

Result MobileEquipment::password(const AtCommand& command)
{
    if (command.form == Form::test) {
        engine_.info("+CPWD: (\"SC\",8)");
        return ok;
    }
    if (command.form != Form::set || !command.has(2)) return cme(50);
    if (command.parameters[0] != "SC") return cme(4);
    return sim_.change_pin(command.parameters[1], command.parameters[2]);
}
} // namespace nida::sim
