#include "config/settings.hpp"

#include "config/nearest.hpp"
#include "config/pin_file.hpp"
#include "config/report.hpp"
#include "config/screening.hpp"
#include "config/values.hpp"

// A heading such as [[[line]]] fails an assertion in toml++ up to 3.4, although the next statement reports it properly. A typo
// must not end a daemon that rereads its file, so its assertions are off; with NDEBUG they would become __builtin_assume.
#undef NDEBUG
#define TOML_ASSERT(expression) static_assert(true)
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <map>
#include <system_error>

namespace nida::config
{
namespace
{

using Keys = std::span<const std::string_view>;

Position begin_of(const toml::source_region& region) { return {region.begin.line, region.begin.column}; }

constexpr std::array<std::string_view, 5> top_keys{"store", "api", "defaults", "line", "log"};
constexpr std::array<std::string_view, 1> store_keys{"path"};
constexpr std::array<std::string_view, 1> api_keys{"socket"};
constexpr std::array<std::string_view, 5> defaults_keys{"country", "language", "reply_limit_per_hour", "quiet_hours",
                                                        "stop_wait"};
constexpr std::array<std::string_view, 8> line_keys{
    "name", "port", "iccid", "number", "pin_file", "segments_per_minute", "segments_per_day", "status_reports"};
constexpr std::array<std::string_view, 1> log_keys{"level"};

constexpr std::array<std::string_view, 3> languages{"ar", "fr", "en"};
constexpr std::array<std::string_view, 5> log_levels{"trace", "debug", "info", "warn", "error"};

/// Where a key that stands in the wrong section belongs.
std::string_view home_of(std::string_view key)
{
    constexpr std::array<std::pair<std::string_view, Keys>, 5> sections{{{"[store]", store_keys},
                                                                         {"[api]", api_keys},
                                                                         {"[defaults]", defaults_keys},
                                                                         {"[[line]]", line_keys},
                                                                         {"[log]", log_keys}}};
    for (const auto& [heading, keys] : sections)
        if (std::find(keys.begin(), keys.end(), key) != keys.end()) return heading;
    return {};
}

std::string_view type_name(const toml::node& node)
{
    switch (node.type()) {
    case toml::node_type::none: return "nothing";
    case toml::node_type::table: return "a section";
    case toml::node_type::array: return "a list";
    case toml::node_type::string: return "text in quotes";
    case toml::node_type::integer: return "a whole number";
    case toml::node_type::floating_point: return "a number with a fraction";
    case toml::node_type::boolean: return "a true-or-false value";
    case toml::node_type::date: return "a date";
    case toml::node_type::time: return "a time of day";
    case toml::node_type::date_time: return "a date and time";
    }
    return "of unknown type";
}

/// One table of the file. Each member function reads one key into `out`, which keeps its value (the default) where the key
/// is absent or wrong; the latter is reported. `accepted` finishes the sentence "write ...".
class Section
{
public:
    Section(std::string heading, const toml::table& table, Keys keys, Report& report)
        : heading_{std::move(heading)}, table_{table}, report_{report}
    {
        for (const auto& [key, value] : table_)
            if (std::find(keys.begin(), keys.end(), key.str()) == keys.end()) report_unknown(key, keys);
    }

    template <class Parse, class T>
    void text(std::string_view key, Parse parse, const std::string& accepted, T& out) const
    {
        const auto* node = table_.get(key);
        if (!node) return;
        if (const auto* string = node->as_string(); !string)
            wrong_type(key, *node, accepted);
        else if (auto value = parse(std::string_view{string->get()}))
            out = std::move(*value);
        else
            wrong(key, name(key) + " = " + shown(string->get()) + " is not accepted; write " + accepted);
    }

