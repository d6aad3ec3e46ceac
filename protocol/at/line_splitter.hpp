#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace nida::protocol
{
/// Cuts a modem's octet stream into lines (CR LF, LF or CR alone ends one; empty lines vanish), however the reads tore them.
/// A prompt is `>` (with spaces) alone on a line, finished or not: it never comes out as a line but raises at_prompt(). A `>`
/// inside a line (a USSD menu) is no prompt. NUL and 0xFF octets, which an idle or unplugged line makes and no alphabet of ours
/// has, and lines past 64 KiB are dropped and their octets counted.
class LineSplitter
{
public:
    static constexpr std::size_t max_line = 64 * 1024;
    void feed(std::string_view octets);
    /// The next whole line without its end, in order of arrival; none until more is fed.
    std::optional<std::string> next_line();
    /// True where all lines are taken and a `>` has come: the modem waits for a payload. It stays true past later lines
    /// until consume_prompt(), since a URC may follow the prompt in the same read.
    bool at_prompt() const;
    /// Takes the prompt away, so that what follows starts a new line. Also to be called before a command that asks for one,
    /// or a `>` left from before counts as its answer. Does nothing where there is none.
    void consume_prompt();
    /// The octets thrown away so far.
    std::size_t dropped() const { return dropped_; }
private:
    void end_line();
    std::string_view unfinished() const { return std::string_view{buffer_}.substr(unfinished_); }

    std::string buffer_;         // whole lines, each ended by one LF, then the unfinished one
    std::size_t taken_ = 0;      // where the next whole line begins
    std::size_t unfinished_ = 0; // where the unfinished line begins
    std::size_t dropped_ = 0;
    bool overlong_ = false; // within a line that is being dropped
    bool prompt_ = false;   // a `>` with its line end has come
};
} // namespace nida::protocol
