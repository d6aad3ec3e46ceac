#include "tests/sim/oddities.hpp"

#include <array>

namespace nida::sim
{
std::span<const Oddity> oddities()
{
    using enum Oddity::Where;
    static constexpr std::array<Oddity, 21> table{{
        {"ok_to_all", "every command is answered OK, and nothing else", "", instead, "OK"},
        {"error_to_all", "every command is answered ERROR", "", instead, "ERROR"},
        {"atready", "*ATREADY: 1 stands before an answer", "", before, "*ATREADY: 1"},
        {"sim_missing", "+CPIN: NOT INSERTED", "+CPIN?", instead, "+CPIN: NOT INSERTED|OK"},
        {"sim_failure", "AT+CPIN? is answered +CME ERROR: SIM failure", "+CPIN?", instead, "+CME ERROR: SIM failure"},
        {"sim_wait", "AT+CPIN? is answered +CME ERROR: 515, please wait", "+CPIN?", instead, "+CME ERROR: 515"},
        {"sim_error", "AT+CPIN? is answered ERROR", "+CPIN?", instead, "ERROR"},
        {"sim_no_profile", "+CPIN: EMPTY_EUICC", "+CPIN?", instead, "+CPIN: EMPTY_EUICC|OK"},
        {"sim_quoted", "+CPIN: \"READY\", in quotes", "+CPIN?", instead, "+CPIN: \"READY\"|OK"},
        {"pin_claimed", "+CPIN: SIM PIN, although the PIN is switched off", "+CPIN?", instead, "+CPIN: SIM PIN|OK"},
        {"cpin_no_ok", "no OK behind +CPIN: READY", "+CPIN?", instead, "+CPIN: READY"},
        {"imei_tagged", "+CGSN: before the IMEI", "+CGSN", instead, "+CGSN: {imei}|OK"},
        {"imei_quoted", "quotes around the IMEI", "+CGSN", instead, "\"{imei}\"|OK"},
        {"imei_long", "the IMEI with two digits more", "+CGSN", instead, "{imei}01|OK"},
        {"csq_unknown", "+CSQ: 99,99", "+CSQ", instead, "+CSQ: 99,99|OK"},
        {"creg_bare", "cell and area without quotes", "+CREG?", instead, "+CREG: 2,1,4CA,81DE445|OK"},
        {"creg_broken", "quotes that do not match", "+CREG?", instead, "+CREG: 2,1,\"0B,\"0100701\",7|OK"},
        {"list_busy", "AT+CMGL is answered +CMS ERROR: 604", "+CMGL", instead, "+CMS ERROR: 604"},
        {"no_carrier", "NO CARRIER of nobody's call before an answer", "", before, "NO CARRIER"},
        {"ussd_cells", "+CREG and +CGREG lines within the answer to AT+CUSD", "+CUSD=1", before,
         "+CREG: 1, 5C9, 39E5|+CGREG: 1, 5C9, 39E5"},
        {"cms_error_words", "\"CMS Error: unknown\" in answer to AT+CNMI=", "+CNMI=2", instead, "CMS Error: unknown"},
    }};
    return table;
}

OddAnswer odd_answer(Faults& faults, std::string_view command)
{
    OddAnswer answer;
    const auto fits = [command](const std::string& value) { return command.starts_with(AboutCommand{value}.command); };
    const auto add = [&answer](Oddity::Where where, std::string_view lines) {
        switch (where) {
        case Oddity::Where::instead: answer.instead = lines; return;
        case Oddity::Where::before: answer.before = lines; return;
        case Oddity::Where::after: answer.after = lines; return;
        }
    };
    if (const auto value = faults.strikes("before", fits)) add(Oddity::Where::before, AboutCommand{*value}.rest);
    if (const auto value = faults.strikes("after", fits)) add(Oddity::Where::after, AboutCommand{*value}.rest);
    if (const auto value = faults.strikes("instead", fits)) add(Oddity::Where::instead, AboutCommand{*value}.rest);
    if (faults.strikes("unanswered", fits)) add(Oddity::Where::instead, "");
    for (const auto& oddity : oddities())
        if (command.starts_with(oddity.command) && faults.strikes(oddity.name)) add(oddity.where, oddity.lines);
    return answer;
}
} // namespace nida::sim
