#include "daemon/cli/hidden_line.hpp"
#include "tests/cli/api_server.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <sysexits.h>
#include <termios.h>
#include <thread>
#include <unistd.h>

using namespace nida::daemon::cli;

namespace
{

/// Both ends of a pseudo-terminal.
struct Terminal {
    int person = ::posix_openpt(O_RDWR | O_NOCTTY);
    int program = -1;
    Terminal()
    {
        BOOST_REQUIRE(person >= 0);
        BOOST_REQUIRE(::grantpt(person) == 0);
        BOOST_REQUIRE(::unlockpt(person) == 0);
        program = ::open(::ptsname(person), O_RDWR | O_NOCTTY);
        BOOST_REQUIRE(program >= 0);
    }
    ~Terminal()
    {
        ::close(program);
        ::close(person);
    }
    bool echoes() const
    {
        termios now{};
        ::tcgetattr(program, &now);
        return (now.c_lflag & ECHO) != 0;
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(line_commands)

BOOST_AUTO_TEST_CASE(a_pin_comes_from_standard_input_and_never_from_the_arguments)
{
    ApiServer server{[](const Asked&) { return Answer{200, R"({"result": "accepted"})"}; }};
    const auto ran = run_nida(server.socket(), {"line", "pin", "a/b"}, {"1234\r\n"});
    BOOST_TEST(ran.code == EX_OK);
    BOOST_TEST(ran.out.find("took the PIN") != std::string::npos);
    BOOST_TEST(ran.out.find("1234") == std::string::npos);
    BOOST_TEST(server.asked().at(0).method == "POST");
    BOOST_TEST(server.asked().at(0).target == "/v1/lines/a%2Fb/pin");
    BOOST_TEST(server.asked().at(0).body == R"({"pin":"1234"})");
    BOOST_TEST(run_nida("/nowhere", {"line", "pin", "one", "1234"}).code == EX_USAGE);
    BOOST_TEST(run_nida("/nowhere", {"line", "pin", "one"}, {"\n"}).code == EX_USAGE);
}

BOOST_AUTO_TEST_CASE(a_wrong_pin_is_told_with_the_tries_left)
{
    ApiServer server{[](const Asked&) {
        return Answer{422, R"({"error": {"code": "pin_refused", "message": "The SIM refused the PIN",
                           "hint": "tries left: 2"}})"};
    }};
    const auto ran = run_nida(server.socket(), {"line", "pin", "one", "--lang", "fr"}, {"9999\n"});
    BOOST_TEST(ran.code == EX_DATAERR);
    BOOST_TEST(ran.err.find("le PIN est faux") != std::string::npos);
    BOOST_TEST(ran.err.find("tries left: 2") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_sim_that_is_open_needs_no_pin)
{
    ApiServer server{[](const Asked&) { return Answer{200, R"({"result": "not_needed"})"}; }};
    BOOST_TEST(run_nida(server.socket(), {"line", "pin", "one"}, {"1234"}).out == "The SIM asks for no PIN.\n");
}

BOOST_AUTO_TEST_CASE(what_is_typed_unseen_is_read_and_the_terminal_is_as_before)
{
    Terminal terminal;
    BOOST_REQUIRE(terminal.echoes());
    std::thread person{[&] {
        while (terminal.echoes())
            std::this_thread::yield();
        BOOST_TEST(::write(terminal.person, "12345\x7f\n", 7) == 7); // and one taken back
    }};
    const auto line = read_hidden_line(terminal.program);
    person.join();
    BOOST_TEST(line.value() == "1234");
    BOOST_TEST(terminal.echoes());
    std::string shown(64, '\0');
    const auto count = ::read(terminal.person, shown.data(), shown.size());
    BOOST_TEST(shown.substr(0, static_cast<std::size_t>(count)) == "\r\n"); // the line's end alone
}

BOOST_AUTO_TEST_CASE(half_a_line_is_no_line)
{
    Terminal terminal;
    std::thread person{[&] {
        while (terminal.echoes())
            std::this_thread::yield();
        BOOST_TEST(::write(terminal.person, "12\x04\x04", 4) == 4); // Ctrl-D
    }};
    BOOST_TEST(read_hidden_line(terminal.program).value() == "");
    person.join();
    int pipe[2];
    BOOST_REQUIRE(::pipe(pipe) == 0);
    BOOST_TEST(!read_hidden_line(pipe[0]));
    ::close(pipe[0]);
    ::close(pipe[1]);
}

BOOST_AUTO_TEST_CASE(events_are_listed_and_kept_as_rows_for_programs)
{
    ApiServer server{[](const Asked&) {
        return Answer{200, R"({"rows": [{"id": 6, "at": "2026-03-01T09:00:00.000000Z", "kind": "call",
                           "text": "a missed call from +21891***111"}], "more": false})"};
    }};
    const auto ran = run_nida(server.socket(), {"line", "events", "one", "--since", "5", "--lang", "fr"});
    BOOST_TEST(ran.code == EX_OK);
    BOOST_TEST(ran.out.find("appel") != std::string::npos);
    BOOST_TEST(ran.out.find("+21891***111") != std::string::npos);
    BOOST_TEST(run_nida(server.socket(), {"line", "events", "one", "--json"}).out.starts_with("{\"id\":6,"));
    BOOST_TEST(server.asked().at(0).target == "/v1/lines/one/events?limit=1000&since=5");
}

