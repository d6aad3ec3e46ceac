#include "tests/cli/api_server.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <sysexits.h>

using namespace nida::daemon::cli;
namespace json = boost::json;

namespace
{

constexpr auto preview = R"({"recipients": 3, "alphabet": "ucs2", "segments": 2, "segments_total": 6, "units": 80,
    "units_left": 54, "forcing_ucs2": ["«", "ş"], "excluded": {"left": 1}, "seconds": 65})";

/// A daemon in which a broadcast of three goes out in two steps and ends with these counts.
Answer broadcasting(const Asked& asked, int& polls, const std::string& end)
{
    if (asked.target == "/v1/broadcasts/preview") return {200, preview};
    if (asked.target == "/v1/broadcasts") return {201, R"({"campaign": 7, "recipients": 3, "segments_total": 6})"};
    const bool over = ++polls > 2;
    return {200, R"({"id": 7, "recipients": 3, "counts": )" + (over ? end : R"({"queued": 2, "sent": 1})") +
                     ", \"done\": " + (over ? "true" : "false") + "}"};
}

std::string message(const std::string& state)
{
    return R"({"id": 17, "to": "+218912345678", "state": ")" + state + R"(", "error": null})";
}

} // namespace

BOOST_AUTO_TEST_SUITE(commands)

BOOST_AUTO_TEST_CASE(send_prints_the_id_alone_and_asks_for_what_was_written)
{
    ApiServer server{[](const Asked&) { return Answer{201, message("queued")}; }};
    const auto ran = run_nida(server.socket(), {"send", "--to", "091 234", "--text", "[a], -b %c", "--priority",
                                                "alert", "--validity", "2h", "--line", "l1", "--key", "k"});
    BOOST_TEST(ran.code == EX_OK);
    BOOST_TEST(ran.out == "17\n");
    BOOST_TEST_REQUIRE(server.asked().size() == 1U);
    BOOST_TEST(server.asked()[0].method == "POST");
    BOOST_TEST(server.asked()[0].target == "/v1/messages");
    BOOST_TEST(json::parse(server.asked()[0].body) ==
               json::parse(R"({"to": "091 234", "text": "[a], -b %c", "priority": "alert", "validity": "2h",
                               "line": "l1", "id": "k"})"));
}

BOOST_AUTO_TEST_CASE(a_text_file_loses_its_mark_and_last_line_end_and_a_number_of_seconds_is_a_number)
{
    ApiServer server{[](const Asked&) { return Answer{201, message("queued")}; }};
    const TemporaryFile file{"\xEF\xBB\xBFنداء\nline two\r\n"};
    run_nida(server.socket(), {"send", "--to", "1", "--text-file", file.path(), "--validity", "3600"});
    BOOST_TEST(json::parse(server.asked().at(0).body) ==
               json::parse(R"({"to": "1", "text": "نداء\nline two", "validity": 3600})"));
}

BOOST_AUTO_TEST_CASE(a_text_that_is_not_there_or_not_utf8_goes_nowhere)
{
    BOOST_TEST(run_nida("/nowhere", {"send", "--to", "1", "--text-file", "/nowhere"}).code == EX_NOINPUT);
    BOOST_TEST(run_nida("/nowhere", {"send", "--to", "1", "--text-file", "/"}).code == EX_IOERR);
    BOOST_TEST(run_nida("/nowhere", {"send", "--to", "1", "--text", "\xe9"}).code == EX_DATAERR);
}

BOOST_AUTO_TEST_CASE(send_waits_until_the_state_says_how_it_ended)
{
    const std::pair<const char*, int> ends[] = {
        {"sent", EX_OK}, {"delivered", EX_OK}, {"failed", EX_UNAVAILABLE}, {"suppressed", EX_UNAVAILABLE}};
    for (const auto& [state, code] : ends) {
        int polls = 0;
        ApiServer server{[&, end = state](const Asked& asked) {
            if (asked.method == "POST") return Answer{201, message("queued")};
            return Answer{200, message(++polls < 4 ? "submitting" : end)};
        }};
        const auto ran = run_nida(server.socket(), {"send", "--to", "1", "--text", "x", "--wait"});
        BOOST_TEST(ran.code == code);
        BOOST_TEST(ran.out == "17\n");
        BOOST_TEST(server.asked().back().target.starts_with("/v1/messages/17"));
    }
}

