#include "protocol/at/ussd_text.hpp"

#include "protocol/alphabet/gsm_alphabet.hpp"
#include "protocol/alphabet/septets.hpp"
#include "protocol/at/at_line.hpp"
#include "protocol/at/cbs_dcs.hpp"
#include "protocol/at/plausibility.hpp"
#include "protocol/hex.hpp"
#include "protocol/unicode.hpp"

#include <algorithm>
#include <span>

namespace nida::protocol
{
namespace
{
constexpr Septet carriage_return = 0x0D;

constexpr std::array<std::string_view, ussd_forms.size()> form_names{"text",        "packed", "ucs2", "hex-octets",
                                                                     "hex-septets", "latin1", "gsm"};

bool is_language(std::span<const Septet> two)
{
    return std::all_of(two.begin(), two.end(), [](Septet s) { return s >= 'a' && s <= 'z'; });
}

// ------------------------------------------------------------------ readings

/// What <dcs> 16 puts before GSM text: two letters and a CR.
std::string without_language(std::string text, unsigned dcs)
{
    const bool there = dcs == 0x10 && text.size() >= 3 && lower(text[0]) != upper(text[0]) &&
                       lower(text[1]) != upper(text[1]) && (text[2] == '\r' || text[2] == '\n');
    if (there) text.erase(0, 3);
    return text;
}

std::string unpacked(std::span<const Octet> octets)
{
    auto septets = unpack_septets(octets, octets.size() * 8 / 7).value();
    // Seven spare bits would read as '@', so they hold a CR (TS 23.038 §6.1.2.3.1).
    if (octets.size() % 7 == 0 && !septets.empty() && septets.back() == carriage_return) septets.pop_back();
    return from_gsm(septets);
}

/// Whether the bits behind the last septet are the zeros that they should be.
bool ends_in_zeros(std::span<const Octet> octets)
{
    const auto spare_bits = octets.size() * 8 % 7;
    return octets.empty() || octets.back() >> (8 - spare_bits) == 0;
}

/// Without the language that <dcs> 17 puts before it, two letters packed into two octets. Some modems take it off themselves.
std::string ucs2_text(std::span<const Octet> octets, unsigned dcs)
{
    if (dcs == 0x11 && octets.size() > 2 && is_language(unpack_septets(octets.first(2), 2).value()))
        octets = octets.subspan(2);
    return from_ucs2(octets);
}

std::string latin1_text(std::span<const Octet> octets)
{
    std::string text;
    for (const auto octet : octets)
        append_utf8(text, octet);
    return text;
}

std::span<const Octet> octets_of(std::string_view string)
{
    return {reinterpret_cast<const Octet*>(string.data()), string.size()};
}

bool are_septets(std::span<const Octet> octets)
{
    return std::all_of(octets.begin(), octets.end(), [](Octet o) { return o < 0x80; });
}

// ------------------------------------------------------------------ what speaks for them, in tenths of a bit

/// How rare a form is where nothing is known of the modem. The last two differ from the first in single characters only.
int rarity(UssdForm form)
{
    switch (form) {
    case UssdForm::text:
    case UssdForm::packed: return 0;
    case UssdForm::ucs2: return 10;
    case UssdForm::hex_octets: return 30;
    case UssdForm::hex_septets: return 50;
    case UssdForm::latin1: return 20;
    case UssdForm::gsm: return 40;
    }
    return 0;
}

/// A modem that speaks a form says nearly everything in it, but not all: sticks that want packed requests pass on UCS-2.
constexpr int known_form = 250;
/// <dcs> UCS-2 is right where it stands before hex; <dcs> 8-bit mostly.
constexpr int alphabet_said = 300;
constexpr int octets_said = 150;
/// What a reading of so many octets as septets, or as 16-bit units, does not explain.
constexpr int bits_left_over = 150;
/// A string of nothing but digits is a number more often than hex of something.
constexpr int all_digits = 60;

class Readings
{
public:
    Readings(const Cusd& reply, std::optional<UssdForm> likely)
        : dcs_{reply.dcs.value_or(usual_dcs)},
          alphabet_{decode_cbs_dcs(static_cast<Octet>(dcs_)).alphabet},
          likely_{likely}
    {
    }

    void add(UssdForm form, std::string text, int bonus = 0)
    {
        text = without_language(std::move(text), dcs_);
        int score = bonus - rarity(form) - surprise(decode_utf8(text));
        // Latin-1 writes ASCII as text does.
        if (likely_ == form || (form == UssdForm::text && likely_ == UssdForm::latin1)) score += known_form;
        readings_.push_back({std::move(text), form, score});
    }

    void add_plain(std::string_view string)
    {
        const auto octets = octets_of(string);
        const bool number = std::all_of(string.begin(), string.end(), is_digit);
        const int bonus = number ? all_digits : 0;
        if (is_valid_utf8(string)) add(UssdForm::text, std::string{string}, bonus);
        if (!are_septets(octets)) {
            add(UssdForm::latin1, latin1_text(octets));
        } else if (auto text = from_gsm(octets); text != string || likely_ == UssdForm::gsm) {
            add(UssdForm::gsm, std::move(text), bonus);
        }
    }

    void add_hex(std::span<const Octet> octets)
    {
        add(UssdForm::packed, unpacked(octets), ends_in_zeros(octets) ? 0 : -bits_left_over);
        const int said = alphabet_ == Alphabet::ucs2 ? alphabet_said : 0;
        if (octets.size() >= 2)
            add(UssdForm::ucs2, ucs2_text(octets, dcs_), octets.size() % 2 == 0 ? said : said - bits_left_over);
        add(UssdForm::hex_octets, latin1_text(octets), alphabet_ == Alphabet::eight_bit ? octets_said : 0);
        if (are_septets(octets)) add(UssdForm::hex_septets, from_gsm(octets));
    }

    std::vector<UssdReading> best_first() &&
    {
        std::stable_sort(readings_.begin(), readings_.end(),
                         [](const UssdReading& a, const UssdReading& b) { return a.score > b.score; });
        return std::move(readings_);
    }
private:
    static constexpr unsigned usual_dcs = 15;
    unsigned dcs_;
    Alphabet alphabet_;
    std::optional<UssdForm> likely_;
    std::vector<UssdReading> readings_;
};
} // namespace

std::string_view ussd_form_name(UssdForm form) noexcept { return form_names[static_cast<std::size_t>(form)]; }

std::optional<UssdForm> ussd_form_named(std::string_view name) noexcept
{
    for (const auto form : ussd_forms)
        if (same_name(ussd_form_name(form), name)) return form;
    return std::nullopt;
}

std::vector<UssdReading> ussd_readings(const Cusd& reply, std::optional<UssdForm> likely)
{
    Readings readings{reply, likely};
    readings.add_plain(reply.string);
    const auto octets = from_hex(reply.string, "+CUSD");
    if (octets && !octets->empty()) readings.add_hex(*octets);
    return std::move(readings).best_first();
}

UssdReading read_ussd(const Cusd& reply, std::optional<UssdForm> likely)
{
    return std::move(ussd_readings(reply, likely).front());
}

std::string decode_ussd(const Cusd& reply, UssdForm likely) { return read_ussd(reply, likely).text; }
} // namespace nida::protocol
