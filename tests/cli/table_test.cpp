#include "daemon/cli/table.hpp"

#include <boost/test/unit_test.hpp>

#include <sstream>

using namespace nida::daemon::cli;

namespace
{

std::string written(Table& table)
{
    std::ostringstream out;
    table.flush(out);
    return out.str();
}

} // namespace

BOOST_AUTO_TEST_SUITE(table)

BOOST_AUTO_TEST_CASE(columns_are_as_wide_as_their_widest_cell)
{
    Table table{{"ID", "Name"}, false};
    table.add({"1", "Amal"});
    table.add({"1234", "Zoé"});
    BOOST_TEST(written(table) == "ID    Name\n"
                                 "1     Amal\n"
                                 "1234  Zoé\n");
}

BOOST_AUTO_TEST_CASE(wide_characters_and_marks_are_aligned_by_what_they_show)
{
    Table table{{"A", "B"}, false};
    table.add({"日本", "x"});
    table.add({"e\u0301", "y"});
    BOOST_TEST(written(table) == "A     B\n"
                                 "日本  x\n"
                                 "e\u0301     y\n");
}

BOOST_AUTO_TEST_CASE(right_to_left_the_first_column_is_printed_last_and_cells_are_isolated)
{
    Table table{{"رقم", "اسم"}, true};
    table.add({"12345", "+218"});
    BOOST_TEST(written(table) == " \u2068اسم\u2069    \u2068رقم\u2069\n"
                                 "\u2068+218\u2069  \u206812345\u2069\n");
}

BOOST_AUTO_TEST_CASE(a_right_to_left_cell_among_others_is_isolated)
{
    Table table{{"Text", "Line"}, false};
    table.add({"نعم", "1"});
    BOOST_TEST(written(table) == "Text  Line\n\u2068نعم\u2069   1\n");
}

BOOST_AUTO_TEST_CASE(only_the_widest_column_is_cut_to_the_terminal)
{
    Table table{{"ID", "Text"}, false, 14};
    table.add({"17", "a rather long text"});
    BOOST_TEST(written(table) == "ID  Text\n17  a rather …\n");
}

BOOST_AUTO_TEST_CASE(numbers_stay_whole_and_empty_columns_give_way_first)
{
    Table table{{"To", "Trouble", "Line", "Text"}, false, 34};
    table.add({"+218912345678", "", "l1", "a text that is much longer"});
    BOOST_TEST(written(table) == "To             Line  Text\n"
                                 "+218912345678  l1    a text that …\n");
}

BOOST_AUTO_TEST_CASE(a_line_that_cannot_fit_is_left_to_the_terminal)
{
    Table table{{"To", "Text"}, false, 8};
    table.add({"+218912345678", "hello"});
    BOOST_TEST(written(table) == "To             Text\n+218912345678  hello\n");
}

BOOST_AUTO_TEST_CASE(a_later_page_has_no_headings_and_keeps_the_widths)
{
    Table table{{"ID", "Name"}, false};
    table.add({"1000", "a"});
    written(table);
    table.add({"2", "b"});
    BOOST_TEST(written(table) == "2     b\n");
}

BOOST_AUTO_TEST_CASE(cells_from_strangers_cannot_move_the_cursor)
{
    Table table{{"Text", "Line"}, false};
    table.add({"\x1b[31mred\r\n", "1"});
    BOOST_TEST(written(table) == "Text        Line\n␛[31mred␍↵  1\n");
}

BOOST_AUTO_TEST_SUITE_END()
