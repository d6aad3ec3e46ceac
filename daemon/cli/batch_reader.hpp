#pragma once

#include <cstddef>
#include <cstdint>
#include <istream>
#include <optional>
#include <string>
#include <vector>

namespace nida::daemon::cli
{

/// Lines of a batch file that go to the daemon in one request.
struct BatchChunk {
    std::string body;                    ///< JSON lines, each ended by a line feed
    std::vector<std::uint64_t> lines;    ///< where each stands in the file, counted from 1
    std::vector<std::uint64_t> too_long; ///< lines that were left out here because they are too long

    /// The line of the file that the daemon means by `reported`, having been told that the first is lines.front().
    std::uint64_t line_in_file(std::uint64_t reported) const;
};

/// Cuts a stream of JSON lines into chunks, in constant memory. CR LF ends a line, too; a byte order mark and empty lines
/// are left out; the last line needs no end.
class BatchReader
{
public:
    static constexpr std::size_t longest_line = 64 * 1024;
    static constexpr std::size_t most_lines = 2'000;
    static constexpr std::size_t most_octets = 1024 * 1024;

    explicit BatchReader(std::istream& in) : in_{in}, buffer_(256 * 1024) {}

    /// The next chunk; nothing at the end. A chunk may hold no line at all but some that were too long.
    std::optional<BatchChunk> next();
private:
    bool read_line();
    bool fill();

    std::istream& in_;
    std::vector<char> buffer_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::string line_;       // the present line, without its end; at most longest_line octets of it are kept
    std::size_t octets_ = 0; // how long it is really
    std::uint64_t number_ = 0;
    bool held_back_ = false; // the present line did not fit into the last chunk
};

} // namespace nida::daemon::cli
