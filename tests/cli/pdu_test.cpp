#include "tests/cli/api_server.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <sstream>
#include <sysexits.h>

using namespace nida::daemon::cli;
namespace json = boost::json;
using Arguments = std::vector<std::string>;

namespace
{

/// No daemon listens there.
Ran run(const Arguments& arguments, const std::string& input = {})
{
    return run_nida("/nowhere", arguments, Input{input, false});
}

std::vector<json::value> lines_of(const std::string& output)
{
    std::vector<json::value> lines;
    std::istringstream in{output};
    for (std::string line; std::getline(in, line);)
        lines.push_back(json::parse(line));
    return lines;
}

Arguments encode(std::initializer_list<std::string> more)
{
    Arguments arguments{"pdu", "encode", "--to", "+218912345678"};
    arguments.insert(arguments.end(), more);
    return arguments;
}

/// The text that the PDUs of `encoded` carry together, by `nida pdu decode`.
std::string decoded_text(const std::string& encoded)
{
    std::string text;
    for (const auto& line : lines_of(run({"pdu", "decode"}, encoded).out)) {
        BOOST_TEST(line.at("error").is_null());
        text += line.at("text").as_string();
    }
    return text;
}

const std::string hello = "0001000B911346610089F600000CC8F71D14969741F977FD07";

} // namespace

BOOST_AUTO_TEST_SUITE(pdu)

BOOST_AUTO_TEST_CASE(each_line_of_the_input_is_answered_by_one_line_of_json)
{
    const auto ran = run({"pdu", "decode"}, hello + "\r\n\nno hex\n" + hello);
    BOOST_TEST(ran.code == EX_DATAERR);
    const auto lines = lines_of(ran.out);
    BOOST_TEST_REQUIRE(lines.size() == 4u);
    for (const std::size_t good : {0, 3}) {
        BOOST_TEST(lines[good].at("type") == "submit");
        BOOST_TEST(lines[good].at("text") == "How are you?");
        BOOST_TEST(lines[good].at("address").at("digits") == "31641600986");
        BOOST_TEST(lines[good].at("error").is_null());
    }
    BOOST_TEST(lines[1].at("error").at("why") == "missing: the line is empty");
    BOOST_TEST(lines[2].at("error").at("offset") == 0);
}

BOOST_AUTO_TEST_CASE(a_digit_too_many_is_told_from_what_is_no_digit)
{
    const auto error = [](const std::string& line) {
        return lines_of(run({"pdu", "decode"}, line + '\n').out).at(0).at("error");
    };
    const auto last = hello.size() / 2;
    BOOST_TEST(error(hello + "0") ==
               (json::value{{"field", "PDU"}, {"offset", last}, {"why", "an odd number of digits"}}));
    // Ctrl-Z ends a payload on its way to a modem, and is copied along.
    BOOST_TEST(error(hello + "\x1A") ==
               (json::value{{"field", "PDU"}, {"offset", last}, {"why", "not a hexadecimal digit"}}));
    BOOST_TEST(error("x") == (json::value{{"field", "PDU"}, {"offset", 0}, {"why", "not a hexadecimal digit"}}));
}

BOOST_AUTO_TEST_CASE(an_error_in_the_user_data_counts_the_octets_that_came)
{
    const auto offset = [](const std::string& address, const std::string& more = "") {
        const auto hex = "44" + address + "000420806291731448" + "08" + "0700030102010803" + more;
        return lines_of(run({"pdu", "decode", "--json", "--no-smsc", hex}).out).at(0).at("error").at("offset");
    };
    BOOST_TEST(offset("0B911346610089F6") == 25);
    BOOST_TEST(offset("0B911346610089F6", "FFFF") == 25);
    // We would write these addresses shorter than they came.
    BOOST_TEST(offset("0B91134FFFFFFFFF") == 25);
    BOOST_TEST(offset("03D04102") == 21);
    // In a status report, behind TP-PI; and behind an extension of it.
    const auto status = lines_of(run({"pdu", "decode", "--json", "--no-smsc",
                                      "4205038121F3208062917314482080629173144800"
                                      "070004080700030102010803FFFF"})
                                     .out)
                            .at(0);
    BOOST_TEST(status.at("status").at("code") == 0);
    BOOST_TEST(status.at("error").at("offset") == 31);
    const auto report =
        run({"pdu", "decode", "--json", "--direction", "to-network", "--rp", "ack", "004087000004080700030102010803"});
    BOOST_TEST(lines_of(report.out).at(0).at("error").at("offset") == 13);
}

