#include "daemon/cli/campaign_arguments.hpp"

#include "daemon/cli/campaign_commands.hpp"
#include "daemon/cli/failures.hpp"
#include "daemon/cli/people_arguments.hpp"
#include "daemon/cli/report_commands.hpp"

#include <memory>
#include <sysexits.h>
#include <utility>

namespace nida::daemon::cli
{

namespace
{

constexpr std::string_view priorities = "alert|campaign";

CLI::Validator duration(bool or_none)
{
    return {[or_none](const std::string& value) {
                const auto minutes = minutes_in(value);
                const bool good = (minutes && (or_none || *minutes > 0)) || (or_none && value.empty());
                return good ? std::string{} : value + " (30min, 2h, 1d)";
            },
            ""};
}

/// "ar=TEXT". Without a text it takes one away, which is nothing to do in a new draft.
CLI::Validator text_in_language(bool may_be_empty)
{
    return {[may_be_empty](const std::string& value) {
                const auto equals = value.find('=');
                const bool good =
                    equals != std::string::npos && equals > 0 && (may_be_empty || equals + 1 < value.size());
                return good ? std::string{} : value + " (LANG=TEXT)";
            },
            ""};
}

CLI::Validator variant(bool may_be_empty)
{
    return {[may_be_empty](const std::string& value) {
                const auto found = variant_in(value);
                return found && (may_be_empty || !found->text.empty()) ? std::string{}
                                                                       : value + " ([LANG/]NAME[:SHARE]=TEXT)";
            },
            ""};
}

/// The options of a draft. A draft that is there already may have what it has taken away, by an empty value; in a new one an
/// empty value is a shell variable that nobody has set.
class DraftOptions
{
public:
    DraftOptions(const CommandTree& tree, CLI::App& sub, bool is_there) : tree_{tree}, sub_{sub}, is_there_{is_there} {}

    void audience(CampaignDraftOptions& draft)
    {
        auto& given = draft.definition;
        flag("--all", given.everyone, true, Text::opt_everybody);
        if (is_there_) flag("--not-all", given.everyone, false, Text::opt_not_everybody);
        list("--group", given.groups, Text::opt_in_group, "NAME");
        text("--rule", given.rule, Text::opt_by_rule, "RULE");
        sub_.add_option("--numbers", draft.list.file, tree_.text(Text::opt_numbers_file))
            ->type_name("FILE")
            ->check(not_empty());
        if (is_there_) sub_.add_flag("--no-numbers", draft.no_list, tree_.text(Text::opt_no_numbers));
        add_list_reading(tree_, sub_, draft.list);
        list("--except-group", given.except_groups, Text::opt_except_group, "NAME");
        text("--except-rule", given.except_rule, Text::opt_except_rule, "RULE");
        list("--except", given.except_numbers, Text::opt_except_number, "NUMBER");
    }

    void texts(CampaignTextOptions& given)
    {
        text("--text", given.text, Text::opt_text, "TEXT");
        sub_.add_option("--text-file", given.text_file, tree_.text(Text::opt_text_file))
            ->type_name("FILE")
            ->check(not_empty());
        several("--text-in", given.text_in, Text::opt_text_in, "LANG=TEXT", text_in_language(is_there_));
        several("--text-file-in", given.text_file_in, Text::opt_text_file_in, "LANG=FILE", text_in_language(false));
        several("--variant", given.variants, Text::opt_variant, "A:1=TEXT", variant(is_there_));
        several("--variant-file", given.variant_files, Text::opt_variant_file, "A:1=FILE", variant(false));
    }

