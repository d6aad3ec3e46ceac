#include "protocol/at/transcript.hpp"
#include "protocol/unicode.hpp"
#include "tests/protocol/at/told.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace nida::protocol;

namespace
{
const std::string deliver =
    "07911326040011F5240B911326880736F40000111081017362401654747A0E4ACF41F4329E0E6A97E7F3F0B90C8A01"; // 39 octets
const std::string submit = "0011000C911289103254760000AA0AE8329BFD4697D9EC37";                        // 23 octets

FieldValue field(const ParsedLine& record, std::string_view key)
{
    for (const auto& one : record.fields)
        if (one.key == key) return one.value;
    BOOST_ERROR("no field " << key << " in " << record.text);
    return {};
}
std::int64_t integer(const ParsedLine& record, std::string_view key)
{
    const auto value = field(record, key);
    BOOST_REQUIRE_MESSAGE(std::holds_alternative<std::int64_t>(value), key << " of " << record.text);
    return std::get<std::int64_t>(value);
}
std::string text(const ParsedLine& record, std::string_view key)
{
    const auto value = field(record, key);
    BOOST_REQUIRE_MESSAGE(std::holds_alternative<std::string>(value), key << " of " << record.text);
    return std::get<std::string>(value);
}
bool is_null(const ParsedLine& record, std::string_view key)
{
    return std::holds_alternative<std::monostate>(field(record, key));
}
} // namespace

BOOST_AUTO_TEST_SUITE(transcript)

