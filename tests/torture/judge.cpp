#include "tests/torture/judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
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
            ++taken_[record.text("to")][seq];
            if (!concat.json().empty()) references_[record.text("to")].insert(concat.number("ref"));
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
        judge_rows(message.to);
    }

    /// Whether the rows to somebody, and what the network took for them, say the same.
    void judge_rows(const std::string& to)
    {
        std::map<std::int64_t, std::int64_t> most, least; ///< how often the network may, and must, have taken a segment
        bool again = false;
        std::set<std::int64_t>::size_type references = 0;
        for (const auto* row : rows_[to]) {
            judge_state(*row);
            const auto segments = row->number("segments");
            again |= resent_.contains(row->number("id"));
            references += segments > 1;
            const bool trusted = ledgers_.decided.contains(row->number("id")); // a person said so, and may be wrong
            for (std::int64_t number = 1; number <= segments; ++number) {
                ++most[number];
                least[number] += has_left(*row) && !trusted;
            }
        }
        if (!again && references_[to].size() > references)
            fault("{} was written to under {} references", to, references_[to].size());
        const auto& taken = taken_[to];
        for (const auto& [number, times] : taken) {
            const auto wanted = most.contains(number) ? most[number] : 0;
            if (wanted == 0) fault("nothing that {} is sent has a segment {}", to, number);
            if (wanted == 0 || times <= wanted) continue;
            (again ? verdict_.doubled_by_policy : verdict_.doubled) += static_cast<unsigned>(times - wanted);
            if (!again)
                fault("doubled: segment {} to {} was taken {} times, for {} messages", number, to, times, wanted);
        }
        for (const auto& [number, wanted] : least) {
            const auto found = taken.find(number);
            const auto times = found == taken.end() ? 0 : found->second;
            if (times < wanted)
                lost(fmt::format("segment {} to {} is sent in {} messages, and {} reached the network", number, to,
                                 wanted, times));
        }
    }

    static bool has_left(const Record& row)
    {
        const auto state = row.text("state");
        return state == "sent" || state == "delivered" || state == "undelivered" || state == "expired";
    }

    /// Whether a row has come to an end, or says why it has not.
    void judge_state(const Record& row)
    {
        const auto id = row.number("id");
        const auto state = row.text("state");
        verdict_.segments += static_cast<unsigned>(row.number("segments"));
        if (state == "queued" || state == "submitting")
            fault("message {} is still {}", id, state);
        else if (!has_left(row) && state != "in_doubt" && row.object("error").text("code").empty())
            fault("message {} is {} and does not say why", id, state);
    }

    /// @return what one of them wrote, or the inbox has of them, in alphabetical order
    template <class Messages> static std::vector<std::string> texts(const Messages& messages)
    {
        std::vector<std::string> all;
        for (const auto* message : messages)
            all.push_back(text_of(*message));
        std::ranges::sort(all);
        return all;
    }
    static std::string text_of(const Inbound& message) { return message.text; }
    static std::string text_of(const Record& row) { return row.text("text"); }

    void judge_arrivals()
    {
        std::map<std::string, std::vector<const Record*>> inbox;
        std::map<std::string, std::vector<const Inbound*>> written;
        for (const auto& row : ledgers_.inbox)
            inbox[row.text("from")].push_back(&row);
        for (const auto& message : ledgers_.inbound)
            written[message.from].push_back(&message);
        for (const auto& [from, messages] : written) {
            verdict_.arrivals += static_cast<unsigned>(messages.size());
            known_.insert(from);
            const auto wrote = texts(messages), has = texts(inbox[from]);
            for (const auto& text : without(wrote, has))
                lost(fmt::format("\"{}\" from {} is not in the inbox", text, from));
            for (const auto& text : without(has, wrote)) {
                ++verdict_.doubled;
                fault("doubled, or altered: the inbox has \"{}\" from {}, who did not write it, or once", text, from);
            }
            judge_answers(from, messages);
        }
        if (ledgers_.inbox.size() > ledgers_.inbound.size())
            fault("the inbox has {} rows, {} messages came", ledgers_.inbox.size(), ledgers_.inbound.size());
    }

    static std::vector<std::string> without(const std::vector<std::string>& all, const std::vector<std::string>& others)
    {
        std::vector<std::string> rest;
        std::ranges::set_difference(all, others, std::back_inserter(rest));
        return rest;
    }

    void judge_answers(const std::string& from, const std::vector<const Inbound*>& messages)
    {
        const auto most = std::ranges::count_if(messages, &Inbound::answered);
        const bool leaves = std::ranges::any_of(messages, [](const auto* one) { return one->text == "STOP"; });
        const auto least = most - (leaves ? std::ranges::count_if(messages, &Inbound::joins) : 0);
        const auto has = std::ssize(rows_[from]);
        verdict_.answers += static_cast<unsigned>(has);
        if (has > most) ++verdict_.doubled;
        if (has < least) ++verdict_.lost;
        if (has > most || has < least) fault("{} is owed {} to {} answers and has {}", from, least, most, has);
        judge_rows(from);
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