    void manner(CampaignOptions& given)
    {
        flag("--no-merge", given.merges, false, Text::opt_no_merge);
        if (is_there_) flag("--merge", given.merges, true, Text::opt_merge);
        option("--priority", given.priority, Text::opt_priority, std::string{priorities})->check(one_of(priorities));
        text("--at", given.at, Text::opt_at, "TIME");
        text("--zone", given.zone, Text::opt_zone, "ZONE");
        text("--repeat", given.repeat, Text::opt_repeat, "RRULE");
        option("--spread", given.spread, Text::opt_spread, "2h")->check(duration(is_there_));
        number("--per-minute", given.per_minute, Text::opt_per_minute, 0, 100'000);
        list("--avoid", given.avoid, Text::opt_avoid, "NAME");
        option("--valid", given.valid, Text::opt_valid, "24h")->check(duration(is_there_));
    }

    void ladder(CampaignOptions& given)
    {
        flag("--acknowledge", given.acknowledge, true, Text::opt_acknowledge);
        flag("--flash", given.flash, true, Text::opt_flash);
        option("--repeat-every", given.repeat_every, Text::opt_repeat_every, "15min")->check(duration(is_there_));
        number("--repeat-times", given.repeat_times, Text::opt_repeat_times, 1, 10);
        option("--ring-after", given.ring_after, Text::opt_ring_after, "30min")->check(duration(is_there_));
        number("--ring-seconds", given.ring_seconds, Text::opt_ring_seconds, 5, 60);
        list("--escalate-to", given.escalate_to, Text::opt_escalate_to, "NUMBER|NAME");
        option("--escalate-every", given.escalate_every, Text::opt_escalate_every, "10min")->check(duration(false));
        text("--escalate-text", given.escalate_text, Text::opt_escalate_text, "TEXT");
        text("--stop-word", given.stop_word, Text::opt_stop_word, "WORD");
        if (is_there_) sub_.add_flag("--no-ladder", given.no_ladder, tree_.text(Text::opt_no_ladder));
    }

    void all(CampaignDraftOptions& draft)
    {
        auto& given = draft.definition;
        text("--name", given.name, Text::opt_campaign_name, "NAME");
        audience(draft);
        texts(given.texts);
        sub_.add_option("--template", given.template_name, tree_.text(Text::opt_template))
            ->type_name("NAME")
            ->check(not_empty());
        manner(given);
        ladder(given);
    }
private:
    /// Where none is to be told from empty.
    CLI::Option* option(const std::string& name, std::optional<std::string>& value, Text about, const std::string& type)
    {
        return sub_
            .add_option_function<std::string>(
                name, [&value](const std::string& given) { value = given; }, tree_.text(about))
            ->type_name(type);
    }
    void number(const std::string& name, std::optional<std::int64_t>& value, Text about, std::int64_t from,
                std::int64_t to)
    {
        sub_.add_option_function<std::int64_t>(
                name, [&value](std::int64_t given) { value = given; }, tree_.text(about))
            ->type_name("N")
            ->check(whole_number(from, to));
    }
    void text(const std::string& name, std::optional<std::string>& value, Text about, const std::string& type)
    {
        auto* added = option(name, value, about, type);
        if (!is_there_) added->check(not_empty());
    }
    void list(const std::string& name, std::optional<std::vector<std::string>>& values, Text about, const char* type)
    {
        auto* added = sub_.add_option_function<std::vector<std::string>>(
            name, [&values](const std::vector<std::string>& given) { values = given; }, tree_.text(about));
        added->type_name(type)->allow_extra_args(false);
        if (!is_there_) added->check(not_empty());
    }
    void several(const std::string& name, std::vector<std::string>& values, Text about, const char* type,
                 const CLI::Validator& valid)
    {
        sub_.add_option(name, values, tree_.text(about))->type_name(type)->allow_extra_args(false)->check(valid);
    }
    void flag(const std::string& name, std::optional<bool>& value, bool meant, Text about)
    {
        sub_.add_flag_callback(
            name, [&value, meant] { value = meant; }, tree_.text(about));
    }

    const CommandTree& tree_;
    CLI::App& sub_;
    bool is_there_;
};

/// `nida campaign` and what stands under it.
class CampaignTree
{
public:
    explicit CampaignTree(CommandTree& tree) : tree_{tree}
    {
        parent_ = tree_.add(tree_.app(), "campaign", Text::cmd_campaign,
                            {"nida campaign new --group members --text-file call.txt --at '2026-12-01 18:00'",
                             "nida campaign send 7 --follow"},
                            list_campaigns);
        parent_->require_subcommand(0, 1);
    }

