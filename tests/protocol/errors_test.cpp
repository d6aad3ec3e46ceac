#include "protocol/errors.hpp"

#include <boost/system/system_error.hpp>
#include <boost/test/unit_test.hpp>

using namespace nida::protocol;
using boost::system::error_code;

BOOST_AUTO_TEST_SUITE(errors)

BOOST_AUTO_TEST_CASE(a_decode_error_names_its_field_and_place)
{
    BOOST_TEST((DecodeError{ParseError::truncated, "TP-OA", 7}.text()) == "TP-OA: truncated at octet 7");
    BOOST_TEST((DecodeError{ParseError::bad_digit, "+CMT", 0}.text()) == "+CMT: bad digit at octet 0");
}

BOOST_AUTO_TEST_CASE(every_parse_error_has_a_text_of_its_own)
{
    for (const auto error : {ParseError::truncated, ParseError::reserved_value, ParseError::bad_digit,
                             ParseError::missing_field, ParseError::too_long})
        BOOST_TEST(!make_error_code(error).message().starts_with("unknown"));
    BOOST_TEST((error_code{99, parse_category()}.message()) == "unknown error 99");
}

BOOST_AUTO_TEST_CASE(asking_an_error_for_its_value_throws_its_text)
{
    const Decoded<int> nothing = DecodeError{ParseError::missing_field, "+CSQ", 3};
    BOOST_CHECK_EXCEPTION(nothing.value(), boost::system::system_error, [](const auto& thrown) {
        return thrown.code() == ParseError::missing_field &&
               std::string_view{thrown.what()}.find("+CSQ: missing field at octet 3") != std::string_view::npos;
    });
}

BOOST_AUTO_TEST_CASE(a_code_keeps_the_number_of_the_spec_and_gets_a_text)
{
    const error_code congested{42, cms_category()};
    BOOST_TEST(congested.value() == 42);
    BOOST_TEST(congested.message() == "Congestion");
    BOOST_TEST(congested.category().name() == "CMS");
    BOOST_TEST((error_code{10, cme_category()}.message()) == "SIM not inserted");
    BOOST_TEST((error_code{0, cme_category()}.message()) == "phone failure");
    BOOST_TEST((error_code{2, at_category()}.message()) == "NO CARRIER");
}

BOOST_AUTO_TEST_CASE(a_number_that_no_table_knows_travels_and_is_tried_again)
{
    for (const auto* category : {&cms_category(), &cme_category(), &at_category()})
        for (const int number : {-1, 777, 100000}) {
            const error_code odd{number, *category};
            BOOST_TEST(odd.message() == "unknown error " + std::to_string(number));
            BOOST_TEST((classify(odd) == ErrorClass::retry_soon));
        }
}

BOOST_AUTO_TEST_CASE(a_refusal_is_classed_by_what_it_means_for_message_and_line)
{
    const auto cms = [](int number) { return classify({number, cms_category()}); };
    BOOST_TEST((cms(1) == ErrorClass::permanent));             // unassigned number
    BOOST_TEST((cms(8) == ErrorClass::credit_suspicion));      // operator determined barring
    BOOST_TEST((cms(41) == ErrorClass::retry_soon));           // temporary failure
    BOOST_TEST((cms(42) == ErrorClass::retry_later));          // congestion
    BOOST_TEST((cms(38) == ErrorClass::retry_later));          // network out of order
    BOOST_TEST((cms(196) == ErrorClass::permanent));           // destination barred
    BOOST_TEST((cms(310) == ErrorClass::sim));                 // no SIM
    BOOST_TEST((cms(314) == ErrorClass::retry_soon));          // SIM busy
    BOOST_TEST((cms(322) == ErrorClass::line_out_of_service)); // memory full
    BOOST_TEST((cms(330) == ErrorClass::sim));                 // SMSC unknown
    BOOST_TEST((cms(331) == ErrorClass::retry_soon));          // no network
    BOOST_TEST((cms(332) == ErrorClass::outcome_unknown));
    BOOST_TEST((cms(500) == ErrorClass::retry_soon));

    const auto cme = [](int number) { return classify({number, cme_category()}); };
    BOOST_TEST((cme(3) == ErrorClass::line_out_of_service));
    BOOST_TEST((cme(10) == ErrorClass::sim));
    BOOST_TEST((cme(14) == ErrorClass::retry_soon));
    BOOST_TEST((cme(50) == ErrorClass::our_bug));
    BOOST_TEST((cme(31) == ErrorClass::outcome_unknown));

    const auto at = [](int number) { return classify({number, at_category()}); };
    BOOST_TEST((at(1) == ErrorClass::retry_soon));
    // The modem cannot do it for any message: one that is refused must not be given up for that.
    for (const int number : {3, 4})
        BOOST_TEST((at(number) == ErrorClass::line_out_of_service));
    BOOST_TEST((cms(303) == ErrorClass::line_out_of_service));
    BOOST_TEST((cme(4) == ErrorClass::line_out_of_service));
    BOOST_TEST((cme(132) == ErrorClass::sim));
    BOOST_TEST((classify(ParseError::truncated) == ErrorClass::retry_soon));
}

BOOST_AUTO_TEST_SUITE_END()
