#include "daemon/cli/arguments.hpp"

#include "daemon/cli/audit_arguments.hpp"
#include "daemon/cli/campaign_arguments.hpp"
#include "daemon/cli/campaign_commands.hpp"
#include "daemon/cli/codec_arguments.hpp"
#include "daemon/cli/command_tree.hpp"
#include "daemon/cli/commands.hpp"
#include "daemon/cli/coordinator_arguments.hpp"
#include "daemon/cli/failures.hpp"
#include "daemon/cli/group_arguments.hpp"
#include "daemon/cli/people_arguments.hpp"
#include "daemon/cli/report_commands.hpp"
#include "daemon/cli/safety_arguments.hpp"
#include "daemon/cli/store_arguments.hpp"

#include <memory>
#include <sysexits.h>

namespace nida::daemon::cli
{

namespace
{

constexpr std::string_view priorities = "alert|reply|campaign";
constexpr std::string_view states =
    "queued|submitting|sent|delivered|undelivered|expired|failed|in_doubt|suppressed|cancelled";

/// Where the options' values land. A command keeps it alive.
struct Values {
    RowOptions inbox;
    RowOptions events;
    OutboxOptions outbox;
    SendOptions send;
    std::int64_t timeout = 60;
    std::string batch;
    BroadcastOptions broadcast;
    std::string line;
    std::string code;
    std::string voucher;
    std::string outcome;
    std::int64_t message = 0;
    std::int64_t campaign = 0;
    bool history = false;
};

/// Builds the commands one by one, and remembers which of them was asked for.
class Builder
{
public:
    Builder(const Words& words, Invocation& invocation) : tree_{words, invocation} {}

    void build()
    {
        service();
        lists();
        sending();
        broadcasts();
        add_campaign_commands(tree_);
        add_report_commands(tree_);
        decisions();
        add_people_commands(tree_);
        add_group_commands(tree_);
        add_coordinator_commands(tree_);
        add_safety_commands(tree_);
        add_audit_commands(tree_);
        add_store_commands(tree_);
        add_codec_commands(tree_);
    }

    CLI::App& app() { return app_; }
private:
    template <class Command>
    CLI::App* add(CLI::App& parent, const std::string& name, Text about, std::vector<std::string> examples,
                  Command command)
    {
        return tree_.add(parent, name, about, examples,
                         [values = values_, command](Context& context) { return command(context, *values); });
    }

    std::string text(Text which) const { return tree_.text(which); }
    void add_text(CLI::App& sub, std::string& words, std::string& file) { tree_.add_text(sub, words, file); }

    void service()
    {
        add(app_, "status", Text::cmd_status, {"nida status", "nida status --json"},
            [](Context& context, const Values&) { return show_status(context); });
        auto* line = add(app_, "line", Text::cmd_line, {"nida line", "nida line libyana-1"},
                         [](Context& context, const Values& given) { return show_lines(context, given.line); });
        line->add_option("NAME", values_->line, text(Text::opt_line_name))->type_name("");
        line->require_subcommand(0, 1);
        parts_of(*line);
        auto* modem = add(app_, "modem", Text::cmd_modem, {"nida modem scan", "nida modem scan --json"},
                          [](Context& context, const Values&) { return scan_modems(context); });
        modem->require_subcommand(0, 1);
        add(*modem, "scan", Text::cmd_modem_scan, {"nida modem scan", "nida modem scan --json"},
            [](Context& context, const Values&) { return scan_modems(context); });
        auto* ussd =
            add(app_, "ussd", Text::cmd_ussd, {"nida ussd libyana-1 '*100#'"},
                [](Context& context, const Values& given) { return run_ussd(context, given.line, given.code); });
        ussd->add_option("LINE", values_->line, text(Text::opt_line_name))->type_name("")->required();
        ussd->add_option("CODE", values_->code, text(Text::opt_code))->type_name("")->required();
    }

