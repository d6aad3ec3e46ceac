#pragma once
#include "protocol/octets.hpp"

#include <span>
#include <string>
#include <string_view>

namespace nida::protocol
{
/// UTF-8 as code points; every invalid octet becomes U+FFFD, so the result is never shorter than the text had characters.
std::u32string decode_utf8(std::string_view utf8);
void append_utf8(std::string& out, char32_t code_point);
bool is_valid_utf8(std::string_view utf8) noexcept;

/// UTF-16BE octets, as TS 23.038 §6.2.3 ("UCS2") is used today: code points past U+FFFF become surrogate pairs.
Octets to_ucs2(std::u32string_view text);
/// UTF-8 of UTF-16BE octets; a lone surrogate becomes U+FFFD, an odd last octet is dropped.
std::string from_ucs2(std::span<const Octet> octets);
} // namespace nida::protocol
