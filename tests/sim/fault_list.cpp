// Every fault and what it does, by subject. The page of the manual has them in the same order.
#include "tests/sim/faults.hpp"
#include "tests/sim/oddities.hpp"

namespace nida::sim
{
namespace
{
std::vector<FaultHelp> list()
{
    constexpr bool free_text = true;
    std::vector<FaultHelp> faults{
        // ---- any answer
        {"instead", "a command that begins with C is answered L1|L2|... instead: VALUE is C>L1|L2, C without AT",
         free_text},
        {"before", "such lines stand before its answer", free_text},
        {"after", "such lines follow its final result", free_text},
        {"unanswered", "commands that begin with VALUE are not answered"},
        {"slow", "before a command that begins with C the modem stops for MS: VALUE is C>MS"},
        {"needs", "commands that begin with C are refused until another that begins with D was given: VALUE is C>D"},
        {"crash_on", "the modem restarts at a command that begins with VALUE"},
        {"command_not_support", "an unknown command is answered VALUE (COMMAND NOT SUPPORT)"},
        {"echo_on", "the modem forgets ATE0"},
        {"double_answer", "the final result of a command comes twice"},
        {"garbage", "octets of noise before an answer"},
        {"noise", "an unsolicited ^RSSI line before an answer"},
        {"interrupts", "the line VALUE, line ends around it, stands between two octets of an answer", free_text},
        {"line_end", "lines end with VALUE: lf or crcrlf"},
        {"split_writes", "answers leave in pieces of 1 to 3 octets"},
        {"drop_octets", "one octet of an answer is lost"},
        // ---- the modem as a whole
        {"silence", "from this command on the modem answers nothing until its port is closed or it restarts"},
        {"deaf",
         "as silence, but nothing revives the modem except VALUE: escape, reopen, restart (a command) or power"},
        {"at_dead", "from this command on nothing is answered until a restart, and ^BOOT comes every VALUE ms (20000)"},
        {"hang", "the modem stops for VALUE ms before a command"},
        {"nmea", "the port speaks NMEA every VALUE ms (100) and answers nothing"},
        {"flood", "+ZUSIMR:2 every VALUE ms (20) until AT+CPMS? is asked; after 500 the modem restarts"},
        {"urcs_after", "no URC comes until a command that begins with VALUE was given"},
        {"dies_without_radio", "AT+CFUN=0 or 4 silences the modem until it restarts"},
        {"renumbered", "when the port comes back, it has another name: DIR/modemK-1, DIR/modemK-2, ..."},
        // ---- submits
        {"cms", "a submit is refused with +CMS ERROR: VALUE"},
        {"cme", "a submit is refused with +CME ERROR: VALUE"},
        {"error", "a submit is refused with a bare ERROR"},
        {"no_credit", "a submit is refused as by a network without credit: +CMS ERROR: VALUE (38)"},
        {"refuses_to", "a submit to one number is refused with +CMS ERROR: VALUE is NUMBER,CODE"},
        {"error_before_prompt", "AT+CMGS is refused with +CMS ERROR: VALUE, no prompt opens"},
        {"error_without_number", "a submit is refused by +CMS ERROR: with neither number nor line end"},
        {"no_prompt", "the prompt opens, but its > is lost"},
        {"prompt_no_space", "the prompt is CR LF > without the space"},
        {"prompt", "the prompt is VALUE: bare (no CR LF before it), or line (CR LF behind it)"},
        {"late_prompt", "the prompt comes VALUE ms later"},
        {"prompt_no_escape", "ESC at the prompt is answered nothing"},
        {"silence_at_prompt", "the prompt opens, and what is typed then goes nowhere until ESC"},
        {"echo_payload", "the payload is echoed whatever ATE0 says"},
        {"ok_without_reference", "the network takes the segment; OK without +CMGS"},
        {"reference_after_ok", "+CMGS follows its OK"},
        {"toa_hang", "a submit whose recipient has the type of address VALUE (hex) is never answered"},
        {"lost_result", "the network takes the segment, the modem never says so; the command is over"},
        {"late_result", "the network takes the segment, the result comes VALUE ms later"},
        {"double_result", "the result of a submit comes twice"},
        {"silence_on_submit", "as silence, after a payload that the network took"},
        {"hangup_on_submit", "the port vanishes at the payload: VALUE before or after the network took it"},
        {"reboot_on_submit", "the modem restarts once the network took the payload"},
        // ---- messages that come in
        {"storage_full", "a message from the network finds no room, whatever is free"},
        {"mute_after_full", "after ^SMMEMFULL no +CMTI comes until the modem restarts"},
        {"drop_cmti", "a message is stored without +CMTI"},
        {"dup_cmti", "+CMTI comes twice"},
        {"cmti_no_index", "+CMTI has the index -1"},
        {"dup_inbound", "the network delivers a message twice"},
        {"vanish_on_receive", "the port vanishes for VALUE ms (500) when a message was stored"},
        {"mem3_stays", "+CPMS does not move mem3 from VALUE"},
        {"cpms_names", "the storages' names end with VALUE in +CPMS and +CMTI: _P"},
        {"deaf_until_cpms", "nothing is received until +CPMS chose three memories, and then three others"},
        {"dummy_pdus", "+CMGL shows free places, too, as 00FFFF..."},
        {"list_glued", "in a list no line end stands between a PDU and the next header"},
        {"cmgr_bare_ok", "+CMGR answers OK without the message"},
        {"delete_fails", "+CMGD is refused with +CMS ERROR: VALUE (500), and the message is announced again"},
        // ---- status reports
        {"drop_report", "the network loses a status report"},
        {"dup_report", "the network sends a status report twice"},
        {"wrong_cdsi", "+CDSI names \"SM\",0 whatever the place"},
        {"cdsi_off", "+CDSI names a place VALUE too high"},
        {"reports_in_sr", "reports lie in SR, whatever +CNMI says, and nothing tells"},
        {"cds_comma", "a comma before the length in +CDS"},
        {"unacknowledged_hang", "a +CMT or +CDS that waits for +CNMA silences the modem, which refuses +CNMA"},
        // ---- USSD
        {"ussd",
         "USSD strings on the wire are VALUE, both ways: text, packed, ucs2, hex-octets, hex-septets, latin1, gsm"},
        {"ussd_reply", "USSD replies on the wire are VALUE: FORM,DCS or FORM"},
        {"ussd_raw", "the USSD reply is the line VALUE, whatever was asked", free_text},
        {"ussd_error", "a USSD request fails after its OK with +CME ERROR: VALUE (258)"},
        {"ussd_unknown", "a code that means nothing is answered +CUSD: VALUE (2)"},
        {"ussd_mode", "a final reply comes as +CUSD: VALUE"},
        {"ussd_unquoted", "no quotes and no dcs in +CUSD"},
        {"ussd_release_first", "+CUSD: 2,\"Initiating Release\" comes before the answer"},
        {"ussd_blocks", "the OK of AT+CUSD follows the network's answer"},
        {"ussd_prompt", "a > follows a question, and waits for Ctrl-Z or ESC"},
        {"ussd_needs_dcs", "AT+CUSD without a dcs is answered +CME ERROR:Excute command failure"},
        // ---- calls
        {"stuck_in_call", "after a missed call the modem stays busy, and receives nothing, until it hangs up or sends"},
        {"clip_late", "the first RING comes without +CLIP"},
    };
    for (const auto& oddity : oddities())
        faults.push_back({oddity.name, oddity.meaning});
    return faults;
}
} // namespace

const std::vector<FaultHelp>& known_faults()
{
    static const auto faults = list();
    return faults;
}
} // namespace nida::sim
