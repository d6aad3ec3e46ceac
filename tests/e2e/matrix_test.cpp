// The daemon on a modem of every family, through what a line lives through. The table that comes out stands in docs/modems.md.
#include "tests/e2e/box.hpp"
#include "tests/e2e/local_socket.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/results_collector.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <set>

using namespace nida::e2e;
using namespace std::chrono_literals;
namespace json = boost::json;

namespace
{
constexpr std::array families{"huawei",  "zte",       "quectel", "simcom", "simcom-lte",
                              "wavecom", "cinterion", "telit",   "generic"};
constexpr auto patience = 120s;
constexpr std::string_view begin_mark = "<!-- matrix: begin -->", end_mark = "<!-- matrix: end -->";

std::string line_of(unsigned modem) { return "line" + std::to_string(modem); }

/// One box with a modem of each family, so that they live through everything side by side.
class Bench
{
public:
    explicit Bench(bool asks_for_pin)
    {
        BoxOptions options{.modems = families.size(),
                           .simulator = {"--family", all_families(), "--reboot-time", "400", "--sim-delay", "300",
                                         "--ring-interval", "200"},
                           .start = false};
        if (asks_for_pin) {
            std::ofstream{secret_ / "pin"} << "1234\n";
            using std::filesystem::perms;
            std::filesystem::permissions(secret_ / "pin", perms::owner_read | perms::owner_write);
            options.simulator.insert(options.simulator.end(), {"--pin", "1234"});
            options.line_keys = "pin_file = \"" + (secret_ / "pin").string() + "\"";
        }
        box_.emplace(std::move(options));
        box_->start_only();
    }

    const Box* operator->() const { return &*box_; }
    bool first_time(const std::string& what) { return begun_.insert(what).second; }
    void kill() { box_->kill(); }