    void build()
    {
        drafts();
        looking();
        going();
    }
private:
    using Id = std::shared_ptr<std::int64_t>;

    CLI::App& add(const std::string& name, Text about, const std::vector<std::string>& examples,
                  std::function<int(Context&)> command)
    {
        return *tree_.add(*parent_, name, about, examples, std::move(command));
    }
    void add_id(CLI::App& sub, std::int64_t& id)
    {
        sub.add_option("ID", id, tree_.text(Text::opt_campaign_id))->type_name("")->required()->check(whole_number(1));
    }
    void add_follow(CLI::App& sub, bool& follow)
    {
        sub.add_flag("--follow,-f", follow, tree_.text(Text::opt_follow_campaign));
    }
    /// A command with nothing but the campaign's ID.
    CLI::App& add_simple(const std::string& name, Text about, int (*command)(Context&, std::int64_t))
    {
        const Id id = std::make_shared<std::int64_t>(0);
        auto& sub = add(name, about, {"nida campaign " + name + " 7"},
                        [id, command](Context& context) { return command(context, *id); });
        add_id(sub, *id);
        return sub;
    }

    void drafts()
    {
        const auto made = std::make_shared<CampaignDraftOptions>();
        auto& making =
            add("new", Text::cmd_campaign_new,
                {"nida campaign new --group members --text-in 'ar=اجتماع اليوم' --text-in 'fr=Réunion ce soir'",
                 "nida campaign new --numbers list.csv --text 'Dear {name}, bus {bus} leaves at six'",
                 "nida campaign new --all --variant A:1='Come!' --variant B:1='Join us!' --spread 2h"},
                [made](Context& context) { return draft_campaign(context, *made); });
        DraftOptions{tree_, making, false}.all(*made);
        making.add_option("--id", made->key, tree_.text(Text::opt_key))->type_name("KEY")->check(not_empty());

        const auto edited = std::make_shared<CampaignDraftOptions>();
        auto& editing = add("edit", Text::cmd_campaign_edit,
                            {"nida campaign edit 7 --text-file call.txt", "nida campaign edit 7 --at= --group members"},
                            [edited](Context& context) { return edit_campaign(context, *edited); });
        add_id(editing, edited->campaign);
        DraftOptions{tree_, editing, true}.all(*edited);
    }

    void looking()
    {
        struct Show {
            std::int64_t id = 0;
            bool follow = false;
        };
        const auto show = std::make_shared<Show>();
        auto& showing = add("show", Text::cmd_campaign_show, {"nida campaign show 7", "nida campaign show 7 --follow"},
                            [show](Context& context) { return show_campaign(context, show->id, show->follow); });
        add_id(showing, show->id);
        add_follow(showing, show->follow);
        add_simple("preview", Text::cmd_campaign_preview, preview_campaign);

        struct Test {
            std::int64_t id = 0;
            std::string number, language;
        };
        const auto test = std::make_shared<Test>();
        auto& testing =
            add("test", Text::cmd_campaign_test,
                {"nida campaign test 7 0912345678", "nida campaign test 7 0912345678 --language ar"},
                [test](Context& context) { return test_campaign(context, test->id, test->number, test->language); });
        add_id(testing, test->id);
        testing.add_option("NUMBER", test->number, tree_.text(Text::opt_number))->type_name("")->required();
        testing.add_option("--language", test->language, tree_.text(Text::opt_test_language))
            ->type_name("ar|fr|en|...")
            ->check(not_empty());
    }

