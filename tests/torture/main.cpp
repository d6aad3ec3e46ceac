// nida-torture: kills the daemon until it is believed. tests/torture/README.md says how to use it.
#include "tests/e2e/box.hpp"
#include "tests/e2e/verdict.hpp"
#include "tests/torture/round.hpp"
#include "tests/torture/tally.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <deque>
#include <fstream>
#include <iostream>
#include <sstream>

namespace nida::e2e
{
// A round says itself what went wrong, and keeps everything.
bool has_failed() { return false; }
void note_failure(const std::string&) {}
} // namespace nida::e2e

namespace
{
namespace json = boost::json;
using namespace nida::torture;

constexpr unsigned longest_round = 420; // seconds; whatever takes longer hangs

/// A round in a process of its own, whose result comes through a pipe: one that hangs or crashes is a failure like others.
class Running
{
public:
    explicit Running(Plan plan) : plan_{std::move(plan)}
    {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::system_error{errno, std::generic_category(), "pipe"};
        std::fflush(nullptr);
        pid_ = ::fork();
        if (pid_ == 0) {
            ::prctl(PR_SET_PDEATHSIG, SIGKILL);
            ::alarm(longest_round);
            auto result = play(plan_);
            json::array failures;
            for (const auto& failure : result.failures)
                failures.emplace_back(json::string{failure});
            const auto text = json::serialize(
                json::object{{"tally", result.tally}, {"failures", failures}, {"kept", result.kept.string()}});
            for (std::size_t at = 0; at < text.size();)
                at += static_cast<std::size_t>(
                    std::max<ssize_t>(0, ::write(ends[1], text.data() + at, text.size() - at)));
            ::_exit(0);
        }
        ::close(ends[1]);
        pipe_ = ends[0];
    }

    const Plan& plan() const { return plan_; }
    int pipe() const { return pipe_; }

    /// @return whether it is over
    bool read()
    {
        std::array<char, 65536> some{};
        const auto count = ::read(pipe_, some.data(), some.size());
        if (count > 0) text_.append(some.data(), static_cast<std::size_t>(count));
        if (count > 0) return false;
        ::close(pipe_);
        int status = 0;
        ::waitpid(pid_, &status, 0);
        return true;
    }

