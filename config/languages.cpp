#include "config/languages.hpp"

#include "config/builtin_languages.hpp"
#include "config/toml_files.hpp"
#include "daemon/flow/keywords.hpp"

#include <boost/assert.hpp>

#include <algorithm>
#include <iterator>

namespace nida::config
{
namespace
{

using daemon::Intent;
using daemon::Vocabulary;

/// What `own` has goes before what is there, key by key.
void override_with(LanguageFile& builtin, LanguageFile own)
{
    const auto take = [](auto& mine, auto& theirs) {
        if (theirs) mine = std::move(theirs);
    };
    take(builtin.name, own.name);
    take(builtin.right_to_left, own.right_to_left);
    take(builtin.neutral, own.neutral);
    take(builtin.courtesies, own.courtesies);
    take(builtin.negations, own.negations);
    take(builtin.subjects_of_leaving, own.subjects_of_leaving);
    for (auto& [intent, weights] : own.keywords)
        for (auto& [weight, words] : weights)
            builtin.keywords[intent][weight] = std::move(words);
    for (auto& [reply, text] : own.replies)
        builtin.replies[reply] = std::move(text);
    for (auto& [alarm, text] : own.alarms)
        builtin.alarms[alarm] = std::move(text);
    for (auto& [command, words] : own.commands)
        builtin.commands[command] = std::move(words);
    for (auto& [which, text] : own.coordinator_texts)
        builtin.coordinator_texts[which] = std::move(text);
}

std::vector<std::string> texts_of(const std::optional<std::vector<Placed>>& list)
{
    std::vector<std::string> texts;
    if (list)
        for (const auto& one : *list)
            texts.push_back(one.text);
    return texts;
}

/// The words that have one meaning already, and where they got it.
class Meanings
{
public:
    /// @param own  whose errors may be reported: an organisation's files, not the built-in ones
    Meanings(std::span<const std::string> own, ConfigErrors& errors) : own_{own}, errors_{errors} {}

