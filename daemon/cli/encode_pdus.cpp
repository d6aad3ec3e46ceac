#include "daemon/cli/codec_commands.hpp"
#include "daemon/cli/failures.hpp"
#include "daemon/cli/pdu_json.hpp"
#include "protocol/encoding/planner.hpp"
#include "protocol/encoding/segmentation.hpp"
#include "protocol/hex.hpp"
#include "protocol/pdu/tpdu.hpp"

#include <boost/json.hpp>

#include <charconv>
#include <chrono>
#include <optional>
#include <ostream>
#include <sysexits.h>

namespace nida::daemon::cli
{

namespace json = boost::json;
using namespace protocol;

namespace
{

/// "30m", "2h", "3d" or "2w", at most the 63 weeks that TP-VP can say.
std::optional<ValidityPeriod> validity_of(std::string_view text)
{
    constexpr std::chrono::minutes longest = std::chrono::weeks{63};
    if (text.empty()) return {};
    std::chrono::minutes unit{};
    switch (text.back()) {
    case 'm': unit = std::chrono::minutes{1}; break;
    case 'h': unit = std::chrono::hours{1}; break;
    case 'd': unit = std::chrono::days{1}; break;
    case 'w': unit = std::chrono::weeks{1}; break;
    default: return {};
    }
    text.remove_suffix(1);
    std::int64_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc{} || end != text.data() + text.size() || count < 1 || count > longest / unit) return {};
    return ValidityPeriod::at_least(count * unit);
}

PlanRequest request_of(const PduEncodeOptions& options)
{
    PlanRequest request;
    request.gsm7 = options.encoding == "auto" || options.encoding == "gsm7";
    request.ucs2 = options.encoding == "auto" || options.encoding == "ucs2";
    request.eight_bit = options.encoding == "8bit";
    for (const auto& code : options.shifts)
        if (const auto language = national_language(code)) request.languages.push_back(*language);
    if (options.substitutions == "typography") request.substitutions = Substitutions::typographic;
    if (options.substitutions == "accents") request.substitutions = Substitutions::typographic_and_accents;
    request.header.sixteen_bit_reference = options.sixteen_bits;
    return request;
}

json::object coding_value(const Coding& coding)
{
    const auto table = [](NationalLanguage language) {
        return language == NationalLanguage::none ? json::value() : json::value(code_of(language));
    };
    return {{"alphabet", alphabet_name(coding.alphabet)},
            {"locking_shift", table(coding.tables.locking)},
            {"single_shift", table(coding.tables.single)}};
}

json::array obstacle_values(const std::vector<Obstacle>& obstacles)
{
    json::array values;
    for (const auto& obstacle : obstacles)
        values.push_back({{"character", obstacle.original},
                          {"index", obstacle.at.character},
                          {"octet", obstacle.at.octet},
                          {"replacement", obstacle.replacement ? json::value(*obstacle.replacement) : json::value()}});
    return values;
}

/// The characters that keep the text from what was asked for, each once.
std::string obstacles_to(std::string_view text, const PlanRequest& request)
{
    std::string characters;
    std::size_t fewest = std::string_view::npos;
    for (const auto& way : alternatives(text, request, 1)) {
        if (way.coding.alphabet != Alphabet::gsm7 || way.obstacle_count >= fewest) continue;
        fewest = way.obstacle_count;
        characters.clear();
        for (const auto& obstacle : way.obstacles)
            if (characters.find(obstacle.original) == std::string::npos) characters += ' ' + obstacle.original;
    }
    return characters.empty() ? characters : characters.substr(1);
}

struct Encoded {
    Plan plan;
    std::vector<SubmitPdu> pdus;
};

Encoded encode(const Context& context, const PduEncodeOptions& options, std::string_view text,
               const PlanRequest& request)
{
    const auto destination = address_from_text(options.to);
    if (!destination) throw Refusal{EX_DATAERR, context.words(Text::pdu_bad_number, options.to)};
    const auto validity = validity_of(options.validity);
    if (!validity && !options.validity.empty())
        throw Refusal{EX_USAGE, context.words(Text::pdu_bad_validity, options.validity)};
    constexpr std::int64_t most_in_8_bits = 255;
    if (options.reference > most_in_8_bits && !options.sixteen_bits)
        throw Refusal{EX_USAGE, context.words(Text::pdu_bad_reference)};

    auto plan = plan_text(text, request);
    if (!plan)
        throw Refusal{EX_DATAERR,
                      context.words(Text::pdu_not_in_encoding, options.encoding, obstacles_to(text, request))};
    std::optional<unsigned> message_class;
    if (options.message_class) message_class = static_cast<unsigned>(*options.message_class);
    const auto segments = segments_of(*plan, static_cast<unsigned>(options.reference), message_class);
    if (segments.empty()) throw Refusal{EX_DATAERR, context.words(Text::pdu_too_long, max_segments)};

    Encoded encoded{std::move(*plan), {}};
    for (const auto& segment : segments) {
        SubmitPdu pdu;
        pdu.destination = *destination;
        pdu.status_report_request = options.status_report;
        if (validity) pdu.validity = *validity;
        pdu.user_data = segment;
        encoded.pdus.push_back(std::move(pdu));
    }
    return encoded;
}

json::object encoded_value(const Encoded& encoded, std::string_view text, const PlanRequest& request)
{
    const auto& plan = encoded.plan;
    json::array pdus, lengths, others;
    for (const auto& pdu : encoded.pdus) {
        pdus.push_back(json::string{pdu.hex()});
        lengths.push_back(pdu.tpdu().size());
    }
    for (const auto& way : alternatives(text, request, plan.pieces.size())) {
        if (way.coding == plan.coding) continue;
        auto value = coding_value(way.coding);
        value["segments"] = way.segments;
        value["saves"] = way.saves;
        value["obstacles"] = obstacle_values(way.obstacles);
        others.push_back(std::move(value));
    }
    auto value = coding_value(plan.coding);
    value["segments"] = plan.pieces.size();
    value["units"] = plan.units;
    value["units_left"] = plan.units_left;
    value["text"] = plan.text;
    value["substitutions"] = obstacle_values(plan.substitutions);
    value["pdus"] = std::move(pdus);
    value["lengths"] = std::move(lengths);
    value["alternatives"] = std::move(others);
    return value;
}

} // namespace

int encode_pdus(Context& context, const PduEncodeOptions& options)
{
    const auto text = message_text(context, options.text.value_or(""), options.text_file.value_or(""));
    const auto request = request_of(options);
    const auto encoded = encode(context, options, text, request);
    if (context.json)
        write_json(context.io.out, encoded_value(encoded, text, request));
    else
        for (const auto& pdu : encoded.pdus)
            context.io.out << pdu.hex() << '\n';
    return EX_OK;
}

} // namespace nida::daemon::cli
