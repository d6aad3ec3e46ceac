#include "tests/cli/api_server.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <sysexits.h>

using namespace nida::daemon::cli;
namespace json = boost::json;

namespace
{

std::int64_t lines_in(const std::string& body) { return std::ranges::count(body, '\n'); }

/// Accepts every line but those with "bad", as the daemon does.
Answer taking(const Asked& asked)
{
    auto line = std::stoll(asked.target.substr(asked.target.find('=') + 1));
    json::array rejected;
    for (std::size_t begin = 0; begin < asked.body.size(); ++line) {
        const auto end = asked.body.find('\n', begin);
        if (asked.body.substr(begin, end - begin).find("bad") != std::string::npos)
            rejected.push_back(json::object{{"line", line}, {"error", "no text"}});
        begin = end + 1;
    }
    const auto count = rejected.size();
    if (count > 100) rejected.resize(100);
    return {200, json::serialize(json::object{{"accepted", lines_in(asked.body) - static_cast<std::int64_t>(count)},
                                              {"duplicate", 0},
                                              {"rejected_count", count},
                                              {"rejected", rejected}})};
}

std::string repeated(const std::string& line, int times)
{
    std::string text;
    for (int i = 0; i < times; ++i)
        text += line;
    return text;
}

} // namespace

BOOST_AUTO_TEST_SUITE(batch)

BOOST_AUTO_TEST_CASE(chunks_say_their_first_line_and_their_answers_become_one)
{
    ApiServer server{taking};
    const TemporaryFile file{repeated("{\"to\": \"1\"}\n", 4500)};
    const auto ran = run_nida(server.socket(), {"send", "--batch", file.path()});
    BOOST_TEST(ran.code == EX_OK);
    BOOST_TEST(ran.out == "{\"accepted\":4500,\"duplicate\":0,\"rejected_count\":0,\"rejected\":[]}\n");
    BOOST_TEST(ran.err == "");
    BOOST_TEST_REQUIRE(server.asked().size() == 3U);
    BOOST_TEST(server.asked()[0].target == "/v1/messages/batch?first_line=1");
    BOOST_TEST(server.asked()[2].target == "/v1/messages/batch?first_line=4001");
    BOOST_TEST(lines_in(server.asked()[2].body) == 500);
}

BOOST_AUTO_TEST_CASE(rejected_lines_are_named_as_the_file_counts_them)
{
    ApiServer server{taking};
    const auto text = "{1}\n\n\r\n{bad}\n" + std::string(70'000, 'x') + "\n{bad}";
    const auto ran = run_nida(server.socket(), {"send", "--batch", "-"}, {text});
    BOOST_TEST(ran.code == EX_DATAERR);
    BOOST_TEST(json::parse(ran.out) == json::parse(R"({"accepted": 1, "duplicate": 0, "rejected_count": 3, "rejected": [
                   {"line": 4, "error": "no text"}, {"line": 5, "error": "longer than 64 KiB"},
                   {"line": 6, "error": "no text"}]})"));
    for (const auto* shown : {"nida: 4: no text\n", "nida: 5: longer", "nida: 6: no text\n"})
        BOOST_TEST(ran.err.find(shown) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(only_the_first_hundred_are_spelled_out)
{
    ApiServer server{taking};
    const auto ran = run_nida(server.socket(), {"send", "--batch", "-"}, {repeated("{bad}\n", 2500)});
    const auto summary = json::parse(ran.out);
    BOOST_TEST(summary.at("rejected_count").as_int64() == 2500);
    BOOST_TEST(summary.at("rejected").as_array().size() == 100U);
    BOOST_TEST(lines_in(ran.err) == 101);
}

BOOST_AUTO_TEST_CASE(a_daemon_that_goes_away_leaves_word_of_how_far_it_came)
{
    int calls = 0;
    ApiServer server{[&](const Asked& asked) { return ++calls == 2 ? Answer{200, "", true} : taking(asked); }};
    const auto ran = run_nida(server.socket(), {"send", "--batch", "-"}, {repeated("{}\n", 6000)});
    BOOST_TEST(ran.code == EX_TEMPFAIL);
    BOOST_TEST(ran.out == "");
    BOOST_TEST(ran.err.find("up to line 2000") != std::string::npos);
    BOOST_TEST(ran.err.find("accepted 2000") != std::string::npos);
    BOOST_TEST(server.asked().size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_store_that_cannot_write_is_a_matter_of_time)
{
    ApiServer server{[](const Asked&) {
        return Answer{503, R"({"error": {"code": "store_unavailable", "message": "disk full", "hint": "make room"}})"};
    }};
    const auto ran = run_nida(server.socket(), {"send", "--batch", "-"}, {"{}\n"});
    BOOST_TEST(ran.code == EX_TEMPFAIL);
    BOOST_TEST(ran.err.find("make room") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_empty_batch_is_done_without_asking)
{
    const auto ran = run_nida("/nowhere", {"send", "--batch", "-"}, {"\n\n"});
    BOOST_TEST(ran.code == EX_OK);
    BOOST_TEST(json::parse(ran.out).at("accepted").as_int64() == 0);
}

BOOST_AUTO_TEST_CASE(a_batch_that_is_not_there_is_said_so)
{
    BOOST_TEST(run_nida("/nowhere", {"send", "--batch", "/nowhere/file"}).code == EX_NOINPUT);
    BOOST_TEST(run_nida("/nowhere", {"send", "--batch", "/"}).code == EX_IOERR);
}

BOOST_AUTO_TEST_SUITE_END()
