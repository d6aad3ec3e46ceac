#include "daemon/people/files/people_vcard.hpp"

#include "daemon/flow/fold.hpp"
#include "daemon/people/files/headings.hpp"
#include "daemon/people/files/person_builder.hpp"
#include "daemon/people/files/vcard.hpp"
#include "daemon/people/files/written_cells.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace nida::daemon
{

namespace
{

using Rank = PersonBuilder::Rank;

/// A card while it is read.
class Card
{
public:
    explicit Card(std::uint64_t line) : line_{line} {}

    std::uint64_t line() const { return line_; }

    void take(VcardProperty& property)
    {
        if (property.undecodable) refused_ = fmt::format("line {} is not in the encoding that it names", property.line);
        if (property.name == "TEL") telephones_.push_back(property);
        if (property.name == "X-ABLABEL" && !property.group.empty()) labels_[property.group] = property.value;
        if (property.name == "FN" && name_.empty()) name_ = unescaped(property.value);
        if (property.name == "N") names_ = property.value;
        if (property.name == "NOTE") notes_.push_back(unescaped(property.value));
        if (property.name == "LANG" && language_.empty()) language_ = property.value;
        if (property.name == "CATEGORIES") add_groups(property.value);
    }

    void finish(PeopleFile& file)
    {
        PersonBuilder person{line_};
        person.set_name(name_);
        const auto parts = components(names_, ';');
        const auto part = [&](std::size_t i) { return i < parts.size() ? name_part(parts[i]) : std::string{}; };
        person.set_names(part(1), part(2), part(0));
        person.add_groups(groups_);
        for (const auto& note : notes_)
            person.add_note(note);
        person.set_language(language_);
        if (!refused_.empty()) person.refuse(refused_);
        // The preferred one first among its like.
        std::ranges::stable_sort(telephones_, {}, [](const VcardProperty& tel) { return !is_preferred(tel); });
        for (const auto& telephone : telephones_)
            if (const auto rank = rank_of(telephone)) person.add_number(unescaped(telephone.value), *rank);
        person.finish(file);
    }
private:
    /// Several given names are separated by commas.
    static std::string name_part(std::string_view part)
    {
        std::string names;
        for (const auto name : components(part, ','))
            names += (names.empty() ? "" : " ") + unescaped(name);
        return names;
    }

    void add_groups(std::string_view value)
    {
        for (const auto category : components(value, ','))
            for (auto& group : groups_in(unescaped(category) + ';')) // a comma in it is its own
                groups_.push_back(std::move(group));
    }

    static bool is_preferred(const VcardProperty& telephone)
    {
        return telephone.has("PREF") || std::ranges::any_of(telephone.parameters, [](const auto& parameter) {
                   return parameter.name == "PREF" && parameter.value == "1";
               });
    }

    /// Nothing for a fax.
    std::optional<Rank> rank_of(const VcardProperty& telephone) const
    {
        const auto label = labels_.find(telephone.group);
        std::string types = label == labels_.end() ? "" : label->second;
        for (const auto& parameter : telephone.parameters)
            if (parameter.name.empty() || parameter.name == "TYPE") types += " " + parameter.value;
        if (is_useless_label(types)) return {};
        if (is_mobile_label(types)) return Rank::mobile;
        return telephone.has("HOME") || telephone.has("WORK") ? Rank::other : Rank::plain;
    }

    std::uint64_t line_;
    std::vector<VcardProperty> telephones_;
    std::map<std::string, std::string> labels_;
    std::string name_, names_, language_, refused_;
    std::vector<std::string> notes_, groups_;
};

bool is_card(std::string_view value) { return fold(trimmed(value)) == "vcard"; }

} // namespace

bool is_vcard(std::string_view text)
{
    const auto begins = trimmed(text.substr(0, 1'000));
    return fold(begins.substr(0, 11)).starts_with("begin:vcard");
}

PeopleFile read_vcards(std::string_view text)
{
    PeopleFile file;
    file.format = PeopleFile::Format::vcard;
    VcardReader reader{text};
    VcardProperty property;
    std::optional<Card> card;
    int inside = 0; // cards within the card
    bool after_agent = false;
    while (reader.next(property)) {
        const bool is_agent = std::exchange(after_agent, false);
        if (property.name == "BEGIN" && is_card(property.value)) {
            if (card && (is_agent || inside > 0)) {
                ++inside;
                continue;
            }
            if (card) file.rejected.push_back({card->line(), "the card has no end"});
            card.emplace(property.line);
        } else if (property.name == "END" && is_card(property.value)) {
            if (inside > 0) {
                --inside;
                continue;
            }
            if (card) card->finish(file);
            card.reset();
        } else if (card && inside == 0) {
            after_agent = property.name == "AGENT" && trimmed(property.value).empty();
            card->take(property);
        }
    }
    if (card) file.rejected.push_back({card->line(), "the card has no end"});
    return file;
}

} // namespace nida::daemon
