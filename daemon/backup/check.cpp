#include "daemon/backup/check.hpp"

#include "daemon/store/schema.hpp"

#include <sqlite3.h>

namespace nida::daemon
{
namespace
{
constexpr std::size_t most_examples = 10;
// A part waits a day for its others, and the hourly housekeeping then takes it; a doubt is decided after a day at the latest.
constexpr std::int64_t longest_wait = std::int64_t{26} * 60 * 60 * 1'000'000;

struct Rule {
    const char* code;
    bool warning;
    bool by_clock;   ///< ?1 is what is too long ago
    const char* sql; ///< one row for each finding: its id or name
};

// States are numbered as in outbox/message.hpp.
constexpr Rule rules[]{
    {"two_submitting", false, false,
     "SELECT l.name FROM segment s JOIN line l ON l.id = s.line_id WHERE s.state = 1 GROUP BY l.id HAVING count(*) > "
     "1"},
    {"submitting_not_last", false, false,
     "SELECT s.message_id FROM segment s JOIN line l ON l.id = s.line_id WHERE s.state = 1 AND (l.last_message IS NOT "
     "s.message_id OR l.last_number IS NOT s.number)"},
    // What Outbox::derive makes of the segments; what was decided (failed, suppressed, cancelled) stays decided.
    {"wrong_state", false, false,
     "SELECT m.id FROM (SELECT message_id AS id, sum(state = 0) AS queued, sum(state = 1) AS submitting, "
     "sum(state = 2) AS sent, sum(state = 3) AS delivered, sum(state = 4) AS undelivered, sum(state = 5) AS expired, "
     "sum(state = 6) AS in_doubt, sum(state = 7) AS failed FROM segment GROUP BY message_id) s "
     "CROSS JOIN message m ON m.id = s.id WHERE m.state NOT IN (7, 8, 9) AND m.state <> CASE WHEN s.submitting THEN 1 "
     "WHEN s.in_doubt THEN 6 WHEN s.failed THEN 7 WHEN s.queued THEN 0 WHEN s.undelivered THEN 4 WHEN s.expired THEN 5 "
     "WHEN s.sent = 0 AND s.delivered THEN 3 ELSE 2 END"},
    {"no_segments", false, false,
     "SELECT id FROM message WHERE state IN (1, 6) AND NOT EXISTS (SELECT 1 FROM segment WHERE message_id = "
     "message.id)"},
    {"segment_gap", false, false,
     "SELECT m.id FROM (SELECT message_id AS id, count(*) AS there, min(number) AS first, max(number) AS last FROM "
     "segment GROUP BY message_id) s CROSS JOIN message m ON m.id = s.id WHERE s.there <> m.segments OR s.first <> 1 "
     "OR s.last <> m.segments"},
    {"other_line", false, false,
     "SELECT DISTINCT m.id FROM segment s CROSS JOIN message m ON m.id = s.message_id WHERE m.state IN (0, 1, 6) AND "
     "m.line_id IS NOT s.line_id"},
    {"missing_time", false, false,
     "SELECT id FROM message WHERE (state IN (2, 3, 4, 5) AND sent_at IS NULL) OR (state = 6 AND in_doubt_at IS NULL) "
     "OR (state IN (3, 4, 5, 7, 8, 9) AND finished_at IS NULL) OR (state IN (1, 6) AND submitting_at IS NULL)"},
    {"no_reason", false, false, "SELECT id FROM message WHERE state IN (7, 8, 9) AND error_code IS NULL"},
    {"no_text", false, false,
     "SELECT id FROM message WHERE state IN (0, 1, 6) AND text IS NULL AND campaign_id IS NULL"},
    {"no_lane", false, false,
     "SELECT id FROM message WHERE state IN (0, 1, 6) AND NOT EXISTS (SELECT 1 FROM lane WHERE id = message.lane_id)"},
    {"doubt_overdue", false, true, "SELECT id FROM message WHERE state = 6 AND in_doubt_at < ?1"},
    {"lost_part", false, false, "SELECT id FROM part WHERE inbox_id IS NULL AND number IS NULL AND report = 0"},
    {"part_overdue", false, true,
     "SELECT id FROM part WHERE inbox_id IS NULL AND number IS NOT NULL AND report = 0 AND received_at < ?1 AND NOT "
     "EXISTS (SELECT 1 FROM part p WHERE p.inbox_id IS NULL AND p.sender = part.sender AND p.reference = "
     "part.reference AND p.total = part.total AND p.line_id = part.line_id AND p.received_at >= ?1)"},
    {"no_part", false, false,
     "SELECT id FROM inbox WHERE kind = 'sms' AND NOT EXISTS (SELECT 1 FROM part WHERE inbox_id = inbox.id)"},
    {"left_but_queued", true, false,
     "SELECT m.id FROM message m JOIN leaving ON leaving.number = m.recipient WHERE m.state = 0 AND m.direct = 0"},
};

void add(Finding& finding, const std::string& example)
{
    ++finding.count;
    if (finding.examples.size() < most_examples) finding.examples.push_back(example);
}

/// One finding of all the rows' texts. @param is_well  what SQLite says where there is nothing to say
Finding found_by(SQLite::Database& database, std::string code, const std::string& sql, std::string_view is_well = {})
{
    Finding finding{std::move(code), false, 0, {}};
    SQLite::Statement rows{database, sql};
    while (rows.executeStep())
        if (auto text = rows.getColumn(0).getString(); is_well.empty() || text != is_well) add(finding, text);
    return finding;
}

Finding broken(const Rule& rule, Connection& connection, Time now)
{
    Finding finding{rule.code, rule.warning, 0, {}};
    auto rows = connection.query(rule.sql);
    if (rule.by_clock) rows.bind(now.time_since_epoch().count() - longest_wait);
    while (rows.step())
        add(finding, rows.text(0));
    return finding;
}

/// @throws SQLite::Exception again where it is not the file that is wrong
std::vector<Finding> damage(const SQLite::Exception& e)
{
    const int code = e.getErrorCode() & 0xFF;
    if (code != SQLITE_CORRUPT && code != SQLITE_NOTADB) throw e;
    return {{"damaged", false, 1, {e.what()}}};
}

std::vector<Finding> look(Connection& connection, const CheckOptions& options)
{
    auto& database = connection.database();
    std::vector<Finding> findings;
    const auto keep = [&](Finding finding) {
        if (finding.count > 0) findings.push_back(std::move(finding));
    };
    keep(found_by(database, "damaged", options.quick ? "PRAGMA quick_check" : "PRAGMA integrity_check", "ok"));
    if (const auto version = database.execAndGet("PRAGMA user_version").getInt(); version != newest_schema()) {
        const bool older = version < newest_schema() && version > 0;
        keep({older          ? "older_schema"
              : version == 0 ? "no_store"
                             : "newer_schema",
              older,
              1,
              {std::to_string(version)}});
        return findings;
    }
    keep(found_by(database, "orphan",
                  "SELECT \"table\" || coalesce(' ' || rowid, '') || ' -> ' || parent FROM pragma_foreign_key_check"));
    for (const auto& rule : rules)
        if (options.sure_clock || !rule.by_clock) keep(broken(rule, connection, options.now));
    return findings;
}
} // namespace

std::vector<Finding> check_store(Connection& connection, const CheckOptions& options)
try {
    SQLite::Transaction one_instant{connection.database()}; // never committed: it only reads
    return look(connection, options);
} catch (const SQLite::Exception& e) {
    return damage(e);
}

std::vector<Finding> check_store(const std::filesystem::path& store, const CheckOptions& options)
try {
    Connection connection{store, Connection::Mode::check};
    return check_store(connection, options);
} catch (const SQLite::Exception& e) {
    return damage(e);
}
} // namespace nida::daemon