    void one_of(std::string_view key, Keys choices, std::string& out) const
    {
        const auto parse = [&](std::string_view text) -> std::optional<std::string> {
            if (std::find(choices.begin(), choices.end(), text) == choices.end()) return std::nullopt;
            return std::string{text};
        };
        auto accepted = "one of " + join(choices, "\"");
        if (const auto* node = table_.get(key); node && node->is_string())
            if (const auto meant = nearest(node->as_string()->get(), choices))
                accepted += "; did you mean \"" + std::string{*meant} + "\"?";
        text(key, parse, accepted, out);
    }

    template <class T> void whole_number(std::string_view key, int least, int most, T& out) const
    {
        const auto* node = table_.get(key);
        if (!node) return;
        const auto accepted = "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
        if (const auto* integer = node->as_integer(); !integer)
            wrong_type(key, *node, accepted);
        else if (const auto value = integer->get(); value < least || value > most)
            wrong(key, name(key) + " = " + std::to_string(value) + " is not accepted; write " + accepted);
        else
            out = static_cast<int>(value);
    }

    void yes_or_no(std::string_view key, bool& out) const
    {
        const auto* node = table_.get(key);
        if (!node) return;
        if (const auto* boolean = node->as_boolean())
            out = boolean->get();
        else
            wrong_type(key, *node, "true or false, without quotes");
    }

    /// Whether the key is there, right or wrong, or was meant by a key that has been reported already.
    bool mentions(std::string_view key) const
    {
        return table_.contains(key) || std::find(meant_.begin(), meant_.end(), key) != meant_.end();
    }
    const toml::node* find(std::string_view key) const { return table_.get(key); }
    void wrong(std::string_view key, std::string what) const
    {
        report_.add(begin_of(table_.get(key)->source()), std::move(what));
    }
    void wrong_type(std::string_view key, const toml::node& node, const std::string& accepted) const
    {
        wrong(key, name(key) + " is " + std::string{type_name(node)} + "; write " + accepted);
    }
    void wrong_as_a_whole(std::string what) const
    {
        if (table_.source().begin)
            report_.add(begin_of(table_.source()), std::move(what));
        else
            report_.add_for_file(std::move(what)); // the section itself is missing
    }
    std::string name(std::string_view key) const { return (heading_.empty() ? "" : heading_ + ' ') + std::string{key}; }
private:
    void report_unknown(const toml::key& key, Keys keys)
    {
        auto what = "unknown key " + shown(key.str()) + (heading_.empty() ? "" : " in " + heading_);
        if (const auto meant = nearest(key.str(), keys)) {
            meant_.push_back(*meant);
            what += "; did you mean " + std::string{*meant} + "?";
        } else if (const auto home = home_of(key.str()); !home.empty()) {
            what += "; it belongs under " + std::string{home} + ".";
        } else {
            what += '.';
        }
        report_.add(begin_of(key.source()), what + " Accepted here: " + join(keys, ""));
    }

    std::string heading_;
    const toml::table& table_;
    Report& report_;
    std::vector<std::string_view> meant_;
};

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

void read_defaults(const Section& section, const KnownRegion& known_region, Defaults& defaults)
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

