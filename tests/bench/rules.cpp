// What rules cost among many people: how long it takes to prepare one, to count whom it means, to list them, and to show the first
// 200, on a connection as the service reads with.  nida-bench-rules [PEOPLE]; makes its store in TMPDIR and takes it away again.
#include "tests/bench/many_people.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

using namespace nida::daemon;

namespace
{
/// Time of this process alone: what else the machine does is not counted.
class Stopwatch
{
public:
    double milliseconds() const { return 1e3 * static_cast<double>(std::clock() - begun_) / CLOCKS_PER_SEC; }
private:
    std::clock_t begun_ = std::clock();
};

const std::vector<std::string> rules{
    "language is ar and field city is \"City 7\" and joined in the last 30 days and no reply since campaign 12",
    "everyone",
    "language is fr",
    "language is ar and in group members and field age >= 18",
    "joined in the last 30 days",
    "in group leaders and not in group \"group 3\"",
    "field city starts with \"city 12\" and not unreachable",
    "field city contains 77 or field role is medic",
    "got campaign 12 and no reply since campaign 12",
    "got campaign 13 and language is not fr",
    "not in group members and language is ar",
    "replied in the last 7 days and language is ar",
};
} // namespace

int main(int argc, char** argv)
{
    const std::int64_t count = argc > 1 ? std::atoll(argv[1]) : 1'000'000;
    Stopwatch filling;
    const ManyPeople store{count};
    fmt::print("{} people, {} MB, made in {:.0f} s\n", count,
               std::filesystem::file_size(store.directory / "nida.db") / 1'000'000, filling.milliseconds() / 1'000);
    fmt::print("{:>11} {:>10} {:>10} {:>10} {:>9}  rule\n", "prepare ms", "count ms", "list ms", "page ms", "people");
    for (const auto& text : rules) {
        Connection reader{store.directory / "nida.db", Connection::Mode::read};
        const Stopwatch preparing;
        const auto compiled = compile_rule(parse_rule(text).value(), reader, utc_rule_clock(noon)).value();
        const auto prepared = preparing.milliseconds();
        const std::string from =
            " FROM person p LEFT JOIN leaving l USING(number) WHERE l.number IS NULL AND " + compiled.sql;
        const Stopwatch counting;
        auto counted = reader.query_once("SELECT count(*)" + from, compiled.values);
        counted.step();
        const auto people = counted.integer(0);
        const auto counted_in = counting.milliseconds();
        const Stopwatch listing;
        std::int64_t last = 0;
        for (auto rows = reader.query_once("SELECT p.id" + from, compiled.values); rows.step();)
            last = rows.integer(0);
        const auto listed_in = listing.milliseconds();
        if (last > count) return 1;
        const Stopwatch turning;
        const auto first = compile_rule(parse_rule(text).value(), reader, utc_rule_clock(noon), RuleUse::page).value();
        for (auto rows = reader.query_once(
                 "SELECT p.id FROM person p LEFT JOIN leaving l USING(number) WHERE l.number IS NULL AND " + first.sql +
                     " ORDER BY p.id LIMIT 200",
                 first.values);
             rows.step();)
            last = rows.integer(0);
        fmt::print("{:11.1f} {:10.0f} {:10.0f} {:10.0f} {:9}  {}\n", prepared, counted_in, listed_in,
                   turning.milliseconds(), people, text);
    }
}
