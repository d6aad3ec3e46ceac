#include "protocol/pdu/tpdu.hpp"

#include "protocol/encoding/segmentation.hpp"
#include "protocol/hex.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::protocol;
using namespace std::chrono_literals;
using std::chrono::sys_days;

namespace
{
Octets octets(std::string_view hex) { return from_hex(hex, "PDU").value(); }
Decoded<ReceivedPdu> decode(std::string_view hex) { return decode_received(octets(hex)); }
DecodedUserData content(const UserData& ud)
{
    return decode_user_data(ud.dcs, ud.has_udh, ud.length, ud.octets).value();
}
UserData one_segment(std::string_view text) { return segment_text(text, 0).at(0); }

// Received by a real modem: two line feeds in a GSM 7-bit text.
constexpr std::string_view hi_anshu = "0791198904100161240C911979099137640000511090718303220BC8B4421174CFD175D014";
} // namespace

BOOST_AUTO_TEST_SUITE(tpdu)

BOOST_AUTO_TEST_CASE(a_deliver_is_read_field_by_field)
{
    const auto received = decode(hi_anshu).value();
    BOOST_TEST(received.smsc.text() == "+919840011016");
    const auto& pdu = std::get<DeliverPdu>(received.tpdu);
    BOOST_TEST(pdu.originator.text() == "+919790197346");
    BOOST_TEST(pdu.protocol_identifier == 0);
    BOOST_TEST(!pdu.more_messages);
    BOOST_TEST(pdu.status_report_indication);
    BOOST_TEST((pdu.time.value() == TimeStamp{sys_days{2015y / 1 / 9} + 12h + 8min + 30s, 5h + 30min}));
    BOOST_TEST(pdu.user_data.length == 11);
    BOOST_TEST(!pdu.user_data.has_udh);
    BOOST_TEST(content(pdu.user_data).text == "Hi\n\nAnshu S");
}

BOOST_AUTO_TEST_CASE(the_service_centre_is_left_out_where_the_length_says_so)
{
    const auto whole = octets(hi_anshu);
    const auto tpdu = octets(hi_anshu.substr(16));
    const auto received = decode_received(tpdu, tpdu.size()).value();
    BOOST_TEST(received.smsc.value == "");
    BOOST_TEST(std::get<DeliverPdu>(received.tpdu).originator.text() == "+919790197346");

    // With the address in front, <length> is smaller than what came.
    const auto with_smsc = decode_received(whole, tpdu.size()).value();
    BOOST_TEST(with_smsc.smsc.value == "919840011016");
    BOOST_TEST(std::get<DeliverPdu>(with_smsc.tpdu).originator.text() == "+919790197346");
}

BOOST_AUTO_TEST_CASE(octets_behind_the_user_data_are_no_part_of_it)
{
    const auto received = decode(std::string{hi_anshu} + "FFFFFF").value();
    const auto& ud = std::get<DeliverPdu>(received.tpdu).user_data;
    BOOST_TEST(ud.octets.size() == 10u);
    BOOST_TEST(content(ud).text == "Hi\n\nAnshu S");
}

BOOST_AUTO_TEST_CASE(user_data_cut_short_is_read_as_far_as_it_goes)
{
    const auto received = decode(hi_anshu.substr(0, hi_anshu.size() - 8)).value();
    const auto text = content(std::get<DeliverPdu>(received.tpdu).user_data);
    BOOST_TEST(text.truncated);
    BOOST_TEST(text.text == "Hi\n\nAn");
}

BOOST_AUTO_TEST_CASE(any_protocol_identifier_is_accepted)
{
    // Voice mail of a real network: PID 41, "replace short message type 1".
    const auto received =
        decode("0791947106004034040C9194713900303341002130039100558059D6B75B076A86D36CF11BEF024DD365103A2C2EBB41"
               "3490BB5C2F839CE1315A9E1EA3E96537C805D2D6DBA0A0585E3797DDA0FB1ECD2EBB41D37419244ED3E965906845CBC5"
               "6EB9190C069BCD6622")
            .value();
    const auto& pdu = std::get<DeliverPdu>(received.tpdu);
    BOOST_TEST(pdu.protocol_identifier == 0x41);
    BOOST_TEST(content(pdu.user_data).text.starts_with("Von: Mailbox. Sie haben 4 neue Nachrichten"));
}

