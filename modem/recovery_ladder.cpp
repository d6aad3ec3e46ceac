#include "modem/recovery_ladder.hpp"

#include <algorithm>

namespace nida::modem
{
using std::chrono::seconds;

namespace
{
constexpr std::array all_steps{RecoveryStep::escape,  RecoveryStep::reopen,      RecoveryStep::radio,
                               RecoveryStep::restart, RecoveryStep::reauthorise, RecoveryStep::power};
/// After so many trials without success a step is left out.
constexpr unsigned hopeless = 3;

constexpr std::size_t index(RecoveryStep step) { return static_cast<std::size_t>(step); }

/// Steps after which the modem is another device, or none for a while.
constexpr bool resets(RecoveryStep step) { return step >= RecoveryStep::restart; }

/// Whether a step's success says something about the model: a network that is not there says nothing about its modem.
constexpr bool teaches(Symptom symptom)
{
    return symptom == Symptom::no_answer || symptom == Symptom::prompt_stuck || symptom == Symptom::refuses;
}

seconds left(std::chrono::steady_clock::time_point from, seconds time, std::chrono::steady_clock::time_point now)
{
    return std::chrono::ceil<seconds>(from + time - now);
}
} // namespace

std::string_view to_string(Symptom symptom)
{
    switch (symptom) {
    case Symptom::no_answer: return "no answer";
    case Symptom::port_lost: return "port lost";
    case Symptom::prompt_stuck: return "prompt stuck";
    case Symptom::refuses: return "refuses";
    case Symptom::no_network: return "no network";
    case Symptom::sim_trouble: return "SIM trouble";
    case Symptom::denied: return "denied";
    }
    return "no answer";
}

std::string_view to_string(RecoveryStep step)
{
    switch (step) {
    case RecoveryStep::escape: return "escape";
    case RecoveryStep::reopen: return "reopen";
    case RecoveryStep::radio: return "radio";
    case RecoveryStep::restart: return "restart";
    case RecoveryStep::reauthorise: return "reauthorise";
    case RecoveryStep::power: return "power";
    }
    return "escape";
}

std::optional<RecoveryStep> recovery_step_named(std::string_view name)
{
    const auto found = std::ranges::find_if(all_steps, [&](RecoveryStep step) { return to_string(step) == name; });
    if (found == all_steps.end()) return std::nullopt;
    return *found;
}

RecoverySteps steps_against(Symptom symptom)
{
    using enum RecoveryStep;
    switch (symptom) {
    // A modem that says nothing would not hear AT+CFUN either; a restart has been seen to get through.
    case Symptom::no_answer: return {escape, reopen, restart, reauthorise, power};
    case Symptom::port_lost: return {reopen, reauthorise, power};
    case Symptom::prompt_stuck: return {escape, reopen, restart, reauthorise, power};
    case Symptom::refuses: return {reopen, radio, restart, reauthorise, power};
    case Symptom::no_network: return {radio, restart, reauthorise, power};
    // Some see a SIM that was put in later only after a restart.
    case Symptom::sim_trouble: return {radio, restart};
    case Symptom::denied: return {};
    }
    return {};
}

std::optional<RecoveryLadder::Tried> RecoveryLadder::take_outcome()
{
    const auto outcome = outcome_;
    outcome_.reset();
    return outcome;
}

void RecoveryLadder::settle(bool worked)
{
    if (!pending_) return;
    const auto step = *pending_;
    pending_.reset();
    if (!instructive_) return;
    auto& record = memory_[index(step)];
    ++record.tried;
    if (worked) ++record.worked;
    outcome_ = Tried{step, worked};
}

void RecoveryLadder::well(Time now)
{
    settle(true);
    if (!well_since_) well_since_ = now;
    taken_ = {};
    reopens_ = 0;
}

void RecoveryLadder::registered()
{
    no_network_since_.reset();
    taken_for_network_ = {};
}

void RecoveryLadder::new_device(Time now)
{
    device_since_ = now;
    taken_ = {};
    reopens_ = 0;
}

/// A step that never worked with this model is left out while there is a dearer one.
bool RecoveryLadder::skipped_by_memory(RecoveryStep step, RecoverySteps useful) const
{
    const auto& record = memory_[index(step)];
    if (record.worked > 0 || record.tried < hopeless) return false;
    return std::ranges::any_of(all_steps, [&](RecoveryStep other) { return other > step && useful.has(other); });
}

/// The steps below the lowest one that worked with this model, where all of them were tried and none ever worked.
RecoverySteps RecoveryLadder::below_what_works(RecoverySteps useful) const
{
    RecoverySteps below;
    for (const auto step : all_steps) {
        if (!useful.has(step)) continue;
        const auto& record = memory_[index(step)];
        if (record.worked > 0) return below;
        if (record.tried == 0) return {};
        below.insert(step);
    }
    return {};
}

bool RecoveryLadder::done_lately(RecoveryStep step, Time now) const
{
    const auto& last = begun_[index(step)];
    return step >= RecoveryStep::radio && last && now - *last < times_.again;
}

std::optional<seconds> RecoveryLadder::too_fresh(RecoveryStep step, Time now) const
{
    if (!resets(step) || !device_since_ || now - *device_since_ >= times_.fresh) return std::nullopt;
    return left(*device_since_, times_.fresh, now);
}

RecoveryLadder::Advice RecoveryLadder::begin(RecoveryStep step, Time now)
{
    begun_[index(step)] = now;
    pending_ = step;
    return step;
}

RecoveryLadder::Pause RecoveryLadder::park()
{
    taken_ = {};
    reopens_ = 0;
    const auto pause = times_.parked[std::min(times_parked_, times_.parked.size() - 1)];
    ++times_parked_;
    return Pause{pause, true};
}

RecoveryLadder::Advice RecoveryLadder::next(Symptom symptom, RecoverySteps possible, Time now)
{
    settle(false);
    instructive_ = teaches(symptom);
    if (symptom == Symptom::denied) return Pause{times_.again, false};
    if (symptom == Symptom::no_network) return about_network(possible, now);

    // What served for long has earned a fresh start; what relapses at once goes on where it was.
    if (well_since_ && now - *well_since_ >= times_.lasting) times_parked_ = 0;
    well_since_.reset();

    // A port that does not open may belong to a device that is still on its way.
    if (symptom == Symptom::port_lost && possible.has(RecoveryStep::reopen) && reopens_ < times_.reopens) {
        if (reopens_++ > 0) return Pause{times_.reopen_pause, false};
        taken_.insert(RecoveryStep::reopen);
        return begin(RecoveryStep::reopen, now);
    }

    RecoverySteps useful;
    for (const auto step : all_steps)
        if (possible.has(step) && steps_against(symptom).has(step)) useful.insert(step);
    const auto below = below_what_works(useful);
    for (const auto step : all_steps) {
        if (!useful.has(step) || taken_.has(step) || below.has(step) || skipped_by_memory(step, useful)) continue;
        if (done_lately(step, now)) continue;
        if (const auto wait = too_fresh(step, now)) return Pause{*wait, false};
        taken_.insert(step);
        return begin(step, now);
    }
    return park();
}

RecoveryLadder::Advice RecoveryLadder::about_network(RecoverySteps possible, Time now)
{
    if (!no_network_since_) no_network_since_ = now;
    const auto since = *no_network_since_;
    const auto last = possible.has(RecoveryStep::power) ? RecoveryStep::power : RecoveryStep::reauthorise;
    const std::array<std::pair<RecoveryStep, seconds>, 3> by_time{{{RecoveryStep::radio, times_.no_network_radio},
                                                                   {RecoveryStep::restart, times_.no_network_restart},
                                                                   {last, times_.no_network_power}}};
    for (const auto& [step, after] : by_time) {
        if (!possible.has(step) || taken_for_network_.has(step)) continue;
        if (now - since < after) return Pause{left(since, after, now), false};
        if (done_lately(step, now)) return Pause{left(*begun_[index(step)], times_.again, now), false};
        if (const auto wait = too_fresh(step, now)) return Pause{*wait, false};
        taken_for_network_.insert(step);
        return begin(step, now);
    }
    // All was done once: from here on the same again, in the same patience.
    if (now - since < times_.no_network_power) return Pause{left(since, times_.no_network_power, now), false};
    registered();
    no_network_since_ = now;
    return Pause{times_.no_network_radio, false};
}
} // namespace nida::modem
