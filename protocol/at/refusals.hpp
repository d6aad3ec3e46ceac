#pragma once
#include "protocol/errors.hpp"

#include <boost/system/error_code.hpp>

#include <optional>
#include <span>
#include <string_view>

namespace nida::protocol
{
/// What a coordinator is told, in one short sentence without a full stop.
struct Meaning {
    std::string_view ar, fr, en;
};

/// One code of "+CMS ERROR", "+CME ERROR" or of the final results without a number.
struct Refusal {
    int number;
    ErrorClass error_class;
    std::string_view name; ///< the text that the specification, or the maker, has for it: what +CMEE=2 shows
    Meaning meaning;
    std::string_view also_spelt = {}; ///< other texts that modems show for it, with '|' between them
    bool may_lack_credit = false;     ///< networks give it for an empty account, too, though it says something else
};

/// "+CMS ERROR: <n>" in order of <n>: 1-127 are of TS 24.011 (annex E-2), 128-255 of TS 23.040 (§9.2.3.22), 300-500 of TS 27.005
/// (§3.2.5), 256-258 and from 512 of makers, who do not agree with each other: the meaning is the commonest one.
std::span<const Refusal> cms_refusals() noexcept;
/// "+CME ERROR: <n>" in order of <n>: 0-182 are of TS 27.007 (§9.2), those above of makers.
std::span<const Refusal> cme_refusals() noexcept;
/// The refusals without a number, by at_category()'s own numbers.
std::span<const Refusal> at_refusals() noexcept;

/// The table's row for a code of cms_category(), cme_category() or at_category(); none for others and for numbers that no table has.
const Refusal* find_refusal(const boost::system::error_code&) noexcept;

/// The number of a verbose "+CMS ERROR: <text>", whatever its case, spacing and punctuation; the lowest where several codes share
/// the text.
std::optional<int> cms_number(std::string_view text) noexcept;
/// The number of a verbose "+CME ERROR: <text>", likewise.
std::optional<int> cme_number(std::string_view text) noexcept;
} // namespace nida::protocol