BOOST_AUTO_TEST_CASE(a_named_sender_of_a_long_unicode_message_with_a_class)
{
    // The head of a Beeline message: DCS 19, a 16-bit reference; the rest of its text is missing.
    const auto received = decode("07919730071111F1440DD0C272999D7697010019718012214462218B06080463D00501041F").value();
    const auto& pdu = std::get<DeliverPdu>(received.tpdu);
    BOOST_TEST(pdu.originator.text() == "Beeline");
    const auto text = content(pdu.user_data);
    BOOST_TEST((text.udh.concatenation() == Concatenation{0x63D0, true, 5, 1}));
    BOOST_TEST(text.text == "П");
    BOOST_TEST(text.truncated);
}

BOOST_AUTO_TEST_CASE(a_time_that_is_no_date_leaves_the_message_readable)
{
    const auto received = decode("00040C91197909913764000000000000000000"
                                 "02C834")
                              .value();
    const auto& pdu = std::get<DeliverPdu>(received.tpdu);
    BOOST_TEST(!pdu.time.has_value());
    BOOST_TEST(content(pdu.user_data).text == "Hi");
}

BOOST_AUTO_TEST_CASE(the_reserved_message_type_is_read_as_a_deliver)
{
    BOOST_TEST(std::holds_alternative<DeliverPdu>(decode("00030C91197909913764000051109071830322"
                                                         "02C834")
                                                      .value()
                                                      .tpdu));
}

BOOST_AUTO_TEST_CASE(a_status_report_tells_which_submit_and_what_became_of_it)
{
    // A German network, status 30: the service centre goes on trying.
    const auto trying = decode("07914356060013F1065A098136397339F7219011700463802190117004638030").value();
    const auto& pdu = std::get<StatusReportPdu>(trying.tpdu);
    BOOST_TEST(pdu.message_reference == 0x5A);
    BOOST_TEST(pdu.recipient.text() == "639337937");
    BOOST_TEST(pdu.status == 0x30);
    BOOST_TEST((pdu.submitted.value() == TimeStamp{sys_days{2012y / 9 / 11} + 5h + 40min + 36s, 2h}));
    BOOST_TEST((pdu.discharged.value() == pdu.submitted.value()));

    const auto delivered = decode("079124703380160006A80C91247022779920513062908493405130629084544000").value();
    const auto& report = std::get<StatusReportPdu>(delivered.tpdu);
    BOOST_TEST(report.message_reference == 168);
    BOOST_TEST(report.recipient.text() == "+420722779902");
    BOOST_TEST((delivery_status(report.status) == DeliveryStatus::delivered));
}

BOOST_AUTO_TEST_CASE(optional_fields_behind_a_status_are_ignored)
{
    const std::string hex = "0006A80C9124702277992051306290849340"
                            "5130629084544000";
    for (const auto* optional : {"", "00", "07", "07000002C834", "FF"})
        BOOST_TEST(std::get<StatusReportPdu>(decode(hex + optional).value().tpdu).status == 0, optional);
}

BOOST_AUTO_TEST_CASE(a_report_survives_times_and_digits_that_make_no_sense)
{
    const auto received = decode("0006A80C91B47022779920"
                                 "FFFFFFFFFFFFFF"
                                 "00000000000000"
                                 "46")
                              .value();
    const auto& report = std::get<StatusReportPdu>(received.tpdu);
    BOOST_TEST(report.recipient.value == "4#0722779902");
    BOOST_TEST(!report.submitted.has_value());
    BOOST_TEST(!report.discharged.has_value());
    BOOST_TEST((delivery_status(report.status) == DeliveryStatus::permanent_failure));
}