    void add(const Placed& word, Intent intent)
    {
        const auto [first, is_new] = claims_.try_emplace(daemon::run_together(word.text), Claim{intent, word});
        if (is_new || first->second.intent == intent) return;
        // Whoever reads the error can change one of their own files.
        const Claim second{intent, word};
        const bool second_is_own = std::ranges::find(own_, word.file) != own_.end();
        const auto& here = second_is_own ? second : first->second;
        const auto& there = second_is_own ? first->second : second;
        errors_.push_back({here.word.file, here.word.at.line, here.word.at.column,
                           shown(here.word.text) + " is a word to " + std::string{to_string(here.intent)} +
                               " here, and to " + std::string{to_string(there.intent)} + " in " + there.word.file +
                               " (line " + std::to_string(there.word.at.line) +
                               "); a word has one meaning in all languages, so take another one"});
    }
private:
    struct Claim {
        Intent intent;
        Placed word;
    };
    std::span<const std::string> own_;
    ConfigErrors& errors_;
    std::map<std::string, Claim> claims_;
};

Vocabulary vocabulary_of(const LanguageFile& file, Meanings& meanings, ConfigErrors& errors)
{
    Vocabulary vocabulary{file.code,
                          file.name.value_or(to_string(file.code)),
                          file.right_to_left.value_or(false),
                          {},
                          texts_of(file.courtesies),
                          texts_of(file.negations),
                          texts_of(file.subjects_of_leaving),
                          {},
                          {}};
    for (const auto& [intent, weights] : file.keywords)
        for (const auto& [weight, words] : weights)
            for (const auto& word : words) {
                meanings.add(word, intent);
                vocabulary.keywords.push_back({intent, file.code, weight, word.text});
            }
    for (const auto& word : file.neutral.value_or(std::vector<Placed>{})) {
        bool known = false;
        for (auto& keyword : vocabulary.keywords)
            if (daemon::run_together(keyword.shown) == daemon::run_together(word.text))
                known = keyword.language_is_neutral = true;
        if (!known)
            errors.push_back({word.file, word.at.line, word.at.column,
                              "[keywords] neutral: " + shown(word.text) +
                                  " is no keyword of this language; list it under [keywords.join], [keywords.leave] "
                                  "or [keywords.help], too"});
    }
    for (const auto& [reply, text] : file.replies)
        vocabulary.replies.emplace(reply, text.text);
    for (const auto& [alarm, text] : file.alarms)
        vocabulary.alarms.emplace(alarm, text.text);
    for (const auto& [command, words] : file.commands)
        for (const auto& word : words)
            vocabulary.commands[command].push_back(word.text);
    for (const auto& [which, text] : file.coordinator_texts)
        vocabulary.coordinator_texts.emplace(which, text.text);
    return vocabulary;
}

/// A coordinator is a supporter as well: what joins or leaves for everybody must do so for them, or they could not leave any more. Only what
/// stops all may begin with a word for leaving, since it is longer.
void check_commands(std::span<const LanguageFile> files, const daemon::Languages& languages, ConfigErrors& errors)
{
    std::map<std::string, daemon::Command> claimed;
    for (const auto& file : files)
        for (const auto& [command, words] : file.commands)
            for (const auto& word : words) {
                const auto together = daemon::run_together(word.text);
                const auto complain = [&, &at = word](const std::string& what) {
                    errors.push_back({at.file, at.at.line, at.at.column,
                                      "[commands] " + std::string{to_string(command)} + ": " + shown(at.text) + what});
                };
                const auto* known = languages.command(together);
                const bool is_keyword = languages.keyword(together) != nullptr;
                if (is_keyword && (command != daemon::Command::stop_all || known->word_count < 2))
                    complain(" is what everybody may text to join, leave or ask for help; take another word");
                const auto [first, is_new] = claimed.try_emplace(together, command);
                if (!is_new && first->second != command)
                    complain(" is also a word for " + std::string{to_string(first->second)} + "; take another one");
            }
}

/// Two machines that answer each other must not join and leave in turn.
void warn_of_echoes(std::span<const LanguageFile> files, const daemon::Languages& languages, ConfigErrors& warnings)
{
    for (const auto& file : files)
        for (const auto& [reply, text] : file.replies)
            if (const auto match = daemon::match_keyword(text.text, languages))
                warnings.push_back({text.file, text.at.line, text.at.column,
                                    "warning: [replies] " + std::string{to_string(reply)} +
                                        " is itself understood as " + shown(match->keyword) +
                                        ", so that two machines could answer each other; begin with another word"});
}

template <class T> T needed(boost::system::result<T, ConfigErrors> read)
{
    BOOST_ASSERT_MSG(read.has_value(), "a built-in language has an error; tests/config/languages_test shows it");
    return std::move(*read);
}

} // namespace

boost::system::result<daemon::Languages, ConfigErrors> with_builtin_languages(std::vector<LanguageFile> own,
                                                                              ConfigErrors& warnings)
{
    std::vector<LanguageFile> files;
    for (const auto& [name, text] : builtin_language_files())
        files.push_back(needed(parse_language_file(text, std::string{name}, {}, warnings)).front());

    ConfigErrors errors;
    std::vector<std::string> own_files;
    for (auto& file : own) {
        own_files.push_back(file.file);
        const auto same = std::ranges::find(files, file.code, &LanguageFile::code);
        if (same != files.end()) {
            override_with(*same, std::move(file));
            continue;
        }
        if (!file.name)
            errors.push_back({file.file, file.code_at.line, file.code_at.column,
                              "this language has no name; write for example name = \"Español\""});
        files.push_back(std::move(file));
    }

    Meanings meanings{own_files, errors};
    std::vector<daemon::Keyword> leaving;
    for (const auto& [language, weights] :
         needed(parse_leaving_words(builtin_leaving_words.text, std::string{builtin_leaving_words.name})))
        for (const auto& [weight, words] : weights)
            for (const auto& word : words) {
                meanings.add(word, Intent::leave);
                leaving.push_back({Intent::leave, language, weight, word.text});
            }
    std::vector<Vocabulary> vocabularies;
    for (const auto& file : files)
        vocabularies.push_back(vocabulary_of(file, meanings, errors));
    if (!errors.empty()) return errors;

    daemon::Languages languages{std::move(vocabularies), std::move(leaving)};
    check_commands(files, languages, errors);
    if (!errors.empty()) return errors;
    warn_of_echoes(files, languages, warnings);
    return languages;
}

boost::system::result<daemon::Languages, ConfigErrors> load_languages(const std::filesystem::path& file_or_folder,
                                                                      ConfigErrors& warnings)
{
    const auto parse = [&](std::string_view text, const std::string& file, std::span<const LanguageFile> known) {
        return parse_language_file(text, file, known, warnings);
    };
    auto own = load_each<LanguageFile>(file_or_folder, {"the languages", "[texts] languages"}, parse);
    if (!own) return own.error();
    return with_builtin_languages(std::move(*own), warnings);
}

const std::shared_ptr<const daemon::Languages>& builtin_languages()
{
    static const auto languages = [] {
        ConfigErrors warnings;
        return std::make_shared<const daemon::Languages>(needed(with_builtin_languages({}, warnings)));
    }();
    return languages;
}

} // namespace nida::config
