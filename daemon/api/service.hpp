#pragma once
#include "daemon/line/bell.hpp"
#include "daemon/line/lines.hpp"
#include "daemon/line/wall_clock.hpp"
#include "daemon/store/store.hpp"

#include <optional>
#include <string>
#include <utility>

namespace nida::daemon
{
/// What a reread config may change while the service runs.
struct ServiceDefaults {
    std::string country = "LY";  ///< ISO 3166 alpha-2: how national numbers are read
    std::string language = "en"; ///< of answers to people whose language is not known
    int reply_limit_per_hour = 5;
    std::optional<std::pair<std::chrono::minutes, std::chrono::minutes>>
        quiet_hours; ///< local time, from and to; may pass midnight
};

/// What the API's resources work with. Lives on the loop's thread.
struct Service {
    Store& store;
    Lines& lines;
    WallClock& clock;
    ServiceDefaults& defaults;
    Bell& outbox_changed; ///< rung after every commit that changed a message's state
    Bell& inbox_changed;  ///< rung after every commit that added an inbox row
    Time started_at;
};
} // namespace nida::daemon
