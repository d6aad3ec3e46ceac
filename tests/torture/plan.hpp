#pragma once
#include <cstdint>
#include <random>
#include <string>
#include <vector>

// What a seed stands for: everything about a round that is decided by throwing dice, so that it can be run again.
namespace nida::torture
{
enum class Mode { sends, receives };

/// How a life of the daemon ends.
struct Kill {
    std::string point;         ///< where: a name in modem/crash_point.hpp; empty at a random instant
    unsigned pass = 1;         ///< the first, second, ... time that it comes there
    bool power = false;        ///< with the power, so that unsynchronised writes are lost
    unsigned after = 0;        ///< at random: so many segments or messages later
    unsigned microseconds = 0; ///< and then so much later
    bool early = false;        ///< at random: while it starts
    unsigned messages = 0;     ///< what callers queue during this life, and after it while nobody is there
    unsigned inbound = 0;      ///< what the network has for it
};

struct Plan {
    std::uint64_t seed = 0;
    Mode mode = Mode::sends;
    unsigned lines = 1;
    bool forgetful = false; ///< the store lies on the forgetful disk
    bool lies = false;      ///< which ignores synchronisations
    bool status_reports = false;
    bool store_then_send = false;
    bool direct = false; ///< messages come by +CMT and are acknowledged
    bool modems_lose_power = false;
    bool waits_for_policy = false; ///< at the end, until alerts in doubt were sent again
    bool person_decides = false;   ///< at the end, about doubts that are left
    unsigned latency_ms = 0, jitter_ms = 0, prompt_ms = 0, sync_us = 0;
    std::vector<Kill> kills;
};

struct PlanOptions {
    unsigned kills = 10;
    bool lies = false;  ///< every round on a disk that lies
    bool quick = false; ///< no round that waits for a minute
};

/// Seeds take turns: even ones send, odd ones receive.
Plan plan_of(std::uint64_t seed, const PlanOptions& options);

/// "sends seed 4: 2 lines, power cuts, status reports, ..."
std::string in_words(const Plan& plan);

const char* to_string(Mode mode);
/// "random", "aimed", "power cut", "power cut aimed"
std::string kind_of(const Kill& kill);
} // namespace nida::torture
