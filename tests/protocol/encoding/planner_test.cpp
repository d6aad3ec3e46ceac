#include "protocol/encoding/planner.hpp"

#include "protocol/hex.hpp"
#include "protocol/unicode.hpp"
#include "tests/protocol/encoding/read_back.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace nida::protocol;

namespace
{
using enum NationalLanguage;

PlanRequest with(std::vector<NationalLanguage> languages)
{
    PlanRequest request;
    request.languages = std::move(languages);
    return request;
}
Coding gsm7(NationalLanguage locking = none, NationalLanguage single = none)
{
    return {Alphabet::gsm7, {locking, single}};
}
constexpr Coding ucs2{Alphabet::ucs2, {}}, eight_bit{Alphabet::eight_bit, {}};

Plan planned(std::string_view text, const PlanRequest& request = {})
{
    auto plan = plan_text(text, request);
    BOOST_REQUIRE(plan);
    return std::move(*plan);
}

/// Of a text of equal characters, one unit each: as many segments as the two capacities say, and full to the last unit.
void must_fill(std::string_view character, const PlanRequest& request, const Coding& coding, std::size_t alone,
               std::size_t concatenated)
{
    const auto all = {alone - 1,
                      alone,
                      alone + 1,
                      2 * concatenated - 1,
                      2 * concatenated,
                      2 * concatenated + 1,
                      3 * concatenated - 1,
                      3 * concatenated,
                      3 * concatenated + 1};
    for (const auto length : all) {
        BOOST_TEST_CONTEXT(length << " units, " << alone << " alone")
        {
            const auto text = repeat(character, length);
            const auto plan = planned(text, request);
            const auto segments = length <= alone ? 1 : (length + concatenated - 1) / concatenated;
            BOOST_TEST((plan.coding == coding));
            BOOST_TEST(plan.pieces.size() == segments);
            BOOST_TEST(plan.units == length);
            BOOST_TEST(plan.units_left == (segments == 1 ? alone : segments * concatenated) - length);
            BOOST_TEST(read_back(segments_of(plan, 7)) == text);
        }
    }
}

/// `across` takes `units`; it stands at every place around the end of the first segment.
void must_stay_whole(std::string_view filler, std::string_view across, std::size_t units, std::size_t concatenated)
{
    for (std::size_t before = concatenated - units - 1; before <= concatenated + 1; ++before) {
        BOOST_TEST_CONTEXT(across << " behind " << before)
        {
            const auto text = repeat(filler, before) + std::string{across} + repeat(filler, concatenated - units);
            const auto plan = planned(text);
            const bool fits = before + units <= concatenated;
            BOOST_TEST(plan.pieces.at(0).units == (fits ? concatenated : std::min(before, concatenated)));
            BOOST_TEST(std::ranges::any_of(plan.pieces, [&](const PlannedPiece& piece) {
                return plan.text.substr(piece.begin, piece.end - piece.begin).find(across) != std::string::npos;
            }));
            BOOST_TEST(read_back(segments_of(plan, 7)) == text);
        }
    }
}
} // namespace

BOOST_AUTO_TEST_SUITE(planner)

BOOST_AUTO_TEST_CASE(segments_hold_what_an_8_bit_reference_leaves)
{
    must_fill("x", {}, gsm7(), 160, 153);
    must_fill("ن", {}, ucs2, 70, 67);
    PlanRequest data{.gsm7 = false, .ucs2 = false, .eight_bit = true};
    must_fill("x", data, eight_bit, 140, 134);
}

BOOST_AUTO_TEST_CASE(segments_hold_what_a_16_bit_reference_leaves)
{
    PlanRequest wide;
    wide.header.sixteen_bit_reference = true;
    must_fill("x", wide, gsm7(), 160, 152);
    must_fill("ن", wide, ucs2, 70, 66);
    wide.gsm7 = wide.ucs2 = false;
    wide.eight_bit = true;
    must_fill("x", wide, eight_bit, 140, 133);
}

BOOST_AUTO_TEST_CASE(segments_hold_what_shift_elements_leave)
{
    auto request = with({turkish});
    request.ucs2 = false;
    must_fill("ş", request, gsm7(turkish), 155, 149);
    request.header.sixteen_bit_reference = true;
    must_fill("ş", request, gsm7(turkish), 155, 148);

    // Spanish has no locking table: each letter is an escape pair, so that an odd septet stays free.
    const auto alone = planned(repeat("ó", 77), with({spanish}));
    BOOST_TEST((alone.coding == gsm7(none, spanish)));
    BOOST_TEST(alone.units_left == 1u);
    const auto two = planned(repeat("ó", 78), with({spanish}));
    BOOST_TEST((two.coding == gsm7(none, spanish)));
    BOOST_TEST((two.pieces == std::vector{PlannedPiece{0, 148, 148}, PlannedPiece{148, 156, 8}}));
    BOOST_TEST(two.octets == 140u + 17u);
}

