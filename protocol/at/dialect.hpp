#pragma once
#include "protocol/at/ussd_text.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nida::protocol
{
/// <mode>,<mt>,<bm>,<ds>,<bfr> of +CNMI (TS 27.005 §3.4.1).
using Cnmi = std::array<unsigned, 5>;

/// Which interfaces of a USB device speak AT.
struct UsbPorts {
    enum class Layout {
        listed,     ///< those of `at_interfaces`
        last_first, ///< nobody knows, but the higher the number the likelier
        no_modem    ///< none: a GPS receiver, or a loader that waits for firmware
    };
    std::uint16_t vendor = 0;
    std::optional<std::uint16_t> product; ///< none: all of this vendor that no other row names
    std::vector<unsigned> at_interfaces;  ///< bInterfaceNumber, best first: the best takes commands and tells URCs
    Layout layout = Layout::listed;
};

/// What a vendor-specific interface (class FF) says of itself by subclass and protocol, where products share ids.
struct UsbClassPort {
    std::uint16_t vendor = 0;
    unsigned sub_class = 0, protocol = 0;
    unsigned rank = 0; ///< 0: commands and URCs; 1: AT, but URCs only after a setting
};

/// How URCs are brought to the port that is used, where a device tells them on one of its ports only.
struct UrcPort {
    unsigned position = 0; ///< of the port in use among the device's, the best first as in UsbPorts
    std::string
        ask{}; ///< tells where they come now; empty where nothing does, and then `set` does not outlast a restart
    std::string expected{}; ///< stands in that answer where they come here already
    std::string set{};      ///< sent only where they do not
};

/// How one family of modems departs from TS 27.005 and 27.007. A field left empty means: nothing is known, do as with any modem.
struct Dialect {
    std::string name{};
    /// Any of these, in any case, in what +CGMI and +CGMM say; none for a family of last resort.
    std::vector<std::string> match{};

    std::vector<UsbPorts> usb{};
    std::vector<UsbClassPort> usb_classes{};

    std::vector<Cnmi> cnmi{};            ///< to try first, best first
    std::vector<std::string> storages{}; ///< for +CPMS, best first

    /// Requests, in the order to try them.
    std::vector<UssdForm> ussd{UssdForm::text, UssdForm::packed, UssdForm::ucs2};
    std::string before_ussd_text{};    ///< to be sent before a request in UssdForm::text
    bool ussd_form_may_end_it = false; ///< answers a form that it does not know by an end without text, not by an error

    std::string pin_tries{};                 ///< tells the PIN tries left: one of pin_try_queries()
    std::vector<UrcPort> urc_ports{};        ///< a row for each port whose URCs want a setting
    std::vector<std::string> silence{};      ///< stop its unsolicited noise; none of them outlasts a restart
    std::vector<std::string> noise{};        ///< names of unsolicited result codes that mean nothing to a gateway
    std::vector<std::string> resets{};       ///< restart it, the best first
    bool dies_without_radio = false;         ///< says nothing any more once +CFUN=0 or 4 was sent
    std::vector<std::string> sms_ready{};    ///< beginnings of the lines that say so after a start
    std::chrono::seconds sms_ready_wait{60}; ///< for that line, or for +CPMS? to be answered
    std::chrono::seconds submit_wait{60};    ///< the least to wait for the result of +CMGS
    std::chrono::milliseconds before_ctrl_z{
        0};                        ///< a pause between a payload and its Ctrl-Z; without one, both leave in one write
    bool cpin_ends_itself = false; ///< +CPIN? is answered without an OK
};

/// The families that are compiled in. The last is "generic", without any pattern.
std::span<const Dialect> builtin_dialects();
/// The first that matches what the modem says of itself; the first without a pattern where none does; builtin generic in the last resort.
/// The result lives as long as `dialects`, or for ever.
const Dialect& find_dialect(std::string_view manufacturer, std::string_view model,
                            std::span<const Dialect> dialects = builtin_dialects());
/// The one of that name; null where there is none.
const Dialect* dialect_named(std::string_view name, std::span<const Dialect> dialects = builtin_dialects());

/// The row for a device: the one that names its product, else the one for its vendor; null where neither exists.
const UsbPorts* usb_ports(std::uint16_t vendor, std::uint16_t product,
                          std::span<const Dialect> dialects = builtin_dialects());
/// The rows by interface class of a vendor's devices; empty where there are none.
std::vector<UsbClassPort> usb_class_ports(std::uint16_t vendor, std::span<const Dialect> dialects = builtin_dialects());

/// Whether a configuration may have the modem sent this to silence it: one extended command that sets something to small numbers or
/// short words ("AT^CURC=0"), so that no PIN, number or text fits; and none of those known to pay, delete, redirect, lock, switch off
/// or change what outlasts a restart.
bool is_harmless_command(std::string_view command) noexcept;
/// Likewise for one that restarts the modem: AT+CFUN=1,1 or =16, ATZ, and what is named after resets and reboots ("AT^RESET").
bool is_reset_command(std::string_view command) noexcept;
} // namespace nida::protocol
