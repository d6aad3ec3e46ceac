// What holds for every plan, over random texts of mixed scripts and all combinations of what may be asked for.
#include "protocol/encoding/graphemes.hpp"
#include "protocol/encoding/planner.hpp"
#include "protocol/encoding/segmentation.hpp"
#include "protocol/unicode.hpp"
#include "tests/protocol/encoding/read_back.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <random>
#include <tuple>

using namespace nida::protocol;

namespace
{
/// Scripts, each as the pieces that a text is put together from.
const std::vector<std::vector<std::string>> scripts{
    {"a", "b", " ", "Z", "7", "é", "ü", "@", "Ω"},
    {"€", "{", "^", "\n", "\r\n", "~"},
    {"ç", "ê", "ã", "œ", "á", "í", "Ó"},
    {"’", "“", "”", "…", "–", "\u00A0", "•", "ﬁ", "\u200B", "Ａ"},
    {"e\u0301", "a\u0302\u0301", "c\u0327"},
    {"ş", "ğ", "ı", "İ", "Ş"},
    {"س", "ل", "ا", "م", "ن\u064E", "ّ", "،", "؟", "ة", "ك"},
    {"ب", "پ", "ٹ", "ڈ", "ں", "۵", "ۓ"},
    {"क", "ि", "क्ष", "न", "म\u0947", "।"},
    {"த", "மி", "ழ்"},
    {"😱", "👩🏽", "👨\u200D👩\u200D👧", "🇱🇾", "❤\uFE0F"},
    {"日", "本", "語", "\U0002000B"},
    {"\xFF", "\xC3", "\xE2\x82", "\uFFFD", std::string(1, '\0')},
};

class Cases
{
public:
    std::string text()
    {
        // Of one or two scripts mostly, so that other codings than UCS-2 have their chance.
        std::vector<std::size_t> chosen;
        for (auto count = 1 + below(3); count > 0; --count)
            chosen.push_back(below(below(4) == 0 ? scripts.size() : 8));
        std::string out;
        for (auto length = below(4) == 0 ? below(600) : below(200); length > 0; --length) {
            const auto& script = scripts[chosen[below(chosen.size())]];
            out += script[below(script.size())];
        }
        return out;
    }
    PlanRequest request()
    {
        PlanRequest request;
        request.gsm7 = below(8) != 0;
        request.ucs2 = below(4) != 0;
        request.eight_bit = below(6) == 0;
        for (auto count = below(3) == 0 ? below(14) : below(3); count > 0; --count)
            request.languages.push_back(static_cast<NationalLanguage>(below(15)));
        request.substitutions = static_cast<Substitutions>(below(3));
        request.header.sixteen_bit_reference = below(2) == 0;
        if (below(4) == 0) request.header.elements.push_back({0x05, {0x0B, 0x84, 0x23, 0xF0}});
        if (below(20) == 0) request.header.elements.push_back({0x70, Octets(below(160), 0)});
        return request;
    }
    std::size_t below(std::size_t limit) { return random_() % limit; }
private:
    std::mt19937 random_{20240412};
};

std::string as_utf8(std::string_view text)
{
    std::string out;
    for (const auto code_point : decode_utf8(text))
        append_utf8(out, code_point);
    return out;
}

/// The text with what a plan says that it replaced, by the places that it names.
std::string replayed(std::string_view text, const Plan& plan)
{
    std::string out;
    std::size_t at = 0;
    for (const auto& made : plan.substitutions) {
        BOOST_REQUIRE(text.substr(made.at.octet).starts_with(made.original));
        BOOST_REQUIRE_EQUAL(decode_utf8(text.substr(0, made.at.octet)).size(), made.at.character);
        out += as_utf8(text.substr(at, made.at.octet - at)) + *made.replacement;
        at = made.at.octet + made.original.size();
    }
    return out + as_utf8(text.substr(at));
}

using Cost = std::tuple<std::size_t, std::size_t>; // segments, octets
std::optional<Cost> cost_of(std::u32string_view text, const Coding& coding, const SegmentHeader& header)
{
    const auto pieces = cut(text, coding, capacities(coding, header));
    if (!pieces) return std::nullopt;
    std::size_t octets = 0;
    for (const auto& piece : *pieces)
        octets += user_data_octets(coding.alphabet, header_octets(coding, header, pieces->size() > 1), piece.units);
    return Cost{pieces->size(), octets};
}

/// The least that the text as it is can cost: every pair of tables, one after the other.
std::optional<Cost> least_cost(std::string_view utf8, const PlanRequest& request)
{
    const auto text = decode_utf8(utf8);
    std::optional<Cost> least;
    const auto consider = [&](const Coding& coding) {
        const auto cost = cost_of(text, coding, request.header);
        if (cost && (!least || *cost < *least)) least = cost;
    };
    auto languages = request.languages;
    languages.push_back(NationalLanguage::none);
    std::erase_if(languages, [](NationalLanguage l) { return static_cast<Octet>(l) > last_national_language; });
    for (const auto locking : languages)
        for (const auto single : languages)
            if (request.gsm7 && (locking == NationalLanguage::none || has_locking_table(locking)))
                consider({Alphabet::gsm7, {locking, single}});
    if (request.ucs2) consider({Alphabet::ucs2, {}});
    if (request.eight_bit) consider({Alphabet::eight_bit, {}});
    return least;
}

/// No piece ends inside a grapheme that fits into one.
void graphemes_are_whole(const Plan& plan)
{
    const auto text = decode_utf8(plan.text);
    const auto limits = capacities(plan.coding, plan.header);
    std::size_t octet = 0, piece = 0;
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = grapheme_end(text, begin);
        std::size_t units = 0, octets = 0;
        for (auto i = begin; i < end; ++i) {
            units += units_of(text[i], plan.coding);
            octets += units_of(text[i], {Alphabet::eight_bit, {}});
        }
        while (plan.pieces[piece].end <= octet)
            ++piece;
        if (units <= limits.concatenated) BOOST_REQUIRE_LE(octet + octets, plan.pieces[piece].end);
        octet += octets;
        begin = end;
    }
}

