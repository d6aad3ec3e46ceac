#include "protocol/at/dialect.hpp"

#include "protocol/at/registration.hpp"
#include "protocol/at/urc.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <set>
#include <string>

using namespace nida::protocol;

namespace
{
const Dialect& builtin(std::string_view name)
{
    const auto* found = dialect_named(name);
    BOOST_REQUIRE_MESSAGE(found != nullptr, name);
    return *found;
}
} // namespace

BOOST_AUTO_TEST_SUITE(dialect)

BOOST_AUTO_TEST_CASE(a_family_is_known_by_its_maker_or_its_model_in_any_case)
{
    // What +CGMI and +CGMM were seen to say.
    const std::tuple<std::string, std::string, std::string> modems[] = {
        {"huawei", "E173", "huawei"},
        {"Vodafone (Huawei)", "K3765", "huawei"},
        {"ZTE CORPORATION", "MF190", "zte"},
        {"ZTE INCORPORATED", "MF710M", "zte"},
        {"Quectel", "EC25", "quectel"},
        {"FOXCOM MODEM", "", "quectel"},
        {"SIMCOM_Ltd", "SIMCOM_SIM800L", "simcom"},
        {"SIMCOM INCORPORATED", "SIMCOM_SIM7600E-H", "simcom"},
        {"INCORPORATED", "A7670E-FASE", "simcom"},
        {"Sierra Wireless, Incorporated", "MC7455", "sierra"},
        {"Telit", "HE910", "telit"},
        {"u-blox", "LISA-U200", "u-blox"},
        {"Cinterion", "MC75i", "cinterion"},
        {"SIEMENS", "TC35", "cinterion"},
        {" WAVECOM MODEM", "MULTIBAND  900E  1800", "wavecom"},
        {"Option N.V.", "GlobeTrotter HSDPA Modem", "option"},
        {"Novatel Wireless Incorporated", "MC990D", "novatel"},
        {"Nokia", "Nokia N79", "nokia"},
        {"Sony Ericsson", "W580i", "sony-ericsson"},
        {"SAMSUNG", "S5230", "samsung"},
        {"QUALCOMM INCORPORATED", "212", "generic"},
        {"", "", "generic"},
    };
    for (const auto& [manufacturer, model, family] : modems)
        BOOST_TEST(find_dialect(manufacturer, model).name == family, manufacturer << ' ' << model);
}

BOOST_AUTO_TEST_CASE(the_earlier_row_wins_and_one_without_a_pattern_only_in_the_last_resort)
{
    Dialect own;
    own.name = "own";
    own.match = {"e173"};
    Dialect any;
    any.name = "any";
    const std::vector<Dialect> dialects{any, own, builtin("huawei")};
    BOOST_TEST(find_dialect("huawei", "E173", dialects).name == "own");
    BOOST_TEST(find_dialect("huawei", "E220", dialects).name == "huawei");
    BOOST_TEST(find_dialect("ZTE", "MF190", dialects).name == "any");
    BOOST_TEST(find_dialect("ZTE", "MF190", {}).name == "generic");
}

BOOST_AUTO_TEST_CASE(every_row_is_fit_for_use)
{
    const auto queries = pin_try_queries();
    std::set<std::string> names;
    for (const auto& row : builtin_dialects()) {
        BOOST_TEST(names.insert(row.name).second, row.name);
        BOOST_TEST((row.match.empty() == (row.name == "generic")), row.name);
        BOOST_TEST((row.pin_tries.empty() || std::ranges::find(queries, row.pin_tries) != queries.end()), row.name);
        BOOST_TEST(!row.ussd.empty(), row.name);
        BOOST_TEST(!row.resets.empty(), row.name);
        for (const auto& command : row.resets)
            BOOST_TEST(is_reset_command(command), command);
        for (const auto& command : row.silence)
            BOOST_TEST(is_harmless_command(command), command);
        BOOST_TEST((row.before_ussd_text.empty() || is_harmless_command(row.before_ussd_text)), row.name);
        for (const auto& rung : row.cnmi)
            BOOST_TEST((rung[0] <= 3 && rung[1] == 1 && rung[2] == 0 && rung[3] <= 2 && rung[4] <= 1), row.name);
        for (const auto& ports : row.usb)
            BOOST_TEST(ports.at_interfaces.empty() == (ports.layout != UsbPorts::Layout::listed), row.name);
        // While a command waits, noise is not taken for its answer.
        for (const auto& name : row.noise)
            BOOST_TEST(is_urc(name + ": 1", "AT+CMGS=20"), name);
        for (const auto& line : row.sms_ready)
            BOOST_TEST(is_urc(line, "AT+CPMS?"), line);
    }
    BOOST_TEST(builtin_dialects().back().name == "generic");
}

BOOST_AUTO_TEST_CASE(no_usb_device_is_in_two_rows)
{
    std::set<std::pair<unsigned, unsigned>> seen;
    for (const auto& row : builtin_dialects())
        for (const auto& ports : row.usb)
            BOOST_TEST(seen.insert({ports.vendor, ports.product ? *ports.product : 0x10000u}).second,
                       row.name << ' ' << ports.vendor);
}

