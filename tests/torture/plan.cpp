#include "tests/torture/plan.hpp"

#include <fmt/format.h>

#include <string_view>

namespace nida::torture
{
namespace
{
struct Point {
    std::string_view name;
    unsigned most_passes;
};

// Each is passed at least that often while the messages of a life are handled.
constexpr Point everywhere[]{{"nidad.started", 1},     {"nidad.doubted", 1},    {"line.in_service", 1},
                             {"store.committing", 30}, {"store.committed", 30}, {"outbox.doubted", 1}};
constexpr Point sending[]{{"sending.claiming", 3},       {"outbox.claimed", 15},      {"sending.claimed", 15},
                          {"sending.prompt_asked", 15},  {"sending.prompt_open", 15}, {"modem.half_payload", 15},
                          {"modem.payload_written", 15}, {"sending.result", 15},      {"outbox.recorded", 15},
                          {"sending.recorded", 15},      {"api.answering", 10},       {"api.answered", 10}};
constexpr Point receiving[]{{"receiving.read", 6},      {"receiving.committed", 6}, {"receiving.deleting", 12},
                            {"receiving.deleted", 12},  {"receiving.forgotten", 6}, {"receiving.read", 2},
                            {"receiving.committed", 2}, {"outbox.claimed", 10},     {"sending.result", 8},
                            {"receiving.deleting", 3}};
constexpr Point acknowledging[]{{"receiving.read", 8},          {"receiving.committed", 8},
                                {"receiving.acknowledging", 8}, {"receiving.acknowledged", 8},
                                {"store.committed", 20},        {"outbox.claimed", 8}};

class Dice
{
public:
    explicit Dice(std::uint64_t seed) : random_{seed} {}
    unsigned below(unsigned n) { return static_cast<unsigned>(random_() % n); }
    unsigned between(unsigned low, unsigned high) { return low + below(high - low + 1); }
    bool one_in(unsigned n) { return below(n) == 0; }
    template <std::size_t N> const Point& any(const Point (&points)[N]) { return points[below(N)]; }
private:
    std::mt19937_64 random_;
};

Kill kill_of(Dice& dice, const Plan& plan)
{
    Kill kill;
    kill.power = plan.forgetful && !dice.one_in(5);
    const bool sends = plan.mode == Mode::sends;
    kill.messages = sends ? dice.between(8, 24) : dice.below(4);
    kill.inbound = sends ? dice.below(3) : dice.between(6, 24);
    if (dice.one_in(2)) {
        const auto& point = dice.one_in(6) ? dice.any(everywhere)
                            : sends        ? dice.any(sending)
                            : plan.direct  ? dice.any(acknowledging)
                                           : dice.any(receiving);
        kill.point = plan.store_then_send && dice.one_in(4) ? "modem.copy_written" : std::string{point.name};
        kill.pass = 1 + dice.below(point.most_passes);
        return kill;
    }
    kill.early = dice.one_in(8);
    kill.after = dice.between(1, sends ? 14 : 10);
    kill.microseconds =
        kill.early ? dice.below(60'000) : dice.below(2'000 * (plan.latency_ms + plan.jitter_ms) + 3'000);
    return kill;
}
} // namespace

Plan plan_of(std::uint64_t seed, const PlanOptions& options)
{
    Dice dice{seed * 0x9e3779b97f4a7c15 + 1};
    Plan plan;
    plan.seed = seed;
    plan.mode = seed % 2 == 0 ? Mode::sends : Mode::receives;
    plan.lines = dice.between(1, 3);
    plan.forgetful = dice.one_in(2) || options.lies;
    plan.lies = options.lies;
    plan.status_reports = dice.one_in(3);
    plan.store_then_send = plan.mode == Mode::sends && dice.one_in(4);
    plan.direct = plan.mode == Mode::receives && dice.one_in(4);
    plan.modems_lose_power = plan.forgetful && dice.one_in(4);
    plan.waits_for_policy = plan.mode == Mode::sends && dice.one_in(20) && !options.quick;
    plan.person_decides = dice.one_in(2);
    plan.latency_ms = dice.between(2, 12);
    plan.jitter_ms = dice.below(plan.latency_ms);
    plan.prompt_ms = dice.below(4);
    plan.sync_us = dice.below(3'000);
    for (unsigned i = 0; i < options.kills; ++i)
        plan.kills.push_back(kill_of(dice, plan));
    return plan;
}

const char* to_string(Mode mode) { return mode == Mode::sends ? "sends" : "receives"; }

std::string kind_of(const Kill& kill)
{
    return fmt::format("{}{}", kill.power ? "power cut" : "kill", kill.point.empty() ? "" : " aimed");
}

std::string in_words(const Plan& plan)
{
    return fmt::format("seed {}: {}, {} lines, latency {}±{} ms{}{}{}{}{}{}", plan.seed, to_string(plan.mode),
                       plan.lines, plan.latency_ms, plan.jitter_ms, plan.forgetful ? ", power cuts" : "",
                       plan.modems_lose_power ? " of the modems too" : "", plan.lies ? ", a disk that lies" : "",
                       plan.status_reports ? ", status reports" : "", plan.store_then_send ? ", store then send" : "",
                       plan.direct ? ", direct delivery" : "");
}
} // namespace nida::torture
