#pragma once

#include <string_view>

namespace nida::protocol
{

/// The time zone in which the owner of a number most likely is, by its country and, where the number shows it, its area.
///
/// A mobile number often says no more than the country; where that has several zones, the answer is that of its most populous city.
/// Nobody knows who has moved or travels.
///
/// @param e164  "+218912345678"
/// @return an IANA name that every tzdata has ("Africa/Tripoli"), a literal; empty for what is no such number, and for codes of no country
std::string_view time_zone_of(std::string_view e164);

} // namespace nida::protocol
