#include "daemon/cli/line_reader.hpp"

#include <boost/test/unit_test.hpp>

#include <sstream>
#include <streambuf>
#include <vector>

using nida::daemon::cli::LineReader;

namespace
{

/// Gives piece after piece, as a pipe does, and notes how much had been answered when it had to wait for each.
class Pieces : public std::streambuf
{
public:
    Pieces(std::vector<std::string> pieces, const int& answered) : pieces_{std::move(pieces)}, answered_{answered} {}
    std::vector<int> answered_before;
protected:
    int_type underflow() override
    {
        answered_before.push_back(answered_);
        if (next_ == pieces_.size()) return traits_type::eof();
        auto& piece = pieces_[next_++];
        setg(piece.data(), piece.data(), piece.data() + piece.size());
        return traits_type::to_int_type(*gptr());
    }
private:
    std::vector<std::string> pieces_;
    std::size_t next_ = 0;
    const int& answered_;
};

/// Counts what was flushed.
class Answers : public std::stringbuf
{
public:
    int answered = 0;
protected:
    int sync() override
    {
        answered = static_cast<int>(str().size());
        return 0;
    }
};

class Broken : public std::streambuf
{
protected:
    int_type underflow() override { throw std::ios_base::failure{"read"}; }
};

} // namespace

BOOST_AUTO_TEST_SUITE(line_reader)

BOOST_AUTO_TEST_CASE(a_line_is_answered_while_a_piece_of_the_next_is_there)
{
    Answers answers;
    Pieces pieces{{"a\nb\nc", "d\n"}, answers.answered};
    std::istream in{&pieces};
    std::ostream out{&answers};

    std::string seen;
    for (LineReader lines{in, out}; lines.next(); out << '!')
        seen += lines.line() + ' ';
    BOOST_TEST(seen == "a b cd ");
    BOOST_TEST(pieces.answered_before == (std::vector{0, 2, 3}), boost::test_tools::per_element());
    BOOST_TEST(!in.bad());
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_ends_the_lines_and_is_told_from_the_end)
{
    Broken broken;
    std::istream in{&broken};
    std::ostringstream out;
    LineReader lines{in, out};
    BOOST_TEST(!lines.next());
    BOOST_TEST(in.bad());
}

BOOST_AUTO_TEST_SUITE_END()
