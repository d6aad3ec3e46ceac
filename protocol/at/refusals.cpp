#include "protocol/at/refusals.hpp"

#include "protocol/at/at_line.hpp"

#include <algorithm>

namespace nida::protocol
{
namespace
{
using enum ErrorClass;

// clang-format off
constexpr Refusal refusals[] = {
    {1, retry_soon, "ERROR", {"رفض المودم بلا سبب؛ سنعيد المحاولة", "Le modem refuse sans dire pourquoi ; nous réessayons", "The modem refused without a reason; we try again"}},
    {2, retry_soon, "NO CARRIER", {"انتهت المكالمة أو لم تتم", "L'appel a pris fin ou n'a pas abouti", "The call ended or did not go through"}},
    {3, line_out_of_service, "COMMAND NOT SUPPORT", {"المودم لا يعرف هذا الأمر", "Le modem ne connaît pas cette commande", "The modem does not know this command"}},
    {4, line_out_of_service, "TOO MANY PARAMETERS", {"المودم لا يقبل الأمر بهذه الصيغة", "Le modem n'accepte pas la commande sous cette forme", "The modem does not take the command in this form"}},
    {5, retry_soon, "an error text without a number", {"خطأ لا نعرفه من المودم؛ سنعيد المحاولة", "Erreur du modem que nous ne connaissons pas ; nous réessayons", "An error of the modem that we do not know; we try again"}},
};
// clang-format on

/// Whether two texts have the same letters and digits in the same order, case aside.
bool same_words(std::string_view a, std::string_view b) noexcept
{
    std::size_t i = 0;
    std::size_t j = 0;
    for (;;) {
        while (i < a.size() && !is_alphanumeric(a[i]))
            ++i;
        while (j < b.size() && !is_alphanumeric(b[j]))
            ++j;
        if (i == a.size() || j == b.size()) return i == a.size() && j == b.size();
        if (lower(a[i++]) != lower(b[j++])) return false;
    }
}

bool is_spelt(const Refusal& refusal, std::string_view text) noexcept
{
    if (same_words(refusal.name, text)) return true;
    for (auto rest = refusal.also_spelt; !rest.empty();) {
        const auto end = std::min(rest.find('|'), rest.size());
        if (same_words(rest.substr(0, end), text)) return true;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return false;
}

std::optional<int> number_of(std::string_view text, std::span<const Refusal> table) noexcept
{
    if (std::none_of(text.begin(), text.end(), is_alphanumeric)) return std::nullopt;
    for (const auto& refusal : table)
        if (is_spelt(refusal, text)) return refusal.number;
    return std::nullopt;
}
} // namespace

std::span<const Refusal> at_refusals() noexcept { return refusals; }

const Refusal* find_refusal(const boost::system::error_code& code) noexcept
{
    std::span<const Refusal> table;
    if (code.category() == cms_category())
        table = cms_refusals();
    else if (code.category() == cme_category())
        table = cme_refusals();
    else if (code.category() == at_category())
        table = at_refusals();
    const auto found = std::ranges::lower_bound(table, code.value(), {}, &Refusal::number);
    return found != table.end() && found->number == code.value() ? &*found : nullptr;
}

std::optional<int> cms_number(std::string_view text) noexcept { return number_of(text, cms_refusals()); }
std::optional<int> cme_number(std::string_view text) noexcept { return number_of(text, cme_refusals()); }
} // namespace nida::protocol
