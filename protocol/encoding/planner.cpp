#include "protocol/encoding/planner.hpp"

#include "protocol/encoding/codings.hpp"
#include "protocol/unicode.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace nida::protocol
{
namespace
{
/// A text cut for one coding.
struct Candidate {
    Coding coding;
    std::vector<Piece> pieces;
    std::size_t octets; ///< of TP-UD in all
};

std::optional<Candidate> candidate(std::u32string_view text, const Coding& coding, const SegmentHeader& header)
{
    auto pieces = cut(text, coding, capacities(coding, header));
    if (!pieces) return std::nullopt;
    const auto header_size = header_octets(coding, header, pieces->size() > 1);
    std::size_t octets = 0;
    for (const auto& piece : *pieces)
        octets += user_data_octets(coding.alphabet, header_size, piece.units);
    return Candidate{coding, std::move(*pieces), octets};
}

/// Each character of a text once, and how often it is there: what a coding would take shows without another way through.
class Tally
{
public:
    explicit Tally(std::u32string text)
    {
        std::ranges::sort(text);
        for (const auto code_point : text) {
            if (rows_.empty() || rows_.back().code_point != code_point) rows_.push_back({code_point, 0});
            ++rows_.back().count;
        }
    }
    /// Units of the whole text; none where a character has no code.
    std::optional<std::size_t> units(const Coding& coding) const
    {
        std::size_t all = 0;
        for (const auto& row : rows_) {
            const auto units = units_of(row.code_point, coding);
            if (units == 0) return std::nullopt;
            all += units * row.count;
        }
        return all;
    }
    /// Whether something stands in the tables for each character that a coding lacks.
    bool replaceable(const Coding& coding, Substitutions allowed) const
    {
        return std::ranges::all_of(rows_, [&](const Row& row) {
            return units_of(row.code_point, coding) != 0 || is_combining_accent(row.code_point) ||
                   replacement(row.code_point, allowed).has_value();
        });
    }
private:
    struct Row {
        char32_t code_point;
        std::size_t count;
    };
    std::vector<Row> rows_;
};

/// The fewest segments that so many units can take; graphemes that must stay whole may ask for more.
std::size_t least_segments(std::size_t units, const Capacities& limits)
{
    if (units <= limits.alone) return 1;
    return limits.concatenated == 0 ? SIZE_MAX : (units + limits.concatenated - 1) / limits.concatenated;
}

std::optional<Candidate> cheapest_as_it_is(std::u32string_view text, const Tally& tally, const PlanRequest& request)
{
    std::optional<Candidate> best;
    for (const auto& coding : allowed_codings(request)) {
        const auto units = tally.units(coding);
        if (!units) continue;
        if (best && least_segments(*units, capacities(coding, request.header)) > best->pieces.size()) continue;

        auto found = candidate(text, coding, request.header);
        if (!found) continue;
        if (!best || std::tuple{found->pieces.size(), found->octets} < std::tuple{best->pieces.size(), best->octets})
            best = std::move(found);
    }
    return best;
}

struct SubstitutedCandidate {
    Candidate candidate;
    Substituted substituted;

    auto cost() const { return std::tuple{candidate.pieces.size(), substituted.obstacles.size(), candidate.octets}; }
};
/// The cheapest of those that take fewer segments than `limit`.
std::optional<SubstitutedCandidate> cheapest_with_substitutions(std::string_view utf8, std::u32string_view text,
                                                                const Tally& tally, const PlanRequest& request,
                                                                std::size_t limit)
{
    std::optional<SubstitutedCandidate> best;
    for (const auto& coding : allowed_codings(request)) {
        if (coding.alphabet != Alphabet::gsm7 || tally.units(coding)) continue;
        if (!tally.replaceable(coding, request.substitutions)) continue;
        auto substituted = substitute(utf8, text, coding, request.substitutions);
        if (!substituted.complete()) continue;
        auto cut_so = candidate(substituted.text, coding, request.header);
        if (!cut_so || cut_so->pieces.size() >= limit) continue;

        SubstitutedCandidate found{std::move(*cut_so), std::move(substituted)};
        if (!best || found.cost() < best->cost()) best = std::move(found);
    }
    return best;
}

Plan plan_of(std::u32string_view text, const Candidate& chosen, const SegmentHeader& header)
{
    Plan plan{{}, {}, chosen.coding, {}, 0, 0, chosen.octets, header};
    for (const auto& piece : chosen.pieces) {
        const auto begin = plan.text.size();
        for (const auto code_point : text.substr(piece.begin, piece.end - piece.begin))
            append_utf8(plan.text, code_point);
        plan.pieces.push_back({begin, plan.text.size(), piece.units});
        plan.units += piece.units;
    }
    const auto limits = capacities(chosen.coding, header);
    plan.units_left = (plan.pieces.size() > 1 ? limits.concatenated : limits.alone) - plan.pieces.back().units;
    return plan;
}
} // namespace

std::optional<Plan> plan_text(std::string_view utf8, const PlanRequest& request)
{
    const auto text = decode_utf8(utf8);
    const Tally tally{text};
    const auto as_it_is = cheapest_as_it_is(text, tally, request);

    const auto segments = as_it_is ? as_it_is->pieces.size() : SIZE_MAX;
    if (request.substitutions != Substitutions::none && segments > 1) {
        const auto with = cheapest_with_substitutions(utf8, text, tally, request, segments);
        if (with) {
            auto plan = plan_of(with->substituted.text, with->candidate, request.header);
            plan.substitutions = with->substituted.obstacles;
            return plan;
        }
    }
    if (!as_it_is) return std::nullopt;
    return plan_of(text, *as_it_is, request.header);
}

std::vector<UserData> segments_of(const Plan& plan, unsigned reference, std::optional<unsigned> message_class)
{
    if (plan.pieces.size() > max_segments) return {};

    std::vector<UserData> segments;
    segments.reserve(plan.pieces.size());
    SegmentWriter writer{plan.coding, plan.header, {plan.pieces.size(), reference, message_class}};
    for (const auto& piece : plan.pieces)
        segments.push_back(
            writer.write(decode_utf8(std::string_view{plan.text}.substr(piece.begin, piece.end - piece.begin))));
    return segments;
}
} // namespace nida::protocol
