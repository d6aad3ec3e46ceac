#include "protocol/at/urc.hpp"

#include "protocol/at/at_line.hpp"
#include "protocol/at/at_response.hpp"
#include "protocol/at/cusd.hpp"
#include "protocol/at/submit_answer.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace nida::protocol
{
namespace
{
/// Unsolicited whatever is asked, but for the ranges that a test command ("AT+CUSD=?") gives.
constexpr std::string_view always_urc[] = {"+CMTI", "+CMT",  "+CDSI", "+CDS",  "+CBMI",
                                           "+CBM",  "+CUSD", "+CLIP", "+CRING"};

/// URCs whose read answer begins with the same name.
constexpr std::string_view registration_urc[] = {"+CREG", "+CGREG", "+CEREG", "+C5GREG"};

/// Unsolicited unless the command in flight has the same name: what we act on, then noise by maker.
constexpr std::string_view unasked_urc[] = {
    "+CPIN", "+CFUN", "+CMGS", "+CMSS", "+CSQ", "+CIEV", "+CTZV", "+CTZE", "+CTZDST", "+CMTE", "+CGEV", "+CCWA",
    "+CLASS0", "DST", "MISSED_CALL", "VOICE CALL",
    // Huawei
    "^RSSI", "^HCSQ", "^MODE", "^BOOT", "^DSFLOWRPT", "^SRVST", "^SIMST", "^CSNR", "^STIN", "^NWTIME", "^RSSILVL",
    "^HRSSILVL", "^LWURC", "^ECCLIST", "^LTERSRP", "^CSCHANNELINFO", "^CCALLSTATE", "^CCIN", "^EONS", "^PDPDEACT",
    "^NDISSTAT", "^EARST", "^THERM", "^SMMEMFULL", "^ORIG", "^CONF", "^CONN", "^CEND",
    // ZTE
    "+ZUSIMR", "+ZDONR", "+ZPASR", "+ZPSTM", "+ZEND", "+ZUSSD", "+ZMGRS", "+PACSP", "HANGUP",
    // Quectel and SIMCom
    "+QIND", "+QUSIM", "^DSCI", "+CSQN", "*PSUTTZ", "*PSNWID", "*ATREADY", "+SPNWNAME", "+PSBEARER",
    // Cinterion, Option, Telit, u-blox, Wavecom
    "^SYSSTART", "^SHUTDOWN", "^SBC", "^SMGO", "_OSIGQ", "_OWANCALL", "_OUWCTI", "#STN", "#QSS", "+PBREADY",
    "+UUSIMSTAT", "+WIND"};

/// Whole lines without a colon.
constexpr std::string_view bare_urc[] = {"RING",       "RDY",          "Call Ready",        "SMS Ready",
                                         "SMS DONE",   "PB DONE",      "+PBREADY",          "^SYSSTART",
                                         "^SHUTDOWN",  "POWERED DOWN", "NORMAL POWER DOWN", "CHARGE-ONLY MODE",
                                         "NO CARRIER", "BUSY",         "NO ANSWER",         "NO DIALTONE"};

/// Beginnings of lines that end in different ways.
constexpr std::string_view beginnings[] = {"UNDER-VOLTAGE", "OVER-VOLTAGE", "+PACSP", "^SYSSTART "};

template <class Names> bool any_behind(std::string_view line, const Names& names)
{
    return std::any_of(std::begin(names), std::end(names),
                       [&](std::string_view name) { return behind(line, name).has_value(); });
}

/// One command of the line in flight: "+CREG" and what stands behind the name, "?".
struct PendingCommand {
    std::string_view name;
    std::string_view rest;
    bool sets() const { return !rest.empty() && rest.front() == '=' && !tests(); }
    bool tests() const { return rest.substr(0, 2) == "=?"; }
};

constexpr bool begins_extended_command(char c)
{
    return std::string_view{"+^_#*!$%"}.find(c) != std::string_view::npos;
}

/// The extended commands of "AT+CMEE=1;+CREG?" or "ATE0+CPMS?"; what is quoted holds none.
std::vector<PendingCommand> commands_in(std::string_view pending)
{
    std::vector<PendingCommand> commands;
    std::size_t i = 0;
    while (i < pending.size()) {
        if (!begins_extended_command(pending[i])) {
            ++i;
            continue;
        }
        const auto begin = i++;
        while (i < pending.size() && is_alphanumeric(pending[i]))
            ++i;
        const auto name = pending.substr(begin, i - begin);
        const auto rest_begin = i;
        for (bool quoted = false; i < pending.size() && (quoted || pending[i] != ';'); ++i)
            if (pending[i] == '"') quoted = !quoted;
        commands.push_back({name, trimmed(pending.substr(rest_begin, i - rest_begin))});
    }
    return commands;
}

bool dials(std::string_view pending)
{
    pending = trimmed(pending);
    if (!begins_with_name(pending, "AT") || pending.size() < 3) return false;
    const char command = lower(pending[2]);
    return command == 'd' || command == 'a' || command == 'h';
}

/// Whether `line`, which begins with the name of `command`, is the answer to it.
bool answers(std::string_view line, const PendingCommand& command)
{
    const auto value = behind(line, command.name).value_or("");
    if (command.tests()) return !value.empty() && value.front() == '(';
    const auto is = [&](const auto& names) {
        return std::any_of(std::begin(names), std::end(names),
                           [&](auto name) { return same_name(name, command.name); });
    };
    // AT+CLIP? is answered with bare numbers, while a caller's number stands in quotes.
    if (same_name(command.name, "+CLIP")) return command.rest == "?" && value.find('"') == std::string_view::npos;
    if (is(always_urc)) return false;
    if (is(registration_urc)) return command.rest == "?" && is_registration_read_answer(value);
    if (same_name(command.name, "+CPIN")) return !command.sets(); // READY may come before the OK of AT+CPIN="1234"
    return true;
}

/// "\"SM\",7" of +CMTI and +CDSI, quotes or not. The numbers that modems give for "nowhere" are no index.
StoredAt stored_at(std::string_view value)
{
    const auto parameters = split_parameters(value);
    StoredAt at;
    if (parameters.size() == 1) {
        at.index = parse_unsigned(parameters[0]);
        if (!at.index) at.storage = upper_case(parameters[0]);
    }
    if (parameters.size() > 1) {
        at.storage = upper_case(parameters[0]);
        at.index = parse_unsigned(parameters[1]);
    }
    if (at.index == 255U) at.index.reset();
    return at;
}

/// The header of +CMT, +CDS and +CBM: in PDU mode "[[<alpha>],]<length>", in text mode more.
struct Header {
    std::string alpha;
    std::optional<unsigned> length;
    bool text_mode = false;
};
Header header(std::string_view value)
{
    const auto parameters = split_parameters(value);
    if (parameters.empty()) return {};
    const auto length = parse_unsigned(parameters.back());
    if (parameters.size() > 2 || (!length && !parameters.back().empty())) return {text_of(parameters[0]), {}, true};
    return {parameters.size() == 2 ? text_of(parameters[0]) : "", length, false};
}

/// +CLIP: <number>,<type>[,<subaddr>,<satype>[,[<alpha>][,<validity>]]]
/// +CCWA: <number>,<type>,<class>[,[<alpha>][,<validity>]]
CallerId caller(std::string_view value, bool waits)
{
    constexpr unsigned international = 145;
    const auto parameters = split_parameters(value);
    const auto at = [&](std::size_t i) {
        return i < parameters.size() ? std::string_view{parameters[i]} : std::string_view{};
    };
    const std::size_t alpha = waits ? 3 : 4;
    CallerId caller{text_of(at(0)), parse_unsigned(at(1)), text_of(at(alpha)), parse_unsigned(at(alpha + 1)), waits};
    if (caller.type == international && !caller.number.empty() && is_digit(caller.number.front()))
        caller.number.insert(0, 1, '+');
    return caller;
}

/// The words for the end of a call by themselves, or with numbers that tell why and how long it was.
std::optional<CallEnded> call_ended(std::string_view line)
{
    if (same_name(line, "NO CARRIER") || behind(line, "^CEND") || behind(line, "HANGUP")) return CallEnded{};
    if (const auto value = behind(line, "MISSED_CALL")) { // 10:32AM +49170123456
        const auto last = trimmed(value->substr(std::min(value->find_last_of(" \t") + 1, value->size())));
        const bool number =
            !last.empty() && std::all_of(last.begin(), last.end(), [](char c) { return is_digit(c) || c == '+'; });
        return CallEnded{number ? std::string{last} : std::string{}};
    }
    if (const auto value = behind(line, "VOICE CALL"); value && begins_with_name(*value, "END")) return CallEnded{};
    for (const auto& [name, what, state] :
         {std::array<std::string_view, 3>{"+CIEV", "call", "0"}, std::array<std::string_view, 3>{"+WIND", "6", ""}}) {
        const auto parameters = split_parameters(behind(line, name).value_or(""));
        if (parameters.empty() || !same_name(parameters[0], what)) continue;
        if (state.empty() || (parameters.size() > 1 && parameters[1] == state)) return CallEnded{};
    }
    return std::nullopt;
}

/// The storage that a modem calls full; none where `line` says something else.
std::optional<StorageFull> storage_full(std::string_view line)
{
    if (const auto value = behind(line, "^SMMEMFULL")) {
        const auto parameters = split_parameters(*value);
        return StorageFull{parameters.empty() ? "" : upper_case(parameters[0])};
    }
    if (const auto value = behind(line, "^SMGO")) {
        if (*value == "0") return std::nullopt; // room again
        return StorageFull{};
    }
    for (const std::string_view name : {"+QIND", "+CIEV"}) {
        const auto value = behind(line, name);
        if (!value) continue;
        const auto parameters = split_parameters(*value);
        if (parameters.empty()) continue;
        const auto what = std::string_view{parameters[0]};
        if (!same_name(what, "smsfull") && !same_name(what, "SMS FULL")) continue;
        const auto second = parameters.size() > 1 ? parameters[1] : "";
        if (second == "0") continue;
        return StorageFull{parse_unsigned(second) ? "" : upper_case(second)};
    }
    return std::nullopt;
}

/// Whether some family is known to say that unasked.
bool is_known(std::string_view line)
{
    return any_behind(line, always_urc) || any_behind(line, registration_urc) || any_behind(line, unasked_urc) ||
           std::any_of(std::begin(bare_urc), std::end(bare_urc), [&](auto text) { return same_name(line, text); }) ||
           std::any_of(std::begin(beginnings), std::end(beginnings),
                       [&](auto text) { return begins_with_name(line, text); });
}

bool says_restarted(std::string_view line)
{
    return same_name(line, "RDY") || begins_with_name(line, "^SYSSTART") || behind(line, "*ATREADY") ||
           behind(line, "+CFUN") == "1";
}
} // namespace

bool announces_pdu(std::string_view line)
{
    if (behind(line, "+CMT") || behind(line, "+CBM")) return true;
    // In text mode +CDS says all on its one line.
    const auto report = behind(line, "+CDS");
    return report && split_parameters(*report).size() <= 2;
}

bool continues_on_next_line(std::string_view line) { return cusd_goes_on(line); }

bool is_echo(std::string_view line, std::string_view pending)
{
    const auto next = [](std::string_view text, std::size_t& i) {
        while (i < text.size() && is_blank(text[i]))
            ++i;
        return i < text.size() ? lower(text[i++]) : '\0';
    };
    line = trimmed(line);
    while (!line.empty() && (line.front() == '>' || is_blank(line.front()))) // the prompt before an echoed payload
        line.remove_prefix(1);
    if (line.empty() || trimmed(pending).empty()) return false;
    for (std::size_t i = 0, j = 0;;) {
        const char a = next(line, i);
        const char b = next(pending, j);
        if (a != b) return false;
        if (a == '\0') return true;
    }
}

bool is_urc(std::string_view line, std::string_view pending)
{
    line = trimmed(line);
    if (trimmed(pending).empty()) return true;
    if (is_echo(line, pending) || parse_final_result(line, dials(pending))) return false;
    for (const auto& command : commands_in(pending))
        if (behind(line, command.name) && answers(line, command)) return false;
    return is_known(line);
}

Urc parse_urc(std::string_view line, std::string_view second)
{
    line = trimmed(line);
    const std::string pdu{trimmed(second)};
    if (const auto value = behind(line, "+CMTI")) return NewMessage{stored_at(*value)};
    if (const auto value = behind(line, "+CDSI")) return NewStatusReport{stored_at(*value)};
    if (const auto value = behind(line, "+CMT")) {
        auto said = header(*value);
        return DirectMessage{pdu, said.length, std::move(said.alpha), said.text_mode};
    }
    if (const auto value = behind(line, "+CDS"); value && announces_pdu(line))
        return DirectStatusReport{pdu, header(*value).length};
    if (const auto value = behind(line, "+CBM")) {
        const auto said = header(*value);
        return CellBroadcast{pdu, said.length, said.text_mode};
    }
    if (behind(line, "+CUSD")) return UssdUrc{std::string{line}};
    for (const auto name : registration_urc)
        if (const auto value = behind(line, name))
            return RegistrationUrc{std::string{line},
                                   parse_registration_report(*value, is_registration_read_answer(*value))};
    if (const auto full = storage_full(line)) return *full;
    if (same_name(line, "RING")) return Ring{};
    if (const auto value = behind(line, "+CRING")) return Ring{upper_case(*value)};
    if (const auto value = behind(line, "+CLIP")) return caller(*value, false);
    if (const auto value = behind(line, "+CCWA")) return caller(*value, true);
    if (auto ended = call_ended(line)) return std::move(*ended);
    if (says_restarted(line)) return Restarted{std::string{line}};
    if (const auto value = behind(line, "+CPIN")) return SimState{std::string{line}, parse_sim_state(*value)};
    if (behind(line, "^SIMST")) return SimState{std::string{line}};
    for (const std::string_view name : {"+CMGS", "+CMSS"})
        if (const auto value = behind(line, name))
            if (const auto answer = parse_submit_answer(*value)) return LateSubmitResult{answer->reference};
    if (const auto result = parse_final_result(line); result && !result->ok()) return LateError{std::string{line}};
    return OtherUrc{std::string{line}, is_known(line)};
}
} // namespace nida::protocol
