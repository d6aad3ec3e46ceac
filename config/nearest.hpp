#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace nida::config
{

/// The candidate that the writer of `word` most likely meant: few letters wrong, missing, added or swapped, capitals aside,
/// or one of the two begins with the other ("pin" for "pin_file"). Nothing where none comes near. The first of equals wins.
std::optional<std::string_view> nearest(std::string_view word, std::span<const std::string_view> candidates);

} // namespace nida::config
