#include "protocol/at/cusd.hpp"

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
} // namespace

BOOST_AUTO_TEST_SUITE(cusd_reply)

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

BOOST_AUTO_TEST_CASE(every_mode_that_was_seen_is_known)
{
    const CusdMode modes[] = {CusdMode::done,         CusdMode::action_required, CusdMode::terminated,
                              CusdMode::other_client, CusdMode::unsupported,     CusdMode::timed_out,
                              CusdMode::terminated};
    for (std::size_t m = 0; m < std::size(modes); ++m)
        for (const std::string rest : {"", ",\"text\"", ",\"text\",15", ", \"text\", 15"})
            BOOST_TEST((cusd("+CUSD: " + std::to_string(m) + rest).mode == modes[m]), m << rest);
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

BOOST_AUTO_TEST_CASE(what_stands_behind_the_dcs_is_dropped)
{
    BOOST_TEST(cusd("+CUSD: 0,\"Credit 5\",17 A0FF 3C").string == "Credit 5"); // HE910
    BOOST_TEST(cusd("+CUSD: 0,\"Credit 5\",17 A0FF 3C").dcs.value() == 17u);
    BOOST_TEST(cusd("+CUSD: 1,\"1 Balance\n2 Offers\",15\n>").string == "1 Balance\n2 Offers"); // EHS6
    BOOST_TEST(cusd("+CUSD: 1,\"1 Balance\n2 Offers\",15\n> ").dcs.value() == 15u);
    BOOST_TEST(cusd("+CUSD: 1,\"press >\",15").string == "press >");
    BOOST_TEST(!cusd("+CUSD: 0,\"x\",256").dcs);
    BOOST_TEST(!cusd("+CUSD: 0,\"x\",").dcs);
    BOOST_TEST(cusd("+CUSD: 0,\"x\",255").dcs.value() == 255u);
}

BOOST_AUTO_TEST_CASE(what_is_no_reply_says_why)
{
    BOOST_TEST((parse_cusd("OK").error().why == ParseError::missing_field));
    BOOST_TEST((parse_cusd("+CUSD:").error().why == ParseError::truncated));
    BOOST_TEST((parse_cusd("+CUSD: x").error().why == ParseError::bad_digit));
    BOOST_TEST((parse_cusd("+CUSD: 7,\"x\"").error().why == ParseError::reserved_value));
    BOOST_TEST(parse_cusd("+CUSD: 7,\"x\"").error().offset == 7u);
}

BOOST_AUTO_TEST_CASE(a_reply_is_complete_when_its_quote_is_closed)
{
    for (const std::string text :
         {"+CUSD: 4", "+CUSD: 2", "+CUSD:0,\"\"", "+CUSD: 0,\"x\"", "+CUSD: 0,\"x\",15", "+CUSD: 0,\"x\", 15 ",
          "+CUSD: 0, 49B41C74", "+CUSD: 2,,15", "+CUSD: 0,\"Vash balans\nDlya vas - ...\"\"", "+CUSD: 0,\n\"x\",15",
          "+CUSD: 0,\"a \"b\" c\",15", "+CUSD: 0,\"a \"b\"\",15", "+CUSD: 0,\"a \"b\"\"", "OK", ""})
        BOOST_TEST(!cusd_goes_on(text), text);
    for (const std::string text :
         {"+CUSD: 0,", "+CUSD: 0,\"", "+CUSD: 1,\"1 Balance", "+CUSD: 1,\"1 Balance\n2 Offers", "+CUSD: 0,\"Balance 15",
          "+CUSD: 0,\"You, 15", "+CUSD: 0,\"tariff \"Mega\"", "+CUSD: 0,\"tariff \"Mega\" is,5"})
        BOOST_TEST(cusd_goes_on(text), text);
}

BOOST_AUTO_TEST_CASE(a_reply_that_comes_line_by_line_is_complete_at_its_last)
{
    const std::string lines[] = {"+CUSD: 1,", "\"Choose:", "1 \"Mega\"", "2 Offers, 5", "", "0 Back\",15"};
    std::string text;
    for (std::size_t i = 0; i < std::size(lines); ++i) {
        text += (i == 0 ? "" : "\n") + lines[i];
        BOOST_TEST(cusd_goes_on(text) == (i + 1 < std::size(lines)), text);
    }
    BOOST_TEST(cusd(text).string == "Choose:\n1 \"Mega\"\n2 Offers, 5\n\n0 Back");
}

BOOST_AUTO_TEST_CASE(every_beginning_of_a_reply_is_read_or_refused_with_an_offset_in_it)
{
    for (const std::string text :
         {"+CUSD: 1,\"1 \"Balance\"\n2 Offers\",15\n>", "+CUSD: 0,49B41C7405A1C3,15", "+CUSD: 2,,15"})
        for (std::size_t length = 0; length <= text.size(); ++length) {
            const auto beginning = text.substr(0, length);
            const auto reply = parse_cusd(beginning);
            if (reply)
                BOOST_TEST(text.find(reply->string) != std::string::npos, beginning);
            else
                BOOST_TEST(reply.error().offset <= length, beginning);
        }
}

BOOST_AUTO_TEST_SUITE_END()
