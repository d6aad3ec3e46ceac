#include "daemon/people/people.hpp"

#include "daemon/api/person_request.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/api/values.hpp"
#include "daemon/backup/rotation.hpp"
#include "daemon/people/erasure.hpp"
#include "daemon/people/merging.hpp"
#include "daemon/people/people_rows.hpp"
#include "daemon/people/search.hpp"
#include "daemon/people/timeline.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <filesystem>

namespace nida::daemon
{
namespace
{
/// What else may hold somebody who was erased: copies that we know of.
boost::json::array copies_of(const Service& service, const Erased& erased)
{
    namespace fs = std::filesystem;
    boost::json::array names;
    std::error_code ignored;
    const auto add_files = [&](const fs::path& folder, const std::string& beginning, std::string_view end) {
        for (fs::directory_iterator file{folder, ignored}, over; !ignored && file != over; file.increment(ignored)) {
            const auto name = file->path().filename().string();
            if (name.starts_with(beginning) && name.ends_with(end)) names.emplace_back(file->path().string());
        }
    };
    const auto& store = service.store.path();
    add_files(store.parent_path(), store.filename().string() + ".before-restore-", "");
    if (service.backup && service.backup->folder) add_files(*service.backup->folder, "nida-", ".backup");
    for (const auto at : erased.copies)
        names.emplace_back(fmt::format("the copy that was taken by hand at {}", rfc3339(at)));
    return names;
}
} // namespace

boost::asio::awaitable<ApiReply> get_people(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    const auto range = page_range(request);
    const Audience audience{query_text(request, "group"), query_text(request, "rule")};
    const auto search = query_text(request, "search");
    if ((audience.group ? 1 : 0) + (audience.rule ? 1 : 0) + (search ? 1 : 0) > 1)
        throw ApiError{400, "bad_request", "more than one of group, rule and search", "send one of them, or none"};
    const auto now = service.clock.now();
    const auto read = [&](Connection& db) {
        if (search) return people_page(db, find_people(db, *search, range.since, range.limit + 1), range);
        if (!audience.group && !audience.rule) return people_page(db, range);
        try {
            return people_page(db, people_in(db, audience, range.since, range.limit + 1, now), range);
        } catch (const NoAudience& none) {
            throw no_audience(none);
        }
    };
    const auto page = from_store(co_await service.store.read(read));
    if (query_integer(request, "export", 0, 1).value_or(0) == 1 && range.since == 0) {
        const auto act = act_of(service, request);
        const auto note = [&](Connection& db) { Audit{db}.note(act, "export", {}, audience.text()); };
        from_store(co_await service.store.write(note));
        spdlog::info("api: people are exported by {}", request.actor);
    }
    co_return ApiReply{200, page.text(), {}};
}

boost::asio::awaitable<ApiReply> post_person(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    require_room(service.store);
    const auto body = parse_json(request.body);
    const Fields fields{body, {"number", "name", "language", "groups", "notes", "fields"}};
    const auto details = details_from(fields, service.defaults);
    const auto act = act_of(service, request);
    struct Outcome {
        People::Change change;
        boost::json::object person;
    };
    const auto add = [&](Connection& db) {
        People people{db};
        if (const auto why = people.objection(details); !why.empty()) {
            const bool gone = people.has_left(details.number) || people.was_erased(details.number);
            throw ApiError{gone ? 409u : 422u, gone ? "left" : "bad_value", why, "nothing was changed"};
        }
        const auto change = people.add(details, "add", act);
        return Outcome{change, *person_row(db, details.number, false)};
    };
    const auto outcome = from_store(co_await service.store.write(add));
    const bool added = outcome.change == People::Change::added;
    spdlog::info("person {}: {} by {}", outcome.person.at("id").as_int64(), added ? "added" : "changed", request.actor);
    co_return json_reply(added ? 201 : 200, outcome.person);
}

boost::asio::awaitable<ApiReply> get_person(ApiContext& context, const ApiRequest& request)
{
    const auto number = person_number_from(request.parameters[0], context.service.defaults.country);
    const auto find = [&](Connection& db) {
        auto row = person_row(db, number, true);
        if (!row) throw unknown_person(number, People{db}.has_left(number));
        return std::move(*row);
    };
    co_return json_reply(200, from_store(co_await context.service.store.read(find)));
}

boost::asio::awaitable<ApiReply> patch_person(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    const auto number = person_number_from(request.parameters[0], service.defaults.country);
    const auto body = parse_json(request.body);
    const auto correction =
        correction_from(Fields{body, {"name", "language", "notes", "fields", "into_groups", "out_of_groups"}},
                        *service.defaults.languages);
    const auto act = act_of(service, request);
    const auto correct = [&](Connection& db) {
        People people{db};
        if (!people.find(number)) throw unknown_person(number, people.has_left(number));
        require_none(people.correct(number, correction, act));
        return *person_row(db, number, false);
    };
    const auto row = from_store(co_await service.store.write(correct));
    spdlog::info("person {}: changed by {}", row.at("id").as_int64(), request.actor);
    co_return json_reply(200, row);
}

boost::asio::awaitable<ApiReply> delete_person(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    const auto number = person_number_from(request.parameters[0], service.defaults.country);
    const auto act = act_of(service, request);
    const auto remove = [&](Connection& db) {
        People people{db};
        if (!people.remove(number, act)) throw unknown_person(number, people.has_left(number));
    };
    from_store(co_await service.store.write(remove));
    spdlog::info("api: a person was removed by {}", request.actor);
    co_return ApiReply{204, {}, {}};
}

boost::asio::awaitable<ApiReply> post_erase(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    const auto number = person_number_from(request.parameters[0], service.defaults.country);
    const auto act = act_of(service, request);
    const auto erase = [&](Connection& db) {
        try {
            return erase_person(db, number, act);
        } catch (const SQLite::Exception&) {
            throw;
        } catch (const std::runtime_error& e) {
            throw ApiError{503, "no_erasure_key", e.what(), "nothing was changed"};
        }
    };
    const auto erased = from_store(co_await service.store.write(erase));
    // What the journal holds is theirs as well. A reader may be in the way for a moment.
    const auto emptied = co_await service.store.truncate_journal();
    spdlog::info("api: a person was erased by {}: {} messages, {} texts", request.actor, erased.messages, erased.texts);
    service.outbox_changed.ring();
    service.lines.wake();
    co_return json_reply(200, boost::json::object{
                                  {"known", erased.anything},
                                  {"messages", erased.messages},
                                  {"cancelled", erased.cancelled},
                                  {"under_way", erased.under_way},
                                  {"texts", erased.texts},
                                  {"in_sim", erased.in_sim},
                                  {"journal_emptied", emptied.has_value() && *emptied},
                                  {"copies", copies_of(service, erased)},
                              });
}

boost::asio::awaitable<ApiReply> post_renumber(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    const auto& country = service.defaults.country;
    const auto from = person_number_from(request.parameters[0], country);
    const auto body = parse_json(request.body);
    const auto to = person_number_from(Fields{body, {"to"}}.required_text("to"), country);
    const auto act = act_of(service, request);
    const auto change = [&](Connection& db) {
        if (!People{db}.find(from)) throw unknown_person(from, People{db}.has_left(from));
        require_none(change_number(db, from, to, act));
        return *person_row(db, to, true);
    };
    const auto row = from_store(co_await service.store.write(change));
    spdlog::info("person {}: has another number, says {}", row.at("id").as_int64(), request.actor);
    co_return json_reply(200, row);
}

boost::asio::awaitable<ApiReply> post_merge(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    const auto& country = service.defaults.country;
    const auto from = person_number_from(request.parameters[0], country);
    const auto body = parse_json(request.body);
    const auto into = person_number_from(Fields{body, {"into"}}.required_text("into"), country);
    const auto act = act_of(service, request);
    const auto merge = [&](Connection& db) {
        for (const auto& number : {from, into})
            if (!People{db}.find(number)) throw unknown_person(number, People{db}.has_left(number));
        require_none(merge_people(db, from, into, act));
        return *person_row(db, into, true);
    };
    const auto row = from_store(co_await service.store.write(merge));
    spdlog::info("person {}: another entry was merged into it by {}", row.at("id").as_int64(), request.actor);
    co_return json_reply(200, row);
}

boost::asio::awaitable<ApiReply> get_timeline(ApiContext& context, const ApiRequest& request)
{
    const auto number = person_number_from(request.parameters[0], context.service.defaults.country);
    constexpr std::int64_t most = 1000, usual = 100;
    const auto limit = query_integer(request, "limit", 1, most).value_or(usual);
    std::optional<Time> before;
    if (const auto written = query_text(request, "before")) {
        before = time_from(*written);
        if (!before)
            throw ApiError{422, "bad_value", fmt::format("\"{}\" is no time", *written),
                           "send before as the \"at\" of an entry: 2026-03-01T09:00:00.000000Z"};
    }
    const auto read = [&](Connection& db) {
        auto rows = timeline_of(db, number, before, static_cast<std::size_t>(limit));
        if (!rows) throw unknown_person(number, People{db}.has_left(number));
        return std::move(*rows);
    };
    co_return json_reply(200, from_store(co_await context.service.store.read(read)));
}
} // namespace nida::daemon
