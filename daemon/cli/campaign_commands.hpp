#pragma once

#include "daemon/cli/campaign_definition.hpp"
#include "daemon/cli/context.hpp"
#include "daemon/cli/people_list.hpp"

#include <cstdint>
#include <string>

namespace nida::daemon::cli
{

// As in commands.hpp: each writes to context.io and returns what the program ends with.

// ---------------------------------------------------------------------------------------------------- campaigns.cpp

int list_campaigns(Context& context);
int show_campaign(Context& context, std::int64_t campaign, bool follow);

/// `nida campaign new` and `nida campaign edit`.
struct CampaignDraftOptions {
    std::int64_t campaign = 0; ///< to be changed
    CampaignOptions definition;
    PeopleListOptions list; ///< of numbers; none where its file is empty
    bool no_list = false;   ///< what list it has is taken away
    std::string key;
};
/// Makes a draft, with its list, and shows its preview.
/// @return EX_DATAERR where rows of the list were refused: the draft is there without them
int draft_campaign(Context& context, const CampaignDraftOptions& options);
int edit_campaign(Context& context, const CampaignDraftOptions& options);
int preview_campaign(Context& context, std::int64_t campaign);
int test_campaign(Context& context, std::int64_t campaign, const std::string& number, const std::string& language);
/// A draft for those whom it did not reach.
int resend_campaign(Context& context, std::int64_t campaign);

// ----------------------------------------------------------------------------------------------- campaign_states.cpp

/// Shows what it would do, and asks, before anything goes.
struct GoOptions {
    bool yes = false;
    bool follow = false;
};
int send_campaign(Context& context, std::int64_t campaign, const GoOptions& options);
int approve_campaign(Context& context, std::int64_t campaign, const GoOptions& options);
int refuse_campaign(Context& context, std::int64_t campaign, const std::string& why);
int pause_campaign(Context& context, std::int64_t campaign);
int resume_campaign(Context& context, std::int64_t campaign);
int cancel_campaign(Context& context, std::int64_t campaign);

// ---------------------------------------------------------------------------------------------------- templates.cpp

int list_templates(Context& context);
int show_template(Context& context, const std::string& name);
int set_template(Context& context, const std::string& name, const CampaignTextOptions& texts);
int remove_template(Context& context, const std::string& name);

} // namespace nida::daemon::cli
