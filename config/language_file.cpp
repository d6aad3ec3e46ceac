#include "config/language_file.hpp"

#include "config/ascii_toml.hpp"
#include "config/language_texts.hpp"
#include "config/lists.hpp"
#include "config/section.hpp"
#include "daemon/flow/fold.hpp"

#include <algorithm>
#include <array>

namespace nida::config
{
namespace
{

using daemon::Intent;
using daemon::Weight;

constexpr std::array<std::string_view, 11> top_keys{
    "code",     "name",    "direction", "courtesies", "negations",   "subjects_of_leaving",
    "keywords", "replies", "alarms",    "commands",   "coordinators"};
constexpr std::array<std::string_view, 7> keywords_keys{"neutral", "join",        "leave", "help",
                                                        "confirm", "acknowledge", "take"};
constexpr std::array<std::string_view, 5> weight_keys{"strong", "clear", "weak", "alone", "whole"};
constexpr std::array<std::string_view, 2> directions{"ltr", "rtl"};
constexpr std::array<std::pair<std::string_view, Keys>, 2> homes{
    {{"[keywords]", keywords_keys}, {"[keywords.leave]", weight_keys}}};

constexpr std::size_t longest_word = 60;
constexpr std::size_t longest_name = 60;

/// One line of up to so many octets.
std::optional<std::string> parse_line(std::string_view text, std::size_t most)
{
    const auto control = [](unsigned char c) { return c < 0x20 || c == 0x7F; };
    if (text.empty() || text.size() > most || std::any_of(text.begin(), text.end(), control)) return std::nullopt;
    return std::string{text};
}

/// The table of that name; null where there is none, or where it is none: then that is reported.
const toml::table* table_of(const Section& section, std::string_view key, const std::string& heading)
{
    const auto* node = section.find(key);
    if (!node) return nullptr;
    if (const auto* table = node->as_table()) return table;
    section.wrong_type(key, *node, "it as a section of its own: " + heading + ", and its keys below");
    return nullptr;
}

/// A list of words or phrases that have letters or digits in them, up to so many words each.
std::optional<std::vector<Placed>> read_phrases(const Section& section, std::string_view key, std::size_t most_words,
                                                const std::string& accepted, const std::string& file, Report& report)
{
    if (!section.find(key)) return std::nullopt;
    const auto take = [&](const toml::node& node) -> std::optional<Placed> {
        const auto text = text_of(node);
        if (!text || !parse_line(*text, longest_word)) return std::nullopt;
        const auto count = daemon::words(daemon::fold(*text)).size();
        if (count == 0 || count > most_words) return std::nullopt;
        return Placed{std::string{*text}, file, begin_of(node.source())};
    };
    std::vector<Placed> phrases;
    read_list(section, key, report, take, accepted, phrases);
    return phrases;
}

const std::string keywords_accepted =
    "words in quotes, of one to three parts each, for example [\"STOP\", \"STOP ALL\"]";

WeightedWords read_weights(const Section& section, const std::string& file, Report& report)
{
    WeightedWords words;
    for (const auto weight : daemon::all_weights)
        if (auto list =
                read_phrases(section, to_string(weight), daemon::most_keyword_words, keywords_accepted, file, report))
            words.emplace(weight, std::move(*list));
    return words;
}

void read_keywords(const Section& top, Report& report, LanguageFile& out)
{
    const auto* table = table_of(top, "keywords", "[keywords.join]");
    if (!table) return;
    const Section section{"[keywords]", *table, keywords_keys, report, homes};
    out.neutral = read_phrases(section, "neutral", daemon::most_keyword_words, keywords_accepted, out.file, report);
    for (const auto intent : daemon::all_intents) {
        const auto heading = "[keywords." + std::string{to_string(intent)} + ']';
        if (const auto* words = table_of(section, to_string(intent), heading))
            out.keywords.emplace(intent, read_weights({heading, *words, weight_keys, report, homes}, out.file, report));
    }
}

void read_commands(const toml::table& table, Report& report, LanguageFile& out)
{
    std::array<std::string_view, std::size(daemon::all_commands)> keys;
    std::ranges::transform(daemon::all_commands, keys.begin(),
                           [](daemon::Command command) { return to_string(command); });
    const Section section{"[commands]", table, keys, report};
    for (const auto command : daemon::all_commands)
        if (auto list = read_phrases(section, to_string(command), daemon::most_keyword_words, keywords_accepted,
                                     out.file, report))
            out.commands.emplace(command, std::move(*list));
}

LanguageFile read_file(const toml::table& root, const std::string& file, std::span<const LanguageFile> known,
                       Report& report, Report& warnings)
{
    LanguageFile out;
    out.file = file;
    const Section top{"", root, top_keys, report, homes};
    if (!top.mentions("code")) report.add_for_file("this language has no code; write for example code = \"es\"");
    top.text("code", daemon::parse_language,
             "the two or three letters that ISO 639 gives the language, for example \"es\" or \"tzm\"", out.code);
    if (const auto* node = top.find("code")) {
        out.code_at = begin_of(node->source());
        const auto same = std::ranges::find(known, out.code, &LanguageFile::code);
        if (same != known.end())
            top.wrong("code", "code = \"" + to_string(out.code) + "\" is that of " + same->file +
                                  " already; put both into one file");
    }
    const auto name = [](std::string_view text) { return parse_line(text, longest_name); };
    top.text("name", name, "the language's name in the language itself, for example \"Español\"", out.name);
    if (std::string direction = "ltr"; top.find("direction")) {
        top.one_of("direction", directions, direction);
        out.right_to_left = direction == "rtl";
    }
    out.courtesies = read_phrases(top, "courtesies", 6, "phrases in quotes, of up to six words each", file, report);
    const std::string single = "single words in quotes";
    out.negations = read_phrases(top, "negations", 1, single, file, report);
    out.subjects_of_leaving = read_phrases(top, "subjects_of_leaving", 1, single, file, report);
    read_keywords(top, report, out);
    if (const auto* table = table_of(top, "replies", "[replies]"))
        out.replies = read_replies(*table, file, report, warnings);
    if (const auto* table = table_of(top, "alarms", "[alarms]"))
        out.alarms = read_alarm_texts(*table, file, report, warnings);
    if (const auto* table = table_of(top, "commands", "[commands]")) read_commands(*table, report, out);
    if (const auto* table = table_of(top, "coordinators", "[coordinators]"))
        out.coordinator_texts = read_coordinator_texts(*table, file, report);
    return out;
}

} // namespace

boost::system::result<std::vector<LanguageFile>, ConfigErrors> parse_language_file(std::string_view text,
                                                                                   const std::string& file,
                                                                                   std::span<const LanguageFile> known,
                                                                                   ConfigErrors& warnings)
{
    Report report{file}, doubts{file};
    const auto root = parse_toml(ascii_toml(text), "code = \"es\"", report);
    std::vector<LanguageFile> read;
    if (root) read.push_back(read_file(*root, file, known, report, doubts));
    if (!report.empty()) return std::move(report).by_position();
    const auto found = std::move(doubts).by_position();
    warnings.insert(warnings.end(), found.begin(), found.end());
    return read;
}

boost::system::result<std::map<daemon::Language, WeightedWords>, ConfigErrors>
parse_leaving_words(std::string_view text, const std::string& file)
{
    Report report{file};
    const auto root = parse_toml(ascii_toml(text), "strong = [\"STOP\"]", report);
    std::map<daemon::Language, WeightedWords> all;
    if (root)
        for (const auto& [key, node] : *root) {
            const auto language = daemon::parse_language(key.str());
            const auto* table = node.as_table();
            if (language && table)
                all.emplace(
                    *language,
                    read_weights({"[" + to_string(*language) + "]", *table, weight_keys, report, homes}, file, report));
            else
                report.add(begin_of(key.source()), shown(key.str()) + " is no section named by a language's code");
        }
    if (!report.empty()) return std::move(report).by_position();
    return all;
}

} // namespace nida::config
