#include "daemon/cli/line_reader.hpp"

namespace nida::daemon::cli
{

bool LineReader::next()
{
    using Traits = std::istream::traits_type;
    auto& buffer = *in_.rdbuf();
    line_.clear();
    too_long_ = false;

    auto octet = buffer.sbumpc();
    if (Traits::eq_int_type(octet, Traits::eof())) return false;
    for (; !Traits::eq_int_type(octet, Traits::eof()) && octet != '\n'; octet = buffer.sbumpc()) {
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

bool LineReader::would_wait() const { return in_.rdbuf()->in_avail() <= 0; }

} // namespace nida::daemon::cli
