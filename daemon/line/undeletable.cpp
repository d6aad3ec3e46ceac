#include "daemon/line/undeletable.hpp"

#include <algorithm>

namespace nida::daemon
{
namespace
{
using namespace std::chrono_literals;
constexpr std::chrono::seconds first_silence = 10min, longest_silence = 24h;
} // namespace

bool Undeletable::note(const std::string& storage, unsigned slot, Clock::time_point now)
{
    const auto [place, first] = slots_.try_emplace({storage, slot}, Told{now + first_silence, first_silence});
    if (first) return true;
    auto& told = place->second;
    if (now < told.next) return false;
    told.wait = std::min(told.wait * 2, longest_silence);
    told.next = now + told.wait;
    return true;
}

bool Undeletable::any_in(const std::string& storage) const
{
    return std::any_of(slots_.begin(), slots_.end(), [&](const auto& one) { return one.first.first == storage; });
}
} // namespace nida::daemon
