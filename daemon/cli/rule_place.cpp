#include "daemon/cli/rule_place.hpp"

#include <charconv>
#include <cstddef>
#include <optional>
#include <ostream>
#include <string_view>

namespace nida::daemon::cli
{

namespace
{

std::optional<std::size_t> column_in(std::string_view message)
{
    constexpr std::string_view before = "column ";
    if (!message.starts_with(before)) return {};
    message.remove_prefix(before.size());
    std::size_t column = 0;
    const auto [end, error] = std::from_chars(message.data(), message.data() + message.size(), column);
    const auto rest = message.substr(static_cast<std::size_t>(end - message.data()));
    if (error != std::errc{} || column == 0 || !rest.starts_with(':')) return {};
    return column;
}

/// The first `count` characters of well-formed UTF-8.
std::string_view first_characters(std::string_view text, std::size_t count)
{
    std::size_t octets = 0;
    for (; octets < text.size(); ++octets) {
        const bool begins = (static_cast<unsigned char>(text[octets]) & 0xC0U) != 0x80U;
        if (begins && count-- == 0) break;
    }
    return text.substr(0, octets);
}

} // namespace

void show_rule_place(Context& context, const std::string& rule, const ApiError& error)
{
    const auto column = column_in(error.what());
    if (!column || context.words.right_to_left() || printable(rule) != rule || is_directional(rule)) return;
    context.io.err << "  " << rule << "\n  " << std::string(display_width(first_characters(rule, *column - 1)), ' ')
                   << "^\n";
}

} // namespace nida::daemon::cli
