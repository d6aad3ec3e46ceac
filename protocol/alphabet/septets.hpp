#pragma once
#include "protocol/errors.hpp"
#include "protocol/octets.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace nida::protocol
{
/// How many octets septets take when packed (TS 23.038 §6.1.2.1), `fill_bits` before the first.
constexpr std::size_t packed_octets(std::size_t septets, unsigned fill_bits = 0) noexcept
{
    return septets / 8 * 7 + (septets % 8 * 7 + fill_bits + 7) / 8; // in two parts, so that nothing wraps
}

/// Packs GSM 7-bit characters into octets (TS 23.038 §6.1.2.1).
/// @param fill_bits  0-6 zero bits before the first septet, which align it after a UDH
Octets pack_septets(std::span<const Septet> septets, unsigned fill_bits = 0);
/// The same into the caller's buffer, which must not lie over `septets`.
/// @pre out.size() >= packed_octets(septets.size(), fill_bits)
/// @return packed_octets(septets.size(), fill_bits), the octets written; `out` behind them is as it was
std::size_t pack_septets(std::span<const Septet> septets, std::span<Octet> out, unsigned fill_bits = 0);

/// Unpacks GSM 7-bit characters from a user-data field (TS 23.038 §6.1.2.1).
///
/// @param octets     the packed field, the UDH already taken off
/// @param count      how many septets it holds. TP-UDL says; the field itself cannot, since a last
///                   septet of zeros looks like padding.
/// @param fill_bits  0-6 zero bits that align the first septet after a UDH
/// @return one septet (0x00-0x7F) per element, still GSM alphabet, not UTF-8;
///         `truncated` where `octets` is too short for `count`
Decoded<std::vector<Septet>> unpack_septets(std::span<const Octet> octets, std::size_t count, unsigned fill_bits = 0);
/// The same into the caller's buffer, which must not lie over `octets`.
/// @return how many septets were written: out.size(), or the fewer that `octets` holds
std::size_t unpack_septets_into(std::span<const Octet> octets, std::span<Septet> out, unsigned fill_bits = 0);
} // namespace nida::protocol
