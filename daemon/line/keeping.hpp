#pragma once
#include "daemon/api/service.hpp"

namespace nida::daemon
{
/// Deletes and blanks what is older than the config says, every hour, for ever: a little at a time, so that those who send and receive do not
/// wait for it, and only while the hour is believed.
boost::asio::awaitable<void> keep_within_policy(Store& store, const WallClock& clock, const ServiceDefaults& defaults);
} // namespace nida::daemon
