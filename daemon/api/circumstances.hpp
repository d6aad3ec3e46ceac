#pragma once
#include "daemon/api/service.hpp"
#include "daemon/outbox/why.hpp"

namespace nida::daemon
{
inline Circumstances circumstances_of(const Service& service)
{
    return {service.lines.status(), service.defaults.quiet_hours, service.clock.trusted(),
            service.clock.now(),    service.store.closed(),       service.defaults.hours};
}
} // namespace nida::daemon
