#include "daemon/cli/people_csv.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon::cli;
using boost::test_tools::per_element;
using Texts = std::vector<std::string>;

namespace
{

PeopleCsv read(const std::string& text) { return read_people(text); }

bool fails_with(CsvError::Why why, std::uint64_t line, const std::string& text)
{
    try {
        read(text);
        return false;
    } catch (const CsvError& error) {
        return error.why == why && error.line == line;
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(people_csv)

BOOST_AUTO_TEST_CASE(a_row_becomes_a_person)
{
    const auto csv = read("number,name,language,groups\n+218912345678,Amal,ar,members;nurses\n");
    BOOST_TEST_REQUIRE(csv.rows.size() == 1U);
    BOOST_TEST(csv.rows[0].line == 2U);
    BOOST_TEST(csv.rows[0].number == "+218912345678");
    BOOST_TEST(csv.rows[0].name == "Amal");
    BOOST_TEST(csv.rows[0].language == "ar");
    BOOST_TEST(csv.rows[0].groups == (Texts{"members", "nurses"}), per_element());
}

BOOST_AUTO_TEST_CASE(columns_come_in_any_order_and_most_may_be_absent)
{
    const auto csv = read("\xEF\xBB\xBFGroups,NUMBER\r\n\" a ; ;b\",0912345678\r\n");
    BOOST_TEST_REQUIRE(csv.rows.size() == 1U);
    BOOST_TEST(csv.rows[0].number == "0912345678");
    BOOST_TEST(csv.rows[0].name == "");
    BOOST_TEST(csv.rows[0].groups == (Texts{"a", "b"}), per_element());
}

BOOST_AUTO_TEST_CASE(a_header_with_semicolons_separates_by_semicolons)
{
    const auto csv = read("number;groups;name\n0912345678;\"a;b\";\"Sara, Ali\"\n");
    BOOST_TEST_REQUIRE(csv.rows.size() == 1U);
    BOOST_TEST(csv.rows[0].groups == (Texts{"a", "b"}), per_element());
    BOOST_TEST(csv.rows[0].name == "Sara, Ali");
}

BOOST_AUTO_TEST_CASE(lines_are_counted_through_quotes_empty_lines_and_both_line_ends)
{
    const auto csv = read("number,name\r\n1,\"two\r\nlines\"\r\n\r\n2,b\n3,\"say \"\"hi\"\"\"");
    BOOST_TEST_REQUIRE(csv.rows.size() == 3U);
    BOOST_TEST(csv.rows[0].line == 2U);
    BOOST_TEST(csv.rows[0].name == "two\r\nlines");
    BOOST_TEST(csv.rows[1].line == 5U);
    BOOST_TEST(csv.rows[2].line == 6U);
    BOOST_TEST(csv.rows[2].name == "say \"hi\"");
}

BOOST_AUTO_TEST_CASE(rows_that_cannot_be_used_are_named_by_their_lines)
{
    const auto csv = read("number,name\n,nobody\n1,a,b,c\n2\n");
    BOOST_TEST_REQUIRE(csv.rejected.size() == 2U);
    BOOST_TEST(csv.rejected[0].line == 2U);
    BOOST_TEST(csv.rejected[1].line == 3U);
    BOOST_TEST_REQUIRE(csv.rows.size() == 1U);
    BOOST_TEST(csv.rows[0].number == "2");
}

BOOST_AUTO_TEST_CASE(a_file_that_is_no_list_of_people_is_refused_as_a_whole)
{
    BOOST_TEST(fails_with(CsvError::Why::no_header, 1, ""));
    BOOST_TEST(fails_with(CsvError::Why::no_number_column, 1, "name,groups\nx,y\n"));
    BOOST_TEST(fails_with(CsvError::Why::unknown_column, 1, "number,group\n1,y\n"));
    BOOST_TEST(fails_with(CsvError::Why::not_utf8, 1, "number,name\n1,\xe9\n"));
    BOOST_TEST(fails_with(CsvError::Why::malformed, 3, "number,name\n1,a\n2,\"b\" c\n"));
    BOOST_TEST(fails_with(CsvError::Why::malformed, 3, "number,name\n1,a\n2,\"never closed"));
}

BOOST_AUTO_TEST_CASE(what_is_written_reads_back)
{
    const std::string name = "Sara \"Sou\", Ali\nBen";
    const auto text = "number,name,groups\n" + csv_row({"+218912345678", name, "a;b"}) + csv_row({"1", "", ""});
    BOOST_TEST(csv_row({"1", "", ""}) == "1,,\n");
    BOOST_TEST(csv_row({"", "x"}) == ",x\n");
    const auto csv = read(text);
    BOOST_TEST_REQUIRE(csv.rows.size() == 2U);
    BOOST_TEST(csv.rows[0].name == name);
    BOOST_TEST(csv.rows[0].groups == (Texts{"a", "b"}), per_element());
}

BOOST_AUTO_TEST_SUITE_END()
