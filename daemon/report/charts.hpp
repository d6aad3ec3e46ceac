#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace nida::daemon
{
/// One column of a chart: a part of a whole.
struct ChartColumn {
    std::string label;
    std::int64_t all, part; ///< part <= all
};

/// Columns side by side as an SVG, as tall as the greatest; every so many have their label. Right to left the first stands on the right.
/// @param number  how a count is written, escaped
std::string column_chart(const std::vector<ChartColumn>& columns, bool right_to_left,
                         const std::function<std::string(std::int64_t)>& number);

/// A bar as an SVG that is as wide as its place. @param share  of it that is filled, from 0 to 1
std::string share_bar(double share, bool right_to_left);
} // namespace nida::daemon
