#pragma once
#include "protocol/errors.hpp"
#include "protocol/octets.hpp"

#include <span>
#include <string>
#include <string_view>

namespace nida::protocol
{
/// Upper-case hexadecimal, two digits an octet.
std::string to_hex(std::span<const Octet> octets);
/// @param field  the name that an error carries
/// @return the octets of an even number of hex digits in either case; `bad_digit` or `truncated` with the character's offset
Decoded<Octets> from_hex(std::string_view hex, std::string_view field);
} // namespace nida::protocol
