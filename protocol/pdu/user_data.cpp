#include "protocol/pdu/user_data.hpp"

#include "protocol/alphabet/gsm_alphabet.hpp"
#include "protocol/unicode.hpp"

#include <algorithm>
#include <optional>

namespace nida::protocol
{
namespace
{
NationalLanguage language(std::optional<Octet> shift)
{
    return shift.value_or(0) <= last_national_language ? static_cast<NationalLanguage>(shift.value_or(0))
                                                       : NationalLanguage::none;
}

std::string decode_gsm_text(std::span<const Octet> field, std::size_t length, std::size_t header_octets, const Udh& udh)
{
    const auto header = header_septets(header_octets);
    const auto there = std::min(length, field.size() * 8 / 7); // TP-UDL counts the header's septets, too
    if (there <= header) return {};
    std::string text;
    text.reserve(there - header);
    append_packed_gsm(text, field.subspan(header_octets), there - header, header_fill_bits(header_octets),
                      gsm_tables(udh));
    return text;
}

bool in_septets(const Dcs& dcs) { return dcs.alphabet == Alphabet::gsm7 && !dcs.compressed; }
} // namespace

std::size_t user_data_octets(Octet dcs, Octet length) noexcept
{
    return in_septets(decode_dcs(dcs)) ? (length * 7u + 7) / 8 : length;
}

GsmTables gsm_tables(const Udh& udh)
{
    return {.locking = language(udh.locking_shift()), .single = language(udh.single_shift())};
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
