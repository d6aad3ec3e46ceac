#include "daemon/outbox/message.hpp"

#include <array>

namespace nida::daemon
{
namespace
{
constexpr std::array<std::string_view, 3> priorities{"alert", "reply", "campaign"};
constexpr std::array<std::string_view, 10> states{"queued",  "submitting", "sent",   "delivered",  "undelivered",
                                                  "expired", "in_doubt",   "failed", "suppressed", "cancelled"};

/// What a damaged row holds may be none of them.
template <class Enum, std::size_t count>
std::string_view name_of(Enum value, const std::array<std::string_view, count>& names)
{
    const auto index = static_cast<std::size_t>(value);
    return index < count ? names[index] : "unknown";
}

template <class Enum, std::size_t count>
std::optional<Enum> parse(const std::array<std::string_view, count>& names, std::string_view text)
{
    for (std::size_t i = 0; i < count; ++i)
        if (names[i] == text) return static_cast<Enum>(i);
    return {};
}
} // namespace

std::string_view to_string(Priority priority) { return name_of(priority, priorities); }
std::optional<Priority> parse_priority(std::string_view text) { return parse<Priority>(priorities, text); }
std::string_view to_string(State state) { return name_of(state, states); }
std::optional<State> parse_state(std::string_view text) { return parse<State>(states, text); }
} // namespace nida::daemon