    RoundResult result() const
    {
        boost::system::error_code none;
        const auto value = json::parse(text_, none);
        if (none) return {{}, {"the round ended without a result: it hung or crashed"}, {}};
        RoundResult result{value.at("tally").as_object(), {}, std::string{value.at("kept").as_string()}};
        for (const auto& failure : value.at("failures").as_array())
            result.failures.emplace_back(failure.as_string());
        return result;
    }
private:
    Plan plan_;
    pid_t pid_ = -1;
    int pipe_ = -1;
    std::string text_;
};

struct Options {
    std::string seeds, file, tally;
    std::string mode;
    unsigned jobs = 4;
    PlanOptions plan;
};

/// "7", "1..200", several with commas between them.
void add_seeds(const std::string& text, std::deque<std::uint64_t>& seeds)
{
    std::istringstream in{text};
    for (std::string part; std::getline(in, part, ',');) {
        const auto dots = part.find("..");
        const auto first = std::stoull(part), last = dots == part.npos ? first : std::stoull(part.substr(dots + 2));
        for (auto seed = first; seed <= last; ++seed)
            seeds.push_back(seed);
    }
}

std::deque<std::uint64_t> seeds_of(const Options& options)
{
    std::deque<std::uint64_t> seeds;
    if (!options.seeds.empty()) add_seeds(options.seeds, seeds);
    if (options.file.empty()) return seeds;
    std::ifstream in{options.file};
    if (!in) throw std::runtime_error{"cannot read " + options.file};
    for (std::string line; std::getline(in, line);) {
        line.resize(std::min(line.size(), line.find('#')));
        std::istringstream words{line};
        for (std::string word; words >> word;)
            add_seeds(word, seeds);
    }
    return seeds;
}

struct Outcome {
    unsigned rounds = 0, failed = 0;
    double lost = 0;
};

void report(const Plan& plan, const RoundResult& result, Outcome& outcome)
{
    ++outcome.rounds;
    if (const auto* lost = result.tally.if_contains("lost")) outcome.lost += lost->to_number<double>();
    if (result.failures.empty()) {
        fmt::print("{}: {} kills, {} in doubt, {:.1f} s\n", in_words(plan), plan.kills.size(),
                   json::serialize(result.tally.at("in_doubt")), result.tally.at("seconds").to_number<double>());
        return;
    }
    ++outcome.failed;
    fmt::print("FAILED {}\n", in_words(plan));
    constexpr std::size_t most_told = 12;
    for (std::size_t i = 0; i < std::min(most_told, result.failures.size()); ++i)
        fmt::print("    {:.200}\n", result.failures[i]);
    if (result.failures.size() > most_told) fmt::print("    and {} more\n", result.failures.size() - most_told);
    if (!result.kept.empty())
        fmt::print("    everything is in {}; again: make torture SEEDS={}\n", result.kept.string(), plan.seed);
}

Outcome run(const Options& options, Tally& tally)
{
    auto seeds = seeds_of(options);
    std::erase_if(seeds, [&](std::uint64_t seed) {
        const bool other_mode = !options.mode.empty() && options.mode != to_string(plan_of(seed, options.plan).mode);
        return other_mode || tally.has(seed);
    });
    Outcome outcome;
    std::deque<Running> running;
    while (!seeds.empty() || !running.empty()) {
        while (!seeds.empty() && running.size() < options.jobs) {
            running.emplace_back(plan_of(seeds.front(), options.plan));
            seeds.pop_front();
        }
        std::vector<pollfd> pipes;
        for (const auto& round : running)
            pipes.push_back({round.pipe(), POLLIN, 0});
        ::poll(pipes.data(), pipes.size(), -1);
        for (std::size_t i = pipes.size(); i-- > 0;) {
            if (pipes[i].revents == 0 || !running[i].read()) continue;
            const auto result = running[i].result();
            report(running[i].plan(), result, outcome);
            if (!result.tally.empty()) tally.add(running[i].plan(), result.tally);
            running.erase(running.begin() + static_cast<std::ptrdiff_t>(i));
        }
        std::fflush(stdout);
    }
    return outcome;
}
} // namespace

int main(int argc, char** argv)
{
    CLI::App app{"Kills nidad while it sends and receives, and compares what callers were told, what the store says "
                 "and what the "
                 "network saw."};
    Options options;
    app.add_option("--seeds", options.seeds, "rounds to play: 7, 1..200, or several with commas between them");
    app.add_option("--file", options.file, "more seeds, from a file; # begins a comment");
    app.add_option("--jobs", options.jobs, "rounds at a time");
    app.add_option("--kills", options.plan.kills, "kills a round");
    app.add_option("--tally", options.tally,
                   "adds a line for each round to this file; what is in it is not played again");
    app.add_option("--mode", options.mode, "only seeds that: sends or receives")
        ->check(CLI::IsMember({"sends", "receives"}));
    app.add_flag("--quick", options.plan.quick, "leave out what waits for a minute");
    app.add_flag("--lying-disk", options.plan.lies,
                 "ignore most synchronisations: then messages have to be lost, and that has to be noticed");
    CLI11_PARSE(app, argc, argv);
    try {
        Tally tally{options.tally, fingerprint(nida::e2e::program("nidad"))};
        const auto outcome = run(options, tally);
        fmt::print("{}", tally.summary());
        if (options.plan.lies) {
            fmt::print("on a disk that lies {} of {} rounds failed, and {} messages were lost\n", outcome.failed,
                       outcome.rounds, outcome.lost);
            return outcome.failed > 0 ? 0 : 1; // a store that cannot be opened any more has lost everything
        }
        if (outcome.failed > 0) fmt::print("{} of {} rounds failed\n", outcome.failed, outcome.rounds);
        return outcome.failed > 0 ? 1 : 0;
    } catch (const std::exception& e) {
        fmt::print(stderr, "nida-torture: {}\n", e.what());
        return 2;
    }
}
