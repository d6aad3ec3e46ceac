#include "daemon/cli/catalogue.hpp"

#include <utility>

namespace nida::daemon::cli
{

namespace
{

constexpr std::pair<std::string_view, Text> values[] = {
    {"queued", Text::state_queued}, // a message's states, which state_named() finds
    {"submitting", Text::state_submitting},
    {"sent", Text::state_sent},
    {"delivered", Text::state_delivered},
    {"undelivered", Text::state_undelivered},
    {"expired", Text::state_expired},
    {"failed", Text::state_failed},
    {"in_doubt", Text::state_in_doubt},
    {"suppressed", Text::state_suppressed},
    {"cancelled", Text::state_cancelled},
    {"draft", Text::campaign_draft},
    {"waiting", Text::campaign_waiting},
    {"scheduled", Text::campaign_scheduled},
    {"running", Text::campaign_running},
    {"paused", Text::campaign_paused},
    {"absent", Text::line_absent},
    {"opening", Text::line_opening},
    {"identifying", Text::line_identifying},
    {"sim", Text::line_sim},
    {"registering", Text::line_registering},
    {"ready", Text::line_ready},
    {"degraded", Text::line_degraded},
    {"recovering", Text::line_recovering},
    {"parked", Text::line_parked},
    {"alert", Text::priority_alert},
    {"reply", Text::priority_reply},
    {"campaign", Text::priority_campaign},
    {"member", Text::person_member},
    {"contact", Text::person_contact},
    {"left", Text::person_left},
    {"join", Text::consent_join},
    {"leave", Text::consent_leave},
    {"add", Text::consent_add},
    {"import", Text::consent_import},
    {"change", Text::consent_change},
    {"number", Text::consent_number},
    {"merge", Text::consent_merge},
    {"merged", Text::consent_merged},
    {"remove", Text::consent_remove},
    {"erase", Text::consent_erase},
    {"asked", Text::consent_asked},
    {"confirmed", Text::consent_confirmed},
    {"join_group", Text::consent_join_group},
    {"leave_group", Text::consent_leave_group},
    {"broadcast", Text::audit_broadcast},
    {"campaign_cancel", Text::audit_campaign_cancel},
    {"campaign_draft", Text::audit_campaign_draft},
    {"campaign_change", Text::audit_campaign_change},
    {"campaign_submit", Text::audit_campaign_submit},
    {"campaign_approve", Text::audit_campaign_approve},
    {"campaign_refuse", Text::audit_campaign_refuse},
    {"campaign_start", Text::audit_campaign_start},
    {"send", Text::audit_send},
    {"send_batch", Text::audit_send_batch},
    {"block", Text::audit_block},
    {"unblock", Text::audit_unblock},
    {"ceiling_lift", Text::audit_ceiling_lift},
    {"ceiling_hold", Text::audit_ceiling_hold},
    {"campaign_missed", Text::audit_campaign_missed},
    {"campaign_pause", Text::audit_campaign_pause},
    {"campaign_resume", Text::audit_campaign_resume},
    {"campaign_test", Text::audit_campaign_test},
    {"alert_missed", Text::audit_alert_missed},
    {"alert_unanswered", Text::audit_alert_unanswered},
    {"alert_taken", Text::audit_alert_taken},
    {"template", Text::audit_template},
    {"template_remove", Text::audit_template_remove},
    {"coordinator_add", Text::audit_coordinator_add},
    {"coordinator_change", Text::audit_coordinator_change},
    {"coordinator_remove", Text::audit_coordinator_remove},
    {"coordinator_totp", Text::audit_coordinator_totp},
    {"coordinator_flood", Text::audit_coordinator_flood},
    {"command", Text::audit_command},
    {"command_confirmed", Text::audit_command_confirmed},
    {"command_approved", Text::audit_command_approved},
    {"command_wrong_code", Text::audit_command_wrong_code},
    {"export", Text::audit_export},
    {"field", Text::audit_field},
    {"field_remove", Text::audit_field_remove},
    {"group_add", Text::audit_group_add},
    {"group_change", Text::audit_group_change},
    {"group_remove", Text::audit_group_remove},
    {"import_begins", Text::audit_import_begins},
    {"import_undone", Text::audit_import_undone},
    {"open", Text::import_state_open},
    {"done", Text::import_state_done},
    {"undone", Text::import_state_undone},
    {"received", Text::timeline_received},
    {"state", Text::event_state},
    {"recovery", Text::event_recovery},
    {"call", Text::event_call},
    {"ussd", Text::event_ussd},
    {"balance", Text::event_balance},
    {"alarm", Text::event_alarm},
};

const Catalogue& catalogue_of(Language language)
{
    switch (language) {
    case Language::en: return english;
    case Language::fr: return french;
    case Language::ar: return arabic;
    }
    std::abort();
}

/// How two ways of writing a state become one.
std::string plain(std::string_view text)
{
    std::string same{text};
    for (char& c : same) {
        if (c == ' ' || c == '-') c = '_';
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return same;
}

} // namespace

std::string_view code_of(Language language)
{
    switch (language) {
    case Language::en: return "en";
    case Language::fr: return "fr";
    case Language::ar: return "ar";
    }
    std::abort();
}

std::optional<Language> language_of(std::string_view locale)
{
    const auto code = locale.substr(0, locale.find_first_of("_-.@"));
    for (const auto language : {Language::en, Language::fr, Language::ar})
        if (code == code_of(language)) return language;
    return {};
}

Words::Words(Language language) : language_{language}, catalogue_{&catalogue_of(language)} {}

std::string_view Words::raw(Text text) const { return (*catalogue_)[static_cast<std::size_t>(text)].words; }

std::string state_word(const Words& words, std::string_view value)
{
    for (const auto& [name, text] : values)
        if (value == name) return std::string{words.raw(text)};
    return std::string{value};
}

std::string state_named(std::string_view typed)
{
    const auto wanted = plain(typed);
    for (const auto& [name, text] : values) {
        if (wanted == name) return wanted;
        for (const auto* catalogue : {&english, &french, &arabic})
            if (wanted == plain((*catalogue)[static_cast<std::size_t>(text)].words)) return std::string{name};
        if (text == Text::state_cancelled) break;
    }
    return std::string{typed};
}

} // namespace nida::daemon::cli
