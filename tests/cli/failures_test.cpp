#include "daemon/cli/failures.hpp"
#include "tests/cli/api_server.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <sstream>
#include <sysexits.h>

using namespace nida::daemon::cli;
namespace errc = boost::system::errc;

namespace
{

int code_for(unsigned status, const std::string& code) { return exit_code(ApiError{status, code, "message", "hint"}); }

} // namespace

BOOST_AUTO_TEST_SUITE(failures)

BOOST_AUTO_TEST_CASE(each_error_of_the_api_has_its_exit_code)
{
    BOOST_TEST(code_for(400, "bad_request") == EX_USAGE);
    for (const auto* code : {"bad_number", "bad_text", "bad_value"})
        BOOST_TEST(code_for(422, code) == EX_DATAERR);
    for (const auto* code : {"unknown_line", "unknown_group", "unknown_message", "unknown_person", "unknown_campaign"})
        BOOST_TEST(code_for(404, code) == EX_DATAERR);
    for (const auto* code : {"conflict", "key_reused", "left"})
        BOOST_TEST(code_for(409, code) == EX_DATAERR);
    BOOST_TEST(code_for(404, "unknown_resource") == EX_PROTOCOL);
    BOOST_TEST(code_for(413, "too_large") == EX_DATAERR);
    BOOST_TEST(code_for(403, "") == EX_NOPERM);
    BOOST_TEST(code_for(502, "ussd_failed") == EX_UNAVAILABLE);
    BOOST_TEST(code_for(503, "line_unavailable") == EX_TEMPFAIL);
    BOOST_TEST(code_for(503, "store_unavailable") == EX_TEMPFAIL);
    BOOST_TEST(code_for(500, "") == EX_SOFTWARE);
}

BOOST_AUTO_TEST_CASE(a_daemon_that_cannot_be_reached_has_its_own)
{
    BOOST_TEST(exit_code(Unreachable{make_error_code(errc::no_such_file_or_directory), "/x"}) == EX_UNAVAILABLE);
    BOOST_TEST(exit_code(Unreachable{make_error_code(errc::connection_refused), "/x"}) == EX_UNAVAILABLE);
    BOOST_TEST(exit_code(Unreachable{make_error_code(errc::permission_denied), "/x"}) == EX_NOPERM);
}

BOOST_AUTO_TEST_CASE(without_a_daemon_the_socket_and_the_way_to_start_it_are_named)
{
    const auto ran = run_nida("/nowhere/nida.sock", {"status"});
    BOOST_TEST(ran.code == EX_UNAVAILABLE);
    BOOST_TEST(ran.out == "");
    BOOST_TEST(ran.err.find("/nowhere/nida.sock") != std::string::npos);
    BOOST_TEST(ran.err.find("systemctl start nidad") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_path_that_no_socket_can_have_is_a_mistake_of_usage)
{
    BOOST_TEST(run_nida("/" + std::string(200, 'x'), {"status"}).code == EX_USAGE);
}

BOOST_AUTO_TEST_CASE(who_may_not_use_the_socket_is_told_the_group)
{
    std::ostringstream err;
    report(err, Words{Language::en}, Unreachable{make_error_code(errc::permission_denied), "/"});
    BOOST_TEST(err.str().find("group root") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_error_is_explained_in_the_reader_s_language_with_the_daemon_s_detail)
{
    ApiServer server{[](const Asked&) {
        return Answer{
            404, R"({"error": {"code": "unknown_group", "message": "no group 'x\u001b'", "hint": "try members"}})"};
    }};
    const auto ran = run_nida(server.socket(), {"people", "--group", "x"}, {}, "fr_FR.UTF-8");
    BOOST_TEST(ran.code == EX_DATAERR);
    BOOST_TEST(ran.err == "nida: ce groupe n'existe pas (nida groups les montre)\n  no group 'x␛'\n  try members\n");
}

BOOST_AUTO_TEST_CASE(an_answer_that_is_not_ours_is_reported_and_not_obeyed)
{
    ApiServer server{[](const Asked&) { return Answer{200, "<html>"}; }};
    BOOST_TEST(run_nida(server.socket(), {"status"}).code == EX_SOFTWARE);
}

BOOST_AUTO_TEST_CASE(a_connection_that_breaks_is_no_answer)
{
    ApiServer server{[](const Asked&) { return Answer{200, "", true}; }};
    const auto ran = run_nida(server.socket(), {"send", "--to", "1", "--text", "x"});
    BOOST_TEST(ran.code == EX_TEMPFAIL);
    BOOST_TEST(server.asked().size() == 1U); // never repeated by itself: it might have been taken
}

BOOST_AUTO_TEST_SUITE_END()
