#include "tests/torture/judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace nida::torture
{
namespace
{
using e2e::Record;

class Judge
{
public:
    Judge(const Plan& plan, const Ledgers& ledgers) : plan_{plan}, ledgers_{ledgers}
    {
        for (const auto& record : ledgers.accepted) {
            const auto concat = record.object("concat");
            const auto seq = concat.json().empty() ? 1 : concat.number("seq");
            const auto reference = concat.json().empty() ? 0 : concat.number("ref");
            ++taken_[record.text("to")][seq];
            references_[record.text("to")].insert(reference);
        }
        for (const auto& row : ledgers.outbox)
            rows_[row.text("to")].push_back(&row);
        resent_.insert(ledgers.doubts.resent.begin(), ledgers.doubts.resent.end());
    }

    Verdict decide()
    {
        for (const auto& message : ledgers_.called)
            judge_message(message);
        judge_arrivals();
        judge_strangers();
        judge_doubts();
        return std::move(verdict_);
    }
private:
    template <class... Arguments> void fault(fmt::format_string<Arguments...> text, Arguments&&... arguments)
    {
        verdict_.failures.push_back(fmt::format(text, std::forward<Arguments>(arguments)...));
    }

    void lost(const std::string& what)
    {
        ++verdict_.lost;
        fault("lost: {}", what);
    }

    void judge_message(const Called& message)
    {
        ++verdict_.messages;
        known_.insert(message.to);
        const auto& rows = rows_[message.to];
        if (!message.refusal.empty()) fault("{} was refused: {}", message.text, message.refusal);
        if (message.id && rows.empty()) {
            lost(fmt::format("{} was accepted as {} and is not in the store", message.text, *message.id));
            return;
        }
        if (rows.size() > 1) {
            ++verdict_.doubled;
            fault("doubled: {} is {} rows", message.text, rows.size());
        }
        if (rows.empty()) return; // nobody was told anything
        const auto& row = *rows.front();
        if (message.id && row.number("id") != *message.id)
            lost(fmt::format("{} was accepted as {} and is {}", message.text, *message.id, row.number("id")));
        if (row.text("text") != message.text || row.text("priority") != message.priority ||
            row.text("key") != message.key.value_or(""))
            fault("{} is not in the store as it was given: {}", message.text, boost::json::serialize(row.json()));
        judge_row(row);
    }

    /// Whether a row and the network say the same.
    void judge_row(const Record& row)
    {
        const auto id = row.number("id");
        const auto state = row.text("state"), to = row.text("to");
        const auto segments = row.number("segments");
        const auto& taken = taken_[to];
        const bool again = resent_.contains(id);
        verdict_.segments += static_cast<unsigned>(segments);
        if (!again && references_[to].size() > 1)
            fault("message {} went out under {} references", id, references_[to].size());
        std::int64_t gone = 0;
        for (const auto& [number, times] : taken) {
            if (number < 1 || number > segments) fault("message {} has no segment {}", id, number);
            gone += times > 0;
            if (times < 2) continue;
            (again ? verdict_.doubled_by_policy : verdict_.doubled) += times - 1;
            if (!again)
                fault("doubled: segment {} of message {} was taken {} times; it is {}", number, id, times, state);
        }
        if (state == "sent" || state == "delivered" || state == "undelivered" || state == "expired") {
            const bool trusted = ledgers_.decided.contains(id); // a person said so, and may be wrong
            if (gone < segments && !trusted)
                lost(fmt::format("message {} is {}, and {} of {} segments reached the network", id, state, gone,
                                 segments));
        } else if (state == "queued" || state == "submitting")
            fault("message {} is still {}", id, state);
        else if (state != "in_doubt" && row.object("error").text("code").empty())
            fault("message {} is {} and does not say why", id, state);
    }

    void judge_arrivals()
    {
        std::map<std::string, std::vector<const Record*>> inbox;
        for (const auto& row : ledgers_.inbox)
            inbox[row.text("from")].push_back(&row);
        for (const auto& message : ledgers_.inbound) {
            ++verdict_.arrivals;
            known_.insert(message.from);
            const auto& rows = inbox[message.from];
            if (rows.empty()) lost(fmt::format("\"{}\" from {} is not in the inbox", message.text, message.from));
            if (rows.size() > 1) {
                ++verdict_.doubled;
                fault("doubled: what {} wrote is in the inbox {} times", message.from, rows.size());
            }
            if (!rows.empty() && rows.front()->text("text") != message.text)
                fault("{} wrote \"{}\", the inbox has \"{}\"", message.from, message.text, rows.front()->text("text"));
            judge_answers(message);
        }
        if (ledgers_.inbox.size() > ledgers_.inbound.size())
            fault("the inbox has {} rows, {} messages came", ledgers_.inbox.size(), ledgers_.inbound.size());
    }

    void judge_answers(const Inbound& message)
    {
        const auto& rows = rows_[message.from];
        verdict_.answers += static_cast<unsigned>(rows.size());
        if (rows.size() != (message.answered ? 1 : 0)) {
            if (rows.size() > 1)
                ++verdict_.doubled;
            else if (message.answered)
                ++verdict_.lost;
            fault("{} wrote \"{}\" and has {} answers", message.from, message.text, rows.size());
        }
        for (const auto* row : rows)
            judge_row(*row);
    }

    /// Nothing is in the store, or on the air, that nobody asked for.
    void judge_strangers()
    {
        for (const auto& [to, rows] : rows_)
            if (!rows.empty() && !known_.contains(to)) fault("a row to {}, to whom nobody wrote", to);
        for (const auto& [to, segments] : taken_)
            if (!segments.empty() && rows_[to].empty())
                fault("the network took something for {}, and no row says so", to);
    }

    void judge_doubts()
    {
        std::map<std::int64_t, std::string> states;
        std::set<std::int64_t> explained;
        for (const auto& row : ledgers_.outbox)
            states[row.number("id")] = row.text("state");
        for (const auto& doubt : ledgers_.doubts.all) {
            if (!doubt.unproven.empty())
                fault("segment {} of message {} should not be in doubt: {}", doubt.number, doubt.message,
                      doubt.unproven);
            ++verdict_.places[doubt.place];
            const auto decided = ledgers_.decided.find(doubt.message);
            auto how = doubt.settled_by;
            if (decided != ledgers_.decided.end())
                how = "a person: " + decided->second;
            else if (how.empty())
                how = states[doubt.message] == "in_doubt" ? "waiting" : states[doubt.message];
            ++verdict_.doubts[how];
            explained.insert(doubt.message);
        }
        for (const auto& [id, state] : states)
            if (state == "in_doubt" && !explained.contains(id))
                fault("message {} is in doubt, and no kill explains it", id);
        const auto most = std::ranges::max_element(ledgers_.doubts.at_restart);
        if (most != ledgers_.doubts.at_restart.end() && *most > plan_.lines)
            fault("{} rows were in doubt at one restart, of {} lines", *most, plan_.lines);
        if (ledgers_.doubts.without_a_kill > 0)
            fault("{} results stayed away without a kill", ledgers_.doubts.without_a_kill);
    }

    const Plan& plan_;
    const Ledgers& ledgers_;
    std::map<std::string, std::map<std::int64_t, unsigned>> taken_; ///< by recipient and segment
    std::map<std::string, std::set<std::int64_t>> references_;
    std::map<std::string, std::vector<const Record*>> rows_;
    std::set<std::string> known_;
    std::set<std::int64_t> resent_;
    Verdict verdict_;
};
} // namespace

Verdict judge(const Plan& plan, const Ledgers& ledgers) { return Judge{plan, ledgers}.decide(); }
} // namespace nida::torture
