#include "daemon/people/timeline.hpp"

#include "daemon/api/page.hpp"
#include "daemon/outbox/message.hpp"
#include "daemon/people/people.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <vector>

namespace nida::daemon
{
namespace
{
struct Entry {
    Time at;
    boost::json::object row;
};

void add_sent(Connection& db, const std::string& number, Time before, std::int64_t limit, std::vector<Entry>& entries)
{
    auto rows =
        db.query("SELECT m.id, m.queued_at, CASE WHEN m.id IN (SELECT message_id FROM code_message) THEN NULL ELSE "
                 "coalesce(m.text, t.text, c.text) END, m.state, m.campaign_id, line.name, m.sent_at, "
                 "m.error_text, m.actor FROM message m LEFT JOIN campaign c ON c.id = m.campaign_id LEFT JOIN "
                 "campaign_text t ON t.campaign_id = m.campaign_id AND t.number = m.variant LEFT JOIN line "
                 "ON line.id = m.line_id WHERE m.recipient = ?1 AND m.queued_at < ?2 ORDER BY m.id DESC LIMIT ?3",
                 number, before, limit);
    while (rows.step())
        entries.push_back(
            {rows.time(1),
             {{"at", json_time(rows.time(1))},
              {"what", "sent"},
              {"message", rows.integer(0)},
              {"number", number},
              {"text", json_text(rows.optional_text(2))},
              {"state", to_string(rows.as<State>(3))},
              {"campaign", rows.is_null(4) ? boost::json::value(nullptr) : boost::json::value(rows.integer(4))},
              {"line", json_text(rows.optional_text(5))},
              {"sent_at", json_time(rows.optional_time(6))},
              {"error", json_text(rows.optional_text(7))},
              {"actor", json_text(rows.optional_text(8))}}});
}

void add_received(Connection& db, const std::string& number, Time before, std::int64_t limit,
                  std::vector<Entry>& entries)
{
    auto rows =
        db.query("SELECT i.id, i.received_at, i.text, i.kind, i.keyword, line.name FROM inbox i LEFT JOIN line ON "
                 "line.id = i.line_id WHERE i.number = ?1 AND i.received_at < ?2 ORDER BY i.received_at DESC LIMIT ?3",
                 number, before, limit);
    while (rows.step())
        entries.push_back({rows.time(1),
                           {{"at", json_time(rows.time(1))},
                            {"what", rows.text(3) == "call" ? "call" : "received"},
                            {"inbox", rows.integer(0)},
                            {"number", number},
                            {"text", json_text(rows.optional_text(2))},
                            {"keyword", json_text(rows.optional_text(4))},
                            {"line", json_text(rows.optional_text(5))}}});
}
} // namespace

std::optional<boost::json::object> timeline_of(Connection& db, const std::string& number, std::optional<Time> before,
                                               std::size_t limit)
{
    const auto person = People{db}.find(number);
    if (!person) return {};
    std::vector<std::string> numbers{number};
    {
        auto rows = db.query("SELECT number FROM former_number WHERE person_id = ?1", person->id);
        while (rows.step())
            numbers.push_back(rows.text(0));
    }
    std::vector<Entry> entries;
    const auto until = before.value_or(Time::max());
    for (const auto& one : numbers) {
        add_sent(db, one, until, static_cast<std::int64_t>(limit) + 1, entries);
        add_received(db, one, until, static_cast<std::int64_t>(limit) + 1, entries);
    }
    for (auto& item : Audit{db}.of_person(person->token)) {
        const auto& consent = item.as_object();
        auto row = db.query("SELECT at FROM audit WHERE id = ?1", consent.at("id").as_int64());
        if (!row.step() || row.time(0) >= until) continue;
        entries.push_back({row.time(0),
                           {{"at", consent.at("at")},
                            {"what", "consent"},
                            {"kind", consent.at("kind")},
                            {"text", consent.at("words")},
                            {"actor", consent.at("actor")}}});
    }
    std::ranges::stable_sort(entries, std::ranges::greater{}, &Entry::at);
    const bool more = entries.size() > limit;
    if (more) entries.resize(limit);
    boost::json::array rows;
    for (auto& entry : entries)
        rows.push_back(std::move(entry.row));
    return boost::json::object{{"rows", std::move(rows)}, {"more", more}};
}
} // namespace nida::daemon