BOOST_AUTO_TEST_CASE(what_all_could_be_read_ends_with_success)
{
    BOOST_TEST(run({"pdu", "decode"}, hello + "\n").code == EX_OK);
    BOOST_TEST(run({"pdu", "decode"}).code == EX_OK);
    BOOST_TEST(run({"pdu", "decode", hello}).code == EX_OK);
    BOOST_TEST(run({"pdu", "decode", hello, "00"}).code == EX_DATAERR);
}

BOOST_AUTO_TEST_CASE(a_line_without_end_is_answered_without_keeping_it)
{
    const auto lines = lines_of(run({"pdu", "decode"}, std::string(1'000'000, 'A') + '\n' + hello).out);
    BOOST_TEST_REQUIRE(lines.size() == 2u);
    BOOST_TEST(lines[0].at("error").at("why") == "longer than 4096 digits");
    BOOST_TEST(lines[1].at("text") == "How are you?");
}

BOOST_AUTO_TEST_CASE(the_direction_and_the_primitive_tell_the_types_apart)
{
    const auto type = [](const std::string& hex, Arguments more) {
        more.insert(more.begin(), {"pdu", "decode", "--json", "--no-smsc", hex});
        return std::string{lines_of(run(more).out).at(0).at("type").as_string()};
    };
    BOOST_TEST(type("0000", {"--direction", "to-network"}) == "deliver-report");
    BOOST_TEST(type("00D300", {"--direction", "to-network", "--rp", "error"}) == "deliver-report");
    BOOST_TEST(type("010020806291731408", {"--direction", "from-network"}) == "submit-report");
    BOOST_TEST(type("0201000007048121430000", {"--direction", "to-network"}) == "command");
    BOOST_TEST(type(hello.substr(2), {}) == "submit");
}

BOOST_AUTO_TEST_CASE(the_service_centre_is_shown_as_people_write_it_and_by_its_parts)
{
    const auto pdu = lines_of(run({"pdu", "decode", "--json",
                                   "07911326040000F0040B911346610089F60000208062917314080CC8F71D14969741F977FD07"})
                                  .out)
                         .at(0);
    BOOST_TEST(pdu.at("smsc") == "+31624000000");
    BOOST_TEST(pdu.at("smsc_address").at("digits") == "31624000000");
    BOOST_TEST(pdu.at("smsc_address").at("ton") == 1);
}

