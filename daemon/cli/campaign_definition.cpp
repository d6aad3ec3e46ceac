#include "daemon/cli/campaign_definition.hpp"

#include "daemon/cli/failures.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <charconv>
#include <sysexits.h>

namespace nida::daemon::cli
{

namespace json = boost::json;

namespace
{

/// Takes a whole number from the beginning of `text`.
std::optional<std::int64_t> take_number(std::string_view& text)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || number < 0) return {};
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return number;
}

std::int64_t minutes_of(std::string_view unit)
{
    if (unit == "m" || unit == "min") return 1;
    if (unit == "h") return 60;
    if (unit == "d") return 24 * 60;
    if (unit == "w") return 7 * 24 * 60;
    return 0;
}

void set(json::object& object, std::string_view key, const std::optional<std::string>& value)
{
    if (!value) return;
    if (value->empty())
        object.erase(key);
    else
        object[key] = *value;
}

void set(json::object& object, std::string_view key, const std::optional<std::vector<std::string>>& values)
{
    if (!values) return;
    json::array list;
    for (const auto& value : *values)
        if (!value.empty()) list.emplace_back(value);
    if (list.empty())
        object.erase(key);
    else
        object[key] = std::move(list);
}

void set_minutes(json::object& object, std::string_view key, const std::optional<std::string>& duration)
{
    if (!duration) return;
    const auto minutes = minutes_in(*duration).value_or(0);
    if (minutes == 0)
        object.erase(key);
    else
        object[key] = minutes;
}

/// An object within an object, made where there is none.
json::object& part(json::object& object, std::string_view key)
{
    auto& value = object[key];
    return value.is_object() ? value.get_object() : value.emplace_object();
}

/// One text, in the place of the one that it stands for.
void put(json::array& texts, const VariantHead& head, const std::string& text)
{
    auto* const same = std::find_if(texts.begin(), texts.end(), [&](const json::value& other) {
        const auto& object = object_of(other);
        return field(object, "language") == head.language && field(object, "variant") == head.name;
    });
    if (same != texts.end() && text.empty()) {
        texts.erase(same);
        return;
    }
    json::object one;
    if (!head.language.empty()) one["language"] = head.language;
    if (!head.name.empty()) one["variant"] = head.name;
    if (head.share != 1) one["share"] = head.share;
    one["text"] = text;
    if (same != texts.end())
        *same = std::move(one);
    else
        texts.emplace_back(std::move(one));
}

VariantHead language_in(const std::string& written)
{
    const auto equals = written.find('=');
    return {written.substr(0, equals), {}, 1, written.substr(equals + 1)};
}

/// A number of a part of the ladder, and what it is where nobody says.
void set_number(json::object& ladder, std::string_view of, std::string_view key, std::optional<std::int64_t> said,
                std::int64_t otherwise)
{
    auto* const one = ladder.if_contains(of);
    if (one == nullptr) return;
    auto& object = one->as_object();
    if (said)
        object[key] = *said;
    else if (!object.contains(key))
        object[key] = otherwise;
}

/// A part of the ladder that begins so long after something; 0 takes it away.
void set_wait(json::object& ladder, std::string_view of, std::string_view key, const std::optional<std::string>& said)
{
    if (!said) return;
    const auto minutes = minutes_in(*said).value_or(0);
    if (minutes == 0)
        ladder.erase(of);
    else
        part(ladder, of)[key] = minutes;
}

/// What an alert does about those whom it does not reach.
void apply_ladder(const CampaignOptions& options, json::object& definition)
{
    if (options.acknowledge) definition["acknowledge"] = *options.acknowledge;
    if (options.no_ladder) definition.erase("ladder");
    auto& ladder = part(definition, "ladder");
    if (options.flash) ladder["flash"] = *options.flash;
    set_wait(ladder, "repeat", "every", options.repeat_every);
    set_number(ladder, "repeat", "times", options.repeat_times, 2);
    set_wait(ladder, "ring", "after", options.ring_after);
    set_number(ladder, "ring", "seconds", options.ring_seconds, 15);
    if (options.escalate_to) {
        set(part(ladder, "escalate"), "to", options.escalate_to);
        if (!part(ladder, "escalate").contains("to")) ladder.erase("escalate");
    }
    std::optional<std::int64_t> every;
    if (options.escalate_every) every = minutes_in(*options.escalate_every);
    set_number(ladder, "escalate", "every", every, 10);
    if (auto* const escalation = ladder.if_contains("escalate")) {
        set(escalation->as_object(), "text", options.escalate_text);
        set(escalation->as_object(), "stop_word", options.stop_word);
    }
    if (ladder.empty()) definition.erase("ladder");
}

