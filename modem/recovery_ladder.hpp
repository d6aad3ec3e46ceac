#pragma once
#include <array>
#include <chrono>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <variant>

namespace nida::modem
{
/// What is wrong with a modem, as far as its port tells.
enum class Symptom {
    no_answer,    ///< it says nothing to AT, or to a command in its full time
    port_lost,    ///< the port cannot be opened, or ended
    prompt_stuck, ///< it answers, but opens no prompt, or does not close one
    refuses,      ///< it answers, and says no to what every modem can do
    no_network,   ///< not registered, though it searches (or says nothing about it)
    sim_trouble,  ///< no SIM, or one that does not get ready
    denied        ///< the network does not want this SIM: no step helps
};
std::string_view to_string(Symptom symptom);

/// What can be done about it without a person, the cheapest first.
enum class RecoveryStep {
    escape,      ///< ESC, then AT: leaves a prompt and comes into step
    reopen,      ///< close the port, let DTR fall, open it again
    radio,       ///< radio off and on (AT+CFUN)
    restart,     ///< the family's restart command, sent even where nothing is answered
    reauthorise, ///< the USB device is taken away and found again; its power stays
    power        ///< the hub's port is switched off and on
};
inline constexpr std::size_t recovery_steps = 6;
std::string_view to_string(RecoveryStep step);
std::optional<RecoveryStep> recovery_step_named(std::string_view name);

/// A set of steps, such as those that are possible with a modem as it is now.
class RecoverySteps
{
public:
    constexpr RecoverySteps() = default;
    constexpr RecoverySteps(std::initializer_list<RecoveryStep> steps)
    {
        for (const auto step : steps)
            insert(step);
    }
    constexpr void insert(RecoveryStep step) { bits_ |= bit(step); }
    constexpr bool has(RecoveryStep step) const { return (bits_ & bit(step)) != 0; }
    bool operator==(const RecoverySteps&) const = default;
private:
    static constexpr unsigned bit(RecoveryStep step) { return 1u << static_cast<unsigned>(step); }
    unsigned bits_ = 0;
};

/// The steps that can do something about a symptom at all.
RecoverySteps steps_against(Symptom symptom);

/// How often each step was tried with a model, and how often the modem was in service after it.
struct StepRecord {
    unsigned tried = 0, worked = 0;
};
using RecoveryMemory = std::array<StepRecord, recovery_steps>; ///< by RecoveryStep

/// How patient the ladder is. The defaults are what real modems and networks need.
struct RecoveryTimes {
    using seconds = std::chrono::seconds;
    seconds again{900};   ///< radio, restart, reauthorise, power: none of them again before
    seconds fresh{30};    ///< a device that just appeared is not reset before
    seconds lasting{600}; ///< service for so long means that the trouble is over, not only interrupted
    std::array<seconds, 4> parked{seconds{60}, seconds{300}, seconds{900}, seconds{3600}};
    /// Without a network for so long: the radio, a restart, and then power (or what comes nearest to it).
    seconds no_network_radio{300}, no_network_restart{900}, no_network_power{3600};
    /// While a port that is there does not open: between two attempts, and how many before more is done.
    seconds reopen_pause{5};
    unsigned reopens = 3;
};

/// Decides what is done next about a modem that does not serve: a value without clock or I/O, so that every way up the ladder can be
/// tested. One ladder belongs to one line and outlives the modem's comings and goings, since what was done to it lately must be
/// remembered after it came back as a new device: some would otherwise be reset for ever.
class RecoveryLadder
{
public:
    using Time = std::chrono::steady_clock::time_point;

    /// Nothing is to be done for a while.
    struct Pause {
        std::chrono::seconds time{};
        bool parked = false; ///< all has been tried: an alarm is due, and after the pause everything begins anew
        bool operator==(const Pause&) const = default;
    };
    using Advice = std::variant<RecoveryStep, Pause>;

    /// The outcome of a step, for the memory of its model.
    struct Tried {
        RecoveryStep step;
        bool worked;
        bool operator==(const Tried&) const = default;
    };

    explicit RecoveryLadder(RecoveryTimes times = {}) : times_{times} {}

    /// What to do about a symptom. The step in the answer counts as begun; a symptom that comes next says that it did not help.
    /// @param possible  what can be done with this modem as it is now
    Advice next(Symptom symptom, RecoverySteps possible, Time now);
    /// The modem is in service again, with or without a network: what was done last helped.
    void well(Time now);
    /// The network has it: the patience with it begins anew.
    void registered();
    /// The device was gone and is there again, or another one is.
    void new_device(Time now);
    /// What earlier incidents taught about this model.
    void remember(RecoveryMemory memory) { memory_ = memory; }
    /// The outcome that is to be stored, once.
    std::optional<Tried> take_outcome();
private:
    bool skipped_by_memory(RecoveryStep step, RecoverySteps useful) const;
    RecoverySteps below_what_works(RecoverySteps useful) const;
    bool done_lately(RecoveryStep step, Time now) const;
    std::optional<std::chrono::seconds> too_fresh(RecoveryStep step, Time now) const;
    Advice about_network(RecoverySteps possible, Time now);
    Pause park();
    Advice begin(RecoveryStep step, Time now);
    void settle(bool worked);

    RecoveryTimes times_;
    RecoveryMemory memory_{};
    std::array<std::optional<Time>, recovery_steps> begun_{}; ///< when each was last begun
    RecoverySteps taken_;                                     ///< in this climb
    RecoverySteps taken_for_network_;                         ///< since the network was lost
    std::optional<RecoveryStep> pending_;                     ///< begun, and nobody knows yet whether it helped
    std::optional<Tried> outcome_;
    bool instructive_ = false; ///< the pending step's outcome says something about the model
    unsigned reopens_ = 0;
    std::optional<Time> device_since_, well_since_, no_network_since_;
    std::size_t times_parked_ = 0;
};
} // namespace nida::modem
