#include "daemon/cli/line_reader.hpp"

#include <algorithm>

namespace nida::daemon::cli
{

bool LineReader::next()
try {
    return read();
} catch (const std::ios_base::failure&) {
    // A stream turns this into its bad bit by itself; its buffer, which we ask, throws.
    in_.setstate(std::ios_base::badbit);
    return false;
}

bool LineReader::read()
{
    using Traits = std::istream::traits_type;
    auto& buffer = *in_.rdbuf();
    line_.clear();
    too_long_ = false;

    // A line may come in pieces, so it is before each octet that we may have to wait.
    const auto take = [&] {
        if (ready_ == 0) ready_ = std::max<std::streamsize>(buffer.in_avail(), 0);
        if (ready_ == 0)
            answers_.flush();
        else
            --ready_;
        return buffer.sbumpc();
    };
    auto octet = take();
    if (Traits::eq_int_type(octet, Traits::eof())) return false;
    for (; !Traits::eq_int_type(octet, Traits::eof()) && octet != '\n'; octet = take()) {
        if (line_.size() <= longest_) // one more than the longest, for the CR that may end it
            line_ += Traits::to_char_type(octet);
        else
            too_long_ = true;
    }
    if (!too_long_ && line_.ends_with('\r')) line_.pop_back();
    if (line_.size() > longest_) {
        too_long_ = true;
        line_.resize(longest_);
    }
    return true;
}

} // namespace nida::daemon::cli