    /// What is done with a line. `nida line pin` without a NAME shows the line of that name.
    void parts_of(CLI::App& line)
    {
        const auto part = [this, &line](const char* name, Text about, std::vector<std::string> examples, auto command) {
            auto* sub =
                add(line, name, about, std::move(examples), [name, command](Context& context, const Values& given) {
                    return given.line.empty() ? show_lines(context, name) : command(context, given);
                });
            auto* of = sub->add_option("NAME", values_->line, text(Text::opt_line_name))->type_name("");
            return std::pair{sub, of};
        };
        part("pin", Text::cmd_line_pin, {"nida line pin libyana-1"},
             [](Context& context, const Values& given) { return enter_pin(context, given.line); });
        const auto [events, of_events] =
            part("events", Text::cmd_line_events,
                 {"nida line events libyana-1", "nida line events libyana-1 --since 120 --follow"},
                 [](Context& context, const Values& given) { return list_events(context, given.line, given.events); });
        events->add_option("--since", values_->events.since, text(Text::opt_since))
            ->type_name("ID")
            ->check(whole_number(0))
            ->needs(of_events);
        events->add_flag("--follow,-f", values_->events.follow, text(Text::opt_follow))->needs(of_events);
        const auto [balance, of_balance] = part(
            "balance", Text::cmd_line_balance, {"nida line balance libyana-1", "nida line balance libyana-1 --history"},
            [](Context& context, const Values& given) { return show_balance_of(context, given.line, given.history); });
        balance->add_flag("--history", values_->history, text(Text::opt_history))->needs(of_balance);
        const auto [topup, of_topup] =
            part("topup", Text::cmd_line_topup, {"nida line topup libyana-1 -"},
                 [](Context& context, const Values& given) { return top_up(context, given.line, given.voucher); });
        topup->add_option("VOUCHER", values_->voucher, text(Text::opt_voucher))->type_name("")->needs(of_topup);
    }

    void lists()
    {
        auto* inbox =
            add(app_, "inbox", Text::cmd_inbox, {"nida inbox", "nida inbox --since 120 --follow", "nida inbox --json"},
                [](Context& context, const Values& given) { return list_inbox(context, given.inbox); });
        inbox->add_option("--since", values_->inbox.since, text(Text::opt_since))
            ->type_name("ID")
            ->check(whole_number(0));
        inbox->add_flag("--follow,-f", values_->inbox.follow, text(Text::opt_follow));

        auto* outbox =
            add(app_, "outbox", Text::cmd_outbox, {"nida outbox --state in_doubt", "nida outbox --campaign 7 --json"},
                [](Context& context, const Values& given) { return list_outbox(context, given.outbox); });
        outbox->add_option("--state", values_->outbox.state, text(Text::opt_state))
            ->type_name("STATE")
            ->transform(CLI::Validator{[](std::string& typed) {
                                           typed = state_named(typed);
                                           return std::string{};
                                       },
                                       ""})
            ->check(one_of(states));
        outbox->add_option("--campaign", values_->outbox.campaign, text(Text::opt_campaign))
            ->type_name("ID")
            ->check(whole_number(1));
        outbox->add_option("--since", values_->outbox.since, text(Text::opt_since))
            ->type_name("ID")
            ->check(whole_number(0));
    }

