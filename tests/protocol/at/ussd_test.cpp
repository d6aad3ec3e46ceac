#include "protocol/at/ussd.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace nida::protocol;

namespace
{
Cusd cusd(std::string_view text)
{
    const auto result = parse_cusd(text);
    BOOST_REQUIRE_MESSAGE(result, text);
    return *result;
}
/// What a person reads of a reply as it came from the modem.
std::string shown(std::string_view text, UssdDialect likely = UssdDialect::packed)
{
    return decode_ussd(cusd(text), likely);
}

constexpr UssdDialect dialects[] = {UssdDialect::text, UssdDialect::packed, UssdDialect::ucs2};
} // namespace

BOOST_AUTO_TEST_SUITE(ussd)

BOOST_AUTO_TEST_CASE(a_reply_has_a_mode_and_perhaps_a_string_and_a_dcs)
{
    const auto full = cusd("+CUSD: 1,\"Menu\",15");
    BOOST_TEST((full.mode == CusdMode::action_required));
    BOOST_TEST(full.string == "Menu");
    BOOST_TEST(full.dcs.value() == 15u);

    BOOST_TEST((cusd("+CUSD: 4").mode == CusdMode::unsupported));
    BOOST_TEST((cusd("+CUSD: 2").mode == CusdMode::terminated));
    BOOST_TEST(cusd("+CUSD: 2").string == "");
    BOOST_TEST(cusd("+CUSD:0,\"x\"").string == "x");
    BOOST_TEST(!cusd("+CUSD:0,\"x\"").dcs);
    BOOST_TEST(cusd("+CUSD: 0,\"x\", 72").dcs.value() == 72u);
    BOOST_TEST(cusd("+CUSD: 2,,15").dcs.value() == 15u);
    BOOST_TEST((cusd("+CUSD: 6,\"x\",15").mode == CusdMode::terminated)); // A6
}

BOOST_AUTO_TEST_CASE(a_string_may_have_quotes_and_line_ends_inside)
{
    BOOST_TEST(cusd("+CUSD: 0,\"100,00 EUR, tariff \"Mega Tariff\"...\",15").string ==
               "100,00 EUR, tariff \"Mega Tariff\"...");
    BOOST_TEST(cusd("+CUSD: 0,\"tariff \"Mega Tariff\"\",15").string == "tariff \"Mega Tariff\"");
    BOOST_TEST(cusd("+CUSD: 1,\"1 Balance\n2 Offers\",15").string == "1 Balance\n2 Offers");
    BOOST_TEST(cusd("+CUSD: 0,\"Vash balans 968.98 r.\nDlya vas - ...\"\"").string ==
               "Vash balans 968.98 r.\nDlya vas - ...");
    BOOST_TEST(cusd("+CUSD: 0,\n\"x\",15").string == "x");
    BOOST_TEST(cusd("+CUSD: 0,\"never closed").string == "never closed");
}

BOOST_AUTO_TEST_CASE(a_string_may_stand_without_quotes)
{
    BOOST_TEST(cusd("+CUSD: 0, 49B41C7405A1C3").string == "49B41C7405A1C3"); // E160
    BOOST_TEST(!cusd("+CUSD: 0, 49B41C7405A1C3").dcs);
    BOOST_TEST(cusd("+CUSD: 0,49B41C7405A1C3,15").string == "49B41C7405A1C3");
    BOOST_TEST(cusd("+CUSD: 0,49B41C7405A1C3,15").dcs.value() == 15u);
    BOOST_TEST(cusd("+CUSD: 0,Balance 3,50").string == "Balance 3,50");
}

BOOST_AUTO_TEST_CASE(what_is_no_reply_says_why)
{
    BOOST_TEST((parse_cusd("OK").error().why == ParseError::missing_field));
    BOOST_TEST((parse_cusd("+CUSD:").error().why == ParseError::truncated));
    BOOST_TEST((parse_cusd("+CUSD: x").error().why == ParseError::bad_digit));
    BOOST_TEST((parse_cusd("+CUSD: 7,\"x\"").error().why == ParseError::reserved_value));
    BOOST_TEST(parse_cusd("+CUSD: 7,\"x\"").error().offset == 7u);
}

BOOST_AUTO_TEST_CASE(requests_in_three_dialects)
{
    BOOST_TEST(encode_ussd("*100#", UssdDialect::text) == "*100#");
    BOOST_TEST(encode_ussd("*100#", UssdDialect::packed) == "AA180C3602");
    BOOST_TEST(encode_ussd("*123#", UssdDialect::packed) == "AA986C3602");
    BOOST_TEST(encode_ussd("*#100#", UssdDialect::packed) == "AA510C061B01");
    BOOST_TEST(encode_ussd("*100#", UssdDialect::ucs2) == "002A0031003000300023");
    BOOST_TEST(encode_ussd("a\"b\r\n", UssdDialect::text) == "ab");
}

BOOST_AUTO_TEST_CASE(seven_spare_bits_are_filled_with_cr)
{
    // libosmocore, tests/ussd/ussd_test.c
    BOOST_TEST(encode_ussd("01234567", UssdDialect::packed) == "B0986C46ABD96E");
    BOOST_TEST(encode_ussd("0123456", UssdDialect::packed) == "B0986C46ABD91A");
    BOOST_TEST(encode_ussd("01234567\r", UssdDialect::packed) == "B0986C46ABD96E0D");
    BOOST_TEST(encode_ussd("0123456\r", UssdDialect::packed) == "B0986C46ABD91A0D");
    BOOST_TEST(decode_ussd({CusdMode::done, "B0986C46ABD91A", 15}, UssdDialect::packed) == "0123456");
    BOOST_TEST(decode_ussd({CusdMode::done, "B0986C46ABD96E", 15}, UssdDialect::packed) == "01234567");
}