    static std::string all_families()
    {
        std::string names;
        for (const auto* const family : families)
            names += (names.empty() ? "" : ",") + std::string{family};
        return names;
    }
private:
    TemporaryDirectory secret_;
    std::optional<Box> box_;
    std::set<std::string> begun_;
};

std::optional<Bench> bench_without_pin, bench_with_pin;

Bench& bench()
{
    if (!bench_without_pin) bench_without_pin.emplace(false);
    return *bench_without_pin;
}

bool comes_into_service(const Box& box, unsigned modem) { return box.wait_for_line(line_of(modem), "ready", patience); }

std::int64_t queue(const Box& box, unsigned modem, const std::string& to)
{
    return box.send(to, "Salam", {"--line", line_of(modem)});
}

/// Whether a message left, by the line it was meant for, and once.
bool left(const Box& box, std::int64_t id, unsigned modem, const std::string& to)
{
    const auto row = box.wait_for(id, "sent delivered", patience);
    return (row.text("state") == "sent" || row.text("state") == "delivered") && row.text("line") == line_of(modem) &&
           box.texts_to(to) == std::vector<std::string>{"Salam"};
}

bool sends(const Box& box, unsigned modem, const std::string& to)
{
    return left(box, queue(box, modem, to), modem, to);
}

// ------------------------------------------------------------------ what happens to a line

void send(unsigned modem)
{
    const auto& box = *bench().operator->();
    BOOST_REQUIRE(comes_into_service(box, modem));
    BOOST_TEST(sends(box, modem, number(100 + modem)));
}

void receive(unsigned modem)
{
    const auto& box = *bench().operator->();
    const std::string text =
        "السلام عليكم، أكتب إليكم من حي الأندلس: انقطع الماء منذ ثلاثة أيام والمستوصف لا يستقبل إلا الحالات الطارئة";
    const auto from = number(200 + modem);
    box.sim({{"op", "sms"}, {"modem", modem}, {"from", from}, {"text", text}, {"order", {1, 0}}});
    const auto arrived = [&] {
        for (const auto& row : box.get("/v1/inbox?limit=5000").records("rows"))
            if (row.text("from") == from) return row.text("text") == text && row.text("line") == line_of(modem);
        return false;
    };
    BOOST_TEST(eventually(arrived, patience));
    const auto emptied = [&] {
        const auto state = box.sim({{"op", "stats"}}).records("modems").at(modem);
        return state.number("sm") == 0 && state.number("me") == 0 && state.number("pending") == 0;
    };
    BOOST_TEST(eventually(emptied, patience));
}

void report(unsigned modem)
{
    const auto& box = *bench().operator->();
    const auto id = box.send(number(300 + modem), "Salam", {"--line", line_of(modem)});
    BOOST_TEST(box.wait_for(id, "delivered", patience).text("state") == "delivered");
}

Record ussd_answer(const Box& box, unsigned modem, const std::string& code)
{
    LocalSocket connection{box.socket()};
    const auto body = json::serialize(json::object{{"code", code}});
    connection.write("POST /v1/lines/" + line_of(modem) + "/ussd HTTP/1.1\r\nHost: nida\r\nConnection: close\r\n" +
                     "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
                     body);
    const auto answer = connection.read_all();
    return Record{json::parse(answer.substr(answer.find("\r\n\r\n") + 4)).as_object()};
}

void ussd(unsigned modem)
{
    const auto& box = *bench().operator->();
    const auto menu = ussd_answer(box, modem, "*111#");
    BOOST_TEST_INFO(json::serialize(menu.json()));
    BOOST_TEST(menu.text("mode") == "action_required");
    BOOST_TEST(menu.text("text") == "1 Balance\n2 رصيدك\n3 Solde");
    const auto answer = ussd_answer(box, modem, "1");
    BOOST_TEST_INFO(json::serialize(answer.json()));
    BOOST_TEST(answer.text("mode") == "done");
    BOOST_TEST(answer.text("text") == "Your balance is 12.500 LYD.");
}

void missed_call(unsigned modem)
{
    const auto& box = *bench().operator->();
    const auto from = number(700 + modem);
    const auto rows = [&] {
        auto all = box.get("/v1/inbox?limit=5000").records("rows");
        std::erase_if(all, [&](const auto& row) { return row.text("kind") != "call" || row.text("from") != from; });
        return all.size();
    };
    box.sim({{"op", "call"}, {"modem", modem}, {"from", from}, {"duration_ms", 5000}});
    BOOST_TEST(eventually([&] { return rows() == 1; }, patience));
    const auto hung_up = [&] {
        for (const auto& call : box.ledger("call"))
            if (call.text("from") == from && call.text("state") == "rejected") return true;
        return false;
    };
    BOOST_TEST(eventually(hung_up, patience));
    BOOST_TEST(sends(box, modem, number(800 + modem)));
    BOOST_TEST(rows() == 1u);
}

void hang(unsigned modem)
{
    static std::vector<std::int64_t> queued;
    auto& all = bench();
    const auto& box = *all.operator->();
    if (all.first_time("hang")) { // all at once, since patience with one that is silent takes its time
        box.fault("silence:next=1");
        for (unsigned each = 0; each < families.size(); ++each)
            queued.push_back(queue(box, each, number(400 + each)));
    }
    BOOST_TEST(left(box, queued.at(modem), modem, number(400 + modem)));
    BOOST_TEST(comes_into_service(box, modem));
}

void unplug(unsigned modem)
{
    auto& all = bench();
    const auto& box = *all.operator->();
    if (all.first_time("unplug")) {
        box.sim({{"op", "unplug"}});
        for (unsigned each = 0; each < families.size(); ++each)
            BOOST_TEST(eventually([&] { return box.line(line_of(each)).text("state") != "ready"; }, patience));
        box.sim({{"op", "plug"}});
    }
    BOOST_TEST(comes_into_service(box, modem));
    BOOST_TEST(sends(box, modem, number(500 + modem)));
}

void reboot(unsigned modem)
{
    auto& all = bench();
    const auto& box = *all.operator->();
    if (all.first_time("reboot")) {
        box.sim({{"op", "reboot"}});
        BOOST_TEST(box.wait_sim("rebooted>=" + std::to_string(families.size())));
    }
    BOOST_TEST(sends(box, modem, number(600 + modem)));
    BOOST_TEST(comes_into_service(box, modem));
}

void pin(unsigned modem)
{
    if (!bench_with_pin) bench_with_pin.emplace(true);
    const auto& box = *bench_with_pin->operator->();
    BOOST_TEST(comes_into_service(box, modem));
    const auto state = box.sim({{"op", "stats"}}).records("modems").at(modem);
    BOOST_TEST(state.text("sim") == "READY");
    BOOST_TEST(state.number("pin_tries") == 3);
    unsigned attempts = 0;
    for (const auto& record : box.ledger("pin"))
        if (record.number("modem") == modem) ++attempts;
    BOOST_TEST(attempts == 1u);
}

struct Action {
    const char* title;
    void (*run)(unsigned modem);
};
constexpr std::array actions{Action{"send", send},
                             Action{"receive in parts", receive},
                             Action{"status report", report},
                             Action{"USSD menu", ussd},
                             Action{"missed call", missed_call},
                             Action{"hang", hang},
                             Action{"unplug, replug", unplug},
                             Action{"reboot", reboot},
                             Action{"PIN", pin}};

// ------------------------------------------------------------------ the table

struct Cell {
    std::size_t action, family;
    friend std::ostream& operator<<(std::ostream& out, const Cell& cell)
    {
        return out << families.at(cell.family) << ": " << actions.at(cell.action).title;
    }
};

std::vector<Cell> cells()
{
    std::vector<Cell> all;
    for (std::size_t action = 0; action < actions.size(); ++action)
        for (std::size_t family = 0; family < families.size(); ++family)
            all.push_back({action, family});
    return all;
}

std::map<std::pair<std::size_t, std::size_t>, bool> outcomes;

std::string table()
{
    std::string text = "| |";
    for (const auto& action : actions)
        text += std::string{" "} + action.title + " |";
    text += "\n| --- |";
    for (std::size_t i = 0; i < actions.size(); ++i)
        text += " :-: |";
    text += '\n';
    for (std::size_t family = 0; family < families.size(); ++family) {
        text += std::string{"| "} + families.at(family) + " |";
        for (std::size_t action = 0; action < actions.size(); ++action) {
            const auto outcome = outcomes.find({action, family});
            text += outcome == outcomes.end() ? " |" : outcome->second ? " yes |" : " no |";
        }
        text += '\n';
    }
    return text;
}

/// What stands between the marks; the whole where there are none.
std::string section_of(const std::string& page)
{
    const auto begin = page.find(begin_mark), end = page.find(end_mark);
    if (begin == page.npos || end == page.npos) return page;
    return page.substr(begin + begin_mark.size() + 1, end - begin - begin_mark.size() - 1);
}

/// NIDA_MATRIX names a file. Where it has the marks, the table between them is replaced; else it is the table.
void write_table()
{
    const char* const path = std::getenv("NIDA_MATRIX");
    if (path == nullptr) return;
    auto page = content_of(path);
    const auto old = section_of(page);
    if (old != page)
        page.replace(page.find(begin_mark) + begin_mark.size() + 1, old.size(), table());
    else
        page = table();
    std::ofstream{path, std::ios::binary | std::ios::trunc} << page;
}

struct Matrix {
    void setup() {}
    void teardown()
    {
        for (auto* const one : {&bench_without_pin, &bench_with_pin}) {
            if (*one) (*one)->kill(); // only where not all cells have run
            one->reset();
        }
        std::cout << table() << std::flush;
        write_table();
    }
};
} // namespace

