#include "protocol/encoding/codings.hpp"

#include <algorithm>

namespace nida::protocol
{
namespace
{
constexpr auto none = NationalLanguage::none;

/// Those of a list that have tables, each once.
std::vector<NationalLanguage> languages_of(const std::vector<NationalLanguage>& wanted)
{
    std::vector<NationalLanguage> languages;
    for (const auto language : wanted)
        if (language != none && static_cast<Octet>(language) <= last_national_language &&
            std::ranges::find(languages, language) == languages.end())
            languages.push_back(language);
    return languages;
}

Coding gsm7(NationalLanguage locking, NationalLanguage single) { return {Alphabet::gsm7, {locking, single}}; }

void add_gsm7(std::vector<Coding>& codings, const std::vector<NationalLanguage>& languages)
{
    codings.push_back(gsm7(none, none));
    for (const auto single : languages)
        codings.push_back(gsm7(none, single));
    for (const auto locking : languages)
        if (has_locking_table(locking)) codings.push_back(gsm7(locking, none));
    for (const auto locking : languages)
        for (const auto single : languages)
            if (has_locking_table(locking)) codings.push_back(gsm7(locking, single));
}
} // namespace

std::vector<Coding> allowed_codings(const PlanRequest& request)
{
    std::vector<Coding> codings;
    if (request.gsm7) add_gsm7(codings, languages_of(request.languages));
    if (request.ucs2) codings.push_back({Alphabet::ucs2, {}});
    if (request.eight_bit) codings.push_back({Alphabet::eight_bit, {}});
    return codings;
}

std::vector<Coding> compared_codings(const PlanRequest& request)
{
    std::vector<Coding> codings{gsm7(none, none)};
    for (const auto language : languages_of(request.languages)) {
        codings.push_back(gsm7(none, language));
        if (!has_locking_table(language)) continue;
        codings.push_back(gsm7(language, none));
        codings.push_back(gsm7(language, language));
    }
    codings.push_back({Alphabet::ucs2, {}});
    if (request.eight_bit) codings.push_back({Alphabet::eight_bit, {}});
    return codings;
}
} // namespace nida::protocol
