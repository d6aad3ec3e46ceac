#include "tests/torture/trace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>
#include <string_view>
#include <utility>

namespace nida::torture
{
namespace
{
struct Claim {
    std::size_t at;
    unsigned life;
};
using Segment = std::pair<std::int64_t, std::int64_t>; ///< a message, and its number

/// Whether such an event follows in the same life.
bool later_in_life(const std::vector<Passed>& trace, std::size_t from, std::string_view name)
{
    for (auto i = from + 1; i < trace.size() && trace[i].name != "nidad.started"; ++i)
        if (trace[i].name == name) return true;
    return false;
}

std::string_view settlement(std::string_view name)
{
    static constexpr std::pair<std::string_view, std::string_view> words[]{
        {"outbox.settled_by_late_result", "late result"},
        {"outbox.settled_by_report", "status report"},
        {"outbox.settled_by_copy", "copy"},
        {"outbox.resent", "sent again"},
        {"outbox.given_up", "given up"}};
    for (const auto& [event, word] : words)
        if (event == name) return word;
    return {};
}

/// What the life in which a segment was claimed says about it.
Doubt examine(const std::vector<Passed>& trace, const Segment& segment, const Claim& claim)
{
    Doubt doubt{segment.first, segment.second, claim.life, "claimed", {}, {}};
    bool committing = false;
    for (auto i = claim.at + 1; i < trace.size() && trace[i].name != "nidad.started"; ++i) {
        const auto& event = trace[i];
        committing = committing || event.name == "store.committing";
        if (Segment{event.a, event.b} != segment) continue;
        if (event.name == "outbox.recorded") {
            if (later_in_life(trace, i, "store.committed")) doubt.unproven = "its result had been committed";
            doubt.place = "result in the writer";
        } else if (event.name.starts_with("sending."))
            doubt.place = event.name;
    }
    if (!committing) doubt.unproven = "its claim was never committed";
    return doubt;
}
} // namespace

std::vector<Passed> read_trace(const std::filesystem::path& file)
{
    std::vector<Passed> trace;
    std::ifstream in{file};
    for (std::string line; std::getline(in, line);) {
        Passed event{};
        std::istringstream{line} >> event.at >> event.name >> event.a >> event.b;
        trace.push_back(std::move(event));
    }
    return trace;
}

Doubts doubts_in(const std::vector<Passed>& trace)
{
    Doubts doubts;
    std::map<Segment, Claim> claims;            // the last of each
    std::map<std::int64_t, std::size_t> latest; // the last doubt about each message
    std::map<std::size_t, std::size_t> known;   // by their claims: a restart that was killed itself finds them again
    unsigned life = 0;
    for (std::size_t i = 0; i < trace.size(); ++i) {
        const auto& event = trace[i];
        if (event.name == "nidad.started") {
            ++life;
            doubts.at_restart.push_back(0);
        } else if (event.name == "outbox.claimed")
            claims[{event.a, event.b}] = {i, life};
        else if (event.name == "outbox.result_unknown")
            ++doubts.without_a_kill;
        else if (event.name == "outbox.doubted") {
            ++doubts.at_restart.back();
            const auto claim = claims.find({event.a, event.b});
            if (claim == claims.end()) {
                doubts.all.push_back({event.a, event.b, life, "", {}, "it was never claimed"});
                continue;
            }
            if (known.contains(claim->second.at)) continue;
            latest[event.a] = known[claim->second.at] = doubts.all.size();
            doubts.all.push_back(examine(trace, claim->first, claim->second));
            if (claim->second.life == life) doubts.all.back().unproven = "it was claimed in the life that doubts it";
        } else if (const auto how = settlement(event.name); !how.empty()) {
            if (event.name == "outbox.resent") doubts.resent.push_back(event.a);
            const auto doubt = latest.find(event.a);
            if (doubt != latest.end()) doubts.all[doubt->second].settled_by = how;
        }
    }
    return doubts;
}
} // namespace nida::torture
