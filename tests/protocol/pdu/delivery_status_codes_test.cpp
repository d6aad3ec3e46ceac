#include "protocol/pdu/delivery_status.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::protocol;

BOOST_AUTO_TEST_SUITE(delivery_status_codes)

BOOST_AUTO_TEST_CASE(every_status_has_the_class_of_its_range_and_reserved_ones_that_of_service_rejected)
{
    // TS 23.040 §9.2.3.15; a mobile reads reserved values as 63, "Service rejected".
    using enum DeliveryStatus;
    struct {
        unsigned first, last;
        DeliveryStatus status;
        bool reserved;
    } const ranges[] = {
        {0x00, 0x02, delivered, false},         {0x03, 0x0F, temporary_given_up, true},
        {0x10, 0x1F, delivered, false},         {0x20, 0x25, still_trying, false},
        {0x26, 0x2F, temporary_given_up, true}, {0x30, 0x3F, still_trying, false},
        {0x40, 0x49, permanent_failure, false}, {0x4A, 0x4F, temporary_given_up, true},
        {0x50, 0x5F, permanent_failure, false}, {0x60, 0x65, temporary_given_up, false},
        {0x66, 0x6F, temporary_given_up, true}, {0x70, 0x7F, temporary_given_up, false},
        {0x80, 0xFF, temporary_given_up, true},
    };
    unsigned octets = 0;
    for (const auto& [first, last, status, reserved] : ranges)
        for (unsigned code = first; code <= last; ++code, ++octets) {
            const auto octet = static_cast<Octet>(code);
            if (delivery_status(octet) != status) BOOST_ERROR("TP-ST " << code);
            BOOST_TEST((delivery_status_text(octet) == "Reserved") == reserved, code);
        }
    BOOST_TEST(octets == 256u);
}

BOOST_AUTO_TEST_CASE(a_status_has_the_words_of_the_spec)
{
    BOOST_TEST(delivery_status_text(0x00) == "Short message received by the SME");
    BOOST_TEST(delivery_status_text(0x20) == "Congestion");
    BOOST_TEST(delivery_status_text(0x60) == "Congestion");
    BOOST_TEST(delivery_status_text(0x46) == "SM Validity Period Expired");
    BOOST_TEST(delivery_status_text(0x55) == "Values specific to each SC");
    BOOST_TEST(delivery_class_text(delivery_status(0x46)) ==
               "Permanent error, SC is not making any more transfer attempts");
    BOOST_TEST(delivery_class_text(delivery_status(0x00)) == "Short message transaction completed");
    BOOST_TEST(delivery_class_text(delivery_status(0x21)) == "Temporary error, SC still trying to transfer SM");
    BOOST_TEST(delivery_class_text(delivery_status(0x61)) ==
               "Temporary error, SC is not making any more transfer attempts");
}

BOOST_AUTO_TEST_CASE(a_failure_cause_and_a_command_type_have_the_words_of_the_spec)
{
    unsigned named = 0;
    for (unsigned code = 0; code < 256; ++code)
        named += failure_cause_text(static_cast<Octet>(code)) != "Reserved";
    BOOST_TEST(named == 11u + 8u + 6u + 31u + 1u); // 80-BF, C0-C7, D0-D5, E0-FE, FF
    BOOST_TEST(failure_cause_text(0x82) == "Cannot replace short message");
    BOOST_TEST(failure_cause_text(0xC5) == "SM Rejected-Duplicate SM");
    BOOST_TEST(failure_cause_text(0xE7) == "Values specific to an application");
    BOOST_TEST(failure_cause_text(0xFF) == "Unspecified error cause");
    BOOST_TEST(failure_cause_text(0x00) == "Reserved");

    BOOST_TEST(command_type_text(0x00) == "Enquiry relating to previously submitted short message");
    BOOST_TEST(command_type_text(0x03) ==
               "Enable Status Report Request relating to previously submitted short message");
    BOOST_TEST(command_type_text(0x04) == "Reserved");
    BOOST_TEST(command_type_text(0xE0) == "Values specific to each SC");
}

BOOST_AUTO_TEST_SUITE_END()
