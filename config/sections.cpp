#include "config/sections.hpp"

#include "config/calendars.hpp"
#include "config/dialects.hpp"
#include "config/languages.hpp"
#include "config/lists.hpp"
#include "config/recipes.hpp"
#include "config/values.hpp"

#include <cmath>

namespace nida::config
{
namespace
{
/// Reads the names of calendars; one that there is not is reported with what was probably meant.
void read_avoid(const Section& section, Report& report, Campaigns& out)
{
    const auto name = [](const toml::node& node) {
        const auto text = text_of(node);
        return text ? parse_line_name(*text) : std::nullopt;
    };
    read_list(section, "avoid", report, name, "the names of calendars, for example [\"friday-prayer\"]", out.avoid);
    std::vector<std::string_view> known;
    for (const auto& calendar : out.calendars)
        known.push_back(calendar->name);
    for (std::size_t i = 0; i < out.avoid.size(); ++i) {
        if (daemon::calendar_named(out.calendars, out.avoid[i])) continue;
        auto what = "[campaigns] avoid: there is no calendar " + shown(out.avoid[i]);
        if (const auto meant = nearest(out.avoid[i], known)) what += "; did you mean \"" + std::string{*meant} + "\"?";
        report.add(begin_of((*section.find("avoid")->as_array())[i].source()), what + " There are: " + join(known, ""));
    }
}
} // namespace

void read_seconds(const Section& section, std::string_view key, std::chrono::seconds most, const std::string& accepted,
                  std::chrono::seconds& out)
{
    if (const auto* node = section.find(key); node && node->is_integer()) {
        auto seconds = static_cast<int>(out.count());
        section.whole_number(key, 0, static_cast<int>(most.count()), seconds);
        out = std::chrono::seconds{seconds};
        return;
    }
    const auto wait = [&](std::string_view text) {
        auto duration = parse_duration(text);
        if (duration && *duration > most) duration.reset();
        return duration;
    };
    section.text(key, wait, accepted, out);
}

void read_modems(const Section& section, Report& report, ConfigErrors& elsewhere, Modems& out)
{
    std::optional<std::filesystem::path> dialects;
    section.text("dialects", parse_path,
                 "the name of a file, or of a folder with files, about families of modems, for example "
                 "\"/etc/nida/dialects.toml\"",
                 dialects);
    if (dialects) {
        auto read = load_dialects(*dialects);
        if (read)
            out.dialects = std::move(*read);
        else {
            const auto wrong = read.error(); // by value
            elsewhere.insert(elsewhere.end(), wrong.begin(), wrong.end());
        }
    }
    const auto port = [](const toml::node& node) -> std::optional<std::string> {
        const auto text = text_of(node);
        const auto path = text ? parse_path(*text) : std::nullopt;
        if (!path || !path->is_absolute()) return std::nullopt;
        return path->native();
    };
    read_list(section, "ports", report, port,
              "the full names of serial ports, or patterns with * and ?, for example [\"/dev/ttyAMA0\"]", out.ports);
    section.whole_number("transmit_at_once", 0, 64, out.transmit_at_once);
    section.yes_or_no("usb_reset", out.usb_reset);
    const auto hub = [](const toml::node& node) {
        const auto text = text_of(node);
        return text ? parse_usb_path(*text) : std::nullopt;
    };
    read_list(section, "hub_power", report, hub, "USB hubs as uhubctl calls them, for example [\"1-1.2\"]",
              out.hub_power);
}

void read_texts(const Section& section, ConfigErrors& elsewhere, ConfigErrors& warnings, Texts& out)
{
    std::optional<std::filesystem::path> own;
    section.text("languages", parse_path,
                 "the name of a file, or of a folder with files, with the words and texts of languages, for example "
                 "\"/etc/nida/languages\"",
                 own);
    out.languages = builtin_languages();
    if (!own) return;
    auto read = load_languages(*own, warnings);
    if (read) {
        out.languages = std::make_shared<const daemon::Languages>(std::move(*read));
    } else {
        const auto wrong = read.error(); // by value
        elsewhere.insert(elsewhere.end(), wrong.begin(), wrong.end());
    }
}

void read_campaigns(const Section& section, Report& report, ConfigErrors& elsewhere, Campaigns& out)
{
    std::optional<std::filesystem::path> own;
    section.text("calendars", parse_path,
                 "the name of a file, or of a folder with files, with times at which nobody is texted, for example "
                 "\"/etc/nida/calendars\"",
                 own);
    out.calendars = builtin_calendars();
    bool all_known = !section.find("calendars") || own;
    if (own) {
        auto read = load_calendars(*own);
        if (read) {
            out.calendars = std::move(*read);
        } else {
            const auto wrong = read.error(); // by value
            elsewhere.insert(elsewhere.end(), wrong.begin(), wrong.end());
            all_known = false;
        }
    }
    if (all_known) read_avoid(section, report, out);
    section.whole_number("approval_above", 0, 10'000'000, out.approval_above);
    read_weekdays(section, "no_weekdays", report, out.no_weekdays);
    bool any_left = false;
    for (unsigned day = 0; day < 7; ++day)
        any_left = any_left || !out.no_weekdays.has(std::chrono::weekday{day});
    if (!any_left)
        section.wrong("no_weekdays",
                      "[campaigns] no_weekdays has all seven, so that no campaign could go; leave one out");
}

void read_credit(const Section& section, ConfigErrors& elsewhere, Credit& out)
{
    daemon::Recipes own;
    std::optional<std::filesystem::path> operators;
    section.text("operators", parse_path,
                 "the name of a file, or of a folder with files, with operators' codes, for example "
                 "\"/etc/nida/operators.toml\"",
                 operators);
    if (operators) {
        auto read = load_recipes(*operators);
        if (read) {
            own = std::move(*read);
        } else {
            const auto wrong = read.error(); // by value
            elsewhere.insert(elsewhere.end(), wrong.begin(), wrong.end());
        }
    }
    out.operators = std::make_shared<const daemon::Recipes>(with_builtin_recipes(std::move(own)));
    read_seconds(section, "check_every", std::chrono::days{90},
                 "text such as \"24h\" or \"7d\", at most \"90d\", or 0 for never", out.check_every);
    section.whole_number("check_after_refusals", 1, 100, out.check_after_refusals);
}

void read_calls(const Section& section, Calls& out)
{
    section.text("keyword", parse_keyword, "the word that a missed call stands for, for example \"JOIN\"", out.keyword);
    section.yes_or_no("hang_up", out.hang_up);
}

void read_numbers(const Section& section, Report& report, std::vector<std::string>& out)
{
    const auto number = [](const toml::node& node) {
        const auto text = text_of(node);
        return text ? parse_number(*text) : std::nullopt;
    };
    read_list(section, "numbers", report, number,
              "numbers with + and country code, without spaces, for example [\"+218911234567\"]", out);
}

void read_alarms(const Section& section, Report& report, Alarms& out) { read_numbers(section, report, out.numbers); }

void read_audit(const Section& section, Report& report, Audit& out)
{
    read_numbers(section, report, out.numbers);
    section.text("at", parse_time_of_day, "a time of day from 00:00 to 23:59, for example \"20:00\"", out.at);
}

void read_backup(const Section& section, Backup& out)
{
    const auto whole = [](std::string_view text) {
        auto path = parse_path(text);
        if (path && !path->is_absolute()) path.reset();
        return path;
    };
    section.text("folder", whole, "the full name of a folder, for example \"/media/nida/backups\"", out.folder);
    read_seconds(section, "every", std::chrono::days{90}, "text such as \"24h\" or \"7d\", from \"1m\" to \"90d\"",
                 out.every);
    if (section.find("every") && out.every < std::chrono::minutes{1})
        section.wrong("every",
                      "[backup] every is too short; write text such as \"24h\" or \"7d\", from \"1m\" to \"90d\"");
    section.whole_number("keep", 1, 1000, out.keep);
    section.text("key", whole,
                 "the full name of a file with a public key (`nida backup-key` makes one) or a passphrase, for example "
                 "\"/etc/nida/backup.key.pub\"",
                 out.key);
    if (section.find("folder") && !section.mentions("key"))
        section.wrong("folder", "[backup] folder without key: copies are always sealed. Make a pair of keys with "
                                "`nida backup-key`, and write for example key = \"/etc/nida/backup.key.pub\"");
}

void read_amount(const Section& section, std::string_view key, std::optional<std::int64_t>& out)
{
    const auto* node = section.find(key);
    if (!node) return;
    const auto accepted = std::string{"an amount of money from 0 to 1000000, for example 1.5"};
    const auto amount = node->is_number() ? node->value<double>() : std::nullopt;
    if (!amount)
        section.wrong_type(key, *node, accepted);
    else if (!(*amount >= 0 && *amount <= 1e6))
        section.wrong(key, section.name(key) + " is not accepted; write " + accepted);
    else
        out = std::llround(*amount * 1000);
}

} // namespace nida::config
