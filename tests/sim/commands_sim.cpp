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
        if (!sim_seen_) {
            if (family_.no_sim.empty()) return cme(10);
            engine_.info(family_.no_sim);
            return ok;
        }
        if (sim_.open() && !sim_ready_) return family_.sim_busy;
        engine_.info(fmt::format("+CPIN: {}", sim_.state()));
        return family_.pin_state_without_ok ? Result{Result::Kind::silent} : ok;
    }
    if (command.form != Form::set || !command.has(0)) return cme(50);
    if (!sim_seen_) return cme(10);
    const auto result = sim_.blocked() && command.has(1) ? sim_.enter_puk(command.parameters[0], command.parameters[1])
                                                         : sim_.enter_pin(command.parameters[0]);
    note("pin", {{"ok", result.kind == Result::Kind::ok}, {"tries_left", sim_.tries_left()}});
    if (result.kind != Result::Kind::ok) return result;
    if (family_.quiet_after_pin.count() > 0) quiet_until_ = scheduler_.now() + family_.quiet_after_pin;
    sim_serves(true);
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
