#include "daemon/cli/audit_arguments.hpp"

#include "daemon/cli/people_commands.hpp"

#include <memory>

namespace nida::daemon::cli
{

void add_audit_commands(CommandTree& tree)
{
    struct Values {
        std::int64_t since = 0, row = 0;
        std::string hash;
    };
    const auto given = std::make_shared<Values>();
    auto* audit = tree.add(tree.app(), "audit", Text::cmd_audit,
                           {"nida audit", "nida audit --since 120", "nida audit verify", "nida audit hash"},
                           [given](Context& context) { return list_audit(context, given->since); });
    audit->require_subcommand(0, 1);
    audit->add_option("--since", given->since, tree.text(Text::opt_since))->type_name("ID")->check(whole_number(0));

    auto* verify = tree.add(*audit, "verify", Text::cmd_audit_verify,
                            {"nida audit verify", "nida audit verify --row 120 --hash '0C5E 9D41 77AB 20F3'"},
                            [given](Context& context) { return verify_audit(context, given->row, given->hash); });
    auto* row =
        verify->add_option("--row", given->row, tree.text(Text::opt_noted_row))->type_name("N")->check(whole_number(1));
    auto* hash =
        verify->add_option("--hash", given->hash, tree.text(Text::opt_noted_hash))->type_name("H")->check(not_empty());
    row->needs(hash);
    hash->needs(row);

    tree.add(*audit, "hash", Text::cmd_audit_hash, {"nida audit hash | lp"}, show_audit_hash);
}

} // namespace nida::daemon::cli
