// Any text under any wish: its plan reads back as it says, fits, and no single alternative would have been cheaper.
#include "protocol/encoding/planner.hpp"
#include "protocol/encoding/segmentation.hpp"
#include "protocol/unicode.hpp"
#include "tests/fuzz/require.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace nida::protocol;

namespace
{
constexpr std::size_t option_octets = 3;

/// The first octets choose; that all are zero means what most callers ask for.
PlanRequest request_of(const std::uint8_t* options)
{
    PlanRequest request;
    request.gsm7 = !(options[0] & 1);
    request.ucs2 = !(options[0] & 2);
    request.eight_bit = (options[0] & 4) != 0;
    request.header.sixteen_bit_reference = (options[0] & 8) != 0;
    request.substitutions = static_cast<Substitutions>((options[0] >> 4 & 3) % 3);
    if (options[0] & 0x40) request.header.elements.push_back({0x05, {0x0B, 0x84, 0x23, 0xF0}});
    if (options[0] & 0x80) request.header.elements.push_back({0x70, Octets(options[1] % 160, 0)});
    for (const auto chosen : {options[2] & 0x0F, options[2] >> 4})
        request.languages.push_back(static_cast<NationalLanguage>(chosen));
    return request;
}

std::string read_back(const std::vector<UserData>& segments)
{
    std::string joined;
    for (const auto& ud : segments) {
        require(ud.octets.size() <= 140, "a segment fits");
        const auto part = decode_user_data(ud.dcs, ud.has_udh, ud.length, ud.octets);
        require(part.has_value() && !part->truncated, "what we write we can read");
        joined += part->text;
        joined.append(part->data.begin(), part->data.end());
    }
    return joined;
}

void check_plan(const Plan& plan, std::string_view text)
{
    const auto segments = segments_of(plan, 0x1234);
    require(segments.size() == (plan.pieces.size() > max_segments ? 0 : plan.pieces.size()),
            "a segment for each piece");
    require(segments.empty() || read_back(segments) == plan.text, "a plan reads back as its text");
    std::size_t units = 0;
    for (const auto& piece : plan.pieces)
        units += piece.units;
    require(units == plan.units, "the units are those of the pieces");
    require(plan.substitutions.empty() || plan.coding.alphabet == Alphabet::gsm7, "UCS-2 needs no substitution");
    for (const auto& made : plan.substitutions)
        require(made.replacement && made.at.octet < text.size(), "a substitution has its place");
}

bool allowed(const Coding& coding, const PlanRequest& request)
{
    switch (coding.alphabet) {
    case Alphabet::gsm7: return request.gsm7;
    case Alphabet::ucs2: return request.ucs2;
    case Alphabet::eight_bit: return request.eight_bit;
    }
    return false;
}
} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size < option_octets) return 0;
    const auto request = request_of(data);
    const std::string_view text{reinterpret_cast<const char*>(data + option_octets), size - option_octets};

    const auto plan = plan_text(text, request);
    const auto segments = plan ? plan->pieces.size() : 0;
    for (const auto& alternative : alternatives(text, request, segments)) {
        const bool possible =
            alternative.segments != 0 && alternative.obstacle_count == 0 && allowed(alternative.coding, request);
        require(!possible || (plan && segments <= alternative.segments), "no single alternative is cheaper");
        require(alternative.irreplaceable_count <= alternative.obstacle_count, "obstacles are counted");
    }
    if (plan) check_plan(*plan, text);
    require(read_back(segment_text(text, 1)).size() >= size - option_octets || size > 255 * 33, "nothing is lost");
    return 0;
}
