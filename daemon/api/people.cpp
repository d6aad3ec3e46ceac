#include "daemon/people/people.hpp"

#include "daemon/api/fields.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/api/values.hpp"
#include "daemon/people/people_rows.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/array.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace nida::daemon
{
namespace
{
constexpr std::size_t most_rows = 5000;
constexpr std::size_t most_spelled_out = 100;
constexpr std::size_t rows_at_a_stretch = 200; // the loop serves the modems, too

std::optional<Language> language_from(const std::string& code)
{
    if (code.empty()) return {};
    const auto language = parse_language(code);
    if (!language)
        throw ApiError{422, "bad_value", fmt::format("\"{}\" is no language here", code),
                       "accepted: ar, fr, en, or nothing"};
    return language;
}

std::vector<std::string> groups_from(const boost::json::value* groups)
{
    std::vector<std::string> names;
    if (!groups) return names;
    if (!groups->is_array())
        throw ApiError{400, "bad_request", "\"groups\" is not a list", "send groups as a list of names"};
    for (const auto& group : groups->get_array()) {
        const auto name = group.is_string() ? group_name(std::string_view{group.get_string()}) : std::nullopt;
        if (!name)
            throw ApiError{422, "bad_value", "a group's name is not one",
                           "a name is a text of 1-64 characters without line ends and semicolons"};
        names.push_back(*name);
    }
    return names;
}

PersonDetails details_from(const Fields& fields, const std::string& country)
{
    PersonDetails details;
    details.number = person_number_from(fields.required_text("number"), country);
    const auto name = person_name(fields.text("name").value_or(""));
    if (!name) throw ApiError{422, "bad_value", "the name is not one", "a name is one line of at most 200 characters"};
    details.name = *name;
    details.language = language_from(fields.text("language").value_or(""));
    details.groups = groups_from(fields.find("groups"));
    return details;
}

ApiError unknown_person(const std::string& number, bool left)
{
    return {404, "unknown_person", fmt::format("nobody is known under {}", number),
            left ? "they left, and nothing else is kept of them" : "`nida people` lists who is known"};
}

// ------------------------------------------------------------------------------------------------------ import

struct ImportRow {
    std::int64_t line;
    PersonDetails details;
};
struct Rejected {
    std::int64_t line;
    std::string error;
};
struct Imported {
    std::int64_t added = 0, updated = 0, unchanged = 0, left = 0;
};

/// Thrown out of a transaction to undo what a dry run has tried.
struct DryRunOver {
};

Imported import(Connection& db, const std::vector<ImportRow>& rows, const std::string& actor, Time now)
{
    Imported result;
    People people{db};
    for (const auto& row : rows)
        switch (people.add(row.details, "import", actor, now)) {
        case People::Change::added: ++result.added; break;
        case People::Change::updated: ++result.updated; break;
        case People::Change::unchanged: ++result.unchanged; break;
        case People::Change::left: ++result.left; break;
        }
    return result;
}

boost::json::object summary(const Imported& imported, const std::vector<Rejected>& rejected)
{
    boost::json::array spelled_out;
    for (const auto& [line, error] : rejected) {
        if (spelled_out.size() == most_spelled_out) break;
        spelled_out.push_back(boost::json::object{{"line", line}, {"error", error}});
    }
    return {{"added", imported.added}, {"updated", imported.updated},       {"unchanged", imported.unchanged},
            {"left", imported.left},   {"rejected_count", rejected.size()}, {"rejected", std::move(spelled_out)}};
}
} // namespace

boost::asio::awaitable<ApiReply> get_people(ApiContext& context, const ApiRequest& request)
{
    const auto range = page_range(request);
    const auto group = query_text(request, "group");
    const auto page =
        from_store(co_await context.service.store.read([&](Connection& db) { return people_page(db, group, range); }));
    if (!page)
        throw ApiError{404, "unknown_group", fmt::format("there is no group \"{}\"", *group),
                       "`nida groups` lists them"};
    co_return ApiReply{200, page->text(), {}};
}

boost::asio::awaitable<ApiReply> post_person(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    const auto body = parse_json(request.body);
    const auto details = details_from(Fields{body, {"number", "name", "language", "groups"}}, service.defaults.country);
    const auto now = service.clock.now();
    struct Outcome {
        People::Change change;
        boost::json::object person;
    };
    const auto add = [&](Connection& db) {
        const auto change = People{db}.add(details, "add", request.actor, now);
        if (change == People::Change::left)
            throw ApiError{409, "left", fmt::format("{} has left", details.number),
                           "only they can come back, by texting a word for joining"};
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

boost::asio::awaitable<ApiReply> delete_person(ApiContext& context, const ApiRequest& request)
{
    const auto number = person_number_from(request.parameters[0], context.service.defaults.country);
    const auto erase = [&](Connection& db) {
        if (!People{db}.erase(number)) throw unknown_person(number, People{db}.has_left(number));
    };
    from_store(co_await context.service.store.write(erase));
    spdlog::info("api: a person was erased by {}", request.actor);
    co_return ApiReply{204, {}, {}};
}

boost::asio::awaitable<ApiReply> post_import(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    require_room(service.store);
    const bool dry_run = query_integer(request, "dry_run", 0, 1).value_or(0) == 1;
    const auto executor = co_await boost::asio::this_coro::executor;
    const auto body = parse_json(request.body);
    const auto* list = Fields{body, {"rows"}}.find("rows");
    if (!list || !list->is_array())
        throw ApiError{400, "bad_request", "\"rows\" is not a list", "send {\"rows\": [{\"line\", \"number\", ...}]}"};
    if (list->get_array().size() > most_rows)
        throw ApiError{413, "too_large", fmt::format("more than {} rows in one request", most_rows),
                       "send the rest in further requests"};

    std::vector<ImportRow> rows;
    std::vector<Rejected> rejected;
    std::int64_t line = 0;
    for (const auto& json : list->get_array()) {
        if (++line % static_cast<std::int64_t>(rows_at_a_stretch) == 0)
            co_await boost::asio::post(executor, boost::asio::use_awaitable);
        auto shown_line = line;
        try {
            const Fields fields{json, {"line", "number", "name", "language", "groups"}};
            shown_line = fields.integer("line").value_or(line);
            rows.push_back({shown_line, details_from(fields, service.defaults.country)});
        } catch (const ApiError& error) {
            rejected.push_back({shown_line, fmt::format("{} ({})", error.what(), error.hint)});
        }
    }

    const auto now = service.clock.now();
    Imported imported;
    const auto write = [&](Connection& db) {
        imported = import(db, rows, request.actor, now);
        if (dry_run) throw DryRunOver{};
    };
    try {
        from_store(co_await service.store.write(write));
    } catch (const DryRunOver&) {
        co_return json_reply(200, summary(imported, rejected));
    }
    spdlog::info("api: {} imported people: {} added, {} updated, {} unchanged, {} had left, {} rejected", request.actor,
                 imported.added, imported.updated, imported.unchanged, imported.left, rejected.size());
    co_return json_reply(200, summary(imported, rejected));
}

boost::asio::awaitable<ApiReply> get_groups(ApiContext& context, const ApiRequest&)
{
    co_return json_reply(200, from_store(co_await context.service.store.read(group_rows)));
}
} // namespace nida::daemon
