#include "tests/e2e/story_people.hpp"

#include <array>

namespace nida::e2e
{
namespace
{
struct Home {
    std::string_view prefix, zone, network;
    unsigned first; ///< of the numbers behind the prefix
};
constexpr Home libyana{"+21892", "Africa/Tripoli", "ly-libyana", 5'000'000};
constexpr Home almadar{"+21891", "Africa/Tripoli", "ly-almadar", 5'000'000};
constexpr Home tunisia{"+2162", "Africa/Tunis", "", 5'000'000};
constexpr Home france{"+336", "Europe/Paris", "", 12'000'000};
constexpr Home montreal{"+1514", "America/Toronto", "", 3'000'000};
constexpr std::array<Home, 10> homes{libyana, libyana, libyana, libyana, almadar,
                                     almadar, tunisia, tunisia, france,  montreal};
constexpr std::array<std::string_view, 7> languages{"ar", "fr", "ar", "en", "fr", "ar", ""};
constexpr std::array<std::string_view, 4> cities{"Sfax", "بنغازي", "Béja", ""};

const std::string& or_else(const std::string& known, const std::string& otherwise)
{
    return known.empty() ? otherwise : known;
}
} // namespace

std::vector<Villager> villagers(unsigned count)
{
    std::vector<Villager> people;
    for (unsigned i = 0; i < count; ++i) {
        const auto& home = homes[i % homes.size()];
        Villager person;
        person.number = std::string{home.prefix} + std::to_string(home.first + i);
        person.zone = home.zone;
        person.network = home.network;
        person.language = languages[i % languages.size()];
        person.name = i % 11 == 0 ? "" : "Amal " + std::to_string(i);
        person.city = cities[i / 3 % cities.size()];
        person.east = i % 2 == 0;
        person.west = i % 3 != 1;
        person.staff = i % 25 == 4;
        person.circle = i % 41 == 3;
        people.push_back(std::move(person));
    }
    return people;
}

std::string list_of(const std::vector<Villager>& people)
{
    std::string csv = "number,name,language,city,groups\n";
    for (const auto& person : people) {
        std::string groups;
        const auto add = [&](bool is_in, std::string_view group) {
            if (is_in) groups += (groups.empty() ? "" : ";") + std::string{group};
        };
        add(person.east, "east");
        add(person.west, "west");
        add(person.staff, "staff");
        add(person.circle, "circle");
        csv += person.number + ',' + person.name + ',' + std::string{person.language} + ',' + person.city + ",\"" +
               groups + "\"\n";
    }
    return csv;
}

const std::string text_ar = "{name|صديقنا}، تجتمع لجنة الحي في {city|مدينتك} يوم الأحد على الساعة العاشرة صباحا";
const std::string text_fr =
    "{name|Bonjour}, le comité de {city|votre quartier} se réunit dimanche à 10 h. Venez avec vos voisins.";
const std::string text_en = "{name|Friend}, the committee of {city|your town} meets on Sunday at 10.";

std::string text_for(const Villager& person)
{
    if (person.language == "ar")
        return or_else(person.name, "صديقنا") + "، تجتمع لجنة الحي في " + or_else(person.city, "مدينتك") +
               " يوم الأحد على الساعة العاشرة صباحا";
    if (person.language == "en")
        return or_else(person.name, "Friend") + ", the committee of " + or_else(person.city, "your town") +
               " meets on Sunday at 10.";
    return or_else(person.name, "Bonjour") + ", le comité de " + or_else(person.city, "votre quartier") +
           " se réunit dimanche à 10 h. Venez avec vos voisins.";
}
} // namespace nida::e2e
