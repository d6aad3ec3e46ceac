#include "protocol/pdu/tpdu.hpp"

#include "protocol/hex.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace nida::protocol;

namespace
{
StatusReportPdu report(std::string_view hex)
{
    return std::get<StatusReportPdu>(decode_tpdu(from_hex(hex, "TPDU").value()).value());
}
/// By TS 23.040 §9.2.2.3: TP-MR 2A, TP-RA +4512, TP-SCTS, TP-DT, TP-ST 46.
std::string with(std::string_view first, std::string_view tail)
{
    return std::string{first} + "2A04915421" + "51109071830322" + "51109071930322" + "46" + std::string{tail};
}
} // namespace

BOOST_AUTO_TEST_SUITE(status_report_pdu)

BOOST_AUTO_TEST_CASE(each_bit_of_the_first_octet_is_one_flag)
{
    struct {
        std::string_view first;
        bool more, loop_prevention, qualifier;
    } const cases[] = {
        {"06", false, false, false}, {"02", true, false, false}, {"0E", false, true, false},
        {"26", false, false, true},  {"2A", true, true, true},
    };
    for (const auto& [first, more, loop_prevention, qualifier] : cases) {
        const auto pdu = report(with(first, ""));
        BOOST_TEST(pdu.more_messages == more, first);
        BOOST_TEST(pdu.loop_prevention == loop_prevention, first);
        BOOST_TEST(pdu.status_report_qualifier == qualifier, first);
        BOOST_TEST(pdu.message_reference == 0x2A);
        BOOST_TEST(pdu.status == 0x46);
        BOOST_TEST(!pdu.parameters);
        BOOST_TEST(to_hex(pdu.tpdu()) == with(first, ""));
    }
}

BOOST_AUTO_TEST_CASE(the_parameter_indicator_announces_what_follows)
{
    struct {
        std::string_view tail;
        int pid, dcs, length;
    } const cases[] = {
        {"00", -1, -1, -1},      {"0141", 0x41, -1, -1},      {"0208", -1, 0x08, -1},
        {"0402C834", -1, -1, 2}, {"06040261B2", -1, 0x04, 2}, {"0741080200E9", 0x41, 0x08, 2},
    };
    for (const auto& [tail, pid, dcs, length] : cases) {
        const auto pdu = report(with("06", tail));
        const auto& parameters = pdu.parameters.value();
        BOOST_TEST(parameters.protocol_identifier.has_value() == (pid >= 0), tail);
        BOOST_TEST(parameters.protocol_identifier.value_or(0) == std::max(pid, 0));
        BOOST_TEST(parameters.dcs.has_value() == (dcs >= 0), tail);
        BOOST_TEST(parameters.dcs.value_or(0) == std::max(dcs, 0));
        BOOST_TEST(parameters.user_data.has_value() == (length >= 0), tail);
        if (parameters.user_data) BOOST_TEST(parameters.user_data->length == length);
        BOOST_TEST(to_hex(pdu.tpdu()) == with("06", tail));
    }
}

BOOST_AUTO_TEST_CASE(a_header_in_the_user_data_is_told_by_its_bit)
{
    const auto pdu = report(with("46", "06040705000301020161"));
    const auto& user_data = pdu.parameters.value().user_data.value();
    BOOST_TEST(user_data.has_udh);
    const auto content = decode_user_data(user_data.dcs, user_data.has_udh, user_data.length, user_data.octets).value();
    BOOST_TEST((content.udh.concatenation() == Concatenation{1, false, 2, 1}));
    BOOST_TEST(to_hex(content.data) == "61");
    BOOST_TEST(to_hex(pdu.tpdu()) == with("46", "06040705000301020161"));
}

BOOST_AUTO_TEST_CASE(reserved_bits_and_further_indicators_are_passed_over)
{
    const auto pdu = report(with("06", "F980807F41"));
    BOOST_TEST(pdu.parameters.value().protocol_identifier.value() == 0x41);
    BOOST_TEST(!pdu.parameters.value().dcs);
    BOOST_TEST(!pdu.parameters.value().user_data);
    BOOST_TEST(to_hex(pdu.tpdu()) == with("06", "0141"));
}

BOOST_AUTO_TEST_CASE(padding_behind_the_status_costs_nothing)
{
    // A SIM fills the record of a report up with FF (TS 31.102 §4.2.32).
    const auto pdu = report(with("06", "FFFFFFFFFFFFFF"));
    BOOST_TEST(pdu.status == 0x46);
    BOOST_TEST(!pdu.parameters);
    for (const auto* tail : {"01", "80", "0741", "04"})
        BOOST_TEST(!report(with("06", tail)).parameters, tail);
}

BOOST_AUTO_TEST_CASE(user_data_may_be_cut_short)
{
    const auto pdu = report(with("06", "0414C834"));
    BOOST_TEST(pdu.parameters.value().user_data.value().length == 20);
    BOOST_TEST(pdu.parameters.value().user_data.value().octets.size() == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
