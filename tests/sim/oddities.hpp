#pragma once
#include "tests/sim/faults.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace nida::sim
{
/// A misbehaviour that is only words: what some modem says to a command instead of its answer, before it or behind it.
struct Oddity {
    enum class Where { instead, before, after };
    std::string_view name, meaning;
    std::string_view command; ///< what such a command begins with, behind "AT"; empty for all
    Where where;
    std::string_view lines; ///< "|" stands between two; {imei}, {imsi}, {iccid} for the modem's own
};
/// Those that are known by a name of their own. Whatever else a modem may say goes by `instead`, `before` and `after`.
std::span<const Oddity> oddities();

/// Lines as in Oddity::lines.
struct OddAnswer {
    std::optional<std::string> instead;
    std::string before, after;
};
/// What the faults make of the answer to a command, given without its "AT".
OddAnswer odd_answer(Faults& faults, std::string_view command);

/// Value of a fault that is about a command: COMMAND>REST.
struct AboutCommand {
    std::string_view command, rest;
    explicit AboutCommand(std::string_view value)
        : command{value.substr(0, value.find('>'))},
          rest{value.size() > command.size() ? value.substr(command.size() + 1) : std::string_view{}}
    {
    }
};
} // namespace nida::sim
