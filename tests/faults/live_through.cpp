#include "tests/faults/fault.hpp"

#include <algorithm>
#include <chrono>
#include <iostream>
#include <map>
#include <set>

namespace nida::faults
{
namespace
{
using e2e::Box;
using e2e::Record;
using namespace std::chrono_literals;
namespace json = boost::json;
using Clock = std::chrono::steady_clock;

constexpr auto patience = 900s;
constexpr auto until_mended = 10s;

const std::string long_text = "The bridge over the wadi is closed since this morning. Who has to cross takes the north "
                              "road by the old mill, in groups, and tells us on arrival. Bring water and blankets for "
                              "the children, and the papers of the whole family.";

double in_seconds(Clock::duration time) { return std::chrono::duration<double>(time).count(); }

/// How long nothing got through, at most, while there was something to get through.
class Pauses
{
public:
    void note(const std::string& through)
    {
        const auto now = Clock::now();
        longest_ = std::max(longest_, now - last_);
        if (through == through_) return;
        through_ = through;
        last_ = now;
    }
    void rest() { last_ = Clock::now(); }
    double longest() const { return in_seconds(longest_); }
private:
    Clock::time_point last_ = Clock::now();
    Clock::duration longest_{};
    std::string through_;
};

/// Segments by recipient, text and place in their message: how often the network took each.
std::map<std::string, unsigned> taken_segments(const Box& box)
{
    std::map<std::string, unsigned> taken;
    for (const auto& record : box.ledger("accepted")) {
        const auto place = record["concat"].is_null() ? std::string{} : record.object("concat").text("seq");
        ++taken[record.text("to") + ' ' + place + ' ' + record.text("text")];
    }
    return taken;
}

bool has_left(std::string_view state)
{
    return state == "sent" || state == "delivered" || state == "undelivered" || state == "expired";
}

class Run
{
public:
    Run(const std::vector<const Fault*>& faults, Direction direction) : faults_{faults}, direction_{direction} {}

    Count live()
    {
        const auto begun = Clock::now();
        for (const auto* const fault : faults_)
            if (!fault->end) fault->begin(box_, direction_);
        if (direction_ == Direction::sending)
            queue_messages();
        else
            let_messages_arrive();
        settle();
        compare();
        count_.seconds = in_seconds(Clock::now() - begun);
        return count_;
    }
private:
    /// What was accepted is accepted; where the disk is full, the caller is told so and tries again, as callers do.
    void queue_messages()
    {
        for (unsigned i = 0; i < 30; ++i) {
            begin_what_lasts(i);
            const auto key = "k" + std::to_string(i);
            e2e::Arguments arguments{"send",
                                     "--to",
                                     e2e::number(i),
                                     "--text",
                                     i % 5 == 3 ? key + ' ' + long_text : key,
                                     "--key",
                                     key,
                                     "--priority",
                                     i % 6 == 0 ? "alert" : "reply"};
            while (box_.nida(arguments).code != 0)
                mend_when_due();
            ++count_.messages;
        }
    }

    void let_messages_arrive()
    {
        for (unsigned i = 0; i < 30; ++i) {
            begin_what_lasts(i);
            const auto key = "k" + std::to_string(i) + '.';
            const auto text = i % 5 == 3 ? key + ' ' + long_text : i % 3 == 0 ? "JOIN " + key : key;
            box_.sms(e2e::number(i), text);
            ++count_.messages;
        }
    }

    /// What lasts until somebody puts it right begins in the midst of the work.
    void begin_what_lasts(unsigned message)
    {
        if (message != 10) return;
        for (const auto* const fault : faults_)
            if (fault->end) fault->begin(box_, direction_);
    }

    bool mend_when_due()
    {
        if (mended_ || Clock::now() - begun_ < until_mended) return mended_;
        for (const auto* const fault : faults_)
            if (fault->end) fault->end(box_, direction_);
        return mended_ = true;
    }

