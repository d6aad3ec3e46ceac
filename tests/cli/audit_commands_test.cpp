#include "tests/cli/api_server.hpp"

#include <boost/test/unit_test.hpp>

#include <sysexits.h>

using namespace nida::daemon::cli;

namespace
{

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string verified(const std::string& broken, const std::string& as_noted)
{
    return R"({"rows": 12, "last": 12, "hash": "0C5E 9D41 77AB 20F3", "erased_words": 2, "broken": )" + broken +
           R"(, "as_noted": )" + as_noted + R"(, "at": "2026-03-01T12:00:00.000000Z"})";
}

} // namespace

BOOST_AUTO_TEST_SUITE(audit_commands)

BOOST_AUTO_TEST_CASE(the_audit_is_listed_from_a_row_on)
{
    ApiServer server{[](const Asked&) {
        return Answer{200,
                      R"({"rows": [{"id": 6, "at": "2026-03-01T12:00:00.000000Z", "sure_clock": true, "kind": "export",
            "actor": "user sara", "person": null, "detail": {"a": 1}, "words": "everyone", "hash": "00"}], "more": false})"};
    }};
    const auto ran = run_nida(server.socket(), {"audit", "--since", "5"});
    BOOST_TEST(ran.code == EX_OK, ran.err);
    BOOST_TEST(server.asked().at(0).target == "/v1/audit?limit=1000&since=5");
    for (const auto* shown : {"people exported", "user sara", "everyone"})
        BOOST_TEST(has(ran.out, shown), shown);
    BOOST_TEST(has(run_nida(server.socket(), {"audit", "--json"}).out, "\"hash\":\"00\"}\n"));
}

BOOST_AUTO_TEST_CASE(verify_tells_by_its_status_whether_the_audit_holds)
{
    const struct {
        const char* broken;
        const char* as_noted;
        int code;
        const char* said;
    } cases[] = {{"null", "true", EX_OK, "Row 9 is as it was noted"},
                 {"null", "false", EX_DATAERR, "not as it was noted"},
                 {"\"row 3\"", "true", EX_DATAERR, "row 3"}};
    for (const auto& one : cases) {
        ApiServer server{[&](const Asked&) { return Answer{200, verified(one.broken, one.as_noted)}; }};
        const auto ran =
            run_nida(server.socket(), {"audit", "verify", "--row", "9", "--hash", "0c5E 9d4177ab 20f3 99"});
        BOOST_TEST(ran.code == one.code);
        BOOST_TEST(has(ran.out, one.said), ran.out);
        BOOST_TEST(has(ran.out, "0C5E 9D41 77AB 20F3"));
        BOOST_TEST(server.asked().at(0).target == "/v1/audit/verify?row=9&hash=0C5E%209D41%2077AB%2020F3");
    }
    ApiServer server{[](const Asked&) { return Answer{200, verified("null", "null")}; }};
    BOOST_TEST(run_nida(server.socket(), {"audit", "verify"}).code == EX_OK);
    BOOST_TEST(server.asked().at(0).target == "/v1/audit/verify");
}

BOOST_AUTO_TEST_CASE(the_hash_is_one_line)
{
    ApiServer server{[](const Asked&) { return Answer{200, verified("null", "null")}; }};
    BOOST_TEST(run_nida(server.socket(), {"audit", "hash"}).out ==
               "2026-03-01: audit row 12, hash 0C5E 9D41 77AB 20F3\n");
    ApiServer broken{[](const Asked&) { return Answer{200, verified("\"row 3\"", "null")}; }};
    const auto ran = run_nida(broken.socket(), {"audit", "hash"});
    BOOST_TEST(ran.code == EX_DATAERR);
    BOOST_TEST(ran.out.empty());
}

BOOST_AUTO_TEST_SUITE_END()