    void sending()
    {
        auto* send = add(app_, "send", Text::cmd_send,
                         {"nida send --to 0912345678 --text 'Meeting at six' --wait",
                          "nida send --to +218912345678 --text-file text.txt --priority alert --validity 2h",
                          "nida send --batch messages.jsonl"},
                         [](Context& context, const Values& given) {
                             if (!given.batch.empty()) return send_batch(context, given.batch);
                             auto options = given.send;
                             options.timeout = std::chrono::seconds{given.timeout};
                             return send_message(context, options);
                         });
        send_ = send;
        auto& values = values_->send;
        send->add_option("--to", values.to, text(Text::opt_to))->type_name("NUMBER");
        add_text(*send, values.text, values.text_file);
        add_priority(*send, values.priority);
        send->add_option("--validity", values.validity, text(Text::opt_validity))->type_name("2h")->check(not_empty());
        send->add_option("--line", values.line, text(Text::opt_line))->type_name("NAME")->check(not_empty());
        send->add_option("--key", values.key, text(Text::opt_key))->type_name("KEY")->check(not_empty());
        send->add_flag("--wait", values.wait, text(Text::opt_wait));
        send->add_option("--timeout", values_->timeout, text(Text::opt_timeout))
            ->type_name("SECONDS")
            ->check(whole_number(0, 86'400));
        send->add_option("--batch", values_->batch, text(Text::opt_batch))->type_name("FILE");
    }

    void broadcasts()
    {
        auto* cast = add(app_, "broadcast", Text::cmd_broadcast,
                         {"nida broadcast --group members --text-file call.txt",
                          "nida broadcast --rule 'in group members and not field city is Sfax' --text-file call.txt",
                          "nida broadcast --all --text 'Today at six' --priority alert --yes --detach"},
                         [](Context& context, const Values& given) { return broadcast(context, given.broadcast); });
        broadcast_ = cast;
        auto& values = values_->broadcast;
        cast->add_flag("--all", values.all, text(Text::opt_all));
        cast->add_option("--group", values.group, text(Text::opt_group))->type_name("NAME");
        cast->add_option("--rule", values.rule, text(Text::opt_rule))->type_name("RULE")->check(not_empty());
        add_text(*cast, values.text, values.text_file);
        add_priority(*cast, values.priority);
        cast->add_option("--key", values.key, text(Text::opt_key))->type_name("KEY")->check(not_empty());
        cast->add_flag("--yes,-y", values.yes, text(Text::opt_yes));
        cast->add_flag("--detach", values.detach, text(Text::opt_detach));
    }

    void decisions()
    {
        auto* why = add(app_, "why", Text::cmd_why, {"nida why 17"},
                        [](Context& context, const Values& given) { return show_why(context, given.message); });
        add_message(*why)->required();

        auto* cancel = add(app_, "cancel", Text::cmd_cancel, {"nida cancel 17", "nida cancel --campaign 7"},
                           [](Context& context, const Values& given) {
                               return given.campaign != 0 ? cancel_campaign(context, given.campaign)
                                                          : cancel_message(context, given.message);
                           });
        cancel_ = cancel;
        add_message(*cancel);
        cancel->add_option("--campaign", values_->campaign, text(Text::opt_cancel_campaign))
            ->type_name("ID")
            ->check(whole_number(1));

        auto* resolve = add(app_, "resolve", Text::cmd_resolve,
                            {"nida resolve 17 sent", "nida resolve 17 resend", "nida resolve 17 give-up"},
                            [](Context& context, const Values& given) {
                                return resolve_message(context, given.message, given.outcome);
                            });
        add_message(*resolve)->required();
        resolve->add_option("OUTCOME", values_->outcome, text(Text::opt_outcome))
            ->type_name("sent|resend|give-up")
            ->required()
            ->check(one_of("sent|resend|give-up|failed"));
    }

    void add_priority(CLI::App& sub, std::string& priority)
    {
        sub.add_option("--priority", priority, text(Text::opt_priority))
            ->type_name("alert|reply|campaign")
            ->check(one_of(priorities));
    }

    CLI::Option* add_message(CLI::App& sub)
    {
        return sub.add_option("ID", values_->message, text(Text::opt_message_id))
            ->type_name("")
            ->check(whole_number(1));
    }

    [[noreturn]] void refuse(const std::string& options) const
    {
        throw Refusal{EX_USAGE, tree_.words()(Text::usage_one_of, options)};
    }

    CommandTree tree_;
    CLI::App& app_ = tree_.app();
    std::shared_ptr<Values> values_ = std::make_shared<Values>();
    CLI::App* send_ = nullptr;
    CLI::App* broadcast_ = nullptr;
    CLI::App* cancel_ = nullptr;
public:
    /// What CLI11 cannot say: of some options exactly one must be there.
    void check_combinations()
    {
        const auto count = [](CLI::App* sub, std::initializer_list<const char*> names) {
            std::size_t given = 0;
            for (const auto* name : names)
                given += sub->count(name) > 0 ? 1 : 0;
            return given;
        };
        for (auto* sub : {send_, broadcast_})
            if (sub->parsed() && sub->count("--text") + sub->count("--text-file") != 1 &&
                !(sub == send_ && send_->count("--batch") > 0))
                refuse("--text, --text-file");
        if (send_->parsed() && send_->count("--batch") + send_->count("--to") != 1) refuse("--to, --batch");
        if (send_->count("--batch") > 0 &&
            count(send_, {"--text", "--text-file", "--priority", "--validity", "--line", "--key", "--wait"}) > 0)
            throw Refusal{EX_USAGE, tree_.words()(Text::usage_batch_alone)};
        if (broadcast_->parsed() && count(broadcast_, {"--all", "--group", "--rule"}) != 1)
            refuse("--all, --group, --rule");
        if (cancel_->parsed() && count(cancel_, {"ID", "--campaign"}) != 1) refuse("ID, --campaign");
        tree_.finish();
    }
};

/// CLI11's complaint in the reader's language; what it found stays as CLI11 says it.
std::string complaint(const Words& words, const CLI::ParseError& error, CLI::App& app)
{
    const std::string what = error.what();
    if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr)
        return words(Text::usage_missing, what.substr(0, what.find(' ')));
    if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr)
        return words(Text::usage_missing, what.substr(0, what.find(':')));
    if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr)
        return words(Text::usage_unexpected, CLI::detail::join(app.remaining(true), " "));
    return words(Text::usage_value, what);
}

/// "--name=" as "--name" and "": CLI11 takes the next argument for the value that is empty here.
std::vector<std::string> with_empty_values(const std::vector<std::string>& arguments)
{
    std::vector<std::string> all;
    for (const auto& argument : arguments) {
        const bool empty = argument.starts_with("--") && argument.find('=') == argument.size() - 1;
        all.push_back(empty ? argument.substr(0, argument.size() - 1) : argument);
        if (empty) all.emplace_back();
    }
    return all;
}

/// "nida people import --help": the help of the command that was being read.
std::string help_command(CLI::App& app)
{
    std::string command = "nida";
    for (auto* at = &app; !at->get_subcommands().empty();) {
        at = at->get_subcommands().front();
        command += ' ' + at->get_name();
    }
    return command + " --help";
}

} // namespace

