#pragma once

#include "daemon/cli/terminal_text.hpp"
#include "daemon/cli/texts.hpp"

#include <fmt/format.h>

#include <array>
#include <concepts>
#include <optional>
#include <string>
#include <string_view>

namespace nida::daemon::cli
{

/// The languages that the command speaks with people. JSON is in none of them.
enum class Language { en, fr, ar };

/// One text in one language; `words` is a format string of fmt with numbered places ({0}).
struct Entry {
    Text key;
    std::string_view words;
};

using Catalogue = std::array<Entry, text_count>;

/// Whether every text has its entry, in the order of the enumeration.
constexpr bool is_complete(const Catalogue& catalogue)
{
    for (std::size_t i = 0; i < catalogue.size(); ++i)
        if (static_cast<std::size_t>(catalogue[i].key) != i || catalogue[i].words.empty()) return false;
    return true;
}

extern const Catalogue english;
extern const Catalogue french;
extern const Catalogue arabic;

/// "en", "fr" or "ar".
std::string_view code_of(Language language);

/// The language of "fr", "fr_FR.UTF-8", "ar-LY"...; nothing for any other.
std::optional<Language> language_of(std::string_view locale);

/// The texts of one language. What is filled into them is made fit for the terminal, and isolated where its direction
/// could disturb the sentence.
class Words
{
public:
    explicit Words(Language language);

    template <class... Arguments> std::string operator()(Text text, const Arguments&... arguments) const
    {
        return fmt::format(fmt::runtime(raw(text)), shown(arguments)...);
    }

    std::string_view raw(Text text) const;
    Language language() const { return language_; }
    bool right_to_left() const { return language_ == Language::ar; }
private:
    template <std::integral Number> Number shown(Number number) const { return number; }
    std::string shown(std::string_view text) const
    {
        const auto clean = printable(text);
        return right_to_left() || is_directional(clean) ? isolated(clean) : clean;
    }

    Language language_;
    const Catalogue* catalogue_;
};

/// The other way: the API's name of a message's state that somebody typed as the tables of any of our languages show it, or as the name
/// with blanks or hyphens ("in doubt", "held back", "incertain"). What is none of them comes back as it is.
std::string state_named(std::string_view typed);

/// The word for a value of the API ("in_doubt", "alert", "member"...), or the value itself where it is a new one.
std::string state_word(const Words& words, std::string_view value);

} // namespace nida::daemon::cli