BOOST_AUTO_TEST_CASE(a_submit_is_written_as_real_modems_were_given_it)
{
    SubmitPdu pdu;
    pdu.destination = address_from_text("+46708251358").value();
    pdu.validity = ValidityPeriod::from_octet(0xAA);
    pdu.user_data = one_segment("hellohello");
    BOOST_TEST(pdu.hex() == "0011000B916407281553F80000AA0AE8329BFD4697D9EC37");
    BOOST_TEST(pdu.tpdu().size() == 23u);

    // Sent by AT+CMGS=61 to a real modem: a status report wanted, no validity.
    const std::string_view sent =
        "0021000C91197909913764000036D3E614242F8FCB697B99AC038964B058AD058BB5603950ECA69BE17433D80A56D3CD"
        "603A1032AD5004DD73741D341501";
    const auto read = decode(sent).value();
    SubmitPdu report;
    report.destination = address_from_text("+919790197346").value();
    report.status_report_request = true;
    report.user_data = one_segment(content(std::get<SubmitPdu>(read.tpdu).user_data).text);
    BOOST_TEST(report.hex() == sent);
    BOOST_TEST(report.tpdu().size() == 61u);
    BOOST_TEST(report.user_data.length == 54);
}

BOOST_AUTO_TEST_CASE(every_field_of_a_submit_comes_back)
{
    SubmitPdu pdu;
    pdu.message_reference = 0x2A;
    pdu.destination = address_from_text("7788").value();
    pdu.protocol_identifier = 0x41;
    pdu.reject_duplicates = true;
    pdu.status_report_request = true;
    pdu.validity = ValidityPeriod::at_least(24h);
    pdu.user_data = segment_text(std::string(200, 'x'), 7).at(1);

    const auto back = decode_submit(pdu.tpdu()).value();
    BOOST_TEST(back.message_reference == 0x2A);
    BOOST_TEST((back.destination == pdu.destination));
    BOOST_TEST(back.protocol_identifier == 0x41);
    BOOST_TEST(back.reject_duplicates);
    BOOST_TEST(back.status_report_request);
    BOOST_TEST((back.validity == pdu.validity));
    BOOST_TEST((back.user_data == pdu.user_data));
    BOOST_TEST(to_hex(back.tpdu()) == to_hex(pdu.tpdu()));

    const auto stored = decode(pdu.hex()).value(); // as +CMGR shows an own message
    BOOST_TEST(to_hex(std::get<SubmitPdu>(stored.tpdu).tpdu()) == to_hex(pdu.tpdu()));
}

BOOST_AUTO_TEST_CASE(a_deliver_and_a_report_survive_the_way_there_and_back)
{
    DeliverPdu deliver;
    deliver.originator = {0xD0, "Nida"};
    deliver.time = TimeStamp{sys_days{2024y / 2 / 29} + 23h, 2h};
    deliver.more_messages = true;
    deliver.user_data = one_segment("نداء");
    const auto tpdu = deliver.tpdu();
    const auto back = std::get<DeliverPdu>(decode_received(tpdu, tpdu.size()).value().tpdu);
    BOOST_TEST((back.originator == deliver.originator));
    BOOST_TEST((back.time == deliver.time));
    BOOST_TEST(back.more_messages);
    BOOST_TEST(!back.status_report_indication);
    BOOST_TEST((back.user_data == deliver.user_data));

    StatusReportPdu report;
    report.message_reference = 255;
    report.recipient = {0x91, "218912345678"};
    report.submitted = deliver.time;
    report.status = 0x46;
    const auto report_tpdu = report.tpdu();
    const auto read = std::get<StatusReportPdu>(decode_received(report_tpdu, report_tpdu.size()).value().tpdu);
    BOOST_TEST(read.message_reference == 255);
    BOOST_TEST((read.recipient == report.recipient));
    BOOST_TEST((read.submitted == report.submitted));
    BOOST_TEST(!read.discharged.has_value());
    BOOST_TEST(read.status == 0x46);
}

