// The forms of logs, read to the end: what each is taken apart into is what its records say.
#include "protocol/at/transcript_pieces.hpp"
#include "tests/protocol/at/told.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

using namespace nida::protocol;

BOOST_AUTO_TEST_SUITE(transcript_pieces)

BOOST_AUTO_TEST_CASE(directions_are_marked_in_many_ways)
{
    const Told expected{"command AT+CSQ", "echo AT+CSQ", "information +CSQ: 15,99", "final_result OK"};
    for (const std::string log : {
             "-> AT+CSQ\n<- AT+CSQ\n<- +CSQ: 15,99\n<- OK\n",
             ">> AT+CSQ\n<< AT+CSQ\n<< +CSQ: 15,99\n<< OK\n",
             "> AT+CSQ\n< AT+CSQ\n< +CSQ: 15,99\n< OK\n",
             ">>> AT+CSQ\n<<< AT+CSQ\n<<< +CSQ: 15,99\n<<< OK\n",
             "TX: AT+CSQ\nRX: AT+CSQ\nRX: +CSQ: 15,99\nRX: OK\n",
             "[TX] AT+CSQ\n[RX] AT+CSQ\n[RX] +CSQ: 15,99\n[RX] OK\n",
             "Sent: AT+CSQ\nReceived: AT+CSQ\nReceived: +CSQ: 15,99\nReceived: OK\n",
             "12:34:56.789 -> AT+CSQ\r\n12:34:56.790 <- AT+CSQ\r\n12:34:57.001 <- +CSQ: 15,99\r\n12:34:57 <- OK\r\n",
             "[2024-05-06 12:34:56] TX: AT+CSQ\n[2024-05-06 12:34:56] RX: AT+CSQ\n[2024-05-06 12:34:56] RX: +CSQ: "
             "15,99\n"
             "[2024-05-06 12:34:56] RX: OK",
             "2024-05-06T12:34:56Z send: AT+CSQ\n2024-05-06T12:34:56Z recv: AT+CSQ\n2024-05-06T12:34:56Z recv: +CSQ: "
             "15,99\n"
             "2024-05-06T12:34:56+02:00 recv: OK\n",
             "2024-05-06 12:34:56,789 DEBUG: write: AT+CSQ\n2024-05-06 12:34:56,790 DEBUG: read: AT+CSQ\n"
             "2024-05-06 12:34:56,791 DEBUG: read: +CSQ: 15,99\n2024-05-06 12:34:56,799 DEBUG: read: OK\n",
             "(ttyUSB2): --> 'AT+CSQ<CR>'\n(ttyUSB2): <-- 'AT+CSQ<CR>'\n(ttyUSB2): <-- '<CR><LF>+CSQ: 15,99<CR><LF>'\n"
             "(ttyUSB2): <-- '<CR><LF>OK<CR><LF>'\n",
             "ModemManager[612]: <debug> [1318.2] (ttyUSB2): --> 'AT+CSQ<CR>'\n"
             "ModemManager[612]: <debug> [1318.3] (ttyUSB2): <-- 'AT+CSQ<CR><CR><LF>+CSQ: "
             "15,99<CR><LF><CR><LF>OK<CR><LF>'\n",
             "2015-01-01 10:00:00,6, GSM1: -> AT+CSQ\n2015-01-01 10:00:00,6, GSM1: <- AT+CSQ\n"
             "2015-01-01 10:00:01,6, GSM1: <- +CSQ: 15,99\n2015-01-01 10:00:01,6, GSM1: <- OK\n",
             "-> b'AT+CSQ\\r'\n<- b'AT+CSQ\\r\\r\\n+CSQ: 15,99\\r\\n'\n<- b'\\r\\nOK\\r\\n'\n",
             "AT+CSQ\nAT+CSQ\n+CSQ: 15,99\nOK\n",
             "12:34:56 AT+CSQ\n12:34:56 AT+CSQ\n12:34:57 +CSQ: 15,99\n12:34:57 OK\n",
         })
        BOOST_TEST_CONTEXT(log) { BOOST_TEST(told(log) == expected, boost::test_tools::per_element()); }
}

