#pragma once

#include <span>
#include <string_view>

namespace nida::daemon
{

/// What coordinators are answered. Their words are in config/languages.
enum class CoordinatorText {
    figures,        ///< how many people and parts an alert has
    figures_of_one, ///< the same where it has one part
    duration,       ///< how long it takes
    send_code,      ///< the code that sends it
    confirm_code,   ///< the code for anything else
    confirm_totp,   ///< the same where their telephone makes the codes
    confirm_second, ///< the same where a second coordinator was asked
    no_hour,        ///< why they get a code all the same
    approve_asked,  ///< somebody else's campaign, for whoever may approve it
    resume_asked,   ///< what a code would do
    add_asked,      ///< likewise
    started,        ///< an alert is on its way
    waits,          ///< an alert waits for a second person
    approved,       ///< it is on its way
    resumed,
    added,
    not_added, ///< they left, or were erased
    paused,
    all_paused,
    which_campaign,    ///< there are several
    no_campaign,       ///< there is none to which this could be done
    none_runs,         ///< nothing to pause
    none_paused,       ///< nothing to resume
    none_waits,        ///< nothing to approve
    status,            ///< lines and queue
    status_campaign,   ///< one that runs
    no_balance,        ///< no line's balance is known
    dropped,           ///< what was asked is not done
    wrong_code,        ///< or too old
    three_wrong_codes, ///< nothing comes of the request any more
    used_code,         ///< it was right, once
    which_request,     ///< several wait, and this code does not tell which is meant
    may_not,
    unknown_group,
    how_to_add,
    how_to_pause,  ///< where something else stood behind the word
    how_to_number, ///< likewise, of a command that may have a number
    how_to_alone,  ///< likewise, of a command that stands alone
    no_second,     ///< nobody could be asked
    failed,
    too_many,        ///< the last answer for an hour
    status_answered, ///< a campaign that runs and asks for an answer
    escalation,      ///< asks somebody to take charge of an alert
    in_charge,       ///< they have
    taken_by,        ///< somebody else has
    audit_line,      ///< the last row of the audit, once a day
};
inline constexpr CoordinatorText all_coordinator_texts[] = {
    CoordinatorText::figures,         CoordinatorText::duration,
    CoordinatorText::send_code,       CoordinatorText::confirm_code,
    CoordinatorText::confirm_totp,    CoordinatorText::confirm_second,
    CoordinatorText::no_hour,         CoordinatorText::approve_asked,
    CoordinatorText::resume_asked,    CoordinatorText::add_asked,
    CoordinatorText::started,         CoordinatorText::waits,
    CoordinatorText::approved,        CoordinatorText::resumed,
    CoordinatorText::added,           CoordinatorText::not_added,
    CoordinatorText::paused,          CoordinatorText::all_paused,
    CoordinatorText::which_campaign,  CoordinatorText::no_campaign,
    CoordinatorText::status,          CoordinatorText::status_campaign,
    CoordinatorText::no_balance,      CoordinatorText::dropped,
    CoordinatorText::wrong_code,      CoordinatorText::three_wrong_codes,
    CoordinatorText::used_code,       CoordinatorText::which_request,
    CoordinatorText::may_not,         CoordinatorText::unknown_group,
    CoordinatorText::how_to_add,      CoordinatorText::no_second,
    CoordinatorText::failed,          CoordinatorText::too_many,
    CoordinatorText::status_answered, CoordinatorText::escalation,
    CoordinatorText::in_charge,       CoordinatorText::taken_by,
    CoordinatorText::audit_line,      CoordinatorText::none_runs,
    CoordinatorText::none_paused,     CoordinatorText::none_waits,
    CoordinatorText::how_to_pause,    CoordinatorText::how_to_number,
    CoordinatorText::how_to_alone,    CoordinatorText::figures_of_one};

/// "send_code": its name in files of languages.
std::string_view to_string(CoordinatorText text);
/// What stands in braces in it: "{code}". A text without one of these would leave somebody without what they need.
std::span<const std::string_view> placeholders_of(CoordinatorText text);

} // namespace nida::daemon
