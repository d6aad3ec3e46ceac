#pragma once
#include "daemon/campaign/hours/allowance.hpp"
#include "daemon/campaign/runner.hpp"
#include "daemon/flow/languages.hpp"
#include "daemon/line/bell.hpp"
#include "daemon/line/lines.hpp"
#include "daemon/line/sending_hours.hpp"
#include "daemon/line/wall_clock.hpp"
#include "daemon/store/store.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace nida::daemon
{
struct RotationState;

/// What a reread config may change while the service runs.
struct ServiceDefaults {
    std::string country = "LY";       ///< ISO 3166 alpha-2: how national numbers are read
    Language language = Language::en; ///< of answers to people whose language is not known
    /// What people may say and are told; never null.
    std::shared_ptr<const Languages> languages = std::make_shared<const Languages>();
    int reply_limit_per_hour = 5;
    int sender_limit_per_hour = 200;     ///< messages of one sender; one that sends more is muted. 0: nobody is
    int give_up_after = 3;               ///< failures for good after which campaigns pass over a number; 0: never
    bool answer_unknown_words = true;    ///< once, with what is understood
    std::optional<int> segments_per_day; ///< that the whole box sends in 24 hours
    std::optional<std::pair<std::chrono::minutes, std::chrono::minutes>>
        quiet_hours; ///< local time, from and to; may pass midnight

    Calendars calendars; ///< that campaigns may name
    Forbidden forbidden; ///< when campaigns text nobody, by the recipients' clocks: quiet hours, weekdays, calendars

    std::shared_ptr<SendingHours> hours; ///< the same, for lines; null: any

    std::chrono::seconds keep_messages{0}, keep_bodies{0}; ///< 0: for ever

    std::vector<std::string> ports;     ///< serial ports beside USB's: paths or patterns
    int transmit_at_once = 0;           ///< lines with a payload on the air at the same time; 0: any number
    bool usb_reset = true;              ///< whether a USB device may be de-authorised and authorised again
    std::vector<std::string> hub_power; ///< hubs whose ports' power uhubctl may switch
    std::chrono::seconds credit_check_every = std::chrono::hours{24}; ///< 0: never
    int credit_check_after_refusals = 3;
    std::optional<std::string> call_keyword; ///< what a missed call stands for
    bool hang_up_calls = true;
    std::map<std::string, int> operator_limits; ///< by the operator's id: segments a minute of all its lines together
    /// What operators take for a segment; never null.
    std::shared_ptr<const std::vector<Price>> prices = std::make_shared<const std::vector<Price>>();
    std::vector<std::string> audit_numbers;     ///< E.164: who gets the audit's line each day,
    std::chrono::minutes audit_at{20 * 60};     ///< at this time of the local day
    std::vector<std::string> alarm_numbers;     ///< E.164: who is told when a person is needed
    std::optional<std::int64_t> approval_above; ///< campaigns for more people wait for a second person
    int commands_per_hour = 20;                 ///< of one coordinator's number
    int leavings_per_hour = 10, leavings_percent = 1;
};

/// What the API's resources work with. Lives on the loop's thread.
struct DialogueSettings;
struct Service {
    Store& store;
    Lines& lines;
    WallClock& clock;
    ServiceDefaults& defaults;
    Bell& outbox_changed; ///< rung after every commit that changed a message's state
    Bell& inbox_changed;  ///< rung after every commit that added an inbox row
    Bell& events_noted;   ///< rung after every commit that added a line's event
    Time started_at;
    const RotationState* backup = nullptr;        ///< of the copies that are made by themselves
    CampaignRunner* campaigns = nullptr;          ///< who brings them on their way
    std::function<DialogueSettings()> dialogue{}; ///< how people are answered now; none: no approver is asked
    /// To be called after every commit that changed a campaign's state.
    void campaigns_changed() const
    {
        if (campaigns != nullptr) campaigns->wake();
        outbox_changed.ring();
        lines.wake();
    }
};
} // namespace nida::daemon
