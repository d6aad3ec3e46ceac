#include "daemon/cli/group_arguments.hpp"

#include "daemon/cli/people_commands.hpp"

#include <memory>

namespace nida::daemon::cli
{

namespace
{

constexpr std::string_view kinds = "text|number|date|choice|place";

CLI::Option* add_name(const CommandTree& tree, CLI::App& sub, std::string& name, Text about)
{
    return sub.add_option("NAME", name, tree.text(about))->type_name("")->required()->check(not_empty());
}

/// Two flags of which at most one is given.
void add_either(const CommandTree& tree, CLI::App& sub, std::optional<bool>& value, const char* yes, Text about_yes,
                const char* no, Text about_no)
{
    auto* set = sub.add_flag_callback(
        yes, [&value] { value = true; }, tree.text(about_yes));
    sub.add_flag_callback(
           no, [&value] { value = false; }, tree.text(about_no))
        ->excludes(set);
}

void add_setting(CommandTree& tree, CLI::App& groups)
{
    const auto group = std::make_shared<GroupOptions>();
    auto* set = tree.add(groups, "set", Text::cmd_groups_set,
                         {"nida groups set sfax --rule 'field city is Sfax'",
                          "nida groups set health --open --confirm --word sante --word 'صحة'"},
                         [group](Context& context) { return set_group(context, *group); });
    add_name(tree, *set, group->name, Text::opt_group_name);
    auto* rule = set->add_option_function<std::string>(
        "--rule", [group = group.get()](const std::string& text) { group->rule = text; }, tree.text(Text::opt_rule));
    rule->type_name("RULE")->check(not_empty());
    set->add_flag_callback(
           "--no-rule", [group = group.get()] { group->rule = ""; }, tree.text(Text::opt_no_rule))
        ->excludes(rule);
    add_either(tree, *set, group->open, "--open", Text::opt_open, "--closed", Text::opt_closed);
    add_either(tree, *set, group->confirm, "--confirm", Text::opt_confirm, "--no-confirm", Text::opt_no_confirm);
    auto* words = set->add_option_function<std::vector<std::string>>(
        "--word", [group = group.get()](const std::vector<std::string>& all) { group->words = all; },
        tree.text(Text::opt_word));
    words->type_name("WORD")->allow_extra_args(false)->check(not_empty());
    set->add_flag_callback(
           "--no-words", [group = group.get()] { group->words.emplace(); }, tree.text(Text::opt_no_words))
        ->excludes(words);
    set->add_flag("--yes,-y", group->yes, tree.text(Text::opt_yes));
}

void add_groups(CommandTree& tree)
{
    auto* groups = tree.add(tree.app(), "groups", Text::cmd_groups,
                            {"nida groups", "nida groups set sfax --rule 'field city is Sfax'"}, list_groups);
    groups->require_subcommand(0, 1);
    add_setting(tree, *groups);
    const auto name = std::make_shared<std::string>();
    const auto yes = std::make_shared<bool>(false);
    auto* remove = tree.add(*groups, "remove", Text::cmd_groups_remove, {"nida groups remove sfax"},
                            [name, yes](Context& context) { return remove_group(context, *name, *yes); });
    add_name(tree, *remove, *name, Text::opt_group_name);
    remove->add_flag("--yes,-y", *yes, tree.text(Text::opt_yes));
}

void add_fields(CommandTree& tree)
{
    auto* fields = tree.add(tree.app(), "fields", Text::cmd_fields,
                            {"nida fields", "nida fields add city", "nida fields add born --kind date"}, list_fields);
    fields->require_subcommand(0, 1);

    struct Field {
        std::string name, kind = "text";
        std::vector<std::string> choices;
    };
    const auto field = std::make_shared<Field>();
    auto* adding =
        tree.add(*fields, "add", Text::cmd_fields_add,
                 {"nida fields add city", "nida fields add skill --kind choice --choice nurse --choice driver"},
                 [field](Context& context) { return add_field(context, field->name, field->kind, field->choices); });
    add_name(tree, *adding, field->name, Text::opt_field_name);
    adding->add_option("--kind", field->kind, tree.text(Text::opt_kind))
        ->type_name(std::string{kinds})
        ->check(one_of(kinds));
    adding->add_option("--choice", field->choices, tree.text(Text::opt_choice))
        ->type_name("CHOICE")
        ->allow_extra_args(false)
        ->check(not_empty());

    const auto yes = std::make_shared<bool>(false);
    auto* remove = tree.add(*fields, "remove", Text::cmd_fields_remove, {"nida fields remove city"},
                            [field, yes](Context& context) { return remove_field(context, field->name, *yes); });
    add_name(tree, *remove, field->name, Text::opt_field_name);
    remove->add_flag("--yes,-y", *yes, tree.text(Text::opt_yes));
}

} // namespace

void add_group_commands(CommandTree& tree)
{
    add_groups(tree);
    add_fields(tree);
}

} // namespace nida::daemon::cli
