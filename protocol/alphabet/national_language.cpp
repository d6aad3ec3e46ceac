#include "protocol/alphabet/national_language.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace nida::protocol
{
namespace
{
/// By identifier.
constexpr std::array<std::string_view, last_national_language + 1> codes{"",   "tr", "es", "pt", "bn", "gu", "hi",
                                                                         "kn", "ml", "or", "pa", "ta", "te", "ur"};
} // namespace

bool has_locking_table(NationalLanguage language) noexcept
{
    return !code_of(language).empty() && language != NationalLanguage::spanish;
}

std::optional<NationalLanguage> national_language(std::string_view code) noexcept
{
    const auto found = std::ranges::find(codes, code);
    if (code.empty() || found == codes.end()) return std::nullopt;
    return static_cast<NationalLanguage>(found - codes.begin());
}

std::string_view code_of(NationalLanguage language) noexcept
{
    const auto identifier = static_cast<std::size_t>(language);
    return identifier < codes.size() ? codes[identifier] : std::string_view{};
}
} // namespace nida::protocol
