#include "tests/sim/faults.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace nida::sim
{
namespace
{
unsigned whole_number(std::string_view text, std::string_view what)
{
    unsigned number = 0;
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (wrong != std::errc{} || end != text.data() + text.size())
        throw std::invalid_argument{fmt::format("{} wants a whole number, not \"{}\"", what, text)};
    return number;
}

/// @return false where no condition has that name
bool take_condition(FaultSpec& spec, std::string_view name, std::string_view value)
{
    if (name == "p") {
        try {
            spec.probability = std::stod(std::string{value});
        } catch (const std::exception&) {
            throw std::invalid_argument{fmt::format("p wants a number from 0 to 1, not \"{}\"", value)};
        }
    } else if (name == "next") {
        spec.next = whole_number(value, name);
    } else if (name == "skip") {
        spec.skip = whole_number(value, name);
    } else if (name == "modem") {
        spec.modem = whole_number(value, name);
    } else {
        return false;
    }
    return true;
}
} // namespace

FaultSpec FaultSpec::parse(std::string_view text)
{
    FaultSpec spec;
    spec.name = text.substr(0, text.find_first_of("=:"));
    text.remove_prefix(spec.name.size());
    const auto& known = known_faults();
    const auto fault =
        std::find_if(known.begin(), known.end(), [&](const FaultHelp& one) { return one.name == spec.name; });
    if (fault == known.end()) {
        std::string names;
        for (const auto& one : known)
            names += fmt::format("{}{}", names.empty() ? "" : ", ", one.name);
        throw std::invalid_argument{fmt::format("no fault is called \"{}\"; there are {}", spec.name, names)};
    }
    // The conditions are taken off the end, since the value may hold colons.
    for (auto colon = text.rfind(':'); colon != text.npos; colon = text.rfind(':')) {
        const auto condition = text.substr(colon + 1);
        const auto at = condition.find('=');
        const auto known_condition =
            take_condition(spec, condition.substr(0, at), at == condition.npos ? "" : condition.substr(at + 1));
        if (!known_condition && fault->free_text) break;
        if (!known_condition)
            throw std::invalid_argument{
                fmt::format("\"{}\" is none of p=P, next=N, skip=N, modem=K in a fault", condition)};
        text = text.substr(0, colon);
    }
    if (text.starts_with('=')) spec.value = text.substr(1);
    return spec;
}

void Faults::clear(std::string_view name)
{
    std::erase_if(specs_, [&](const FaultSpec& spec) { return name.empty() || spec.name == name; });
}

std::optional<std::string> Faults::strikes(std::string_view name)
{
    return strikes(name, [](const std::string&) { return true; });
}

std::optional<std::string> Faults::holds(std::string_view name) const
{
    const auto at =
        std::find_if(specs_.begin(), specs_.end(), [&](const FaultSpec& spec) { return spec.name == name; });
    return at == specs_.end() ? std::nullopt : std::optional{at->value};
}

std::optional<std::string> Faults::strikes(std::string_view name,
                                           const std::function<bool(const std::string& value)>& fits)
{
    for (auto spec = specs_.begin(); spec != specs_.end(); ++spec) {
        if (spec->name != name || !fits(spec->value)) continue;
        if (spec->probability < 1 && std::uniform_real_distribution<>{}(random_) >= spec->probability) continue;
        if (spec->skip > 0) {
            --spec->skip;
            continue;
        }
        const auto value = spec->value;
        if (spec->next && (*spec->next == 0 || --*spec->next == 0)) specs_.erase(spec);
        return value;
    }
    return std::nullopt;
}

unsigned Faults::random(unsigned bound) { return static_cast<unsigned>(random_() % bound); }

unsigned number_in(const std::string& value, unsigned otherwise)
{
    unsigned number = otherwise;
    std::from_chars(value.data(), value.data() + value.size(), number);
    return number;
}
} // namespace nida::sim
