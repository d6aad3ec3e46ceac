#pragma once

#include <cstddef>
#include <istream>
#include <ostream>
#include <string>

namespace nida::daemon::cli
{

/// Takes line after line off a stream as soon as each is there, in bounded memory. CR LF ends a line, too; the last needs
/// no end.
class LineReader
{
public:
    /// @param answers  flushed before each wait for more input: who writes the lines may wait for what they led to
    LineReader(std::istream& in, std::ostream& answers, std::size_t longest = 64 * 1024)
        : in_{in}, answers_{answers}, longest_{longest}
    {
    }

    /// @return false at the end, and where reading fails: then the stream is bad
    bool next();
    /// Without its end, and without what went past the longest.
    const std::string& line() const { return line_; }
    bool is_too_long() const { return too_long_; }
private:
    bool read();

    std::istream& in_;
    std::ostream& answers_;
    std::size_t longest_;
    std::string line_;
    bool too_long_ = false;
    std::streamsize ready_ = 0; ///< octets that can be had without a wait
};

} // namespace nida::daemon::cli
