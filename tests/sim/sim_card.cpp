#include "tests/sim/sim_card.hpp"

namespace nida::sim
{
Result SimCard::check(std::string_view pin)
{
    if (blocked()) return cme(12);
    if (pin == pin_) {
        tries_ = pin_tries;
        return ok;
    }
    if (--tries_ > 0) return cme(16);
    open_ = false;
    return cme(12);
}

Result SimCard::enter_pin(std::string_view pin)
{
    if (open_) return cme(3);
    const auto result = check(pin);
    if (result.kind == Result::Kind::ok) open_ = true;
    return result;
}

Result SimCard::enter_puk(std::string_view code, std::string_view new_pin)
{
    if (!blocked()) return cme(3);
    if (puk_left_ == 0) return cme(13);
    if (code != puk) {
        --puk_left_;
        return cme(16);
    }
    pin_ = new_pin;
    tries_ = pin_tries;
    puk_left_ = puk_tries;
    open_ = true;
    return ok;
}

Result SimCard::ask_for_pin(bool on, std::string_view pin)
{
    const auto result = check(pin);
    if (result.kind == Result::Kind::ok) asks_ = on;
    return result;
}

Result SimCard::change_pin(std::string_view old_pin, std::string_view new_pin)
{
    if (!asks_) return cme(3);
    if (new_pin.size() < 4 || new_pin.size() > 8) return cme(16);
    const auto result = check(old_pin);
    if (result.kind == Result::Kind::ok) pin_ = new_pin;
    return result;
}
} // namespace nida::sim
