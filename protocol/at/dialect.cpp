#include "protocol/at/dialect.hpp"

#include "protocol/at/at_line.hpp"

#include <algorithm>

namespace nida::protocol
{
namespace
{
bool holds(std::string_view text, std::string_view pattern)
{
    const auto found = std::search(text.begin(), text.end(), pattern.begin(), pattern.end(),
                                   [](char a, char b) { return lower(a) == lower(b); });
    return found != text.end();
}

bool matches(const Dialect& dialect, std::string_view manufacturer, std::string_view model)
{
    return std::any_of(dialect.match.begin(), dialect.match.end(), [&](const std::string& pattern) {
        return !pattern.empty() && (holds(manufacturer, pattern) || holds(model, pattern));
    });
}

/// Names of commands with small numbers behind them that pay, delete, lock, redirect, or change what outlasts a restart. All of a
/// name that begins so.
constexpr std::string_view refused_names[] = {
    "+CUSD", "+CKP", "+CTS", "+ZGACT", "^NDIS", "^DIAL", "$QCR", "+CMG", "+CMSS", "+CMMS", "+CMS", "+CNMA", "+CSCA",
    "+CSMP", "+CSIM", "+CRSM", "+CGLA", "+CCHO", "+CCFC", "+CLCK", "+CPW", "+CLIR", "+CHLD", "+CFUN", "+COPS", "+CPOL",
    "+CPMS", "+CNMI", "+CPB", "+CGD", "+CGA", "+VT", "+IPR", "+ICF", "+IFC", "+ZCDRUN", "+ZSNT", "+CNMP", "+QCFG",
    "+QURCC", "+QPOW", "+CPOW", "+CMUX", "+EGMR", "+CALD", "^U2D", "^SETP", "^SYSC", "^RFS", "^CARD", "^SMSO", "^CMG",
    "^NV", "^SIMSW", "^DATAL", "#SHDN", "#BND", "!ENT", "!SELR", "!USBC",
    // calls, also those for help; the SIM's own programs, which may pay
    "+CTFR", "+CECALL", "+CDU", "+CDV", "+CUSAT", "+STIN",
    // switches off, sleeps, falls silent
    "+CPOF", "$QCPWR", "*CFUN", "+EFUN", "+ZOPRT", "+CSCLK", "+QSCLK", "+UPSV", "+CPSMS", "+CEDRX", "^PSTAND", "^TMODE",
    "^SETMODE",
    // loads firmware, forgets, takes another SIM, keeps settings
    "^DLOAD", "^GODLOAD", "+QFOTA", "+CREST", "+QPRT", "+QDSIM", "+QUIMSLOT", "#SIMDET", "+CSAS",
    // makes every message wait for +CNMA
    "+CSMS"};
/// Parts of names for what spends tries or locks, or answers for the user in a SIM's menus.
constexpr std::string_view refused_parts[] = {"PIN", "PUK", "LOCK", "PWD", "RESET", "REBOOT", "FACT", "STK", "STGR"};

constexpr std::string_view known_resets[] = {"+CFUN=1,1", "+CFUN=16", "Z"};

bool is_small_number_or_word(std::string_view parameter)
{
    // A PIN has four digits and a telephone number three at least.
    if (parameter.empty()) return false;
    if (parameter.size() <= 2) return std::all_of(parameter.begin(), parameter.end(), is_digit);
    if (parameter.front() != '"' || parameter.back() != '"' || parameter.size() > 18) return false;
    const auto word = parameter.substr(1, parameter.size() - 2);
    return std::all_of(word.begin(), word.end(), [](char c) { return is_alphanumeric(c) && !is_digit(c); });
}

bool is_name(std::string_view name)
{
    if (name.size() < 3 || name.size() > 16 ||
        std::string_view{"+^#!$%*_"}.find(name.front()) == std::string_view::npos)
        return false;
    name.remove_prefix(1);
    return std::all_of(name.begin(), name.end(), is_alphanumeric);
}

/// What stands behind "AT"; none where the command does not begin so.
std::optional<std::string_view> behind_at(std::string_view command)
{
    if (!begins_with_name(command, "AT")) return std::nullopt;
    return command.substr(2);
}
} // namespace

const Dialect* dialect_named(std::string_view name, std::span<const Dialect> dialects)
{
    const auto found = std::find_if(dialects.begin(), dialects.end(),
                                    [&](const Dialect& dialect) { return same_name(dialect.name, name); });
    return found == dialects.end() ? nullptr : &*found;
}

const Dialect& find_dialect(std::string_view manufacturer, std::string_view model, std::span<const Dialect> dialects)
{
    for (const auto& dialect : dialects)
        if (matches(dialect, manufacturer, model)) return dialect;
    for (const auto& dialect : dialects)
        if (dialect.match.empty()) return dialect;
    return builtin_dialects().back();
}

const UsbPorts* usb_ports(std::uint16_t vendor, std::uint16_t product, std::span<const Dialect> dialects)
{
    const UsbPorts* of_vendor = nullptr;
    for (const auto& dialect : dialects)
        for (const auto& ports : dialect.usb) {
            if (ports.vendor != vendor) continue;
            if (ports.product == product) return &ports;
            if (!ports.product && of_vendor == nullptr) of_vendor = &ports;
        }
    return of_vendor;
}

std::vector<UsbClassPort> usb_class_ports(std::uint16_t vendor, std::span<const Dialect> dialects)
{
    std::vector<UsbClassPort> found;
    for (const auto& dialect : dialects)
        for (const auto& port : dialect.usb_classes)
            if (port.vendor == vendor) found.push_back(port);
    return found;
}

bool is_harmless_command(std::string_view command) noexcept
{
    const auto rest = behind_at(command);
    if (!rest) return false;
    const auto equals = rest->find('=');
    if (equals == std::string_view::npos) return false;
    const auto name = rest->substr(0, equals);
    const auto refused = [&](std::string_view beginning) { return begins_with_name(name, beginning); };
    const auto refused_part = [&](std::string_view part) { return holds(name, part); };
    if (!is_name(name) || std::any_of(std::begin(refused_names), std::end(refused_names), refused) ||
        std::any_of(std::begin(refused_parts), std::end(refused_parts), refused_part))
        return false;
    constexpr std::size_t most_parameters = 6;
    auto parameters = rest->substr(equals + 1);
    for (std::size_t count = 1; count <= most_parameters; ++count) {
        const auto comma = parameters.find(',');
        if (!is_small_number_or_word(parameters.substr(0, comma))) return false;
        if (comma == std::string_view::npos) return true;
        parameters.remove_prefix(comma + 1);
    }
    return false;
}

bool is_reset_command(std::string_view command) noexcept
{
    const auto rest = behind_at(command);
    if (!rest) return false;
    const auto is = [&](std::string_view known) { return same_name(*rest, known); };
    if (std::any_of(std::begin(known_resets), std::end(known_resets), is)) return true;
    return is_name(*rest) && (holds(*rest, "RESET") || holds(*rest, "REBOOT")) && !holds(*rest, "FACT");
}
} // namespace nida::protocol
