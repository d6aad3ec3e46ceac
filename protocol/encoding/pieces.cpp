#include "protocol/encoding/pieces.hpp"

#include "protocol/encoding/graphemes.hpp"

namespace nida::protocol
{
namespace
{
/// Fills piece after piece with what must stay together. Filling each to the full is best: a piece that ended earlier would
/// only leave more to those behind it.
class Filling
{
public:
    Filling(std::vector<Piece>& pieces, std::size_t capacity) : pieces_{pieces}, capacity_{capacity} {}

    void add(std::size_t begin, std::size_t end, std::size_t units)
    {
        if (pieces_.empty() || pieces_.back().units + units > capacity_) pieces_.push_back({begin, begin, 0});
        pieces_.back().end = end;
        pieces_.back().units += units;
    }
private:
    std::vector<Piece>& pieces_;
    std::size_t capacity_;
};

/// Every unit of a text, and the most that a character takes; none where one has no code.
struct Measure {
    std::size_t units = 0;
    std::size_t widest = 0;
};
template <class UnitsOf> std::optional<Measure> measure(std::u32string_view text, UnitsOf units_of)
{
    Measure all;
    for (const auto code_point : text) {
        const std::size_t units = units_of(code_point);
        if (units == 0) return std::nullopt;
        all.units += units;
        if (units > all.widest) all.widest = units;
    }
    return all;
}

template <class UnitsOf>
std::vector<Piece> fill(std::u32string_view text, std::size_t all_units, std::size_t capacity, UnitsOf units_of)
{
    std::vector<Piece> pieces;
    pieces.reserve(all_units / capacity + 1); // mostly enough
    Filling filling{pieces, capacity};
    for (std::size_t begin = 0, end = 0; begin < text.size(); begin = end) {
        end = grapheme_end(text, begin);
        std::size_t units = 0;
        for (auto i = begin; i < end; ++i)
            units += units_of(text[i]);

        if (units <= capacity) {
            filling.add(begin, end, units);
        } else {
            for (auto i = begin; i < end; ++i)
                filling.add(i, i + 1, units_of(text[i]));
        }
    }
    return pieces;
}

template <class UnitsOf>
std::optional<std::vector<Piece>> cut(std::u32string_view text, const Capacities& capacities, UnitsOf units_of)
{
    const auto all = measure(text, units_of);
    if (!all || capacities.alone == 0) return std::nullopt;
    if (all->units <= capacities.alone) return std::vector{Piece{0, text.size(), all->units}};
    if (all->widest > capacities.concatenated) return std::nullopt;
    return fill(text, all->units, capacities.concatenated, units_of);
}
} // namespace

std::optional<std::vector<Piece>> cut(std::u32string_view text, const Coding& coding, const Capacities& capacities)
{
    // One instance for each alphabet keeps the choice out of the loops.
    switch (coding.alphabet) {
    case Alphabet::gsm7:
        return cut(text, capacities,
                   [tables = coding.tables](char32_t code_point) { return gsm_septets(code_point, tables); });
    case Alphabet::ucs2:
        return cut(text, capacities, [](char32_t code_point) { return code_point < 0x10000 ? 1u : 2u; });
    case Alphabet::eight_bit:
        return cut(text, capacities, [](char32_t code_point) {
            return units_of(code_point, {Alphabet::eight_bit, {}});
        });
    }
    return std::nullopt;
}
} // namespace nida::protocol
