#include "daemon/line/line.hpp"

#include <spdlog/spdlog.h>

namespace nida::daemon
{
namespace
{
std::string_view name_of(protocol::Registration registration)
{
    switch (registration) {
    case protocol::Registration::not_searching: return "not searching";
    case protocol::Registration::home: return "home";
    case protocol::Registration::searching: return "searching";
    case protocol::Registration::denied: return "denied";
    case protocol::Registration::unknown: return "unknown";
    case protocol::Registration::roaming: return "roaming";
    case protocol::Registration::home_sms_only: return "home, SMS only";
    case protocol::Registration::roaming_sms_only: return "roaming, SMS only";
    case protocol::Registration::emergency_only: return "emergency calls only";
    case protocol::Registration::home_no_csfb: return "home, no CS fallback";
    case protocol::Registration::roaming_no_csfb: return "roaming, no CS fallback";
    case protocol::Registration::emergency_bearer: return "emergency bearer only";
    }
    return "unknown";
}
} // namespace

std::string_view to_string(LineState state)
{
    switch (state) {
    case LineState::absent: return "absent";
    case LineState::opening: return "opening";
    case LineState::identifying: return "identifying";
    case LineState::sim: return "sim";
    case LineState::registering: return "registering";
    case LineState::ready: return "ready";
    case LineState::degraded: return "degraded";
    case LineState::recovering: return "recovering";
    case LineState::parked: return "parked";
    }
    return "parked";
}

void Line::set_state(LineState state, std::string cause)
{
    constexpr std::size_t remembered = 20;
    const bool changed = state != status_.state || cause != status_.trouble || !status_.since;
    if (!changed) return;
    // Between ready and degraded a line is in service all the time.
    if (!status_.since || (state != status_.state && !(in_service() && daemon::in_service(state))))
        status_.since = context_.clock.now();
    status_.state = state;
    status_.trouble = std::move(cause);
    auto& transitions = status_.transitions;
    transitions.push_back({context_.clock.now(), state, status_.trouble});
    if (transitions.size() > remembered) transitions.erase(transitions.begin());
    const auto text = status_.trouble.empty() ? std::string{to_string(state)}
                                              : fmt::format("{}: {}", to_string(state), status_.trouble);
    spdlog::info("{}: {}", settings_.name, text);
    context_.events.note(id_, EventKind::state, text);
}

void Line::clock_moved(std::chrono::microseconds jump, Time since)
{
    for (auto* time : {&status_.since, &status_.network_at, &status_.balance_at})
        if (*time && **time >= since) **time += jump;
    for (auto& transition : status_.transitions)
        if (transition.at >= since) transition.at += jump;
}

bool Line::roams() const
{
    return registration_ == protocol::Registration::roaming ||
           registration_ == protocol::Registration::roaming_sms_only;
}

bool Line::may_send() const
{
    if (registration_ && !protocol::can_send_sms(*registration_)) return false;
    return settings_.roaming || !roams();
}

void Line::set_service_state()
{
    if (registration_ == protocol::Registration::denied)
        set_state(LineState::degraded,
                  "the network refuses this SIM: is it blocked, unpaid, or bound to another modem?");
    else if (registration_ && !protocol::can_send_sms(*registration_))
        set_state(LineState::degraded,
                  "not registered with the network: check antenna, reception and the SIM's subscription");
    else if (!may_send())
        set_state(LineState::degraded, "in a foreign network: nothing is sent, since roaming = false in its [[line]]");
    else if (!room_trouble_.empty())
        set_state(LineState::degraded, room_trouble_);
    else if (paused_until_)
        set_state(LineState::degraded, pause_reason_);
    else if (!credit_.low().empty())
        set_state(LineState::degraded, credit_.low());
    else
        set_state(LineState::ready);
}

void Line::begin_service()
{
    const auto now = std::chrono::steady_clock::now();
    in_service_since_ = now;
    retry_pause_ = std::chrono::seconds{1};
    ladder_.well(now);
    note_outcome();
    for (const auto alarm : {Alarm::line_parked, Alarm::line_down, Alarm::sim_trouble})
        context_.alarms.over(alarm, id_, settings_.name);
    set_service_state();
    spdlog::info("{}: in service on {} ({} {}, ICCID {}, registration {})", settings_.name, modem_->path(),
                 identity_.manufacturer, identity_.model, identity_.iccid.empty() ? "unknown" : identity_.iccid,
                 registration_ ? name_of(*registration_) : "unknown");
}

/// What bringing the modem up is about now, as a state.
void Line::show_progress(modem::BringUpPhase phase, std::string detail)
{
    switch (phase) {
    case modem::BringUpPhase::sim: set_state(LineState::sim, std::move(detail)); return;
    case modem::BringUpPhase::settings: return;
    case modem::BringUpPhase::registering: set_state(LineState::registering, std::move(detail)); return;
    }
}

LineStatus Line::status() const
{
    auto status = status_;
    status.id = id_;
    status.name = settings_.name;
    status.port = port_.value_or("");
    status.manufacturer = identity_.manufacturer;
    status.model = identity_.model;
    status.revision = identity_.revision;
    status.imei = identity_.imei;
    status.iccid = identity_.iccid.empty() ? sim().iccid : identity_.iccid;
    status.imsi = identity_.imsi;
    status.number = settings_.number.value_or(identity_.own_number);
    status.smsc = service_.smsc;
    status.storage = service_.storage;
    status.calls = service_.calls;
    if (registration_) status.registration = name_of(*registration_);
    status.segments_per_minute = settings_.segments_per_minute;
    status.quotas = settings_.quotas;
    credit_.fill(status);
    return status;
}
} // namespace nida::daemon
