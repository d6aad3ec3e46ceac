#include "daemon/cli/progress.hpp"

#include "daemon/cli/json_fields.hpp"

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
    : recipients{integer(campaign, "recipients")}, done{is_true(campaign, "done")}
{
    const auto& counts = object_in(campaign, "counts");
    sent = integer(counts, "sent") + integer(counts, "delivered");
    remaining = integer(counts, "queued") + integer(counts, "submitting");
    in_doubt = integer(counts, "in_doubt");
    failed = integer(counts, "failed") + integer(counts, "undelivered") + integer(counts, "expired") +
             integer(counts, "cancelled");
    skipped = integer(counts, "suppressed");
}

int Tally::exit_code() const
{
    if (remaining > 0 || in_doubt > 0) return EX_TEMPFAIL;
    return failed > 0 ? EX_UNAVAILABLE : EX_OK;
}

std::string bar(std::int64_t done, std::int64_t total, std::size_t width)
{
    const auto share = total > 0 ? std::clamp(static_cast<double>(done) / static_cast<double>(total), 0.0, 1.0) : 1.0;
    const auto full = static_cast<std::size_t>(share * static_cast<double>(width));
    return '[' + std::string(full, '#') + std::string(width - full, '-') + ']';
}

std::string progress_text(const Words& words, const Tally& tally)
{
    const auto left = tally.remaining + tally.in_doubt;
    const auto finished = std::max<std::int64_t>(0, tally.recipients - left);
    return words(Text::progress, bar(finished, tally.recipients), finished, tally.recipients, tally.sent, tally.failed,
                 tally.in_doubt);
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

InterruptNotice::InterruptNotice(const std::string& text)
{
    interrupt_length = std::min(text.size(), sizeof interrupt_text);
    std::memcpy(interrupt_text, text.data(), interrupt_length);
    std::signal(SIGINT, on_interrupt);
}

InterruptNotice::~InterruptNotice() { std::signal(SIGINT, SIG_DFL); }

} // namespace nida::daemon::cli
