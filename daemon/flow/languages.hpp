#pragma once

#include "daemon/coordinator/command.hpp"
#include "daemon/coordinator/coordinator_text.hpp"
#include "daemon/flow/keyword.hpp"
#include "daemon/flow/replies.hpp"
#include "daemon/line/alarm.hpp"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace nida::daemon
{

/// The word or words of a text, folded and run together: how a keyword is looked up. Empty where it has none.
std::string run_together(std::string_view text);

/// What the box understands and says in one language. Words may be written in any spelling that folds to the same.
struct Vocabulary {
    Language language;
    std::string name; ///< in the language itself: "Français"
    bool right_to_left = false;
    std::vector<Keyword> keywords;
    /// Phrases that may stand before or after the keyword and don't count as words: greetings, "please", "I want to".
    std::vector<std::string> courtesies;
    /// Words after which a word for leaving of this language, inside a short message, means the opposite: "don't stop".
    std::vector<std::string> negations;
    /// Words that make clear what a message wants to end: "stop these messages". With one of them in it, a message that
    /// begins with any word for leaving counts at any length.
    std::vector<std::string> subjects_of_leaving;
    std::map<Reply, std::string> replies;
    std::map<Alarm, std::string> alarms;                    ///< with `placeholder_of` what each is about
    std::map<Command, std::vector<std::string>> commands{}; ///< the first of each is what people are told
    std::map<CoordinatorText, std::string> coordinator_texts{};
};

/// The languages of the box: what supporters may say in any of them, and what is said to people.
class Languages
{
public:
    Languages() = default; ///< none: understands nothing and says nothing
    /// A word that several languages use belongs to none of them alone; the most that one of them lets it decide holds.
    /// @param leaving_everywhere  words that leave whatever languages there are
    explicit Languages(std::vector<Vocabulary> vocabularies, std::vector<Keyword> leaving_everywhere = {});

    std::span<const Vocabulary> all() const { return vocabularies_; }
    const Vocabulary* find(const Language& language) const; ///< null where the box does not have it
    std::string codes() const;                              ///< "ar, en, fr"

    /// The answer in the first of these languages that has it: `language`, `otherwise`, English.
    /// @param group  what stands where its text names a group
    std::string reply(Reply which, const Language& language, const Language& otherwise,
                      const std::string& group = {}) const;
    /// What coordinators are texted about an alarm, in `language` or else in English. The cause stands in the log and in `nida line`.
    /// @param about  what stands where its text names the line or campaign
    std::string alarm(Alarm which, const std::string& about, const Language& language) const;

    /// What a coordinator is answered, in the first of these languages that has it: `language`, `otherwise`, English.
    /// @param values  what stands for each placeholder, which is named with its braces
    std::string coordinator_text(CoordinatorText which, const Language& language, const Language& otherwise,
                                 std::span<const std::pair<std::string_view, std::string>> values = {}) const;

    // --- for read_instruction()
    struct KnownCommand {
        Command command;
        std::size_t word_count; ///< as it is shown
    };
    /// What words run together are to a coordinator; null where they are no command.
    const KnownCommand* command(const std::string& folded) const;

    // --- for match_keyword()
    struct KnownWord {
        Keyword keyword;
        std::vector<Language> languages; ///< that use it
        std::size_t word_count; ///< as it is shown; where that differs, the most: as fewer words it is found anyway
    };
    using Phrase = std::vector<std::string>;
    /// What words run together, as fold() and words() give them, are; null where they are no keyword.
    const KnownWord* keyword(const std::string& folded) const;
    std::span<const Phrase> courtesies() const { return courtesies_; } ///< folded, longer ones first
    /// Whether a word such as "not" before a keyword means the opposite: it does in its own language. "No" is one in Spanish, but "No! STOP" is not.
    bool negates(const std::string& folded, const KnownWord& keyword) const;
    bool is_subject_of_leaving(const std::string& folded) const { return subjects_of_leaving_.contains(folded); }
    /// The word that people are told for a command, in the first of these languages that has one: `language`, `otherwise`, English.
    std::string command_word(Command command, const Language& language, const Language& otherwise) const;
private:
    void learn(const Keyword& keyword, bool everywhere);

    std::vector<Vocabulary> vocabularies_;
    std::unordered_map<std::string, KnownWord> keywords_; ///< by their folded words, run together
    std::unordered_map<std::string, KnownCommand> commands_;
    std::vector<Phrase> courtesies_;
    std::unordered_map<std::string, std::vector<Language>> negations_;
    std::unordered_set<std::string> subjects_of_leaving_;
};

} // namespace nida::daemon
