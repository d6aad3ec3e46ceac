#pragma once
#include "daemon/campaign/texts.hpp"
#include "daemon/outbox/router.hpp"
#include "daemon/store/connection.hpp"

#include <memory>
#include <optional>
#include <string>

namespace nida::daemon
{
/// One walk through all whom an alert was for: who has given no sign by now is texted again, or put down to be called. Slice by slice, so that a
/// million people stop nobody else from writing. What was done is in the store with the slice that did it, so that a walk can begin again
/// after a power cut and does nothing twice.
///
/// The text is the one that they got first. Where that was filled in for them and is not kept any more, it is filled in with what is known now.
///
/// Nobody is done anything about whose text is on its way, who answered, whom any of their texts reached, who left, or who was erased.
class AlertSweep
{
public:
    struct Settings {
        std::shared_ptr<const Router> router; ///< never null
        Time now;
        bool sure_clock;
        Time missed_before{}; ///< what was due before then is not done any more
    };
    struct Done {
        bool more = false; ///< the walk is not at its end
        int repeated = 0;  ///< texts that were queued again
        int to_call = 0;   ///< people who were put down to be called
        bool over = false; ///< nothing is left to be done about anybody
    };

    explicit AlertSweep(CampaignId id) : id_{id} {}
    /// For the writer's thread. Where the alert was paused, cancelled or ended meanwhile, the walk is at its end.
    Done next(Connection& db, const Settings& settings);
private:
    struct Rules {
        Time until;
        std::optional<std::chrono::microseconds> repeat_every, ring_after;
        std::int64_t repeat_times;
    };
    struct Standing;
    std::optional<Rules> rules(Connection& db);
    std::optional<Standing> standing(Connection& db, const std::string& recipient);
    void consider(Connection& db, MessageId first, const std::string& recipient, const Rules& rules,
                  const Settings& settings, Done& done);
    struct Words;
    std::optional<Words> words(Connection& db, MessageId first, const Recipient& recipient);
    bool repeat(Connection& db, MessageId first, const std::string& number, std::int64_t times, const Rules& rules,
                const Settings& settings);
    void note(Time due);
    bool finish(Connection& db, const Rules& rules, Time now);

    CampaignId id_;
    std::optional<MessageId> at_{}; ///< none: it has not begun
    MessageId last_ = 0;
    int slices_ = 0;
    bool waits_ = false;           ///< somebody's text is on its way
    std::optional<Texts> texts_{}; ///< once somebody's has to be filled in anew
    std::optional<Time> next_{};   ///< when the next of the others is due
};
} // namespace nida::daemon
