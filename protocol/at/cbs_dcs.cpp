#include "protocol/at/cbs_dcs.hpp"

#include <array>

namespace nida::protocol
{
namespace
{
struct Language {
    std::string_view iso_639, name;
};

/// The lower half of groups 0000 and 0010, in its order. The last of group 0000 says that no language is named.
constexpr std::array<Language, 15> first_languages{{{"de", "German"},
                                                    {"en", "English"},
                                                    {"it", "Italian"},
                                                    {"fr", "French"},
                                                    {"es", "Spanish"},
                                                    {"nl", "Dutch"},
                                                    {"sv", "Swedish"},
                                                    {"da", "Danish"},
                                                    {"pt", "Portuguese"},
                                                    {"fi", "Finnish"},
                                                    {"no", "Norwegian"},
                                                    {"el", "Greek"},
                                                    {"tr", "Turkish"},
                                                    {"hu", "Hungarian"},
                                                    {"pl", "Polish"}}};
constexpr std::array<Language, 5> more_languages{
    {{"cs", "Czech"}, {"he", "Hebrew"}, {"ar", "Arabic"}, {"ru", "Russian"}, {"is", "Icelandic"}}};

/// Bits 3 and 2 of the groups that are coded as in an SMS; 11 is reserved.
void take_alphabet(CbsDcs& result, Octet dcs)
{
    constexpr std::array alphabets{Alphabet::gsm7, Alphabet::eight_bit, Alphabet::ucs2, Alphabet::gsm7};
    result.alphabet = alphabets[dcs >> 2 & 3];
    result.reserved = (dcs >> 2 & 3) == 3;
}
} // namespace

CbsDcs decode_cbs_dcs(Octet dcs) noexcept
{
    const unsigned group = dcs >> 4;
    const unsigned low = dcs & 0x0F;
    CbsDcs result;
    switch (group) {
    case 0b0000:
        if (low < first_languages.size()) result.language = first_languages[low].iso_639;
        break;
    case 0b0001:
        result.group = CbsGroup::language_in_front;
        if (low == 1) result.alphabet = Alphabet::ucs2;
        result.reserved = low > 1;
        break;
    case 0b0010:
        if (low < more_languages.size()) result.language = more_languages[low].iso_639;
        result.reserved = low >= more_languages.size();
        break;
    case 0b0011: result.reserved = true; break;
    case 0b0100:
    case 0b0101:
    case 0b0110:
    case 0b0111:
        result.group = CbsGroup::general;
        take_alphabet(result, dcs);
        result.compressed = (dcs & 0x20) != 0;
        if ((dcs & 0x10) != 0) result.message_class = dcs & 3u;
        break;
    case 0b1001:
        result.group = CbsGroup::with_header;
        take_alphabet(result, dcs);
        result.message_class = dcs & 3u;
        break;
    case 0b1101: result.group = CbsGroup::i1_protocol; break;
    case 0b1110: result.group = CbsGroup::wap; break;
    case 0b1111:
        result.group = CbsGroup::data_coding;
        if ((dcs & 4) != 0) result.alphabet = Alphabet::eight_bit;
        if ((dcs & 3) != 0) result.message_class = dcs & 3u; // 0 is no class here, not class 0
        result.reserved = (dcs & 8) != 0;
        break;
    default:
        result.group = CbsGroup::reserved;
        result.reserved = true;
        break;
    }
    return result;
}

std::string_view cbs_language_name(std::string_view iso_639) noexcept
{
    for (const auto& language : first_languages)
        if (language.iso_639 == iso_639) return language.name;
    for (const auto& language : more_languages)
        if (language.iso_639 == iso_639) return language.name;
    return {};
}
} // namespace nida::protocol
