#include "config/routing.hpp"

#include "config/sections.hpp"
#include "config/values.hpp"

#include <algorithm>

namespace nida::config
{
namespace
{
/// Calls `read` with each section of that name.
template <class Read>
void each_section(const Section& top, const std::string& key, Keys keys, Homes homes, Report& report, Read read)
{
    const auto* node = top.find(key);
    if (!node) return;
    const auto heading = "[[" + key + "]]";
    const auto* array = node->as_array();
    if (!array) {
        top.wrong(key, "this is headed by " + heading + ", in double brackets, since there may be several");
        return;
    }
    for (const auto& element : *array) {
        if (const auto* table = element.as_table())
            read(Section{heading, *table, keys, report, homes});
        else
            report.add(begin_of(element.source()), "write it as a section of its own: " + heading +
                                                       ", and its keys below; found " +
                                                       std::string{type_name(element)});
    }
}

void read_operator(const Section& section, std::string_view key, const daemon::Recipes* operators, std::string& out)
{
    section.text(key, parse_line_name, "the id of an operator, for example \"ly-libyana\"", out);
    if (!section.mentions(key))
        section.wrong_as_a_whole("this " + section.name(key) +
                                 " is missing; write the id of an operator, for example " + std::string{key} +
                                 " = \"ly-libyana\"");
    else if (operators && !out.empty() && !daemon::recipe_named(*operators, out))
        unknown_operator(section, key, out, *operators);
}
} // namespace

void unknown_operator(const Section& section, std::string_view key, const std::string& id,
                      const daemon::Recipes& operators)
{
    std::vector<std::string_view> known;
    for (const auto& recipe : operators)
        known.push_back(recipe.id);
    auto what = section.name(key) + " = " + shown(id) + " is not known";
    if (const auto meant = nearest(id, known)) what += "; did you mean \"" + std::string{*meant} + "\"?";
    section.wrong(key, what + " Known: " + join(known, ""));
}

std::vector<OperatorLimit> read_operator_limits(const Section& top, Homes homes, const daemon::Recipes* operators,
                                                Report& report)
{
    std::vector<OperatorLimit> limits;
    each_section(top, "operator_limit", operator_limit_keys, homes, report, [&](const Section& section) {
        OperatorLimit limit;
        read_operator(section, "operator", operators, limit.operator_name);
        section.whole_number("segments_per_minute", 1, 100'000, limit.segments_per_minute);
        if (!section.mentions("segments_per_minute"))
            section.wrong_as_a_whole("this [[operator_limit]] has no segments_per_minute; write for example "
                                     "segments_per_minute = 30");
        limits.push_back(std::move(limit));
    });
    return limits;
}

std::vector<Price> read_prices(const Section& top, Homes homes, const daemon::Recipes* operators, Report& report)
{
    std::vector<Price> prices;
    each_section(top, "price", price_keys, homes, report, [&](const Section& section) {
        Price price;
        read_operator(section, "from", operators, price.from);
        const auto goal = [](std::string_view text) {
            return text.starts_with('+') ? parse_prefix(text) : parse_line_name(text);
        };
        section.text("to", goal, "the id of an operator or a prefix, for example \"ly-almadar\" or \"+216\"", price.to);
        if (operators && !price.to.empty() && !price.to.starts_with('+') && !daemon::recipe_named(*operators, price.to))
            unknown_operator(section, "to", price.to, *operators);
        std::optional<std::int64_t> amount;
        const bool in_bundles = section.mentions("bundle") || section.mentions("per_bundle");
        read_amount(section, in_bundles ? "per_bundle" : "per_segment", amount);
        section.whole_number("bundle", 1, 10'000'000, price.segments);
        if (in_bundles && section.mentions("per_segment"))
            section.wrong("per_segment", "this [[price]] is by the segment and by the bundle; write one of them");
        if (in_bundles && !(section.mentions("bundle") && section.mentions("per_bundle")))
            section.wrong_as_a_whole("this [[price]] has half of a bundle; write for example bundle = 1000 and "
                                     "per_bundle = 20, or per_segment = 0.05 alone");
        if (!in_bundles && !section.mentions("per_segment"))
            section.wrong_as_a_whole("this [[price]] has no per_segment; write for example per_segment = 0.05");
        price.milli = amount.value_or(0);
        section.text("currency", parse_currency,
                     "the three letters that ISO 4217 gives the currency, for example \"LYD\"", price.currency);
        if (!section.mentions("currency"))
            section.wrong_as_a_whole("this [[price]] has no currency; write for example currency = \"LYD\"");
        prices.push_back(std::move(price));
    });
    return prices;
}

} // namespace nida::config
