#include "daemon/people/files/csv.hpp"
#include "daemon/people/files/people_file.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon;
using boost::test_tools::per_element;
using Texts = std::vector<std::string>;

namespace
{

PeopleFile read(const std::string& text) { return read_people_file(text); }

bool fails_with(FileError::Why why, std::uint64_t line, const std::string& text)
{
    try {
        read(text);
        return false;
    } catch (const FileError& error) {
        BOOST_TEST(error.what() != std::string{});
        return error.why == why && error.line == line;
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(csv)

BOOST_AUTO_TEST_CASE(columns_come_in_any_order_and_most_may_be_absent)
{
    const auto csv = read("\xEF\xBB\xBFGroups,NUMBER\r\n\" a ; ;b\",0912345678\r\n");
    BOOST_TEST_REQUIRE(csv.rows.size() == 1U);
    BOOST_TEST(csv.rows[0].number == "0912345678");
    BOOST_TEST(csv.rows[0].name == "");
    BOOST_TEST(csv.rows[0].groups == (Texts{"a", "b"}), per_element());
}

BOOST_AUTO_TEST_CASE(lines_are_counted_through_quotes_empty_lines_and_every_line_end)
{
    const auto csv = read("number,notes\r\n0911,\"two\r\nlines\"\r\n\r\n0922,b\n0933,\"say \"\"hi\"\"\"");
    BOOST_TEST_REQUIRE(csv.rows.size() == 3U);
    BOOST_TEST(csv.rows[0].line == 2U);
    BOOST_TEST(csv.rows[0].notes == "two\r\nlines");
    BOOST_TEST(csv.rows[1].line == 5U);
    BOOST_TEST(csv.rows[2].line == 6U);
    BOOST_TEST(csv.rows[2].notes == "say \"hi\"");
    const auto old = read("number,name\r0911,a\r0922,b\r");
    BOOST_TEST_REQUIRE(old.rows.size() == 2U);
    BOOST_TEST(old.rows[1].line == 3U);
}

BOOST_AUTO_TEST_CASE(rows_that_cannot_be_used_are_named_by_their_lines)
{
    const auto csv = read("number,name\n,nobody\n0911,a,b,c\n0912\n2.18911E+11,Excel\nhello,x\n0913,a,,\n");
    BOOST_TEST_REQUIRE(csv.rejected.size() == 4U);
    BOOST_TEST(csv.rejected[0].line == 2U);
    BOOST_TEST(csv.rejected[1].line == 3U);
    BOOST_TEST(csv.rejected[2].line == 5U);
    BOOST_TEST(csv.rejected[2].error.find("2.18911E+11") != std::string::npos);
    BOOST_TEST(csv.rejected[3].line == 6U);
    BOOST_TEST_REQUIRE(csv.rows.size() == 2U);
    BOOST_TEST(csv.rows[0].number == "0912");
}

BOOST_AUTO_TEST_CASE(a_file_that_is_no_list_of_people_is_refused_as_a_whole)
{
    BOOST_TEST(fails_with(FileError::Why::empty, 0, ""));
    BOOST_TEST(fails_with(FileError::Why::empty, 0, " \r\n\n"));
    BOOST_TEST(fails_with(FileError::Why::no_number_column, 0, "name,groups\nx,y\n"));
    BOOST_TEST(fails_with(FileError::Why::malformed, 3, "number,name\n0911,a\n0922,\"b\" c\n"));
    BOOST_TEST(fails_with(FileError::Why::malformed, 3, "number,name\n0911,a\n0922,\"never closed"));
    BOOST_TEST(fails_with(FileError::Why::workbook, 0, "PK\x03\x04 and so on"));
}

BOOST_AUTO_TEST_CASE(the_separator_is_found_where_cells_have_others_in_them)
{
    BOOST_TEST(separator_of("name,number\na,1\n") == ',');
    BOOST_TEST(separator_of("Nom;Tél;Adresse\n\"Ben, Ali\";0911;\"3, rue, x\"\n\"b, c\";0922;\"4, y, z\"\n") == ';');
    BOOST_TEST(separator_of("Nom;Tél\nBen, Ali;0911\nMejri, Sara;0922\n") == ';');
    BOOST_TEST(separator_of("Name\tPhone\nA, B; C\t0911\n") == '\t');
    BOOST_TEST(separator_of("Name|Phone|Groups\na|0911|x;y\nb|0922|x;y\n") == '|');
    BOOST_TEST(separator_of("Name,Groups,Phone\nA,x;y;z,1\nB,x;y;z,2\nC,x;y;z,3\n") == ',');
    BOOST_TEST(separator_of("Members; of May, 2024\n\nNom;Tél\nA;0911\nB;0922\n") == ';');
    BOOST_TEST(separator_of("number\n0911\n0922\n") == ',');
    BOOST_TEST(separator_of("") == ',');
}

BOOST_AUTO_TEST_CASE(a_title_may_stand_above_the_headings)
{
    const auto csv = read("Members of May 2024;;\n;;\nNom;Tél;Ville\nSara;0911234567;Sfax\n");
    BOOST_TEST_REQUIRE(csv.rows.size() == 1U);
    BOOST_TEST(csv.rows[0].line == 4U);
    BOOST_TEST(csv.rows[0].name == "Sara");
    BOOST_TEST(csv.rejected.empty());
}

BOOST_AUTO_TEST_CASE(unknown_headings_do_not_hide_the_numbers)
{
    const auto csv = read("Qui;Où;Joindre au\nSara;Sfax;0911 234 567\nAli;Tunis;+216 20 123 456\n");
    BOOST_TEST_REQUIRE(csv.rows.size() == 2U);
    BOOST_TEST(csv.rows[0].number == "0911234567");
    BOOST_TEST(csv.rows[0].name == ""); // names cannot be told from towns
    BOOST_TEST(csv.rows[0].fields.size() == 2U);
    BOOST_TEST(csv.columns[2].by_content);
}

BOOST_AUTO_TEST_CASE(blank_rows_are_nobody)
{
    const auto csv = read(";;\n;;\nSara;0911234567;\n;;\nAli;0922345678;\n;;\n;;\n");
    BOOST_TEST(csv.rows.size() == 2U);
    BOOST_TEST(csv.rejected.empty());
    BOOST_TEST(!csv.has_headings);
    const auto headed = read(";;\nQui;Contacter;\nSara;0911234567;\n");
    BOOST_TEST(headed.rows.size() == 1U);
    BOOST_TEST(headed.rejected.empty());
    BOOST_TEST(headed.columns.at(0).heading == "Qui");
}

BOOST_AUTO_TEST_CASE(what_is_written_reads_back)
{
    const std::string name = "Sara \"Sou\", Ali; Ben";
    const auto text = "number,name,groups\n" + csv_row({"+218912345678", name, "a;b"}) + csv_row({"0911", "", ""});
    BOOST_TEST(csv_row({"1", "", ""}) == "1,,\n");
    BOOST_TEST(csv_row({"", "x"}) == ",x\n");
    const auto csv = read(text);
    BOOST_TEST_REQUIRE(csv.rows.size() == 2U);
    BOOST_TEST(csv.rows[0].name == name);
    BOOST_TEST(csv.rows[0].groups == (Texts{"a", "b"}), per_element());
}

BOOST_AUTO_TEST_CASE(no_guarded_cell_begins_as_a_formula_and_each_comes_back_as_it_was)
{
    for (const std::string text : {"=1+1", "+1", "-1", "@SUM(A1)", "'=1", "''-1", "=", "-"}) {
        BOOST_TEST(guarded_cell(text) == "'" + text);
        BOOST_TEST(unguarded_cell(guarded_cell(text)) == text);
    }
    const std::vector<std::pair<std::string, std::string>> within{{"\t=1", "'\t'=1"},
                                                                  {"\rx", "'\rx"},
                                                                  {"- a\r\n- b\n", "'- a\r\n'- b\n"},
                                                                  {"x;=1+1;y", "x;'=1+1;y"},
                                                                  {"a;'+b;;-", "a;''+b;;'-"}};
    for (const auto& [text, cell] : within) {
        BOOST_TEST(guarded_cell(text) == cell);
        BOOST_TEST(unguarded_cell(cell) == text);
    }
    for (const std::string text : {"", "'", "a,=1", "a =1", "''", "'Ali", "''Ali", "Ali=", "1-1", "٣+"}) {
        BOOST_TEST(guarded_cell(text) == text);
        BOOST_TEST(unguarded_cell(text) == text);
    }
    BOOST_TEST(unguarded_cell("=1+1") == "=1+1");
}

BOOST_AUTO_TEST_CASE(the_apostrophe_before_a_formula_is_taken_off_every_cell_and_heading)
{
    const auto csv = read("number,name,groups,notes,'=city,'tis\n'+218912345678,'=A,\"'-a;+b\",'@x,''=y,'z\n");
    BOOST_TEST_REQUIRE(csv.rows.size() == 1U);
    const auto& row = csv.rows[0];
    BOOST_TEST(row.number == "+218912345678");
    BOOST_TEST(row.name == "=A");
    BOOST_TEST(row.groups == (Texts{"-a", "+b"}), per_element());
    BOOST_TEST(row.notes == "@x");
    BOOST_TEST((row.fields == std::vector<std::pair<std::string, std::string>>{{"=city", "'=y"}, {"'tis", "'z"}}));
}

BOOST_AUTO_TEST_SUITE_END()
