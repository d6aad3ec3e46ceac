#include "tests/sim/command_line.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace nida::sim;
namespace json = boost::json;

BOOST_AUTO_TEST_SUITE(command_line)

namespace
{
std::optional<Wish> read(std::vector<std::string> words)
{
    words.insert(words.begin(), "nida-modemsim");
    std::vector<char*> arguments;
    for (auto& word : words)
        arguments.push_back(word.data());
    int exit_code = 0;
    return read_command_line(static_cast<int>(arguments.size()), arguments.data(), exit_code);
}
json::object request_of(const std::vector<std::string>& words) { return read(words).value().request.value(); }
} // namespace

BOOST_AUTO_TEST_CASE(families_are_given_one_for_each_modem)
{
    const auto wish = read({"--dir", "/tmp/x", "--modems", "3", "--family", "huawei,telit"});
    BOOST_TEST(wish.value().settings.families == (std::vector<std::string>{"huawei", "telit"}),
               boost::test_tools::per_element());
    BOOST_TEST(!read({"--dir", "/tmp/x", "--family", "nokia"}).has_value());
}

BOOST_AUTO_TEST_CASE(what_happens_to_sims_and_ports_is_asked_for_by_subcommands)
{
    BOOST_TEST(request_of({"swap", "--modem", "2", "--with", "3", "--ms", "50"}) ==
               (json::object{{"op", "swap"}, {"modem", 2u}, {"with", 3u}, {"ms", 50u}}));
    BOOST_TEST(request_of({"sim_out", "--modem", "1"}) == (json::object{{"op", "sim_out"}, {"modem", 1u}}));
    BOOST_TEST(request_of({"sim_in"}) == (json::object{{"op", "sim_in"}}));
    BOOST_TEST(request_of({"plug", "--modem", "0", "--as", "modem7"}) ==
               (json::object{{"op", "plug"}, {"modem", 0u}, {"as", "modem7"}}));
    BOOST_TEST(request_of({"restart_silently", "--boot"}) ==
               (json::object{{"op", "restart_silently"}, {"boot", true}}));
}

BOOST_AUTO_TEST_CASE(and_so_is_what_the_network_shows)
{
    BOOST_TEST(request_of({"network_ussd", "--mode", "1", "--text", "Buy?"}) ==
               (json::object{{"op", "network_ussd"}, {"mode", 1u}, {"text", "Buy?"}}));
    BOOST_TEST(request_of({"signal", "7"}) == (json::object{{"op", "signal"}, {"csq", 7u}}));
    BOOST_TEST(request_of({"operator", "Libyana", "60600"}) ==
               (json::object{{"op", "operator"}, {"name", "Libyana"}, {"plmn", "60600"}}));
    BOOST_TEST(request_of({"access", "7"}) == (json::object{{"op", "access"}, {"act", 7u}}));
    BOOST_TEST(request_of({"clock", "off"}) == (json::object{{"op", "clock"}, {"on", false}}));
    BOOST_TEST(request_of({"clock", "--ahead", "-3600"}) ==
               (json::object{{"op", "clock"}, {"on", true}, {"ahead_s", -3600}}));
    BOOST_TEST(request_of({"latency", "5"}) == (json::object{{"op", "latency"}, {"ms", 5u}}));
}

BOOST_AUTO_TEST_SUITE_END()