BOOST_AUTO_TEST_CASE(send_gives_up_waiting_at_its_time)
{
    ApiServer server{[](const Asked&) { return Answer{200, message("in_doubt")}; }};
    const auto ran = run_nida(server.socket(), {"send", "--to", "1", "--text", "x", "--wait", "--timeout", "0"});
    BOOST_TEST(ran.code == EX_TEMPFAIL);
    BOOST_TEST(ran.err.find("nida why 17") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(lists_follow_the_pages_to_their_end_and_json_rows_stay_as_they_are)
{
    ApiServer server{[](const Asked& asked) {
        const bool first = asked.target.find("since=5") != std::string::npos;
        return Answer{200, first ? R"({"rows": [{"id": 6, "text": null}, {"id": 8, "text": "é"}], "more": true})"
                                 : R"({"rows": [{"id": 9, "text": "b"}], "more": false})"};
    }};
    const auto ran =
        run_nida(server.socket(), {"outbox", "--json", "--state", "in doubt", "--since", "5", "--campaign", "3"});
    BOOST_TEST(ran.out == "{\"id\":6,\"text\":null}\n{\"id\":8,\"text\":\"é\"}\n{\"id\":9,\"text\":\"b\"}\n");
    BOOST_TEST_REQUIRE(server.asked().size() == 2U);
    BOOST_TEST(server.asked()[0].target == "/v1/outbox?limit=1000&state=in_doubt&campaign=3&since=5");
    BOOST_TEST(server.asked()[1].target == "/v1/outbox?limit=1000&state=in_doubt&campaign=3&since=8");
}

BOOST_AUTO_TEST_CASE(the_inbox_shows_what_came_and_nothing_that_the_terminal_obeys)
{
    ApiServer server{[](const Asked&) {
        return Answer{200,
                      R"({"rows": [{"id": 1, "from": "+218912345678", "text": "\u001b]0;x\u0007 JOIN", "line": "l1",
            "received_at": "x", "complete": true, "keyword": "join", "pdus": ["00"]},
            {"id": 2, "from": "1", "text": null, "complete": false, "pdus": ["00"]}], "more": false})"};
    }};
    const auto ran = run_nida(server.socket(), {"inbox"});
    BOOST_TEST(ran.code == EX_OK);
    BOOST_TEST(ran.out.find('\x1b') == std::string::npos);
    BOOST_TEST(ran.out.find("␛]0;x␇ JOIN") != std::string::npos);
    BOOST_TEST(ran.out.find("(data, not text) (parts are missing)") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(follow_goes_on_from_the_last_row_until_the_daemon_goes)
{
    int calls = 0;
    ApiServer server{[&](const Asked&) {
        switch (++calls) {
        case 1: return Answer{200, R"({"rows": [{"id": 4}], "more": false})"};
        case 2: return Answer{200, R"({"rows": [{"id": 5}], "more": false})"};
        default: return Answer{200, "", true};
        }
    }};
    const auto ran = run_nida(server.socket(), {"inbox", "--follow", "--json"});
    BOOST_TEST(ran.out == "{\"id\":4}\n{\"id\":5}\n");
    BOOST_TEST(ran.code == EX_TEMPFAIL);
    BOOST_TEST(server.asked().at(1).target == "/v1/inbox?limit=1000&wait=30&since=4");
    BOOST_TEST(ran.err.find("--since 5") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_broadcast_shows_what_it_costs_asks_and_follows)
{
    int polls = 0;
    ApiServer server{[&](const Asked& asked) { return broadcasting(asked, polls, R"({"sent": 1, "delivered": 2})"); }};
    const auto ran = run_nida(server.socket(), {"broadcast", "--group", "members", "--text", "«"}, {" Y \n", true});
    BOOST_TEST(ran.code == EX_OK);
    for (const auto* shown : {"Recipients", "3", "2 a message, 6 in total", "UCS-2", "«, ş", "2 min", "[y/N]", "3/3"})
        BOOST_TEST(ran.err.find(shown) != std::string::npos);
    BOOST_TEST(ran.out == "State      Messages\nsent       1\ndelivered  2\nTotal      3\n");
    BOOST_TEST(server.asked().at(1).target == "/v1/broadcasts");
    BOOST_TEST(json::parse(server.asked().at(1).body) == json::parse(R"({"text": "«", "group": "members"})"));
}

BOOST_AUTO_TEST_CASE(only_a_yes_in_a_language_that_was_asked_sends)
{
    const struct {
        const char* locale;
        const char* answer;
        bool sends;
    } cases[] = {{"en", "y", true},   {"en", "", false},   {"en", "n", false}, {"en", "o", false},
                 {"fr", "o", true},   {"fr", "Oui", true}, {"fr", "y", true},  {"ar", "ن", true},
                 {"ar", "نعم", true}, {"ar", "لا", false}, {"ar", "y", true}};
    for (const auto& one : cases) {
        int polls = 0;
        ApiServer server{[&](const Asked& asked) { return broadcasting(asked, polls, R"({"sent": 3})"); }};
        const auto ran = run_nida(server.socket(), {"broadcast", "--all", "--text", "x", "--detach"},
                                  {std::string{one.answer} + '\n', true}, one.locale);
        BOOST_TEST_INFO(one.answer);
        BOOST_TEST(ran.code == EX_OK);
        BOOST_TEST(ran.out == (one.sends ? "7\n" : ""));
        BOOST_TEST(server.asked().size() == (one.sends ? 2U : 1U));
    }
}

BOOST_AUTO_TEST_CASE(without_a_terminal_a_broadcast_needs_yes)
{
    int polls = 0;
    ApiServer server{[&](const Asked& asked) { return broadcasting(asked, polls, R"({"sent": 2, "failed": 1})"); }};
    const auto refused = run_nida(server.socket(), {"broadcast", "--all", "--text", "x"}, {"y\n", false});
    BOOST_TEST(refused.code == EX_USAGE);
    BOOST_TEST(refused.err.find("--yes") != std::string::npos);
    BOOST_TEST(server.asked().size() == 1U);

    const auto sent = run_nida(server.socket(), {"broadcast", "--all", "--text", "x", "--yes", "--json"});
    BOOST_TEST(sent.code == EX_UNAVAILABLE);
    BOOST_TEST(json::parse(sent.out).at("counts").at("failed").as_int64() == 1);
}

BOOST_AUTO_TEST_CASE(a_broadcast_to_nobody_is_not_made)
{
    ApiServer server{[](const Asked&) { return Answer{200, R"({"recipients": 0})"}; }};
    BOOST_TEST(run_nida(server.socket(), {"broadcast", "--group", "g", "--text", "x", "--yes"}).code == EX_DATAERR);
    BOOST_TEST(server.asked().size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_ussd_menu_asks_on_a_terminal_until_the_network_is_done)
{
    int calls = 0;
    ApiServer server{[&](const Asked&) {
        return Answer{200, ++calls == 1 ? R"({"mode": "action_required", "text": "1. Balance\n2. \u001bData"})"
                                        : R"({"mode": "done", "text": "10 LYD"})"};
    }};
    const auto ran = run_nida(server.socket(), {"ussd", "a/b", "*100#"}, {"1\n", true});
    BOOST_TEST(ran.code == EX_OK);
    BOOST_TEST(ran.out == "1. Balance\n2. ␛Data\n10 LYD\n");
    BOOST_TEST(server.asked().at(1).target == "/v1/lines/a%2Fb/ussd");
    BOOST_TEST(server.asked().at(1).body == R"({"code":"1"})");
}

BOOST_AUTO_TEST_CASE(a_choice_names_its_session_and_an_empty_one_ends_it)
{
    ApiServer server{[&](const Asked&) {
        return Answer{200, R"({"mode": "action_required", "text": "1. Balance", "session": 7})"};
    }};
    const auto ran = run_nida(server.socket(), {"ussd", "a", "*100#"}, {"1\n\n", true});
    BOOST_TEST(ran.code == EX_OK);
    BOOST_REQUIRE(server.asked().size() == 3U);
    BOOST_TEST(server.asked().at(1).body == R"({"code":"1","session":7})");
    BOOST_TEST(server.asked().at(2).method == "DELETE");
    BOOST_TEST(server.asked().at(2).target == "/v1/lines/a/ussd");
}

BOOST_AUTO_TEST_CASE(a_voucher_may_come_from_standard_input_in_groups)
{
    ApiServer server{[](const Asked&) {
        return Answer{200, R"({"text": "Thank you", "balance": null, "trouble": "busy"})"};
    }};
    const auto ran = run_nida(server.socket(), {"line", "topup", "a", "-"}, {"1234 5678-90123\n"});
    BOOST_TEST(ran.code == EX_OK);
    BOOST_TEST(ran.out == "Thank you\n");
    BOOST_TEST(ran.err.find("busy") != std::string::npos);
    BOOST_TEST(server.asked().at(0).body == R"({"voucher":"1234567890123"})");
    BOOST_TEST(run_nida(server.socket(), {"line", "topup", "a", "12x456"}).code == EX_USAGE);
    BOOST_TEST(server.asked().size() == 1U);
}

BOOST_AUTO_TEST_CASE(balances_are_shown_with_two_decimals_or_three)
{
    ApiServer server{[](const Asked&) {
        return Answer{200, R"({"rows": [{"id": 1, "amount_milli": -1505, "currency": "LYD", "text": "x"},
            {"id": 2, "amount_milli": 12500, "currency": null, "text": "y"}], "more": false})"};
    }};
    const auto ran = run_nida(server.socket(), {"line", "balance", "a", "--history"});
    BOOST_TEST(ran.out.find("-1.505 LYD") != std::string::npos);
    BOOST_TEST(ran.out.find("12.50") != std::string::npos);
    BOOST_TEST(server.asked().at(0).target == "/v1/lines/a/balances?since=0");
}

BOOST_AUTO_TEST_CASE(a_line_called_like_a_command_is_still_a_line)
{
    ApiServer server{[](const Asked&) { return Answer{200, R"({"name": "status", "state": "ready"})"}; }};
    BOOST_TEST(run_nida(server.socket(), {"line", "status"}).code == EX_OK);
    BOOST_TEST(server.asked().at(0).target == "/v1/lines/status");
}

BOOST_AUTO_TEST_CASE(status_shows_the_lines_and_what_waits)
{
    ApiServer server{[](const Asked&) {
        return Answer{200, R"({"version": "0.1.0", "clock": {"trusted": false, "why": "no NTP yet"},
            "store": {"path": "/var/lib/nida/nida.db", "bytes": 2500000, "free": 812000000, "state": "ok", "error": null,
                "written": {"requests": 90, "commits": 30, "undone": 0, "bytes": 720000, "median_us": 4100, "slowest_us": 88000}},
            "lines": [{"name": "l1", "state": "parked", "trouble": "wrong PIN", "signal_dbm": -71}],
            "queue": {"queued": 12, "submitting": 1, "in_doubt": 0, "alert": 1, "reply": 2, "campaign": 10},
            "waiting": [{"why": "quiet hours", "messages": 10}], "people": 40, "members": 38})"};
    }};
    const auto ran = run_nida(server.socket(), {"status"});
    for (const auto* shown : {"no NTP yet", "2.5 MB", "812.0 MB free", "90 requests in 30 commits, 0.7 MB",
                              "at most 88 ms", "wrong PIN", "-71 dBm", "10: quiet hours", "40, of them members: 38"})
        BOOST_TEST(ran.out.find(shown) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_scan_shows_each_port_and_why_it_is_not_used)
{
    ApiServer server{[](const Asked&) {
        return Answer{200, R"~({"rows": [
            {"port": "/dev/ttyUSB2", "usb_path": "1-1.3", "id": "12d1:1506", "product": "E173", "role": "at", "driver": "option1",
             "held_by": null, "line": "libyana-1", "use": "used", "detail": null},
            {"port": "/dev/ttyUSB5", "usb_path": "1-1.4", "id": "19d2:0031", "product": null, "role": "perhaps_at", "driver": null,
             "held_by": "ModemManager (pid 812)", "line": null, "use": "held", "detail": null},
            {"port": null, "usb_path": "1-1.2", "id": "12d1:1446", "use": "storage_mode", "detail": "usb_modeswitch is not installed"}]})~"};
    }};
    const auto ran = run_nida(server.socket(), {"modem", "scan"});
    BOOST_TEST(ran.code == EX_OK);
    BOOST_TEST(server.asked().at(0).target == "/v1/modems");
    BOOST_TEST(ran.out.find("libyana-1") != std::string::npos);
    BOOST_TEST(ran.out.find("12d1:1506 E173") != std::string::npos);
    BOOST_TEST(ran.out.find("ModemManager (pid 812)") != std::string::npos);
    BOOST_TEST(ran.out.find("as a disk") != std::string::npos);
    BOOST_TEST(ran.out.find("(usb_modeswitch is not installed)") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_scan_without_a_daemon_looks_itself_and_says_so)
{
    const auto ran = run_nida("/nowhere/nida.sock", {"modem", "scan"});
    BOOST_TEST(ran.code == EX_OK);
    BOOST_TEST(ran.err.find("/nowhere/nida.sock") != std::string::npos);
    const auto as_json = run_nida("/nowhere/nida.sock", {"modem", "scan", "--json"});
    BOOST_TEST(as_json.err.empty());
    const auto answer = json::parse(as_json.out);
    BOOST_TEST(!answer.at("daemon").as_bool());
    BOOST_TEST(answer.at("rows").is_array());
}

BOOST_AUTO_TEST_SUITE_END()
