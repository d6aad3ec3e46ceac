#include "daemon/people/files/csv.hpp"
#include "daemon/people/files/headings.hpp"

#include <algorithm>
#include <map>

namespace nida::daemon
{

namespace
{

constexpr std::size_t rows_looked_at = 50;
constexpr std::size_t rows_above_headings = 10; // at most, and theirs

double share_of_known_headings(const std::vector<std::string>& row)
{
    const auto known = std::ranges::count_if(row, [](const auto& cell) { return is_known_heading(cell); });
    return static_cast<double>(known) / static_cast<double>(row.size());
}

/// From 0 for one that separates nothing to 2 for one that every row has alike, between headings that we know.
double judged(std::string_view text, char separator)
{
    const auto rows = first_csv_rows(text, separator, rows_looked_at);
    if (rows.empty()) return 0;
    std::map<std::size_t, std::size_t> counts;
    for (const auto& row : rows)
        ++counts[row.size()];
    const auto commonest = std::ranges::max_element(counts, {}, [](const auto& count) {
        return std::pair{count.second, count.first};
    });
    if (commonest->first < 2) return 0;
    double known = 0;
    for (std::size_t i = 0; i < std::min(rows.size(), rows_above_headings); ++i)
        known = std::max(known, share_of_known_headings(rows[i]));
    return static_cast<double>(commonest->second) / static_cast<double>(rows.size()) + known;
}

} // namespace

char separator_of(std::string_view text)
{
    char best = ',';
    double best_score = 0;
    for (const char separator : {',', ';', '\t', '|'}) {
        const auto score = judged(text, separator);
        if (score <= best_score) continue;
        best = separator;
        best_score = score;
    }
    return best;
}

} // namespace nida::daemon
