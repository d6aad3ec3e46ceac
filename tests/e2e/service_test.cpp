#include "tests/e2e/box.hpp"
#include "tests/e2e/open_prompt.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/stat.h>

#include <csignal>
#include <set>

using namespace nida::e2e;
using namespace std::chrono_literals;

namespace
{
bool says(const std::string& text, std::string_view what) { return text.find(what) != std::string::npos; }

std::string replaced(std::string text, std::string_view what, std::string_view by)
{
    const auto at = text.find(what);
    return at == text.npos ? text : text.replace(at, what.size(), by);
}
} // namespace

BOOST_AUTO_TEST_SUITE(service)

BOOST_AUTO_TEST_CASE(a_stopping_daemon_waits_for_the_segment_in_flight)
{
    Box box{{.simulator = {"--latency", "1500", "--status-report-delay", "off"}}};
    const auto id = box.send(number(1), "Salam"), next = box.send(number(2), "next");
    BOOST_REQUIRE(box.wait_for(id, "submitting").text("state") == "submitting");
    BOOST_TEST(box.stop() == 0);
    BOOST_TEST(box.ledger("accepted").size() == 1);
    BOOST_TEST(!std::filesystem::exists(box.socket()));
    box.start();
    BOOST_TEST(box.message(id).text("state") == "sent");
    BOOST_TEST(box.wait_for(next, "sent").text("state") == "sent");
    BOOST_TEST(box.ledger("accepted").size() == 2);
}

BOOST_AUTO_TEST_CASE(it_waits_no_longer_than_it_was_told)
{
    Box box{{.simulator = {"--latency", "8000", "--status-report-delay", "off"}, .defaults = "stop_wait = 1"}};
    const auto id = box.send(number(1), "Salam");
    BOOST_REQUIRE(box.wait_for(id, "submitting").text("state") == "submitting");
    const auto begun = std::chrono::steady_clock::now();
    BOOST_TEST(box.stop() == 0);
    BOOST_TEST((std::chrono::steady_clock::now() - begun < 6s));
    box.start_only();
    BOOST_TEST(box.message(id).text("state") == "in_doubt");
}

BOOST_AUTO_TEST_CASE(a_second_daemon_on_the_same_store_is_refused_in_clear_words)
{
    Box box;
    const auto second = box.nidad({"--config", box.file("nida.toml").string()});
    BOOST_TEST(second.code == 75);
    BOOST_TEST(says(second.err, "in use by another nidad"));
    BOOST_TEST(box.nida({"status"}).code == 0); // and does not take the first one's socket away
}

BOOST_AUTO_TEST_CASE(a_socket_left_by_a_kill_is_replaced)
{
    Box box;
    box.kill();
    BOOST_TEST(std::filesystem::exists(box.socket()));
    const auto answer = box.nida({"status"});
    BOOST_TEST(answer.code == 69);
    BOOST_TEST(says(answer.err, box.socket()));
    box.start();
    BOOST_TEST(box.nida({"status"}).code == 0);
}

BOOST_AUTO_TEST_CASE(the_socket_is_for_its_owner_and_group)
{
    Box box;
    struct stat found {
    };
    BOOST_REQUIRE(::stat(box.socket().c_str(), &found) == 0);
    BOOST_TEST((found.st_mode & 07777) == 0660);
    BOOST_REQUIRE(::stat(box.file("nida.db").c_str(), &found) == 0);
    BOOST_TEST((found.st_mode & 0077) == 0); // people's mail
}

BOOST_AUTO_TEST_CASE(a_config_with_errors_is_refused_with_file_and_line)
{
    Box box{{.start = false}};
    const auto file = box.file("nida.toml").string();
    const auto good = box.nidad({"--config", file, "--check"});
    BOOST_TEST(good.code == 0);

    box.write_config(replaced(box.config(), "country", "contry"));
    for (const Arguments& arguments : {Arguments{"--config", file, "--check"}, Arguments{"--config", file}}) {
        const auto bad = box.nidad(arguments);
        BOOST_TEST(bad.code == 78);
        BOOST_TEST(says(bad.err, file + ":6:"));
        BOOST_TEST(says(bad.err, "country"));
    }
    BOOST_TEST(box.nidad({"--config", box.file("none.toml").string()}).code == 78);
    BOOST_TEST(box.nidad({}).code == 64);
}