    section.one_of("language", languages, defaults.language);
    section.whole_number("reply_limit_per_hour", 0, 10'000, defaults.reply_limit_per_hour);
    section.text("quiet_hours", parse_quiet_hours,
                 "\"HH:MM-HH:MM\" with two different times from 00:00 to 23:59, for example \"21:00-08:00\"; leave the "
                 "key out to "
                 "have no quiet hours",
                 defaults.quiet_hours);

    constexpr std::chrono::seconds longest_wait = std::chrono::minutes{10};
    if (const auto* node = section.find("stop_wait"); node && node->is_integer()) {
        auto seconds = static_cast<int>(defaults.stop_wait.count());
        section.whole_number("stop_wait", 0, static_cast<int>(longest_wait.count()), seconds);
        defaults.stop_wait = std::chrono::seconds{seconds};
    } else {
        const auto wait = [&](std::string_view text) {
            auto duration = parse_duration(text);
            if (duration && *duration > longest_wait) duration.reset();
            return duration;
        };
        section.text("stop_wait", wait, "seconds as a whole number from 0 to 600, or text such as \"10s\" or \"2m\"",
                     defaults.stop_wait);
    }
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
    section.whole_number("segments_per_day", 1, 10'000'000, line.segments_per_day);
    section.yes_or_no("status_reports", line.status_reports);
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

std::vector<Line> read_lines(const Section& top, Report& report)
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
        const Section section{"[[line]]", *table, line_keys, report};
        auto line = read_line(section);
        if (!line.name.empty()) name.check(section, line.name, "each line needs a name of its own");
        if (line.port)
            port.check(section, std::filesystem::path{*line.port}.lexically_normal().native(), "one port is one line");
        if (line.iccid) iccid.check(section, *line.iccid, "one SIM is one line");
        lines.push_back(std::move(line));
    }
    return lines;
}

constexpr std::size_t longest_socket = 107; // sizeof(sockaddr_un::sun_path), less the NUL

Settings read_settings(const toml::table& root, const KnownRegion& known_region, Report& report)
{
    Settings settings;
    const Section top{"", root, top_keys, report};

    const Section store{"[store]", table_of(top, "store"), store_keys, report};
    store.text("path", parse_path, "the name of the database file, for example \"/var/lib/nida/nida.db\"",
               settings.store.path);

    const auto socket = [](std::string_view text) {
        return text.size() <= longest_socket ? parse_path(text) : std::nullopt;
    };
    const Section api{"[api]", table_of(top, "api"), api_keys, report};
    api.text("socket", socket, "the name of the socket, at most 107 octets, for example \"/run/nida/nida.sock\"",
             settings.api.socket);

    if (top.find("defaults") || !top.mentions("defaults")) // where it is only misspelt, that has been reported
        read_defaults({"[defaults]", table_of(top, "defaults"), defaults_keys, report}, known_region,
                      settings.defaults);
    settings.lines = read_lines(top, report);

    const Section log{"[log]", table_of(top, "log"), log_keys, report};
    log.one_of("level", log_levels, settings.log.level);
    return settings;
}

constexpr std::size_t longest_file = 64 * 1024;

} // namespace

boost::system::result<Settings, ConfigErrors> parse(std::string_view text, const std::string& file,
                                                    const KnownRegion& known_region)
{
    Report report{file};
    if (text.size() > longest_file) {
        report.add_for_file("this is longer than 64 KiB, which no configuration of Nida is; is it the right file?");
        return std::move(report).by_position();
    }
    if (auto unfit = unfit_for_toml(text)) {
        report.add(unfit->at, std::move(unfit->what));
        return std::move(report).by_position();
    }

    const auto parsed = toml::parse(text);
    if (!parsed) {
        const auto& error = parsed.error();
        report.add(begin_of(error.source()),
                   "this is not TOML, and what follows was not looked at: " + std::string{error.description()} +
                       " (keys stand alone on their lines, text in double quotes: country = \"LY\")");
        return std::move(report).by_position();
    }
    auto settings = read_settings(parsed.table(), known_region, report);
    if (!report.empty()) return std::move(report).by_position();
    return settings;
}

boost::system::result<Settings, ConfigErrors> load(const std::filesystem::path& file, const KnownRegion& known_region)
{
    errno = 0;
    std::ifstream stream{file, std::ios::binary};
    std::string text;
    if (stream) {
        text.resize(longest_file + 1); // one more than parse() takes
        stream.read(text.data(), static_cast<std::streamsize>(text.size()));
        text.resize(static_cast<std::size_t>(stream.gcount()));
    }
    if (!stream && !stream.eof()) {
        Report report{file.native()};
        report.add_for_file("cannot read the configuration: " + std::generic_category().message(errno ? errno : EIO) +
                            ". Name another file with --config, or see that the user nidad runs as may read this one");
        return std::move(report).by_position();
    }
    return parse(text, file.native(), known_region);
}

} // namespace nida::config
