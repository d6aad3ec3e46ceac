#include "daemon/api/campaign_request.hpp"

#include "daemon/api/fields.hpp"
#include "daemon/api/message_request.hpp"
#include "daemon/api/values.hpp"
#include "daemon/coordinator/coordination.hpp"
#include "daemon/coordinator/coordinators.hpp"
#include "daemon/coordinator/order.hpp"
#include "daemon/flow/fold.hpp"
#include "daemon/flow/keywords.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <cstdlib>
#include <variant>

namespace nida::daemon
{
namespace
{
constexpr std::size_t most_rows = 5'000;
constexpr std::size_t most_columns = 50;
constexpr std::size_t longest_value = 1'000;

ListedRecipient recipient_row(const boost::json::value& row, const std::string& country)
{
    const auto* object = row.if_object();
    if (object == nullptr) throw ApiError{400, "bad_request", "it is no object", R"(send {"number": "+216...", ...})"};
    if (object->size() > most_columns)
        throw ApiError{422, "bad_value", fmt::format("it has more than {} columns", most_columns), "leave some out"};
    ListedRecipient recipient;
    for (const auto& [name, value] : *object) {
        if (!value.is_string() || value.get_string().size() > longest_value)
            throw ApiError{400, "bad_request",
                           fmt::format("\"{}\" is no text of at most {} octets", std::string{name}, longest_value),
                           "send every column as a text"};
        if (name == "number")
            recipient.number = recipient_from(std::string{value.get_string()}, country);
        else
            recipient.fields.emplace_back(fold(name), std::string{value.get_string()});
    }
    if (!recipient.number.starts_with('+'))
        throw ApiError{422, "bad_number", "it has no number that somebody could be called by",
                       "give \"number\", with its country code where it is abroad"};
    return recipient;
}
} // namespace

std::vector<ListedRecipient> list_from(const boost::json::value& rows, const ServiceDefaults& defaults)
{
    const auto* list = rows.if_array();
    if (list == nullptr)
        throw ApiError{400, "bad_request", "the recipients are no list", R"(send [{"number": "+216...", ...}, ...])"};
    if (list->size() > most_rows)
        throw ApiError{413, "too_large", fmt::format("more than {} recipients in one request", most_rows),
                       "send the rest by POST /v1/campaigns/ID/recipients"};
    std::vector<ListedRecipient> all;
    for (std::size_t row = 0; row < list->size(); ++row)
        try {
            all.push_back(recipient_row((*list)[row], defaults.country));
        } catch (const ApiError& error) {
            throw ApiError{error.status, error.code, fmt::format("recipient {}: {}", row + 1, error.what()),
                           error.hint};
        }
    return all;
}

void check_texts(std::vector<CampaignText>& texts, const ServiceDefaults& defaults)
{
    for (auto& text : texts) {
        text.text = message_text_from(text.text);
        if (text.language.empty()) continue;
        const auto language = parse_language(text.language);
        if (!language || defaults.languages->find(*language) == nullptr)
            throw ApiError{422, "bad_value", fmt::format("the box has no language \"{}\"", text.language),
                           "accepted: " + defaults.languages->codes()};
    }
}

void check_ladder(Ladder& ladder, const ServiceDefaults& defaults)
{
    if (!ladder.escalation) return;
    for (auto& one : ladder.escalation->to) {
        if (coordinator_name(one) && one.find_first_not_of("0123456789") != one.npos) continue;
        one = recipient_from(one, defaults.country);
        if (!one.starts_with('+'))
            throw ApiError{422, "bad_number", fmt::format("\"{}\" is nobody who could be asked to take charge", one),
                           "give numbers with their country code, or coordinators' names"};
    }
    const auto& word = ladder.escalation->stop_word;
    if (word.empty()) return;
    const auto words = run_together(word);
    const auto match = match_keyword(word, *defaults.languages);
    const bool free = !match || match->intent == Intent::take; // who answers OK to the warning has not taken charge
    if (words.empty() || !free || !std::holds_alternative<std::monostate>(read_instruction(word, *defaults.languages)))
        throw ApiError{422, "bad_value", fmt::format("the stop word \"{}\" means something else to the box", word),
                       "take one that is no word for joining, leaving, help, yes or OK, no command, and no code"};
}

CampaignRequest campaign_request_from(const ApiRequest& request, const ServiceDefaults& defaults)
{
    auto body = parse_json(request.body);
    auto* object = body.if_object();
    if (object == nullptr)
        throw ApiError{400, "bad_request", "this is not a JSON object", "docs/api.md says what a campaign is"};
    CampaignRequest wanted;
    if (const auto* list = object->if_contains("recipients")) {
        wanted.list = list_from(*list, defaults);
        object->erase("recipients");
    }
    if (const auto* key = object->if_contains("id")) {
        if (!key->is_string()) throw ApiError{400, "bad_request", "\"id\" is not a text", "send id as a text"};
        wanted.key = key_from(std::string{key->get_string()});
        object->erase("id");
    }
    try {
        wanted.definition = definition_from(*object);
    } catch (const BadDefinition& bad) {
        throw answer_to(bad);
    }
    for (auto& number : wanted.definition.audience.except_numbers)
        number = recipient_from(number, defaults.country);
    check_texts(wanted.definition.texts, defaults);
    if (wanted.definition.ladder) check_ladder(*wanted.definition.ladder, defaults);
    if (!wanted.list.empty()) wanted.definition.audience.listed = true;
    return wanted;
}

CampaignRules campaign_rules(const ServiceDefaults& defaults)
{
    return {defaults.approval_above, to_string(defaults.language), defaults.calendars};
}

PreviewContext preview_context(const Service& service)
{
    PreviewContext context{service.clock.now(),
                           to_string(service.defaults.language),
                           service.lines.router(),
                           service.defaults.give_up_after,
                           {}};
    for (const auto& line : service.lines.status())
        if (in_service(line.state)) context.lines.push_back({line.id, line.name, line.segments_per_minute});
    return context;
}

AskApprovers approvers_of(const Service& service)
{
    if (!service.dialogue) return [](Connection&, CampaignId, const Act&) {};
    return [settings = service.dialogue()](Connection& db, CampaignId id, const Act& act) {
        Coordination{db, settings, {}, act.at, act.sure_clock}.ask_approvers(id);
    };
}

ApiError unknown_campaign(CampaignId id)
{
    return {404, "unknown_campaign", fmt::format("there is no campaign {}", id), "GET /v1/campaigns lists them"};
}

ApiError answer_to(const BadDefinition& bad)
{
    return {bad.code == "unknown_group" ? 404u : 422u, bad.code, bad.what(), bad.hint};
}

ApiError answer_to(const NotNow& not_now)
{
    switch (not_now.why) {
    case NotNow::Why::unknown: return {404, "unknown_campaign", not_now.what(), not_now.hint};
    case NotNow::Why::state: return {409, "wrong_state", not_now.what(), not_now.hint};
    case NotNow::Why::same_person: return {403, "second_person", not_now.what(), not_now.hint};
    case NotNow::Why::nobody: return {422, "bad_value", not_now.what(), not_now.hint};
    }
    std::abort();
}
} // namespace nida::daemon