    void settle()
    {
        Pauses pauses;
        const auto settled = [&] {
            const auto stats = box_.sim({{"op", "stats"}});
            const auto modem = stats.records("modems").at(0);
            const auto waiting = stats.number("pending") + modem.number("sm") + modem.number("me");
            const auto queue = box_.status().object("queue");
            const bool over =
                queue.number("queued") == 0 && queue.number("submitting") == 0 && waiting == 0 && rows_are_settled();
            if (over)
                pauses.rest();
            else
                pauses.note(stats.object("events").text(direction_ == Direction::sending ? "accepted" : "deleted"));
            return over;
        };
        // Nothing is over before all has been put right.
        e2e::eventually([&] { return mend_when_due() && settled(); }, patience);
        count_.pause = pauses.longest();
    }

    /// The numbers of the status are some moments old where the machine is slow.
    bool rows_are_settled() const
    {
        return std::ranges::none_of(box_.outbox(), [](const auto& row) {
            return row.text("state") == "queued" || row.text("state") == "submitting";
        });
    }

    void compare()
    {
        std::set<std::string> alerts;
        const auto taken = taken_segments(box_);
        std::map<std::string, unsigned> first_segments; // by recipient
        for (const auto& [segment, times] : taken)
            if (segment.find("  ") != segment.npos || segment.find(" 1 ") != segment.npos)
                ++first_segments[segment.substr(0, segment.find(' '))];
        std::set<std::string> resent;
        for (const auto& row : box_.outbox()) {
            const auto state = row.text("state");
            if (row.text("priority") == "alert") resent.insert(row.text("to"));
            if (state == "in_doubt")
                ++count_.in_doubt;
            else if (has_left(state)) {
                if (first_segments[row.text("to")] == 0) lost("was never taken: " + json::serialize(row.json()));
            } else if (row["error"].is_null())
                lost("has not left, and does not say why: " + json::serialize(row.json()));
            else
                ++count_.failed;
        }
        for (const auto& [segment, times] : taken) {
            if (times <= 1) continue;
            const bool by_policy = times == 2 && resent.contains(segment.substr(0, segment.find(' ')));
            if (by_policy)
                ++count_.by_policy;
            else
                doubled("was taken " + std::to_string(times) + " times: " + segment);
        }
        if (direction_ == Direction::sending) {
            if (box_.outbox().size() != count_.messages) lost("rows are missing in the outbox");
            return;
        }
        std::map<std::string, unsigned> rows;
        for (const auto& row : box_.inbox())
            ++rows[row.text("from") + (row.text("complete") == "true" ? "" : " in part")];
        for (unsigned i = 0; i < count_.messages; ++i) {
            const auto times = rows[e2e::number(i)];
            if (times == 0) lost("is not in the inbox: the message of " + e2e::number(i));
            if (times > 1) doubled("is in the inbox again: the message of " + e2e::number(i));
        }
        for (const auto& [from, times] : rows)
            if (from.ends_with("in part")) doubled("is in the inbox in part: " + from);
    }

    void lost(const std::string& what)
    {
        ++count_.lost;
        std::cout << what << std::endl;
    }
    void doubled(const std::string& what)
    {
        ++count_.doubled;
        std::cout << what << std::endl;
    }

    const std::vector<const Fault*>& faults_;
    Direction direction_;
    Box box_{{.simulator = {"--latency", "150", "--jitter", "50", "--sim-slots", "8", "--me-slots", "0",
                            "--delivery-latency", "30", "--status-report-delay", "300", "--reboot-time", "1500"},
              .disk_kilobytes = 48 * 1024}};
    Clock::time_point begun_ = Clock::now();
    bool mended_ = false;
    Count count_;
};
} // namespace

Count live_through(const std::vector<const Fault*>& faults, Direction direction)
{
    return Run{faults, direction}.live();
}
} // namespace nida::faults
