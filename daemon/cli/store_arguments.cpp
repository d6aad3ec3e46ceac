#include "daemon/cli/store_arguments.hpp"

#include "daemon/cli/commands.hpp"

#include <memory>

namespace nida::daemon::cli
{

namespace
{

struct CopyOptions {
    std::string file;
    SealOptions seal;
    std::string store = "/var/lib/nida/nida.db";
    bool resend_queued = false;
};

void add_file(const CommandTree& tree, CLI::App& sub, std::string& file, Text about)
{
    sub.add_option("FILE", file, tree.text(about))->type_name("")->required()->check(not_empty());
}

void add_seal(const CommandTree& tree, CLI::App& sub, SealOptions& seal, const std::string& key, Text about)
{
    sub.add_option(key, seal.key_file, tree.text(about))->type_name("FILE")->check(not_empty());
    sub.add_option("--passphrase-file", seal.passphrase_file, tree.text(Text::opt_passphrase_file))
        ->type_name("FILE")
        ->check(not_empty());
}

void add_backup(CommandTree& tree)
{
    const auto given = std::make_shared<CopyOptions>();
    auto* backup = tree.add(tree.app(), "backup", Text::cmd_backup,
                            {"nida backup monday.backup", "nida backup monday.backup --to box.key.pub",
                             "nida backup monday.backup --passphrase-file words"},
                            [given](Context& context) { return back_up(context, given->file, given->seal); });
    add_file(tree, *backup, given->file, Text::opt_copy_file);
    add_seal(tree, *backup, given->seal, "--to", Text::opt_public_key);
}

void add_backup_key(CommandTree& tree)
{
    const auto file = std::make_shared<std::string>();
    auto* key = tree.add(tree.app(), "backup-key", Text::cmd_backup_key, {"nida backup-key box.key"},
                         [file](Context& context) { return make_backup_key(context, *file); });
    add_file(tree, *key, *file, Text::opt_key_file);
}

void add_restore(CommandTree& tree)
{
    const auto given = std::make_shared<CopyOptions>();
    auto* restore =
        tree.add(tree.app(), "restore", Text::cmd_restore,
                 {"systemctl stop nidad && nida restore monday.backup && systemctl start nidad",
                  "nida restore monday.backup --key box.key --resend-queued"},
                 [given](Context& context) {
                     return restore_store(context, given->file, given->seal, given->store, given->resend_queued);
                 });
    add_file(tree, *restore, given->file, Text::opt_copy_file);
    add_seal(tree, *restore, given->seal, "--key", Text::opt_secret_key);
    restore->add_option("--store", given->store, tree.text(Text::opt_store))->type_name("PATH")->check(not_empty());
    restore->add_flag("--resend-queued", given->resend_queued, tree.text(Text::opt_resend_queued));
}

void add_check(CommandTree& tree)
{
    const auto store = std::make_shared<std::string>();
    const auto quick = std::make_shared<bool>(false);
    auto* check = tree.add(tree.app(), "check", Text::cmd_check,
                           {"nida check", "nida check --quick", "nida check /var/lib/nida/nida.db"},
                           [store, quick](Context& context) { return check_store(context, *store, *quick); });
    check->add_option("PATH", *store, tree.text(Text::opt_checked_store))->type_name("")->check(not_empty());
    check->add_flag("--quick", *quick, tree.text(Text::opt_quick));
}

} // namespace

void add_store_commands(CommandTree& tree)
{
    add_backup(tree);
    add_backup_key(tree);
    add_restore(tree);
    add_check(tree);
}

} // namespace nida::daemon::cli