BOOST_AUTO_TEST_CASE(packed_replies_are_known_whatever_was_expected)
{
    for (const auto likely : dialects) {
        BOOST_TEST(shown("+CUSD: 0,\"A0E09A5E2FB3D9E539E858A7A3C3E2B25B07CAB9723150B12A7501\",15", likely) ==
                   " Aktuelles Guthaben: 9.91 EUR.");
        BOOST_TEST(shown("+CUSD: 0,\"CF2135487D2E4131DCCD25A381E02E\",15", likely) == "OCTATOK 187.24 p.");
        BOOST_TEST(shown("+CUSD: 2,\"CE325C1EB6A7D9EE7C1AE47EB7CB72507DCEAE9FD3\",15", likely) ==
                   "Nepravilnyi nomer uslugi");
        BOOST_TEST(shown("+CUSD: 0, E6B79C9E6FD1EF6F", likely) == "forty-two");
    }
}

BOOST_AUTO_TEST_CASE(ucs2_replies_are_known_whatever_the_dcs)
{
    for (const auto likely : dialects) {
        BOOST_TEST(shown("+CUSD: 2,\"00480061007600690020006B0065007200650074003A00200030\",15", likely) ==
                   "Havi keret: 0"); // E17X
        BOOST_TEST(shown("+CUSD: 0,\"04110430043B0430043D0441003A0032003200320030002C003700360440\",72", likely) ==
                   "Баланс:2220,76р");
        BOOST_TEST(shown("+CUSD: 0,\"04110430043B0430043D0441003A0032003200320030002C003700360440\",15", likely) ==
                   "Баланс:2220,76р");
        BOOST_TEST(shown("+CUSD: 0,\"06310635064A062F0643003A002000310032\",15", likely) == "رصيدك: 12");
        BOOST_TEST(shown("+CUSD: 0,\"653706310635064A062F0643\",17", likely) == "رصيدك"); // "en" packed in front
    }
}

BOOST_AUTO_TEST_CASE(hex_of_single_characters_is_known_whatever_was_expected)
{
    for (const auto likely : {UssdDialect::packed, UssdDialect::ucs2})
        BOOST_TEST(shown("+CUSD: 0,\"3037373935353033333035\",0", likely) == "07795503305"); // K3520
    for (const auto likely : dialects)
        BOOST_TEST(shown("+CUSD: 1,\"536973612070756C73612052702E333030302E\",0", likely) == "Sisa pulsa Rp.3000.");
    BOOST_TEST(shown("+CUSD: 0,\"48656C6C6F\",68") == "Hello");
    BOOST_TEST(shown("+CUSD: 0,\"42616C616E636520023530\",0", UssdDialect::text) ==
               "Balance $50"); // one septet an octet
}

BOOST_AUTO_TEST_CASE(plain_text_stays_what_it_is)
{
    BOOST_TEST(shown("+CUSD: 0,\"Votre crédit s'élève à CHF 3.75.\",2") == "Votre crédit s'élève à CHF 3.75.");
    BOOST_TEST(shown("+CUSD: 0,\"Votre cr\xE9"
                     "dit\",2") == "Votre crédit"); // Latin-1, Sunrise
    BOOST_TEST(shown("+CUSD: 0,\"Balance \x02"
                     "50\",15") == "Balance $50"); // +CSCS="GSM"
    BOOST_TEST(shown("+CUSD: 0,\"Correct text. ,A1\",17") == "Correct text. ,A1");
    BOOST_TEST(shown("+CUSD: 0,\"123456\",15", UssdDialect::text) == "123456");
    BOOST_TEST(shown("+CUSD: 0,\"0031003200330034\",15", UssdDialect::text) == "1234");
    BOOST_TEST(shown("+CUSD: 0,\"\",15") == "");
}

BOOST_AUTO_TEST_CASE(hex_that_is_nothing_we_know_is_shown_as_it_came)
{
    BOOST_TEST(shown("+CUSD: 0,\"C0FFEE\",15", UssdDialect::text) == "C0FFEE");
}

BOOST_AUTO_TEST_CASE(what_we_encode_we_can_read_back)
{
    const std::string texts[] = {"*100#", "1", "*111*2*218911234567#", "0123456", "01234567", "Balance: 3.50 EUR"};
    for (const auto& text : texts)
        for (const auto dialect : dialects)
            BOOST_TEST(decode_ussd({CusdMode::done, encode_ussd(text, dialect), 15}, dialect) == text);
}

BOOST_AUTO_TEST_CASE(any_mode_in_any_state_leads_to_a_state)
{
    for (const auto state : {UssdState::idle, UssdState::awaiting_network, UssdState::awaiting_user}) {
        BOOST_TEST((next_state(state, CusdMode::action_required) == UssdState::awaiting_user));
        BOOST_TEST((next_state(state, CusdMode::other_client) == state));
        for (const auto mode : {CusdMode::done, CusdMode::terminated, CusdMode::unsupported, CusdMode::timed_out})
            BOOST_TEST((next_state(state, mode) == UssdState::idle));
    }
}

BOOST_AUTO_TEST_SUITE_END()
