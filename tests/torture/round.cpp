#include "tests/torture/round.hpp"

#include "tests/torture/judge.hpp"
#include "tests/torture/power_cut.hpp"

#include <fmt/format.h>

#include <csignal>
#include <exception>
#include <optional>
#include <thread>

namespace nida::torture
{
namespace json = boost::json;
using namespace std::chrono_literals;
using e2e::Record;
using std::chrono::steady_clock;

namespace
{
constexpr unsigned first_writer = 500'000; ///< whose numbers write to us; callers' recipients begin at 1
constexpr unsigned most_answers = 3;       ///< to one of them: well below reply_limit_per_hour
constexpr auto longest_life = 4s;          ///< after which an aimed kill that met nothing becomes a random one
constexpr auto policy_patience = 75s;      ///< an alert in doubt is sent again after a minute

struct Words {
    const char* text;
    bool answered, joins;
};
constexpr Words words[]{{"JOIN", true, true},       {"انضم", true, true},  {"Rejoindre", true, true},
                        {"STOP", true, false},      {"HELP", true, false}, {"what is this?", false, false},
                        {"من أنتم؟", false, false}, {"JOIN ", true, true}};

class Round
{
public:
    explicit Round(const Plan& plan)
        : plan_{plan},
          random_{plan.seed},
          minds_{plan.seed + 1},
          box_{options_for(plan)},
          callers_{box_.socket(), plan.seed, 2, plan.waits_for_policy ? 6u : 1u}
    {
        std::filesystem::create_directory(box_.file("disk"));
    }

    void play();
    Verdict compare();
    json::object tally(const Verdict& verdict, steady_clock::duration time) const;
    std::filesystem::path keep() { return box_.keep(); }
private:
    static e2e::BoxOptions options_for(const Plan& plan);
    e2e::Environment environment(const Kill* kill) const;
    void live(const Kill& kill);
    std::string writer_of(const std::string& text);
    void bring_in(unsigned messages);
    bool await_service(steady_clock::time_point until);
    void end(const Kill& kill, bool by_itself);
    void come_to_rest();
    void await_evidence();
    void ask_a_person();
    std::int64_t done() const;
    bool progress_beyond(std::int64_t wanted, std::chrono::milliseconds limit) const;

