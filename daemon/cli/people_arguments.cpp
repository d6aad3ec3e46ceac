#include "daemon/cli/people_arguments.hpp"

#include "daemon/cli/people_commands.hpp"

#include <memory>

namespace nida::daemon::cli
{

namespace
{

using Examples = std::vector<std::string>;

CLI::Validator separator()
{
    return {[](const std::string& value) {
                const bool good =
                    value == "tab" || value == "\\t" ||
                    (value.size() == 1 && std::string_view{"\"\r\n"}.find(value) == std::string_view::npos);
                return good ? std::string{} : value + " (, ; tab |)";
            },
            ""};
}

CLI::Validator mapping()
{
    return {[](const std::string& value) {
                const auto equals = value.rfind('=');
                const bool good = equals != std::string::npos && equals > 0 && equals + 1 < value.size();
                return good ? std::string{} : value + " (COLUMN=MEANING)";
            },
            ""};
}

CLI::Validator field_value()
{
    return {[](const std::string& value) {
                const auto equals = value.find('=');
                return equals != std::string::npos && equals > 0 ? std::string{} : value + " (NAME=VALUE)";
            },
            ""};
}

/// `nida people` and what stands under it.
class PeopleTree
{
public:
    explicit PeopleTree(CommandTree& tree) : tree_{tree}
    {
        const auto filter = std::make_shared<PeopleFilter>();
        people_ = tree_.add(tree_.app(), "people", Text::cmd_people,
                            {"nida people", "nida people --group members", "nida people import members.csv --dry-run"},
                            [filter](Context& context) { return list_people(context, *filter); });
        people_->require_subcommand(0, 1);
        add_filter(*people_, *filter);
    }

    void build()
    {
        looking();
        changing();
        one_for_another();
        files();
    }
private:
    CLI::App& add(const std::string& name, Text about, const Examples& examples, std::function<int(Context&)> command)
    {
        return *tree_.add(*people_, name, about, examples, std::move(command));
    }

    CLI::Option* add_number(CLI::App& sub, std::string& number, const char* name = "NUMBER",
                            Text about = Text::opt_number)
    {
        return sub.add_option(name, number, tree_.text(about))->type_name("")->required();
    }

    void add_yes(CLI::App& sub, bool& yes) { sub.add_flag("--yes,-y", yes, tree_.text(Text::opt_yes)); }

    void add_filter(CLI::App& sub, PeopleFilter& filter)
    {
        auto* group = sub.add_option("--group", filter.group, tree_.text(Text::opt_group_filter))->type_name("NAME");
        sub.add_option("--rule", filter.rule, tree_.text(Text::opt_rule_filter))->type_name("RULE")->excludes(group);
    }

    /// Where none is to be told from empty.
    void add_text(CLI::App& sub, const std::string& name, std::optional<std::string>& value, Text about,
                  const char* type)
    {
        sub.add_option_function<std::string>(
               name, [&value](const std::string& text) { value = text; }, tree_.text(about))
            ->type_name(type);
    }

    void add_list(CLI::App& sub, const std::string& name, std::vector<std::string>& values, Text about,
                  const char* type, const CLI::Validator& valid)
    {
        sub.add_option(name, values, tree_.text(about))->type_name(type)->allow_extra_args(false)->check(valid);
    }

    void looking()
    {
        const auto filter = std::make_shared<PeopleFilter>();
        add_filter(add("list", Text::cmd_people_list,
                       {"nida people list --group members", "nida people list --rule 'joined in the last 30 days'"},
                       [filter](Context& context) { return list_people(context, *filter); }),
                   *filter);

        const auto words = std::make_shared<std::vector<std::string>>();
        add("search", Text::cmd_people_search, {"nida people search amal sfax", "nida people search 4567"},
            [words](Context& context) {
                return list_people(context, {.group = {}, .rule = {}, .search = CLI::detail::join(*words, " ")});
            })
            .add_option("WORDS", *words, tree_.text(Text::opt_search_words))
            ->type_name("")
            ->required()
            ->check(not_empty());

        const auto number = std::make_shared<std::string>();
        add_number(add("show", Text::cmd_people_show, {"nida people show 0912345678"},
                       [number](Context& context) { return show_person(context, *number); }),
                   *number);
        add_number(add("proof", Text::cmd_people_proof, {"nida people proof 0912345678 | lp"},
                       [number](Context& context) { return show_proof(context, *number); }),
                   *number);
        const auto limit = std::make_shared<std::int64_t>(100);
        auto& history = add("history", Text::cmd_people_history,
                            {"nida people history 0912345678", "nida people history 0912345678 --limit 20"},
                            [number, limit](Context& context) { return show_history(context, *number, *limit); });
        add_number(history, *number);
        history.add_option("--limit", *limit, tree_.text(Text::opt_limit))
            ->type_name("N")
            ->check(whole_number(1, 1000));
    }

