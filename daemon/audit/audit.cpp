#include "daemon/audit/audit.hpp"

#include "protocol/hex.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace nida::daemon
{
namespace
{
boost::json::value json_of(const std::optional<std::string>& detail)
{
    if (!detail) return nullptr;
    boost::json::error_code error;
    auto value = boost::json::parse(*detail, error);
    if (error) return boost::json::value(*detail); // somebody changed it, which the hashes show
    return value;
}

template <std::size_t size> std::optional<std::array<std::uint8_t, size>> array_of(const Query& row, int column)
{
    if (row.is_null(column)) return {};
    std::array<std::uint8_t, size> array{};
    const auto octets = row.octets(column);
    std::copy_n(octets.begin(), std::min(octets.size(), size), array.begin());
    return array;
}

/// A row as `columns` lists them.
AuditEntry entry_of(const Query& row)
{
    AuditEntry entry;
    entry.id = row.integer(0);
    entry.at = row.time(1);
    entry.sure = row.integer(2) != 0;
    entry.kind = row.text(3);
    entry.actor = row.optional_text(4);
    entry.person = array_of<16>(row, 5);
    entry.detail = row.optional_text(6);
    entry.words_hash = array_of<32>(row, 7);
    return entry;
}

/// Why a row does not fit behind the one before; empty where it does.
std::string fault_of(const AuditEntry& entry, const Query& row, const Audit::Walk& walk)
{
    if (entry.id != walk.id + 1) return fmt::format("rows {} to {} are missing", walk.id + 1, entry.id - 1);
    if (array_of<32>(row, 8) != hash_of(entry, walk.hash))
        return fmt::format("row {} was changed, or the row before it", entry.id);
    if (entry.words_hash && !row.is_null(10)) {
        const auto salt = array_of<16>(row, 9);
        if (!salt || hash_of_words(*salt, row.text(10)) != *entry.words_hash)
            return fmt::format("the words of row {} were changed", entry.id);
    }
    return {};
}
} // namespace

std::string short_hash(const AuditHash& hash)
{
    const auto digits = protocol::to_hex(std::span{hash}.first(8));
    return fmt::format("{} {} {} {}", digits.substr(0, 4), digits.substr(4, 4), digits.substr(8, 4),
                       digits.substr(12, 4));
}

std::int64_t Audit::append(const std::optional<PersonToken>& person, const Act& act, const std::string& kind,
                           const boost::json::object& detail, const std::optional<std::string>& words)
{
    AuditEntry entry;
    entry.at = act.at;
    entry.sure = act.sure_clock;
    entry.kind = kind;
    entry.actor = act.actor;
    entry.person = person;
    if (!detail.empty()) entry.detail = boost::json::serialize(detail);
    return append_to_audit(db_, std::move(entry), words);
}

std::int64_t Audit::note(const Act& act, const std::string& kind, const boost::json::object& detail,
                         const std::optional<std::string>& words)
{
    return append({}, act, kind, detail, words);
}

std::int64_t Audit::note_of(const PersonToken& person, const Act& act, const std::string& kind,
                            const boost::json::object& detail, const std::optional<std::string>& words)
{
    return append(person, act, kind, detail, words);
}

/// Columns: id, at, sure, kind, actor, person, detail, words_hash, hash, salt, words
boost::json::object Audit::present(const Query& row)
{
    const auto entry = entry_of(row);
    boost::json::value words{nullptr};
    if (!row.is_null(10))
        words = boost::json::value(row.text(10));
    else if (entry.words_hash)
        words = boost::json::value("(erased)");
    return {
        {"id", entry.id},
        {"at", json_time(entry.at)},
        {"sure_clock", entry.sure},
        {"kind", entry.kind},
        {"actor", json_text(entry.actor)},
        {"person", entry.person ? boost::json::value(protocol::to_hex(*entry.person)) : boost::json::value(nullptr)},
        {"detail", json_of(entry.detail)},
        {"words", std::move(words)},
        {"hash", protocol::to_hex(row.octets(8))},
    };
}

Page Audit::page(PageRange range)
{
    Page page{range};
    auto rows =
        db_.query("SELECT a.id, a.at, a.sure, a.kind, a.actor, a.person, a.detail, a.words_hash, a.hash, w.salt, "
                  "w.words FROM audit a LEFT JOIN audit_words w ON w.audit_id = a.id WHERE a.id > ?1 ORDER BY "
                  "a.id LIMIT ?2",
                  range.since, page.rows_to_read());
    while (rows.step() && page.add(present(rows)))
        ;
    return page;
}

boost::json::array Audit::of_person(const PersonToken& person)
{
    boost::json::array all;
    auto rows =
        db_.query("SELECT a.id, a.at, a.sure, a.kind, a.actor, a.person, a.detail, a.words_hash, a.hash, w.salt, "
                  "w.words FROM audit a LEFT JOIN audit_words w ON w.audit_id = a.id WHERE a.person IN "
                  "(SELECT ?1 UNION ALL SELECT f.token FROM former_token f JOIN person p ON p.id = f.person_id "
                  "WHERE p.token = ?1) ORDER BY a.id",
                  person);
    while (rows.step())
        all.push_back(present(rows));
    return all;
}

Audit::Walk Audit::verify(Walk walk, int rows_to_read)
{
    auto rows =
        db_.query("SELECT a.id, a.at, a.sure, a.kind, a.actor, a.person, a.detail, a.words_hash, a.hash, w.salt, "
                  "w.words, EXISTS (SELECT 1 FROM person WHERE token = a.person) FROM audit a LEFT JOIN "
                  "audit_words w ON w.audit_id = a.id WHERE a.id > ?1 ORDER BY a.id LIMIT ?2",
                  walk.id, rows_to_read);
    int read = 0;
    for (; rows.step(); ++read) {
        const auto entry = entry_of(rows);
        auto fault = fault_of(entry, rows, walk);
        if (entry.words_hash && rows.is_null(10)) {
            ++walk.without_words;
            // Words go only together with the person.
            if (fault.empty() && rows.integer(11) != 0)
                fault = fmt::format("the words of row {} are gone, and the person was not erased", entry.id);
        }
        if (!fault.empty()) {
            walk.broken = std::move(fault);
            walk.over = true;
            return walk;
        }
        walk.id = entry.id;
        walk.hash = *array_of<32>(rows, 8);
        ++walk.rows;
    }
    walk.over = read < rows_to_read;
    if (walk.over) {
        // The highest number that was ever given out: rows taken off the end leave it behind.
        auto given = db_.query("SELECT seq FROM sqlite_sequence WHERE name = 'audit'");
        if (given.step() && given.integer(0) != walk.id)
            walk.broken = fmt::format("rows {} to {} are missing", walk.id + 1, given.integer(0));
    }
    return walk;
}
} // namespace nida::daemon
