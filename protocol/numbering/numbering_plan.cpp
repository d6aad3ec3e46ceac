#include "protocol/numbering/numbering_plan.hpp"

#include "protocol/numbering/plans.hpp"
#include "protocol/numbering/written_number.hpp"

#include <boost/assert.hpp>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <utility>

namespace nida::protocol
{

namespace
{

using numbering::CallingCode;
using numbering::Cut;
using numbering::Plan;

constexpr std::size_t shortest_national = 2;
constexpr std::size_t longest_national = 17;
constexpr std::size_t longest_calling_code = 3;

unsigned answer(std::uint16_t state) { return numbering::automata[state] >> 10; }

std::uint16_t next_state(std::uint16_t state, char digit)
{
    // The last change at or before this digit is the one that holds.
    const unsigned up_to_digit = (2U << (digit - '0')) - 1;
    const auto changes = static_cast<unsigned>(std::popcount(numbering::automata[state] & up_to_digit));
    return changes == 0 ? std::uint16_t{0} : numbering::automata[state + changes];
}

/// The type of a national number, or nothing where the region's general pattern does not describe it at all.
std::optional<NumberType> type_of(const Plan& plan, std::string_view national)
{
    auto state = plan.numbers;
    for (const char digit : national)
        if (state = next_state(state, digit); state == 0) return std::nullopt;
    const auto found = answer(state);
    return found == 0 ? std::nullopt : std::optional{static_cast<NumberType>(found - 1)};
}

bool is_valid(const Plan& plan, std::string_view national)
{
    return type_of(plan, national).value_or(NumberType::unknown) != NumberType::unknown;
}

/// What the automaton at `state` finds at the beginning of `digits`; null for nothing.
const Cut* find_cut(std::uint16_t state, std::string_view digits)
{
    unsigned found = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (state = next_state(state, digits[i]); state == 0) break;
        auto here = answer(state);
        if (here != 0 && numbering::cuts[here - 1].at_end && i + 1 != digits.size())
            here = numbering::cuts[here - 1].otherwise;
        if (here != 0) found = here;
    }
    return found == 0 ? nullptr : &numbering::cuts[found - 1];
}

const CallingCode* find_calling_code(unsigned code)
{
    const auto found = std::ranges::lower_bound(numbering::calling_codes, code, {}, &CallingCode::code);
    return found != numbering::calling_codes.end() && found->code == code ? &*found : nullptr;
}

std::span<const std::uint8_t> members_of(const CallingCode& code)
{
    return numbering::members.subspan(code.first, code.count);
}

const Plan& main_plan(const CallingCode& code) { return numbering::plans[members_of(code).front()]; }

const Plan* find_plan(std::string_view region)
{
    if (region.size() != 2) return nullptr; // "001" is no place to be at home in
    char capitals[2];
    std::ranges::transform(region, capitals, [](char c) { return c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c; });
    const std::string_view wanted{capitals, 2};
    const auto found = std::ranges::lower_bound(numbering::plans, wanted, {}, &Plan::region);
    return found != numbering::plans.end() && found->region == wanted ? &*found : nullptr;
}

enum class Length { possible, local_only, too_short, too_long, between };

Length length_of(const Plan& plan, std::size_t digits)
{
    if (digits >= 32) // the masks have no such bit, and no plan such a number
        return Length::too_long;
    const auto bit = std::uint32_t{1} << digits;
    if (plan.local_lengths & bit) return Length::local_only;
    if (plan.lengths & bit) return Length::possible;
    if (bit < plan.lengths && (plan.lengths & (bit - 1)) == 0) return Length::too_short;
    return bit > plan.lengths ? Length::too_long : Length::between;
}

/// A national number without the prefix that its country dials before it. Where the prefix might as well be the number's
/// own beginning, the number stays as it is if only so the plan describes it.
std::string without_national_prefix(const Plan& plan, std::string_view digits)
{
    std::string stripped{digits};
    if (const Cut* cut = find_cut(plan.national_prefix, digits)) {
        const auto rest = digits.substr(cut->matched);
        if (cut->captured != 0)
            stripped.assign(plan.replacement).append(digits, cut->captured_from, cut->captured).append(rest);
        else
            stripped = rest;
        if (type_of(plan, digits) && !type_of(plan, stripped)) stripped = digits;
    }
    return stripped;
}

/// Takes the home region's international prefix off. It is none where a zero follows: no calling code begins with one.
bool strip_international_prefix(const Plan& home, std::string_view& digits)
{
    const Cut* cut = find_cut(home.international_prefix, digits);
    if (!cut || (cut->matched < digits.size() && digits[cut->matched] == '0')) return false;
    digits.remove_prefix(cut->matched);
    return true;
}

struct Dialled {
    const Plan* plan; ///< of the main country of the calling code, or of the home region
    std::string national;
};

/// Splits digits that begin with a calling code.
boost::system::result<Dialled, NumberError> split_calling_code(std::string_view digits)
{
    if (digits.size() <= shortest_national) return NumberError::too_short;
    for (std::size_t length = 1; length <= longest_calling_code && digits.front() != '0'; ++length) {
        unsigned code = 0;
        std::from_chars(digits.data(), digits.data() + length, code);
        if (const auto* found = find_calling_code(code))
            return Dialled{&main_plan(*found), std::string{digits.substr(length)}};
    }
    return NumberError::unknown_country_code;
}

/// Reads what somebody at home in `home` dials, with an international prefix, with the home calling code written
/// without "+", or as a national number.
boost::system::result<Dialled, NumberError> split_as_dialled(const Plan& home, std::string_view digits)
{
    if (strip_international_prefix(home, digits)) return split_calling_code(digits);

    char code[8];
    const auto code_end = std::to_chars(code, code + sizeof code, home.country_code).ptr;
    const std::string_view home_code{code, static_cast<std::size_t>(code_end - code)};
    if (digits.starts_with(home_code)) {
        auto rest = without_national_prefix(home, digits.substr(home_code.size()));
        if ((!type_of(home, digits) && type_of(home, rest)) || length_of(home, digits.size()) == Length::too_long)
            return Dialled{&main_plan(*find_calling_code(home.country_code)), std::move(rest)};
    }
    return Dialled{&home, std::string{digits}};
}

boost::system::result<Dialled, NumberError> split(const numbering::WrittenNumber& written, const Plan* home)
{
    if (!written.international) return home ? split_as_dialled(*home, written.digits) : NumberError::invalid_for_region;
    auto dialled = split_calling_code(written.digits);
    if (!home || dialled || dialled.error() != NumberError::unknown_country_code) return dialled;
    // People write "+00218..." too.
    std::string_view digits{written.digits};
    return strip_international_prefix(*home, digits) ? split_calling_code(digits) : dialled;
}

/// The plan that a national number belongs to among those that share a calling code; null where none knows it.
const Plan* owner_of(const CallingCode& code, std::string_view national)
{
    const auto sharing = members_of(code);
    if (sharing.size() == 1) return &numbering::plans[sharing.front()];
    for (const auto member : sharing) {
        const Plan& plan = numbering::plans[member];
        if (plan.leading_digits != 0 ? find_cut(plan.leading_digits, national) != nullptr : is_valid(plan, national))
            return &plan;
    }
    return nullptr;
}

} // namespace

