#pragma once
#include <optional>
#include <string_view>

namespace nida::protocol
{
/// The number of a verbose "+CMS ERROR: <text>" (TS 27.005 §3.2.5), whatever its case, spacing and punctuation.
std::optional<int> cms_number(std::string_view text);
/// The number of a verbose "+CME ERROR: <text>" (TS 27.007 §9.2.1), likewise.
std::optional<int> cme_number(std::string_view text);
} // namespace nida::protocol
