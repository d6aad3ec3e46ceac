#include "daemon/cli/batch_reader.hpp"

#include <algorithm>

namespace nida::daemon::cli
{

std::uint64_t BatchChunk::line_in_file(std::uint64_t reported) const
{
    if (lines.empty() || reported < lines.front()) return reported;
    const auto index = reported - lines.front();
    return index < lines.size() ? lines[index] : reported;
}

std::optional<BatchChunk> BatchReader::next()
{
    BatchChunk chunk;
    while (chunk.lines.size() < most_lines && chunk.too_long.size() < most_lines && (held_back_ || read_line())) {
        held_back_ = false;
        if (octets_ > longest_line) {
            chunk.too_long.push_back(number_);
            continue;
        }
        if (line_.find_first_not_of(" \t") == std::string::npos) continue;
        if (chunk.body.size() + line_.size() + 1 > most_octets) {
            held_back_ = true;
            break;
        }
        chunk.body += line_;
        chunk.body += '\n';
        chunk.lines.push_back(number_);
    }
    if (chunk.lines.empty() && chunk.too_long.empty()) return {};
    return chunk;
}

bool BatchReader::read_line()
{
    if (begin_ == end_ && !fill()) return false;
    line_.clear();
    octets_ = 0;
    for (bool ended = false; !ended && (begin_ < end_ || fill());) {
        const char* const from = buffer_.data() + begin_;
        const char* const to = std::find(from, from + (end_ - begin_), '\n');
        const auto count = static_cast<std::size_t>(to - from);
        octets_ += count;
        // One more than the longest, for the CR that may end it.
        line_.append(from, std::min(count, longest_line + 1 - std::min(line_.size(), longest_line + 1)));
        begin_ += count;
        ended = begin_ < end_;
        if (ended) ++begin_;
    }
    ++number_;
    if (octets_ == line_.size() && line_.ends_with('\r')) {
        line_.pop_back();
        --octets_;
    }
    if (number_ == 1 && line_.starts_with("\xEF\xBB\xBF")) {
        line_.erase(0, 3);
        octets_ -= 3;
    }
    return true;
}

bool BatchReader::fill()
{
    begin_ = end_ = 0;
    if (!in_) return false;
    in_.read(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
    end_ = static_cast<std::size_t>(in_.gcount());
    return end_ > 0;
}

} // namespace nida::daemon::cli