std::string E164::text() const { return '+' + digits; }

boost::system::result<E164, NumberError> parse_number(std::string_view utf8, std::string_view home_region)
{
    const auto written = numbering::read_written_number(utf8);
    if (!written) return written.error();
    const auto dialled = split(*written, find_plan(home_region));
    if (!dialled) return dialled.error();

    auto national = without_national_prefix(*dialled->plan, dialled->national);
    const auto stripped_length = length_of(*dialled->plan, national.size());
    if (stripped_length != Length::possible && stripped_length != Length::too_long) national = dialled->national;
    if (national.size() > longest_national) return NumberError::too_long;

    const auto* code = find_calling_code(dialled->plan->country_code);
    BOOST_ASSERT(code); // every plan's code is in the table
    const auto length = length_of(main_plan(*code), national.size());
    if (national.size() < shortest_national || length == Length::too_short) return NumberError::too_short;

    const Plan* owner = owner_of(*code, national);
    const auto type = owner ? type_of(*owner, national).value_or(NumberType::unknown) : NumberType::unknown;
    return E164{
        .digits = std::to_string(code->code) + national,
        .region = owner ? owner->region : std::string_view{},
        .type = type,
        .valid = type != NumberType::unknown,
        .possible = length == Length::possible || length == Length::local_only,
    };
}

bool is_known_region(std::string_view region) { return find_plan(region) != nullptr; }

std::optional<std::uint16_t> country_calling_code(std::string_view region)
{
    const Plan* plan = find_plan(region);
    return plan ? std::optional{plan->country_code} : std::nullopt;
}

std::string_view describe(NumberError error)
{
    switch (error) {
    case NumberError::empty: return "no phone number given";
    case NumberError::not_a_number: return "not a phone number";
    case NumberError::too_short: return "too short for a phone number";
    case NumberError::too_long: return "too long for a phone number";
    case NumberError::unknown_country_code: return "no country has this calling code";
    case NumberError::invalid_for_region: return "a national number needs a known home region";
    }
    std::abort();
}

} // namespace nida::protocol
