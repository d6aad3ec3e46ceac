#pragma once
#include <cstddef>
#include <string_view>

namespace nida::daemon
{
/// How many letters one has to change, add or take away to make one word of the other; two that changed places count once ("optimal string
/// alignment"). Takes time by the product of the lengths.
std::size_t spelling_distance(std::u32string_view a, std::u32string_view b);
} // namespace nida::daemon
