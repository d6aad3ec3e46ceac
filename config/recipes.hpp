#pragma once

#include "config/settings.hpp"
#include "daemon/credit/recipes.hpp"

namespace nida::config
{

/// Reads operators' codes, [[operator]] by [[operator]], from a file or from all the *.toml of a folder, in the order of their names.
///
/// Codes are checked to be USSD codes and patterns to be regular expressions with the groups that they need, so that a slip is found
/// here and not when the money has run out.
///
/// @return the recipes in their order; or all errors that the files have, file by file, by position
boost::system::result<daemon::Recipes, ConfigErrors> load_recipes(const std::filesystem::path& file_or_folder);

/// The same for a text at hand; `file` stands in the errors.
/// @param known  recipes that have their id already
boost::system::result<daemon::Recipes, ConfigErrors> parse_recipes(std::string_view text, const std::string& file,
                                                                   std::span<const daemon::Recipe> known = {});

/// operators.toml, as it was when this was compiled.
const daemon::Recipes& builtin_recipes();
/// `own`, then those built-in ones whose id is not among them.
daemon::Recipes with_builtin_recipes(daemon::Recipes own);

} // namespace nida::config
