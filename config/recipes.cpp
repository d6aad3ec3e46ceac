#include "config/recipes.hpp"

#include "config/ascii_toml.hpp"
#include "config/section.hpp"
#include "config/toml_files.hpp"
#include "config/values.hpp"

#include <boost/assert.hpp>

#include <algorithm>
#include <array>

namespace nida::config
{
extern const std::string_view builtin_operators_text; // generated from operators.toml

namespace
{

using daemon::Recipe;
using daemon::RecipeCode;
using daemon::Recipes;

constexpr std::array<std::string_view, 1> top_keys{"operator"};
constexpr std::array<std::string_view, 10> operator_keys{"prefixes", "id",      "name",       "country", "networks",
                                                         "currency", "balance", "own_number", "bundle",  "top_up"};
constexpr std::array<std::string_view, 6> code_keys{"code", "answers", "patterns", "guess", "source", "verified"};
constexpr std::array<std::string_view, 4> pattern_keys{"ar", "fr", "en", "de"};
constexpr std::array<std::pair<std::string_view, Keys>, 2> homes{
    {{"[[operator]]", operator_keys}, {"[operator.balance]", code_keys}}};

constexpr std::size_t longest_code = 60;
constexpr std::size_t longest_pattern = 500;
constexpr std::size_t longest_list = 32;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }

std::optional<std::string> parse_id(std::string_view text)
{
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-'; };
    if (text.size() < 2 || text.size() > 32 || !std::all_of(text.begin(), text.end(), fits)) return std::nullopt;
    return std::string{text};
}

std::optional<std::string> parse_words(std::string_view text)
{
    const auto control = [](unsigned char c) { return c < 0x20 || c == 0x7F; };
    if (text.empty() || text.size() > 300 || std::any_of(text.begin(), text.end(), control)) return std::nullopt;
    return std::string{text};
}

/// What a keypad can dial as a code: it begins with * or #, and ends with #.
std::optional<std::string> parse_code(std::string_view text)
{
    const auto dials = [](char c) { return is_digit(c) || c == '*' || c == '#'; };
    if (text.size() < 3 || text.size() > longest_code || (text.front() != '*' && text.front() != '#') ||
        text.back() != '#' || !std::all_of(text.begin(), text.end(), dials))
        return std::nullopt;
    return std::string{text};
}

/// The same with {voucher} once.
std::optional<std::string> parse_top_up(std::string_view text)
{
    const auto at = text.find(daemon::voucher_mark);
    if (at == std::string_view::npos) return std::nullopt;
    std::string dialled{text};
    dialled.replace(at, daemon::voucher_mark.size(), "0");
    if (!parse_code(dialled)) return std::nullopt;
    return std::string{text};
}

std::optional<std::string> parse_answer(std::string_view text)
{
    if (text.empty() || text.size() > 20 || !parse_words(text)) return std::nullopt;
    return std::string{text};
}

std::optional<std::string> parse_network(std::string_view text)
{
    if ((text.size() != 5 && text.size() != 6) || !all_digits(text)) return std::nullopt;
    return std::string{text};
}

/// A list of texts, of which each is right or reported.
/// @param take  gets a text and its place; gives its value, or nothing: then it is reported with `accepted`, or was by `take`
template <class Take, class T>
void read_texts(const Section& section, std::string_view key, Report& report, Take take, const std::string& accepted,
                std::vector<T>& out)
{
    const auto* node = section.find(key);
    if (!node) return;
    const auto* array = node->as_array();
    if (!array || array->size() > longest_list) {
        section.wrong(key, section.name(key) + " is not accepted; write a list, in brackets, of " + accepted);
        return;
    }
    for (const auto& element : *array) {
        const auto* text = element.as_string();
        if (auto value = text ? take(std::string_view{text->get()}) : std::optional<T>{})
            out.push_back(std::move(*value));
        else
            report.add(begin_of(element.source()), section.name(key) + ": " +
                                                       (text ? shown(text->get()) : std::string{type_name(element)}) +
                                                       " is not accepted; write a list of " + accepted);
    }
}

/// Which groups one of the patterns of a code needs.
struct Needs {
    std::array<std::string_view, 2> groups;
    std::string words;
};
const Needs account_needs{{"amount", "units"}, "(?<amount>...) or (?<units>...)"};
const Needs number_needs{{"number", "number"}, "(?<number>...)"};

void read_patterns(const Section& code, Report& report, const Needs& needs, std::vector<daemon::ReplyPattern>& out)
{
    const auto* node = code.find("patterns");
    if (!node) return;
    const auto* table = node->as_table();
    if (!table) {
        code.wrong_type("patterns", *node,
                        "them by language, for example patterns.fr = ['Solde: (?<amount>[0-9.,]+)']");
        return;
    }
    const Section languages{code.name("patterns"), *table, pattern_keys, report, homes};
    for (const auto language : pattern_keys) {
        const auto* list = languages.find(language);
        if (!list) continue;
        const auto* array = list->as_array();
        if (!array || array->size() > longest_list) {
            languages.wrong(language, languages.name(language) +
                                          " is not accepted; write a list, in brackets, of regular expressions");
            continue;
        }
        for (const auto& element : *array) {
            const auto wrong = [&](const std::string& why) {
                report.add(begin_of(element.source()), languages.name(language) + ": " + why);
            };
            const auto* text = element.as_string();
            if (!text || text->get().empty() || text->get().size() > longest_pattern) {
                wrong("write each pattern in single quotes, at most 500 characters");
                continue;
            }
            auto compiled = daemon::compile_pattern(text->get());
            if (!compiled.error.empty())
                wrong(shown(text->get()) + " is no regular expression: " + compiled.error);
            else if (std::none_of(needs.groups.begin(), needs.groups.end(),
                                  [&](std::string_view group) { return daemon::has_group(text->get(), group); }))
                wrong(shown(text->get()) + " finds nothing; it needs a group " + needs.words);
            else
                out.push_back({std::string{language}, std::move(compiled.expression)});
        }
    }
}

RecipeCode read_code(const Section& recipe, std::string_view key, Report& report)
{
    RecipeCode code;
    const auto* node = recipe.find(key);
    if (!node) return code;
    const auto heading = "[operator." + std::string{key} + ']';
    const auto* table = node->as_table();
    if (!table) {
        recipe.wrong_type(key, *node, "it as a section of its own: " + heading + ", and its keys below");
        return code;
    }
    const Section section{heading, *table, code_keys, report, homes};
    if (key == "top_up")
        section.text("code", parse_top_up, "a USSD code with {voucher} in it, for example \"*120*{voucher}#\"",
                     code.code);
    else
        section.text("code", parse_code, "a USSD code: * or #, digits, and # at the end, for example \"*121#\"",
                     code.code);
    if (!section.mentions("code"))
        section.wrong_as_a_whole(heading + " has no code; write for example code = \"*121#\"");
    read_texts(section, "answers", report, parse_answer, "what to choose in the menus, for example [\"1\", \"2\"]",
               code.answers);
    read_patterns(section, report, key == "own_number" ? number_needs : account_needs, code.patterns);
    section.yes_or_no("guess", code.guess);
    section.yes_or_no("verified", code.verified);
    section.text("source", parse_words, "where the code was found, in up to 300 characters", code.source);
    return code;
}

Recipe read_recipe(const Section& section, Report& report)
{
    Recipe recipe;
    section.text("id", parse_id, "2 to 32 of a-z, digits and -, for example \"ly-libyana\"", recipe.id);
    if (!section.mentions("id"))
        section.wrong_as_a_whole("this [[operator]] has no id; write for example id = \"ly-libyana\"");
    recipe.name = recipe.id;
    section.text("name", parse_words, "the operator's name, in up to 300 characters", recipe.name);
    section.text("country", parse_country, "the two letters that ISO 3166 gives the country, for example \"LY\"",
                 recipe.country);
    section.text("currency", parse_currency, "the three letters that ISO 4217 gives the currency, for example \"LYD\"",
                 recipe.currency);
    read_texts(section, "networks", report, parse_network,
               "MCC and MNC together, 5 or 6 digits each, for example [\"60600\"]", recipe.networks);
    read_texts(section, "prefixes", report, parse_prefix,
               "how numbers begin, with + and country code, for example [\"+21892\"]", recipe.prefixes);
    recipe.balance = read_code(section, "balance", report);
    recipe.own_number = read_code(section, "own_number", report);
    recipe.bundle = read_code(section, "bundle", report);
    recipe.top_up = read_code(section, "top_up", report);
    return recipe;
}

Recipes read_recipes(const toml::table& root, std::span<const Recipe> known, Report& report)
{
    Recipes recipes;
    const Section top{"", root, top_keys, report, homes};
    const auto* node = top.find("operator");
    if (!node) return recipes;
    const auto* array = node->as_array();
    if (!array) {
        top.wrong("operator", "an operator is headed by [[operator]], in double brackets, since there may be several");
        return recipes;
    }
    for (const auto& element : *array) {
        const auto* table = element.as_table();
        if (!table) {
            report.add(begin_of(element.source()),
                       "an operator is a section of its own: [[operator]], and its keys below");
            continue;
        }
        const Section section{"[[operator]]", *table, operator_keys, report, homes};
        auto recipe = read_recipe(section, report);
        if (!recipe.id.empty() && (daemon::recipe_named(recipes, recipe.id) || daemon::recipe_named(known, recipe.id)))
            section.wrong("id",
                          "[[operator]] id = " + shown(recipe.id) + " is there already; each needs an id of its own");
        recipes.push_back(std::move(recipe));
    }
    return recipes;
}

} // namespace

boost::system::result<Recipes, ConfigErrors> parse_recipes(std::string_view text, const std::string& file,
                                                           std::span<const Recipe> known)
{
    Report report{file};
    const auto root = parse_toml(ascii_toml(text), "id = \"ly-libyana\"", report);
    Recipes recipes;
    if (root) recipes = read_recipes(*root, known, report);
    if (!report.empty()) return std::move(report).by_position();
    return recipes;
}

boost::system::result<Recipes, ConfigErrors> load_recipes(const std::filesystem::path& file_or_folder)
{
    return load_each<Recipe>(file_or_folder, {"the operators' codes", "[credit] operators"}, parse_recipes);
}

const Recipes& builtin_recipes()
{
    static const Recipes recipes = [] {
        auto read = parse_recipes(builtin_operators_text, "operators.toml");
        BOOST_ASSERT_MSG(read.has_value(),
                         "the built-in operators.toml has an error; tests/config/recipes_test shows it");
        return std::move(*read);
    }();
    return recipes;
}

Recipes with_builtin_recipes(Recipes own)
{
    for (const auto& recipe : builtin_recipes())
        if (!daemon::recipe_named(own, recipe.id)) own.push_back(recipe);
    return own;
}

} // namespace nida::config
