#include "daemon/cli/command_tree.hpp"

#include <charconv>

namespace nida::daemon::cli
{

CLI::Validator one_of(std::string_view values)
{
    return {[values](const std::string& value) {
                const auto all = '|' + std::string{values} + '|';
                const bool known =
                    value.find('|') == std::string::npos && all.find('|' + value + '|') != std::string::npos;
                return known ? std::string{} : value + " (" + std::string{values} + ')';
            },
            ""};
}

CLI::Validator whole_number(std::int64_t least, std::int64_t most)
{
    return {[least, most](const std::string& value) {
                std::int64_t number = 0;
                const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
                const bool good =
                    error == std::errc{} && end == value.data() + value.size() && number >= least && number <= most;
                return good ? std::string{} : value;
            },
            ""};
}

CLI::Validator not_empty()
{
    return {[](const std::string& value) { return value.empty() ? std::string{"''"} : std::string{}; }, ""};
}

CommandTree::CommandTree(const Words& words, Invocation& invocation) : words_{words}, invocation_{invocation}
{
    app_.name("nida");
    app_.description(text(Text::help_about));
    app_.set_help_flag("-h,--help", text(Text::help_help));
    app_.set_version_flag("--version", "nida " NIDA_VERSION, text(Text::help_version));
    app_.require_subcommand(0, 1);
    app_.fallthrough();
    app_.option_defaults()->group(text(Text::help_options));
    app_.get_help_ptr()->group(text(Text::help_options));
    app_.get_version_ptr()->group(text(Text::help_options));
    const auto formatter = app_.get_formatter();
    formatter->label("Usage", text(Text::help_usage));
    formatter->label("Positionals", text(Text::help_arguments));
    formatter->label("OPTIONS", text(Text::help_options));
    formatter->label("SUBCOMMAND", text(Text::help_commands));
    formatter->label("REQUIRED", "");
    formatter->column_width(34);
    app_.add_flag("--json", json_, text(Text::help_json));
    app_.add_option("--socket", socket_, text(Text::help_socket))->type_name("PATH");
    app_.add_option("--lang", lang_, text(Text::help_lang))->type_name("ar|fr|en")->check(one_of("ar|fr|en"));
    app_.footer(text(Text::help_examples) +
                ":\n  nida status\n  nida inbox --follow\n  nida send --to 0912345678 "
                "--text 'Salam'\n  nida broadcast --group members --text-file call.txt\n  man nida");
}

CLI::App* CommandTree::add(CLI::App& parent, const std::string& name, Text about,
                           const std::vector<std::string>& examples, std::function<int(Context&)> command)
{
    auto* sub = parent.add_subcommand(name, text(about));
    sub->group(text(Text::help_commands));
    sub->get_help_ptr()->group(text(Text::help_options));
    auto footer = text(Text::help_examples) + ':';
    for (const auto& example : examples)
        footer += "\n  " + example;
    sub->footer(footer + "\n\n" + text(Text::help_common));
    sub->callback([this, sub, command = std::move(command)] {
        if (sub->get_subcommands().empty()) invocation_.command = command;
    });
    return sub;
}

void CommandTree::finish()
{
    if (app_.count("--socket") > 0) invocation_.socket = socket_;
    invocation_.json = json_;
}

} // namespace nida::daemon::cli
