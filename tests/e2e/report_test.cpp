#include "tests/e2e/box.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <iterator>

using namespace nida::e2e;

namespace
{
bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string content(const std::filesystem::path& path)
{
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}
} // namespace

BOOST_AUTO_TEST_SUITE(report)

BOOST_AUTO_TEST_CASE(a_campaign_is_sent_answered_and_reported_on_in_every_form)
{
    Box box;
    std::string csv = "number,name,language,groups\n";
    for (unsigned i = 0; i < 4; ++i)
        csv += number(i) + ",Person " + std::to_string(i) + ',' + (i == 0 ? "ar" : "fr") + ",members\n";
    BOOST_REQUIRE(box.nida({"people", "import", box.write_file("members.csv", csv)}).code == 0);
    const auto made = box.nida({"campaign", "new", "--name", "Clinic <day>", "--group", "members", "--text-in",
                                "ar=غدا", "--text-in", "fr=Demain"});
    BOOST_REQUIRE_MESSAGE(made.code == 0, made.err);
    const auto id = made.out.substr(0, made.out.find('\n'));
    const auto sent = box.nida({"campaign", "send", id, "--yes", "--follow"});
    BOOST_REQUIRE_MESSAGE(sent.code == 0, sent.err);
    const auto report = [&] { return box.get("/v1/campaigns/" + id + "/report"); };
    BOOST_REQUIRE(eventually([&] { return report().object("totals").number("delivered") == 4; }));
    box.sms(number(0), "STOP");
    box.sms(number(1), "I come");
    BOOST_REQUIRE(eventually([&] { return report().number("replies") == 2; }));
    BOOST_REQUIRE(eventually([&] { return report().number("left") == 1; }));

    const auto found = report();
    BOOST_TEST(found.object("totals").number("sent") == 4);
    BOOST_TEST(found.records("by_language").size() == 2);
    BOOST_TEST(found.number("segments") == 4);
    BOOST_TEST(found.number("missing") == 0);
    const auto shown = box.nida({"campaign", "report", id});
    BOOST_TEST(shown.code == 0, shown.err);
    BOOST_TEST(has(shown.out, "Clinic <day>"));
    BOOST_TEST(has(shown.out, "100.0"));
    const auto page = box.file("clinic.html");
    const auto printed = box.nida({"campaign", "report", id, "--lang", "ar", "--output", page.string()});
    BOOST_TEST(printed.code == 0, printed.err);
    BOOST_TEST(has(content(page), "dir=\"rtl\""));
    BOOST_TEST(has(content(page), "Clinic &lt;day&gt;"));
    const auto list = box.nida({"report", "--csv"}).out;
    BOOST_TEST(has(list, "Total,,People who left,1\r\n"));
    BOOST_TEST(has(list, "Clinic <day>"));
    for (const auto& text : {shown.out, content(page), list})
        BOOST_TEST(!has(text, number(0).substr(1, 6)));
    BOOST_TEST(box.nida({"campaign", "report", "99"}).code == 65);
    BOOST_TEST(box.nida({"report", "--from", "2030-01-02", "--to", "2030-01-01"}).code == 65);
}

BOOST_AUTO_TEST_SUITE_END()
