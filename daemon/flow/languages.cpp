#include "daemon/flow/languages.hpp"

#include "daemon/flow/fold.hpp"

#include <algorithm>
#include <functional>
#include <initializer_list>
#include <utility>

namespace nida::daemon
{
namespace
{

template <class Which>
std::string first_text(const Languages& languages, std::map<Which, std::string> Vocabulary::*texts, Which which,
                       std::initializer_list<Language> order)
{
    for (const auto& language : order)
        if (const auto* vocabulary = languages.find(language))
            if (const auto found = (vocabulary->*texts).find(which); found != (vocabulary->*texts).end())
                return found->second;
    return {};
}

/// The text with a name where its mark stands.
std::string filled(std::string text, std::string_view mark, const std::string& name)
{
    for (auto at = text.find(mark); at != text.npos; at = text.find(mark, at + name.size()))
        text.replace(at, mark.size(), name);
    return text;
}

} // namespace

std::string run_together(std::string_view text)
{
    std::string whole;
    for (const auto& word : words(fold(text)))
        whole += word;
    return whole;
}

Languages::Languages(std::vector<Vocabulary> vocabularies, std::vector<Keyword> leaving_everywhere)
    : vocabularies_{std::move(vocabularies)}
{
    for (const auto& vocabulary : vocabularies_) {
        for (const auto& keyword : vocabulary.keywords)
            learn(keyword, false);
        for (const auto& [command, spellings] : vocabulary.commands)
            for (const auto& spelling : spellings)
                commands_.try_emplace(run_together(spelling), KnownCommand{command, words(fold(spelling)).size()});
        for (const auto& phrase : vocabulary.courtesies)
            courtesies_.push_back(words(fold(phrase)));
        for (const auto& word : vocabulary.negations)
            negations_[run_together(word)].push_back(vocabulary.language);
        for (const auto& word : vocabulary.subjects_of_leaving)
            subjects_of_leaving_.insert(run_together(word));
    }
    for (const auto& keyword : leaving_everywhere)
        learn(keyword, true);
    std::erase_if(courtesies_, [](const Phrase& phrase) { return phrase.empty(); });
    // "thank you" before "thank": what is left of a longer one would be in the way.
    std::ranges::stable_sort(courtesies_, std::greater{}, [](const Phrase& phrase) { return phrase.size(); });
}

void Languages::learn(const Keyword& keyword, bool everywhere)
{
    const auto word_count = words(fold(keyword.shown)).size();
    const auto [known, is_new] = keywords_.try_emplace(run_together(keyword.shown), KnownWord{keyword, {}, word_count});
    auto& same = known->second.keyword;
    known->second.languages.push_back(keyword.language);
    if (is_new) {
        same.language_is_neutral |= everywhere;
        return;
    }
    // The config lets no two of different intents through.
    if (same.intent != keyword.intent) return;
    same.weight = std::min(same.weight, keyword.weight);
    known->second.word_count = std::max(known->second.word_count, word_count);
    if (!everywhere && same.language != keyword.language) same.language_is_neutral = true;
}

const Vocabulary* Languages::find(const Language& language) const
{
    const auto found = std::ranges::find(vocabularies_, language, &Vocabulary::language);
    return found == vocabularies_.end() ? nullptr : &*found;
}

std::string Languages::codes() const
{
    std::string list;
    for (const auto& vocabulary : vocabularies_)
        list += (list.empty() ? "" : ", ") + to_string(vocabulary.language);
    return list;
}

std::string Languages::reply(Reply which, const Language& language, const Language& otherwise,
                             const std::string& group) const
{
    return filled(first_text(*this, &Vocabulary::replies, which, {language, otherwise, Language::en}), group_mark,
                  group);
}

std::string Languages::alarm(Alarm which, const std::string& about, const Language& language) const
{
    const auto text = first_text(*this, &Vocabulary::alarms, which, {language, Language::en});
    const auto mark = placeholder_of(which);
    return mark.empty() ? text : filled(text, mark, about);
}

std::string Languages::coordinator_text(CoordinatorText which, const Language& language, const Language& otherwise,
                                        std::span<const std::pair<std::string_view, std::string>> values) const
{
    const auto pattern = first_text(*this, &Vocabulary::coordinator_texts, which, {language, otherwise, Language::en});
    // In one walk: what a value says is never taken for a placeholder.
    std::string text;
    for (std::size_t at = 0; at < pattern.size();) {
        const auto* const found = [&]() -> const std::pair<std::string_view, std::string>* {
            for (const auto& value : values)
                if (std::string_view{pattern}.substr(at).starts_with(value.first)) return &value;
            return nullptr;
        }();
        if (found) {
            text += found->second;
            at += found->first.size();
        } else
            text += pattern[at++];
    }
    return text;
}

std::string Languages::command_word(Command command, const Language& language, const Language& otherwise) const
{
    for (const auto& one : {language, otherwise, Language{Language::en}})
        if (const auto* vocabulary = find(one))
            if (const auto found = vocabulary->commands.find(command);
                found != vocabulary->commands.end() && !found->second.empty())
                return found->second.front();
    return {};
}

const Languages::KnownCommand* Languages::command(const std::string& folded) const
{
    const auto found = commands_.find(folded);
    return found == commands_.end() ? nullptr : &found->second;
}

bool Languages::negates(const std::string& folded, const KnownWord& keyword) const
{
    const auto found = negations_.find(folded);
    return found != negations_.end() &&
           std::ranges::find_first_of(found->second, keyword.languages) != found->second.end();
}

const Languages::KnownWord* Languages::keyword(const std::string& folded) const
{
    const auto found = keywords_.find(folded);
    return found == keywords_.end() ? nullptr : &found->second;
}

} // namespace nida::daemon
