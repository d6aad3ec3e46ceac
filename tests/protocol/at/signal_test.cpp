#include "protocol/at/signal.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::protocol;

BOOST_AUTO_TEST_SUITE(signal)

BOOST_AUTO_TEST_CASE(csq_gives_dbm_and_the_error_rate)
{
    const auto report = parse_signal("+CSQ: 15,3").value();
    BOOST_TEST(report.rssi.value() == -83);
    BOOST_TEST(report.bit_error.value() == 3u);
    BOOST_TEST(!report.rsrp);
    BOOST_TEST(parse_signal("+CSQ:0,99").value().rssi.value() == -113);
    BOOST_TEST(parse_signal("+CSQ: 31").value().rssi.value() == -51);
    BOOST_TEST(parse_signal("^RSSI:18").value().rssi.value() == -77);
    BOOST_TEST(parse_signal("+CSQ: 191,99").value().rssi.value() == -25); // TD-SCDMA
    for (const auto* line : {"+CSQ: 99,99", "+CSQ:", "+CSQ: x", "+CSQ: 199,99", "^RSSI:99"}) {
        const auto unknown = parse_signal(line).value();
        BOOST_TEST(!unknown.rssi);
        BOOST_TEST(!unknown.bit_error);
    }
}

BOOST_AUTO_TEST_CASE(cesq_has_a_place_for_each_technology)
{
    const auto lte = parse_signal("+CESQ: 99,99,255,255,20,80").value(); // TS 27.007 §8.69
    BOOST_TEST(!lte.rssi);
    BOOST_TEST(!lte.rscp);
    BOOST_TEST(lte.rsrq_tenths.value() == -100);
    BOOST_TEST(lte.rsrp.value() == -61);
    const auto umts = parse_signal("+CESQ: 99,99,96,49,255,255").value();
    BOOST_TEST(umts.rscp.value() == -25);
    BOOST_TEST(umts.ecno_tenths.value() == 0);
    BOOST_TEST(!umts.rsrp);
    const auto gsm = parse_signal("+CESQ: 63,0,255,255,255,255").value();
    BOOST_TEST(gsm.rssi.value() == -48);
    BOOST_TEST(gsm.bit_error.value() == 0u);
    BOOST_TEST((parse_signal("+CESQ:").value() == SignalReport{}));
}

BOOST_AUTO_TEST_CASE(hcsq_names_its_system)
{
    const auto wcdma = parse_signal("^HCSQ:\"WCDMA\",43,39,57").value();
    BOOST_TEST(wcdma.system == "WCDMA");
    BOOST_TEST(wcdma.rssi.value() == -78);
    BOOST_TEST(wcdma.rscp.value() == -82);
    BOOST_TEST(wcdma.ecno_tenths.value() == -40);
    const auto lte = parse_signal("^HCSQ:\"LTE\",60,52,106,24").value();
    BOOST_TEST(lte.rssi.value() == -61);
    BOOST_TEST(lte.rsrp.value() == -89);
    BOOST_TEST(lte.sinr_tenths.value() == 10);
    BOOST_TEST(lte.rsrq_tenths.value() == -80);
    const auto gsm = parse_signal("^HCSQ: \"GSM\",255").value();
    BOOST_TEST(gsm.system == "GSM");
    BOOST_TEST(!gsm.rssi);
    BOOST_TEST(parse_signal("^HCSQ:\"NOSERVICE\"").value().system == "NOSERVICE");
}

BOOST_AUTO_TEST_CASE(other_lines_say_nothing_of_it)
{
    for (const auto* line : {"", "+CSQ", "+CREG: 0,1", "OK", "^RSSILVL:80"})
        BOOST_TEST(!parse_signal(line));
}

BOOST_AUTO_TEST_SUITE_END()