    void going()
    {
        add_going("send", Text::cmd_campaign_send, send_campaign);
        add_going("approve", Text::cmd_campaign_approve, approve_campaign);

        const Id refused = std::make_shared<std::int64_t>(0);
        const auto why = std::make_shared<std::string>();
        auto& refusing = add("refuse", Text::cmd_campaign_refuse, {"nida campaign refuse 7 --why 'the hour is wrong'"},
                             [refused, why](Context& context) { return refuse_campaign(context, *refused, *why); });
        add_id(refusing, *refused);
        refusing.add_option("--why", *why, tree_.text(Text::opt_why))->type_name("TEXT");
        add_simple("pause", Text::cmd_campaign_pause, pause_campaign);
        add_simple("resume", Text::cmd_campaign_resume, resume_campaign);
        add_simple("cancel", Text::cmd_campaign_cancel, cancel_campaign);
        add_simple("resend", Text::cmd_campaign_resend, resend_campaign);

        const Id reported = std::make_shared<std::int64_t>(0);
        const auto how = std::make_shared<ReportOptions>();
        auto& reporting =
            add("report", Text::cmd_campaign_report,
                {"nida campaign report 7", "nida campaign report 7 --output clinic-day.html --lang fr"},
                [reported, how](Context& context) { return show_campaign_report(context, *reported, *how); });
        add_id(reporting, *reported);
        add_report_options(tree_, reporting, *how);
    }

    void add_going(const std::string& name, Text about, int (*command)(Context&, std::int64_t, const GoOptions&))
    {
        const Id id = std::make_shared<std::int64_t>(0);
        const auto how = std::make_shared<GoOptions>();
        auto& sub = add(name, about, {"nida campaign " + name + " 7", "nida campaign " + name + " 7 --yes --follow"},
                        [id, how, command](Context& context) { return command(context, *id, *how); });
        add_id(sub, *id);
        sub.add_flag("--yes,-y", how->yes, tree_.text(Text::opt_yes));
        add_follow(sub, how->follow);
    }

    CommandTree& tree_;
    CLI::App* parent_;
};

/// `nida campaigns`, alone or with the ID of one.
void add_list(CommandTree& tree)
{
    const auto id = std::make_shared<std::int64_t>(0);
    const auto follow = std::make_shared<bool>(false);
    auto* list = tree.add(tree.app(), "campaigns", Text::cmd_campaigns, {"nida campaigns", "nida campaigns 7 --follow"},
                          [id, follow](Context& context) {
                              return *id == 0 ? list_campaigns(context) : show_campaign(context, *id, *follow);
                          });
    list->add_option("ID", *id, tree.text(Text::opt_campaign_id))->type_name("")->check(whole_number(1));
    list->add_flag("--follow,-f", *follow, tree.text(Text::opt_follow_campaign));
}

void add_templates(CommandTree& tree)
{
    tree.add(tree.app(), "templates", Text::cmd_templates, {"nida templates", "nida templates --json"}, list_templates);
    auto* parent = tree.add(tree.app(), "template", Text::cmd_template,
                            {"nida template set call --text-in 'ar=...' --text-in 'fr=...'", "nida template show call"},
                            list_templates);
    parent->require_subcommand(0, 1);
    const auto name = std::make_shared<std::string>();
    const auto add_name = [&tree, name](CLI::App& sub) {
        sub.add_option("NAME", *name, tree.text(Text::opt_template_name))
            ->type_name("")
            ->required()
            ->check(not_empty());
    };
    const auto texts = std::make_shared<CampaignTextOptions>();
    auto* set = tree.add(*parent, "set", Text::cmd_template_set,
                         {"nida template set reminder --text 'Today at six, {name|friend}'"},
                         [name, texts](Context& context) { return set_template(context, *name, *texts); });
    add_name(*set);
    DraftOptions{tree, *set, false}.texts(*texts);
    add_name(*tree.add(*parent, "show", Text::cmd_template_show, {"nida template show reminder"},
                       [name](Context& context) { return show_template(context, *name); }));
    add_name(*tree.add(*parent, "remove", Text::cmd_template_remove, {"nida template remove reminder"},
                       [name](Context& context) { return remove_template(context, *name); }));
}

} // namespace

void add_campaign_commands(CommandTree& tree)
{
    CampaignTree{tree}.build();
    add_list(tree);
    add_templates(tree);
}

} // namespace nida::daemon::cli
