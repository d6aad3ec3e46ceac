// The families as field-notes/modems.md tells of them. § and # are its sections and its list of peculiarities. Where the notes
// show that modems differ and name no family, each form is given to some family, so that every one of them is met.
#include "tests/sim/family.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace nida::sim
{
namespace
{
using std::chrono::milliseconds;

constexpr Result wordless{Result::Kind::silent};

std::vector<Family> table()
{
    return {
        {
            .name = "huawei",
            .manufacturer = "huawei",
            .model = "E3131",
            .revision = "21.157.31.00.414",
            .vendor = {"^CPIN", "^ICCID", "^CURC", "^PORTSEL", "^RESET", "^USSDMODE", "^SYSCFG",
                       "^CVOICE"}, // §2.3, §2.7, §7.2
            .lacks = {"+CEREG", "+CEER"},
            .unknown = "COMMAND NOT SUPPORT",             // #8
            .too_many_parameters = "TOO MANY PARAMETERS", // #9
            .escape = wordless,                           // §3.1: nothing but a line end, on others than Telit
            .functions = {0, 1, 4, 5, 7},                 // §7.2: low power may be 7 or 5
            .pin_tries = "^CPIN: {state},{tries},{puk},{pin},10,3", // §2.3
            .quiet_after_pin = milliseconds{2500},                  // §2.3: three seconds, or some restart
            .sim_gone = "^SIMST:255",                               // §7.4
            .sees_sim = Family::SeesSim::after_restart,             // §7.4, E353
            .sim_open = {"^SRVST:2", "^SIMST:1"},                   // §2.4: no marker of readiness
            .reboot_times = 3,                                      // #3: mass storage comes first
            .noise = {.lines = {"^RSSI:18", "^BOOT:91409020,0,0,0,6", "^HCSQ:\"WCDMA\",43,39,57"}, // #4, #13
                      .silenced_by = "^CURC=0",
                      .in_answers = true},  // §3.7
            .first_index = 0,               // §4.2
            .memories = {"SM", "SM", "ME"}, // #6: new messages go to ME whatever two parameters say
            .empty_slot = cms(321),         // §4.2
            .indications_offered = "(0,1),(0-3),(0,2,3),(0-2),(0,1)", // #18: mode 2 is none
            .indications = {0, 0, 0, 0, 0},
            .ussd_packed = true,                    // §5.2; #10: an end without text is all that another form gets
            .ussd_inside = "^CCIN:2,0,\"\",\"\",0", // §5.3
            .ussd_cancel_needs_session = true,      // §5.3, E173
            .cell = "4CA,81DE445",                  // §2.8: bare
            .access = 2,
            .tells_access = true,
            .call_end = {"^CEND:1,0,29,16"}, // §6
        },
        {
            .name = "zte",
            .manufacturer = "ZTE CORPORATION",
            .model = "MF710",
            .revision = "BD_MF710V1.0.0B03",
            .tagged_identity = true,                                      // #23
            .vendor = {"+ZPINPUK", "+ZOPRT", "+ZSNT", "+ZPAS", "+ICCID"}, // §2.3, §2.7
            .lacks = {"+CEREG"},
            .prompt = "\r\n>", // §3.1, a form without a family
            .escape = refused, // §3.1
            .pin_tries = "+ZPINPUK: {pin},{puk}",
            .noise = {.lines = {"+ZUSIMR:2"}, .every = milliseconds{250}, .silenced_by = "+CPMS?"}, // #24
            .memory_spaces = true,                                                                  // §2.6
            .full = "",
            .reports_stored_only = true, // #26
            .access = 2,
            .tells_access = true,
            .call_end = {"HANGUP: 1"}, // §6
        },
        {
            .name = "quectel",
            .manufacturer = "Quectel",
            .model = "EC25",
            .revision = "EC25EFAR06A06M4G",
            .vendor = {"+QPINC", "+QCCID", "+QURCCFG", "+QINDCFG", "+QCFG", "+QINISTAT"}, // §2.3, §2.7
            .function_needs_sim = true,                                                   // #34
            .pin_tries = "+QPINC: \"SC\",{pin},{puk}\r\n+QPINC: \"P2\",3,10",             // §2.3
            .boot = {"RDY"},
            .sim_open = {"+CPIN: READY", "+QUSIM: 1"},
            .sms_ready = {"+QIND: SMS DONE", "+QIND: PB DONE"}, // §2.4
            .first_index = 0,                                   // §4.2
            .memories = {"ME", "ME", "ME"},                     // §2.6
            .full = "+QIND: SMS FULL",                          // §4.1
            .report_stored = "+CDSI: \"SM\",0",                 // #30: it is in SR
            .access = 7,
            .tells_access = true,
        },
        {
            .name = "simcom", // SIM800
            .manufacturer = "SIMCOM_Ltd",
            .model = "SIMCOM_SIM800L",
            .revision = "Revision:1418B05SIM800L24",
            .vendor = {"+SPIC", "+CCID", "+CLTS", "+AUTOCSQ", "+CIURC"}, // §2.3, §2.7
            .lacks = {"+CEREG"},
            .escape = cms(512),                     // §3.1
            .pin_tries = "+SPIC: {pin},{puk},0,10", // §2.3
            .no_sim = "+CPIN: NOT INSERTED",        // §2.3
            .sim_gone = "+CPIN: NOT INSERTED",      // §7.4
            .sim_busy = cme(515),                   // §3.5
            .sms_busy = cms(515),
            .sees_sim = Family::SeesSim::after_function, // §7.4
            .boot = {"RDY", "+CFUN: 1"},                 // §2.4
            .sim_open = {"+CPIN: READY"},
            .sms_ready = {"Call Ready", "SMS Ready"},
            .noise = {.lines = {"+CSQN: 21,0"}, .silenced_by = "+AUTOCSQ=0", .in_answers = true}, // §2.7, #50
            .full = "",
            .indications_offered = "(0-3),(0-3),(0,2),(0,1),(0,1)", // §2.5
            .indications_refused = refused,                         // #37
            .caller = R"(+CLIP: "{number}",{type},"",0,"",0)",      // §6
        },
        {
            .name = "simcom-lte", // SIM7600, A7670
            .manufacturer = "SIMCOM INCORPORATED",
            .model = "SIMCOM_SIM7600E-H",
            .revision = "LE20B04SIM7600M22",
            .vendor = {"+SPIC", "+CCID", "+CRESET", "+AUTOCSQ", "+CNSMOD", "+CGEREP", "+CNMP"}, // §2.3, §2.7, §7.2
            .prompt = ">\r\n",                      // §3.1, a form without a family
            .escape = cms(301),                     // §3.1
            .pin_tries = "+SPIC: {pin},{puk},0,10", // §2.3
            .no_sim = "+CPIN: NOT INSERTED",
            .sim_gone = "+CPIN: NOT INSERTED",
            .sim_busy = cme(13), // §2.3: SIM failure, then READY
            .sms_busy = refused, // §2.4: a bare ERROR until SMS DONE
            .boot = {"*ATREADY: 1"},
            .sim_open = {"+CPIN: READY"},
            .sms_ready = {"SMS DONE", "PB DONE"},
            .memories = {"ME", "ME", "ME"}, // §2.6
            .empty_slot = cms(321),         // #42
            .full = "",
            .reports_unreadable = true, // #42
            .access = 7,
            .tells_access = true,
            .creg_on_lte = 0,                                                         // §2.8
            .call_end = {"MISSED_CALL: 10:32AM {number}", "VOICE CALL: END: 000016"}, // §6
        },
        {
            .name = "wavecom",
            .manufacturer = "WAVECOM MODEM",
            .model = "MULTIBAND  900E  1800",
            .revision = "651_09gg.Q2406B 1320676 061804 14:38",
            .vendor = {"+CCID", "+WIND"},
            .lacks = {"+CEREG", "+CGREG"},
            .prompt = "> ",               // §3.1, a form without a family
            .escape = cms(512),           // §3.1: user abort
            .pin_state_without_ok = true, // #61
            .sim_busy = cme(515),         // #62
            .sms_busy = cms(515),
            .has_me = false,
            .memory_count = 2, // #61
            .memories_offered = R"((("SM","BM","SR"),("SM")))",
            .empty_slot = cms(321), // §4.2
            .full = "",
            .call_end = {"+WIND: 6,1"}, // §6
        },
        {
            .name = "cinterion",
            .manufacturer = "Cinterion",
            .model = "MC75i",
            .revision = "REVISION 04.001",
            .vendor = {"^SPIC", "+CCID", "^SSMSS", "^SCFG", "^SSET"}, // §2.3, §2.7
            .lacks = {"+CEREG"},
            .escape = cms(301),            // §3.1
            .functions = {0, 1, 7},        // §7.2
            .pin_tries = "^SPIC: {tries}", // §2.3: of what it asks for
            .boot = {"^SYSSTART"},         // §2.4
            .not_for_new = {"ME"},         // #53
            .memories_offered = R"(("ME","SM","SR"),("ME","SM"),("SM"))",
            .empty_slot_line = "+CMGR: 0,,0",                       // §4.2
            .full = "^SMGO: 2",                                     // §4.1
            .indications_offered = "(0-3),(0,1),(0,2,3),(0,2),(1)", // §2.5, #53: bfr is 1
            .indications = {0, 0, 0, 0, 1},
        },
        {
            .name = "telit",
            .manufacturer = "Telit",
            .model = "GM862-QUAD",
            .revision = "07.03.000",
            .vendor = {"#PCT", "#QSS", "#CCID", "#REBOOT", "#SELINT", "#SMSMODE", "+CCID"}, // §2.3, §2.7, §7.2
            .lacks = {"+CEREG"},
            .pin_tries = "#PCT: {tries}", // §2.3
            .deaf_lines = 6,              // #60, where it may be 14
            .alpha = R"("")",             // §4.2
            .empty_slot = cms(321),       // §4.2
            .full = "",
            .ussd_blocks = true,                  // #57
            .ussd_inside = "+CREG: 1, 5C9, 39E5", // #76, where the answer is one block
        },
        {
            .name = "generic",
            .vendor = {"+SPIC", "+CPINR", "+CCID", "+ICCID", "+CURC"},
            .pin_tries = "+SPIC: {pin},{puk},3,10",
            .boot = {"RDY", "+CFUN: 1"},
            .sim_open = {"+CPIN: READY"},
            .sms_ready = {"SMS DONE"},
        },
    };
}
} // namespace

std::span<const Family> families()
{
    static const auto all = table();
    return all;
}

const Family& family_named(std::string_view name)
{
    std::string names;
    for (const auto& family : families()) {
        if (family.name == name) return family;
        names += fmt::format("{}{}", names.empty() ? "" : ", ", family.name);
    }
    throw std::invalid_argument{fmt::format("no family of modems is called \"{}\"; there are {}", name, names)};
}

const Family& family_of(unsigned modem, const std::vector<std::string>& asked)
{
    if (asked.empty()) return families().back();
    return family_named(asked[std::min<std::size_t>(modem, asked.size() - 1)]);
}
} // namespace nida::sim