BOOST_AUTO_TEST_CASE(both_tables_leave_152_septets_alone_and_146_behind_a_concatenation)
{
    // In Urdu's tables the letter is in the locking one, the Urdu digit and a capital in the single one alone.
    const auto request = with({urdu});
    for (const std::size_t letters : {150, 151, 290, 291}) {
        const auto text = repeat("ب", letters - 1) + "۵";
        const auto plan = planned(text, request);
        BOOST_TEST((plan.coding == gsm7(urdu, urdu)));
        BOOST_TEST(plan.units == letters + 1);
        BOOST_TEST(plan.pieces.size() == (letters + 1 <= 152 ? 1u : 2u));
        BOOST_TEST(read_back(segments_of(plan, 7)) == text);
    }
    BOOST_TEST(planned(repeat("ب", 290) + "۵", request).units_left == 0u);
}

BOOST_AUTO_TEST_CASE(the_callers_elements_take_their_share_of_every_segment)
{
    PlanRequest ported;
    ported.header.elements.push_back({0x05, {0x0B, 0x84, 0x23, 0xF0}}); // 7 octets with UDHL
    must_fill("x", ported, gsm7(), 152, 146);
    must_fill("ن", ported, ucs2, 66, 64);

    PlanRequest huge;
    huge.header.elements.push_back({0x70, Octets(134, 0)}); // 3 octets are left for one, none for several
    BOOST_TEST(planned("abc", huge).units_left == 0u);
    BOOST_TEST(!plan_text("abcd", huge));
    huge.header.elements.push_back({0x71, Octets(20, 0)});
    BOOST_TEST(!plan_text("", huge));
}

BOOST_AUTO_TEST_CASE(what_stands_across_a_limit_goes_into_the_next_segment)
{
    must_stay_whole("x", "€", 2, 153);
    must_stay_whole("x", "\r\n", 2, 153);
    must_stay_whole("ن", "😱", 2, 67);
    must_stay_whole("ن", "ب\u064E\u0651", 3, 67);
    must_stay_whole("ن", "👨\u200D👩\u200D👧", 8, 67);
    must_stay_whole("ن", "🇱🇾", 4, 67);
}

BOOST_AUTO_TEST_CASE(the_cheapest_has_the_fewest_segments_then_the_fewest_octets)
{
    BOOST_TEST((planned("merhaba", with({turkish})).coding == gsm7()));
    BOOST_TEST((planned("iş", with({turkish})).coding == ucs2));                        // 4 octets; 7 with either table
    BOOST_TEST((planned("iş günü", with({turkish})).coding == gsm7(turkish)));          // 11; 12 behind an escape
    BOOST_TEST((planned("iş gününüz", with({turkish})).coding == gsm7(none, turkish))); // 14 with either
    BOOST_TEST((planned("ışığın gücü şaşırtıcıdır", with({turkish})).coding == gsm7(turkish)));
    BOOST_TEST((planned("ışığın gücü", with({})).coding == ucs2));
    BOOST_TEST((planned("سل", with({urdu})).coding == ucs2));
    BOOST_TEST((planned(repeat("سلام ", 15), with({urdu})).coding == gsm7(urdu)));
}

BOOST_AUTO_TEST_CASE(tables_of_two_languages_go_together)
{
    // Urdu's letters and Turkish ones: neither language has them all.
    const auto text = repeat("بب", 40) + "ğ";
    const auto plan = planned(text, with({turkish, urdu}));
    BOOST_TEST((plan.coding == gsm7(urdu, turkish)));
    BOOST_TEST(plan.pieces.size() == 1u);
    BOOST_TEST(read_back(segments_of(plan, 7)) == text);
    BOOST_TEST((planned(text, with({urdu})).coding == ucs2));
}

BOOST_AUTO_TEST_CASE(what_nothing_allowed_can_write_has_no_plan)
{
    BOOST_TEST(!plan_text("ن", {.ucs2 = false}));
    BOOST_TEST(!plan_text("", {.gsm7 = false, .ucs2 = false}));
    BOOST_TEST((planned("plain", {.gsm7 = false}).coding == ucs2));
    BOOST_TEST((planned("ن", with({static_cast<NationalLanguage>(99), none})).coding == ucs2));
}

