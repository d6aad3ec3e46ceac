#include "daemon/report/charts.hpp"

#include "daemon/report/markup.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace nida::daemon
{
namespace
{
// In the units of the drawing, which is as wide as the page whatever they are.
constexpr double width = 720, height = 100, top = 14, bottom = 84;
constexpr double margin = 18; // for half a label
constexpr double character_width = 5.2, between_labels = 5;
} // namespace

std::string column_chart(const std::vector<ChartColumn>& columns, bool right_to_left,
                         const std::function<std::string(std::int64_t)>& number)
{
    std::int64_t greatest = 0;
    std::size_t longest = 0;
    for (const auto& column : columns) {
        greatest = std::max(greatest, column.all);
        longest = std::max(longest, column.label.size());
    }
    const auto step = (width - 2 * margin) / static_cast<double>(std::max<std::size_t>(1, columns.size()));
    const auto label_width = static_cast<double>(longest) * character_width + between_labels;
    const auto every = static_cast<std::size_t>(label_width / step) + 1;
    const auto tall = [&](std::int64_t count) {
        return greatest == 0 ? 0 : static_cast<double>(count) * (bottom - top) / static_cast<double>(greatest);
    };
    std::string svg = fmt::format("<svg class=\"chart\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\">\n",
                                  width, height);
    const auto out = std::back_inserter(svg);
    bool told = false; // how many the tallest stands for
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto& column = columns[i];
        const auto place = static_cast<double>(right_to_left ? columns.size() - 1 - i : i);
        const auto x = margin + place * step + step * 0.1;
        for (const auto& [what, count] : {std::pair{"all", column.all}, std::pair{"part", column.part}})
            if (count > 0)
                fmt::format_to(out,
                               "<rect class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\"/>\n",
                               what, x, bottom - tall(count), step * 0.8, tall(count));
        if (!told && column.all > 0 && column.all == greatest) {
            told = true;
            fmt::format_to(out, "<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">{}</text>\n", x + step * 0.4,
                           top - 3, number(greatest));
        }
        if (i % every == 0)
            fmt::format_to(out, "<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">{}</text>\n", x + step * 0.4,
                           bottom + 12, escaped(column.label));
    }
    fmt::format_to(out, "<line class=\"axis\" x1=\"0\" y1=\"{0}\" x2=\"{1}\" y2=\"{0}\"/>\n</svg>\n", bottom, width);
    return svg;
}

std::string share_bar(double share, bool right_to_left)
{
    const auto filled = std::clamp(share, 0.0, 1.0) * 100;
    return fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\"><rect "
        "class=\"all\" x=\"0\" y=\"0\" width=\"100\" height=\"8\"/><rect class=\"part\" x=\"{:.1f}\" "
        "y=\"0\" width=\"{:.1f}\" height=\"8\"/></svg>",
        right_to_left ? 100 - filled : 0, filled);
}
} // namespace nida::daemon
