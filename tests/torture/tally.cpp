#include "tests/torture/tally.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <fstream>

namespace nida::torture
{
namespace json = boost::json;

namespace
{
constexpr double goal = 10'000; ///< kills in each mode

void add_counts(std::map<std::string, double>& sums, const json::object& counts)
{
    for (const auto& [name, count] : counts)
        if (count.is_number()) sums[std::string{name}] += count.to_number<double>();
}

std::string listed(const std::map<std::string, double>& sums)
{
    std::string text;
    for (const auto& [name, count] : sums)
        text += fmt::format("{}{} {:.0f}", text.empty() ? "" : ", ", name, count);
    return text.empty() ? "none" : text;
}
} // namespace

Tally::Tally(std::filesystem::path file, std::string version) : file_{std::move(file)}, version_{std::move(version)}
{
    if (file_.empty()) return;
    if (file_.has_parent_path()) std::filesystem::create_directories(file_.parent_path());
    std::ifstream in{file_};
    for (std::string text; std::getline(in, text);) {
        boost::system::error_code cut_short; // where the power went while it was written
        const auto value = json::parse(text, cut_short);
        if (cut_short || !value.is_object()) continue;
        const auto& line = value.get_object();
        count(line);
        if (line.at("version").as_string() == version_) done_.insert(line.at("seed").to_number<std::uint64_t>());
    }
}

void Tally::add(const Plan& plan, const json::object& line)
{
    json::object full{{"seed", plan.seed}, {"version", version_}, {"mode", to_string(plan.mode)}};
    for (const auto& [key, value] : line)
        full[key] = value;
    count(full);
    done_.insert(plan.seed);
    if (!file_.empty()) std::ofstream{file_, std::ios::app} << json::serialize(full) << '\n';
}

void Tally::count(const json::object& line)
{
    auto& sum = sums_[std::string{line.at("mode").as_string()}];
    add_counts(sum.numbers, line);
    add_counts(sum.kinds, line.at("by_kind").as_object());
    add_counts(sum.resolved, line.at("resolved").as_object());
    add_counts(sum.places, line.at("places").as_object());
    add_counts(sum.points, line.at("by_point").as_object());
    sum.numbers["rounds"] += 1;
}

std::string Tally::summary() const
{
    std::string text;
    for (const auto& [mode, sum] : sums_) {
        const auto of = [&sum](const char* name) {
            const auto found = sum.numbers.find(name);
            return found == sum.numbers.end() ? 0.0 : found->second;
        };
        text +=
            fmt::format("{}: {:.0f} kills in {:.0f} rounds ({})\n", mode, of("kills"), of("rounds"), listed(sum.kinds));
        text += fmt::format(
            "  lost {:.0f}, doubled {:.0f}, doubled by policy {:.0f}; {:.0f} messages queued, {:.0f} segments, "
            "{:.0f} messages came, {:.0f} answers\n",
            of("lost"), of("doubled"), of("doubled_by_policy"), of("messages"), of("segments"), of("arrivals"),
            of("answers"));
        text += fmt::format("  in doubt {:.0f}: {}\n", of("in_doubt"), listed(sum.resolved));
        text += fmt::format("  doubts arose at: {}\n", listed(sum.places));
        text += fmt::format("  aimed kills that met: {}; {:.0f} did not\n", listed(sum.points), of("aimed_missed"));
        text += fmt::format("  power cuts: {:.0f} of {:.0f} sectors under way were lost, {:.0f} directory entries\n",
                            of("sectors_lost"), of("sectors_pending"), of("entries_lost"));
        text += fmt::format("  {:.2f} s a kill; {:.0f} ms from start to service; {:.1f} % of {:.0f} kills\n",
                            of("seconds") / std::max(1.0, of("kills")), of("restart_ms") / std::max(1.0, of("rounds")),
                            100 * of("kills") / goal, goal);
    }
    return text;
}

std::string fingerprint(const std::filesystem::path& file)
{
    std::ifstream in{file, std::ios::binary};
    std::uint64_t hash = 0xcbf29ce484222325; // FNV-1a
    for (std::istreambuf_iterator<char> octet{in}, end; octet != end; ++octet)
        hash = (hash ^ static_cast<unsigned char>(*octet)) * 0x100000001b3;
    return fmt::format("{:016x}", hash);
}
} // namespace nida::torture