    const Plan& plan_;
    std::mt19937_64 random_;
    std::mt19937_64 minds_; ///< of people who write again
    e2e::Box box_;
    Callers callers_;
    std::vector<Inbound> inbound_;
    std::map<std::int64_t, std::string> decided_;
    std::map<std::string, unsigned> kinds_, points_;
    unsigned missed_ = 0;
    PowerCut cut_;
    std::chrono::milliseconds until_service_{0};
    unsigned came_into_service_ = 0;
};

e2e::BoxOptions Round::options_for(const Plan& plan)
{
    e2e::BoxOptions options;
    options.modems = plan.lines;
    options.start = false;
    options.simulator = {"--seed",
                         std::to_string(plan.seed % 100'000),
                         "--latency",
                         std::to_string(plan.latency_ms),
                         "--jitter",
                         std::to_string(plan.jitter_ms),
                         "--prompt-latency",
                         std::to_string(plan.prompt_ms),
                         "--reboot-time",
                         "60",
                         "--sim-slots",
                         "40",
                         "--status-report-delay"};
    options.simulator.emplace_back(plan.status_reports ? "25" : "off");
    if (plan.mode == Mode::receives) {
        options.simulator.insert(options.simulator.end(), {"--delivery-latency", "4"});
        if (!plan.store_then_send) options.simulator.insert(options.simulator.end(), {"--me-slots", "0"});
    }
    if (plan.direct) {
        options.simulator.emplace_back("--fault");
        options.simulator.emplace_back("instead=+CNMI=?>+CNMI: (0-2),(2),(0,2),(0-2),(0,1)|OK");
    }
    options.line_keys = fmt::format("status_reports = {}\n", plan.status_reports);
    if (plan.store_then_send) options.line_keys += "store_then_send = true\n";
    return options;
}

e2e::Environment Round::environment(const Kill* kill) const
{
    e2e::Environment all{{"NIDA_CRASH_TRACE", box_.file("trace").string()}};
    if (kill && !kill->point.empty()) all.emplace_back("NIDA_CRASH_AT", fmt::format("{}:{}", kill->point, kill->pass));
    if (!plan_.forgetful) return all;
    all.emplace_back("LD_PRELOAD", NIDA_FORGETFUL_DISK);
    all.emplace_back("ASAN_OPTIONS", "verify_asan_link_order=0");
    all.emplace_back("NIDA_DISK", box_.file("nida.db").string());
    all.emplace_back("NIDA_DISK_LOG", box_.file("disk").string());
    all.emplace_back("NIDA_DISK_SYNC_US", std::to_string(plan_.sync_us));
    if (plan_.lies) all.emplace_back("NIDA_DISK_LIES", "1");
    return all;
}

/// How much of what this round is about has happened on the network's side.
std::int64_t Round::done() const
{
    const auto events = box_.sim({{"op", "stats"}}).object("events");
    const char* const event = plan_.mode == Mode::sends ? "accepted" : plan_.direct ? "direct" : "deleted";
    return events[event].is_null() ? 0 : events.number(event);
}

bool Round::progress_beyond(std::int64_t wanted, std::chrono::milliseconds limit) const
{
    const char* const event = plan_.mode == Mode::sends ? "accepted" : plan_.direct ? "direct" : "deleted";
    return box_.sim(
               {{"op", "wait"}, {"until", fmt::format("{}>={}", event, wanted)}, {"timeout_ms", limit / 1ms}})["ok"] ==
           json::value(true);
}

/// Somebody new; or somebody who wrote before, and something else: JOIN and then STOP.
std::string Round::writer_of(const std::string& text)
{
    const auto fresh = e2e::number(first_writer + static_cast<unsigned>(inbound_.size()));
    if (inbound_.empty() || minds_() % 4 != 0) return fresh;
    const auto& before = inbound_[minds_() % inbound_.size()].from;
    std::size_t answered = 0;
    for (const auto& message : inbound_) {
        if (message.from != before) continue;
        if (message.text == text) return fresh;
        answered += message.answered;
    }
    return answered < most_answers ? before : fresh;
}

void Round::bring_in(unsigned messages)
{
    for (unsigned i = 0; i < messages; ++i) {
        const auto& said = words[random_() % std::size(words)];
        Inbound message{writer_of(said.text), said.text, said.answered, said.joins};
        if (random_() % 6 == 0) {
            message.text = fmt::format("We are {} people from the village", 2 + random_() % 50);
            while (message.text.size() < 150 + random_() % 300)
                message.text += fmt::format(", and {} more", message.text.size());
            message.answered = message.joins = false;
        }
        json::object request{
            {"op", "sms"}, {"modem", random_() % plan_.lines}, {"from", message.from}, {"text", message.text}};
        box_.sim(std::move(request));
        inbound_.push_back(std::move(message));
    }
}

/// @return false where the daemon ended, or the time was over, before every line served
bool Round::await_service(steady_clock::time_point until)
{
    while (steady_clock::now() < until) {
        if (!box_.daemon_runs()) return false;
        try {
            if (box_.in_service()) return true;
        } catch (const std::system_error&) {
            // It does not listen yet.
        }
        std::this_thread::sleep_for(2ms);
    }
    return false;
}

/// One life of the daemon, from its start to its violent end.
void Round::live(const Kill& kill)
{
    const auto before = done();
    const auto born = steady_clock::now();
    const auto until = born + longest_life;
    box_.launch(environment(&kill));
    callers_.grant(kill.messages);
    bring_in(kill.inbound);
    if (kill.early) {
        std::this_thread::sleep_for(std::chrono::microseconds{kill.microseconds});
    } else if (await_service(until)) {
        until_service_ += std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - born);
        ++came_into_service_;
        if (kill.point.empty()) {
            progress_beyond(before + kill.after, 400ms);
            std::this_thread::sleep_for(std::chrono::microseconds{kill.microseconds});
        }
    }
    // What comes too rarely in this life, and after all its work was done, is not waited for.
    const auto idle_since = steady_clock::now();
    while (!kill.point.empty() && box_.daemon_runs() && steady_clock::now() < until &&
           steady_clock::now() < idle_since + 700ms)
        std::this_thread::sleep_for(500us);
    end(kill, !box_.daemon_runs());
}

void Round::end(const Kill& kill, bool by_itself)
{
    if (by_itself && kill.point.empty()) throw std::runtime_error{"nidad ended by itself"};
    box_.kill();
    ++kinds_[kind_of(kill)];
    if (by_itself)
        ++points_[kill.point];
    else if (!kill.point.empty())
        ++missed_;
    if (!kill.power) return;
    const auto cut = cut_power(box_.file("nida.db"), box_.file("disk"), random_());
    cut_.writes += cut.writes;
    cut_.sectors += cut.sectors;
    cut_.lost += cut.lost;
    cut_.entries += cut.entries;
    if (plan_.modems_lose_power)
        for (unsigned i = 0; i < plan_.lines; ++i)
            box_.sim({{"op", "reboot"}, {"modem", i}});
}

void Round::play()
{
    for (const auto& kill : plan_.kills)
        live(kill);
    box_.launch(environment(nullptr));
    if (!await_service(steady_clock::now() + (plan_.lies ? 10s : 60s)))
        throw std::runtime_error{"not all lines came into service"};
    come_to_rest();
    await_evidence();
    ask_a_person();
}

void Round::come_to_rest()
{
    callers_.finish();
    // Not by the simulator's "wait", which looks when something is noted: an acknowledgement is not.
    const auto all_taken = [&] {
        const auto stats = box_.sim({{"op", "stats"}});
        return stats.number("pending") == 0 && (plan_.store_then_send || stats.number("held") == 0);
    };
    if (!e2e::eventually(all_taken, 90s)) throw std::runtime_error{"messages were left in a modem, or in the network"};
    if (!box_.wait_until_idle(60s)) throw std::runtime_error{"messages were left in the queue"};
}

/// Doubts can settle by themselves: by late reports, by the modems' copies, by policy.
void Round::await_evidence()
{
    const auto settled = [&] { return box_.status().object("queue").number("in_doubt") == 0; };
    if (plan_.status_reports) {
        e2e::eventually(settled, 1s);
    }
    if (!plan_.waits_for_policy) return;
    const auto no_alerts = [&] {
        for (const auto& row : box_.get("/v1/outbox?state=in_doubt").records("rows"))
            if (row.text("priority") == "alert") return false;
        return true;
    };
    e2e::eventually(no_alerts, policy_patience);
    box_.wait_until_idle(30s);
}

/// Somebody decides about what is left: by what the network knows, or blindly.
void Round::ask_a_person()
{
    if (!plan_.person_decides) return;
    const auto accepted = box_.ledger("accepted");
    for (const auto& row : box_.get("/v1/outbox?state=in_doubt").records("rows")) {
        if (random_() % 3 == 0) continue;
        static constexpr const char* blindly[]{"sent", "resend", "failed"};
        const char* const outcome = blindly[random_() % 3];
        const auto id = row.number("id");
        const auto answer = box_.nida({"resolve", std::to_string(id), outcome});
        if (answer.code != 0) throw std::runtime_error{"nida resolve: " + answer.err};
        decided_[id] = outcome;
    }
    if (!box_.wait_until_idle(30s)) throw std::runtime_error{"what a person decided does not leave the queue"};
}

Verdict Round::compare()
{
    Ledgers ledgers;
    ledgers.called = callers_.finish();
    ledgers.inbound = inbound_;
    ledgers.accepted = box_.ledger("accepted");
    ledgers.doubts = doubts_in(read_trace(box_.file("trace")));
    ledgers.decided = decided_;
    ledgers.outbox = box_.outbox(); // asked as people ask
    ledgers.inbox = box_.inbox();
    if (const int code = box_.stop(); code != 0) throw std::runtime_error{fmt::format("nidad ended with {}", code)};
    auto verdict = judge(plan_, ledgers);
    const auto checked = box_.nida({"check", box_.file("nida.db").string()}); // as people check
    if (checked.code != 0) verdict.failures.push_back("nida check: " + checked.out + checked.err);
    return verdict;
}

json::object counts(const std::map<std::string, unsigned>& of)
{
    json::object all;
    for (const auto& [name, count] : of)
        all[name] = count;
    return all;
}

json::object Round::tally(const Verdict& verdict, steady_clock::duration time) const
{
    unsigned in_doubt = 0;
    for (const auto& [how, count] : verdict.doubts)
        in_doubt += count;
    return {{"kills", plan_.kills.size()},
            {"by_kind", counts(kinds_)},
            {"by_point", counts(points_)},
            {"aimed_missed", missed_},
            {"messages", verdict.messages},
            {"segments", verdict.segments},
            {"arrivals", verdict.arrivals},
            {"answers", verdict.answers},
            {"lost", verdict.lost},
            {"doubled", verdict.doubled},
            {"doubled_by_policy", verdict.doubled_by_policy},
            {"in_doubt", in_doubt},
            {"resolved", counts(verdict.doubts)},
            {"places", counts(verdict.places)},
            {"sectors_lost", cut_.lost},
            {"sectors_pending", cut_.sectors},
            {"entries_lost", cut_.entries},
            {"restart_ms", came_into_service_ == 0 ? 0 : until_service_.count() / came_into_service_},
            {"seconds", std::chrono::duration<double>{time}.count()}};
}
} // namespace

RoundResult play(const Plan& plan)
{
    RoundResult result;
    const auto begun = steady_clock::now();
    std::optional<Round> round;
    try {
        round.emplace(plan);
        round->play();
        const auto verdict = round->compare();
        result.tally = round->tally(verdict, steady_clock::now() - begun);
        result.failures = verdict.failures;
    } catch (const std::exception& e) {
        result.failures.emplace_back(e.what());
    }
    if (!result.failures.empty() && round && !plan.lies) result.kept = round->keep();
    return result;
}
} // namespace nida::torture
