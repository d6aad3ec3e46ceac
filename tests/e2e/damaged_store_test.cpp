#include "tests/e2e/box.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <iterator>

using namespace nida::e2e;
using namespace std::chrono_literals;
namespace json = boost::json;
namespace fs = std::filesystem;

namespace
{
constexpr std::size_t page = 4096;
constexpr char leaf_of_a_table = 0x0D; // the first octet of such a page in SQLite's file format

/// Writes nonsense over the pages of tables that hold this text. @return how many
unsigned damage(const fs::path& file, const std::string& text)
{
    std::string octets = content_of(file);
    unsigned damaged = 0;
    for (std::size_t at = page; at + page <= octets.size(); at += page) {
        const auto here = octets.substr(at, page);
        if (here.front() != leaf_of_a_table || here.find(text) == here.npos) continue;
        octets.replace(at, page, page, '\x5A');
        ++damaged;
    }
    std::ofstream{file, std::ios::binary | std::ios::trunc} << octets;
    return damaged;
}
} // namespace

BOOST_AUTO_TEST_SUITE(damaged_store)

BOOST_AUTO_TEST_CASE(from_a_store_with_a_damaged_page_nothing_is_sent_and_it_says_so_without_ending)
{
    Box box{{.simulator = {"--latency", "10", "--status-report-delay", "off"}, .start = false}};
    // Queued without a modem, so that nothing goes before the damage.
    const auto with_modem = box.config();
    box.write_config(with_modem.substr(0, with_modem.find("[[line]]")) +
                     "[[line]]\nname = \"line0\"\nport = \"/dev/nothing\"\n");
    box.start_only();
    std::string batch;
    for (unsigned i = 0; i < 300; ++i)
        batch +=
            json::serialize(json::object{{"to", number(i)}, {"text", "message number " + std::to_string(i)}}) + '\n';
    BOOST_REQUIRE(box.nida({"send", "--batch", box.write_file("batch.jsonl", batch)}).code == 0);
    BOOST_TEST(box.stop() == 0);
    BOOST_TEST(damage(box.file("nida.db"), "message number 40") > 0u);

    box.write_config(with_modem);
    box.start_only();
    BOOST_REQUIRE(box.wait_for_line("line0", "ready degraded"));
    const auto store = [&] { return box.status().object("store"); };
    BOOST_TEST(eventually([&] { return store().text("state") == "damaged"; }, 60s));
    BOOST_TEST(store().text("error").find("nida restore") != std::string::npos, store().text("error"));
    BOOST_TEST(box.log().find("store_damaged") != std::string::npos);
    const auto sent = box.ledger("accepted").size();
    BOOST_TEST(sent < 60u);
    const auto refused = box.nida({"send", "--to", number(800), "--text", "more"});
    BOOST_TEST(refused.code == 75, refused.err);
    box.sms(number(500), "is anybody there");
    box.wait_sim("accepted>=1000,deleted>=1", 3s);
    BOOST_TEST(box.ledger("accepted").size() == sent);
    BOOST_TEST(box.ledger("deleted").empty(), "a message was deleted that is not on disk");
    BOOST_TEST(box.daemon_runs());
}

BOOST_AUTO_TEST_CASE(a_store_that_cannot_be_opened_for_its_damage_ends_nidad_for_good)
{
    Box box;
    BOOST_TEST(box.stop() == 0);
    std::ofstream{box.file("nida.db"), std::ios::binary | std::ios::trunc} << std::string(20 * page, 'x');
    const auto ended = box.nidad({"--config", box.file("nida.toml").string()});
    BOOST_TEST(ended.code == 65); // RestartPreventExitStatus in nidad.service
    BOOST_TEST(ended.err.find("nida restore") != std::string::npos, ended.err);
}

BOOST_AUTO_TEST_SUITE_END()
