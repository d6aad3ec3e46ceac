#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nida::sim
{
/// One command of a command line (V.250 §5.3, §5.4).
struct AtCommand {
    enum class Form { execute, read, test, set };
    std::string name; ///< "+CMGS", "^CPIN", "E", "&F", "D"; upper case
    Form form = Form::execute;
    std::string argument;                ///< behind the '=', or the number of a basic command, or what ATD dials
    std::vector<std::string> parameters; ///< the argument at its commas, quotes taken off

    bool has(std::size_t i) const { return i < parameters.size() && !parameters[i].empty(); }
    /// Parameter i as a number; `otherwise` where it is left out; none where it is no number.
    std::optional<unsigned> number(std::size_t i, std::optional<unsigned> otherwise = {}) const;
};

/// The commands of a line, "AT" already taken off; none where it breaks the grammar.
std::optional<std::vector<AtCommand>> parse_command_line(std::string_view body);
} // namespace nida::sim
