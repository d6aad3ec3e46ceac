#pragma once

#include "config/settings.hpp"

#include <span>

namespace nida::config
{

/// A place in the file, counted from 1.
struct Position {
    unsigned line;
    unsigned column;
};

/// The errors found so far, in any order.
class Report
{
public:
    explicit Report(std::string file) : file_{std::move(file)} {}
    void add(Position at, std::string what);
    void add_for_file(std::string what); ///< for what stands nowhere in the file
    bool empty() const { return errors_.empty(); }
    ConfigErrors by_position() &&;
private:
    std::string file_;
    ConfigErrors errors_;
};

/// A value from the file as an error shows it: in quotes, short, and without anything that a terminal would obey.
std::string shown(std::string_view text);

/// The words with commas between them and `quote` around each.
std::string join(std::span<const std::string_view> words, std::string_view quote);

} // namespace nida::config