BOOST_AUTO_TEST_CASE(substitutions_are_made_where_they_save_a_segment)
{
    PlanRequest request{.substitutions = Substitutions::typographic};
    const auto text = "C’est " + repeat("x", 100) + "…";
    const auto plan = planned(text, request);
    BOOST_TEST((plan.coding == gsm7()));
    BOOST_TEST(plan.text == "C'est " + repeat("x", 100) + "...");
    const std::vector<Obstacle> made{{{1, 1}, "’", "'"}, {{108, 106}, "…", "..."}};
    BOOST_TEST((plan.substitutions == made));
    BOOST_TEST(read_back(segments_of(plan, 7)) == plan.text);
}

BOOST_AUTO_TEST_CASE(substitutions_that_save_nothing_are_not_made)
{
    PlanRequest request{.substitutions = Substitutions::typographic_and_accents};
    for (const auto& text : {std::string{"C’est"}, "C’est ن " + repeat("x", 100), repeat("…", 70)}) {
        const auto plan = planned(text, request);
        BOOST_TEST((plan.coding == ucs2));
        BOOST_TEST(plan.substitutions.empty());
        BOOST_TEST(plan.text == text);
    }
    BOOST_TEST(planned(repeat("x", 200), request).substitutions.empty());
}

BOOST_AUTO_TEST_CASE(where_ucs2_is_not_allowed_substitutions_are_what_is_left)
{
    BOOST_TEST(planned("C’est", {.ucs2 = false, .substitutions = Substitutions::typographic}).text == "C'est");
    BOOST_TEST(!plan_text("ç", {.ucs2 = false, .substitutions = Substitutions::typographic}));
    BOOST_TEST(planned("ç", {.ucs2 = false, .substitutions = Substitutions::typographic_and_accents}).text == "c");
}

BOOST_AUTO_TEST_CASE(of_two_ways_to_substitute_the_one_that_changes_less_is_taken)
{
    auto request = with({turkish});
    request.substitutions = Substitutions::typographic_and_accents;
    const auto plan = planned(repeat("şaş’ ", 20), request);
    BOOST_TEST((plan.coding == gsm7(turkish)));
    BOOST_TEST(plan.text == repeat("şaş' ", 20));
    BOOST_TEST(plan.substitutions.size() == 20u);
}

BOOST_AUTO_TEST_CASE(octets_that_are_no_utf8_are_sent_as_replacement_characters)
{
    const auto plan = planned("a\xFF");
    BOOST_TEST(plan.text == "a\uFFFD");
    BOOST_TEST((plan.coding == ucs2));
    BOOST_TEST((plan.pieces == std::vector{PlannedPiece{0, 4, 2}}));
}

BOOST_AUTO_TEST_CASE(a_header_has_concatenation_then_shifts_then_the_callers_elements)
{
    auto request = with({urdu});
    request.header.elements.push_back({0x05, {0x0B, 0x84, 0x23, 0xF0}});
    const auto text = repeat("ب", 200) + "۵";

    const auto narrow = segments_of(planned(text, request), 0x1234);
    BOOST_TEST(to_hex(std::span{narrow.at(1).octets}.first(18)) == "11000334020224010D25010D05040B8423F0");

    request.header.sixteen_bit_reference = true;
    const auto wide = segments_of(planned(text, request), 0x1234);
    BOOST_TEST(to_hex(std::span{wide.at(1).octets}.first(19)) == "1208041234020224010D25010D05040B8423F0");
    BOOST_TEST(wide.at(0).octets.size() == 140u);
    BOOST_TEST(read_back(wide) == text);

    request.header.elements.clear();
    const auto alone = segments_of(planned(repeat("ب", 100) + "۵", request), 0x1234);
    BOOST_TEST(to_hex(std::span{alone.at(0).octets}.first(7)) == "0624010D25010D");
}

BOOST_AUTO_TEST_CASE(a_message_class_goes_into_the_data_coding_scheme)
{
    BOOST_TEST(segments_of(planned("x"), 0).at(0).dcs == 0x00);
    BOOST_TEST(segments_of(planned("x"), 0, 0).at(0).dcs == 0x10);
    BOOST_TEST(segments_of(planned("ن"), 0, 3).at(0).dcs == 0x1B);
    BOOST_TEST(segments_of(planned("x", {.gsm7 = false, .ucs2 = false, .eight_bit = true}), 0, 1).at(0).dcs == 0x15);
}

BOOST_AUTO_TEST_CASE(a_text_that_no_concatenation_can_number_has_a_plan_and_no_segments)
{
    BOOST_TEST(segments_of(planned(repeat("x", 255 * 153)), 0).size() == 255u);
    const auto plan = planned(repeat("x", 255 * 153 + 1));
    BOOST_TEST(plan.pieces.size() == 256u);
    BOOST_TEST(segments_of(plan, 0).empty());
}

BOOST_AUTO_TEST_SUITE_END()