BOOST_AUTO_TEST_CASE(a_raw_conversation_is_sorted_as_a_driver_would)
{
    const auto seen =
        told("AT\n\nOK\nAT+CREG?\r\n+CREG: 0,1\r\n\r\n^RSSI:18\r\n+CMTI: \"SM\",3\r\n\r\nOK\r\nRING\nqwerty\n");
    const Told expected{"command AT",     "final_result OK",     "command AT+CREG?", "information +CREG: 0,1",
                        "noise ^RSSI:18", "urc +CMTI: \"SM\",3", "final_result OK",  "urc RING",
                        "unknown qwerty"};
    BOOST_TEST(seen == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_message_is_sent_at_a_prompt_in_every_form_of_log)
{
    const auto octets = "AT+CMGS=23";
    for (const std::string& log : {
             "AT+CMGS=23\n> " + submit + "\n+CMGS: 134\n\nOK\n",
             "AT+CMGS=23\n>\n" + submit + "\n+CMGS: 134\n\nOK\n",
             "-> AT+CMGS=23\n<- > \n-> " + submit + "<CTRL-Z>\n<- +CMGS: 134\n<- OK\n",
             "> AT+CMGS=23\n< > \n> " + submit + "^Z\n< +CMGS: 134\n< OK\n",
             "-> AT+CMGS=23\\r\n<- \\r\\n> \n-> " + submit + "\\x1a\n<- \\r\\n+CMGS: 134\\r\\n\\r\\nOK\\r\\n\n",
         }) {
        BOOST_TEST_CONTEXT(log)
        {
            const auto records = parse_transcript(log);
            BOOST_REQUIRE(records.size() == 5u);
            BOOST_TEST((records[0].kind == LineKind::command && records[0].text == octets));
            BOOST_TEST((records[1].kind == LineKind::prompt));
            BOOST_TEST((records[2].kind == LineKind::payload));
            BOOST_TEST(records[2].pdu == submit);
            BOOST_TEST((records[2].pdu_direction == PduDirection::to_network));
            BOOST_TEST(records[2].tpdu_octets.value() == 23u);
            BOOST_TEST(integer(records[3], "mr") == 134);
            BOOST_TEST((records[3].kind == LineKind::information));
            BOOST_TEST(records[4].name == "OK");
            BOOST_TEST(records[4].command == octets);
            BOOST_TEST((records[4].result && !records[4].result->failed()));
        }
    }
}

BOOST_AUTO_TEST_CASE(an_echoed_payload_is_an_echo_and_a_cancelled_one_says_so)
{
    BOOST_TEST(
        told("-> AT+CMGS=23\n<- > \n-> " + submit + "<CTRL-Z>\n<- " + submit + "\n<- ERROR\n") ==
            (Told{"command AT+CMGS=23", "prompt >", "payload " + submit, "echo " + submit, "final_result ERROR"}),
        boost::test_tools::per_element());
    const auto records = parse_transcript("-> AT+CMGS=23\n<- > \n-> <ESC>\n<- OK\n");
    BOOST_REQUIRE(records.size() == 4u);
    BOOST_TEST((records[2].kind == LineKind::payload));
    BOOST_TEST(text(records[2], "end") == "esc");
    BOOST_TEST(records[2].pdu.empty());
}

BOOST_AUTO_TEST_CASE(a_pdu_belongs_to_the_line_before_it)
{
    const auto records = parse_transcript("AT+CMGL=4\n+CMGL: 1,0,,39\n" + deliver + "\n+CMGL: 2,2,,23\n" + submit +
                                          "\n\nOK\n+CMT: ,39\n" + deliver + "\n+CDS: ,25\n" + deliver + "\n");
    BOOST_REQUIRE(records.size() == 6u);
    BOOST_TEST(records[1].pdu == deliver);
    BOOST_TEST(integer(records[1], "index") == 1);
    BOOST_TEST(records[1].tpdu_octets.value() == 39u);
    BOOST_TEST((records[1].pdu_direction == PduDirection::from_network));
    BOOST_TEST(records[2].pdu == submit);
    BOOST_TEST((records[2].pdu_direction == PduDirection::to_network)); // a draft
    BOOST_TEST((records[4].kind == LineKind::urc));
    BOOST_TEST(records[4].name == "+CMT");
    BOOST_TEST(records[4].pdu == deliver);
    BOOST_TEST(records[4].text == "+CMT: ,39\n" + deliver);
    BOOST_TEST(records[5].pdu == deliver);
    BOOST_TEST(records[5].tpdu_octets.value() == 25u);
}

BOOST_AUTO_TEST_CASE(a_pdu_finds_its_header_past_a_urc_and_not_past_a_result)
{
    auto records = parse_transcript("AT+CMGR=1\n+CMGR: 0,,39\n^RSSI:18\n" + deliver + "\nOK\n");
    BOOST_REQUIRE(records.size() == 4u);
    BOOST_TEST(records[1].pdu == deliver);
    BOOST_TEST((records[2].kind == LineKind::noise));

    records = parse_transcript("AT+CMGR=1\n+CMGR: 0,,0\n\nOK\n");
    BOOST_REQUIRE(records.size() == 3u);
    BOOST_TEST(records[1].pdu.empty());
    BOOST_TEST((records[2].kind == LineKind::final_result));

    records = parse_transcript("AT+CMGL=4\n+CMGL: 1,0,,39\n+CMGL: 2,0,,39\n" + deliver + "\nOK\n");
    BOOST_REQUIRE(records.size() == 4u);
    BOOST_TEST(records[1].pdu.empty());
    BOOST_TEST(records[2].pdu == deliver);

    records = parse_transcript("AT+CMGL=4\n+CMGL: 3,1,,39," + deliver + "\nOK\n"); // one line for both
    BOOST_REQUIRE(records.size() == 3u);
    BOOST_TEST(records[1].pdu == deliver);
}

BOOST_AUTO_TEST_CASE(a_ussd_reply_may_have_several_lines)
{
    const auto records =
        parse_transcript("AT+CUSD=1,\"*100#\",15\nOK\n+CUSD: 1,\"Menu\n1> Balance\n> Offers\",15\nRING\n");
    BOOST_REQUIRE(records.size() == 4u);
    BOOST_TEST((records[2].kind == LineKind::urc));
    BOOST_TEST(integer(records[2], "m") == 1);
    BOOST_TEST(text(records[2], "str") == "Menu\n1> Balance\n> Offers");
    BOOST_TEST(integer(records[2], "dcs") == 15);
    BOOST_TEST(records[3].text == "RING");
}

BOOST_AUTO_TEST_CASE(a_refusal_brings_its_class_and_meaning)
{
    const auto records = parse_transcript(
        "AT+CMGS=23\n+CMS ERROR: 8\nAT+CPIN?\n+CME ERROR: SIM busy\nATX\nERROR\nAT\n+CMS ERROR: 9999\n");
    BOOST_REQUIRE(records.size() == 8u);
    BOOST_TEST(records[1].name == "CMS");
    BOOST_TEST(integer(records[1], "code") == 8);
    BOOST_REQUIRE(records[1].refusal);
    BOOST_TEST((records[1].refusal->error_class == ErrorClass::credit_suspicion));
    BOOST_TEST(records[3].name == "CME");
    BOOST_TEST(integer(records[3], "code") == 14);
    BOOST_TEST(records[5].name == "ERROR");
    BOOST_TEST((records[5].refusal && records[5].fields.empty()));
    BOOST_TEST(integer(records[7], "code") == 9999);
    BOOST_TEST(!records[7].refusal);
}

BOOST_AUTO_TEST_CASE(lines_are_told_apart_without_their_commands_too)
{
    const auto seen =
        told("+CSQ: 15,99\nOK\n+CREG: 1,\"00A1\",\"B2C3\",7\n+CMS ERROR: 500\n+ZUSIMR:2\n@\xE5\x80\xFF\xC1\xC2\n");
    const Told expected{"noise +CSQ: 15,99", "final_result OK", "urc +CREG: 1,\"00A1\",\"B2C3\",7",
                        "final_result +CMS ERROR: 500", "noise +ZUSIMR:2"};
    BOOST_REQUIRE(seen.size() == 6u);
    BOOST_TEST(Told(seen.begin(), seen.end() - 1) == expected, boost::test_tools::per_element());
    BOOST_TEST(seen.back().starts_with("noise "));
    BOOST_TEST(is_valid_utf8(seen.back()));
}

BOOST_AUTO_TEST_CASE(fields_are_named_as_in_the_specifications)
{
    const auto one = [](const std::string& line) {
        auto records = parse_transcript(line + "\n");
        BOOST_REQUIRE_MESSAGE(records.size() == 1u, line);
        return records[0];
    };
    BOOST_TEST(integer(one("+CREG: 2,5,\"00A1\",\"0100B2C3\",7"), "stat") == 5);
    BOOST_TEST(text(one("+CREG: 2,5,\"00A1\",\"0100B2C3\",7"), "cell") == "100B2C3");
    BOOST_TEST(text(one("+CREG: 2,5,\"00A1\",\"0100B2C3\",7"), "technology") == "4G");
    BOOST_TEST((field(one("+CREG: 1"), "area") == FieldValue{}));
    BOOST_TEST(integer(one("+CSQ: 15,99"), "rssi_dbm") == -83);
    BOOST_TEST(text(one("+COPS: 0,0,\"Libyana\",2"), "operator") == "Libyana");
    BOOST_TEST(text(one("+CSCA: \"+218910000001\",145"), "sca") == "+218910000001");
    BOOST_TEST(text(one("+CPIN: SIM PUK"), "lock") == "PUK");
    BOOST_TEST(text(one("+CMTI: \"ME\",0"), "mem") == "ME");
    BOOST_TEST((field(one("+CMTI: \"MT\",-1"), "index") == FieldValue{}));
    BOOST_TEST(integer(one("+CPMS: \"SM\",14,50,\"SM\",14,50"), "used2") == 14);
    BOOST_TEST(integer(one("+CMGW: 7"), "index") == 7);
    BOOST_TEST(text(one("+CLIP: \"+218911234567\",145,,,\"Ali\",0"), "alpha") == "Ali");
    BOOST_TEST(integer(one("+CCLK: \"24/05/06,14:00:00+08\""), "unix") == 1714996800);
    BOOST_TEST(integer(one("+CNMI: 2,1,0,1,0"), "ds") == 1);
    BOOST_TEST(text(one("+CNMI: (0-2),(0,1)"), "mt") == "(0,1)");
    BOOST_TEST(text(one("^SMMEMFULL: \"SM\""), "mem") == "SM");
    BOOST_TEST(text(one("^CEND:1,0,29,\"x\""), "p4") == "x");
    BOOST_TEST(integer(one("^CEND:1,0,29,\"x\""), "p3") == 29);
    BOOST_TEST(text(one("+ICCID: 8921801234567890123"), "p1") == "8921801234567890123");
    BOOST_TEST(text(one("+XYZ: 007"), "p1") == "007");
}

BOOST_AUTO_TEST_CASE(every_kind_has_a_name_of_its_own)
{
    std::vector<std::string_view> names;
    for (const auto kind : {LineKind::command, LineKind::echo, LineKind::information, LineKind::final_result,
                            LineKind::urc, LineKind::prompt, LineKind::payload, LineKind::noise, LineKind::unknown}) {
        BOOST_TEST(!name_of(kind).empty());
        BOOST_TEST((std::find(names.begin(), names.end(), name_of(kind)) == names.end()));
        names.push_back(name_of(kind));
    }
}

BOOST_AUTO_TEST_CASE(every_beginning_of_a_log_has_records_and_they_are_utf8)
{
    const auto log =
        "12:34:56 -> AT+CMGS=23\\r\n12:34:57 <- \\r\\n> \n-> " + submit +
        "<CTRL-Z>\n<- \\r\\n+CMGS: 134\\r\\n\\r\\nOK\\r\\n\n<- +CUSD: 1,\"Menu\xC3\xA9\n1> x\",15\n<- +CMT: ,39\n<- " +
        deliver;
    for (std::size_t length = 0; length <= log.size(); ++length)
        for (const auto& record : parse_transcript(std::string_view{log}.substr(0, length))) {
            BOOST_TEST(record.line >= 1u);
            BOOST_TEST(is_valid_utf8(record.text));
            for (const auto& one : record.fields)
                if (const auto* value = std::get_if<std::string>(&one.value)) BOOST_TEST(is_valid_utf8(*value));
        }
    BOOST_TEST(parse_transcript("").empty());
    BOOST_TEST(parse_transcript("\r\n\n \t\n").empty());
}

BOOST_AUTO_TEST_CASE(an_unclosed_quote_does_not_swallow_a_whole_log)
{
    std::string log = "+CUSD: 1,\"Menu\n";
    for (int i = 0; i < 2000; ++i)
        log += "line of a menu\n";
    const auto records = parse_transcript(log);
    BOOST_TEST(records.size() > 1000u);
    BOOST_TEST(records[0].text.size() <= 4200u);
}

BOOST_AUTO_TEST_CASE(an_ussd_reply_says_its_text_and_the_form_it_came_in)
{
    const auto reply = [](std::string_view line) {
        const auto records = parse_transcript(line);
        BOOST_REQUIRE_EQUAL(records.size(), 1u);
        return records[0];
    };
    const auto packed = reply("+CUSD: 0,\"AA180C3602\",15");
    BOOST_TEST(text(packed, "str") == "AA180C3602");
    BOOST_TEST(text(packed, "text") == "*100#");
    BOOST_TEST(text(packed, "form") == "packed");
    const auto ucs2 = reply("+CUSD: 0,\"04110430043B0430043D0441003A0032003200320030002C003700360440\",72");
    BOOST_TEST(text(ucs2, "text") == "\u0411\u0430\u043B\u0430\u043D\u0441:2220,76\u0440");
    BOOST_TEST(text(ucs2, "form") == "ucs2");
    const auto latin1 = reply("+CUSD: 0,\"Votre cr\xE9"
                              "dit: 3.75\",2");
    BOOST_TEST(text(latin1, "text") == "Votre cr\u00E9"
                                       "dit: 3.75");
    BOOST_TEST(text(latin1, "form") == "latin1");
    const auto none = reply("+CUSD: 2");
    BOOST_TEST(is_null(none, "text"));
    BOOST_TEST(is_null(none, "form"));
}

BOOST_AUTO_TEST_CASE(numbers_are_results_from_atv0_to_atv1)
{
    BOOST_TEST(told("ATE0V0&V\n0\nAT+CSQ\n+CSQ: 12,99\n0\nAT+FOO\n4\nATD1;\n3\nATV1\nOK\nAT+CGSN\n0\nOK\n") ==
                   (Told{"command ATE0V0&V", "final_result 0", "command AT+CSQ", "information +CSQ: 12,99",
                         "final_result 0", "command AT+FOO", "final_result 4", "command ATD1;", "final_result 3",
                         "command ATV1", "final_result OK", "command AT+CGSN", "information 0", "final_result OK"}),
               boost::test_tools::per_element());
    BOOST_TEST(told("AT&V\n0\nOK\n") == (Told{"command AT&V", "information 0", "final_result OK"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_ran_into_a_line_is_taken_apart)
{
    const auto listed =
        parse_transcript("AT+CMGL=4\n+CMGL: 1,1,,39\n" + deliver + "+CMGL: 2,1,,39\n" + deliver + "\nOK\n");
    BOOST_REQUIRE_EQUAL(listed.size(), 4u);
    BOOST_TEST(listed[1].pdu == deliver);
    BOOST_TEST(integer(listed[2], "index") == 2);
    BOOST_TEST(listed[2].pdu == deliver);
    BOOST_TEST(told("AT+CMGS=18\n+CMS ERROR:AT+CMGS=19\n>\n") ==
                   (Told{"command AT+CMGS=18", "final_result +CMS ERROR:", "command AT+CMGS=19", "prompt >"}),
               boost::test_tools::per_element());
    BOOST_TEST(told("AT+CMGS=18\n+CMS ERROR: 38AT+CMGS=19\n")[1] == "final_result +CMS ERROR: 38");
}

BOOST_AUTO_TEST_CASE(fields_keep_their_names_where_there_is_less_to_say)
{
    const auto record = [](std::string_view line) { return parse_transcript(line).front(); };
    BOOST_TEST(integer(record("+CMGR: 0,,0\nOK\n"), "stat") == 0);
    BOOST_TEST(integer(record("+CMGR: 0,,0\nOK\n"), "length") == 0);
    BOOST_TEST(integer(record("+CLIP: 1,2\n"), "n") == 1);
    BOOST_TEST(integer(record("+CLIP: 1,2\n"), "m") == 2);
    BOOST_TEST(text(record("+COPS: 0,0,\"TELE2,0\n"), "operator") == "TELE2");
    BOOST_TEST(integer(record("+CSCA: \"\",129\n"), "tosca") == 129);
}

BOOST_AUTO_TEST_CASE(what_follows_a_prompt_on_its_line_is_a_payload)
{
    const auto said = parse_transcript("AT+CMGS=\"+218912345678\"\n> Salam\x1A\n+CMGS: 4\nOK\n");
    BOOST_REQUIRE_EQUAL(said.size(), 5u);
    BOOST_TEST((said[1].kind == LineKind::prompt));
    BOOST_TEST((said[2].kind == LineKind::payload));
    BOOST_TEST(said[2].text == "Salam");
    BOOST_TEST(text(said[2], "end") == "ctrl-z");
    BOOST_TEST(said[2].pdu.empty());
}

BOOST_AUTO_TEST_CASE(a_torn_pdu_is_one_that_cannot_be_read)
{
    for (const std::string_view torn : {"0791", "07911326040011F5240B91G"}) {
        for (const std::string_view header : {"+CMT: ,24", "+CMT: 24", "+CDS: 24"})
            BOOST_TEST(!parse_transcript(std::string{header} + "\n" + std::string{torn} + "\n").front().pdu.empty());
        BOOST_TEST(parse_transcript("+CMT: \"+1\",,\"24/01/01,00:00:00+00\"\n" + std::string{torn.substr(0, 4)} + "\n")
                       .front()
                       .pdu.empty());
    }
}

BOOST_AUTO_TEST_SUITE_END()