BOOST_AUTO_TEST_SUITE(matrix, *boost::unit_test::fixture<Matrix>())

BOOST_DATA_TEST_CASE(cell, boost::unit_test::data::make(cells()), one)
{
    auto& outcome = outcomes[{one.action, one.family}];
    outcome = false;
    const auto first = outcomes.find({0, one.family});
    const bool hopeless =
        one.action > 0 && first != outcomes.end() && !first->second && actions.at(one.action).run != pin;
    BOOST_REQUIRE_MESSAGE(!hopeless, "it could not even send");
    actions.at(one.action).run(static_cast<unsigned>(one.family));
    const auto id = boost::unit_test::framework::current_test_case_id();
    outcome = boost::unit_test::results_collector.results(id).p_assertions_failed == 0;
}

BOOST_AUTO_TEST_CASE(the_daemon_ends_well_after_all_that)
{
    BOOST_TEST_MESSAGE("ending"); // the boxes check it
    bench_without_pin.reset();
    bench_with_pin.reset();
}

BOOST_AUTO_TEST_CASE(the_simulator_has_no_other_families)
{
    const auto help = run({program("nida-modemsim"), "--family", "none"});
    std::string names;
    for (const auto* const family : families)
        names += (names.empty() ? "there are " : ", ") + std::string{family};
    BOOST_TEST(help.err.find(names + "\n") != std::string::npos, help.err);
}

BOOST_AUTO_TEST_CASE(the_page_shows_the_table)
{
    const auto page = content_of(NIDA_TEST_DATA "/../../docs/modems.md");
    BOOST_REQUIRE(page.find(begin_mark) != page.npos);
    if (outcomes.size() < actions.size() * families.size()) return; // some of the cells have not run
    BOOST_TEST((section_of(page) == table()),
               "docs/modems.md is stale: NIDA_MATRIX=docs/modems.md nida-test-e2e --run_test=matrix");
}

BOOST_AUTO_TEST_SUITE_END()