BOOST_AUTO_TEST_CASE(the_table_shows_what_is_there_and_no_more)
{
    const auto out = run({"pdu", "decode", hello}).out;
    BOOST_TEST(out.find("How are you?") != std::string::npos);
    BOOST_TEST(out.find("address.digits") != std::string::npos);
    BOOST_TEST(out.find("null") == std::string::npos);
    BOOST_TEST(out.find("scts") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_times_zone_is_that_of_the_pdu)
{
    const auto time = [](const std::string& zone) {
        const auto hex = "07911326040000F0040B911346610089F60000208062917314" + zone + "0CC8F71D14969741F977FD07";
        return std::string{lines_of(run({"pdu", "decode", "--json", hex}).out).at(0).at("scts").as_string()};
    };
    BOOST_TEST(time("21") == "2002-08-26T19:37:41+03:00");
    BOOST_TEST(time("22") == "2002-08-26T19:37:41+05:30");
    BOOST_TEST(time("0A") == "2002-08-26T19:37:41-05:00");
    BOOST_TEST(time("00") == "2002-08-26T19:37:41+00:00");
}

BOOST_AUTO_TEST_CASE(what_is_encoded_reads_back)
{
    for (const std::string text : {"Salam", "نداء إلى الجميع", "Yarın saat altıda", "l’été", ""}) {
        const auto ran = run(encode({"--text", text}));
        BOOST_TEST(ran.code == EX_OK);
        BOOST_TEST(decoded_text(ran.out) == text);
    }
    std::string longer;
    for (int i = 0; i < 60; ++i)
        longer += "نداء " + std::to_string(i);
    const auto ran = run(encode({"--text", longer, "--concat-16", "--concat-ref", "40000"}));
    BOOST_TEST(decoded_text(ran.out) == longer);
    const auto first = lines_of(run({"pdu", "decode"}, ran.out).out).at(0);
    BOOST_TEST(first.at("concat").at("ref") == 40'000);
    BOOST_TEST(first.at("concat").at("bits") == 16);
}

BOOST_AUTO_TEST_CASE(options_reach_the_pdu)
{
    const auto ran =
        run(encode({"--text", "a", "--class", "0", "--status-report", "--validity", "2h", "--encoding", "ucs2"}));
    const auto pdu = lines_of(run({"pdu", "decode"}, ran.out).out).at(0);
    BOOST_TEST(pdu.at("class") == 0);
    BOOST_TEST(pdu.at("srr") == true);
    BOOST_TEST(pdu.at("vp").at("seconds") == 7'200);
    BOOST_TEST(pdu.at("alphabet") == "ucs2");
    BOOST_TEST(pdu.at("smsc").is_null());
}

BOOST_AUTO_TEST_CASE(national_tables_are_used_where_they_may_be_and_save)
{
    const std::string text(100, 's');
    const auto turkish = "ş" + text;
    const auto plain = lines_of(run(encode({"--text", turkish, "--json"})).out).at(0);
    BOOST_TEST(plain.at("alphabet") == "ucs2");
    BOOST_TEST(plain.at("segments") == 2);
    const auto shifted = run(encode({"--text", turkish, "--shift", "es,tr", "--json"}));
    const auto value = lines_of(shifted.out).at(0);
    BOOST_TEST(value.at("alphabet") == "gsm7");
    BOOST_TEST(value.at("segments") == 1);
    BOOST_TEST(decoded_text(std::string{value.at("pdus").at(0).as_string()}) == turkish);
}

BOOST_AUTO_TEST_CASE(the_plan_names_the_characters_that_make_a_text_dear)
{
    const auto text = "l’" + std::string(98, 'a');
    const auto value = lines_of(run(encode({"--text", text, "--json"})).out).at(0);
    BOOST_TEST(value.at("segments") == 2);
    const auto& other = value.at("alternatives").at(0);
    BOOST_TEST(other.at("alphabet") == "gsm7");
    BOOST_TEST(other.at("saves") == 1);
    BOOST_TEST(other.at("obstacles").at(0).at("index") == 1);
    BOOST_TEST(other.at("obstacles").at(0).at("replacement") == "'");

    const auto replaced = lines_of(run(encode({"--text", text, "--substitute", "typography", "--json"})).out).at(0);
    BOOST_TEST(replaced.at("segments") == 1);
    BOOST_TEST(replaced.at("substitutions").at(0).at("character") == "’");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_encoded_is_refused_with_the_reason)
{
    const auto characters = run(encode({"--text", "a’bن", "--encoding", "gsm7"}));
    BOOST_TEST(characters.code == EX_DATAERR);
    BOOST_TEST(characters.err.find("’ ن") != std::string::npos);
    BOOST_TEST(run({"pdu", "encode", "--to", "Ali", "--text", "x"}).code == EX_DATAERR);
    BOOST_TEST(run({"pdu", "encode", "--to", "123456789012345678901", "--text", "x"}).code == EX_DATAERR);
    BOOST_TEST(run(encode({"--text", std::string(40'000, 'a')})).code == EX_DATAERR);
    BOOST_TEST(run(encode({"--text", "\xff"})).code == EX_DATAERR);
    for (const auto& wrong :
         {encode({}), encode({"--text", "x", "--text-file", "f"}), encode({"--text", "x", "--class", "4"}),
          encode({"--text", "x", "--shift", "xx"}), encode({"--text", "x", "--validity", "64w"}),
          encode({"--text", "x", "--validity", "soon"}), encode({"--text", "x", "--concat-ref", "256"}),
          encode({"--text", "x", "--concat-ref", "65536", "--concat-16"}), Arguments{"pdu"}, Arguments{"at"}})
        BOOST_TEST(run(wrong).code == EX_USAGE);
}

BOOST_AUTO_TEST_SUITE_END()
