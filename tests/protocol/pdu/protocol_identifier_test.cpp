#include "protocol/pdu/protocol_identifier.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::protocol;
using Kind = ProtocolIdentifier::Kind;

BOOST_AUTO_TEST_SUITE(protocol_identifier)

BOOST_AUTO_TEST_CASE(every_octet_has_the_meaning_of_the_spec)
{
    // TS 23.040 §9.2.3.9, as ranges.
    struct {
        unsigned first, last;
        Kind kind;
    } const ranges[] = {
        {0x00, 0x1F, Kind::sme_to_sme},
        {0x20, 0x2D, Kind::telematic},
        {0x2E, 0x2F, Kind::reserved},
        {0x30, 0x32, Kind::telematic},
        {0x33, 0x37, Kind::reserved},
        {0x38, 0x3E, Kind::service_centre_specific},
        {0x3F, 0x3F, Kind::telematic},
        {0x40, 0x40, Kind::short_message_type_0},
        {0x41, 0x47, Kind::replace},
        {0x48, 0x48, Kind::device_triggering},
        {0x49, 0x5D, Kind::reserved},
        {0x5E, 0x5E, Kind::enhanced_message},
        {0x5F, 0x5F, Kind::return_call},
        {0x60, 0x7B, Kind::reserved},
        {0x7C, 0x7C, Kind::ansi_136_r_data},
        {0x7D, 0x7D, Kind::me_data_download},
        {0x7E, 0x7E, Kind::me_depersonalization},
        {0x7F, 0x7F, Kind::usim_data_download},
        {0x80, 0xBF, Kind::reserved},
        {0xC0, 0xFF, Kind::service_centre_specific},
    };
    unsigned octets = 0;
    for (const auto& [first, last, kind] : ranges)
        for (unsigned pid = first; pid <= last; ++pid, ++octets) {
            const auto decoded = decode_protocol_identifier(static_cast<Octet>(pid));
            if (decoded.kind != kind) BOOST_ERROR("TP-PID " << pid);
            BOOST_TEST(!decoded.name.empty());
        }
    BOOST_TEST(octets == 256u);
}

BOOST_AUTO_TEST_CASE(numbers_and_names_say_which)
{
    BOOST_TEST(decode_protocol_identifier(0x00).name == "SME-to-SME");
    BOOST_TEST(decode_protocol_identifier(0x05).number == 5u);
    BOOST_TEST(decode_protocol_identifier(0x22).name == "group 3 telefax");
    BOOST_TEST(decode_protocol_identifier(0x32).name == "Internet Electronic Mail");
    BOOST_TEST(decode_protocol_identifier(0x32).number == 18u);
    BOOST_TEST(decode_protocol_identifier(0x3F).name == "A GSM/UMTS mobile station");
    for (unsigned type = 1; type <= 7; ++type) {
        const auto replace = decode_protocol_identifier(static_cast<Octet>(0x40 + type));
        BOOST_TEST(replace.number == type);
        BOOST_TEST(replace.name == "Replace Short Message Type " + std::to_string(type));
    }
    BOOST_TEST(decode_protocol_identifier(0x7F).name == "(U)SIM Data download");
}

BOOST_AUTO_TEST_SUITE_END()
