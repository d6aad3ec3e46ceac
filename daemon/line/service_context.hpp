#pragma once
#include "daemon/api/service.hpp"
#include "daemon/credit/recipes.hpp"
#include "daemon/flow/dialogue.hpp"
#include "daemon/line/alarms.hpp"
#include "daemon/line/events.hpp"
#include "daemon/line/gathering.hpp"
#include "daemon/line/transmissions.hpp"
#include "modem/kernel_log.hpp"
#include "modem/modem.hpp"
#include "modem/pin_guard.hpp"

#include <functional>
#include <memory>
#include <vector>

namespace nida::daemon
{
/// What every line shares, all on the loop's thread.
struct ServiceContext {
    boost::asio::any_io_executor executor;
    Store& store;
    WallClock& clock;
    ServiceDefaults& defaults;
    Bell& outbox_changed;
    Bell& inbox_changed;
    modem::PinGuard& pin_guard;
    Events& events;
    Alarms& alarms;
    Transmissions& transmissions;
    Gathering& gathering;
    modem::KernelLog& kernel_log;
    std::function<DialogueSettings()> dialogue; ///< as the config and the lines' own numbers are now
    std::function<void()> wake_lines;
    std::shared_ptr<const std::vector<protocol::Dialect>> dialects; ///< families of modems, as the config is now
    std::shared_ptr<const Recipes> recipes;                         ///< operators' codes, likewise; never null

    modem::ModemOptions modem_options() const
    {
        modem::ModemOptions options;
        options.dialects = dialects;
        return options;
    }
};
} // namespace nida::daemon
