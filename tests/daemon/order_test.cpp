#include "daemon/coordinator/order.hpp"
#include "tests/daemon/test_languages.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon;

namespace
{
std::string read(std::string_view text)
{
    const auto instruction = read_instruction(text, *test_languages());
    if (const auto* order = std::get_if<Order>(&instruction)) {
        auto said = std::string{to_string(order->command)};
        if (order->number) said += " " + std::to_string(*order->number);
        if (!order->rest.empty()) said += " | " + order->rest;
        return said;
    }
    if (const auto* code = std::get_if<TypedCode>(&instruction))
        return "code " + code->digits + (code->request ? " of " + std::to_string(*code->request) : "");
    return "";
}
} // namespace

BOOST_AUTO_TEST_SUITE(order)

BOOST_AUTO_TEST_CASE(every_command_has_words_in_the_three_languages_that_are_always_there)
{
    for (const auto& language : {Language::ar, Language::fr, Language::en}) {
        const auto* vocabulary = test_languages()->find(language);
        BOOST_REQUIRE(vocabulary);
        for (const auto command : all_commands) {
            const auto found = vocabulary->commands.find(command);
            BOOST_REQUIRE(found != vocabulary->commands.end());
            for (const auto& word : found->second)
                BOOST_TEST(read(word + (has_argument(command) ? " x" : "")).starts_with(to_string(command)), word);
        }
        for (const auto which : all_coordinator_texts)
            BOOST_TEST(vocabulary->coordinator_texts.contains(which), to_string(which));
    }
}

BOOST_AUTO_TEST_CASE(commands_are_found_in_any_spelling)
{
    BOOST_TEST(read("alert women Come!") == "alert | women Come!");
    BOOST_TEST(read(" ALERT: women Come") == "alert | women Come");
    BOOST_TEST(read("Alerté  femmes,\n venez") == "alert | femmes,\n venez");
    BOOST_TEST(read("تَنْبِيه النساء") == "alert | النساء");
    BOOST_TEST(read("stop-all") == "stop_all");
    BOOST_TEST(read("StopAll") == "stop_all");
    BOOST_TEST(read("أوقف الكل") == "stop_all");
    for (const auto* text : {"PAUSE ALL", "pause everything!", "Pause totale", "SUSPENDRE TOUT", "تعليق الكل"})
        BOOST_TEST(read(text) == "stop_all", text);
    BOOST_TEST(read("PAUSE 17") == "pause 17");
    BOOST_TEST(read("تعليق ١٧") == "pause 17");
    BOOST_TEST(read("approve #17") == "approve 17");
}

BOOST_AUTO_TEST_CASE(sentences_and_words_for_leaving_are_no_commands)
{
    for (const auto* text : {"", "STOP", "Stop all these messages", "pause for a moment", "No thanks", "status quo",
                             "add", "JOIN", "resume 1 2", "balance 3", "قف", "لا شكرا", "999999999999999999999 123456"})
        BOOST_TEST((read(text) == "" || read(text) == "add"), text);
}

BOOST_AUTO_TEST_CASE(what_begins_as_a_command_says_which_was_perhaps_meant)
{
    const auto begun = [](std::string_view text) {
        const auto command = command_begun(text, *test_languages());
        return command ? to_string(*command) : std::string_view{};
    };
    BOOST_TEST(begun("pause toto") == "pause");
    BOOST_TEST(begun("Pause all of them") == "stop_all");
    BOOST_TEST(begun("استئناف الكل") == "resume");
    BOOST_TEST(begun("état svp") == "status");
    for (const auto* text : {"", "please pause", "STOP", "482193 please", "Balance is important in life"})
        BOOST_TEST(begun(text) == "", text);
}

BOOST_AUTO_TEST_CASE(codes_are_six_digits_and_nothing_else)
{
    BOOST_TEST(read("482193") == "code 482193");
    BOOST_TEST(read(" 482 193. ") == "code 482193");
    BOOST_TEST(read("٤٨٢١٩٣") == "code 482193");
    BOOST_TEST(read("۴۸۲۱۹۳") == "code 482193");
    BOOST_TEST(read("17 482193") == "code 482193 of 17");
    for (const auto* text : {"48219", "4821930", "482193 please", "17 18 482193", "482193 17", "48 2193"})
        BOOST_TEST(read(text) == "", text);
}

BOOST_AUTO_TEST_CASE(any_octets_are_read)
{
    BOOST_TEST(read("ALERT \xFF\xFE women") != "x");
    BOOST_TEST(read(std::string(100'000, 'a')) == "");
    BOOST_TEST(read(std::string_view{"ALERT\0x", 7}) != "x");
}

BOOST_AUTO_TEST_SUITE_END()
