#pragma once

#include <boost/system/result.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nida::protocol
{

enum class NumberType {
    mobile,
    fixed_line,
    fixed_line_or_mobile, ///< the plan does not tell them apart, as in North America
    toll_free,
    premium_rate,
    shared_cost,
    voip,
    personal,
    pager,
    uan,
    voicemail,
    unknown, ///< the number is not valid
};

/// An international number (ITU-T E.164) and what its country's numbering plan says of it.
struct E164 {
    std::string digits;      ///< the calling code and the national number, without "+"
    std::string_view region; ///< ISO 3166 alpha-2, or "001" where no country owns the code; empty where undecided
    NumberType type;
    bool valid;    ///< the plan has such numbers
    bool possible; ///< the plan has numbers of that length, perhaps dialled only within their area

    /// "+218912345678"
    std::string text() const;
};

enum class NumberError {
    empty,                ///< nothing, or only blanks
    not_a_number,         ///< letters, '*', '#', a '+' in the middle, or something else that no number has
    too_short,            ///< shorter than any number of its country: a short code, if anything
    too_long,             ///< longer than any number of the world
    unknown_country_code, ///< "+" or an international prefix, and then no calling code
    invalid_for_region,   ///< written without calling code, and we do not know the home region
};

/// Reads a number as a person or a network writes it: digits of the Latin, Arabic and Persian kinds or full width, with
/// blanks, dashes, dots, slashes, brackets and direction marks anywhere; with "+", the home region's international
/// prefix, its national prefix, or none. Never throws for any octets.
///
/// @param utf8         up to 250 octets are a number, more are `too_long`
/// @param home_region  ISO 3166 alpha-2, in capitals or not ("LY"): where a number without calling code is dialled
/// @return the number even where its plan has no such number (see E164::valid), so that the caller decides
boost::system::result<E164, NumberError> parse_number(std::string_view utf8, std::string_view home_region);

/// Whether `region` has a numbering plan.
bool is_known_region(std::string_view region);

/// The calling code of a region: 218 for "LY".
std::optional<std::uint16_t> country_calling_code(std::string_view region);

/// A short reason in English: "too short for a phone number".
std::string_view describe(NumberError error);

} // namespace nida::protocol
