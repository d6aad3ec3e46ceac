#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

// What modem/crash_point.hpp wrote during all lives of a daemon, and what it proves about doubts.
namespace nida::torture
{
struct Passed {
    std::int64_t at; ///< µs since 1970
    std::string name;
    std::int64_t a, b;
};

/// A segment whose fate was unknown when the daemon came back.
struct Doubt {
    std::int64_t message = 0, number = 0;
    unsigned life = 0; ///< in which it was claimed, from 1
    std::string place; ///< the last that was heard of it in that life
    std::string
        settled_by; ///< "late result", "status report", "copy", "sent again", "given up"; empty where none of these
    std::string unproven; ///< why it should not have been in doubt; empty where the trace shows that it had to be
};

struct Doubts {
    std::vector<Doubt> all;
    std::vector<unsigned> at_restart; ///< how many at each
    std::vector<std::int64_t> resent; ///< messages that the policy sent again
    unsigned without_a_kill = 0;      ///< results that stayed away while the daemon lived
};

std::vector<Passed> read_trace(const std::filesystem::path& file);

/// Each doubt has to lie between the commit of its `submitting` and the commit of its result.
Doubts doubts_in(const std::vector<Passed>& trace);
} // namespace nida::torture
