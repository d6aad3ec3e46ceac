// What modems make of a USSD code and its answer: field-notes/modems.md §9; the numbers are those of docs/modems.md.
#include "tests/e2e/modem_on_port.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::e2e;
using nida::protocol::CusdMode;
using namespace std::chrono_literals;
namespace sim = nida::sim;

namespace
{
const std::string balance = "Your balance is 12.500 LYD, valid until 31/12.";
const std::string huawei = "instead=+CGMI>huawei|OK";

/// The text of the answer to a code; of the refusal, with "error: " before it.
std::string asked(const std::vector<std::string>& faults, const std::string& code = "*100#")
{
    ModemOnPort port{faults};
    port.bring_up();
    const auto answer = port.ussd(code);
    return answer ? answer->text : "error: " + answer.error().message();
}
} // namespace

BOOST_AUTO_TEST_SUITE(peculiarities_ussd)

BOOST_AUTO_TEST_CASE(a_modem_that_refuses_every_code_is_told_to_translate_no_7)
{
    BOOST_TEST(asked({huawei, "needs=+CUSD=1,>^USSDMODE=0", "instead=^USSDMODE=0>OK", "ussd=text"}) == balance);
}

BOOST_AUTO_TEST_CASE(an_end_without_a_word_means_the_wrong_form_no_10)
{
    BOOST_TEST(asked({huawei, "ussd=text", "ussd_unknown=2"}) == balance);
    BOOST_TEST(asked({huawei, "ussd=packed", "ussd_unknown=2"}) == balance);
}

BOOST_AUTO_TEST_CASE(a_packed_request_may_be_answered_in_ucs2_no_11)
{
    BOOST_TEST(asked({huawei, "ussd=packed", "ussd_reply=ucs2,72"}) == balance);
    BOOST_TEST(asked({huawei, "ussd=packed", "ussd_reply=ucs2,15"}) == balance);
}

BOOST_AUTO_TEST_CASE(digits_come_as_hex_of_their_ascii_no_12)
{
    BOOST_TEST(asked({huawei, "ussd=packed", "ussd_reply=hex-octets,0"}) == balance);
    BOOST_TEST(asked({huawei, "ussd=packed", "ussd_reply=hex-octets,0"}, "*101#") == "+218910000000");
}

BOOST_AUTO_TEST_CASE(hex_may_come_without_quotes_and_without_a_dcs_no_20)
{
    BOOST_TEST(asked({huawei, "ussd=packed", "ussd_unquoted"}) == balance);
}

BOOST_AUTO_TEST_CASE(text_comes_in_latin_1_under_a_dcs_of_a_language_no_38)
{
    BOOST_TEST(asked({"ussd_raw=+CUSD: 0,\"Votre cr\xE9"
                      "dit s'\xE9l\xE8ve \xE0 CHF 3.75.\", 2"}) == "Votre crédit s'élève à CHF 3.75.");
    BOOST_TEST(asked({"ussd_reply=text,2"}) == balance);
}

BOOST_AUTO_TEST_CASE(an_undocumented_mode_with_a_text_is_an_answer_no_51)
{
    BOOST_TEST(asked({"ussd_needs_dcs", "ussd_mode=6"}) == balance);
    // An error number that no list has is a refusal, not a fault of ours.
    BOOST_TEST(asked({"ussd_error=15790320"}).starts_with("error: "));
    BOOST_TEST(asked({"instead=+CUSD=1,>+CME ERROR:Excute command failure"}).starts_with("error: "));
}

BOOST_AUTO_TEST_CASE(an_error_alone_behind_the_ok_ends_the_request_no_52)
{
    ModemOnPort port{{"ussd_error=132:next=1"}};
    port.bring_up();
    const auto refused = port.ussd("*100#");
    BOOST_REQUIRE(refused.has_error());
    BOOST_TEST(refused.error().value() == 132);
    BOOST_TEST(port.ussd("*100#")->text == balance);
}

BOOST_AUTO_TEST_CASE(a_prompt_behind_a_question_is_closed_and_the_answer_goes_through_no_54)
{
    ModemOnPort port{{"ussd_prompt"}};
    port.bring_up();
    const auto question = port.ussd("*111#");
    BOOST_REQUIRE(question.has_value());
    BOOST_TEST((question->mode == CusdMode::action_required));
    const auto answer = port.ussd("1");
    BOOST_REQUIRE(answer.has_value());
    BOOST_TEST(answer->text == "Your balance is 12.500 LYD.");
}

BOOST_AUTO_TEST_CASE(the_answer_may_come_before_the_ok_and_the_port_be_blocked_until_then_no_57)
{
    sim::Settings settings;
    settings.ussd_delay = 1500ms;
    ModemOnPort port{{"ussd_blocks"}, settings};
    port.bring_up();
    BOOST_TEST(port.ussd("*100#")->text == balance);
    BOOST_TEST(port.ussd("*100#")->text == balance);
}

BOOST_AUTO_TEST_CASE(what_follows_a_text_is_dropped_no_58)
{
    BOOST_TEST(asked({"ussd_raw=+CUSD: 0,\"Your balance\",17\xEF\xBF\xBD"
                      "00A0"}) == "Your balance");
}

BOOST_AUTO_TEST_CASE(the_answer_stands_behind_a_release_no_72) { BOOST_TEST(asked({"ussd_release_first"}) == balance); }

BOOST_AUTO_TEST_CASE(answers_are_asked_to_be_shown_no_73)
{
    ModemOnPort port; // which shows none after AT+CUSD=0
    port.bring_up();
    BOOST_TEST(port.ussd("*100#")->text == balance);
    BOOST_TEST(!port.has_sent("AT+CUSD=0"));
}

BOOST_AUTO_TEST_CASE(cells_and_noise_stand_inside_an_answer_no_76)
{
    BOOST_TEST(asked({"ussd_cells"}) == balance);
    BOOST_TEST(asked({"before=+CUSD=1>^CCIN:2,0,\"\",\"\",0"}) == balance);
}

BOOST_AUTO_TEST_SUITE_END()