/// Refuses what says how a part of the ladder is to be, where the alert has no such part. @throws Refusal
void check_ladder(const Context& context, const CampaignOptions& options, const json::object& definition)
{
    const auto given = [](const std::optional<std::string>& value) { return value && !value->empty(); };
    const struct {
        bool is_given;
        const char *option, *part, *needed;
    } all[] = {{options.repeat_times.has_value(), "--repeat-times", "repeat", "--repeat-every"},
               {options.ring_seconds.has_value(), "--ring-seconds", "ring", "--ring-after"},
               {given(options.escalate_every), "--escalate-every", "escalate", "--escalate-to"},
               {given(options.escalate_text), "--escalate-text", "escalate", "--escalate-to"},
               {given(options.stop_word), "--stop-word", "escalate", "--escalate-to"}};
    const auto& ladder = object_in(definition, "ladder");
    for (const auto& one : all)
        if (one.is_given && !ladder.contains(one.part))
            throw Refusal{EX_USAGE, context.words(Text::usage_without, one.option, one.needed)};
}

} // namespace

std::optional<std::int64_t> minutes_in(std::string_view text)
{
    if (text == "0") return 0;
    std::int64_t minutes = 0;
    constexpr std::int64_t longest = 2 * 366 * 24 * 60;
    while (!text.empty()) {
        const auto number = take_number(text);
        const auto end = std::min(text.find_first_not_of("minhdw"), text.size());
        const auto unit = minutes_of(text.substr(0, end));
        if (!number || unit == 0 || *number > longest) return {};
        text.remove_prefix(end);
        text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
        minutes += *number * unit;
        if (minutes > longest) return {};
    }
    return minutes > 0 ? std::optional{minutes} : std::nullopt;
}

std::optional<VariantHead> variant_in(std::string_view written)
{
    const auto equals = written.find('=');
    if (equals == std::string_view::npos) return {};
    auto head = written.substr(0, equals);
    VariantHead found;
    found.text = written.substr(equals + 1);
    if (const auto slash = head.find('/'); slash != std::string_view::npos) {
        found.language = head.substr(0, slash);
        head.remove_prefix(slash + 1);
        if (found.language.empty()) return {};
    }
    if (const auto colon = head.find(':'); colon != std::string_view::npos) {
        auto digits = head.substr(colon + 1);
        const auto share = take_number(digits);
        if (!share || *share < 1 || *share > 1000 || !digits.empty()) return {};
        found.share = *share;
        head = head.substr(0, colon);
    }
    found.name = head;
    if (found.name.empty()) return {};
    return found;
}

void put_texts(const Context& context, const CampaignTextOptions& options, json::array& texts)
{
    if (options.text) put(texts, {}, message_text(context, *options.text, {}));
    if (!options.text_file.empty()) put(texts, {}, message_text(context, {}, options.text_file));
    for (const auto& written : options.text_in) {
        const auto head = language_in(written);
        put(texts, head, message_text(context, head.text, {}));
    }
    for (const auto& written : options.text_file_in) {
        const auto head = language_in(written);
        put(texts, head, message_text(context, {}, head.text));
    }
    for (const auto& written : options.variants) {
        const auto head = variant_in(written).value();
        put(texts, head, message_text(context, head.text, {}));
    }
    for (const auto& written : options.variant_files) {
        const auto head = variant_in(written).value();
        put(texts, head, message_text(context, {}, head.text));
    }
}

void apply(Context& context, const CampaignOptions& options, json::object& definition)
{
    set(definition, "name", options.name);
    auto& audience = part(definition, "audience");
    if (options.everyone && *options.everyone) audience["all"] = true;
    if (options.everyone && !*options.everyone) audience.erase("all");
    set(audience, "groups", options.groups);
    set(audience, "rule", options.rule);
    auto& except = part(definition, "except");
    set(except, "groups", options.except_groups);
    set(except, "rule", options.except_rule);
    set(except, "numbers", options.except_numbers);
    if (except.empty()) definition.erase("except");

    auto texts = rows_of(definition, "texts");
    if (!options.template_name.empty()) {
        const auto kept = context.api.get(Target{"/v1/templates"} / options.template_name);
        texts = rows_of(object_of(kept), "texts");
    }
    put_texts(context, options.texts, texts);
    definition["texts"] = std::move(texts);

    if (options.merges) definition["merges"] = *options.merges;
    set(definition, "priority", options.priority);
    set(definition, "at", options.at);
    set(definition, "zone", options.zone);
    set(definition, "repeat", options.repeat);
    set_minutes(definition, "spread_minutes", options.spread);
    set(definition, "avoid", options.avoid);
    set_minutes(definition, "validity_minutes", options.valid);
    if (options.per_minute && *options.per_minute > 0) definition["per_minute"] = *options.per_minute;
    if (options.per_minute && *options.per_minute == 0) definition.erase("per_minute");
    apply_ladder(options, definition);
    check_ladder(context, options, definition);
}

} // namespace nida::daemon::cli
