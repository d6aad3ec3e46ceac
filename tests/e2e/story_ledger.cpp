#include "tests/e2e/story_ledger.hpp"

#include <date/tz.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace nida::e2e
{
using namespace std::chrono_literals;

namespace
{
// The daemon reckons from when it hands a segment to the modem, the ledger from when the network has it: the clock may have moved on by
// a minute meanwhile, which is how the story's time passes, and a slow machine takes its time.
constexpr auto on_air = 2min;
} // namespace

std::string LineQuotas::keys() const
{
    std::ostringstream text;
    text << "operator = \"" << operator_id << "\"\n";
    const auto key = [&](const char* name, std::optional<int> value) {
        if (value) text << name << " = " << *value << '\n';
    };
    key("segments_per_minute", segments_minute);
    key("segments_per_hour", segments_hour);
    key("segments_per_day", segments_day);
    key("recipients_per_hour", recipients_hour);
    key("recipients_per_day", recipients_day);
    return text.str();
}

Instant instant_of(const std::string& text)
{
    std::istringstream in{text};
    Instant at;
    in >> date::parse("%FT%TZ", at);
    if (in.fail()) throw std::runtime_error{"no time: " + text};
    return at;
}

int minute_of_day(Instant at, std::string_view zone)
{
    const auto local = date::locate_zone(std::string{zone})->to_local(at);
    return static_cast<int>(std::chrono::floor<std::chrono::minutes>(local - date::floor<date::days>(local)).count());
}

StoryLedger::StoryLedger(const Box& box, std::size_t lines) : lines_(lines)
{
    struct Long {
        Heard heard;
        std::map<std::int64_t, std::string> parts;
    };
    std::map<std::pair<std::string, std::int64_t>, Long> unfinished; // by recipient and reference
    for (const auto& record : box.ledger("accepted")) {
        const Passage segment{instant_of(record.text("t")), record.text("to")};
        const auto line = static_cast<std::size_t>(record.number("modem"));
        lines_.at(line).push_back(segment);
        if (record["concat"].is_null()) {
            texts_.push_back({segment.at, segment.at, line, segment.to, record.text("text")});
            continue;
        }
        const auto concat = record.object("concat");
        const std::pair key{segment.to, concat.number("ref")};
        auto& whole = unfinished[key];
        if (whole.parts.empty()) whole.heard = {segment.at, segment.at, line, segment.to, {}};
        if (whole.heard.line != line) throw std::runtime_error{"over two lines, to " + segment.to};
        if (!whole.parts.emplace(concat.number("seq"), record.text("text")).second)
            throw std::runtime_error{"a segment came twice, to " + segment.to};
        if (std::cmp_less(whole.parts.size(), concat.number("total"))) continue;
        whole.heard.last = segment.at;
        for (const auto& [number, text] : whole.parts)
            whole.heard.text += text;
        texts_.push_back(whole.heard);
        unfinished.erase(key);
    }
    for (const auto& [to_whom_and_reference, parts] : unfinished)
        waiting_.insert(to_whom_and_reference.first);
}

std::vector<Heard> StoryLedger::texts_to(const std::string& number) const
{
    std::vector<Heard> all;
    std::ranges::copy_if(texts_, std::back_inserter(all), [&](const Heard& text) { return text.to == number; });
    return all;
}

int StoryLedger::segments(std::size_t line, Instant begin, Instant end) const
{
    const auto& all = lines_.at(line);
    return static_cast<int>(std::ranges::lower_bound(all, end, {}, &Passage::at) -
                            std::ranges::lower_bound(all, begin, {}, &Passage::at));
}

int StoryLedger::recipients(std::size_t line, Instant begin, Instant end) const
{
    const auto& all = lines_.at(line);
    std::set<std::string_view> different;
    for (auto at = std::ranges::lower_bound(all, begin, {}, &Passage::at); at != all.end() && at->at < end; ++at)
        different.insert(at->to);
    return static_cast<int>(different.size());
}

bool StoryLedger::short_of(std::size_t line, const LineQuotas& quotas, int wanted, Instant at) const
{
    const auto end = at + on_air, an_hour_ago = at - 1h - on_air, a_day_ago = at - 24h - on_air;
    return (quotas.segments_hour && segments(line, an_hour_ago, end) + wanted > *quotas.segments_hour) ||
           (quotas.segments_day && segments(line, a_day_ago, end) + wanted > *quotas.segments_day) ||
           (quotas.recipients_hour && recipients(line, an_hour_ago, end) >= *quotas.recipients_hour) ||
           (quotas.recipients_day && recipients(line, a_day_ago, end) >= *quotas.recipients_day);
}

std::string StoryLedger::beyond(std::size_t line, const LineQuotas& quotas) const
{
    for (const auto& [at, to] : lines_.at(line)) {
        const auto hour = at + 1h - on_air, day = at + 24h - on_air;
        std::ostringstream text;
        // The first of a minute may have been on the air since the minute before.
        if (quotas.segments_minute && segments(line, at, at + 50s) > *quotas.segments_minute + 1)
            text << segments(line, at, at + 50s) << " segments in a minute";
        else if (quotas.segments_hour && segments(line, at, hour) > *quotas.segments_hour)
            text << segments(line, at, hour) << " segments in an hour";
        else if (quotas.segments_day && segments(line, at, day) > *quotas.segments_day)
            text << segments(line, at, day) << " segments in a day";
        else if (quotas.recipients_hour && recipients(line, at, hour) > *quotas.recipients_hour)
            text << recipients(line, at, hour) << " recipients in an hour";
        else if (quotas.recipients_day && recipients(line, at, day) > *quotas.recipients_day)
            text << recipients(line, at, day) << " recipients in a day";
        else
            continue;
        text << " from " << date::format("%FT%TZ", at);
        return text.str();
    }
    return {};
}
} // namespace nida::e2e