std::optional<Language> language_asked_for(const std::vector<std::string>& arguments)
{
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (arguments[i].starts_with("--lang=")) return language_of(arguments[i].substr(7));
        if (arguments[i] == "--lang" && i + 1 < arguments.size()) return language_of(arguments[i + 1]);
    }
    return {};
}

Invocation read_arguments(const std::vector<std::string>& arguments, const Words& words)
{
    Invocation invocation;
    Builder builder{words, invocation};
    builder.build();
    auto& app = builder.app();
    try {
        const auto all = with_empty_values(arguments);
        app.parse(std::vector<std::string>{all.rbegin(), all.rend()});
        builder.check_combinations();
    } catch (const CLI::CallForVersion& version) {
        invocation.text = std::string{version.what()} + '\n';
    } catch (const CLI::CallForHelp&) {
        invocation.text = app.help();
    } catch (const CLI::ParseError& error) {
        throw Refusal{EX_USAGE, complaint(words, error, app) + "\n  " + words(Text::usage_see, help_command(app))};
    } catch (const Refusal& refusal) {
        throw Refusal{EX_USAGE, refusal.what() + ("\n  " + words(Text::usage_see, help_command(app)))};
    }
    if (!invocation.command && invocation.text.empty())
        throw Refusal{EX_USAGE, words(Text::usage_no_command) + "\n  " + words(Text::usage_see, "nida --help")};
    return invocation;
}

} // namespace nida::daemon::cli
