#include "tests/e2e/box.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <fcntl.h>
#include <filesystem>
#include <set>
#include <sys/file.h>
#include <unistd.h>

using namespace nida::e2e;
namespace fs = std::filesystem;

namespace
{
bool says(const std::string& text, std::string_view what) { return text.find(what) != std::string::npos; }

/// A box whose modems are found, not named: the simulator's links stand for the ports that udev would show.
struct FoundModems : Box {
    explicit FoundModems(unsigned modems, const std::string& lines = {}, Arguments simulator = {})
        : Box{{.modems = modems, .lines = 0, .simulator = std::move(simulator), .start = false}}, lines_{lines}
    {
        write_lines(lines);
    }
    void write_lines(const std::string& lines) const
    {
        write_config(config() + "[modems]\nports = [\"" + file("modem*").string() + "\"]\n" + lines);
    }
    std::string lines_;

    static std::string with_iccid(const std::string& name, const std::string& iccid)
    {
        return "[[line]]\nname = \"" + name + "\"\niccid = \"" + iccid + "\"\n";
    }
    std::string with_port(const std::string& name, const std::string& port) const
    {
        return "[[line]]\nname = \"" + name + "\"\nport = \"" + file(port).string() + "\"\n";
    }
    /// Waits until `name` is in service at that port, or at any.
    bool serves(const std::string& name, const std::string& port = {}) const
    {
        return eventually([&] {
            const auto row = line(name);
            return row.text("state") == "ready" && (port.empty() || row.text("port") == file(port));
        });
    }
    bool is_absent(const std::string& name) const { return wait_for_line(name, "absent"); }
    Records lines() const { return get("/v1/lines").records("rows"); }
    std::string iccid(const std::string& name) const { return line(name).text("iccid"); }
};
} // namespace

BOOST_AUTO_TEST_SUITE(identity)

BOOST_AUTO_TEST_CASE(without_lines_in_the_config_every_modem_becomes_one_named_after_its_sim)
{
    FoundModems box{3};
    box.start_only();
    BOOST_REQUIRE(eventually([&] { return box.lines().size() == 3; }));
    std::set<std::string> names;
    for (const auto& line : box.lines()) {
        const auto name = line.text("name");
        names.insert(name);
        BOOST_TEST(box.serves(name));
        BOOST_TEST(says(box.iccid(name), name.substr(5)));
    }
    BOOST_TEST(names.size() == 3);

    // In another stick, in another port, after a restart: the same line.
    box.stop();
    box.sim({{"op", "unplug"}, {"modem", 0}});
    box.start_only();
    BOOST_REQUIRE(eventually([&] { return box.lines().size() == 2; }));
    box.sim({{"op", "plug"}, {"modem", 0}, {"as", "modem7"}});
    BOOST_REQUIRE(eventually([&] { return box.lines().size() == 3; }));
    for (const auto& name : names)
        BOOST_TEST(box.serves(name));
}

BOOST_AUTO_TEST_CASE(a_sim_whose_iccid_the_modem_does_not_tell_is_known_by_its_imsi)
{
    FoundModems box{1, {}, {"--fault", "instead=+CCID>ERROR", "--fault", "instead=+ICCID>ERROR"}};
    box.start_only();
    BOOST_REQUIRE(eventually([&] { return box.lines().size() == 1; }));
    const auto name = box.lines().at(0).text("name");
    BOOST_TEST(box.serves(name));
    BOOST_TEST(box.line(name)["iccid"].is_null());
    BOOST_TEST(says(box.line(name).text("imsi"), name.substr(5)));
    box.sim({{"op", "unplug"}, {"modem", 0}});
    BOOST_TEST(box.is_absent(name));
    box.sim({{"op", "plug"}, {"modem", 0}, {"as", "modem7"}});
    BOOST_TEST(box.serves(name, "modem7"));
    BOOST_TEST(box.lines().size() == 1);
}

