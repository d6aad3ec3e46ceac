#include "tests/e2e/box.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <fstream>
#include <string>

using namespace nida::e2e;
using namespace std::chrono_literals;

namespace
{
constexpr const char* menu = R"({
  "*100#": {"text": "Your balance is 0.50 LYD, valid until 31/12/2029"},
  "*101#": {"text": "Your balance is 20.00 LYD"},
  "*102#": {"text": "1 Balance", "options": {"1": {"text": "Your balance is 7.25 LYD"}}},
  "*103#": {"text": "Try again later"},
  "*105#": {"text": "Your balance is 0.00 LYD"},
  "*106#": {"text": "Your balance is 0.00 LYD, really"},
  "*205#": {"text": "25 SMS left until 31/12/2029"},
  "*206#": {"text": "0 SMS left until 31/12/2029"},
  "*99#": {"text": "Your number is 0912345678"},
  "*120*1234567890123#": {"text": "You topped up 20 LYD"}
})";

std::string operators(const std::string& balance)
{
    return "[[operator]]\nid = \"test\"\nname = \"Test\"\ncountry = \"LY\"\ncurrency = \"LYD\"\n"
           "[operator.balance]\ncode = \"" +
           balance +
           "\"\nanswers = [\"1\"]\npatterns.en = ['balance is (?<amount>[0-9.]+) (?<currency>[A-Z]+)(, valid until "
           "(?<expiry>[0-9/]+))?']\n[operator.own_number]\ncode = \"*99#\"\nguess = true\n"
           "[operator.top_up]\ncode = \"*120*{voucher}#\"\n"
           "[operator.bundle]\ncode = \"*2" +
           balance.substr(2) + "\"\npatterns.en = ['(?<units>[0-9]+ SMS) left until (?<expiry>[0-9/]+)']\n";
}

/// A box whose operator has a recipe.
struct CreditBox {
    explicit CreditBox(const std::string& balance, const std::string& line_keys = {},
                       const std::string& credit = "check_every = 0\n")
    {
        write("menu.json", menu);
        write("operators.toml", operators(balance));
        box.emplace(
            BoxOptions{.simulator = {"--ussd", (files / "menu.json").string()},
                       .line_keys = "operator = \"test\"\n" + line_keys,
                       .defaults = "[credit]\noperators = \"" + (files / "operators.toml").string() + "\"\n" + credit});
    }
    void write(const std::string& name, const std::string& text) const { std::ofstream{files / name} << text; }
    void use(const std::string& balance) const
    {
        write("operators.toml", operators(balance));
        box->signal(SIGHUP);
    }
    Box* operator->() { return &*box; }
    TemporaryDirectory files;
    std::optional<Box> box;
};

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }
std::size_t asked(Box& box, std::string_view code)
{
    std::size_t count = 0;
    for (const auto& entry : box.ledger("ussd"))
        if (entry.text("state") == "asked" && entry.text("code") == code) ++count;
    return count;
}
} // namespace

BOOST_AUTO_TEST_SUITE(credit)

