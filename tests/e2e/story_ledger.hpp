#pragma once
#include "tests/e2e/box.hpp"

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace nida::e2e
{
using Instant = std::chrono::sys_time<std::chrono::microseconds>;

/// A segment that the simulated network took.
struct Passage {
    Instant at;
    std::string to;
};
/// A text whose last segment it took.
struct Heard {
    Instant first, last;
    std::size_t line;
    std::string to, text;
};

/// What a line may send, as nida.toml has it.
struct LineQuotas {
    std::string_view operator_id;
    std::optional<int> segments_minute{}, segments_hour{}, segments_day{}, recipients_hour{}, recipients_day{};
    std::string keys() const;
};

/// What the ledger of the simulators says, put together by nothing but their PDUs.
class StoryLedger
{
public:
    /// @throws std::runtime_error where a segment came twice, or a long text over two lines
    StoryLedger(const Box& box, std::size_t lines);

    const std::vector<Heard>& texts() const { return texts_; }
    /// Who has a part of a long text, and not all of it yet.
    const std::set<std::string>& waiting() const { return waiting_; }
    std::vector<Heard> texts_to(const std::string& number) const;

    /// What a line sent from `begin` (included) to `end` (not), in segments and in different numbers.
    int segments(std::size_t line, Instant begin, Instant end) const;
    int recipients(std::size_t line, Instant begin, Instant end) const;
    /// Whether a line had, or nearly had, used up a quota at some moment: fewer than `segments` were free.
    bool short_of(std::size_t line, const LineQuotas& quotas, int segments, Instant at) const;
    /// What is said against a line that passed a quota in any window; empty where none did.
    std::string beyond(std::size_t line, const LineQuotas& quotas) const;
private:
    std::vector<std::vector<Passage>> lines_; ///< what each sent, in order
    std::vector<Heard> texts_;
    std::set<std::string> waiting_;
};

/// "2036-03-29T16:30:00.000000Z"
Instant instant_of(const std::string& text);
/// The minute of somebody's day, from 0 to 1439, by the time zone database.
int minute_of_day(Instant at, std::string_view zone);
} // namespace nida::e2e
