#include "config/toml_files.hpp"

#include "config/report.hpp"
#include "config/toml.hpp"

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace nida::config
{
namespace
{
ConfigErrors cannot_read(const std::filesystem::path& path, const FilesOf& what, int error)
{
    Report report{path.native()};
    report.add_for_file("cannot read " + std::string{what.content} + ": " + std::generic_category().message(error) +
                        ". Correct " + std::string{what.key} + ", or see that the user nidad runs as may read this");
    return std::move(report).by_position();
}
} // namespace

boost::system::result<std::vector<std::filesystem::path>, ConfigErrors>
toml_files(const std::filesystem::path& file_or_folder, const FilesOf& what)
{
    std::vector<std::filesystem::path> files;
    std::error_code error;
    if (std::filesystem::is_directory(file_or_folder, error)) {
        std::filesystem::directory_iterator folder{file_or_folder, error};
        if (error) return cannot_read(file_or_folder, what, error.value());
        for (const auto& entry : folder)
            if (entry.path().extension() == ".toml") files.push_back(entry.path());
        std::sort(files.begin(), files.end());
    } else {
        files.push_back(file_or_folder);
    }
    return files;
}

boost::system::result<std::string, ConfigErrors> toml_text(const std::filesystem::path& file, const FilesOf& what)
{
    auto text = read_toml_file(file);
    if (!text) return cannot_read(file, what, errno);
    return std::move(*text);
}

} // namespace nida::config
