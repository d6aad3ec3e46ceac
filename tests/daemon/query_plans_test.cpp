#include "tests/daemon/temporary_store.hpp"

#include <boost/test/unit_test.hpp>
#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace
{
namespace fs = std::filesystem;

/// The tables that grow with use. Walking all of one costs more with each day, and a line waits for it.
const std::set<std::string> growing{
    "message",      "segment",    "part",           "inbox",           "report",    "person",     "unreachable",
    "membership",   "audit",      "audit_words",    "leaving",         "balance",   "line_event", "person_word",
    "person_field", "import_row", "line_recipient", "acknowledgement", "alert_call"};

/// Indexes that hold little at any time: what they are scanned for is all that is in them.
const std::set<std::string> small_indexes{"message_doubt", "message_unsure", "message_direct", "segment_doubted",
                                          "part_waiting_since"};

struct Exception {
    std::string_view sql;    ///< how it begins; ours is the only one that does
    std::string_view reason; ///< why it may walk a table
};
// Whatever is new here needs its reason.
constexpr std::string_view first_only = "it stops at the first row of an index that has the order";
constexpr std::string_view of_one = "it sorts what belongs to one message, or to one person";
constexpr std::string_view once_a_run = "once in a run at most, when the clock turns out to have been wrong";
constexpr std::string_view once_after_restoring =
    "once after a copy was restored, to find who was erased since it was made";
constexpr std::string_view once_an_hour = "once an hour, where somebody wants old texts to go; campaigns are few";
constexpr std::string_view in_a_surge = "only while more people leave than usual";
constexpr std::string_view campaign = "a person asks for it, about a whole campaign";
const std::vector<Exception> may_walk{
    {"SELECT max(coalesce((SELECT max(received_at) FROM part WHERE id = (SELECT max(id)", first_only},
    {"SELECT state, count(*) FROM segment WHERE message_id = ?1 GROUP BY state", of_one},
    {"SELECT id FROM part WHERE pdu = ?1 AND", of_one},
    {"SELECT pdu FROM part WHERE inbox_id = ?1 AND pdu IS NOT NULL", of_one},
    {"SELECT reference, total, line_id, id FROM part INDEXED BY part_waiting", of_one},
    {"SELECT number, failures, code, since, last_at FROM unreachable ORDER BY number LIMIT ?1", first_only},
    {"SELECT EXISTS(SELECT 1 FROM message WHERE state = 0 AND line_id IS NULL)", first_only},
    {"SELECT r.id, r.tp_status FROM segment s CROSS JOIN report r", of_one},
    {"UPDATE report SET received_at = received_at + ?1", once_a_run},
    {"UPDATE line_event SET at = at + ?1", once_a_run},
    {"UPDATE balance SET at = at + ?1", once_a_run},
    {"SELECT g.name FROM membership m JOIN people_group g", of_one},
    {"UPDATE part SET received_at = received_at + ?1", once_a_run},
    {"UPDATE inbox SET received_at = received_at + ?1", once_a_run},
    {"SELECT count(*) FROM person", in_a_surge},
    {"SELECT count(*) FROM message WHERE state = 0", campaign},
    {"SELECT a.id, a.at, a.sure, a.kind, a.actor, a.person, a.detail, a.words_hash, a.hash, w.salt, w.words FROM audit "
     "a LEFT JOIN audit_words w ON w.audit_id = a.id WHERE a.person IN",
     of_one},
    {"SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1", first_only},
    {"SELECT f.name, v.value FROM person_field v", of_one},
    {"SELECT at FROM audit INDEXED BY audit_backup", "it lists the copies of the store, which people made by hand"},
    {"SELECT DISTINCT sender FROM inbox WHERE number = ?1", of_one},
    {"SELECT number FROM person WHERE EXISTS (SELECT 1 FROM erased", once_after_restoring},
    {"SELECT number FROM leaving WHERE EXISTS (SELECT 1 FROM erased", once_after_restoring},
    {"SELECT recipient FROM (SELECT DISTINCT recipient FROM message) WHERE EXISTS (SELECT 1 FROM erased",
     once_after_restoring},
    {"UPDATE message SET queued_at = CASE unsure_clock", once_a_run},
    {"UPDATE unreachable SET since = CASE", once_a_run},
    {"UPDATE person SET created_at = created_at + ?1", once_a_run},
    {"SELECT p.id, p.number, p.language, p.line_id, EXISTS", "put together at run time: whom a campaign is for"},
    {"SELECT count(*), count(DISTINCT number) FROM inbox INDEXED BY inbox_campaign", campaign},
    {"SELECT r.number, EXISTS", "put together at run time: whom a campaign's list is for"},
    {"SELECT state, count(*) FROM message NOT INDEXED WHERE id BETWEEN ?2 AND ?3 AND campaign_id = ?1", campaign},
    {"SELECT p.id FROM person p WHERE p.id > ?1 AND ?2 > 0 AND ",
     "put together at run time; daemon.rule_sql plans them"},
    {"SELECT count(*) FROM (SELECT 1 {} LIMIT {})", "put together at run time; daemon.rule_sql plans them"},
    {"SELECT (SELECT count(*) FROM person), (SELECT count(*) FROM membership", "it counts people for `nida status`"},
};

/// A string literal's characters, without their escapes.
std::string unescaped(std::string_view literal)
{
    std::string text;
    for (std::size_t i = 0; i < literal.size(); ++i) {
        if (literal[i] == '\\' && i + 1 < literal.size()) {
            ++i;
            text += literal[i] == 'n' ? '\n' : literal[i] == 't' ? '\t' : literal[i];
        } else
            text += literal[i];
    }
    return text;
}

/// Where what is no code ends that begins at `at`; `at` itself where code stands there.
std::size_t past_comment(std::string_view source, std::size_t at)
{
    if (source.substr(at, 2) == "//") return std::min(source.find('\n', at), source.size());
    if (source.substr(at, 2) == "/*") return std::min(source.find("*/", at), source.size() - 2) + 2;
    return at;
}

/// All string literals of a C++ source, adjacent ones joined as the compiler joins them.
std::vector<std::string> literals(const std::string& text)
{
    const std::string_view source{text};
    std::vector<std::string> found;
    bool adjacent = false;
    for (std::size_t at = 0; at < source.size();) {
        if (const auto past = past_comment(source, at); past != at) {
            at = past;
        } else if (source.substr(at, 2) == "R\"") {
            const auto open = source.find('(', at);
            const std::string close = ")" + std::string{source.substr(at + 2, open - at - 2)} + "\"";
            const auto end = source.find(close, open);
            found.emplace_back(source.substr(open + 1, end - open - 1));
            at = end + close.size();
            adjacent = false;
        } else if (source[at] == '"') {
            auto end = at + 1;
            while (source[end] != '"')
                end += source[end] == '\\' ? 2 : 1;
            const auto literal = unescaped(source.substr(at + 1, end - at - 1));
            if (adjacent)
                found.back() += literal;
            else
                found.push_back(literal);
            adjacent = true;
            at = end + 1;
        } else if (source[at] == '\'' && at > 0 && !std::isalnum(static_cast<unsigned char>(source[at - 1]))) {
            at += source[at + 1] == '\\' ? 4 : 3;
            adjacent = false;
        } else {
            if (!std::isspace(static_cast<unsigned char>(source[at]))) adjacent = false;
            ++at;
        }
    }
    return found;
}

bool is_sql(const std::string& literal)
{
    for (const std::string_view verb : {"SELECT ", "INSERT ", "UPDATE ", "DELETE ", "WITH "})
        if (literal.starts_with(verb)) return true;
    return false;
}

struct Statement {
    std::string file, sql;
};

/// Every statement that the service may run. The command (daemon/cli) has no store, and whoever checks or
/// restores one (daemon/backup) means to look through all of it.
std::vector<Statement> statements()
{
    std::vector<Statement> found;
    const fs::path root{NIDA_SOURCE_DIR "/daemon"};
    for (const auto& entry : fs::recursive_directory_iterator{root}) {
        const auto& path = entry.path();
        if (path.extension() != ".cpp" && path.extension() != ".hpp") continue;
        const auto file = fs::relative(path, root).string();
        // Who restores or checks a store walks through all of it.
        if (file.starts_with("cli/") || file.starts_with("backup/") || file.ends_with("schema.cpp")) continue;
        std::ifstream in{path};
        const std::string text{std::istreambuf_iterator<char>{in}, {}};
        for (const auto& literal : literals(text))
            if (is_sql(literal)) found.push_back({file, literal});
    }
    return found;
}

/// The steps of SQLite's plan; none where the statement cannot be prepared.
std::optional<std::vector<std::string>> plan_of(nida::daemon::Connection& db, const std::string& sql)
{
    try {
        SQLite::Statement explained{db.database(), "EXPLAIN QUERY PLAN " + sql};
        std::vector<std::string> steps;
        while (explained.executeStep())
            steps.push_back(explained.getColumn(3).getString());
        return steps;
    } catch (const SQLite::Exception&) {
        return {};
    }
}

/// The table that a name in the plan stands for: itself, or what it is another name of in the statement.
std::string table_of(const std::string& name, const std::string& sql)
{
    const std::regex renamed{"\\b([a-z_]+) (?:AS )?" + name + "\\b"};
    for (std::sregex_iterator i{sql.begin(), sql.end(), renamed}, end; i != end; ++i)
        if (growing.contains((*i)[1])) return (*i)[1];
    return name;
}

/// What is wrong with a plan; empty where nothing is.
std::string objection(const std::vector<std::string>& plan, const std::string& sql)
{
    const std::regex scan{"^SCAN (\\w+)(?:.* INDEX (\\w+))?"};
    bool touches_growing = false;
    for (const auto& step : plan) {
        std::smatch match;
        const std::regex any{"^(?:SCAN|SEARCH) (\\w+)"};
        if (std::regex_search(step, match, any) && growing.contains(table_of(match[1], sql))) touches_growing = true;
        if (!std::regex_search(step, match, scan)) continue;
        if (growing.contains(table_of(match[1], sql)) && !small_indexes.contains(match[2])) return step;
    }
    for (const auto& step : plan)
        if (touches_growing && step.find("TEMP B-TREE") != std::string::npos) return step;
    return {};
}
} // namespace

BOOST_FIXTURE_TEST_SUITE(query_plans, TemporaryStore)

BOOST_AUTO_TEST_CASE(no_statement_of_the_service_walks_a_table_that_grows)
{
    std::set<std::string_view> used;
    std::size_t count = 0;
    for (const auto& [file, sql] : statements()) {
        ++count;
        const auto plan = plan_of(connection, sql);
        const auto wrong = plan ? objection(*plan, sql) : std::string{"it cannot be prepared"};
        if (wrong.empty()) continue;
        const auto excused = std::ranges::find_if(
            may_walk, [&, text = std::string_view{sql}](const auto& one) { return text.starts_with(one.sql); });
        if (excused != may_walk.end()) {
            used.insert(excused->sql);
            continue;
        }
        BOOST_ERROR(file + ": " + wrong + ": " + sql);
    }
    BOOST_TEST(count > 100u); // the sources were found
    for (const auto& one : may_walk)
        BOOST_TEST(used.contains(one.sql), one.sql << " needs no exception any more");
}

BOOST_AUTO_TEST_SUITE_END()
