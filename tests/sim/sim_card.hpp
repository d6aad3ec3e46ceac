#pragma once
#include "tests/sim/result.hpp"

#include <string>
#include <string_view>

namespace nida::sim
{
/// A SIM's lock: PIN, its three tries, and the PUK behind them (TS 27.007 §8.3, §7.4). What the tries are survives a power
/// cycle; that the PIN was given does not.
class SimCard
{
public:
    static constexpr std::string_view puk = "12345678";
    static constexpr unsigned pin_tries = 3, puk_tries = 10;

    /// @param pin  empty for a SIM that asks for none
    explicit SimCard(std::string pin) : pin_{pin.empty() ? "0000" : pin}, asks_{!pin.empty()}, open_{pin.empty()} {}

    void power_cycle() { open_ = !asks_ && tries_ > 0; }
    bool open() const { return open_; }
    bool asks_for_pin() const { return asks_; }
    bool blocked() const { return tries_ == 0; }
    unsigned tries_left() const { return tries_; }
    unsigned puk_tries_left() const { return puk_left_; }
    /// The text of +CPIN?
    std::string_view state() const { return blocked() ? "SIM PUK" : open_ ? "READY" : "SIM PIN"; }

    /// +CPIN=<pin>: ok, +CME 16 with a try less, 12 once blocked, 3 where none is asked for.
    Result enter_pin(std::string_view pin);
    /// +CPIN=<puk>,<new pin>.
    Result enter_puk(std::string_view code, std::string_view new_pin);
    /// +CLCK="SC",<on>,<pin>.
    Result ask_for_pin(bool on, std::string_view pin);
    /// +CPWD="SC",<old>,<new>.
    Result change_pin(std::string_view old_pin, std::string_view new_pin);
private:
    Result check(std::string_view pin);
    std::string pin_;
    bool asks_, open_;
    unsigned tries_ = pin_tries, puk_left_ = puk_tries;
};
} // namespace nida::sim
