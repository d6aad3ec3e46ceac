#pragma once

#include "config/report.hpp"
#include "daemon/flow/languages.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nida::config
{

/// Something that stands in a file of a language, and where: another file may contradict it.
struct Placed {
    std::string text;
    std::string file;
    Position at;
};

/// The words of one intent, by how much they decide.
using WeightedWords = std::map<daemon::Weight, std::vector<Placed>>;

/// A file of a language as it stands; what is absent was not in it.
struct LanguageFile {
    std::string file;
    daemon::Language code = daemon::Language::en;
    Position code_at{};
    std::optional<std::string> name;
    std::optional<bool> right_to_left;
    std::map<daemon::Intent, WeightedWords> keywords;
    std::optional<std::vector<Placed>> neutral, courtesies, negations, subjects_of_leaving;
    std::map<daemon::Reply, Placed> replies;
    std::map<daemon::Alarm, Placed> alarms;
    std::map<daemon::Command, std::vector<Placed>> commands;
    std::map<daemon::CoordinatorText, Placed> coordinator_texts;
};

/// Reads one file. Unknown keys and placeholders, words that are none and texts of more than three segments are errors.
///
/// @param known     files before it: a second one with the same code is an error
/// @param warnings  takes the texts of two and three segments
boost::system::result<std::vector<LanguageFile>, ConfigErrors> parse_language_file(std::string_view text,
                                                                                   const std::string& file,
                                                                                   std::span<const LanguageFile> known,
                                                                                   ConfigErrors& warnings);

/// Reads words for leaving, by language and weight: leaving_words.toml.
boost::system::result<std::map<daemon::Language, WeightedWords>, ConfigErrors>
parse_leaving_words(std::string_view text, const std::string& file);

} // namespace nida::config