void must_hold(std::string_view text, const PlanRequest& request)
{
    const auto plan = plan_text(text, request);
    const auto least = least_cost(text, request);
    if (!plan) {
        BOOST_REQUIRE(!least);
        return;
    }
    BOOST_REQUIRE_EQUAL(read_back(segments_of(*plan, 0xABCD)), plan->pieces.size() > max_segments ? "" : plan->text);
    BOOST_REQUIRE_EQUAL(replayed(text, *plan), plan->text);
    const Cost cost{plan->pieces.size(), plan->octets};
    if (plan->substitutions.empty())
        BOOST_REQUIRE((least && cost == *least));
    else
        BOOST_REQUIRE((!least || std::get<0>(cost) < std::get<0>(*least)));

    std::size_t octets = 0, end = 0;
    for (const auto& segment : segments_of(*plan, 0xABCD))
        octets += segment.octets.size();
    BOOST_REQUIRE_EQUAL(octets, plan->octets);
    for (const auto& piece : plan->pieces)
        BOOST_REQUIRE_EQUAL(piece.begin, std::exchange(end, piece.end));
    BOOST_REQUIRE_EQUAL(end, plan->text.size());
    graphemes_are_whole(*plan);
}
} // namespace

BOOST_AUTO_TEST_SUITE(planner_properties)

BOOST_AUTO_TEST_CASE(every_plan_reads_back_as_its_text_and_none_is_cheaper)
{
    Cases cases;
    std::array<std::size_t, 3> by_alphabet{};
    std::size_t shifted = 0, substituted = 0, several = 0, without_plan = 0;
    for (int round = 0; round < 3000; ++round) {
        const auto text = cases.text();
        const auto request = cases.request();
        BOOST_TEST_CONTEXT("round " << round) { must_hold(text, request); }

        const auto plan = plan_text(text, request);
        if (!plan) {
            ++without_plan;
            continue;
        }
        ++by_alphabet[static_cast<std::size_t>(plan->coding.alphabet)];
        shifted += plan->coding.tables == GsmTables{} ? 0 : 1;
        substituted += plan->substitutions.empty() ? 0 : 1;
        several += plan->pieces.size() > 1 ? 1 : 0;
    }
    // The cases reach what they are meant to.
    for (const auto count :
         {by_alphabet[0], by_alphabet[1], by_alphabet[2], shifted, substituted, several, without_plan})
        BOOST_TEST(count >= 100u);
}

BOOST_AUTO_TEST_CASE(every_length_around_each_limit_reads_back)
{
    const std::vector<std::string> tails{"x", "€", "😱", "e\u0301", "\r\n", "ş", "ب\u064E", "🇱🇾", "ß’"};
    PlanRequest request;
    for (const auto language : {NationalLanguage::none, NationalLanguage::turkish})
        for (const bool wide : {false, true})
            for (const auto& filler : {std::string{"x"}, std::string{"ن"}, std::string{"ş"}})
                for (const auto& tail : tails)
                    for (std::size_t length = 60; length < 170; ++length) {
                        request.languages = {language};
                        request.header.sixteen_bit_reference = wide;
                        must_hold(repeat(filler, length) + tail + filler, request);
                    }
}

BOOST_AUTO_TEST_CASE(a_plan_without_wishes_is_what_segment_text_makes)
{
    Cases cases;
    for (int round = 0; round < 500; ++round) {
        const auto text = cases.text();
        const auto plan = plan_text(text).value();
        BOOST_REQUIRE(segments_of(plan, 7) == segment_text(text, 7));
        const auto count = count_segments(text);
        BOOST_REQUIRE_EQUAL(count.segments, plan.pieces.size());
        BOOST_REQUIRE_EQUAL(count.units, plan.units);
        BOOST_REQUIRE_EQUAL(count.units_left, plan.units_left);
        BOOST_REQUIRE((count.alphabet == plan.coding.alphabet));
    }
}

BOOST_AUTO_TEST_SUITE_END()
