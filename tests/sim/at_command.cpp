#include "tests/sim/at_command.hpp"

#include "protocol/at/at_response.hpp"

#include <cctype>

namespace nida::sim
{
namespace
{
bool is_digit(char c) { return c >= '0' && c <= '9'; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }
bool is_extended(char c) { return std::string_view{"+^*#$%_!"}.find(c) != std::string_view::npos; }
/// Characters of an extended command's name (§5.4.1).
bool in_name(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) || std::string_view{"!%-./:_"}.find(c) != std::string_view::npos;
}

/// Up to the `;` that ends an extended command; one inside quotes does not.
std::string_view take_to_semicolon(std::string_view& rest)
{
    bool quoted = false;
    std::size_t end = 0;
    while (end < rest.size() && (quoted || rest[end] != ';')) {
        if (rest[end] == '"') quoted = !quoted;
        ++end;
    }
    const auto taken = rest.substr(0, end);
    rest.remove_prefix(end < rest.size() ? end + 1 : end);
    return taken;
}

std::optional<AtCommand> take_extended(std::string_view& rest)
{
    AtCommand command;
    const auto text = take_to_semicolon(rest);
    std::size_t end = 1;
    while (end < text.size() && in_name(text[end]))
        ++end;
    for (const char c : text.substr(0, end))
        command.name += upper(c);
    const auto tail = text.substr(end);
    if (tail.empty()) return command;
    if (tail == "?") {
        command.form = AtCommand::Form::read;
    } else if (tail == "=?") {
        command.form = AtCommand::Form::test;
    } else if (tail.front() == '=') {
        command.form = AtCommand::Form::set;
        command.argument = tail.substr(1);
        command.parameters = protocol::split_parameters(command.argument);
    } else {
        return std::nullopt;
    }
    return command;
}

std::optional<AtCommand> take_basic(std::string_view& rest)
{
    AtCommand command;
    const auto take = [&] {
        const char c = upper(rest.front());
        rest.remove_prefix(1);
        return c;
    };
    command.name += take();
    if (command.name == "&" || command.name == "\\") {
        if (rest.empty()) return std::nullopt;
        command.name += take();
    }
    if (!std::isalpha(static_cast<unsigned char>(command.name.back()))) return std::nullopt;
    if (command.name == "D") { // what is dialled reaches to the end; `;` behind it asks for a voice call
        command.argument = rest;
        rest = {};
        return command;
    }
    while (!rest.empty() && is_digit(rest.front()))
        command.argument += take();
    if (command.name == "S" && !rest.empty()) {
        command.name += command.argument;
        command.argument.clear();
        if (rest.front() == '?') {
            command.form = AtCommand::Form::read;
            rest.remove_prefix(1);
        } else if (rest.front() == '=') {
            command.form = AtCommand::Form::set;
            rest.remove_prefix(1);
            while (!rest.empty() && is_digit(rest.front()))
                command.argument += take();
        }
    }
    if (!command.argument.empty()) command.parameters = {command.argument};
    return command;
}
} // namespace

std::optional<unsigned> AtCommand::number(std::size_t i, std::optional<unsigned> otherwise) const
{
    if (!has(i)) return otherwise;
    return protocol::parse_unsigned(parameters[i]);
}

std::optional<std::vector<AtCommand>> parse_command_line(std::string_view body)
{
    std::vector<AtCommand> commands;
    while (!body.empty()) {
        if (body.front() == ' ' || body.front() == ';') {
            body.remove_prefix(1);
            continue;
        }
        auto command = is_extended(body.front()) ? take_extended(body) : take_basic(body);
        if (!command) return std::nullopt;
        commands.push_back(std::move(*command));
    }
    return commands;
}
} // namespace nida::sim
