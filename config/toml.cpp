#include "config/toml.hpp"

#include "config/screening.hpp"

#include <cerrno>
#include <fstream>

namespace nida::config
{
namespace
{
constexpr std::size_t longest_file = 64 * 1024;
} // namespace

std::string_view type_name(const toml::node& node)
{
    switch (node.type()) {
    case toml::node_type::none: return "nothing";
    case toml::node_type::table: return "a section";
    case toml::node_type::array: return "a list";
    case toml::node_type::string: return "text in quotes";
    case toml::node_type::integer: return "a whole number";
    case toml::node_type::floating_point: return "a number with a fraction";
    case toml::node_type::boolean: return "a true-or-false value";
    case toml::node_type::date: return "a date";
    case toml::node_type::time: return "a time of day";
    case toml::node_type::date_time: return "a date and time";
    }
    return "of unknown type";
}

std::optional<toml::table> parse_toml(std::string_view text, std::string_view example, Report& report)
{
    if (text.size() > longest_file) {
        report.add_for_file("this is longer than 64 KiB, which no configuration of Nida is; is it the right file?");
        return std::nullopt;
    }
    if (auto unfit = unfit_for_toml(text)) {
        report.add(unfit->at, std::move(unfit->what));
        return std::nullopt;
    }
    auto parsed = toml::parse(text);
    if (!parsed) {
        const auto& error = parsed.error();
        report.add(begin_of(error.source()),
                   "this is not TOML, and what follows was not looked at: " + std::string{error.description()} +
                       " (keys stand alone on their lines, text in double quotes: " + std::string{example} + ")");
        return std::nullopt;
    }
    return std::move(parsed).table();
}

std::optional<std::string> read_toml_file(const std::filesystem::path& file)
{
    errno = 0;
    std::ifstream stream{file, std::ios::binary};
    std::string text;
    if (stream) {
        text.resize(longest_file + 1); // one more than parse_toml() takes
        stream.read(text.data(), static_cast<std::streamsize>(text.size()));
        text.resize(static_cast<std::size_t>(stream.gcount()));
    }
    if (!stream && !stream.eof()) {
        if (errno == 0) errno = EIO;
        return std::nullopt;
    }
    return text;
}

} // namespace nida::config
