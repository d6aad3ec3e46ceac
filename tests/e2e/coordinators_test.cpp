#include "tests/e2e/box.hpp"

#include <boost/test/unit_test.hpp>

#include <regex>

using namespace nida::e2e;
using namespace std::chrono_literals;

namespace
{
std::string last_to(const Box& box, const std::string& number, std::size_t wanted)
{
    BOOST_TEST(eventually([&] { return box.texts_to(number).size() >= wanted; }, 60s));
    const auto texts = box.texts_to(number);
    return texts.empty() ? "" : texts.back();
}

std::string code_in(const std::string& answer)
{
    std::smatch found;
    return std::regex_search(answer, found, std::regex{"\\b[0-9]{6}\\b"}) ? found.str() : "";
}
} // namespace

BOOST_AUTO_TEST_SUITE(coordinators)

BOOST_AUTO_TEST_CASE(an_alert_by_text_goes_to_its_group_after_its_code_and_the_code_stands_nowhere)
{
    Box box;
    const auto amal = number(900);
    for (const unsigned member : {1U, 2U})
        BOOST_TEST(box.nida({"people", "add", number(member), "--group", "women-sfax"}).code == 0);
    const auto added =
        box.nida({"coordinator", "add", "amal", amal, "--may", "broadcast,status", "--groups", "women-sfax"});
    BOOST_TEST(added.code == 0, added.err);

    box.sms(amal, "ALERT women-sfax Come to the square at five");
    const auto answer = last_to(box, amal, 1);
    BOOST_TEST(answer.find("2 people, 1 part") != answer.npos, answer);
    const auto code = code_in(answer);
    BOOST_REQUIRE(code.size() == 6u);
    BOOST_TEST(box.texts_to(number(1)).empty());
    // The code was texted; it is shown in no list, and soon in no file.
    BOOST_TEST(box.nida({"outbox", "--json"}).out.find(code) == std::string::npos);

    box.sms(amal, code);
    BOOST_TEST(last_to(box, amal, 2).find("is on its way to 2 people") != std::string::npos);
    for (const unsigned member : {1U, 2U})
        BOOST_TEST(last_to(box, number(member), 1) == "Come to the square at five");
    BOOST_TEST(box.nida({"audit", "--json"}).out.find(code) == std::string::npos);

    box.sms(amal, "STATUS");
    BOOST_TEST(last_to(box, amal, 3).find("Lines in service: 1 of 1.") == 0);
    box.sms(amal, "STOP ALL");
    BOOST_TEST(last_to(box, amal, 4).find("Paused campaigns: ") == 0);
    // The same from anybody is a message, and nothing more.
    box.sms(number(5), "STATUS");
    BOOST_TEST(eventually([&] { return box.inbox().size() == 5; }, 30s));
    BOOST_TEST(box.texts_to(number(5)).empty());
    BOOST_TEST(box.log().find(code) == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
