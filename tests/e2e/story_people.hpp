#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace nida::e2e
{
/// The people of the story, and what a coordinator tells the box of them.
struct Villager {
    std::string number;
    std::string_view zone;     ///< where they live, by the number
    std::string_view network;  ///< whose number it is: "ly-libyana", "ly-almadar", or of no line's operator
    std::string_view language; ///< "ar", "fr", "en"; empty: nobody knows
    std::string name, city;    ///< empty: nobody knows
    bool east = false, west = false, staff = false, circle = false; ///< groups; many are in several
};

/// As many as asked for, always the same.
std::vector<Villager> villagers(unsigned count);
/// The list as somebody would bring it.
std::string list_of(const std::vector<Villager>& people);

/// The campaign's texts as they are given to the box, and as each person ought to read them, where the box's language is French.
extern const std::string text_ar, text_fr, text_en;
std::string text_for(const Villager& person);
} // namespace nida::e2e
