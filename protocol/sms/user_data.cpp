#include "protocol/sms/user_data.hpp"

#include "protocol/sms/gsm_alphabet.hpp"
#include "protocol/unicode.hpp"

#include <algorithm>

namespace nida::protocol
{
namespace
{
/// How many septets of the field lie before the first of the text, and the bits that fill the last of them up.
struct HeaderSeptets {
    std::size_t count;
    unsigned fill_bits;
};
constexpr HeaderSeptets header_septets(std::size_t header_octets)
{
    const auto count = (header_octets * 8 + 6) / 7;
    return {count, static_cast<unsigned>(count * 7 - header_octets * 8)};
}

/// `none` without an element, and for a reserved language, whose text is shown by the default tables
/// (TS 23.040 §9.2.3.24.15, .16; TS 23.038 §6.2.1.2.2, .3).
constexpr NationalLanguage language_of(std::optional<Octet> identifier)
{
    return identifier.value_or(0) <= last_national_language ? static_cast<NationalLanguage>(identifier.value_or(0))
                                                            : NationalLanguage::none;
}

std::string decode_gsm_text(std::span<const Octet> field, std::size_t length, std::size_t header_octets, const Udh& udh)
{
    const auto header = header_septets(header_octets);
    const auto there = std::min(length, field.size() * 8 / 7); // TP-UDL counts the header's septets, too
    if (there <= header.count) return {};
    std::string text;
    text.reserve(there - header.count);
    append_packed_gsm(text, field.subspan(header_octets), there - header.count, header.fill_bits,
                      {.locking = language_of(udh.locking_shift()), .single = language_of(udh.single_shift())});
    return text;
}

bool in_septets(const Dcs& dcs) { return dcs.alphabet == Alphabet::gsm7 && !dcs.compressed; }
} // namespace

std::size_t user_data_octets(Octet dcs, Octet length) noexcept
{
    return in_septets(decode_dcs(dcs)) ? (length * 7u + 7) / 8 : length;
}

Decoded<DecodedUserData> decode_user_data(Octet dcs_octet, bool has_udh, Octet length, std::span<const Octet> ud)
{
    const auto dcs = decode_dcs(dcs_octet);
    const auto promised = user_data_octets(dcs_octet, length);
    const auto field = ud.first(std::min(ud.size(), promised));

    DecodedUserData decoded;
    decoded.alphabet = dcs.alphabet;
    decoded.truncated = field.size() < promised;

    std::size_t header_octets = 0;
    if (has_udh) {
        auto udh = decode_udh(field);
        if (!udh) return udh.error();
        decoded.udh = std::move(*udh);
        header_octets = std::size_t{1} + field[0];
    }

    const auto body = field.subspan(header_octets);
    if (in_septets(dcs))
        decoded.text = decode_gsm_text(field, length, header_octets, decoded.udh);
    else if (dcs.alphabet == Alphabet::ucs2 && !dcs.compressed)
        decoded.text = from_ucs2(body);
    else
        decoded.data.assign(body.begin(), body.end());
    return decoded;
}
} // namespace nida::protocol