BOOST_AUTO_TEST_CASE(sighup_takes_a_good_config_and_refuses_a_bad_one)
{
    Box box{{.line_keys = "segments_per_minute = 30"}};
    BOOST_TEST(box.line().number("segments_per_minute") == 30);

    box.write_config(replaced(box.config(), "= 30", "= \"many\""));
    box.signal(SIGHUP);
    BOOST_TEST(eventually([&] { return says(box.log(), "going on with the settings from before"); }));
    BOOST_TEST(box.line().number("segments_per_minute") == 30);
    BOOST_TEST(box.daemon_runs());

    box.write_config(replaced(box.config(), "= 30", "= 31"));
    box.signal(SIGHUP);
    BOOST_TEST(eventually([&] { return box.line().number("segments_per_minute") == 31; }));
    BOOST_TEST(box.wait_for_line("line0", "ready", 1s)); // without the modem having been brought up anew
    box.wait_for(box.send(number(1), "Salam"), "sent delivered");
}

BOOST_AUTO_TEST_CASE(sighup_adds_a_language_and_a_wrong_one_leaves_those_there_are)
{
    Box box;
    const auto add = [&] { return box.nida({"people", "add", "0912000009", "--language", "kab"}); };
    BOOST_TEST(says(add().err, "accepted: ar, en, fr"));

    std::filesystem::create_directory(box.file("languages"));
    std::filesystem::copy(NIDA_TEST_DATA "/languages/kab.toml", box.file("languages/kab.toml"));
    box.write_config(box.config() + "[texts]\nlanguages = \"" + box.file("languages").string() + "\"\n");
    BOOST_TEST(box.nidad({"--config", box.file("nida.toml").string(), "--check"}).code == 0);
    box.signal(SIGHUP);
    BOOST_TEST(eventually([&] { return add().code == 0; }));
    box.sms(number(1), "kcem");
    BOOST_REQUIRE(eventually([&] { return box.texts_to(number(1)).size() == 1; }));
    BOOST_TEST(box.texts_to(number(1)).front().starts_with("Ansuf"));
    BOOST_TEST(box.person(number(1)).text("language") == "kab");

    const auto wrong = box.write_file("languages/es.toml", "code = \"es\"\nname = \"x\"\n[replies]\nhi = \"hola\"\n");
    const auto checked = box.nidad({"--config", box.file("nida.toml").string(), "--check"});
    BOOST_TEST(checked.code == 78);
    BOOST_TEST(says(checked.err, wrong + ":4:1: unknown key \"hi\""));
    box.signal(SIGHUP);
    BOOST_TEST(eventually([&] { return says(box.log(), "going on with the settings from before"); }));
    box.sms(number(1), "IPTAL");
    BOOST_REQUIRE(eventually([&] { return box.texts_to(number(1)).size() == 2; }));
    BOOST_TEST(box.texts_to(number(1)).back().starts_with("Dayen"));
}

BOOST_AUTO_TEST_CASE(sighup_adds_a_line)
{
    Box box{{.modems = 2, .lines = 1}};
    box.write_config(box.config() + "[[line]]\nname = \"second\"\nport = \"" + box.file("modem1").string() + "\"\n");
    box.signal(SIGHUP);
    BOOST_TEST(eventually([&] { return box.get("/v1/lines/second").text("state") == "ready"; }));
    box.write_config(box.config());
    box.signal(SIGHUP);
    BOOST_TEST(eventually([&] { return box.get("/v1/lines/second")["error"].is_object(); }));
    BOOST_TEST(box.wait_for_line("line0", "ready"));
}