    void changing()
    {
        const auto person = std::make_shared<PersonOptions>();
        auto& adding = add("add", Text::cmd_people_add,
                           {"nida people add 0912345678 --name Amal --language ar --group members --group nurses",
                            "nida people add 0912345678 --field city=Sfax --note 'speaks sign language'"},
                           [person](Context& context) { return add_person(context, *person); });
        add_number(adding, person->number);
        adding.add_option("--name", person->name, tree_.text(Text::opt_name))->type_name("NAME");
        adding.add_option("--language", person->language, tree_.text(Text::opt_language))->type_name("ar|fr|en|...");
        add_list(adding, "--group", person->groups, Text::opt_groups, "NAME", not_empty());
        adding.add_option("--note", person->note, tree_.text(Text::opt_note))->type_name("TEXT");
        add_list(adding, "--field", person->fields, Text::opt_field, "NAME=VALUE", field_value());

        const auto edit = std::make_shared<PersonEdit>();
        auto& editing = add("edit", Text::cmd_people_edit,
                            {"nida people edit 0912345678 --name 'Amal B.' --field city=Tunis --out-of nurses",
                             "nida people edit 0912345678 --note ''"},
                            [edit](Context& context) { return edit_person(context, *edit); });
        add_number(editing, edit->number);
        add_text(editing, "--name", edit->name, Text::opt_name, "NAME");
        add_text(editing, "--language", edit->language, Text::opt_language, "ar|fr|en|...");
        add_text(editing, "--note", edit->note, Text::opt_note, "TEXT");
        add_list(editing, "--field", edit->fields, Text::opt_field, "NAME=VALUE", field_value());
        add_list(editing, "--into", edit->into, Text::opt_into, "GROUP", not_empty());
        add_list(editing, "--out-of", edit->out_of, Text::opt_out_of, "GROUP", not_empty());

        const auto number = std::make_shared<std::string>();
        const auto yes = std::make_shared<bool>(false);
        auto& removing = add("remove", Text::cmd_people_remove, {"nida people remove 0912345678"},
                             [number, yes](Context& context) { return remove_person(context, *number, *yes); });
        add_number(removing, *number);
        add_yes(removing, *yes);
        auto& erasing = add("erase", Text::cmd_people_erase, {"nida people erase 0912345678"},
                            [number, yes](Context& context) { return erase_person(context, *number, *yes); });
        add_number(erasing, *number);
        add_yes(erasing, *yes);
        add_number(add("reachable", Text::cmd_people_reachable, {"nida people reachable 0912345678"},
                       [number](Context& context) { return make_reachable(context, *number); }),
                   *number);
    }

    void one_for_another()
    {
        const auto from = std::make_shared<std::string>(), to = std::make_shared<std::string>();
        const auto yes = std::make_shared<bool>(false);
        auto& renumbering = add("renumber", Text::cmd_people_renumber, {"nida people renumber 0912345678 0922345678"},
                                [from, to](Context& context) { return renumber_person(context, *from, *to); });
        add_number(renumbering, *from, "OLD");
        add_number(renumbering, *to, "NEW", Text::opt_new_number);
        auto& merging = add("merge", Text::cmd_people_merge, {"nida people merge 0912345678 0922345678"},
                            [from, to, yes](Context& context) { return merge_people(context, *from, *to, *yes); });
        add_number(merging, *from, "FROM");
        add_number(merging, *to, "INTO", Text::opt_into_number);
        add_yes(merging, *yes);
    }

    void files()
    {
        const auto import = std::make_shared<ImportOptions>();
        auto& importing =
            add("import", Text::cmd_people_import,
                {"nida people import members.csv --dry-run", "nida people import list.csv --basis 'signed in Sfax'",
                 "nida people import list.csv --map Ville=city --map Remarque=ignore --new-fields"},
                [import](Context& context) { return import_people(context, *import); });
        importing.add_option("FILE", import->file, tree_.text(Text::opt_people_file))->type_name("")->required();
        importing.add_flag("--dry-run", import->dry_run, tree_.text(Text::opt_dry_run));
        importing.add_option("--basis", import->basis, tree_.text(Text::opt_basis))->type_name("TEXT");
        importing.add_flag("--new-fields", import->new_fields, tree_.text(Text::opt_new_fields));
        add_list_reading(tree_, importing, *import);

        add("imports", Text::cmd_people_imports, {"nida people imports"}, list_imports);
        const auto id = std::make_shared<std::int64_t>(0);
        const auto yes = std::make_shared<bool>(false);
        auto& undoing = add("undo-import", Text::cmd_people_undo_import, {"nida people undo-import 3"},
                            [id, yes](Context& context) { return undo_import(context, *id, *yes); });
        undoing.add_option("ID", *id, tree_.text(Text::opt_import_id))
            ->type_name("")
            ->required()
            ->check(whole_number(1));
        add_yes(undoing, *yes);

        const auto filter = std::make_shared<PeopleFilter>();
        add_filter(add("export", Text::cmd_people_export, {"nida people export > people.csv"},
                       [filter](Context& context) { return export_people(context, *filter); }),
                   *filter);
    }

    CommandTree& tree_;
    CLI::App* people_;
};

} // namespace

void add_list_reading(const CommandTree& tree, CLI::App& sub, PeopleListOptions& how)
{
    sub.add_option("--encoding", how.encoding, tree.text(Text::opt_file_encoding))
        ->type_name("NAME")
        ->check(not_empty());
    sub.add_option("--separator", how.separator, tree.text(Text::opt_separator))
        ->type_name(",|;|tab")
        ->check(separator());
    sub.add_option("--map", how.mapping, tree.text(Text::opt_map))
        ->type_name("COLUMN=MEANING")
        ->allow_extra_args(false)
        ->check(mapping());
}

void add_people_commands(CommandTree& tree)
{
    PeopleTree{tree}.build();

    tree.add(tree.app(), "muted", Text::cmd_muted, {"nida muted", "nida muted --json"}, list_muted);
    const auto number = std::make_shared<std::string>();
    tree.add(tree.app(), "unmute", Text::cmd_unmute, {"nida unmute 0912345678"},
             [number](Context& context) { return unmute(context, *number); })
        ->add_option("NUMBER", *number, tree.text(Text::opt_number))
        ->type_name("")
        ->required();
}

} // namespace nida::daemon::cli