BOOST_AUTO_TEST_CASE(the_direction_says_which_of_two_types_the_same_bits_are)
{
    // Each reads as any of the types: address 12, fields of zeros.
    const auto type = [](std::string_view first, std::optional<Direction> direction) {
        const auto pdu = octets(std::string{first} + "000281210000" + std::string(44, '0'));
        return decode_tpdu(pdu, {.direction = direction}).value().index();
    };
    const auto deliver = Tpdu{DeliverPdu{}}.index(), status_report = Tpdu{StatusReportPdu{}}.index(),
               submit = Tpdu{SubmitPdu{}}.index(), deliver_report = Tpdu{DeliverReportPdu{}}.index(),
               submit_report = Tpdu{SubmitReportPdu{}}.index(), command = Tpdu{CommandPdu{}}.index();
    BOOST_TEST(deliver == 0u);
    BOOST_TEST(status_report == 1u);
    BOOST_TEST(submit == 2u);

    const auto whole = [](std::string_view hex, TpduContext context) {
        return decode_tpdu(octets(hex), context).value().index();
    };
    constexpr std::string_view a_deliver = "000281210000000000000000000000";
    BOOST_TEST(whole(a_deliver, {}) == deliver);
    BOOST_TEST(whole(a_deliver, {Direction::from_network}) == deliver);
    BOOST_TEST(whole(a_deliver, {Direction::to_network}) == deliver_report);
    BOOST_TEST(type("01", std::nullopt) == submit);
    BOOST_TEST(type("01", Direction::to_network) == submit);
    BOOST_TEST(type("01", Direction::from_network) == submit_report);
    BOOST_TEST(type("02", std::nullopt) == status_report);
    BOOST_TEST(type("02", Direction::from_network) == status_report);
    BOOST_TEST(whole("02070000000281210100", {Direction::to_network}) == command);
}

BOOST_AUTO_TEST_CASE(the_reserved_type_is_a_deliver_to_a_mobile_and_an_error_to_the_network)
{
    constexpr std::string_view reserved = "030281210000000000000000000000";
    for (const auto direction : {std::optional<Direction>{}, std::optional{Direction::from_network}})
        BOOST_TEST(std::holds_alternative<DeliverPdu>(
            decode_tpdu(octets(reserved), {.direction = direction}).value())); // 23.040 §9.2.3.1
    const auto refused = decode_tpdu(octets(reserved), {.direction = Direction::to_network});
    BOOST_TEST(refused.error().text() == "TP-MTI: reserved value at octet 0");
    const auto behind_smsc = decode_received(octets("0291F1" + std::string{reserved}), {}, {Direction::to_network});
    BOOST_TEST(behind_smsc.error().text() == "TP-MTI: reserved value at octet 3");
}

BOOST_AUTO_TEST_CASE(errors_count_from_the_first_octet_of_what_was_given)
{
    const auto tpdu = octets("040C911979");
    BOOST_TEST(decode_tpdu(tpdu).error().text() == "TP-OA: truncated at octet 5");
    BOOST_TEST(decode_received(tpdu, tpdu.size()).error().text() == "TP-OA: truncated at octet 5");
    BOOST_TEST(decode("0291F1040C911979").error().text() == "TP-OA: truncated at octet 8");
}

BOOST_AUTO_TEST_CASE(what_is_missing_is_named_with_its_place)
{
    const auto error = [](std::string_view hex) { return decode(hex).error().text(); };
    BOOST_TEST(error("") == "SMSC: truncated at octet 0");
    BOOST_TEST(error("0791") == "SMSC: truncated at octet 2");
    BOOST_TEST(error("24") == "SMSC: too long at octet 0");
    BOOST_TEST(error("00") == "TP-MTI: truncated at octet 1");
    BOOST_TEST(error("00040C911979") == "TP-OA: truncated at octet 6");
    BOOST_TEST(error("0004FF91") == "TP-OA: too long at octet 2");
    BOOST_TEST(error("00040281F1") == "TP-PID: truncated at octet 5");
    BOOST_TEST(error("00040281F100") == "TP-DCS: truncated at octet 6");
    BOOST_TEST(error("00040281F10000511090") == "TP-SCTS: truncated at octet 10");
    BOOST_TEST(error("00040281F1000051109071830322") == "TP-UDL: truncated at octet 14");
    BOOST_TEST(error("0001") == "TP-MR: truncated at octet 2");
    BOOST_TEST(error("0011000281F10000") == "TP-VP: truncated at octet 8");
    BOOST_TEST(error("0006A80281F1" + std::string(14, '1')) == "TP-DT: truncated at octet 13");
    BOOST_TEST(error("0006A80281F1" + std::string(28, '1')) == "TP-ST: truncated at octet 20");

    BOOST_TEST(decode_submit({}).error().field == "TP-MTI");
    BOOST_TEST((decode_submit(octets("04")).error().why == ParseError::reserved_value)); // a deliver is no submit
}

BOOST_AUTO_TEST_SUITE_END()
