#pragma once

#include "config/report.hpp"

namespace nida::config
{

struct Unfit {
    Position at;
    std::string what;
};

/// Looks for what toml++ must not be given. It asks of characters whether they are white space, and version 3.3 has undefined
/// behaviour for some that are not ASCII, "é" among them. So outside comments there may not be:
/// - a character other than ASCII. Mostly it is a typographic quotation mark that came with a copied text; in a path it can
///   be written as \u0644.
/// - a string over several lines (""" or '''), which would make it hard to say what a comment is. No value of ours needs one.
/// - more than 1000 dots outside quotes. toml++ goes through nested tables by recursion, and a dotted key (a.b.c. ...) nests
///   without limit.
///
/// @return the first such place; nothing where the text is fit, or is broken in a way at which toml++ stops by itself
std::optional<Unfit> unfit_for_toml(std::string_view text);

} // namespace nida::config