BOOST_AUTO_TEST_CASE(a_modem_that_comes_later_becomes_a_line_and_one_that_goes_makes_it_absent)
{
    FoundModems box{1};
    box.sim({{"op", "unplug"}});
    box.start_only();
    BOOST_TEST(box.lines().empty());
    box.sim({{"op", "plug"}});
    BOOST_REQUIRE(eventually([&] { return box.lines().size() == 1; }));
    const auto name = box.lines().at(0).text("name");
    BOOST_REQUIRE(box.serves(name, "modem0"));
    box.sim({{"op", "unplug"}});
    BOOST_TEST(box.is_absent(name));
    BOOST_TEST(eventually([&] { return says(box.line(name).text("trouble"), "plugged in"); }));
    box.sim({{"op", "plug"}});
    BOOST_TEST(box.serves(name, "modem0"));
    BOOST_TEST(box.lines().size() == 1);
    const auto id = box.send(number(1), "Salam");
    box.wait_for(id, "sent delivered");
}

BOOST_AUTO_TEST_CASE(a_stick_that_returns_under_another_name_is_the_same_line)
{
    FoundModems box{1};
    box.write_lines(box.with_port("libyana", "modem0") + "segments_per_day = 2\n");
    box.start_only();
    BOOST_REQUIRE(box.serves("libyana", "modem0"));
    const auto iccid = box.iccid("libyana");
    box.wait_for(box.send(number(1), "one"), "sent delivered");

    box.sim({{"op", "unplug"}});
    BOOST_REQUIRE(box.is_absent("libyana"));
    box.sim({{"op", "plug"}, {"as", "modem3"}});
    BOOST_REQUIRE(box.serves("libyana", "modem3"));
    BOOST_TEST(box.iccid("libyana") == iccid);
    box.wait_for(box.send(number(1), "two"), "sent delivered");
    BOOST_TEST(box.line("libyana").number("sent_last_day") == 2);
    const auto third = box.send(number(1), "three");
    BOOST_TEST(eventually([&] { return says(box.nida({"why", std::to_string(third)}).out, "libyana"); }));
    BOOST_TEST(box.message(third).text("state") == "queued"); // the day's quota went along

    // What it learned outlasts a restart: the SIM is not at the port of the config.
    box.stop();
    box.start_only();
    BOOST_TEST(box.serves("libyana", "modem3"));
}

BOOST_AUTO_TEST_CASE(two_sims_that_change_places_take_their_lines_along)
{
    FoundModems box{2};
    box.write_lines(box.with_port("a", "modem0") + box.with_port("b", "modem1"));
    box.start_only();
    BOOST_REQUIRE(box.serves("a", "modem0"));
    BOOST_REQUIRE(box.serves("b", "modem1"));
    const auto a = box.iccid("a"), b = box.iccid("b");
    box.sim({{"op", "swap"}, {"modem", 0}, {"with", 1}, {"ms", 300}});
    BOOST_REQUIRE(box.serves("a", "modem1"));
    BOOST_REQUIRE(box.serves("b", "modem0"));
    BOOST_TEST(box.iccid("a") == a);
    BOOST_TEST(box.iccid("b") == b);
    box.wait_for(box.send(number(1), "from a", {"--line", "a"}), "sent delivered");
}

BOOST_AUTO_TEST_CASE(two_sims_that_change_places_while_the_daemon_is_away_are_told_apart)
{
    FoundModems box{2};
    box.write_lines(box.with_port("a", "modem0") + box.with_port("b", "modem1"));
    box.start_only();
    BOOST_REQUIRE(box.serves("a", "modem0"));
    BOOST_REQUIRE(box.serves("b", "modem1"));
    const auto a = box.iccid("a");
    box.stop();
    box.sim({{"op", "swap"}, {"modem", 0}, {"with", 1}, {"ms", 10}});
    BOOST_REQUIRE(eventually([&] { return fs::exists(box.file("modem0")) && fs::exists(box.file("modem1")); }));
    box.start_only();
    BOOST_TEST(box.serves("a", "modem1"));
    BOOST_TEST(box.serves("b", "modem0"));
    BOOST_TEST(box.iccid("a") == a);
}

BOOST_AUTO_TEST_CASE(a_sim_that_no_line_knows_is_taken_over_by_the_line_of_the_port_with_a_fresh_quota)
{
    FoundModems box{2};
    box.write_lines(box.with_port("only", "modem0") + "segments_per_day = 1\n");
    box.start_only();
    BOOST_REQUIRE(box.serves("only", "modem0"));
    const auto before = box.iccid("only");
    box.wait_for(box.send(number(1), "one"), "sent delivered");
    const auto waits = box.send(number(2), "two");

    box.sim({{"op", "unplug"}, {"modem", 1}}); // the old SIM goes away with it
    box.sim({{"op", "swap"}, {"modem", 0}, {"with", 1}, {"ms", 300}});
    BOOST_REQUIRE(eventually([&] { return box.iccid("only") != before && box.line("only").text("state") == "ready"; }));
    BOOST_TEST(says(box.log(), "takes over the SIM"));
    box.wait_for(waits, "sent delivered");
    BOOST_TEST(box.line("only").number("sent_last_day") == 1);
}

