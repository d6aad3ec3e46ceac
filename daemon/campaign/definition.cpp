#include "daemon/campaign/definition.hpp"

#include "daemon/campaign/members.hpp"
#include "daemon/people/people.hpp"

#include <limits>

namespace nida::daemon
{
namespace
{
namespace json = boost::json;
using namespace std::chrono_literals;

constexpr std::size_t most_texts = 60;
constexpr auto longest_spread = std::chrono::minutes{7 * 24h};
constexpr auto longest_validity = std::chrono::minutes{63 * 7 * 24h}; // TP-VP can say no more (TS 23.040 §9.2.3.12.1)

std::optional<std::string> some(std::string text)
{
    return text.empty() ? std::optional<std::string>{} : std::move(text);
}

std::vector<std::string> group_names(std::vector<std::string> written)
{
    for (auto& name : written)
        name = group_name(name).value_or(name);
    return written;
}

CampaignAudience audience_from(const json::object* audience, const json::object* except)
{
    CampaignAudience meant;
    if (audience != nullptr) {
        const Members members{*audience, "an audience", {"all", "groups", "rule", "listed", "failures_of"}};
        meant.everyone = members.boolean("all", false);
        meant.groups = group_names(members.texts("groups"));
        meant.rule = some(members.text("rule"));
        meant.listed = members.boolean("listed", false);
        meant.failures_of = members.number("failures_of", 1, std::numeric_limits<std::int64_t>::max());
    }
    if (except != nullptr) {
        const Members members{*except, "the exceptions", {"groups", "rule", "numbers"}};
        meant.except_groups = group_names(members.texts("groups"));
        meant.except_rule = some(members.text("rule"));
        meant.except_numbers = members.texts("numbers");
    }
    return meant;
}

CampaignText text_from(const json::value& value)
{
    const auto* object = value.if_object();
    if (object == nullptr) throw wrong_type("texts", R"(a list of objects such as {"language": "ar", "text": "..."})");
    const Members members{*object, "a text", {"language", "variant", "share", "text"}};
    CampaignText text;
    text.language = members.text("language");
    text.variant = members.text("variant");
    text.share = static_cast<int>(members.number("share", 1, 1000).value_or(1));
    text.text = members.text("text");
    if (text.text.empty()) throw BadDefinition{"one of the texts is empty", "give each a \"text\", or leave it out"};
    if (text.variant.size() > 16)
        throw BadDefinition{fmt::format("the variant \"{}\" has too long a name", text.variant),
                            R"(call it "A" or "B")"};
    return text;
}

std::vector<CampaignText> texts_from(const json::value* value)
{
    std::vector<CampaignText> texts;
    if (value == nullptr) return texts;
    const auto* list = value->if_array();
    if (list == nullptr) throw wrong_type("texts", "a list");
    if (list->size() > most_texts)
        throw BadDefinition{fmt::format("there are more than {} texts", most_texts), "leave some out"};
    for (const auto& one : *list) {
        auto text = text_from(one);
        const auto twin = std::ranges::find_if(
            texts, [&](const auto& other) { return other.language == text.language && other.variant == text.variant; });
        if (twin != texts.end())
            throw BadDefinition{
                text.language.empty() ? std::string{"there are two texts without a language"}
                                      : fmt::format("there are two texts in the language \"{}\"", text.language),
                R"(tell them apart by "variant": "A" and "B", if each is to go to a share of the people)"};
        texts.push_back(std::move(text));
    }
    return texts;
}

json::array to_array(const std::vector<std::string>& texts)
{
    json::array list;
    for (const auto& text : texts)
        list.emplace_back(text);
    return list;
}

void put(json::object& into, const char* name, const std::string& text)
{
    if (!text.empty()) into[name] = text;
}
void put(json::object& into, const char* name, const std::vector<std::string>& texts)
{
    if (!texts.empty()) into[name] = to_array(texts);
}
void put(json::object& into, const char* name, json::object object)
{
    if (!object.empty()) into[name] = std::move(object);
}
} // namespace

std::string CampaignAudience::text() const
{
    std::vector<std::string> parts;
    if (everyone) parts.emplace_back("all");
    for (const auto& group : groups)
        parts.push_back("group " + group);
    if (rule) parts.push_back("rule " + *rule);
    if (listed) parts.emplace_back("its list");
    if (failures_of) parts.push_back(fmt::format("failures of {}", *failures_of));
    for (const auto& group : except_groups)
        parts.push_back("not group " + group);
    if (except_rule) parts.push_back("not rule " + *except_rule);
    if (!except_numbers.empty()) parts.push_back(fmt::format("not {} numbers", except_numbers.size()));
    return fmt::format("{}", fmt::join(parts, ", "));
}

CampaignDefinition definition_from(const json::object& object)
{
    const Members members{object,
                          "a campaign",
                          {"name", "audience", "except", "texts", "merges", "priority", "at", "zone", "repeat",
                           "spread_minutes", "per_minute", "avoid", "validity_minutes", "acknowledge", "ladder"}};
    CampaignDefinition definition;
    const auto name = person_name(members.text("name"));
    if (!name) throw BadDefinition{"the name is no text of at most 200 characters", "give it a shorter one"};
    definition.name = *name;
    definition.audience = audience_from(members.object("audience"), members.object("except"));
    definition.texts = texts_from(members.find("texts"));
    definition.merges = members.boolean("merges", true);
    if (const auto priority = members.text("priority"); !priority.empty()) {
        const auto known = parse_priority(priority);
        if (!known)
            throw BadDefinition{fmt::format("there is no priority \"{}\"", priority), "accepted: campaign, alert"};
        definition.priority = *known;
    }
    definition.time = {members.text("at"), members.text("zone"), members.text("repeat")};
    definition.spread = std::chrono::minutes{members.number("spread_minutes", 0, longest_spread.count()).value_or(0)};
    if (const auto rate = members.number("per_minute", 1, 100'000)) definition.per_minute = static_cast<int>(*rate);
    definition.avoid = members.texts("avoid");
    definition.validity = std::chrono::minutes{
        members.number("validity_minutes", 5, longest_validity.count()).value_or(definition.validity.count())};
    definition.acknowledge = members.boolean("acknowledge", false);
    if (const auto* ladder = members.object("ladder")) {
        if (definition.priority != Priority::alert)
            throw BadDefinition{"only an alert has a ladder",
                                R"(give it "priority": "alert" (`--priority alert`), or leave "ladder" out)"};
        definition.ladder = ladder_from(*ladder);
    }
    return definition;
}

json::object to_json(const CampaignDefinition& definition)
{
    json::object object;
    put(object, "name", definition.name);
    json::object audience;
    const auto& meant = definition.audience;
    if (meant.everyone) audience["all"] = true;
    put(audience, "groups", meant.groups);
    put(audience, "rule", meant.rule.value_or(""));
    if (meant.listed) audience["listed"] = true;
    if (meant.failures_of) audience["failures_of"] = *meant.failures_of;
    put(object, "audience", std::move(audience));
    json::object except;
    put(except, "groups", meant.except_groups);
    put(except, "rule", meant.except_rule.value_or(""));
    put(except, "numbers", meant.except_numbers);
    put(object, "except", std::move(except));
    json::array texts;
    for (const auto& text : definition.texts) {
        json::object one;
        put(one, "language", text.language);
        put(one, "variant", text.variant);
        if (text.share != 1) one["share"] = text.share;
        put(one, "text", text.text);
        texts.emplace_back(std::move(one));
    }
    object["texts"] = std::move(texts);
    if (!definition.merges) object["merges"] = false;
    object["priority"] = to_string(definition.priority);
    put(object, "at", definition.time.at);
    put(object, "zone", definition.time.zone);
    put(object, "repeat", definition.time.repeat);
    if (definition.spread.count() > 0) object["spread_minutes"] = definition.spread.count();
    if (definition.per_minute) object["per_minute"] = *definition.per_minute;
    put(object, "avoid", definition.avoid);
    if (definition.validity != CampaignDefinition{}.validity) object["validity_minutes"] = definition.validity.count();
    if (definition.acknowledge) object["acknowledge"] = true;
    if (definition.ladder) object["ladder"] = to_json(*definition.ladder);
    return object;
}
} // namespace nida::daemon