BOOST_AUTO_TEST_CASE(a_row_for_the_product_goes_before_one_for_the_vendor)
{
    const auto* a7670 = usb_ports(0x1e0e, 0x9011);
    BOOST_REQUIRE(a7670 != nullptr);
    BOOST_TEST(a7670->at_interfaces == (std::vector{4u, 5u}), boost::test_tools::per_element());
    BOOST_TEST(usb_ports(0x1e0e, 0x9001)->at_interfaces == (std::vector{2u, 3u}), boost::test_tools::per_element());
    BOOST_TEST((usb_ports(0x1546, 0x01a8)->layout == UsbPorts::Layout::no_modem));
    BOOST_TEST(usb_ports(0xabcd, 1) == nullptr);
    BOOST_TEST(usb_class_ports(0x12d1).size() == 7u);
    BOOST_TEST(usb_class_ports(0x19d2).empty());

    Dialect own;
    own.usb = {{0x1e0e, 0x9001, {5}}};
    const std::vector<Dialect> dialects{builtin("simcom"), own};
    BOOST_TEST(usb_ports(0x1e0e, 0x9001, dialects)->at_interfaces.front() == 5u);
}

BOOST_AUTO_TEST_CASE(what_the_families_are_known_for)
{
    BOOST_TEST((builtin("huawei").ussd.front() == UssdForm::packed));
    BOOST_TEST(builtin("huawei").ussd_form_may_end_it);
    BOOST_TEST((builtin("quectel").cnmi.front() == Cnmi{2, 1, 0, 1, 0}));
    BOOST_TEST((builtin("zte").cnmi.front() == Cnmi{2, 1, 0, 2, 0}));
    BOOST_TEST(builtin("cinterion").cnmi.front()[4] == 1u);
    BOOST_TEST(builtin("sierra").resets.front() == "AT!RESET");
    BOOST_TEST((dialect_named("HUAWEI") == &builtin("huawei")));
    BOOST_TEST(dialect_named("nobody") == nullptr);
}

BOOST_AUTO_TEST_CASE(a_harmless_command_sets_small_things)
{
    for (const std::string_view command : {"AT^CURC=0", "at^curc=0", "AT+AUTOCSQ=0", "AT+QINDCFG=\"csq\",0",
                                           "AT+CMER=3,0,0,1", "AT^PORTSEL=1", "AT#STN=0"})
        BOOST_TEST(is_harmless_command(command), command);
}

BOOST_AUTO_TEST_CASE(what_dials_pays_locks_deletes_or_lasts_is_not_harmless)
{
    for (const std::string_view command : {"",
                                           "AT",
                                           "A/",
                                           "ATD123;",
                                           "ATD*100#;",
                                           "ATA",
                                           "ATH",
                                           "ATZ",
                                           "AT&F",
                                           "AT&W",
                                           "AT+CPIN=1234",
                                           "AT+CPIN=\"1234\"",
                                           "AT+CPIN=1",
                                           "AT^CPIN=1",
                                           "AT+CLCK=\"SC\",0",
                                           "AT+CPWD=1,2",
                                           "AT^CARDLOCK=1",
                                           "AT+CMGS=20",
                                           "AT+CMSS=1",
                                           "AT+CMGD=1,4",
                                           "AT+CMGF=1",
                                           "AT+CUSD=1,\"*100#\",15",
                                           "AT+CUSD=1,\"AA\"",
                                           "AT+CKPD=\"s\"",
                                           "AT^NDISDUP=1,1",
                                           "AT+CSCA=\"+1\"",
                                           "AT+CCFC=0,3",
                                           "AT+COPS=0",
                                           "AT+CFUN=0",
                                           "AT+CFUN=1,1",
                                           "AT^U2DIAG=0",
                                           "AT+ZCDRUN=8",
                                           "AT+CDV=11",
                                           "AT+CECALL=1",
                                           "AT+CTFR=1",
                                           "AT+STGR=1",
                                           "AT+QSTKRSP=1",
                                           "AT+CPOF=1",
                                           "AT$QCPWRDN=1",
                                           "AT*CFUN=0",
                                           "AT+ZOPRT=6",
                                           "AT+CSCLK=2",
                                           "AT+CPSMS=1",
                                           "AT^TMODE=3",
                                           "AT^GODLOAD=1",
                                           "AT+QUIMSLOT=2",
                                           "AT+CSMS=1",
                                           "AT+CURC=0;D1;",
                                           "AT^CURC=0;+CMSS=1",
                                           "AT^CURC=0\r",
                                           "AT^CURC=0\rATD1;",
                                           "AT^CURC=0\x1A",
                                           "AT ^CURC=0",
                                           "^CURC=0",
                                           "AT^CURC",
                                           "AT^CURC?",
                                           "AT^CURC=",
                                           "AT^CURC=123",
                                           "AT^CURC=0,",
                                           "AT+XX=\"A1\"",
                                           "AT+XX=\"",
                                           "AT+XPIN=1",
                                           "AT^RESET=1",
                                           "AT+CRSM=1",
                                           "AT+CSIM=1",
                                           "AT+=0",
                                           "AT+X Y=0",
                                           "AT+\xC3\xA9=0",
                                           "AT+XX=1,1,1,1,1,1,1"})
        BOOST_TEST(!is_harmless_command(command), command);
}

BOOST_AUTO_TEST_CASE(a_reset_is_only_a_reset)
{
    for (const std::string_view command :
         {"AT^RESET", "AT!RESET", "AT+CRESET", "AT#REBOOT", "AT+CFUN=1,1", "AT+CFUN=16", "ATZ"})
        BOOST_TEST(is_reset_command(command), command);
    for (const std::string_view command : {"AT", "AT+CFUN=0", "AT^SMSO", "AT+QPOWD=1", "AT&F", "AT^RESET=1",
                                           "AT^RESET;D1;", "^RESET", "AT^FACTORYRESET", "AT^RESET\r"})
        BOOST_TEST(!is_reset_command(command), command);
}

BOOST_AUTO_TEST_SUITE_END()
