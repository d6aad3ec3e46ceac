#include "protocol/alphabet/gsm_alphabet.hpp"

#include "protocol/alphabet/gsm_table.hpp"
#include "protocol/alphabet/septets.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace nida::protocol
{
namespace
{
/// Septets become text in steps of this many, by way of a buffer on the stack.
constexpr std::size_t step = 64;

/// Reads septets one after the other. What an escape does reaches past the end of a step.
class Reader
{
public:
    explicit Reader(GsmTables tables)
        : plain_{locking_table(tables.locking)}, shifted_{single_shift_table(tables.single)}
    {
    }

    /// @pre septets.size() <= step
    void append_to(std::string& text, std::span<const Septet> septets)
    {
        std::array<char, step * sizeof(Glyph)> buffer;
        auto* end = buffer.data();
        const auto* at = septets.data();
        const auto* const last = at + septets.size();
        if (escaped_ && at != last) {
            end = write(end, shifted_glyph(*at++));
            escaped_ = false;
        }
        while (at != last) {
            const auto septet = static_cast<Septet>(*at++ & 0x7F);
            if (septet != GsmTable::escape)
                end = write(end, plain_.glyph(septet));
            else if (at != last)
                end = write(end, shifted_glyph(*at++));
            else
                escaped_ = true;
        }
        text.append(buffer.data(), end);
    }
private:
    /// What §6.2.1.1 shows for the code that it keeps for a further table.
    static constexpr Glyph space{{' ', 0, 0}, 1};

    const Glyph& shifted_glyph(Septet octet) const
    {
        const auto septet = static_cast<Septet>(octet & 0x7F);
        if (septet == GsmTable::escape) return space;
        return shifted_.has(septet) ? shifted_.glyph(septet) : plain_.glyph(septet);
    }
    /// Copies all of the glyph, whose size the compiler knows, and keeps as much as it says.
    static char* write(char* out, const Glyph& glyph)
    {
        std::memcpy(out, &glyph, sizeof glyph);
        return out + glyph.octets;
    }

    const GsmTable& plain_;
    const GsmTable& shifted_;
    bool escaped_ = false;
};

constexpr bool continues(char octet) { return (static_cast<unsigned char>(octet) & 0xC0) == 0x80; }
constexpr char32_t low_bits(char octet, unsigned mask) { return static_cast<unsigned char>(octet) & mask; }

/// The code point at the front of a text that does not begin with ASCII, which it then leaves; U+FFFD where there is none of
/// two or three octets: no table has longer ones.
char32_t take_code_point(std::string_view& utf8)
{
    const auto first = static_cast<unsigned char>(utf8[0]);
    char32_t code_point = U'\uFFFD';
    std::size_t octets = 1;
    if (first >= 0xC2 && first < 0xE0 && utf8.size() >= 2 && continues(utf8[1])) {
        code_point = low_bits(utf8[0], 0x1F) << 6 | low_bits(utf8[1], 0x3F);
        octets = 2;
    } else if (first >= 0xE0 && first < 0xF0 && utf8.size() >= 3 && continues(utf8[1]) && continues(utf8[2])) {
        const auto read = low_bits(utf8[0], 0x0F) << 12 | low_bits(utf8[1], 0x3F) << 6 | low_bits(utf8[2], 0x3F);
        if (read >= 0x800) code_point = read; // a shorter form is the only right one for those below
        octets = 3;
    }
    utf8.remove_prefix(octets);
    return code_point;
}
} // namespace

unsigned gsm_septets(char32_t code_point, GsmTables tables) noexcept
{
    if (locking_table(tables.locking).find(code_point) != GsmTable::no_septet) return 1;
    return single_shift_table(tables.single).find(code_point) != GsmTable::no_septet ? 2 : 0;
}

void append_gsm(std::vector<Septet>& out, char32_t code_point, GsmTables tables)
{
    if (const auto septet = locking_table(tables.locking).find(code_point); septet != GsmTable::no_septet) {
        out.push_back(septet);
    } else if (const auto shifted = single_shift_table(tables.single).find(code_point);
               shifted != GsmTable::no_septet) {
        out.push_back(GsmTable::escape);
        out.push_back(shifted);
    }
}

std::optional<std::size_t> to_gsm(std::string_view utf8, std::span<Septet> out, GsmTables tables) noexcept
{
    const auto& plain = locking_table(tables.locking);
    const auto& shifted = single_shift_table(tables.single);
    std::size_t count = 0;
    while (!utf8.empty()) {
        char32_t code_point = static_cast<unsigned char>(utf8[0]);
        if (code_point < 0x80)
            utf8.remove_prefix(1);
        else
            code_point = take_code_point(utf8);

        auto septet = plain.find(code_point);
        if (septet == GsmTable::no_septet) {
            septet = shifted.find(code_point);
            if (septet == GsmTable::no_septet || count == out.size()) return std::nullopt;
            out[count++] = GsmTable::escape;
        }
        if (count == out.size()) return std::nullopt;
        out[count++] = septet;
    }
    return count;
}

std::string from_gsm(std::span<const Septet> septets, GsmTables tables)
{
    std::string text;
    text.reserve(septets.size());
    Reader reader{tables};
    for (; !septets.empty(); septets = septets.subspan(std::min(step, septets.size())))
        reader.append_to(text, septets.first(std::min(step, septets.size())));
    return text;
}

void append_packed_gsm(std::string& text, std::span<const Octet> octets, std::size_t count, unsigned fill_bits,
                       GsmTables tables)
{
    static_assert(step % 8 == 0); // so that each step begins at the same bit of an octet
    Reader reader{tables};
    std::array<Septet, step> septets;
    while (count > 0) {
        const auto unpacked = unpack_septets_into(octets, std::span{septets}.first(std::min(step, count)), fill_bits);
        reader.append_to(text, std::span{septets}.first(unpacked));
        if (unpacked < step) return;
        count -= unpacked;
        octets = octets.subspan(step / 8 * 7);
    }
}
} // namespace nida::protocol
