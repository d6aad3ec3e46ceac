#include "daemon/cli/safety_arguments.hpp"

#include "daemon/cli/people_commands.hpp"

#include <memory>

namespace nida::daemon::cli
{

void add_safety_commands(CommandTree& tree)
{
    struct Values {
        std::string number;
        std::optional<std::string> note;
        std::int64_t hours = 24;
    };
    const auto given = std::make_shared<Values>();
    const auto with_number = [&](CLI::App* sub) {
        sub->add_option("NUMBER", given->number, tree.text(Text::opt_number))->type_name("")->required();
        return sub;
    };
    tree.add(tree.app(), "blocked", Text::cmd_blocked, {"nida blocked"}, list_blocked);
    with_number(tree.add(tree.app(), "block", Text::cmd_block, {"nida block 0912345678 --note 'threats, since Monday'"},
                         [given](Context& context) { return block(context, given->number, given->note); }))
        ->add_option("--note", given->note, tree.text(Text::opt_block_note))
        ->type_name("TEXT")
        ->check(not_empty());
    with_number(tree.add(tree.app(), "unblock", Text::cmd_unblock, {"nida unblock 0912345678"},
                         [given](Context& context) { return unblock(context, given->number); }));

    auto* ceiling =
        tree.add(tree.app(), "ceiling", Text::cmd_ceiling,
                 {"nida ceiling", "sudo nida ceiling lift --hours 6", "sudo nida ceiling hold"}, show_ceiling);
    ceiling->require_subcommand(0, 1);
    constexpr std::int64_t week = 168;
    tree.add(*ceiling, "lift", Text::cmd_ceiling_lift, {"sudo nida ceiling lift", "sudo nida ceiling lift --hours 6"},
             [given](Context& context) { return lift_ceiling(context, given->hours); })
        ->add_option("--hours", given->hours, tree.text(Text::opt_lift_hours))
        ->type_name("N")
        ->check(whole_number(1, week));
    tree.add(*ceiling, "hold", Text::cmd_ceiling_hold, {"sudo nida ceiling hold"}, hold_ceiling);
}

} // namespace nida::daemon::cli
