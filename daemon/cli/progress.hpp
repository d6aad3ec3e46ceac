#pragma once

#include "daemon/cli/catalogue.hpp"

#include <boost/json/object.hpp>

#include <chrono>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace nida::daemon::cli
{

/// How far a campaign is, from the counts of its messages by state.
struct Tally {
    std::int64_t recipients = 0;
    std::int64_t sent = 0;      ///< sent or delivered
    std::int64_t delivered = 0; ///< of these
    std::int64_t remaining = 0; ///< queued or submitting
    std::int64_t in_doubt = 0;
    std::int64_t failed = 0;  ///< failed, undelivered, expired or cancelled
    std::int64_t skipped = 0; ///< suppressed: they left, or have it already
    bool done = false;
    std::optional<std::int64_t> answered; ///< OK; none: it does not ask
    bool climbing = false;                ///< more is to be done about those whom it has not reached
    bool filling = false;                 ///< its messages are not all queued yet
    std::string state;                    ///< of the campaign: "running"
    std::vector<std::pair<std::string, std::int64_t>>
        reasons; ///< by which some failed or were left out, as states of messages

    /// @param campaign  as `GET /v1/campaigns/ID` answers
    explicit Tally(const boost::json::object& campaign);

    /// EX_TEMPFAIL while some remain or are in doubt, EX_UNAVAILABLE where some failed, else 0.
    int exit_code() const;
    /// Those for whom nothing is to be done any more.
    std::int64_t finished() const;
    /// Whether nothing will change by itself: it is over, a draft, or all that remains is in doubt.
    bool is_over() const;
};

/// How long the rest will take.
class Pace
{
public:
    using Clock = std::chrono::steady_clock;
    /// @param running  how long the campaign has been running before `now`
    Pace(const Tally& tally, Clock::time_point now, std::optional<std::chrono::seconds> running);
    /// By what was done since then, once that says something, else by what was done since the campaign began.
    /// @return nothing where nobody can tell: it does not run, or nothing has left yet
    std::optional<std::chrono::seconds> remaining(const Tally& tally, Clock::time_point now) const;
private:
    std::int64_t first_;
    Clock::time_point since_;
    std::optional<std::chrono::seconds> running_;
};

/// "[#####-----]"
std::string bar(std::int64_t done, std::int64_t total, std::size_t width = 20);

/// One line of progress. @param remaining  the time, where it is known
std::string progress_text(const Words& words, const Tally& tally,
                          std::optional<std::chrono::seconds> remaining = std::nullopt);

/// Shows progress: on a terminal on one line, redrawn; elsewhere a line whenever it changed, at most one a second.
class ProgressLine
{
public:
    ProgressLine(std::ostream& err, bool is_terminal, std::size_t columns);
    void show(const std::string& text);
    void finish(const std::string& text); ///< shows the last state and ends the line
    void note(const std::string& text);   ///< writes a line that stays
private:
    std::ostream& err_;
    bool is_terminal_;
    std::size_t columns_;
    std::string shown_;
    std::chrono::steady_clock::time_point next_{};
};

/// While it lives, Ctrl-C writes this text before it ends the program.
class InterruptNotice
{
public:
    explicit InterruptNotice(const std::string& text);
    ~InterruptNotice();
    InterruptNotice(const InterruptNotice&) = delete;
    InterruptNotice& operator=(const InterruptNotice&) = delete;
};

} // namespace nida::daemon::cli
