#include "daemon/report/period_report.hpp"

#include "daemon/people/people.hpp"
#include "daemon/store/rows_by_time.hpp"

#include <boost/assert.hpp>

#include <algorithm>
#include <utility>

namespace nida::daemon
{
namespace
{
constexpr std::int64_t rows_in_a_slice = 20'000;
} // namespace

PeriodReporting::PeriodReporting(Connection& db, Days days, const ReportContext& context)
    : context_{context},
      counting_{context},
      from_{context.zone.instant(LocalTime{days.from})},
      to_{context.zone.instant(LocalTime{days.to + std::chrono::days{1}})},
      inbox_at_{last_before(db, inbox_by_time, from_)},
      inbox_up_to_{last_before(db, inbox_by_time, to_)}
{
    BOOST_ASSERT(days.from <= days.to && days.to - days.from < longest_span);
    report_.days = days;
    report_.made = context.now;
    for (auto day = days.from; day <= days.to; day += std::chrono::days{1})
        report_.by_day[day];
    messages_.emplace(last_before(db, messages_by_time, from_), last_before(db, messages_by_time, to_), 0);
    comings_.emplace(db, from_, to_);
    if (const auto since = context.kept_since(); since && from_ < *since) report_.kept_since = since;
}

bool PeriodReporting::next(Connection& db)
{
    if (messages_) {
        if (!messages_->next(db, [&](const ReportedMessage& message) { take(db, message); })) messages_.reset();
        return true;
    }
    if (take_inbox(db)) return true;
    const auto take_coming = [&](const Coming& coming) {
        people_.add(coming);
        auto* const day = day_of(coming.at);
        if (day != nullptr && coming.what == Coming::What::joined) ++day->joined;
        if (day != nullptr && coming.what == Coming::What::left) ++day->left;
    };
    if (comings_->next(db, take_coming)) return true;
    finish(db);
    return false;
}

PeriodReport PeriodReporting::result() &&
{
    report_.figures = std::move(counting_.figures());
    report_.joined = static_cast<std::int64_t>(people_.joined.size());
    report_.left = static_cast<std::int64_t>(people_.left.size());
    report_.joined_group = static_cast<std::int64_t>(people_.joined_group.size());
    report_.left_group = static_cast<std::int64_t>(people_.left_group.size());
    return std::move(report_);
}

PeriodReport::Day* PeriodReporting::day_of(Time time)
{
    const auto day = report_.by_day.find(counting_.clock().day(time));
    return day == report_.by_day.end() ? nullptr : &day->second;
}

void PeriodReporting::take(Connection& db, const ReportedMessage& message)
{
    if (message.queued < from_ || message.queued >= to_) return; // its clock was not sure
    counting_.add(db, message);
    if (auto* const day = day_of(message.queued)) day->outcomes.add(message.state);
    if (message.campaign)
        campaigns_[*message.campaign].add(message.state);
    else
        report_.single.add(message.state);
}

bool PeriodReporting::take_inbox(Connection& db)
{
    const auto end = std::min(inbox_up_to_, inbox_at_ + rows_in_a_slice);
    auto rows = db.query("SELECT received_at, kind = 'sms' FROM inbox WHERE id > ?1 AND id <= ?2 AND kind IN ('sms', "
                         "'call')",
                         inbox_at_, end);
    while (rows.step()) {
        const bool is_text = rows.integer(1) != 0;
        ++(is_text ? report_.received : report_.calls);
        if (auto* const day = day_of(rows.time(0)); day != nullptr && is_text) ++day->received;
    }
    inbox_at_ = std::max(inbox_at_, end);
    return inbox_at_ < inbox_up_to_;
}

void PeriodReporting::finish(Connection& db)
{
    for (const auto& [id, outcomes] : campaigns_) {
        auto row = db.query("SELECT name FROM campaign WHERE id = ?1", id);
        report_.campaigns.push_back({id, row.step() ? row.text(0) : std::string{}, outcomes});
    }
    // One that asks for every person at once is what `nida status` does, too.
    auto row =
        db.query("SELECT (SELECT count(*) FROM person), (SELECT count(*) FROM membership m JOIN people_group g ON "
                 "g.id = m.group_id WHERE g.name = ?1)",
                 members_group);
    row.step();
    report_.people = row.integer(0);
    report_.members = row.integer(1);
}

PeriodReport report_of(Connection& db, Days days, const ReportContext& context)
{
    PeriodReporting reporting{db, days, context};
    while (reporting.next(db))
        ;
    return std::move(reporting).result();
}
} // namespace nida::daemon
