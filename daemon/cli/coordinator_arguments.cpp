#include "daemon/cli/coordinator_arguments.hpp"

#include "daemon/cli/coordinator_commands.hpp"

#include <memory>

namespace nida::daemon::cli
{

namespace
{

constexpr std::string_view rights = "broadcast|approve|status|add";
constexpr std::string_view factors = "code|totp|second";

CLI::Option* add_name(const CommandTree& tree, CLI::App& sub, std::string& name)
{
    return sub.add_option("NAME", name, tree.text(Text::opt_coordinator_name))
        ->type_name("")
        ->required()
        ->check(not_empty());
}

void add_settings(const CommandTree& tree, CLI::App& sub, CoordinatorOptions& options)
{
    sub.add_option("--language", options.language, tree.text(Text::opt_language))->type_name("CODE");
    sub.add_option_function<std::vector<std::string>>(
           "--may", [&options](const std::vector<std::string>& all) { options.may = all; }, tree.text(Text::opt_may))
        ->type_name(std::string{rights})
        ->delimiter(',')
        ->allow_extra_args(false)
        ->check(one_of(rights));
    sub.add_option("--groups", options.groups, tree.text(Text::opt_coordinator_groups))
        ->type_name("GROUP")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->check(not_empty());
    sub.add_option("--factor", options.factor, tree.text(Text::opt_factor))
        ->type_name(std::string{factors})
        ->check(one_of(factors));
}

} // namespace

void add_coordinator_commands(CommandTree& tree)
{
    tree.add(tree.app(), "coordinators", Text::cmd_coordinators, {"nida coordinators"}, list_coordinators);
    auto* parent = tree.add(tree.app(), "coordinator", Text::cmd_coordinator,
                            {"nida coordinator add amal 0911111111 --may broadcast,status --groups women-sfax"},
                            list_coordinators);
    parent->require_subcommand(0, 1);

    const auto adding = std::make_shared<CoordinatorOptions>();
    auto* add = tree.add(*parent, "add", Text::cmd_coordinator_add,
                         {"nida coordinator add amal 0911111111 --may broadcast,status --groups women-sfax,youth",
                          "nida coordinator add badr 0922222222 --may approve,status --language ar"},
                         [adding](Context& context) { return add_coordinator(context, *adding); });
    add_name(tree, *add, adding->name);
    add->add_option("NUMBER", adding->number, tree.text(Text::opt_number))
        ->type_name("")
        ->required()
        ->check(not_empty());
    add_settings(tree, *add, *adding);

    const auto changing = std::make_shared<CoordinatorOptions>();
    auto* change = tree.add(*parent, "rights", Text::cmd_coordinator_rights,
                            {"nida coordinator rights amal --may broadcast,status --groups all",
                             "nida coordinator rights amal --factor second"},
                            [changing](Context& context) { return change_coordinator(context, *changing); });
    add_name(tree, *change, changing->name);
    change->add_option("--number", changing->number, tree.text(Text::opt_number))->type_name("NUMBER");
    add_settings(tree, *change, *changing);

    const auto name = std::make_shared<std::string>();
    const auto yes = std::make_shared<bool>(false);
    auto* remove = tree.add(*parent, "remove", Text::cmd_coordinator_remove, {"nida coordinator remove amal"},
                            [name, yes](Context& context) { return remove_coordinator(context, *name, *yes); });
    add_name(tree, *remove, *name);
    remove->add_flag("--yes,-y", *yes, tree.text(Text::opt_yes));
    auto* totp = tree.add(*parent, "totp", Text::cmd_coordinator_totp, {"nida coordinator totp amal"},
                          [name, yes](Context& context) { return enrol_coordinator(context, *name, *yes); });
    add_name(tree, *totp, *name);
    totp->add_flag("--yes,-y", *yes, tree.text(Text::opt_yes));
}

} // namespace nida::daemon::cli
