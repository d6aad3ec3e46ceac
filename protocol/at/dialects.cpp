// The families of modems, one row each. What a row says was seen in other projects' drivers, their users' logs, or the makers' manuals;
// where nothing was seen, the row is silent and the generic way holds.
#include "protocol/at/dialect.hpp"

namespace nida::protocol
{
namespace
{
using Layout = UsbPorts::Layout;
using std::chrono::seconds;

constexpr std::uint16_t huawei = 0x12d1, zte = 0x19d2, quectel = 0x2c7c, qualcomm = 0x05c6, simcom = 0x1e0e,
                        sierra = 0x1199, telit = 0x1bc7, u_blox = 0x1546, cinterion = 0x1e2d, option = 0x0af0,
                        alcatel = 0x1bbb, longcheer = 0x1c9e;
constexpr auto any = std::nullopt;

/// The network may take so long over LTE.
constexpr seconds lte_submit_wait{120};

const std::vector<UssdForm> packed_first{UssdForm::packed, UssdForm::text, UssdForm::ucs2};
const std::vector<std::string> generic_resets{"AT+CFUN=1,1"};

std::vector<Dialect> table()
{
    return {
        {.name = "huawei",
         .match = {"huawei"},
         // These two are older than the classes below.
         .usb = {{huawei, 0x1001, {2, 1, 0}}, {huawei, 0x1003, {1, 2, 0}}, {huawei, any, {}, Layout::last_first}},
         .usb_classes = {{huawei, 1, 0x02, 0}, // PCUI
                         {huawei, 2, 0x02, 0},
                         {huawei, 1, 0x32, 0},
                         {huawei, 1, 0x01, 1}, // modem: URCs only after ^PORTSEL=1
                         {huawei, 2, 0x01, 1},
                         {huawei, 1, 0x31, 1},
                         {huawei, 2, 0x31, 1}},
         // The MU509's manual calls mode 2 reserved; most take it as 1.
         .cnmi = {{2, 1, 0, 1, 0}, {1, 1, 0, 1, 0}, {2, 1, 0, 2, 0}, {1, 1, 0, 2, 0}},
         .storages = {"ME", "SM"},
         .ussd = packed_first,
         .before_ussd_text = "AT^USSDMODE=0", // the E1752 refuses every +CUSD without
         .ussd_form_may_end_it = true,
         .pin_tries = "AT^CPIN?",
         // The PCUI port has them by itself.
         .urc_ports = {{.position = 1, .set = "AT^PORTSEL=1"}},
         .silence = {"AT^CURC=0"}, // +CMTI and ^SMMEMFULL still come
         .noise = {"^RSSI",     "^HCSQ",     "^MODE",          "^BOOT",       "^DSFLOWRPT", "^SRVST",
                   "^CSNR",     "^STIN",     "^NWTIME",        "^RSSILVL",    "^HRSSILVL",  "^LWURC",
                   "^ECCLIST",  "^LTERSRP",  "^CSCHANNELINFO", "^CCALLSTATE", "^CCIN",      "^EONS",
                   "^PDPDEACT", "^NDISSTAT", "^EARST",         "^THERM"},
         .resets = {"AT^RESET", "AT+CFUN=1,1"}},

        {.name = "zte",
         .match = {"zte"},
         .usb = {{zte, 0x0031, {3, 1}},
                 {zte, 0x0117, {2, 1}},
                 {zte, 0x0082, {3, 1}},
                 {zte, 0x0124, {4, 1}},
                 {zte, 0x2003, {3, 1}},
                 {zte, 0x0015, {1, 3}},
                 {zte, 0x0016, {2, 1}},
                 {zte, 0x0001, {0, 2}},
                 {zte, 0x1515, {0, 2}},
                 {zte, any, {3, 1}}},
         // No +CDS: reports lie in "SR".
         .cnmi = {{2, 1, 0, 2, 0}, {1, 1, 0, 2, 0}},
         .pin_tries = "AT+ZPINPUK=?",
         .noise = {"+ZUSIMR", "+ZDONR", "+ZPASR", "+ZPSTM", "+ZEND", "+ZUSSD", "+ZMGRS"},
         .resets = generic_resets},

        {.name = "quectel",
         .match = {"quectel", "foxcom"}, // FOXCOM MODEM is an M26
         .usb = {{quectel, any, {2, 3}},
                 {qualcomm, 0x9215, {2, 3}}, // Qualcomm's own numbers, left as they were
                 {qualcomm, 0x9003, {2, 3}},
                 {qualcomm, 0x9090, {2, 3}}},
         // With ds 2 the EC25 names the wrong storage and index.
         .cnmi = {{2, 1, 0, 1, 0}},
         .storages = {"ME", "SM"},
         .pin_tries = "AT+QPINC?",
         // Kept over restarts, so it is asked first. As shipped the AT port has them.
         .urc_ports = {{0, "AT+QURCCFG=\"urcport\"", "usbat", "AT+QURCCFG=\"urcport\",\"usbat\""},
                       {1, "AT+QURCCFG=\"urcport\"", "usbmodem", "AT+QURCCFG=\"urcport\",\"usbmodem\""}},
         .noise = {"+QIND", "+QUSIM"},
         .resets = generic_resets,
         .sms_ready = {"+QIND: SMS DONE"},
         .submit_wait = lte_submit_wait},

        {.name = "simcom",
         .match = {"simcom", "simtech", "a7600", "a7602", "a7670", "sim7600"},
         .usb = {{simcom, 0x9011, {4, 5}},
                 {simcom, 0x9205, {2, 3}},
                 {simcom, 0x9206, {2, 5}},
                 {simcom, any, {2, 3}},
                 {qualcomm, 0x9000, {2, 3}}},
         // The SIM800 knows ds 0 and 1; the A7670 refuses reports altogether.
         .cnmi = {{2, 1, 0, 1, 0}, {2, 1, 0, 0, 0}},
         .storages = {"ME", "SM"},
         .pin_tries = "AT+SPIC",
         .noise = {"+CSQN", "*PSUTTZ", "*PSNWID", "DST", "+CIEV", "*ATREADY"},
         .resets = {"AT+CRESET", "AT+CFUN=1,1"},
         .sms_ready = {"SMS Ready", "SMS DONE"},
         .sms_ready_wait = seconds{100},
         .submit_wait = lte_submit_wait},

        {.name = "sierra",
         .match = {"sierra"},
         .usb = {{sierra, 0xc001, {0, 2}}, {sierra, any, {3, 4}}},
         .pin_tries = "AT+CPINC?",
         .resets = {"AT!RESET", "AT+CFUN=1,1"},
         .submit_wait = lte_submit_wait},

        {.name = "telit",
         .match = {"telit"},
         .usb = {{telit, 0x1003, {0, 2}},
                 {telit, 0x1004, {0, 3}},
                 {telit, 0x1101, {1, 2}},
                 {telit, 0x1201, {4, 5}},
                 {telit, 0x1040, {4, 5}},
                 {telit, 0x1041, {5, 6}},
                 {telit, 0x0021, {0, 6}}},
         .cnmi = {{2, 1, 0, 1, 0}},
         .pin_tries = "AT#PCT",
         .noise = {"#STN", "#QSS"},
         .resets = {"AT#REBOOT", "AT+CFUN=1,1"},
         .sms_ready = {"#QSS: 3"}},

        {.name = "u-blox",
         .match = {"u-blox", "ublox"},
         .usb = {{u_blox, 0x1104, {0}},
                 {u_blox, 0x01a5, {}, Layout::no_modem}, // GPS receivers
                 {u_blox, 0x01a6, {}, Layout::no_modem},
                 {u_blox, 0x01a7, {}, Layout::no_modem},
                 {u_blox, 0x01a8, {}, Layout::no_modem},
                 {u_blox, 0x01a9, {}, Layout::no_modem},
                 {u_blox, any, {0, 2, 4}}},
         .pin_tries = "AT+UPINCNT",
         .noise = {"+UUSIMSTAT", "+PBREADY"},
         .resets = {"AT+CFUN=16"},
         .sms_ready = {"+PBREADY"}},

        {.name = "cinterion",
         .match = {"cinterion", "siemens"},
         .usb = {{cinterion, 0x0053, {2, 3}}, {cinterion, 0x0061, {2, 0}}, {cinterion, any, {0, 2, 4}}},
         // bfr has to be 1, and ds knows 0 and 2 only.
         .cnmi = {{2, 1, 0, 2, 1}},
         .storages = {"SM"}, // the MC75i refuses ME for new messages
         .pin_tries = "AT^SPIC",
         .noise = {"^SYSSTART", "^SHUTDOWN", "^SBC"},
         .resets = generic_resets},

        {.name = "wavecom",
         .match = {"wavecom"},
         .cnmi = {{2, 1, 0, 1, 0}},
         .storages = {"SM"}, // +CPMS has two memories here
         .noise = {"+WIND"},
         .resets = generic_resets,
         .cpin_ends_itself = true},

        {.name = "option",
         .match = {"option n"}, // Option N.V.
         .usb = {{option, any, {2, 0}}},
         .noise = {"_OSIGQ", "_OWANCALL", "_OUWCTI"},
         .resets = generic_resets},

        {.name = "alcatel",
         .match = {"alcatel", "tcl", "longcheer", "4g systems"},
         .usb = {{alcatel, 0x0000, {3, 0, 1, 2}},
                 {alcatel, 0x0017, {5, 0, 1, 2, 3}},
                 {alcatel, 0x00b7, {4, 3}},
                 {alcatel, 0x022c, {1, 2}},
                 {longcheer, 0x9607, {4}},
                 {longcheer, 0x6061, {0, 2}},
                 {longcheer, any, {3}}},
         .resets = generic_resets},

        {.name = "neoway", .match = {"neoway"}, .resets = generic_resets, .dies_without_radio = true}, // the M590E

        {.name = "novatel", .match = {"novatel"}, .resets = generic_resets},
        {.name = "nokia", .match = {"nokia"}, .resets = generic_resets},
        {.name = "sony-ericsson", .match = {"ericsson"}, .resets = generic_resets},
        {.name = "samsung", .match = {"samsung"}, .resets = generic_resets},
        // SMS commands answer "SIM busy" for many seconds after the start.
        {.name = "calypso", .match = {"calypso", "neo1973"}, .resets = generic_resets},

        {.name = "generic",
         .usb = {{qualcomm, 0x9008, {}, Layout::no_modem}}, // Qualcomm's loader: the firmware is gone
         .resets = generic_resets},
    };
}
} // namespace

std::span<const Dialect> builtin_dialects()
{
    static const auto dialects = table();
    return dialects;
}
} // namespace nida::protocol
