#include "protocol/pdu/udh.hpp"

#include "protocol/hex.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace nida::protocol;

namespace
{
Decoded<Udh> decode(std::string_view hex) { return decode_udh(from_hex(hex, "UDH").value()); }
std::string encode(const Udh& header)
{
    Octets out;
    append_udh(out, header);
    return to_hex(out);
}
} // namespace

BOOST_AUTO_TEST_SUITE(udh)

BOOST_AUTO_TEST_CASE(elements_come_out_in_order_and_go_back_unchanged)
{
    const auto header = decode("0C08049F8E020105040B8423F0AAAA").value(); // two octets of text behind it
    BOOST_REQUIRE(header.elements.size() == 2u);
    BOOST_TEST((header.elements[0] == InformationElement{0x08, {0x9F, 0x8E, 2, 1}}));
    BOOST_TEST((header.elements[1] == InformationElement{0x05, {0x0B, 0x84, 0x23, 0xF0}}));
    BOOST_TEST(encode(header) == "0C08049F8E020105040B8423F0");
    BOOST_TEST(decode("00").value().elements.empty());
    BOOST_TEST(encode({}) == "00");
}

BOOST_AUTO_TEST_CASE(unknown_elements_are_kept_and_skipped_by_their_length)
{
    const auto header = decode("0A7F03AABBCC0003170301").value();
    BOOST_REQUIRE(header.elements.size() == 2u);
    BOOST_TEST((header.concatenation() == Concatenation{0x17, false, 3, 1}));
}

BOOST_AUTO_TEST_CASE(a_reference_has_eight_or_sixteen_bits)
{
    BOOST_TEST((decode("050003170301").value().concatenation() == Concatenation{0x17, false, 3, 1}));
    BOOST_TEST((decode("06080401800402").value().concatenation() == Concatenation{0x0180, true, 4, 2}));
}

BOOST_AUTO_TEST_CASE(of_several_concatenations_the_last_valid_one_counts)
{
    BOOST_TEST((decode("0A00031703010003180402").value().concatenation() == Concatenation{0x18, false, 4, 2}));
    BOOST_TEST((decode("0A00031703010003180405").value().concatenation() == Concatenation{0x17, false, 3, 1}));
}

BOOST_AUTO_TEST_CASE(an_impossible_concatenation_means_a_single_message)
{
    for (const auto* hex :
         {"050003170001", "050003170000", "050003170300", "050003170304", "0400021703", "050803170301"})
        BOOST_TEST(!decode(hex).value().concatenation().has_value(), hex);
}

BOOST_AUTO_TEST_CASE(a_port_makes_it_a_message_for_a_program)
{
    BOOST_TEST(decode("0605040B8423F0").value().destination_port().value() == 2948u);
    BOOST_TEST(decode("0404026432").value().destination_port().value() == 100u);
    BOOST_TEST(!decode("050003170301").value().destination_port());
    BOOST_TEST(!decode("04050264C8").value().destination_port()); // too short for its id
}

BOOST_AUTO_TEST_CASE(of_elements_that_exclude_each_other_the_last_valid_one_counts)
{
    const std::string ports_8 = "04026432", ports_16 = "05040B8423F0", short_ports = "040164";
    BOOST_TEST((decode("0A" + ports_8 + ports_16).value().ports() == Ports{2948, 9200, true}));
    BOOST_TEST((decode("0A" + ports_16 + ports_8).value().ports() == Ports{100, 50, false}));
    BOOST_TEST((decode("09" + ports_16 + short_ports).value().ports() == Ports{2948, 9200, true}));

    const std::string eight_bits = "0003170301", sixteen_bits = "080401800402", past_the_total = "0003170304";
    BOOST_TEST((decode("0B" + eight_bits + sixteen_bits).value().concatenation() == Concatenation{384, true, 4, 2}));
    BOOST_TEST((decode("0B" + sixteen_bits + eight_bits).value().concatenation() == Concatenation{23, false, 3, 1}));
    BOOST_TEST(
        (decode("0B" + sixteen_bits + past_the_total).value().concatenation() == Concatenation{384, true, 4, 2}));
}

BOOST_AUTO_TEST_CASE(of_each_national_shift_the_last_valid_one_counts)
{
    const auto header = decode("0D"
                               "240101"
                               "250103"
                               "24010D"
                               "24020000")
                            .value();
    BOOST_TEST(header.single_shift().value() == 13);
    BOOST_TEST(header.locking_shift().value() == 3);
    BOOST_TEST(!decode("050003170301").value().single_shift());
    BOOST_TEST(!decode("050003170301").value().locking_shift());
}

BOOST_AUTO_TEST_CASE(waiting_messages_are_told_by_type_and_profile)
{
    // Two voice messages, one fax, then three voice messages, and two in the second profile.
    const auto waiting = decode("10"
                                "01020002"
                                "01028101"
                                "01020003"
                                "01022002")
                             .value()
                             .message_waiting();
    BOOST_REQUIRE(waiting.size() == 3u);
    BOOST_TEST((waiting[0] == SpecialMessageIndication{false, WaitingType::voice, 1, 3}));
    BOOST_TEST((waiting[1] == SpecialMessageIndication{true, WaitingType::fax, 1, 1}));
    BOOST_TEST((waiting[2] == SpecialMessageIndication{false, WaitingType::voice, 2, 2}));
    BOOST_TEST(decode("03010100").value().message_waiting().empty());

    BOOST_TEST(decode("082306100481214305").value().enhanced_voice_mail().value().count == 5u);
    BOOST_TEST(!decode("050003170301").value().enhanced_voice_mail());
}

BOOST_AUTO_TEST_CASE(what_leaves_the_header_is_truncated)
{
    BOOST_TEST((decode("").error().why == ParseError::truncated));
    BOOST_TEST(decode("").error().field == "TP-UDHL");
    BOOST_TEST(decode("0500031703").error().field == "TP-UDHL"); // the header leaves the user data

    const auto element = decode("0500041703010A"); // an element leaves the header, though octets follow
    BOOST_TEST((element.error().why == ParseError::truncated));
    BOOST_TEST(element.error().field == "TP-UDH");
    BOOST_TEST(element.error().offset == 1u);

    BOOST_TEST(decode("06000317030100").error().offset == 6u); // an id without a length
    BOOST_TEST(decode("0124").error().offset == 1u);
}

BOOST_AUTO_TEST_CASE(every_prefix_and_every_length_gives_a_header_or_says_where_it_breaks)
{
    const auto whole = from_hex("0C08049F8E020105040B8423F0", "UDH").value();
    for (std::size_t there = 0; there < whole.size(); ++there) {
        const auto header = decode_udh(std::span{whole}.first(there));
        BOOST_TEST(header.error().field == "TP-UDHL");
        BOOST_TEST(header.error().offset == there);
    }
    for (unsigned udhl = 0; udhl < 12; ++udhl) { // a header that ends inside its elements
        auto octets = whole;
        octets[0] = static_cast<Octet>(udhl);
        const auto header = decode_udh(octets);
        BOOST_TEST(header.has_value() == (udhl == 0 || udhl == 6));
        if (!header) BOOST_TEST(header.error().offset == (udhl < 6 ? 1u : 7u));
    }
    for (unsigned length = 0; length <= 0xFF; ++length) { // and an element that says it is longer or shorter
        auto octets = whole;
        octets[2] = static_cast<Octet>(length);
        const auto header = decode_udh(octets);
        if (!header) BOOST_TEST(header.error().offset < whole.size());
        if (length > 10) BOOST_TEST(header.error().offset == 1u);
    }
}

BOOST_AUTO_TEST_SUITE_END()
