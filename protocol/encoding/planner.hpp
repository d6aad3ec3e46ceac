#pragma once
#include "protocol/encoding/coding.hpp"
#include "protocol/encoding/segment_writer.hpp"
#include "protocol/encoding/substitutions.hpp"
#include "protocol/pdu/user_data.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nida::protocol
{
/// What a plan may make use of.
struct PlanRequest {
    bool gsm7 = true;
    bool ucs2 = true;
    /// The text's UTF-8 as 8-bit data. A phone shows nothing of it, so it is for programs, and mostly the only one allowed.
    bool eight_bit = false;
    /// Languages whose single and locking shift tables the receiver is known to have (TS 23.038 annex A), in any order; a
    /// locking table of one may go with a single table of another.
    std::vector<NationalLanguage> languages = {};
    Substitutions substitutions = Substitutions::none;
    SegmentHeader header = {};
};

/// A range of `Plan::text` that one segment carries.
struct PlannedPiece {
    std::size_t begin; ///< octet of the UTF-8, from 0
    std::size_t end;   ///< past its last octet
    std::size_t units; ///< septets, UTF-16 units or octets, without the header
    bool operator==(const PlannedPiece&) const = default;
};

/// How a text will be sent.
struct Plan {
    std::string text;                    ///< as it will be read: UTF-8, after substitutions
    std::vector<Obstacle> substitutions; ///< those made, by their places in the text as it was given
    Coding coding;
    std::vector<PlannedPiece> pieces; ///< at least one, in order, without gaps; more than `max_segments` cannot be sent
    std::size_t units;                ///< in all pieces
    std::size_t units_left;           ///< how many more fit into the last piece
    std::size_t octets;               ///< of TP-UD in all segments, headers counted in
    SegmentHeader header;             ///< as asked for
};

/// The cheapest way to send a text that loses nothing.
///
/// Cheapest means the fewest segments, then the fewest octets of user data. Of equals, the first of: GSM 7-bit with the
/// default tables, with a single shift table, with a locking shift table, with both, UCS-2, 8-bit data; and of two
/// languages the one that is first in the request.
///
/// Substitutions are made only where that takes fewer segments than the text as it is, or where it cannot be sent as it is;
/// and only of characters that the chosen tables lack. Of several ways the one with the fewest segments is taken, then that
/// with the fewest substitutions. A text that goes out in UCS-2 has none.
///
/// @param utf8  an octet that is no UTF-8 is read as U+FFFD
/// @return none where nothing that is allowed can write the text, or the caller's elements leave no room for it
std::optional<Plan> plan_text(std::string_view utf8, const PlanRequest& request = {});

/// Another way to send the text, and what stands against it.
struct Alternative {
    Coding coding;
    /// Segments that it takes, every obstacle replaced, or by a space where nothing is suggested; 0 where the header leaves
    /// no room.
    std::size_t segments;
    std::ptrdiff_t saves;            ///< how many segments fewer than compared with; below 0 where it takes more
    std::size_t obstacle_count;      ///< 0: it can be sent so as it is
    std::size_t irreplaceable_count; ///< obstacles for which nothing is suggested
    std::vector<Obstacle> obstacles; ///< the first `max_listed_obstacles`, in order, with what is suggested for each
};
inline constexpr std::size_t max_listed_obstacles = 1000;

/// Every way to send a text, for somebody who would change it to save money: GSM 7-bit with the default tables, then for each
/// language of the request with its single, its locking and both tables, then UCS-2, and 8-bit data where allowed. That of the
/// plan is among them. It takes longer than planning.
///
/// Suggested is whatever the tables have, accents included: it is for a person to decide.
/// @param request   its languages and header count; all else does not
/// @param segments  those of the plan, to compare with
std::vector<Alternative> alternatives(std::string_view utf8, const PlanRequest& request, std::size_t segments);

/// The user data of a plan's segments. Their headers carry, in this order and each only where needed: concatenation, single
/// shift (24), locking shift (25), the caller's elements.
/// @param reference      of the concatenation; its low 8 or 16 bits count
/// @param message_class  0 to 3, where TP-DCS is to have one (TS 23.038 §4)
/// @return empty where there are more than `max_segments` pieces
std::vector<UserData> segments_of(const Plan& plan, unsigned reference,
                                  std::optional<unsigned> message_class = std::nullopt);
} // namespace nida::protocol
