#pragma once
#include "daemon/store/connection.hpp"

#include <chrono>
#include <cstdint>

namespace nida::daemon
{
/// For how long what is over is kept; 0 is for ever.
struct KeepPolicy {
    std::chrono::seconds messages{0}; ///< the rows: messages with segments and reports, inbox, events, balances
    std::chrono::seconds bodies{0};   ///< texts and octets
    bool keeps_everything() const { return messages.count() == 0 && bodies.count() == 0; }
};

/// One pass over the store, in slices that each fit into a transaction of others.
///
/// What is queued, being sent or in doubt is never touched, nor people and leavings, nor what a modem may still show again; and of each line
/// the last balance stays. Rows are found by their ids, which grow with time, so that no index has to be kept for this; a row whose own time is
/// later stays, whatever its id.
class Retention
{
public:
    explicit Retention(KeepPolicy policy) : policy_{policy} {}

    struct Slice {
        int deleted = 0, blanked = 0; ///< messages and inbox rows
        bool over = false;            ///< nothing more is due
    };
    /// On the writer's connection. @param now  an hour that can be believed
    Slice next(Connection& db, Time now);

    /// Whether free pages can be given back: not in a store from before that, whose disk had no room to write it anew.
    static bool can_shrink(Connection& db);
    /// Gives free pages at the end of the file back to the disk, a few at a time. @return whether there are more
    static bool give_back_space(Connection& db);
private:
    enum class Step { begin, messages, inbox, others, message_bodies, inbox_bodies, campaign_bodies, over };
    void begin(Connection& db, Time now);
    Slice delete_messages(Connection& db);
    Slice delete_inbox(Connection& db);
    Slice delete_others(Connection& db);
    Slice blank_campaigns(Connection& db);
    Slice next_step(Step step);

    /// How far a table's rows lie before a time, and how far this pass has come.
    struct Walk {
        std::int64_t at = 0, up_to = 0;
        std::int64_t left_behind = 0; ///< the first row that could not be done yet; 0: none
        /// Where the next pass begins.
        std::int64_t done() const { return left_behind ? left_behind - 1 : at; }
    };
    struct Bodies;
    static const Bodies of_messages, of_inbox;
    Slice blank(Connection& db, const Bodies& bodies, Walk& walk, Step next);

    KeepPolicy policy_;
    Step step_ = Step::begin;
    Time before_{}, bodies_before_{};
    Walk messages_, inbox_;
};
} // namespace nida::daemon
