#pragma once
#include <boost/regex.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nida::daemon
{
/// A regular expression that reads a reply, compiled. It sees the text as `plain_reply` gives it, without regard to the case of A-Z.
struct ReplyPattern {
    std::string language; ///< "ar", "fr", "en": for people who look after the recipes
    boost::regex expression;
};
/// @return the expression, or why it is none ("Unmatched ( ...")
struct CompiledPattern {
    boost::regex expression;
    std::string error;
};
CompiledPattern compile_pattern(const std::string& text);
/// Whether the pattern has a group of that name.
bool has_group(std::string_view pattern, std::string_view name);

/// What to dial for one thing, and how to read what comes.
struct RecipeCode {
    std::string code;                 ///< "*121#"; for a top-up with {voucher} in it. Empty where none is known
    std::vector<std::string> answers; ///< what to choose where the network asks back, one after the other
    std::vector<ReplyPattern> patterns;
    bool guess = false; ///< whether the general patterns may read what these do not
    std::string source; ///< where the code was found
    bool verified = false;
    bool known() const { return !code.empty(); }
};

/// An operator, as the SIM's IMSI names it, and its codes.
struct Recipe {
    std::string id, name, country;     ///< "ly-libyana", "Libyana", "LY"
    std::vector<std::string> networks; ///< MCC and MNC, 5 or 6 digits
    std::vector<std::string> prefixes; ///< how its customers' numbers begin: "+21892"
    std::string currency;              ///< ISO 4217; of amounts whose currency says nothing or several things
    RecipeCode balance, own_number, bundle, top_up;
};
using Recipes = std::vector<Recipe>;

constexpr std::string_view voucher_mark = "{voucher}";

/// The recipe of a line: by the name that the config gives it, else by the SIM. A six-digit network goes before a five-digit one,
/// since the IMSI does not say how long its MNC is (TS 23.003 §2.2); of equals, the first. @return null where there is none
const Recipe* recipe_named(std::span<const Recipe> recipes, std::string_view id);
const Recipe* recipe_for_imsi(std::span<const Recipe> recipes, std::string_view imsi);

/// 6 to 20 digits.
bool is_voucher(std::string_view voucher);
/// The code to dial. `voucher` is one.
std::string top_up_code(const Recipe& recipe, std::string_view voucher);
} // namespace nida::daemon
