#pragma once
#include "daemon/api/page.hpp"
#include "daemon/outbox/message.hpp"

#include <boost/json/object.hpp>

#include <optional>

namespace nida::daemon
{
/// Which outbox rows are wanted; none of these: all.
struct OutboxFilter {
    std::optional<State> state;
    std::optional<CampaignId> campaign;
};

/// A message as docs/api.md shows it.
std::optional<boost::json::object> outbox_row(Connection& db, MessageId id);
Page outbox_page(Connection& db, const OutboxFilter& filter, PageRange range);

/// What came in, with all its PDUs.
Page inbox_page(Connection& db, PageRange range);
} // namespace nida::daemon
