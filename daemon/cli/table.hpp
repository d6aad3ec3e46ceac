#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <vector>

namespace nida::daemon::cli
{

/// Columns aligned by display width, written page by page: a later page is never narrower than an earlier one, and the
/// headings stand above the first only.
///
/// Right to left, the first column is printed as the last of the line and cells are padded on their left; each cell is
/// isolated, so that the order of columns is the same on terminals that reorder text and on those that do not.
class Table
{
public:
    /// @param headings   one a column; all empty: no line of headings
    /// @param columns    the width of the terminal; 0: unlimited. What is wider loses empty columns first, then the ends of
    ///                   its longest cells; a line that still does not fit is left to the terminal to wrap.
    Table(std::vector<std::string> headings, bool right_to_left, std::size_t columns = 0);

    /// Adds a row; its cells come from strangers as they are and are made printable here.
    void add(const std::vector<std::string>& cells);

    /// Writes the rows that were added since the last time.
    void flush(std::ostream& out);
private:
    std::vector<std::size_t> fitting_widths() const;
    void write(std::ostream& out, const std::vector<std::string>& row, const std::vector<std::size_t>& widths) const;

    std::vector<std::string> headings_;
    bool right_to_left_;
    std::size_t columns_;
    std::vector<std::size_t> widths_;
    std::vector<bool> is_empty_; // the column, so far
    std::vector<std::vector<std::string>> rows_;
    bool headings_due_;
};

} // namespace nida::daemon::cli
