#include "daemon/report/comings.hpp"

#include "daemon/people/people.hpp"
#include "daemon/store/rows_by_time.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <optional>

namespace nida::daemon
{
namespace
{
constexpr std::int64_t rows_in_a_slice = 20'000;

/// Times that were not sure may lie anywhere: they are passed over.
constexpr TimedTable audit_by_time{"SELECT (SELECT min(id) FROM audit), (SELECT max(id) FROM audit)",
                                   "SELECT id, at FROM audit WHERE id >= ?1 AND sure = 1 ORDER BY id LIMIT 1"};

/// The last row before the next that is surely later.
std::int64_t with_unsure_ones(Connection& db, std::int64_t last)
{
    {
        auto next = db.query("SELECT id FROM audit WHERE id > ?1 AND sure = 1 ORDER BY id LIMIT 1", last);
        if (next.step()) return next.integer(0) - 1;
    }
    auto newest = db.query("SELECT max(id) FROM audit");
    return newest.step() ? newest.integer(0) : 0;
}

/// "join", "confirmed" or "leave" of everything, or of one group.
std::optional<Coming::What> what_of(const std::string& kind, const std::string& detail)
{
    if (kind == "join") return Coming::What::joined;
    if (kind == "leave") return Coming::What::left;
    if (kind == "join_group") return Coming::What::joined_group;
    if (kind == "leave_group") return Coming::What::left_group;
    boost::system::error_code bad;
    const auto parsed = boost::json::parse(detail, bad);
    const auto* const object = bad ? nullptr : parsed.if_object();
    const auto* const group = object == nullptr ? nullptr : object->if_contains("group");
    if (group == nullptr || !group->is_string()) return {};
    return group->get_string() == members_group ? Coming::What::joined : Coming::What::joined_group;
}

/// What they did last before that, of joining and leaving as a whole.
bool was_so_already(Connection& db, std::int64_t id, const std::vector<std::uint8_t>& person, Coming::What what)
{
    auto rows = db.query("SELECT kind, detail FROM audit WHERE person = ?1 AND id < ?2 AND kind IN ('join', "
                         "'confirmed', 'leave') ORDER BY id DESC",
                         person, id);
    while (rows.step()) {
        const auto before = what_of(rows.text(0), rows.text(1));
        if (before == Coming::What::joined || before == Coming::What::left) return before == what;
    }
    return false;
}
} // namespace

void Comings::add(const Coming& coming)
{
    switch (coming.what) {
    case Coming::What::joined: joined.insert(coming.person); break;
    case Coming::What::left: left.insert(coming.person); break;
    case Coming::What::joined_group: joined_group.insert(coming.person); break;
    case Coming::What::left_group: left_group.insert(coming.person); break;
    }
}

ComingsWalk::ComingsWalk(Connection& db, Time from, Time to)
    : from_{from},
      to_{to},
      at_{last_before(db, audit_by_time, from)},
      up_to_{with_unsure_ones(db, last_before(db, audit_by_time, to))}
{
}

bool ComingsWalk::next(Connection& db, const std::function<void(const Coming&)>& take)
{
    const auto end = std::min(up_to_, at_ + rows_in_a_slice);
    auto rows = db.query("SELECT id, at, kind, person, detail FROM audit WHERE id > ?1 AND id <= ?2 AND kind IN "
                         "('join', 'confirmed', 'leave', 'join_group', 'leave_group') AND person IS NOT NULL ORDER BY "
                         "id",
                         at_, end);
    while (rows.step()) {
        const auto at = rows.time(1);
        const auto what = what_of(rows.text(2), rows.text(4));
        if (!what || at < from_ || at >= to_) continue;
        const auto person = rows.octets(3);
        const bool of_everything = what == Coming::What::joined || what == Coming::What::left;
        if (of_everything && was_so_already(db, rows.integer(0), person, *what)) continue;
        take({*what, at, token_of(person)});
    }
    at_ = end;
    return at_ < up_to_;
}
} // namespace nida::daemon
