#include "daemon/coordinator/requests.hpp"

#include "daemon/coordinator/secrets.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <iterator>

namespace nida::daemon
{
using namespace std::chrono_literals;

namespace
{
constexpr auto remembered = 24h;
/// A clock that is put right by less does not end a request.
constexpr auto clock_slack = 1min;
constexpr RequestKind all_kinds[] = {RequestKind::alert, RequestKind::resume, RequestKind::add, RequestKind::approve,
                                     RequestKind::second};

RequestKind kind_of(std::string_view text)
{
    for (const auto kind : all_kinds)
        if (text == to_string(kind)) return kind;
    return RequestKind::alert; // the table has no other
}

std::string json_of(const std::vector<std::string>& texts)
{
    return boost::json::serialize(boost::json::array(texts.begin(), texts.end()));
}

std::vector<std::string> texts_of(const std::string& json)
{
    std::vector<std::string> texts;
    const auto list = boost::json::parse(json);
    for (const auto& text : list.as_array())
        texts.emplace_back(text.as_string());
    return texts;
}

std::optional<std::string> or_null(const std::string& text)
{
    return text.empty() ? std::nullopt : std::optional{text};
}

constexpr const char* select_request =
    "SELECT id, coordinator_id, kind, text, groups, number, person, campaign_id, held_id, asks, created_at FROM "
    "coordinator_request WHERE id = ?1";

CoordinatorRequest read(const Query& row)
{
    CoordinatorRequest request;
    request.id = row.integer(0);
    request.coordinator = row.integer(1);
    request.content = {
        kind_of(row.text(2)),   row.text(3), texts_of(row.text(4)), row.text(5), row.text(6), row.optional_integer(7),
        row.optional_integer(8)};
    request.asks = parse_factor(row.text(9)).value_or(Factor::second);
    request.created_at = row.time(10);
    return request;
}

bool is_live(const CoordinatorRequest& request, Time now)
{
    return now < request.created_at + Requests::code_lives && request.created_at <= now + clock_slack;
}
} // namespace

std::string_view to_string(RequestKind kind)
{
    switch (kind) {
    case RequestKind::alert: return "alert";
    case RequestKind::resume: return "resume";
    case RequestKind::add: return "add";
    case RequestKind::approve: return "approve";
    case RequestKind::second: break;
    }
    return "second";
}

/// Everything that the code is for. Another's request that it lets through is part of it.
std::string Requests::binding(const CoordinatorRequest& request)
{
    const auto& content = request.content;
    std::string number;
    {
        auto row = db_.query("SELECT number FROM coordinator WHERE id = ?1", request.coordinator);
        if (row.step()) number = row.text(0);
    }
    boost::json::array all{request.id,   request.coordinator,     number,         to_string(content.kind),
                           content.text, json_of(content.groups), content.number, content.person};
    all.emplace_back(content.campaign.value_or(0));
    if (content.held)
        if (const auto held = find(*content.held)) all.emplace_back(binding(*held));
    return boost::json::serialize(all);
}

Requests::Opened Requests::open(const Coordinator& coordinator, const RequestContent& content, Factor asks, Time now)
{
    expire(now);
    // A hash that is not there yet cannot be bound to the row's id: the row is made first, with none.
    db_.run("INSERT INTO coordinator_request(coordinator_id, kind, text, groups, number, person, campaign_id, held_id, "
            "asks, created_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'second', ?9, ?10)",
            coordinator.id, to_string(content.kind), content.text, json_of(content.groups), or_null(content.number),
            or_null(content.person), content.campaign, content.held, now, now + code_lives);
    Opened opened{db_.last_id(), {}};
    if (asks == Factor::totp) db_.run("UPDATE coordinator_request SET asks = 'totp' WHERE id = ?1", opened.id);
    if (asks != Factor::code) return opened;
    const auto& key = db_.coordinator_key().require();
    do
        opened.code = random_code();
    while (collides(coordinator.id, opened.code));
    const auto salt = random_salt();
    db_.run("UPDATE coordinator_request SET asks = 'code', salt = ?2, code_hash = ?3 WHERE id = ?1", opened.id, salt,
            code_hash(key, salt, opened.code, binding(*find(opened.id))));
    return opened;
}

std::optional<CoordinatorRequest> Requests::find(RequestId id)
{
    auto row = db_.query(select_request, id);
    if (!row.step()) return {};
    return read(row);
}

bool Requests::is_code_of(const CoordinatorRequest& request, std::string_view digits)
{
    CodeSalt salt;
    std::vector<std::uint8_t> hash;
    {
        auto row = db_.query("SELECT salt, code_hash FROM coordinator_request WHERE id = ?1 AND code_hash IS NOT NULL",
                             request.id);
        if (!row.step()) return false;
        std::ranges::copy(row.octets(0), salt.begin());
        hash = row.octets(1);
    }
    const auto* key = db_.coordinator_key().find();
    return key && same(code_hash(*key, salt, digits, binding(request)), hash);
}

/// A new code is none that one of theirs has or had: which of them is meant would not be clear.
bool Requests::collides(CoordinatorId coordinator, std::string_view code)
{
    std::vector<RequestId> ids;
    {
        auto rows =
            db_.query("SELECT id FROM coordinator_request WHERE coordinator_id = ?1 AND asks = 'code'", coordinator);
        while (rows.step())
            ids.push_back(rows.integer(0));
    }
    return std::ranges::any_of(ids, [&](RequestId id) { return is_code_of(*find(id), code); });
}

std::vector<CoordinatorRequest> Requests::open_of(CoordinatorId coordinator, Time now)
{
    std::vector<RequestId> ids;
    {
        auto rows = db_.query(
            "SELECT id FROM coordinator_request WHERE coordinator_id = ?1 AND state = 'open' ORDER BY id", coordinator);
        while (rows.step())
            ids.push_back(rows.integer(0));
    }
    std::vector<CoordinatorRequest> open;
    for (const auto id : ids)
        if (auto request = find(id); is_live(*request, now)) open.push_back(std::move(*request));
    return open;
}

Requests::Tried Requests::try_code(const Coordinator& coordinator, const TypedCode& typed, Time now, bool sure_clock)
{
    expire(now);
    std::vector<RequestId> recent;
    {
        auto rows =
            db_.query("SELECT id FROM coordinator_request WHERE coordinator_id = ?1 AND asks IN ('code', 'totp') "
                      "ORDER BY id",
                      coordinator.id);
        while (rows.step())
            recent.push_back(rows.integer(0));
    }
    if (recent.empty()) return {Verdict::nothing};
    const auto open = open_of(coordinator.id, now);
    const auto is_meant = [&](const CoordinatorRequest& request) {
        return request.asks != Factor::second && (!typed.request || *typed.request == request.id);
    };

    std::vector<CoordinatorRequest> compared;
    bool unclear = false, no_hour = false;
    for (const auto& request : open) {
        if (!is_meant(request)) continue;
        if (request.asks == Factor::code) {
            compared.push_back(request);
            if (!is_code_of(request, typed.digits)) continue;
            close(request.id, "done", now);
            return {Verdict::right, request};
        }
        if (!sure_clock) {
            no_hour = true;
            continue;
        }
        const auto by_totp_of_late = [&](RequestId id) {
            const auto other = find(id);
            return other->asks == Factor::totp && now - other->created_at < code_lives;
        };
        if (!typed.request && std::ranges::count_if(recent, by_totp_of_late) > 1) {
            unclear = true;
            continue;
        }
        compared.push_back(request);
        if (!Coordinators{db_}.use_totp(coordinator, typed.digits, now)) continue;
        close(request.id, "done", now);
        return {Verdict::right, request};
    }
    for (const auto id : recent)
        if (const auto request = find(id);
            (!typed.request || *typed.request == id) &&
            db_.query("SELECT 1 FROM coordinator_request WHERE id = ?1 AND state IN ('done', 'failed')", id).step() &&
            is_code_of(*request, typed.digits))
            return {Verdict::used};
    // One secret stands behind all TOTP codes: a guess at one request is a guess at each.
    const auto is_totp = [](const CoordinatorRequest& request) { return request.asks == Factor::totp; };
    if (std::ranges::any_of(compared, is_totp)) {
        std::erase_if(compared, is_totp);
        std::ranges::copy_if(open, std::back_inserter(compared), is_totp);
    }
    bool last = false;
    for (const auto& request : compared) {
        db_.run("UPDATE coordinator_request SET wrong = wrong + 1 WHERE id = ?1", request.id);
        if (!db_.query("SELECT 1 FROM coordinator_request WHERE id = ?1 AND wrong >= ?2", request.id, most_wrong_codes)
                 .step())
            continue;
        close(request.id, "killed", now);
        last = true;
    }
    if (last) return {Verdict::last};
    if (unclear) return {Verdict::unclear};
    if (no_hour) return {Verdict::no_hour};
    return {Verdict::wrong};
}

void Requests::close(RequestId id, std::string_view state, Time now)
{
    db_.run("UPDATE coordinator_request SET state = ?2, closed_at = ?3 WHERE id = ?1 AND state = 'open'", id, state,
            now);
    // What let it through lets nothing through any more.
    db_.run("UPDATE coordinator_request SET state = 'dropped', closed_at = ?2 WHERE held_id = ?1 AND state = 'open'",
            id, now);
}

int Requests::drop(CoordinatorId coordinator, std::optional<RequestId> id, Time now)
{
    int dropped = 0;
    for (const auto& request : open_of(coordinator, now)) {
        if (id && *id != request.id) continue;
        close(request.id, "dropped", now);
        ++dropped;
    }
    return dropped;
}

std::optional<CoordinatorRequest> Requests::take_held(RequestId id, Time now)
{
    auto request = find(id);
    if (!request || !is_live(*request, now) ||
        !db_.query("SELECT 1 FROM coordinator_request WHERE id = ?1 AND state = 'open'", id).step())
        return {};
    close(id, "done", now);
    return request;
}

void Requests::failed(RequestId id)
{
    db_.run("UPDATE coordinator_request SET state = 'failed' WHERE id = ?1 AND state = 'done'", id);
}

void Requests::settle(const RequestContent& content, Time now)
{
    if (!content.campaign) return;
    db_.run("UPDATE coordinator_request SET state = 'dropped', closed_at = ?3 WHERE campaign_id = ?1 AND kind = ?2 AND "
            "state = 'open'",
            *content.campaign, to_string(content.kind), now);
}

int Requests::expire(Time now)
{
    db_.run(
        "UPDATE coordinator_request SET state = 'expired', closed_at = ?1 WHERE state = 'open' AND (expires_at <= ?1 "
        "OR created_at > ?2)",
        now, now + clock_slack);
    const auto ended = db_.changes();
    db_.run("DELETE FROM coordinator_request WHERE closed_at IS NOT NULL AND (closed_at <= ?1 OR closed_at > ?2)",
            now - remembered, now + remembered);
    return ended;
}
} // namespace nida::daemon
