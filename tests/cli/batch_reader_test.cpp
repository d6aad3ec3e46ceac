#include "daemon/cli/batch_reader.hpp"

#include <boost/test/unit_test.hpp>

#include <sstream>

using namespace nida::daemon::cli;
using boost::test_tools::per_element;
using Numbers = std::vector<std::uint64_t>;

namespace
{

std::vector<BatchChunk> chunks_of(const std::string& text)
{
    std::istringstream in{text};
    BatchReader reader{in};
    std::vector<BatchChunk> chunks;
    while (auto chunk = reader.next())
        chunks.push_back(std::move(*chunk));
    return chunks;
}

} // namespace

BOOST_AUTO_TEST_SUITE(batch_reader)

BOOST_AUTO_TEST_CASE(both_line_ends_end_a_line_and_the_last_needs_none)
{
    const auto chunks = chunks_of("\xEF\xBB\xBF{\"a\":1}\r\n{\"b\":2}\n{\"c\":3}");
    BOOST_TEST_REQUIRE(chunks.size() == 1U);
    BOOST_TEST(chunks[0].body == "{\"a\":1}\n{\"b\":2}\n{\"c\":3}\n");
    BOOST_TEST(chunks[0].lines == (Numbers{1, 2, 3}), per_element());
}

BOOST_AUTO_TEST_CASE(empty_lines_are_left_out_but_counted)
{
    const auto chunks = chunks_of("\n \t\r\n{1}\n\n{2}\n\n");
    BOOST_TEST_REQUIRE(chunks.size() == 1U);
    BOOST_TEST(chunks[0].lines == (Numbers{3, 5}), per_element());
    // The daemon was told that the first is line 3, so its line 4 is the file's line 5.
    BOOST_TEST(chunks[0].line_in_file(3) == 3U);
    BOOST_TEST(chunks[0].line_in_file(4) == 5U);
}

BOOST_AUTO_TEST_CASE(nothing_gives_no_chunk)
{
    BOOST_TEST(chunks_of("").empty());
    BOOST_TEST(chunks_of("\n\r\n").empty());
}

BOOST_AUTO_TEST_CASE(a_chunk_has_at_most_so_many_lines)
{
    std::string text;
    for (std::size_t i = 0; i < BatchReader::most_lines + 1; ++i)
        text += "{}\n";
    const auto chunks = chunks_of(text);
    BOOST_TEST_REQUIRE(chunks.size() == 2U);
    BOOST_TEST(chunks[0].lines.size() == BatchReader::most_lines);
    BOOST_TEST(chunks[1].lines == (Numbers{BatchReader::most_lines + 1}), per_element());
}

BOOST_AUTO_TEST_CASE(a_chunk_has_at_most_so_many_octets_and_no_line_is_lost_between_two)
{
    const std::string line(60'000, 'x');
    std::string text;
    for (int i = 0; i < 40; ++i)
        text += line + '\n';
    const auto chunks = chunks_of(text);
    std::string all;
    std::uint64_t next = 1;
    for (const auto& chunk : chunks) {
        BOOST_TEST(chunk.body.size() <= BatchReader::most_octets);
        for (const auto number : chunk.lines)
            BOOST_TEST(number == next++);
        all += chunk.body;
    }
    BOOST_TEST(chunks.size() == 3U);
    BOOST_TEST((all == text));
}

BOOST_AUTO_TEST_CASE(a_line_that_is_too_long_is_named_and_left_out)
{
    const std::string longest(BatchReader::longest_line, 'x');
    const auto chunks =
        chunks_of("{1}\n" + longest + "y\n" + longest + "\r\n" + std::string(1'000'000, 'z') + "\n{5}\n");
    BOOST_TEST_REQUIRE(chunks.size() == 1U);
    BOOST_TEST(chunks[0].lines == (Numbers{1, 3, 5}), per_element());
    BOOST_TEST(chunks[0].too_long == (Numbers{2, 4}), per_element());
    BOOST_TEST((chunks[0].body == "{1}\n" + longest + "\n{5}\n"));
}

BOOST_AUTO_TEST_CASE(lines_across_the_buffer_s_end_stay_whole)
{
    std::string text;
    for (int i = 0; text.size() < 600'000; ++i)
        text +=
            "{\"n\":" + std::to_string(i) + ",\"x\":\"" + std::string(static_cast<std::size_t>(i % 997), 'q') + "\"}\n";
    std::string all;
    for (const auto& chunk : chunks_of(text))
        all += chunk.body;
    BOOST_TEST((all == text));
}

BOOST_AUTO_TEST_SUITE_END()
