#pragma once

#include "config/settings.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace nida::config
{

/// What stands in files that nida.toml names, for the error of one that cannot be read.
struct FilesOf {
    std::string_view content; ///< "the operators' codes"
    std::string_view key;     ///< where nida.toml names them: "[credit] operators"
};

/// The file itself, or all the *.toml of the folder, in the order of their names.
boost::system::result<std::vector<std::filesystem::path>, ConfigErrors>
toml_files(const std::filesystem::path& file_or_folder, const FilesOf& what);

/// A file's content, as read_toml_file() has it.
boost::system::result<std::string, ConfigErrors> toml_text(const std::filesystem::path& file, const FilesOf& what);

/// Reads what toml_files() finds, one file after the other.
/// @param parse  gets a text, its file's name, and what the files before it held
/// @return all that they hold, in their order; or all errors that the files have, file by file
template <class T, class Parse>
boost::system::result<std::vector<T>, ConfigErrors> load_each(const std::filesystem::path& file_or_folder,
                                                              const FilesOf& what, Parse parse)
{
    const auto files = toml_files(file_or_folder, what);
    if (!files) return files.error();
    std::vector<T> all;
    ConfigErrors errors;
    for (const auto& file : *files) {
        const auto text = toml_text(file, what);
        auto read = text ? parse(*text, file.native(), all) : text.error();
        if (read) {
            all.insert(all.end(), read->begin(), read->end());
        } else {
            const auto wrong = read.error(); // by value
            errors.insert(errors.end(), wrong.begin(), wrong.end());
        }
    }
    if (!errors.empty()) return errors;
    return all;
}

} // namespace nida::config