BOOST_AUTO_TEST_CASE(a_line_by_its_sim_is_found_wherever_it_is)
{
    FoundModems all{3};
    all.start_only();
    BOOST_REQUIRE(eventually([&] {
        const auto lines = all.lines();
        return lines.size() == 3 &&
               std::ranges::all_of(lines, [](const auto& line) { return line.text("state") == "ready"; });
    }));
    std::string iccid;
    for (const auto& line : all.lines())
        if (line.text("port") == all.file("modem2")) iccid = line.text("iccid");
    all.stop();

    all.write_lines(FoundModems::with_iccid("third", iccid));
    all.start_only();
    BOOST_REQUIRE(all.serves("third", "modem2"));
    BOOST_TEST(all.lines().size() == 1); // the others are nobody's, and stay in peace
    all.sim({{"op", "unplug"}, {"modem", 2}});
    BOOST_REQUIRE(all.is_absent("third"));
    all.sim({{"op", "plug"}, {"modem", 2}});
    BOOST_TEST(all.serves("third", "modem2"));
}

BOOST_AUTO_TEST_CASE(a_link_in_the_config_may_dangle_at_the_start)
{
    FoundModems box{1};
    fs::create_directory(box.file("dev"));
    const auto link = box.file("by-id/stick");
    box.write_config(box.config() + "[[line]]\nname = \"linked\"\nport = \"" + link.string() + "\"\n");
    box.start_only();
    BOOST_TEST(box.is_absent("linked"));
    fs::create_directory(box.file("by-id"));
    fs::create_symlink("../dev/ttyUSB2", link);
    BOOST_TEST(box.is_absent("linked"));
    fs::create_symlink(fs::canonical(box.file("modem0")), box.file("dev/ttyUSB2"));
    BOOST_TEST(eventually([&] { return box.line("linked").text("state") == "ready"; }));
    BOOST_TEST(box.line("linked").text("port") == link);
}

BOOST_AUTO_TEST_CASE(a_port_that_another_program_holds_is_named_with_its_holder)
{
    FoundModems box{1};
    const int port = ::open(box.file("modem0").c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC);
    BOOST_REQUIRE(port >= 0);
    BOOST_REQUIRE(::flock(port, LOCK_EX | LOCK_NB) == 0);
    box.start_only();
    BOOST_TEST(
        eventually([&] { return says(box.log(), "used by nida-test-e2e (pid " + std::to_string(::getpid()) + ")"); }));
    ::close(port);
    BOOST_TEST(eventually([&] { return box.lines().size() == 1; })); // asked again some seconds later
}

BOOST_AUTO_TEST_CASE(a_scan_tells_what_each_port_is_used_for)
{
    FoundModems box{2};
    box.write_lines(box.with_port("a", "modem0"));
    box.start_only();
    BOOST_REQUIRE(box.serves("a", "modem0"));
    const auto use_of = [&](const std::string& name) {
        for (const auto& row : box.get("/v1/modems").records("rows"))
            if (row.text("port") == box.file(name)) return row;
        return Record{};
    };
    BOOST_TEST(use_of("modem0").text("use") == "used");
    BOOST_TEST(use_of("modem0").text("line") == "a");
    BOOST_TEST(use_of("modem0").text("iccid") == box.iccid("a"));
    BOOST_TEST(use_of("modem1").text("use") == "free"); // nobody looks for a modem, so nobody asked it
    BOOST_TEST(says(box.nida({"modem", "scan"}).out, box.file("modem1").string()));

    box.sim({{"op", "unplug"}, {"modem", 0}}); // now a looks for its SIM
    BOOST_TEST(eventually([&] { return use_of("modem1").text("use") == "no_line"; }));
    BOOST_TEST(use_of("modem0").text("use").empty());
}

BOOST_AUTO_TEST_SUITE_END()
