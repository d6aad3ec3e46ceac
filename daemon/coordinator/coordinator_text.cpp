#include "daemon/coordinator/coordinator_text.hpp"

namespace nida::daemon
{
namespace
{

constexpr std::string_view people_and_parts[] = {"{people}", "{parts}"};
constexpr std::string_view people[] = {"{people}"};
constexpr std::string_view minutes[] = {"{minutes}"};
constexpr std::string_view code[] = {"{code}"};
constexpr std::string_view request[] = {"{request}"};
constexpr std::string_view campaign[] = {"{campaign}"};
constexpr std::string_view campaign_and_people[] = {"{campaign}", "{people}"};
constexpr std::string_view somebodys_campaign[] = {"{name}", "{campaign}", "{people}"};
constexpr std::string_view person_and_groups[] = {"{number}", "{name}", "{groups}"};
constexpr std::string_view number_and_groups[] = {"{number}", "{groups}"};
constexpr std::string_view number[] = {"{number}"};
constexpr std::string_view count[] = {"{count}"};
constexpr std::string_view list[] = {"{list}"};
constexpr std::string_view service[] = {"{lines}", "{all}", "{queued}"};
constexpr std::string_view progress[] = {"{campaign}", "{sent}", "{people}"};
constexpr std::string_view progress_and_answers[] = {"{campaign}", "{sent}", "{people}", "{answered}"};
constexpr std::string_view question[] = {"{campaign}", "{text}", "{word}"};
constexpr std::string_view name_and_campaign[] = {"{name}", "{campaign}"};
constexpr std::string_view why[] = {"{why}"};
constexpr std::string_view word[] = {"{word}"};
constexpr std::string_view words_of_pausing[] = {"{word}", "{all}"};
constexpr std::string_view row_and_hash[] = {"{date}", "{row}", "{hash}"};

} // namespace

std::string_view to_string(CoordinatorText text)
{
    switch (text) {
    case CoordinatorText::figures: return "figures";
    case CoordinatorText::figures_of_one: return "figures_of_one";
    case CoordinatorText::duration: return "duration";
    case CoordinatorText::send_code: return "send_code";
    case CoordinatorText::confirm_code: return "confirm_code";
    case CoordinatorText::confirm_totp: return "confirm_totp";
    case CoordinatorText::confirm_second: return "confirm_second";
    case CoordinatorText::no_hour: return "no_hour";
    case CoordinatorText::approve_asked: return "approve_asked";
    case CoordinatorText::resume_asked: return "resume_asked";
    case CoordinatorText::add_asked: return "add_asked";
    case CoordinatorText::started: return "started";
    case CoordinatorText::waits: return "waits";
    case CoordinatorText::approved: return "approved";
    case CoordinatorText::resumed: return "resumed";
    case CoordinatorText::added: return "added";
    case CoordinatorText::not_added: return "not_added";
    case CoordinatorText::paused: return "paused";
    case CoordinatorText::all_paused: return "all_paused";
    case CoordinatorText::which_campaign: return "which_campaign";
    case CoordinatorText::no_campaign: return "no_campaign";
    case CoordinatorText::status: return "status";
    case CoordinatorText::status_campaign: return "status_campaign";
    case CoordinatorText::no_balance: return "no_balance";
    case CoordinatorText::dropped: return "dropped";
    case CoordinatorText::wrong_code: return "wrong_code";
    case CoordinatorText::three_wrong_codes: return "three_wrong_codes";
    case CoordinatorText::used_code: return "used_code";
    case CoordinatorText::which_request: return "which_request";
    case CoordinatorText::may_not: return "may_not";
    case CoordinatorText::unknown_group: return "unknown_group";
    case CoordinatorText::how_to_add: return "how_to_add";
    case CoordinatorText::no_second: return "no_second";
    case CoordinatorText::failed: return "failed";
    case CoordinatorText::audit_line: return "audit_line";
    case CoordinatorText::none_runs: return "none_runs";
    case CoordinatorText::none_paused: return "none_paused";
    case CoordinatorText::none_waits: return "none_waits";
    case CoordinatorText::how_to_pause: return "how_to_pause";
    case CoordinatorText::how_to_number: return "how_to_number";
    case CoordinatorText::how_to_alone: return "how_to_alone";
    case CoordinatorText::status_answered: return "status_answered";
    case CoordinatorText::escalation: return "escalation";
    case CoordinatorText::in_charge: return "in_charge";
    case CoordinatorText::taken_by: return "taken_by";
    case CoordinatorText::too_many: break;
    }
    return "too_many";
}

std::span<const std::string_view> placeholders_of(CoordinatorText text)
{
    switch (text) {
    case CoordinatorText::figures: return people_and_parts;
    case CoordinatorText::figures_of_one: return people;
    case CoordinatorText::duration: return minutes;
    case CoordinatorText::send_code:
    case CoordinatorText::confirm_code: return code;
    case CoordinatorText::confirm_totp: return request;
    case CoordinatorText::approve_asked: return somebodys_campaign;
    case CoordinatorText::add_asked: return person_and_groups;
    case CoordinatorText::started:
    case CoordinatorText::waits: return campaign_and_people;
    case CoordinatorText::resume_asked:
    case CoordinatorText::approved:
    case CoordinatorText::resumed:
    case CoordinatorText::in_charge:
    case CoordinatorText::paused: return campaign;
    case CoordinatorText::added: return number_and_groups;
    case CoordinatorText::not_added: return number;
    case CoordinatorText::all_paused: return count;
    case CoordinatorText::which_campaign:
    case CoordinatorText::which_request: return list;
    case CoordinatorText::status: return service;
    case CoordinatorText::status_campaign: return progress;
    case CoordinatorText::status_answered: return progress_and_answers;
    case CoordinatorText::escalation: return question;
    case CoordinatorText::taken_by: return name_and_campaign;
    case CoordinatorText::failed: return why;
    case CoordinatorText::audit_line: return row_and_hash;
    case CoordinatorText::how_to_pause: return words_of_pausing;
    case CoordinatorText::how_to_number:
    case CoordinatorText::how_to_alone: return word;
    case CoordinatorText::confirm_second:
    case CoordinatorText::no_hour:
    case CoordinatorText::no_campaign:
    case CoordinatorText::none_runs:
    case CoordinatorText::none_paused:
    case CoordinatorText::none_waits:
    case CoordinatorText::no_balance:
    case CoordinatorText::dropped:
    case CoordinatorText::wrong_code:
    case CoordinatorText::three_wrong_codes:
    case CoordinatorText::used_code:
    case CoordinatorText::may_not:
    case CoordinatorText::unknown_group:
    case CoordinatorText::how_to_add:
    case CoordinatorText::no_second:
    case CoordinatorText::too_many: break;
    }
    return {};
}

} // namespace nida::daemon