BOOST_AUTO_TEST_CASE(the_operator_is_asked_and_its_answers_are_a_series)
{
    CreditBox box{"*101#"};
    const auto first = box->rows({"line", "balance", "line0"}).at(0);
    BOOST_TEST(first.number("amount_milli") == 20'000);
    BOOST_TEST(first.text("currency") == "LYD");
    box.use("*102#");
    BOOST_TEST(eventually([&] {
        return has(box->nida({"line", "balance", "line0"}).out, "7.25 LYD");
    })); // through its menu
    const auto series = box->rows({"line", "balance", "line0", "--history"});
    BOOST_REQUIRE(series.size() >= 2u);
    BOOST_TEST(series.front().number("amount_milli") == 20'000);
    BOOST_TEST(series.back().number("amount_milli") == 7'250);
    BOOST_TEST(box->line().object("balance").number("amount_milli") == 7'250);
}

BOOST_AUTO_TEST_CASE(an_answer_that_is_not_understood_is_kept_and_shown)
{
    CreditBox box{"*103#"};
    const auto answer = box->nida({"line", "balance", "line0"});
    BOOST_TEST(answer.code == 0);
    BOOST_TEST(has(answer.out, "Try again later"));
    BOOST_TEST(has(answer.err, "No balance was understood"));
    BOOST_TEST(box->rows({"line", "balance", "line0", "--history"}).at(0)["amount_milli"].is_null());
}

BOOST_AUTO_TEST_CASE(below_its_floor_a_line_sends_only_alerts_until_it_is_topped_up)
{
    CreditBox box{"*100#", "balance_floor = 1.5\n"};
    BOOST_TEST(has(box->nida({"line", "balance", "line0"}).out, "0.50 LYD"));
    BOOST_TEST(box->wait_for_line("line0", "degraded"));
    BOOST_TEST(has(box->line().text("trouble"), "the balance is 0.50 LYD, below 1.50 LYD"));
    const auto campaign = box->send(number(1), "dear");
    const auto alert = box->send(number(2), "help", {"--priority", "alert"});
    box->wait_for(alert, "sent delivered");
    BOOST_TEST(box->message(campaign).text("state") == "queued");
    BOOST_TEST(has(box->nida({"why", std::to_string(campaign)}).out, "nothing but alerts"));

    box.use("*101#"); // what the network says after the top-up
    const auto topped = box->nida({"line", "topup", "line0", "-"}, "1234-5678 90123\n");
    BOOST_TEST(topped.code == 0);
    BOOST_TEST(has(topped.out, "You topped up 20 LYD"));
    BOOST_TEST(has(topped.out, "20.00 LYD"));
    box->wait_for(campaign, "sent delivered");
    BOOST_TEST(box->wait_for_line("line0", "ready"));
    BOOST_TEST(!has(box->log(), "1234567890123"));
}

BOOST_AUTO_TEST_CASE(a_restart_does_not_forget_that_the_credit_is_low)
{
    CreditBox box{"*100#", "balance_floor = 1.5\n"};
    box->nida({"line", "balance", "line0"});
    BOOST_TEST(box->stop() == 0);
    box->start_only();
    BOOST_TEST(box->wait_for_line("line0", "degraded"));
    BOOST_TEST(box->line().object("balance").number("amount_milli") == 500);
}

BOOST_AUTO_TEST_CASE(what_is_left_of_a_bundle_goes_without_money)
{
    CreditBox box{"*105#"};
    const auto left = box->rows({"line", "balance", "line0"}).at(0);
    BOOST_TEST(left.number("amount_milli") == 0);
    BOOST_TEST(left.text("units") == "25 SMS");
    BOOST_TEST(left.text("expires_at") == "2029-12-31T23:59:59.000000Z");
    BOOST_TEST(box->line().text("state") == "ready");
    box.use("*106#");
    BOOST_TEST(eventually([&] { return has(box->nida({"line", "balance", "line0"}).out, "0 SMS"); }));
    BOOST_TEST(box->wait_for_line("line0", "degraded"));
}

BOOST_AUTO_TEST_CASE(refusals_in_a_row_make_the_line_ask)
{
    for (const char* refusal :
         {"no_credit=29:next=2", "no_credit=38:next=2"}) { // barred; and what a network out of order says, too
        CreditBox box{"*101#", "", "check_every = 0\ncheck_after_refusals = 2\n"};
        box->fault(refusal);
        box->send(number(1), "one");
        box->send(number(2), "two");
        BOOST_TEST(eventually([&] { return asked(*box.box, "*101#") == 1; }));
        BOOST_TEST(eventually([&] { return box->rows({"line", "balance", "line0", "--history"}).size() == 1; }));
    }
}

BOOST_AUTO_TEST_CASE(an_idle_line_asks_on_its_schedule_and_for_its_number_once)
{
    CreditBox box{"*101#", "", "check_every = \"3s\"\n"};
    BOOST_TEST(eventually([&] { return asked(*box.box, "*101#") >= 2; }));
    BOOST_TEST(asked(*box.box, "*99#") <= 1u);
}

BOOST_AUTO_TEST_CASE(an_operator_without_codes_is_named)
{
    Box box; // the simulator's SIMs are of 606 01
    const auto answer = box.nida({"line", "balance", "line0"});
    BOOST_TEST(answer.code == 69);
    BOOST_TEST(has(answer.err, "Al-Madar"));
    BOOST_TEST(box.nida({"line", "topup", "line0", "12345"}).code == 64);
    BOOST_TEST(box.nida({"line", "topup", "line0", "123456"}).code == 69);
    BOOST_TEST(box.nida({"line", "balance", "line9"}).code == 65);
}

BOOST_AUTO_TEST_SUITE_END()
