#include "daemon/cli/json_fields.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <sstream>

using namespace nida::daemon::cli;
namespace json = boost::json;

BOOST_AUTO_TEST_SUITE(json_fields)

BOOST_AUTO_TEST_CASE(fields_are_shown_as_people_read_them)
{
    const auto row = json::parse(R"({"a": "text", "b": 17, "c": null, "d": ["x", 2], "e": true})").as_object();
    BOOST_TEST(field(row, "a") == "text");
    BOOST_TEST(field(row, "b") == "17");
    BOOST_TEST(field(row, "c") == "");
    BOOST_TEST(field(row, "d") == "x, 2");
    BOOST_TEST(field(row, "absent") == "");
    BOOST_TEST(integer(row, "b") == 17);
    BOOST_TEST(integer(row, "a") == 0);
    BOOST_TEST(is_true(row, "e"));
}

BOOST_AUTO_TEST_CASE(json_keeps_its_value_and_loses_what_a_terminal_obeys)
{
    const json::value value = json::object{{"text", "\x1b[2J\u009b31m\u007f \u00a0é"}};
    std::ostringstream out;
    write_json(out, value);
    BOOST_TEST(out.str() == "{\"text\":\"\\u001b[2J\\u009b31m\\u007f \u00a0é\"}\n");
    BOOST_TEST((json::parse(out.str()) == value));
}

BOOST_AUTO_TEST_SUITE_END()