BOOST_AUTO_TEST_CASE(a_log_that_shows_line_ends_may_tear_lines)
{
    const Told expected{"command AT+CREG?", "information +CREG: 0,1", "final_result OK"};
    const std::string_view answer = "\\r\\n+CREG: 0,1\\r\\n\\r\\nOK\\r\\n";
    for (std::size_t i = 4; i + 4 <= answer.size(); ++i) {
        if (answer[i - 1] == '\\') continue; // an escape is not torn
        const auto log =
            "-> AT+CREG?\\r\n<- " + std::string{answer.substr(0, i)} + "\n<- '" + std::string{answer.substr(i)} + "'\n";
        BOOST_TEST_CONTEXT(log) { BOOST_TEST(told(log) == expected, boost::test_tools::per_element()); }
    }
    BOOST_TEST(told("-> AT\\r\n<- \\r\\nO\n") == (Told{"command AT", "information O"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_line_number_is_that_of_the_log)
{
    const auto records = parse_transcript("\n\nAT\n\nOK\n");
    BOOST_REQUIRE(records.size() == 2u);
    BOOST_TEST(records[0].line == 3u);
    BOOST_TEST(records[1].line == 5u);
    BOOST_TEST(records[1].command == "AT");
}

BOOST_AUTO_TEST_CASE(words_that_begin_like_commands_are_none)
{
    for (const auto* line : {"AT", "at", "AT+CREG?", "ATE0", "ATZ", "at^curc=0", "ATD+218911234567;", "A/", "AT&F",
                             "ATE0+CPMS?", "AT+CUSD=1,\"a b\",15"})
        BOOST_TEST(looks_like_command(line), line);
    for (const auto* line :
         {"", "A", "Attention", "ATM near you", "ATTENTION", "Atlas", "OK", "+CREG: 0,1", "AT last it is"})
        BOOST_TEST(!looks_like_command(line), line);
}

BOOST_AUTO_TEST_CASE(a_text_with_arrows_or_a_time_in_it_stays_as_it_is)
{
    const auto seen = told("AT+CUSD=1,\"*100#\",15\nOK\n+CUSD: 0,\"Bal -> 12:34:56 <b>\",15\nAT+CCLK?\n+CCLK: "
                           "\"24/05/06,12:34:56+08\"\nOK\n");
    const Told expected{"command AT+CUSD=1,\"*100#\",15",
                        "final_result OK",
                        "urc +CUSD: 0,\"Bal -> 12:34:56 <b>\",15",
                        "command AT+CCLK?",
                        "information +CCLK: \"24/05/06,12:34:56+08\"",
                        "final_result OK"};
    BOOST_TEST(seen == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(nul_ff_and_marks_of_the_file_s_encoding_are_left_out)
{
    const Told expected{"command AT+CSQ", "information +CSQ: 1,2", "final_result OK"};
    const std::string log = "AT+CSQ\r\n+CSQ: 1,2\r\nOK\r\n";
    std::string little = "\xFF\xFE", big = "\xFE\xFF", plain;
    for (const char c : log) {
        little += {c, '\0'};
        big += {'\0', c};
        plain += {c, '\0'};
    }
    constexpr char with_noise[] = "\0\xFF"
                                  "AT+CSQ\r\r\n+C\0SQ: 1,2\r\nO\xFFK\r\n";
    const std::string torn{with_noise, sizeof with_noise - 1};
    for (const auto& one : {log, "\xEF\xBB\xBF" + log, little, big, plain, torn})
        BOOST_TEST(told(one) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(logs_of_daemons_and_terminals_are_read)
{
    const Told expected{"command AT+CSQ", "information +CSQ: 1,2", "final_result OK"};
    for (const std::string_view log : {
             "<debug> [1611231466.8340] [ttyUSB2/at] --> 'AT+CSQ<CR>'\n"
             "<debug> [1611231466.8401] [ttyUSB2/at] <-- '<CR><LF>+CSQ: 1,2<CR><LF>'\n"
             "<debug> [1611231466.8402] [ttyUSB2/at] <-- '<CR><LF>OK<CR><LF>'\n",
             "Mar  1 12:00:00 host ModemManager[702]: <debug> [1611231466.8340] [ttyUSB2/at] --> 'AT+CSQ<CR>'\n"
             "Mar  1 12:00:00 host ModemManager[702]: <debug> [1611231466.8401] [ttyUSB2/at] <-- "
             "'<CR><LF>+CSQ: 1,2<CR><LF><CR><LF>OK<CR><LF>'\n",
             "ofonod[1234]: Modem: > AT+CSQ\\r\nofonod[1234]: Modem: < \\r\\n+CSQ: 1,2\\r\\n\\r\\nOK\\r\\n\n",
             "18:23:46.123 -> AT+CSQ\n18:23:46.130 -> +CSQ: 1,2\n18:23:46.130 -> \n18:23:46.130 -> OK\n",
             "Mon 2014/02/24 12:40:40 gammu-smsd[2623]: gammu: 1 \"AT+CSQ\"\n"
             "Mon 2014/02/24 12:40:40 gammu-smsd[2623]: gammu: 2 \"+CSQ: 1,2\"\n"
             "Mon 2014/02/24 12:40:40 gammu-smsd[2623]: gammu: 3 \"OK\"\n"
             "Mon 2014/02/24 12:40:40 gammu-smsd[2623]: gammu: Checking line: OK\n",
             "2012-12-12,12:12:12, Smsd, 6: GSM1: -> AT+CSQ\n2012-12-12,12:12:12, Smsd, 6: GSM1: <- +CSQ: 1,2  OK\n",
             "AT+CSQ^M^M\n+CSQ: 1,2^M\n^M\nOK^M\n",
             "b'AT+CSQ\\r'\nb'\\r\\n+CSQ: 1,2\\r\\n'\nb\"\\r\\nOK\\r\\n\"\n",
         })
        BOOST_TEST(told(log) == expected, boost::test_tools::per_element());
    BOOST_TEST(told("-> AT+CMGS=1\n<- AT+CMGS=1 +CMS ERROR: 38\n") ==
                   (Told{"command AT+CMGS=1", "echo AT+CMGS=1", "final_result +CMS ERROR: 38"}),
               boost::test_tools::per_element());
    BOOST_TEST(told("AT^MODE\nAT +CSQ\n") == (Told{"command AT^MODE", "command AT +CSQ"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_command_as_long_as_a_log_is_none)
{
    std::string endless = "AT";
    for (int i = 0; i < 100'000; ++i)
        endless += "+A;";
    endless += '\n';
    for (int i = 0; i < 5'000; ++i)
        endless += "+A: 1\n";
    for (const auto& record : parse_transcript(endless))
        BOOST_REQUIRE(record.command.empty());
}

BOOST_AUTO_TEST_SUITE_END()
