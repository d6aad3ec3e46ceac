#pragma once

#include <cstddef>
#include <istream>
#include <string>

namespace nida::daemon::cli
{

/// Takes line after line off a stream as soon as each is there, in bounded memory. CR LF ends a line, too; the last needs
/// no end.
class LineReader
{
public:
    explicit LineReader(std::istream& in, std::size_t longest = 64 * 1024) : in_{in}, longest_{longest} {}

    /// @return false at the end
    bool next();
    /// Without its end, and without what went past the longest.
    const std::string& line() const { return line_; }
    bool is_too_long() const { return too_long_; }
    /// Whether the next line may take a while to come, so that what is written should be seen now.
    bool would_wait() const;
private:
    std::istream& in_;
    std::size_t longest_;
    std::string line_;
    bool too_long_ = false;
};

} // namespace nida::daemon::cli
