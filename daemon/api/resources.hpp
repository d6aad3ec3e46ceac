#pragma once
#include "daemon/api/request.hpp"
#include "daemon/api/service.hpp"
#include "daemon/api/whole_store_turn.hpp"
#include "daemon/outbox/tally.hpp"

#include <boost/asio/awaitable.hpp>

namespace nida::daemon
{
/// What every resource works with.
struct ApiContext {
    Service& service;
    TallyKeeper tally;
    std::chrono::milliseconds slowest_reader; ///< of a copy: one that takes nothing for so long is given up
    WholeStoreTurn::Taken whole_store =
        std::make_shared<std::atomic<bool>>(false); ///< whether a copy or a check is under way
};

// One function for each row of docs/api.md. Each throws an ApiError where it cannot do what is asked. The request outlives it.
using Resource = boost::asio::awaitable<ApiReply>(ApiContext& context, const ApiRequest& request);

Resource get_status;                                                        // status.cpp
Resource get_lines, get_line;                                               // lines.cpp
Resource post_ussd, delete_ussd;                                            // account.cpp
Resource post_balance, get_balances, post_topup;                            // account.cpp
Resource post_pin, get_events;                                              // line_pin.cpp, line_events.cpp
Resource post_backup, get_check;                                            // backup.cpp
Resource get_modems;                                                        // modems.cpp
Resource post_message, get_message, get_why, get_outbox;                    // messages.cpp
Resource post_cancel, post_resolve;                                         // messages.cpp
Resource post_batch;                                                        // batch.cpp
Resource post_preview, post_broadcast;                                      // broadcasts.cpp
Resource get_campaigns, get_campaign, post_campaign, patch_campaign;        // campaigns.cpp
Resource post_campaign_recipients, delete_campaign_recipients;              // campaigns.cpp
Resource post_campaign_submit, post_campaign_approve, post_campaign_refuse; // campaigns.cpp
Resource post_campaign_pause, post_campaign_resume, post_campaign_cancel;   // campaigns.cpp
Resource post_campaign_resend, post_campaign_preview, post_campaign_test;   // campaigns.cpp
Resource get_campaign_report, get_report;                                   // reports.cpp
Resource get_templates, get_template, put_template, delete_template;        // templates.cpp
Resource get_inbox;                                                         // inbox.cpp
Resource get_people, post_person, get_person, patch_person, delete_person;  // people.cpp
Resource post_erase, post_renumber, post_merge, get_timeline;               // people.cpp
Resource post_import, get_imports, post_imports;                            // imports.cpp
Resource post_import_rows, post_import_close, post_import_undo;             // imports.cpp
Resource get_groups, get_group, put_group, delete_group;                    // groups.cpp
Resource get_coordinators, post_coordinator, patch_coordinator;             // coordinators.cpp
Resource delete_coordinator, post_coordinator_totp;                         // coordinators.cpp
Resource get_fields, put_field, delete_field;                               // groups.cpp
Resource get_audit, get_audit_verify;                                       // audit.cpp
Resource get_muted, delete_muted;                                           // numbers.cpp
Resource get_ceiling, post_ceiling_lift, post_ceiling_hold;                 // safety.cpp
Resource get_blocked, put_blocked, delete_blocked;                          // safety.cpp
Resource get_unreachable, delete_unreachable;                               // numbers.cpp
} // namespace nida::daemon
