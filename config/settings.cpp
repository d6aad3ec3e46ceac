#include "config/settings.hpp"

#include "config/pin_file.hpp"
#include "config/recipes.hpp"
#include "config/report.hpp"
#include "config/routing.hpp"
#include "config/sections.hpp"
#include "config/values.hpp"
#include "daemon/flow/languages.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <map>
#include <system_error>

namespace nida::config
{
namespace
{

constexpr std::array<std::string_view, 16> top_keys{
    "operator_limit", "price",        "store",  "api",   "defaults", "line",   "modems", "texts",
    "campaigns",      "coordinators", "credit", "calls", "alarms",   "backup", "log",    "audit"};
constexpr std::array<std::string_view, 3> store_keys{"path", "keep_messages", "keep_bodies"};
constexpr std::array<std::string_view, 1> api_keys{"socket"};
constexpr std::array<std::string_view, 9> defaults_keys{
    "country",     "language",  "reply_limit_per_hour", "sender_limit_per_hour", "give_up_after",
    "quiet_hours", "stop_wait", "answer_unknown_words", "segments_per_day"};
constexpr std::array<std::string_view, 20> line_keys{"segments_per_hour",
                                                     "segments_per_month",
                                                     "recipients_per_hour",
                                                     "recipients_per_day",
                                                     "recipients_per_month",
                                                     "billing_day",
                                                     "alerts_pass_quota",
                                                     "name",
                                                     "port",
                                                     "iccid",
                                                     "number",
                                                     "pin_file",
                                                     "segments_per_minute",
                                                     "segments_per_day",
                                                     "status_reports",
                                                     "roaming",
                                                     "store_then_send",
                                                     "jitter",
                                                     "operator",
                                                     "balance_floor"};
constexpr std::array<std::string_view, 5> modems_keys{"dialects", "ports", "transmit_at_once", "usb_reset",
                                                      "hub_power"};
constexpr std::array<std::string_view, 1> texts_keys{"languages"};
constexpr std::array<std::string_view, 4> campaigns_keys{"calendars", "avoid", "no_weekdays", "approval_above"};
constexpr std::array<std::string_view, 3> credit_keys{"operators", "check_every", "check_after_refusals"};
constexpr std::array<std::string_view, 2> calls_keys{"keyword", "hang_up"};
constexpr std::array<std::string_view, 1> alarms_keys{"numbers"};
constexpr std::array<std::string_view, 2> audit_keys{"numbers", "at"};
constexpr std::array<std::string_view, 3> coordinators_keys{"commands_per_hour", "leavings_per_hour",
                                                            "leavings_percent"};
constexpr std::array<std::string_view, 4> backup_keys{"folder", "every", "keep", "key"};
constexpr std::array<std::string_view, 1> log_keys{"level"};

constexpr std::array<std::string_view, 5> log_levels{"trace", "debug", "info", "warn", "error"};

constexpr std::array<std::pair<std::string_view, Keys>, 16> homes{{{"[audit]", audit_keys},
                                                                   {"[store]", store_keys},
                                                                   {"[api]", api_keys},
                                                                   {"[defaults]", defaults_keys},
                                                                   {"[[line]]", line_keys},
                                                                   {"[[operator_limit]]", operator_limit_keys},
                                                                   {"[[price]]", price_keys},
                                                                   {"[modems]", modems_keys},
                                                                   {"[texts]", texts_keys},
                                                                   {"[campaigns]", campaigns_keys},
                                                                   {"[credit]", credit_keys},
                                                                   {"[calls]", calls_keys},
                                                                   {"[alarms]", alarms_keys},
                                                                   {"[coordinators]", coordinators_keys},
                                                                   {"[backup]", backup_keys},
                                                                   {"[log]", log_keys}}};

/// The table of that name, or an empty one where there is none.
const toml::table& table_of(const Section& top, const std::string& key)
{
    static const toml::table absent;
    const auto* node = top.find(key);
    if (!node) return absent;
    if (const auto* table = node->as_table()) return *table;
    top.wrong_type(key, *node, "it as a section of its own: [" + key + "], and its keys below");
    return absent;
}

void read_language(const Section& section, const daemon::Languages& languages, daemon::Language& out)
{
    std::vector<std::string> codes;
    for (const auto& vocabulary : languages.all())
        codes.push_back(to_string(vocabulary.language));
    const std::vector<std::string_view> choices{codes.begin(), codes.end()};
    auto code = to_string(out);
    section.one_of("language", choices, code);
    out = daemon::parse_language(code).value_or(out);
}

/// @param languages  those there are; null where they are not known, so that any will do
void read_defaults(const Section& section, const KnownRegion& known_region, const daemon::Languages* languages,
                   Defaults& defaults)
{
    const auto country = [&](std::string_view text) {
        auto code = parse_country(text);
        if (code && known_region && !known_region(*code)) code.reset();
        return code;
    };
    section.text("country", country, "the two letters that ISO 3166 gives the country, for example \"LY\" for Libya",
                 defaults.country);
    if (!section.mentions("country"))
        section.wrong_as_a_whole(
            "[defaults] country is missing. Numbers that people write without \"+\" are read as numbers of this "
            "country, and a wrong guess would text strangers; write for example country = \"LY\"");

    if (languages) read_language(section, *languages, defaults.language);
    section.whole_number("reply_limit_per_hour", 0, 10'000, defaults.reply_limit_per_hour);
    section.whole_number("sender_limit_per_hour", 0, 100'000, defaults.sender_limit_per_hour);
    section.whole_number("give_up_after", 0, 1'000, defaults.give_up_after);
    section.yes_or_no("answer_unknown_words", defaults.answer_unknown_words);
    section.whole_number("segments_per_day", 1, 10'000'000, defaults.segments_per_day);
    section.text("quiet_hours", parse_quiet_hours,
                 "\"HH:MM-HH:MM\" with two different times from 00:00 to 23:59, for example \"21:00-08:00\"; leave the "
                 "key out to "
                 "have no quiet hours",
                 defaults.quiet_hours);

    read_seconds(section, "stop_wait", std::chrono::minutes{10},
                 "seconds as a whole number from 0 to 600, or text such as \"10s\" or \"2m\"", defaults.stop_wait);
}

void read_pin_file(const Section& section, Line& line)
{
    // A PIN that was written in the place of its file must not come back in an error.
    if (const auto* node = section.find("pin_file"); node && node->is_string())
        if (const auto& text = node->as_string()->get(); text.find_first_not_of("0123456789 ") == std::string::npos) {
            section.wrong("pin_file",
                          "[[line]] pin_file is not the PIN itself; write the name of a file that holds it, for "
                          "example \"/etc/nida/" +
                              (line.name.empty() ? "line" : line.name) + ".pin\"");
            return;
        }
    section.text("pin_file", parse_path, "the name of a file that holds the PIN and nothing else", line.pin_file);
    if (line.pin_file)
        if (const auto pin = read_pin(*line.pin_file); pin.has_error())
            section.wrong("pin_file", "[[line]] " + pin.error().what);
}

Line read_line(const Section& section)
{
    Line line;
    section.text("name", parse_line_name, "1 to 32 letters a-z and A-Z, digits, _ and -, for example \"libyana-1\"",
                 line.name);
    if (!section.mentions("name"))
        section.wrong_as_a_whole("this [[line]] has no name; write for example name = \"libyana-1\"");

    std::optional<std::filesystem::path> port;
    section.text("port", parse_path, "the modem's device, for example \"/dev/ttyUSB2\"", port);
    if (port) line.port = port->native();
    section.text("iccid", parse_iccid, "the 18 to 22 digits printed on the SIM (the last may be an F), without spaces",
                 line.iccid);
    if (!section.mentions("port") && !section.mentions("iccid"))
        section.wrong_as_a_whole(
            "this [[line]] says neither port nor iccid, so its modem cannot be found; write port = "
            "\"/dev/ttyUSB2\", or iccid = \"...\" with the digits printed on the SIM, or both");

    section.text(
        "number", parse_number,
        "the SIM's own number with + and country code, 7 to 15 digits without spaces, for example \"+218911234567\"",
        line.number);
    read_pin_file(section, line);
    section.whole_number("segments_per_minute", 1, 100'000, line.segments_per_minute);
    section.whole_number("segments_per_hour", 1, 1'000'000, line.segments_per_hour);
    section.whole_number("segments_per_day", 1, 10'000'000, line.segments_per_day);
    section.whole_number("segments_per_month", 1, 100'000'000, line.segments_per_month);
    section.whole_number("recipients_per_hour", 1, 1'000'000, line.recipients_per_hour);
    section.whole_number("recipients_per_day", 1, 10'000'000, line.recipients_per_day);
    section.whole_number("recipients_per_month", 1, 100'000'000, line.recipients_per_month);
    section.whole_number("billing_day", 1, 28, line.billing_day);
    section.yes_or_no("alerts_pass_quota", line.alerts_pass_quota);
    section.yes_or_no("status_reports", line.status_reports);
    section.yes_or_no("roaming", line.roaming);
    section.yes_or_no("store_then_send", line.store_then_send);
    read_seconds(section, "jitter", std::chrono::minutes{1}, "seconds as a whole number from 0 to 60", line.jitter);
    section.text("operator", parse_line_name, "the id of an operator, for example \"ly-libyana\"", line.operator_name);
    read_amount(section, "balance_floor", line.balance_floor);
    return line;
}

/// Reports a value that an earlier line has already.
class Unique
{
public:
    explicit Unique(std::string key) : key_{std::move(key)} {}
    void check(const Section& section, const std::string& value, const std::string& why)
    {
        const auto here = section.find(key_)->source().begin.line;
        if (const auto [first, is_new] = seen_.emplace(value, here); !is_new)
            section.wrong(key_, section.name(key_) + " is the same as on line " + std::to_string(first->second) +
                                    " of this file; " + why);
    }
private:
    std::string key_;
    std::map<std::string, unsigned> seen_;
};

/// @param operators  that lines may name; null where they are not known, so that any will do
std::vector<Line> read_lines(const Section& top, const daemon::Recipes* operators, Report& report)
{
    std::vector<Line> lines;
    const auto* node = top.find("line");
    if (!node) return lines;
    const auto* array = node->as_array();
    if (!array) {
        top.wrong("line", node->is_table()
                              ? "a line is headed by [[line]], in double brackets, since there may be several"
                              : "line is " + std::string{type_name(*node)} +
                                    "; write each line as a section of its own: [[line]], and its keys below");
        return lines;
    }

    Unique name{"name"}, port{"port"}, iccid{"iccid"};
    for (const auto& element : *array) {
        const auto* table = element.as_table();
        if (!table) {
            report.add(begin_of(element.source()),
                       "a line is a section of its own: [[line]], and its keys below; found " +
                           std::string{type_name(element)});
            continue;
        }
        const Section section{"[[line]]", *table, line_keys, report, homes};
        auto line = read_line(section);
        if (operators && line.operator_name && !daemon::recipe_named(*operators, *line.operator_name))
            unknown_operator(section, "operator", *line.operator_name, *operators);
        if (!line.name.empty()) name.check(section, line.name, "each line needs a name of its own");
        if (line.port)
            port.check(section, std::filesystem::path{*line.port}.lexically_normal().native(), "one port is one line");
        if (line.iccid) iccid.check(section, *line.iccid, "one SIM is one line");
        lines.push_back(std::move(line));
    }
    return lines;
}

constexpr std::size_t longest_socket = 107; // sizeof(sockaddr_un::sun_path), less the NUL

/// How long something is kept. Less than a week would take from the store what late reports and repeated messages are recognised by.
void read_keep(const Section& section, std::string_view key, std::chrono::seconds& out)
{
    constexpr auto least = std::chrono::days{7};
    constexpr auto most = std::chrono::days{36'500};
    const std::string accepted = "\"7d\" or more days, such as \"365d\", or 0 to keep everything";
    if (const auto* node = section.find(key); node && node->is_integer()) {
        if (node->as_integer()->get() == 0)
            out = std::chrono::seconds{0};
        else
            section.wrong(key, section.name(key) + " is a bare number; write " + accepted);
        return;
    }
    const auto long_enough = [&](std::string_view text) {
        auto duration = parse_duration(text);
        if (duration && (*duration > most || (*duration < least && duration->count() != 0))) duration.reset();
        return duration;
    };
    section.text(key, long_enough, accepted, out);
}

/// A month is counted from what is kept.
void check_month(const Settings& settings, const Section& store)
{
    const auto counts = [](const Line& line) { return line.segments_per_month.has_value(); };
    const auto kept = settings.store.keep_messages;
    if (kept.count() > 0 && kept < std::chrono::days{32} && std::ranges::any_of(settings.lines, counts))
        store.wrong("keep_messages", "[store] keep_messages is too short for segments_per_month, which is counted from "
                                     "the messages that are kept; write \"32d\" or more days, or 0 to keep everything");
}

/// @param elsewhere  takes the errors of files that this one names
Settings read_settings(const toml::table& root, const KnownRegion& known_region, Report& report,
                       ConfigErrors& elsewhere)
{
    Settings settings;
    const Section top{"", root, top_keys, report, homes};

    const Section store{"[store]", table_of(top, "store"), store_keys, report, homes};
    store.text("path", parse_path, "the name of the database file, for example \"/var/lib/nida/nida.db\"",
               settings.store.path);
    read_keep(store, "keep_messages", settings.store.keep_messages);
    read_keep(store, "keep_bodies", settings.store.keep_bodies);

    const auto socket = [](std::string_view text) {
        return text.size() <= longest_socket ? parse_path(text) : std::nullopt;
    };
    const Section api{"[api]", table_of(top, "api"), api_keys, report, homes};
    api.text("socket", socket, "the name of the socket, at most 107 octets, for example \"/run/nida/nida.sock\"",
             settings.api.socket);

    // First, since [defaults] names one.
    read_texts({"[texts]", table_of(top, "texts"), texts_keys, report, homes}, elsewhere, settings.warnings,
               settings.texts);
    if (top.find("defaults") || !top.mentions("defaults")) // where it is only misspelt, that has been reported
        read_defaults({"[defaults]", table_of(top, "defaults"), defaults_keys, report, homes}, known_region,
                      elsewhere.empty() ? settings.texts.languages.get() : nullptr, settings.defaults);
    read_campaigns({"[campaigns]", table_of(top, "campaigns"), campaigns_keys, report, homes}, report, elsewhere,
                   settings.campaigns);
    // First, since lines name operators.
    read_credit({"[credit]", table_of(top, "credit"), credit_keys, report, homes}, elsewhere, settings.credit);
    const auto* operators = elsewhere.empty() ? settings.credit.operators.get() : nullptr;
    settings.lines = read_lines(top, operators, report);
    settings.operator_limits = read_operator_limits(top, homes, operators, report);
    settings.prices = read_prices(top, homes, operators, report);
    check_month(settings, store);

    read_modems({"[modems]", table_of(top, "modems"), modems_keys, report, homes}, report, elsewhere, settings.modems);
    read_calls({"[calls]", table_of(top, "calls"), calls_keys, report, homes}, settings.calls);
    read_alarms({"[alarms]", table_of(top, "alarms"), alarms_keys, report, homes}, report, settings.alarms);

    read_audit({"[audit]", table_of(top, "audit"), audit_keys, report, homes}, report, settings.audit);

    const Section coordinators{"[coordinators]", table_of(top, "coordinators"), coordinators_keys, report, homes};
    coordinators.whole_number("commands_per_hour", 1, 1'000, settings.coordinators.commands_per_hour);
    coordinators.whole_number("leavings_per_hour", 1, 1'000'000, settings.coordinators.leavings_per_hour);
    coordinators.whole_number("leavings_percent", 0, 100, settings.coordinators.leavings_percent);

    read_backup({"[backup]", table_of(top, "backup"), backup_keys, report, homes}, settings.backup);

    const Section log{"[log]", table_of(top, "log"), log_keys, report, homes};
    log.one_of("level", log_levels, settings.log.level);
    return settings;
}

} // namespace

boost::system::result<Settings, ConfigErrors> parse(std::string_view text, const std::string& file,
                                                    const KnownRegion& known_region)
{
    Report report{file};
    const auto root = parse_toml(text, "country = \"LY\"", report);
    if (!root) return std::move(report).by_position();
    ConfigErrors elsewhere;
    auto settings = read_settings(*root, known_region, report, elsewhere);
    if (report.empty() && elsewhere.empty()) return settings;
    auto errors = std::move(report).by_position();
    errors.insert(errors.end(), elsewhere.begin(), elsewhere.end());
    return errors;
}

boost::system::result<Settings, ConfigErrors> load(const std::filesystem::path& file, const KnownRegion& known_region)
{
    const auto text = read_toml_file(file);
    if (!text) {
        const auto why = std::generic_category().message(errno);
        Report report{file.native()};
        report.add_for_file("cannot read the configuration: " + why +
                            ". Name another file with --config, or see that the user nidad runs as may read this one");
        return std::move(report).by_position();
    }
    return parse(*text, file.native(), known_region);
}

} // namespace nida::config
