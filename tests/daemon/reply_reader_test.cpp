#include "daemon/credit/reply_reader.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon;
using namespace std::chrono_literals;

namespace
{
RecipeCode code_with(const std::string& pattern)
{
    RecipeCode code;
    auto compiled = compile_pattern(pattern);
    BOOST_REQUIRE_EQUAL(compiled.error, "");
    code.patterns.push_back({"en", compiled.expression});
    return code;
}
RecipeCode guessing()
{
    RecipeCode code;
    code.guess = true;
    return code;
}
std::string guessed(std::string_view reply, std::string_view currency)
{
    const auto reading = read_account(guessing(), currency, reply);
    if (!reading) return "nothing";
    BOOST_TEST(reading->guessed);
    return amount_text(reading->amount_milli.value(), reading->currency);
}
} // namespace

BOOST_AUTO_TEST_SUITE(reply_reader)

BOOST_AUTO_TEST_CASE(an_operator_s_pattern_yields_amount_currency_expiry_and_units)
{
    const auto code =
        code_with("Bal: (?<currency>[A-Z]+)(?<amount>[0-9.,]*[0-9]), (?<units>[0-9]+ SMS) till (?<expiry>[0-9/]+)");
    const auto reading = read_account(code, "NGN", "Bal: N1,250.50, 25 SMS till 31/12/2026. Dial *312# for data");
    BOOST_REQUIRE(reading.has_value());
    BOOST_TEST(reading->amount_milli.value() == 1'250'500);
    BOOST_TEST(reading->currency == "NGN");
    BOOST_TEST(reading->units == "25 SMS");
    BOOST_TEST((reading->expires_at == std::chrono::sys_days{2027y / 1 / 1} - 1s));
    BOOST_TEST(!reading->guessed);
}

BOOST_AUTO_TEST_CASE(units_alone_are_a_reading_too)
{
    const auto reading = read_account(code_with("(?<units>[0-9]+ SMS) left"), "KES", "You have 0 SMS left");
    BOOST_REQUIRE(reading.has_value());
    BOOST_TEST(!reading->amount_milli.has_value());
    BOOST_TEST(reading->currency == "");
    BOOST_TEST(reading->units == "0 SMS");
}

BOOST_AUTO_TEST_CASE(a_pattern_that_needs_too_long_does_not_fit)
{
    const auto code = code_with("^(?:(a+)+)+(?<amount>[0-9])$");
    BOOST_TEST(!read_account(code, "KES", std::string(60, 'a') + "!").has_value());
}

BOOST_AUTO_TEST_CASE(the_general_patterns_are_used_only_where_the_recipe_says_so)
{
    BOOST_TEST(!read_account(RecipeCode{}, "LYD", "Your balance is 12.500 LYD").has_value());
}

BOOST_AUTO_TEST_CASE(the_general_patterns_read_replies_as_networks_write_them)
{
    // Replies of real networks, from reports about modems, stand with their country.
    BOOST_TEST(guessed(" Aktuelles Guthaben: 9.91 EUR.", "EUR") == "9.91 EUR");      // Germany
    BOOST_TEST(guessed("Your balance is R49.96. Dial *111#", "ZAR") == "49.96 ZAR"); // South Africa
    BOOST_TEST(guessed("Liittymäsi saldo on 35.95 EUR", "EUR") == "35.95 EUR");      // Finland
    BOOST_TEST(guessed("Votre crédit s'élève à CHF 3.75.", "CHF") == "3.75 CHF");    // Switzerland
    BOOST_TEST(guessed("Your balance is 12.500 LYD, valid until 31/12.", "LYD") == "12.50 LYD");
    BOOST_TEST(guessed("Votre solde est de 12,500 DT", "TND") == "12.50 TND");
    BOOST_TEST(guessed("Votre solde au 12/05/2026 est de 1 234,50 DH.", "MAD") == "1234.50 MAD");
    BOOST_TEST(guessed("Solde: 850 millimes", "TND") == "0.85 TND");
    BOOST_TEST(guessed("Solde: 0,00 DA. Bonus 50,00 DA", "DZD") == "0.00 DZD");
    BOOST_TEST(guessed("رصيدك ١٢٫٥ دينار", "LYD") == "12.50 LYD");
    BOOST_TEST(guessed("رصيدك الحالي هو 35.25 جنيه صالح حتى 01/02/2027", "EGP") == "35.25 EGP");
    BOOST_TEST(guessed("Your airtime balance: Ksh 1,045.20 expires 2027-03-01", "KES") == "1045.20 KES");
    BOOST_TEST(guessed("Main Bal: N-3.50", "NGN") == "-3.50 NGN");
}

