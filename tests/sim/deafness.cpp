// A modem that hangs so that only one thing helps.
#include "tests/sim/mobile_equipment.hpp"

namespace nida::sim
{
void MobileEquipment::fall_deaf(std::string cure)
{
    fault("deaf");
    deaf_until_ = std::move(cure);
    heard_while_deaf_.clear();
    engine_.fall_silent();
}

/// Whatever else the cure is, it is not an answer: a deaf modem restarts, or comes to itself, without a word about the command.
void MobileEquipment::listen_while_deaf(std::string_view octets)
{
    heard_while_deaf_ += octets;
    if (deaf_until_ == "escape" && octets.find('\x1b') != octets.npos) {
        deaf_until_.clear();
        engine_.revive();
    } else if (deaf_until_ == "restart") {
        for (const std::string_view command : {"+CFUN=1,1\r", "+CFUN=16\r", "RESET\r", "REBOOT\r"})
            if (heard_while_deaf_.find(command) != heard_while_deaf_.npos) {
                later({}, [this] { restart(); });
                return;
            }
    }
}

void MobileEquipment::port_closed()
{
    if (!deaf_until_.empty() && deaf_until_ != "reopen") return;
    deaf_until_.clear();
    engine_.revive();
}
} // namespace nida::sim
