#pragma once

#include "config/language_file.hpp"
#include "config/settings.hpp"
#include "daemon/flow/languages.hpp"

namespace nida::config
{

/// Reads an organisation's languages, one a file, from a file or from all the *.toml of a folder, and joins them to those that are built in.
/// A file whose code is built in replaces what it has key by key ("replies.welcome", "keywords.leave.weak"); any other adds a language.
///
/// Files are checked one by one (see parse_language_file) and together: no two languages may take a word for different things.
///
/// @param warnings  takes what is allowed and perhaps not meant: a text of several segments, an answer that is itself a keyword
/// @return all languages; or all errors that the files have
boost::system::result<daemon::Languages, ConfigErrors> load_languages(const std::filesystem::path& file_or_folder,
                                                                      ConfigErrors& warnings);

/// The same for files at hand.
boost::system::result<daemon::Languages, ConfigErrors> with_builtin_languages(std::vector<LanguageFile> own,
                                                                              ConfigErrors& warnings);

/// config/languages and config/leaving_words.toml, as they were when this was compiled.
const std::shared_ptr<const daemon::Languages>& builtin_languages();

} // namespace nida::config
