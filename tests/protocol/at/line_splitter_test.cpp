#include "protocol/at/line_splitter.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>
#include <vector>

using nida::protocol::LineSplitter;

namespace
{
using Lines = std::vector<std::string>;

Lines lines_of(LineSplitter& splitter)
{
    Lines lines;
    while (auto line = splitter.next_line())
        lines.push_back(*line);
    return lines;
}

Lines split(std::string_view octets, std::size_t piece = std::string_view::npos)
{
    LineSplitter splitter;
    Lines lines;
    while (!octets.empty()) {
        splitter.feed(octets.substr(0, piece));
        octets.remove_prefix(std::min(piece, octets.size()));
        for (auto& line : lines_of(splitter))
            lines.push_back(line);
    }
    return lines;
}
} // namespace

BOOST_AUTO_TEST_SUITE(line_splitter)

BOOST_AUTO_TEST_CASE(every_line_end_that_modems_use_ends_a_line)
{
    const Lines expected{"+CSQ: 15,99", "OK"};
    for (const auto* octets : {"\r\n+CSQ: 15,99\r\n\r\nOK\r\n", "+CSQ: 15,99\r\r\nOK\r\r\n", "+CSQ: 15,99\nOK\n",
                               "+CSQ: 15,99\rOK\r", "\r\n \r\n+CSQ: 15,99\r\n\r\n\r\nOK\r\n"})
        BOOST_TEST(split(octets) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(lines_are_the_same_however_the_reads_tear_them)
{
    const std::string octets = "AT+CMGL=4\r\r\n+CMGL: 1,0,,39\r\n07911326040011F5\r\n\r\n+CMTI: \"SM\",3\r\n\r\nOK\r\n";
    const auto whole = split(octets);
    BOOST_TEST(whole.size() == 5u);
    for (std::size_t piece = 1; piece < octets.size(); ++piece)
        BOOST_TEST(split(octets, piece) == whole, boost::test_tools::per_element());
}

/// What a stream leaves behind, however it was read.
struct Left {
    Lines lines;
    bool prompt;
    std::size_t dropped;
    bool operator==(const Left&) const = default;
};

Left left(std::initializer_list<std::string_view> reads)
{
    LineSplitter splitter;
    Left result{};
    for (const auto read : reads) {
        splitter.feed(read);
        for (auto& line : lines_of(splitter))
            result.lines.push_back(line);
    }
    result.prompt = splitter.at_prompt();
    result.dropped = splitter.dropped();
    return result;
}

BOOST_AUTO_TEST_CASE(a_stream_torn_at_any_two_places_leaves_the_same_lines_the_same_prompt_and_the_same_loss)
{
    const std::string_view streams[] = {
        "AT+CMGS=19\r\r\n> ",
        "\r\n>\r\n",
        ">",
        "\r\n > \r\n\r\n^RSSI:18\r\n",
        "\n+CSQ: 15,99\n\nOK\n",
        "+CSQ: 15,99\rOK\r",
        "+CSQ: 15,99\r\r\nOK\n\r\r\n \t\r\n+CMTI: \"SM\",3",
        "\r\n+CUSD: 1,\"1> Balance\n2>\n>\n> Offers\",15\r\n\r\nOK\r\n",
        {"\0\0\r\n\0O\xFFK\xFF\r\n\xFF>\0", 14},
        "\x1b\r\nOK\r\nat\r\nERROR\r\n\r\n+CME ERROR: SIM busy\r\n",
        "0001000C91\x1a\r\n+CMGS: 42\r\n\r\nOK\r\n",
    };
    for (const auto stream : streams) {
        const auto whole = left({stream});
        for (std::size_t i = 0; i <= stream.size(); ++i)
            for (std::size_t j = i; j <= stream.size(); ++j)
                BOOST_REQUIRE((left({stream.substr(0, i), stream.substr(i, j - i), stream.substr(j)}) == whole));
    }
}

BOOST_AUTO_TEST_CASE(lines_past_the_limit_are_lost_the_same_way_however_the_reads_tear_them)
{
    const auto stream = "OK\r\n" + std::string(LineSplitter::max_line + 1, 'x') + "\r\nERROR\r\n>";
    const auto whole = left({stream});
    BOOST_TEST(whole.lines == (Lines{"OK", "ERROR"}), boost::test_tools::per_element());
    BOOST_TEST(whole.prompt);
    BOOST_TEST(whole.dropped == LineSplitter::max_line + 1);
    const std::size_t end = stream.size();
    for (const auto place : {std::size_t{2}, std::size_t{3}, std::size_t{4}, std::size_t{5}, LineSplitter::max_line + 3,
                             LineSplitter::max_line + 4, LineSplitter::max_line + 5, end - 10, end - 2, end - 1})
        BOOST_TEST(
            (left({std::string_view{stream}.substr(0, place), std::string_view{stream}.substr(place)}) == whole));
}

BOOST_AUTO_TEST_CASE(an_unfinished_line_waits)
{
    LineSplitter splitter;
    splitter.feed("\r\nO");
    BOOST_TEST(!splitter.next_line());
    splitter.feed("K\r");
    BOOST_TEST(splitter.next_line().value() == "OK");
    splitter.feed("\n");
    BOOST_TEST(!splitter.next_line());
}

BOOST_AUTO_TEST_CASE(a_prompt_counts_in_every_spacing)
{
    for (const auto* octets :
         {"\r\n> ", "> ", ">", "\r\n>", "\r\n >\t ", ">\r\n", "\r\n> \r\n", "AT+CMGS=19\r\r\n> "}) {
        BOOST_TEST_CONTEXT(octets)
        {
            LineSplitter splitter;
            splitter.feed(octets);
            for (const auto& line : lines_of(splitter))
                BOOST_TEST(line == "AT+CMGS=19");
            BOOST_TEST(splitter.at_prompt());
            splitter.consume_prompt();
            BOOST_TEST(!splitter.at_prompt());
        }
    }
}

BOOST_AUTO_TEST_CASE(what_follows_a_consumed_prompt_starts_a_new_line)
{
    LineSplitter splitter;
    splitter.feed("\r\n>");
    splitter.consume_prompt();
    splitter.feed(" 0001000C91\x1a\r\n+CMGS: 42\r\n\r\nOK\r\n");
    BOOST_TEST(lines_of(splitter) == (Lines{" 0001000C91\x1a", "+CMGS: 42", "OK"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(lines_before_the_prompt_are_to_be_taken_first)
{
    LineSplitter splitter;
    splitter.feed("\r\n+CMTI: \"SM\",3\r\n\r\n> ");
    BOOST_TEST(!splitter.at_prompt());
    BOOST_TEST(splitter.next_line().value() == "+CMTI: \"SM\",3");
    BOOST_TEST(splitter.at_prompt());
}

BOOST_AUTO_TEST_CASE(a_urc_behind_the_prompt_does_not_hide_it)
{
    LineSplitter splitter;
    splitter.feed("\r\n> \r\n+CMTI: \"SM\",3\r\n");
    BOOST_TEST(splitter.next_line().value() == "+CMTI: \"SM\",3");
    BOOST_TEST(splitter.at_prompt());
    splitter.consume_prompt();
    BOOST_TEST(!splitter.at_prompt());
}

BOOST_AUTO_TEST_CASE(a_greater_than_sign_inside_a_line_is_no_prompt)
{
    LineSplitter splitter;
    splitter.feed("+CUSD: 1,\"1> Balance\n2> Offers\n>> more\",15\r\n+CUSD: 1,\"3>");
    BOOST_TEST(lines_of(splitter).size() == 3u);
    BOOST_TEST(!splitter.at_prompt());
}

BOOST_AUTO_TEST_CASE(nul_and_ff_octets_are_dropped_and_counted)
{
    LineSplitter splitter;
    splitter.feed(std::string_view{"\0O\0K\r\n\0", 7});
    BOOST_TEST(splitter.next_line().value() == "OK");
    BOOST_TEST(splitter.dropped() == 3u);
    splitter.feed("\xFF\xFF+COPS: 0,0,\"Libyana\xFF\"\r\n\xFF>\xFF "); // E1550
    BOOST_TEST(splitter.next_line().value() == "+COPS: 0,0,\"Libyana\"");
    BOOST_TEST(splitter.at_prompt());
    BOOST_TEST(splitter.dropped() == 8u);
}

BOOST_AUTO_TEST_CASE(noise_in_a_line_spoils_that_line_alone)
{
    BOOST_TEST(split("\x80\xE5@~\r\n\r\nOK\r\n\x7F+CREG: 1\r\n") == (Lines{"\x80\xE5@~", "OK", "\x7F+CREG: 1"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_line_past_the_limit_is_dropped_and_the_next_one_is_whole)
{
    LineSplitter splitter;
    splitter.feed(std::string(LineSplitter::max_line, 'x') + "\r\n");
    BOOST_TEST(splitter.next_line().value().size() == LineSplitter::max_line);
    for (std::size_t i = 0; i < 3; ++i)
        splitter.feed(std::string(LineSplitter::max_line / 2, 'y'));
    splitter.feed("\r\nOK\r\n");
    BOOST_TEST(splitter.next_line().value() == "OK");
    BOOST_TEST(!splitter.next_line());
    BOOST_TEST(splitter.dropped() == LineSplitter::max_line / 2 * 3);
}

BOOST_AUTO_TEST_CASE(many_megabytes_octet_by_octet_pass_through_a_small_buffer)
{
    // Quadratic work would take hours: eight megabytes in lines of 40,000 octets, looked at after every octet.
    LineSplitter splitter;
    std::size_t lines = 0;
    for (std::size_t i = 0; i < 8'000'000; ++i) {
        const char octet = i % 40'000 == 39'999 ? '\n' : 'a';
        splitter.feed({&octet, 1});
        lines += splitter.next_line().has_value();
        BOOST_REQUIRE(!splitter.at_prompt());
    }
    BOOST_TEST(lines == 200u);
    BOOST_TEST(splitter.dropped() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
