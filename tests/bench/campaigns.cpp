// What campaigns cost among very many people in 200 groups, on connections as the service has them: importing 100,000 more, previews of several
// audiences, a start until it is on disk, the messages, and a line's choice among them.  nida-bench-campaigns [PEOPLE]; makes its store in TMPDIR and takes
// it away again.
#include "daemon/campaign/filling.hpp"
#include "daemon/campaign/preview.hpp"
#include "daemon/outbox/outbox.hpp"
#include "daemon/people/imports.hpp"
#include "tests/bench/many_people.hpp"

#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <memory>

using namespace nida::daemon;

namespace
{
constexpr int lines = 8;
constexpr std::int64_t imported = 100'000;
constexpr std::int64_t rows_in_a_transaction = 5'000; // as the API has it while nothing else waits
constexpr int claims = 2'000;

double megabytes(const std::string& key)
{
    std::ifstream status{"/proc/self/status"};
    for (std::string word; status >> word;)
        if (double kilobytes = 0; word == key + ':' && status >> kilobytes) return kilobytes / 1024;
    return 0;
}

struct Took {
    double cpu, wall; ///< milliseconds
};

template <class Work> Took timed(const Work& work)
{
    const auto cpu = std::clock();
    const auto begun = std::chrono::steady_clock::now();
    work();
    return {1e3 * static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC,
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count()};
}

/// The median of some rounds, and how far the memory in use rose above what it was before.
template <class Work> void measure(const std::string& what, int rounds, const Work& work)
{
    ::malloc_trim(0);
    std::ofstream{"/proc/self/clear_refs"} << 5; // the peak begins anew
    const auto before = megabytes("VmRSS");
    std::vector<Took> all;
    for (int i = 0; i < rounds; ++i)
        all.push_back(timed(work));
    std::ranges::sort(all, {}, &Took::cpu);
    const auto& middle = all[all.size() / 2];
    fmt::print("{:46} {:9.0f} {:9.0f} {:11.1f} {:9.1f}\n", what, middle.cpu, middle.wall, before,
               megabytes("VmHWM") - before);
}

/// One transaction, on disk when this returns.
template <class Work> void write(Connection& db, const Work& work)
{
    db.database().exec("BEGIN IMMEDIATE");
    work();
    db.database().exec("COMMIT");
}

void import(Connection& db)
{
    const auto act = done_by("bench", noon);
    std::int64_t id = 0;
    write(db, [&] { id = Imports{db}.open({"list.csv", "signed at the meeting"}, act); });
    for (std::int64_t begin = 0; begin < imported; begin += rows_in_a_transaction) {
        std::vector<ImportRow> rows;
        for (auto i = begin; i < begin + rows_in_a_transaction; ++i) {
            PersonDetails person{fmt::format("+2165{:07}", i),
                                 fmt::format("Amal {}", i),
                                 parse_language("ar"),
                                 {"members", fmt::format("group {}", 2 + i % 199)}};
            person.fields = {{"city", fmt::format("City {}", i % 300)}};
            rows.push_back({i + 2, std::move(person)});
        }
        write(db, [&] {
            const auto tally = Imports{db}.take(id, rows, act);
            if (tally.added != rows_in_a_transaction) std::abort();
        });
    }
    write(db, [&] { Imports{db}.close(id); });
}

/// A campaign in three languages, as most are.
CampaignDefinition call(const CampaignAudience& audience, bool merged)
{
    CampaignDefinition definition;
    definition.audience = audience;
    const std::string to = merged ? " {name|you}, {city|your town}" : "";
    definition.texts = {{"ar", "", 1, "اجتماع اللجنة غدا على الساعة السادسة" + to},
                        {"fr", "", 1, "Réunion du comité demain à 18 h" + to},
                        {"en", "", 1, "Meeting of the committee tomorrow at 6" + to}};
    return definition;
}

std::shared_ptr<const Router> router()
{
    std::vector<Router::Line> all;
    for (LineId id = 1; id <= lines; ++id)
        all.push_back({id, id % 2 == 0 ? "tn-ooredoo" : "tn-telecom"});
    return std::make_shared<const Router>(
        std::span<const Recipe>{},
        std::vector<Price>{{"tn-ooredoo", "+2162", 20, "TND"}, {"tn-telecom", "+216", 30, "TND"}}, std::move(all));
}

void previews(Connection& db, const std::shared_ptr<const Router>& way)
{
    CampaignAudience everyone, group, two_groups, rule;
    everyone.everyone = true;
    group.groups = {"members"};
    two_groups.groups = {"group 2", "group 3"};
    two_groups.except_groups = {"group 4"};
    rule.rule =
        "language is ar and field city is \"City 7\" and joined in the last 30 days and no reply since campaign 12";
    PreviewContext context{noon, "en", way, 3, {}};
    for (LineId id = 1; id <= lines; ++id)
        context.lines.push_back({id, fmt::format("line-{}", id), 20});
    const auto one = [&](const std::string& what, const CampaignAudience& audience, bool merged) {
        const auto definition = call(audience, merged);
        std::int64_t people = 0;
        measure("preview: " + what + (merged ? ", filled in" : ""), 3,
                [&] { people = preview(db, 0, definition, context).recipients; });
        fmt::print("    {} people\n", people);
    };
    one("a rule", rule, false);
    one("a group", group, false);
    one("two groups but not a third", two_groups, false);
    one("everyone", everyone, false);
    one("a group", group, true);
    one("everyone", everyone, true);
}

void campaign(Connection& writer, Connection& reader, const std::shared_ptr<const Router>& way)
{
    const auto act = done_by("bench", noon);
    CampaignAudience everyone;
    everyone.everyone = true;
    CampaignId id = 0;
    measure("start: everyone, on disk", 3, [&] {
        write(writer, [&] {
            if (id != 0) Campaigns{writer}.cancel(id, act);
            id = Campaigns{writer}.draft(call(everyone, true), {}, act);
        });
        write(writer, [&] { Campaigns{writer}.submit(id, act, {}); });
    });
    std::unique_ptr<Filling> filling;
    measure("messages: whom they are for", 1, [&] { filling = std::make_unique<Filling>(reader, id, "en"); });
    double longest = 0;
    measure("messages: all of them, filled in", 1, [&] {
        for (bool more = true; more;)
            longest =
                std::max(longest, timed([&] {
                                      write(writer, [&] { more = filling->next(writer, {"en", way, noon, true}); });
                                  }).wall);
    });
    filling.reset();
    auto made = reader.query("SELECT recipients FROM campaign WHERE id = ?1", id);
    made.step();
    fmt::print("    {} messages; the longest slice kept the store for {:.0f} ms\n", made.integer(0), longest);
    LineBudget budget{1};
    budget.others = {{2}, {3}, {4}, {5}, {6}, {7}, {8}};
    measure(fmt::format("{} claims with their results", claims), 1, [&] {
        for (int i = 0; i < claims; ++i)
            write(writer, [&] {
                Outbox outbox{writer};
                const auto claimed = outbox.claim(budget, noon);
                const auto* const segment = std::get_if<Claim>(&claimed);
                if (segment == nullptr) std::abort();
                outbox.record(*segment, SegmentSent{static_cast<unsigned>(i % 256)}, noon);
            });
    });
}
} // namespace

int main(int argc, char** argv)
{
    const std::int64_t count = argc > 1 ? std::atoll(argv[1]) : 1'000'000;
    ManyPeople store{count};
    for (int i = 2; i <= lines; ++i)
        store.add_line(fmt::format("line {}", i));
    store.connection.run("UPDATE person SET line_id = 1 + id % 8 WHERE id % 2 = 0"); // half of them know a line
    store.connection.database().exec(
        "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA cache_size = -2048; PRAGMA shrink_memory");
    fmt::print("{} people, {} MB\n", count, std::filesystem::file_size(store.directory / "nida.db") / 1'000'000);
    fmt::print("{:46} {:>9} {:>9} {:>11} {:>9}\n", "", "CPU ms", "wall ms", "before MB", "more MB");
    Connection writer{store.directory / "nida.db", Connection::Mode::write};
    Connection reader{store.directory / "nida.db", Connection::Mode::read};
    measure(fmt::format("import of {} more", imported), 1, [&] { import(writer); });
    const auto way = router();
    previews(reader, way);
    campaign(writer, reader, way);
}
