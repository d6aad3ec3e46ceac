#include "tests/cli/api_server.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <sstream>
#include <sysexits.h>

using namespace nida::daemon::cli;
namespace json = boost::json;

namespace
{

/// `nida at parse`, where no daemon listens.
Ran parse(const std::string& transcript, std::vector<std::string> more = {})
{
    more.insert(more.begin(), {"at", "parse"});
    return run_nida("/nowhere", more, Input{transcript, false});
}

const std::string good_pdu = "AT+CMGS=14\n> 0011000B911346610089F60000AA00\x1A\n";
const std::string bad_pdu = "+CMT: ,30\n07911326040011F5240B\n";

} // namespace

BOOST_AUTO_TEST_SUITE(dialogue)

BOOST_AUTO_TEST_CASE(a_pdu_that_cannot_be_read_ends_with_65_as_json_and_as_a_table)
{
    for (const std::vector<std::string>& how : {std::vector<std::string>{}, {"-"}}) {
        BOOST_TEST(parse(bad_pdu, how).code == EX_DATAERR);
        BOOST_TEST(parse(good_pdu, how).code == EX_OK);
        BOOST_TEST(parse("", how).code == EX_OK);
    }
    BOOST_TEST(parse({}, {"/nowhere/log"}).code == EX_NOINPUT);
}

BOOST_AUTO_TEST_CASE(a_ussd_reply_is_told_in_words)
{
    const auto ran = parse("+CUSD: 0,\"AA180C3602\",15\n");
    const auto line = json::parse(ran.out);
    BOOST_TEST(line.at("name") == "+CUSD");
    BOOST_TEST(line.at("fields").at("text") == "*100#");
    BOOST_TEST(line.at("fields").at("form") == "packed");
    BOOST_TEST(parse("+CUSD: 0,\"AA180C3602\",15\n", {"-"}).out.find("*100#") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