BOOST_AUTO_TEST_CASE(a_pin_is_tried_once_over_all_restarts)
{
    Box box{{.simulator = {"--pin", "1234"}, .start = false}};
    const auto pin = box.write_file("pin", "9999\n");
    std::filesystem::permissions(pin, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    const auto config = box.config() + "pin_file = \"" + pin + "\"\n";
    box.write_config(config);
    box.start_only();
    // The state alone says no more than that the SIM is being asked.
    const auto refused = [&] { return says(box.line().text("trouble"), "correct it"); };
    BOOST_REQUIRE(eventually(refused));
    BOOST_TEST(box.line().text("state") == "sim");
    box.stop();
    box.start_only();
    BOOST_REQUIRE(eventually(refused));
    BOOST_TEST(box.ledger("pin").size() == 1);
    BOOST_TEST(box.ledger("pin").at(0).number("tries_left") == 2);

    // A person puts it right.
    box.write_file("pin", "1234\n");
    box.signal(SIGHUP);
    BOOST_TEST(box.wait_for_line("line0", "ready"));
    BOOST_TEST(box.ledger("pin").size() == 2);
    box.wait_for(box.send(number(1), "Salam"), "sent delivered");
}

BOOST_AUTO_TEST_CASE(a_prompt_that_was_left_open_is_closed_before_anything_else)
{
    Box box{{.start = false}};
    BOOST_REQUIRE(leave_prompt_open(box.file("modem0")));
    box.start();
    BOOST_TEST(box.ledger("accepted").empty());
    BOOST_TEST(box.ledger("refused").empty());
    box.wait_for(box.send(number(1), "Salam"), "sent delivered");
    BOOST_TEST(box.texts_to(number(1)).size() == 1);
}

BOOST_AUTO_TEST_CASE(a_modem_that_was_pulled_out_serves_again_when_it_is_back)
{
    Box box;
    box.sim({{"op", "unplug"}});
    BOOST_REQUIRE(box.wait_for_line("line0", "opening absent recovering"));
    const auto id = box.send(number(1), "Salam");
    BOOST_TEST(says(box.nida({"why", std::to_string(id)}).out, "line0"));
    box.sim({{"op", "plug"}});
    BOOST_TEST(box.wait_for(id, "sent delivered").number("attempts") == 1);
}

BOOST_AUTO_TEST_CASE(a_modem_that_restarts_by_itself_is_brought_up_anew)
{
    Box box;
    box.sim({{"op", "reboot"}});
    BOOST_REQUIRE(box.wait_for_line("line0", "opening identifying absent recovering"));
    BOOST_REQUIRE(box.wait_for_line("line0", "ready"));
    box.sms(number(1), "JOIN");
    BOOST_TEST(box.wait_sim("accepted>=1"));
}

BOOST_AUTO_TEST_CASE(a_burst_through_a_small_sim_arrives_whole)
{
    Box box{{.simulator = {"--sim-slots", "20", "--me-slots", "0"}}};
    box.sim({{"op", "burst"}, {"count", 200}, {"text", "message {n}"}});
    BOOST_REQUIRE(box.wait_sim("deleted>=200,pending==0", 120s));
    std::set<std::string> texts;
    const auto inbox = box.inbox();
    for (const auto& row : inbox)
        texts.insert(row.text("text"));
    BOOST_TEST(inbox.size() == 200);
    BOOST_TEST(texts.size() == 200);
}

BOOST_AUTO_TEST_CASE(a_modem_that_drops_its_notifications_is_swept)
{
    Box box{{.simulator = {"--fault", "drop_cmti"}}};
    box.sms(number(1), "JOIN");
    BOOST_REQUIRE(box.wait_sim("stored>=1"));
    box.stop();
    box.start(); // a sweep comes with every start, and then every few minutes
    BOOST_TEST(box.wait_sim("accepted>=1"));
}

BOOST_AUTO_TEST_CASE(noise_and_torn_answers_disturb_nothing)
{
    Box box{{.simulator = {"--fault", "noise:p=0.2", "--fault", "split_writes", "--fault", "dup_cmti", "--fault",
                           "double_result:p=0.1"}}};
    for (unsigned i = 0; i < 20; ++i) {
        box.send(number(i), "Salam");
        box.sms(number(100 + i), "JOIN");
    }
    BOOST_REQUIRE(box.wait_sim("accepted>=40", 120s));
    BOOST_REQUIRE(box.wait_until_idle());
    BOOST_TEST(box.ledger("accepted").size() == 40);
    BOOST_TEST(box.inbox().size() == 20);
}

BOOST_AUTO_TEST_SUITE_END()
