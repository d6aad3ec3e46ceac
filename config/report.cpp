#include "config/report.hpp"

#include <algorithm>
#include <stdexcept>
#include <tuple>

namespace nida::config
{

std::string ConfigError::text() const
{
    if (line == 0) return file + ": " + what;
    return file + ':' + std::to_string(line) + ':' + std::to_string(column) + ": " + what;
}

void throw_exception_from_error(const ConfigErrors& errors, const boost::source_location&)
{
    std::string all;
    for (const auto& error : errors)
        all += (all.empty() ? "" : "\n") + error.text();
    throw std::runtime_error{all};
}

void Report::add(Position at, std::string what) { errors_.push_back({file_, at.line, at.column, std::move(what)}); }

void Report::add_for_file(std::string what) { errors_.push_back({file_, 0, 0, std::move(what)}); }

ConfigErrors Report::by_position() &&
{
    std::stable_sort(errors_.begin(), errors_.end(), [](const ConfigError& a, const ConfigError& b) {
        return std::tie(a.line, a.column) < std::tie(b.line, b.column);
    });
    return std::move(errors_);
}

std::string shown(std::string_view text)
{
    constexpr std::size_t longest = 60;
    const bool cut = text.size() > longest;
    if (cut) {
        auto end = longest;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) // not inside a UTF-8 character
            --end;
        text = text.substr(0, end);
    }
    std::string safe;
    for (const char c : text)
        safe += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? '?' : c;
    return '"' + safe + (cut ? "..." : "") + '"';
}

std::string join(std::span<const std::string_view> words, std::string_view quote)
{
    std::string list;
    for (const auto word : words)
        list.append(list.empty() ? "" : ", ").append(quote).append(word).append(quote);
    return list;
}

} // namespace nida::config
