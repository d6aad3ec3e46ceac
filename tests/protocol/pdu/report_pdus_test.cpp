#include "protocol/pdu/tpdu.hpp"

#include "protocol/hex.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::protocol;
using namespace std::chrono_literals;
using std::chrono::sys_days;

namespace
{
constexpr auto unknown = std::optional<RpPdu>{};

Decoded<Tpdu> decode(std::string_view hex, Direction direction, std::optional<RpPdu> rp)
{
    return decode_tpdu(from_hex(hex, "TPDU").value(), {direction, rp});
}
DeliverReportPdu deliver_report(std::string_view hex, std::optional<RpPdu> rp = unknown)
{
    return std::get<DeliverReportPdu>(decode(hex, Direction::to_network, rp).value());
}
SubmitReportPdu submit_report(std::string_view hex, std::optional<RpPdu> rp = unknown)
{
    return std::get<SubmitReportPdu>(decode(hex, Direction::from_network, rp).value());
}
} // namespace

BOOST_AUTO_TEST_SUITE(report_pdus)

BOOST_AUTO_TEST_CASE(a_deliver_report_of_an_ack_has_no_cause)
{
    // TS 23.040 §9.2.2.1a (ii): TP-PI, then what it announces.
    BOOST_TEST((deliver_report("0000", RpPdu::ack) == DeliverReportPdu{}));
    const auto pdu = deliver_report("0007410402ABCD", RpPdu::ack);
    BOOST_TEST(!pdu.failure_cause);
    BOOST_TEST((pdu.rp() == RpPdu::ack));
    BOOST_TEST(pdu.parameters.protocol_identifier.value() == 0x41);
    BOOST_TEST(pdu.parameters.dcs.value() == 0x04);
    BOOST_TEST(to_hex(pdu.parameters.user_data.value().octets) == "ABCD");
    BOOST_TEST(to_hex(pdu.tpdu()) == "0007410402ABCD");
}

BOOST_AUTO_TEST_CASE(a_deliver_report_of_an_error_begins_with_its_cause)
{
    // TS 23.040 §9.2.2.1a (i); D3: the memory is full.
    const auto pdu = deliver_report("40D306F60403A101C3", RpPdu::error);
    BOOST_TEST(pdu.failure_cause.value() == 0xD3);
    BOOST_TEST(failure_cause_text(*pdu.failure_cause) == "Memory Capacity Exceeded");
    BOOST_TEST((pdu.rp() == RpPdu::error));
    BOOST_TEST(!pdu.parameters.protocol_identifier);
    BOOST_TEST(pdu.parameters.dcs.value() == 0xF6);
    BOOST_TEST(pdu.parameters.user_data.value().has_udh);
    BOOST_TEST(to_hex(pdu.tpdu()) == "40D306F60403A101C3");
}

BOOST_AUTO_TEST_CASE(a_submit_report_tells_when_the_centre_received_the_message)
{
    // TS 23.040 §9.2.2.2a (ii) and (i).
    const TimeStamp time{sys_days{2015y / 1 / 9} + 12h + 8min + 30s, 5h + 30min};
    const auto ack = submit_report("010051109071830322", RpPdu::ack);
    BOOST_TEST(!ack.failure_cause);
    BOOST_TEST((ack.time == time));
    BOOST_TEST(to_hex(ack.tpdu()) == "010051109071830322");

    const auto refused = submit_report("01C0015110907183032241", RpPdu::error);
    BOOST_TEST(refused.failure_cause.value() == 0xC0);
    BOOST_TEST((refused.time == time));
    BOOST_TEST(refused.parameters.protocol_identifier.value() == 0x41);
    BOOST_TEST(to_hex(refused.tpdu()) == "01C0015110907183032241");

    const auto undated = submit_report("4106FFFFFFFFFFFFFF080200E9", RpPdu::ack);
    BOOST_TEST(!undated.time);
    BOOST_TEST(undated.parameters.dcs.value() == 0x08);
    BOOST_TEST(undated.parameters.user_data.value().has_udh);
    BOOST_TEST(to_hex(undated.tpdu()) == "4106FFFFFFFFFFFFFF080200E9");
}

BOOST_AUTO_TEST_CASE(without_the_primitive_an_octet_of_80_and_up_is_a_cause)
{
    BOOST_TEST(deliver_report("00D300").failure_cause.value() == 0xD3);
    BOOST_TEST(deliver_report("008000").failure_cause.value() == 0x80);
    BOOST_TEST(!deliver_report("000141").failure_cause);
    BOOST_TEST(submit_report("01C00051109071830322").failure_cause.value() == 0xC0);
    BOOST_TEST(!submit_report("010051109071830322").failure_cause);
    // The primitive knows better: a cause below 80 is reserved, an indicator of 80 and up is extended.
    BOOST_TEST(deliver_report("000700", RpPdu::error).failure_cause.value() == 0x07);
    BOOST_TEST(deliver_report("00810041", RpPdu::ack).parameters.protocol_identifier.value() == 0x41);
}

BOOST_AUTO_TEST_CASE(user_data_without_a_coding_scheme_are_of_the_default_alphabet)
{
    const auto pdu = deliver_report("000402C834");
    BOOST_TEST(!pdu.parameters.dcs);
    const auto& ud = pdu.parameters.user_data.value();
    BOOST_TEST(decode_user_data(ud.dcs, ud.has_udh, ud.length, ud.octets).value().text == "Hi");
    BOOST_TEST(to_hex(pdu.tpdu()) == "000402C834");
}

BOOST_AUTO_TEST_CASE(what_is_missing_is_named_with_its_place)
{
    const auto error = [](std::string_view hex, Direction direction, std::optional<RpPdu> rp) {
        return decode(hex, direction, rp).error().text();
    };
    using enum Direction;
    BOOST_TEST(error("", to_network, unknown) == "TP-MTI: truncated at octet 0");
    BOOST_TEST(error("00", to_network, RpPdu::error) == "TP-FCS: truncated at octet 1");
    BOOST_TEST(error("00", to_network, RpPdu::ack) == "TP-PI: truncated at octet 1");
    BOOST_TEST(error("00D3", to_network, unknown) == "TP-PI: truncated at octet 2");
    BOOST_TEST(error("0080", to_network, RpPdu::ack) == "TP-PI: truncated at octet 2");
    BOOST_TEST(error("0001", to_network, unknown) == "TP-PID: truncated at octet 2");
    BOOST_TEST(error("000341", to_network, unknown) == "TP-DCS: truncated at octet 3");
    BOOST_TEST(error("0004", to_network, unknown) == "TP-UDL: truncated at octet 2");
    BOOST_TEST(error("01005110907183", from_network, unknown) == "TP-SCTS: truncated at octet 7");
}

BOOST_AUTO_TEST_SUITE_END()
