#pragma once
#include <cstdint>
#include <vector>

namespace nida::protocol
{
using Octet = std::uint8_t;
/// One character code of a GSM 7-bit alphabet, 0x00-0x7F (TS 23.038 §6.2.1).
using Septet = std::uint8_t;
using Octets = std::vector<Octet>;
} // namespace nida::protocol
