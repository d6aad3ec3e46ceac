#pragma once
#include "tests/sim/settings.hpp"

#include <boost/json.hpp>

#include <optional>
#include <string>

namespace nida::sim
{
/// What the user wants: to run modems, or to ask a running simulator something.
struct Wish {
    Settings settings;
    std::string socket;
    std::optional<boost::json::object> request; ///< none: run
    bool quiet = false;
};
/// @return the wish, or none where `exit_code` says how to end (help, version, a mistake already explained)
std::optional<Wish> read_command_line(int argc, char** argv, int& exit_code);
/// "+02:00", "-5", "+05:30". @throws std::invalid_argument
std::chrono::minutes parse_zone(const std::string& text);
} // namespace nida::sim
