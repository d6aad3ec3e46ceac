#include "protocol/at/calls.hpp"

#include "protocol/at/at_line.hpp"

namespace nida::protocol
{
Activity parse_activity(const AtResponse& response)
{
    const auto said = response.value("+CPAS");
    const auto number = said ? parse_unsigned(*said) : std::nullopt;
    if (!number) return Activity::unknown;
    if (*number == 3) return Activity::ringing;
    if (*number == 4) return Activity::in_call;
    return Activity::idle;
}

/// <id>,<dir>,<stat>,<mode>,<mpty>[,<number>,<type>[,…]]
std::string parse_ringing_number(const AtResponse& response)
{
    constexpr unsigned terminated = 1, incoming = 4, waiting = 5, international = 145;
    for (const auto& line : response.lines) {
        const auto call = behind(line, "+CLCC");
        if (!call) continue;
        const auto parameters = split_parameters(*call);
        if (parameters.size() < 6 || parse_unsigned(parameters[1]) != terminated) continue;
        const auto stat = parse_unsigned(parameters[2]);
        if (stat != incoming && stat != waiting) continue;
        auto number = text_of(parameters[5]);
        if (number.empty()) continue;
        const bool plus = parameters.size() > 6 && parse_unsigned(parameters[6]) == international;
        if (plus && is_digit(number.front())) number.insert(0, 1, '+');
        return number;
    }
    return {};
}

OwnCall parse_own_call(const AtResponse& response)
{
    constexpr unsigned originated = 0, active = 0, held = 1;
    if (!response.result.ok()) return OwnCall::unknown;
    for (const auto& line : response.lines) {
        const auto call = behind(line, "+CLCC");
        if (!call) continue;
        const auto parameters = split_parameters(*call);
        if (parameters.size() < 3 || parse_unsigned(parameters[1]) != originated) continue;
        const auto stat = parse_unsigned(parameters[2]);
        return stat == active || stat == held ? OwnCall::taken : OwnCall::rings;
    }
    return OwnCall::none;
}
} // namespace nida::protocol
