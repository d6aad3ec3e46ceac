#include "protocol/pdu/tpdu.hpp"

#include "protocol/hex.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::protocol;

namespace
{
Decoded<Tpdu> decode(std::string_view hex)
{
    return decode_tpdu(from_hex(hex, "TPDU").value(), {.direction = Direction::to_network});
}
CommandPdu command(std::string_view hex) { return std::get<CommandPdu>(decode(hex).value()); }
} // namespace

BOOST_AUTO_TEST_SUITE(command_pdu)

BOOST_AUTO_TEST_CASE(a_command_speaks_of_a_message_submitted_before)
{
    // TS 23.040 §9.2.2.4: TP-MR 9, TP-PID, TP-CT 2 (delete), TP-MN 7, TP-DA +4512, no data.
    const auto pdu = command("02090002070491542100");
    BOOST_TEST(pdu.message_reference == 9);
    BOOST_TEST(pdu.protocol_identifier == 0);
    BOOST_TEST(pdu.command_type == 2);
    BOOST_TEST(command_type_text(pdu.command_type) == "Delete previously submitted short message");
    BOOST_TEST(pdu.message_number == 7);
    BOOST_TEST(pdu.destination.text() == "+4512");
    BOOST_TEST(pdu.data.empty());
    BOOST_TEST(!pdu.status_report_request);
    BOOST_TEST(!pdu.has_udh);
    BOOST_TEST(to_hex(pdu.tpdu()) == "02090002070491542100");
}

BOOST_AUTO_TEST_CASE(each_bit_of_the_first_octet_is_one_flag_and_data_may_follow)
{
    const auto asked = command("22090000070491542102ABCD");
    BOOST_TEST(asked.status_report_request);
    BOOST_TEST(!asked.has_udh);
    BOOST_TEST(to_hex(asked.data) == "ABCD");
    BOOST_TEST(to_hex(asked.tpdu()) == "22090000070491542102ABCD");

    const auto headed = command("4209410307049154210403010142");
    BOOST_TEST(!headed.status_report_request);
    BOOST_TEST(headed.has_udh);
    BOOST_TEST(headed.protocol_identifier == 0x41);
    BOOST_TEST(to_hex(headed.tpdu()) == "4209410307049154210403010142");
}

BOOST_AUTO_TEST_CASE(what_is_missing_is_named_with_its_place)
{
    const auto error = [](std::string_view hex) { return decode(hex).error().text(); };
    BOOST_TEST(error("02") == "TP-MR: truncated at octet 1");
    BOOST_TEST(error("0209") == "TP-PID: truncated at octet 2");
    BOOST_TEST(error("020900") == "TP-CT: truncated at octet 3");
    BOOST_TEST(error("02090002") == "TP-MN: truncated at octet 4");
    BOOST_TEST(error("02090002070491") == "TP-DA: truncated at octet 7");
    BOOST_TEST(error("020900020704915421") == "TP-CDL: truncated at octet 9");
    BOOST_TEST(error("02090002070491542103ABCD") == "TP-CD: truncated at octet 12");
}

BOOST_AUTO_TEST_SUITE_END()
