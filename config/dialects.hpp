#pragma once

#include "config/settings.hpp"

namespace nida::config
{

/// Reads families of modems, [[dialect]] by [[dialect]], from a file or from all the *.toml of a folder, in the order of their names.
///
/// What a family sends is checked: it may ask and silence, but neither dial nor send, delete, lock, or touch the PIN (see
/// protocol::is_harmless_command).
///
/// @return the families in their order; or all errors that the files have, file by file, by position
boost::system::result<std::vector<protocol::Dialect>, ConfigErrors>
load_dialects(const std::filesystem::path& file_or_folder);

/// The same for a text at hand; `file` stands in the errors.
/// @param known  families that `extends` may name beside the built-in ones and those above it in the text
boost::system::result<std::vector<protocol::Dialect>, ConfigErrors>
parse_dialects(std::string_view text, const std::string& file, std::span<const protocol::Dialect> known = {});

} // namespace nida::config
