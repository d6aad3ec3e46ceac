#pragma once
#include <string>
#include <string_view>

namespace nida::daemon
{
/// A text of anybody's as it stands in XHTML, between tags or in a quoted attribute. What no document may hold, controls and octets that are not UTF-8,
/// becomes U+FFFD.
std::string escaped(std::string_view text);
} // namespace nida::daemon
