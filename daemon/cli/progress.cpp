#include "daemon/cli/progress.hpp"

#include "daemon/cli/json_fields.hpp"
#include "daemon/cli/local_time.hpp"

#include <algorithm>
#include <csignal>
#include <cstring>
#include <ostream>
#include <sysexits.h>
#include <unistd.h>

namespace nida::daemon::cli
{

namespace
{

// A signal handler has nothing but statics to reach for.
char interrupt_text[1024];
std::size_t interrupt_length = 0;

void on_interrupt(int signal)
{
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, interrupt_text, interrupt_length);
    std::signal(signal, SIG_DFL); // and then end as everything does that Ctrl-C ends, so that a shell's loop stops, too
    std::raise(signal);
}

} // namespace

Tally::Tally(const boost::json::object& campaign)
    : recipients{integer(campaign, "recipients")},
      done{is_true(campaign, "done")},
      filling{is_true(campaign, "filling")},
      state{field(campaign, "state")}
{
    if (const auto* const count = campaign.if_contains("acknowledged"); count != nullptr && count->is_int64())
        answered = count->get_int64();
    const auto& ladder = object_in(campaign, "ladder");
    climbing = !field(ladder, "next_at").empty() || !field(object_in(ladder, "escalation"), "next_at").empty();
    const auto& counts = object_in(campaign, "counts");
    delivered = integer(counts, "delivered");
    sent = integer(counts, "sent") + delivered;
    remaining = integer(counts, "queued") + integer(counts, "submitting");
    in_doubt = integer(counts, "in_doubt");
    failed = integer(counts, "failed") + integer(counts, "undelivered") + integer(counts, "expired") +
             integer(counts, "cancelled");
    skipped = integer(counts, "suppressed");
    for (const auto* reason : {"failed", "undelivered", "expired", "cancelled", "suppressed"})
        if (const auto count = integer(counts, reason); count > 0) reasons.emplace_back(reason, count);
}

int Tally::exit_code() const
{
    if (remaining > 0 || in_doubt > 0) return EX_TEMPFAIL;
    return failed > 0 ? EX_UNAVAILABLE : EX_OK;
}

std::int64_t Tally::finished() const { return sent + failed + skipped; }

bool Tally::is_over() const
{
    if (done) return true;
    if (filling || remaining > 0 || (climbing && state == "running")) return false;
    return state != "waiting" && state != "scheduled" && state != "paused";
}

Pace::Pace(const Tally& tally, Clock::time_point now, std::optional<std::chrono::seconds> running)
    : first_{tally.finished()}, since_{now}, running_{running}
{
}

std::optional<std::chrono::seconds> Pace::remaining(const Tally& tally, Clock::time_point now) const
{
    using namespace std::chrono_literals;
    constexpr auto telling_time = 30s;
    constexpr std::int64_t telling_count = 5;

    if (!tally.state.empty() && tally.state != "running") return {};
    const auto left = std::max(tally.remaining, tally.recipients - tally.finished() - tally.in_doubt);
    if (left <= 0) return {};
    const auto watched = now - since_;
    auto done = tally.finished() - first_;
    std::chrono::duration<double> taken{watched};
    if (watched < telling_time || done < telling_count) {
        if (!running_) return {};
        done = tally.finished();
        taken = *running_ + watched;
    }
    if (done <= 0) return {};
    return std::chrono::seconds{
        static_cast<std::int64_t>(taken.count() * static_cast<double>(left) / static_cast<double>(done))};
}

std::string bar(std::int64_t done, std::int64_t total, std::size_t width)
{
    const auto share = total > 0 ? std::clamp(static_cast<double>(done) / static_cast<double>(total), 0.0, 1.0) : 1.0;
    const auto full = static_cast<std::size_t>(share * static_cast<double>(width));
    return '[' + std::string(full, '#') + std::string(width - full, '-') + ']';
}

std::string progress_text(const Words& words, const Tally& tally, std::optional<std::chrono::seconds> remaining)
{
    const auto finished = std::min(tally.finished(), tally.recipients);
    auto text = words(Text::progress, bar(finished, tally.recipients), finished, tally.recipients, tally.sent,
                      tally.delivered, tally.failed, tally.in_doubt, tally.remaining);
    const bool is_said = tally.reasons.size() == 1 && tally.reasons.front().first == "failed";
    std::string why;
    for (const auto& [reason, count] : tally.reasons)
        why += (why.empty() ? "" : ", ") + state_word(words, reason) + ' ' + std::to_string(count);
    if (!why.empty() && !is_said) text += "  (" + why + ')';
    if (tally.answered) text += "  " + words(Text::progress_answered, *tally.answered);
    if (remaining) text += "  " + words(Text::progress_eta, duration_text(remaining->count()));
    return text;
}

ProgressLine::ProgressLine(std::ostream& err, bool is_terminal, std::size_t columns)
    : err_{err}, is_terminal_{is_terminal}, columns_{columns}
{
}

void ProgressLine::show(const std::string& text)
{
    const auto now = std::chrono::steady_clock::now();
    if (text == shown_ || (!is_terminal_ && now < next_)) return;
    shown_ = text;
    next_ = now + std::chrono::seconds{1};
    if (is_terminal_)
        err_ << '\r' << (columns_ > 1 ? fit(text, columns_ - 1) : text) << "\033[K" << std::flush;
    else
        err_ << text << std::endl;
}

void ProgressLine::finish(const std::string& text)
{
    next_ = {};
    show(text);
    if (is_terminal_) err_ << std::endl;
}

void ProgressLine::note(const std::string& text)
{
    if (is_terminal_) err_ << "\r\033[K";
    err_ << text << std::endl;
    shown_.clear();
}

InterruptNotice::InterruptNotice(const std::string& text)
{
    interrupt_length = std::min(text.size(), sizeof interrupt_text);
    std::memcpy(interrupt_text, text.data(), interrupt_length);
    std::signal(SIGINT, on_interrupt);
}

InterruptNotice::~InterruptNotice() { std::signal(SIGINT, SIG_DFL); }

} // namespace nida::daemon::cli
