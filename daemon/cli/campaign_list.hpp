#pragma once

#include "daemon/cli/context.hpp"
#include "daemon/cli/people_list.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace nida::daemon::cli
{

/// A file of numbers as a campaign's list takes it: every other column is a field of the row under its own heading, and what
/// stands for names and languages under "name" and "language" as well.
struct CampaignList {
    struct Row {
        std::uint64_t line; ///< of the file, from 1
        boost::json::object recipient;
    };
    std::string file;
    std::vector<Row> rows;
    std::vector<PeopleFile::Rejected> rejected;
};

/// Reads it, and tells what it was taken for. Nothing where no file is named. @throws Refusal
std::optional<CampaignList> read_campaign_list(Context& context, const PeopleListOptions& options);

struct ListSent {
    std::int64_t listed = 0;   ///< numbers that the campaign's list has then
    std::int64_t rejected = 0; ///< rows, each of which has been told by its line
};
/// Adds it to a draft's list. @throws ConnectionLost where it is not known how much of it has come in
ListSent send_list(Context& context, std::int64_t campaign, CampaignList list);

} // namespace nida::daemon::cli