BOOST_AUTO_TEST_CASE(the_general_patterns_rather_say_nothing_than_something_wrong)
{
    for (const auto* reply :
         {"1 Balance\n2 Credit", "Recharge 100 DA and win", "You have 25 SMS", "Your number is 0912345678",
          "Votre solde expire le 12/05/2026", "Balance is low. Recharge with 50 NGN", "", "Service unavailable"})
        BOOST_TEST(guessed(reply, "DZD") == "nothing", reply);
}

BOOST_AUTO_TEST_CASE(a_guess_finds_the_date_of_expiry)
{
    const auto reading = read_account(guessing(), "KES", "Your airtime balance: Ksh 20.00, expires 2027-03-01");
    BOOST_TEST((reading.value().expires_at == std::chrono::sys_days{2027y / 3 / 2} - 1s));
}

BOOST_AUTO_TEST_CASE(an_amount_is_read_in_thousandths)
{
    BOOST_TEST(amount_in_milli("12", "MAD").value() == 12'000);
    BOOST_TEST(amount_in_milli("12.5", "MAD").value() == 12'500);
    BOOST_TEST(amount_in_milli("12,50", "MAD").value() == 12'500);
    BOOST_TEST(amount_in_milli("1.234,56", "MAD").value() == 1'234'560);
    BOOST_TEST(amount_in_milli("1,234.56", "MAD").value() == 1'234'560);
    BOOST_TEST(amount_in_milli("1 234,56", "MAD").value() == 1'234'560);
    BOOST_TEST(amount_in_milli("1,234,567", "MAD").value() == 1'234'567'000);
    BOOST_TEST(amount_in_milli("12,500", "LYD").value() == 12'500);     // three decimals
    BOOST_TEST(amount_in_milli("12,500", "KES").value() == 12'500'000); // thousands
    BOOST_TEST(amount_in_milli("12.34567", "KES").value() == 12'345);
    BOOST_TEST(amount_in_milli("-0.50", "KES").value() == -500);
}

BOOST_AUTO_TEST_CASE(what_is_no_amount_is_none)
{
    for (const auto* text : {"", "-", ".", "5.", ".5", "1x", "99999999999999999999"})
        BOOST_TEST(!amount_in_milli(text, "KES").has_value(), text);
}

BOOST_AUTO_TEST_CASE(a_date_is_the_end_of_its_day)
{
    const auto end = std::chrono::sys_days{2027y / 1 / 1} - 1s;
    for (const auto* text : {"31/12/2026", "2026-12-31", "31.12.26", "31-12-2026"})
        BOOST_TEST((end_of_day(text) == end), text);
    for (const auto* text : {"", "31/12", "32/12/2026", "31/13/2026", "1/2/3/4", "31/12/", "12345-1-1", "/1/2"})
        BOOST_TEST(!end_of_day(text).has_value(), text);
}

BOOST_AUTO_TEST_CASE(an_amount_is_shown_with_two_decimals_or_three)
{
    BOOST_TEST(amount_text(12'500, "LYD") == "12.50 LYD");
    BOOST_TEST(amount_text(12'505, "LYD") == "12.505 LYD");
    BOOST_TEST(amount_text(-500, "") == "-0.50");
}

BOOST_AUTO_TEST_CASE(an_own_number_is_the_group_of_the_pattern_or_the_run_of_digits_in_a_guess)
{
    BOOST_TEST(read_own_number(code_with("number: (?<number>[0-9]+)"), "Your number: 0912345678").value() ==
               "0912345678");
    BOOST_TEST(read_own_number(guessing(), "رقمك هو +٢١٨٩١٢٣٤٥٦٧٨").value() == "+218912345678");
    BOOST_TEST(!read_own_number(guessing(), "Your PIN is 1234").has_value());
    BOOST_TEST(!read_own_number(RecipeCode{}, "0912345678").has_value());
}

BOOST_AUTO_TEST_CASE(marks_of_direction_are_not_there_for_patterns)
{
    BOOST_TEST(plain_reply("\u200Fرصيـدك\u00A0\u202A١٢\u202C") == "رصيدك 12");
    BOOST_TEST(plain_reply("\xE2\x80") == "\xE2\x80"); // cut off
}

BOOST_AUTO_TEST_SUITE_END()
