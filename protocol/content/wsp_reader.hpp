#pragma once
#include "protocol/octets.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace nida::protocol
{
/// Reads the primitive values of WSP (WAP-230 §8.4.2), which MMS headers and binary XML use as well. Total: where octets are
/// missing or mean nothing it stops being `ok()`, and everything read from then on is empty.
class WspReader
{
public:
    /// No text grows past this many octets.
    static constexpr std::size_t longest_text = 4096;

    explicit WspReader(std::span<const Octet> octets) : rest_{octets} {}

    bool ok() const { return ok_; }
    bool at_end() const { return rest_.empty() || !ok_; }
    std::span<const Octet> rest() const { return rest_; }
    void fail() { ok_ = false; }
    /// The next octet, which stays there; 0 at the end.
    Octet peek() const { return at_end() ? Octet{0} : rest_[0]; }
    Octet octet();
    /// Seven bits an octet, the most significant first (§8.1.2); called mb_u_int32 in binary XML.
    std::uint32_t uintvar();
    /// The octets before the next 00, which is skipped; all that is left, and no longer ok, where none comes.
    std::span<const Octet> until_zero();
    /// A Text-string, without the quote that may precede it, as UTF-8.
    std::string text();
    /// A Short-integer or a Long-integer; none, and no longer ok, for something else or past 64 bits.
    std::optional<std::uint64_t> integer();
    /// The octets that a Value-length counts.
    WspReader value();
    /// The next `count` octets. Fewer, and no longer ok, where there are not so many.
    WspReader take(std::size_t count);
    /// Encoded-string-value (WAP-209 §7.2.9): a text, perhaps with its character set before it.
    std::string encoded_string();
    /// Whatever value stands here, by the rule of §8.4.1.2.
    void skip_value();
private:
    std::span<const Octet> rest_;
    bool ok_ = true;
};

/// @param character_set  by its IANA MIBEnum; those that we do not know are read as UTF-8.
/// @return valid UTF-8 of at most WspReader::longest_text octets
std::string wsp_text(std::span<const Octet> octets, std::uint32_t character_set);
/// The longest beginning of a UTF-8 text that keeps to WspReader::longest_text.
std::string bounded(std::string text);
} // namespace nida::protocol
