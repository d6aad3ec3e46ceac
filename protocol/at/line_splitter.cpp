#include "protocol/at/line_splitter.hpp"

#include "protocol/at/at_line.hpp"

namespace nida::protocol
{
namespace
{
constexpr std::string_view line_ends{"\r\n"};
}

void LineSplitter::feed(std::string_view octets)
{
    if (taken_ > max_line && taken_ > buffer_.size() / 2) { // so seldom that every octet moves once on average
        buffer_.erase(0, taken_);
        unfinished_ -= taken_;
        taken_ = 0;
    }
    while (!octets.empty()) {
        const auto end = octets.find_first_of(line_ends);
        for (const char octet : octets.substr(0, end)) {
            if (octet == '\0' || octet == '\xFF' || overlong_) {
                ++dropped_;
                continue;
            }
            buffer_ += octet;
            if (buffer_.size() - unfinished_ > max_line) {
                dropped_ += buffer_.size() - unfinished_;
                buffer_.resize(unfinished_);
                overlong_ = true;
            }
        }
        if (end == std::string_view::npos) return;
        end_line();
        octets.remove_prefix(end + 1);
    }
}

void LineSplitter::end_line()
{
    overlong_ = false;
    const auto line = trimmed(unfinished());
    if (line == ">") prompt_ = true;
    if (line.empty() || line == ">")
        buffer_.resize(unfinished_);
    else
        buffer_ += '\n';
    unfinished_ = buffer_.size();
}

std::optional<std::string> LineSplitter::next_line()
{
    if (taken_ == unfinished_) return std::nullopt;
    const auto end = buffer_.find('\n', taken_);
    auto line = buffer_.substr(taken_, end - taken_);
    taken_ = end + 1;
    return line;
}

bool LineSplitter::at_prompt() const
{
    if (taken_ != unfinished_) return false;
    // No modem puts more than a few spaces around its prompt; a long unfinished line need not be looked at again and again.
    return prompt_ || (unfinished().size() < 16 && trimmed(unfinished()) == ">");
}

void LineSplitter::consume_prompt()
{
    prompt_ = false;
    if (unfinished().size() < 16 && trimmed(unfinished()) == ">") buffer_.resize(unfinished_);
}
} // namespace nida::protocol
