#include "daemon/cli/table.hpp"

#include "daemon/cli/terminal_text.hpp"

#include <algorithm>
#include <numeric>
#include <ostream>

namespace nida::daemon::cli
{

namespace
{

constexpr std::size_t gap = 2;
constexpr std::size_t never_cut = 20;      // times, numbers and states are no use without their ends
constexpr std::size_t narrowest_last = 10; // but a text in the last column still says something

} // namespace

Table::Table(std::vector<std::string> headings, bool right_to_left, std::size_t columns)
    : headings_{std::move(headings)},
      right_to_left_{right_to_left},
      columns_{columns},
      headings_due_{std::ranges::any_of(headings_, [](const auto& heading) { return !heading.empty(); })}
{
    for (const auto& heading : headings_)
        widths_.push_back(display_width(heading));
    is_empty_.assign(headings_.size(), true);
}

void Table::add(const std::vector<std::string>& cells)
{
    std::vector<std::string> row;
    for (std::size_t column = 0; column < headings_.size(); ++column) {
        row.push_back(column < cells.size() ? printable(cells[column]) : std::string{});
        widths_[column] = std::max(widths_[column], display_width(row.back()));
        if (!row.back().empty()) is_empty_[column] = false;
    }
    rows_.push_back(std::move(row));
}

void Table::flush(std::ostream& out)
{
    const auto widths = fitting_widths();
    if (headings_due_) write(out, headings_, widths);
    headings_due_ = false;
    for (const auto& row : rows_)
        write(out, row, widths);
    rows_.clear();
}

std::vector<std::size_t> Table::fitting_widths() const
{
    auto widths = widths_;
    if (columns_ == 0 || widths.empty()) return widths;
    const auto excess = [&] {
        const auto total = std::accumulate(widths.begin(), widths.end(), std::size_t{0},
                                           [](auto sum, auto width) { return width == 0 ? sum : sum + width + gap; });
        return total > columns_ + gap ? total - columns_ - gap : 0;
    };
    const auto cut = [&](std::size_t& width, std::size_t least) {
        width -= std::min(excess(), width - std::min(width, least));
    };

    if (excess() > 0)
        for (std::size_t column = 0; column < widths.size(); ++column)
            if (is_empty_[column]) widths[column] = 0;
    if (excess() > 0) cut(widths.back(), never_cut);
    while (excess() > 0) {
        auto& widest = *std::ranges::max_element(widths);
        if (widest <= never_cut) break;
        --widest;
    }
    if (excess() > 0) cut(widths.back(), narrowest_last);
    return widths;
}

void Table::write(std::ostream& out, const std::vector<std::string>& row, const std::vector<std::size_t>& widths) const
{
    std::string line;
    const auto count = row.size();
    for (std::size_t place = 0; place < count; ++place) {
        const auto column = right_to_left_ ? count - 1 - place : place;
        if (widths[column] == 0) continue;
        const auto cell = fit(row[column], widths[column]);
        const std::string padding(widths[column] - display_width(cell), ' ');
        if (!line.empty()) line.append(gap, ' ');
        if (right_to_left_) line += padding;
        line += !cell.empty() && (right_to_left_ || is_directional(cell)) ? isolated(cell) : cell;
        if (!right_to_left_) line += padding;
    }
    if (!right_to_left_) line.erase(line.find_last_not_of(' ') + 1);
    out << line << '\n';
}

} // namespace nida::daemon::cli