BOOST_AUTO_TEST_CASE(a_line_called_like_a_part_of_the_command_is_still_a_line)
{
    ApiServer server{[](const Asked& asked) {
        return Answer{200, asked.method == "POST" ? R"({"result": "accepted"})" : R"({"name": "x", "rows": []})"};
    }};
    for (const std::string name : {"balance", "topup"})
        BOOST_TEST(run_nida(server.socket(), {"line", name}).code == EX_OK);
    for (const std::string name : {"pin", "events"}) {
        BOOST_TEST(run_nida(server.socket(), {"line", name}).code == EX_OK);
        BOOST_TEST(run_nida(server.socket(), {"line", "events", name}).code == EX_OK);
        BOOST_TEST(run_nida(server.socket(), {"line", "pin", name}, {"1234\n"}).code == EX_OK);
    }
    std::string asked;
    for (const auto& one : server.asked())
        asked += one.target + ' ';
    BOOST_TEST(
        asked ==
        "/v1/lines/balance /v1/lines/topup /v1/lines/pin /v1/lines/pin/events?limit=1000&since=0 /v1/lines/pin/pin "
        "/v1/lines/events /v1/lines/events/events?limit=1000&since=0 /v1/lines/events/pin ");
    BOOST_TEST(run_nida("/nowhere", {"line", "events", "--follow"}).code == EX_USAGE);
}

BOOST_AUTO_TEST_CASE(the_inbox_tells_calls_and_what_could_not_be_read_from_texts)
{
    ApiServer server{[](const Asked&) {
        return Answer{200, R"({"rows": [
            {"id": 1, "kind": "call", "from": "+218912345678", "text": null, "trouble": null, "complete": true, "pdus": []},
            {"id": 2, "kind": "sms", "from": null, "text": null, "trouble": "TP-OA is cut off", "complete": true,
             "pdus": ["00"]}], "more": false})"};
    }};
    const auto ran = run_nida(server.socket(), {"inbox"});
    BOOST_TEST(ran.out.find("(missed call)") != std::string::npos);
    BOOST_TEST(ran.out.find("(cannot be read: TP-OA is cut off)") != std::string::npos);
    BOOST_TEST(run_nida(server.socket(), {"inbox", "--lang", "ar"}).out.find("مكالمة فائتة") != std::string::npos);
    BOOST_TEST(run_nida(server.socket(), {"inbox", "--json"}).out.find("\"kind\":\"call\"") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
