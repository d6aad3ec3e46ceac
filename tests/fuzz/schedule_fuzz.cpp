// When something is to go out, as anybody may write it: a time, a rule and a zone, or errors that point into them; what is kept is the same.
#include "daemon/campaign/hours/schedule.hpp"
#include "tests/fuzz/require.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>

using namespace nida::daemon;
using nida::protocol::require;

namespace
{
std::string_view line(std::string_view& text)
{
    const auto end = std::min(text.find('\n'), text.size());
    const auto first = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return first;
}

void points_into(const ScheduleError& error, std::string_view text)
{
    require(error.column >= 1 && error.column <= text.size() + 1, "an error is in the text or at its end");
    require(!error.text.empty(), "an error says something");
    for (const char c : error.text)
        require(c >= 0x20 && c < 0x7F, "an error can be shown");
}
} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto at = line(text), repeat = line(text), where = text.substr(0, 64);

    const auto time = parse_written_time(at);
    if (time) {
        const auto kept = to_string(*time);
        require(parse_written_time(kept).value() == *time, "a time is kept as it is");
    } else {
        points_into(time.error(), at);
    }
    const auto rule = parse_recurrence(repeat);
    if (rule) {
        const auto kept = to_string(*rule);
        const auto again = parse_recurrence(kept);
        require(again && *again == *rule, "what is kept is the same rule");
        require(to_string(*again) == kept, "and is kept in the same spelling");
    } else {
        points_into(rule.error(), repeat);
    }

    const auto schedule = parse_schedule(at, where, repeat);
    if (!schedule) return 0;
    const auto here = find_zone("Europe/Paris").value();
    auto after = Time{};
    for (int times = 0; times < 3; ++times) {
        const auto next = next_after(*schedule, after, here);
        if (!next) break;
        require(*next > after, "the next time is later");
        after = *next;
    }
    return 0;
}
