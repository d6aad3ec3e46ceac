#include "protocol/pdu/enhanced_validity.hpp"

#include <boost/assert.hpp>

namespace nida::protocol
{
namespace
{
constexpr Octet extension_bit = 0x80;
constexpr Octet single_shot_bit = 0x40;
constexpr Octet form_mask = 0x07;

constexpr Octet indicator(EnhancedValidity::Form form, bool single_shot)
{
    return static_cast<Octet>(static_cast<Octet>(form) | (single_shot ? single_shot_bit : 0));
}

/// Two swapped BCD digits of 0-`most`.
constexpr std::optional<int> decode_pair(Octet octet, int most)
{
    const int tens = octet & 0x0F;
    const int ones = octet >> 4;
    if (tens > 9 || ones > 9 || tens * 10 + ones > most) return std::nullopt;
    return tens * 10 + ones;
}
constexpr Octet encode_pair(std::chrono::seconds::rep value)
{
    return static_cast<Octet>(value % 10 << 4 | value / 10);
}
} // namespace

EnhancedValidity EnhancedValidity::none(bool single_shot)
{
    return EnhancedValidity{Field{indicator(Form::none, single_shot)}};
}

EnhancedValidity EnhancedValidity::relative(ValidityPeriod period, bool single_shot)
{
    return EnhancedValidity{Field{indicator(Form::relative, single_shot), period.octet()}};
}

EnhancedValidity EnhancedValidity::seconds(std::chrono::seconds period, bool single_shot)
{
    BOOST_ASSERT(period.count() >= 1 && period.count() <= 255);
    return EnhancedValidity{Field{indicator(Form::seconds, single_shot), static_cast<Octet>(period.count())}};
}

EnhancedValidity EnhancedValidity::clock(std::chrono::seconds period, bool single_shot)
{
    BOOST_ASSERT(period >= std::chrono::seconds{0} && period < std::chrono::hours{24});
    const std::chrono::hh_mm_ss time{period};
    return EnhancedValidity{Field{indicator(Form::clock, single_shot), encode_pair(time.hours().count()),
                                  encode_pair(time.minutes().count()), encode_pair(time.seconds().count())}};
}

EnhancedValidity::Form EnhancedValidity::form() const noexcept
{
    const auto code = octets_[0] & form_mask;
    return code < static_cast<int>(Form::reserved) ? static_cast<Form>(code) : Form::reserved;
}

std::optional<std::chrono::seconds> EnhancedValidity::duration() const noexcept
{
    std::size_t at = 0;
    while (at < octets_.size() && (octets_[at] & extension_bit) != 0)
        ++at;
    ++at; // past the last indicator
    const auto there = [&](std::size_t count) { return at + count <= octets_.size(); };

    switch (form()) {
    case Form::relative:
        if (!there(1)) return std::nullopt;
        return ValidityPeriod::from_octet(octets_[at]).duration();
    case Form::seconds:
        if (!there(1) || octets_[at] == 0) return std::nullopt; // zero is reserved
        return std::chrono::seconds{octets_[at]};
    case Form::clock: {
        if (!there(3)) return std::nullopt;
        const auto hours = decode_pair(octets_[at], 23);
        const auto minutes = decode_pair(octets_[at + 1], 59);
        const auto seconds = decode_pair(octets_[at + 2], 59);
        if (!hours || !minutes || !seconds) return std::nullopt;
        return std::chrono::hours{*hours} + std::chrono::minutes{*minutes} + std::chrono::seconds{*seconds};
    }
    case Form::none:
    case Form::reserved: return std::nullopt;
    }
    return std::nullopt;
}
} // namespace nida::protocol
