#include "daemon/people/imports.hpp"

#include "daemon/api/person_request.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/api/values.hpp"
#include "daemon/people/person_fields.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/array.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <span>
#include <utility>

namespace nida::daemon
{
namespace
{
constexpr std::size_t most_rows = 5000;        // in one request
constexpr std::size_t rows_at_a_stretch = 200; // the loop serves the modems, too
// The same pages are changed again and again: the more rows a commit has, the less is written. But the lines must not wait for long.
constexpr int rows_before_others = 500;
constexpr int most_rows_in_a_transaction = 5000;

NewImport import_from(const Fields& fields, bool trial)
{
    NewImport import;
    import.name = person_name(fields.text("name").value_or("")).value_or("");
    const auto basis = person_notes(fields.text("basis").value_or(""));
    if (!basis)
        throw ApiError{422, "bad_value", "the basis is no text",
                       "say in a few words on what ground these people may be texted"};
    import.basis = *basis;
    import.trial = trial;
    return import;
}

const boost::json::array& rows_from(const Fields& fields)
{
    const auto* list = fields.find("rows");
    if (!list || !list->is_array())
        throw ApiError{400, "bad_request", "\"rows\" is not a list", "send {\"rows\": [{\"line\", \"number\", ...}]}"};
    if (list->get_array().size() > most_rows)
        throw ApiError{413, "too_large", fmt::format("more than {} rows in one request", most_rows),
                       "send the rest in further requests"};
    return list->get_array();
}

/// Reads rows for a while at a time, since the loop serves the modems, too. What cannot be read is refused.
boost::asio::awaitable<std::vector<ImportRow>> read_rows(const boost::json::array& list,
                                                         const ServiceDefaults& defaults, ImportTally& tally)
{
    const auto executor = co_await boost::asio::this_coro::executor;
    std::vector<ImportRow> rows;
    std::int64_t line = 0;
    for (const auto& json : list) {
        if (++line % static_cast<std::int64_t>(rows_at_a_stretch) == 0)
            co_await boost::asio::post(executor, boost::asio::use_awaitable);
        auto shown_line = line;
        try {
            const Fields fields{json, {"line", "number", "name", "language", "groups", "notes", "fields"}};
            shown_line = fields.integer("line").value_or(line);
            rows.push_back({shown_line, details_from(fields, defaults)});
        } catch (const ApiError& error) {
            ++tally.refused;
            tally.refusals.push_back({shown_line, fmt::format("{} ({})", error.what(), error.hint)});
        }
    }
    co_return rows;
}

void add(ImportTally& all, ImportTally some)
{
    all.added += some.added;
    all.updated += some.updated;
    all.unchanged += some.unchanged;
    all.left += some.left;
    all.refused += some.refused;
    std::ranges::move(some.passed_over, std::back_inserter(all.passed_over));
    std::ranges::move(some.refusals, std::back_inserter(all.refusals));
    std::ranges::move(some.merged, std::back_inserter(all.merged));
}

void add(Imports::Undone& all, Imports::Undone some)
{
    all.removed += some.removed;
    all.restored += some.restored;
    std::ranges::move(some.kept, std::back_inserter(all.kept));
    all.over = some.over;
}

boost::asio::awaitable<void> take_rows(Service& service, std::int64_t import, std::vector<ImportRow> rows,
                                       const Act& act, ImportTally& tally)
{
    for (std::span<const ImportRow> left{rows}; !left.empty();) {
        const auto take = [&](Connection& db) {
            std::pair<ImportTally, std::size_t> taken;
            do {
                const auto some = left.subspan(taken.second)
                                      .first(std::min<std::size_t>(rows_before_others, left.size() - taken.second));
                add(taken.first, Imports{db}.take(import, some, act));
                taken.second += some.size();
            } while (taken.second < left.size() && !service.store.writer_is_awaited());
            return taken;
        };
        auto [some, count] = from_store(co_await service.store.write(take));
        add(tally, std::move(some));
        left = left.subspan(count);
    }
}

boost::json::array remarks(std::vector<ImportTally::Remark>& all)
{
    std::ranges::sort(all, {}, &ImportTally::Remark::line);
    boost::json::array list;
    for (const auto& [line, text] : all)
        list.push_back(boost::json::object{{"line", line}, {"error", text}});
    return list;
}

boost::json::object summary(ImportTally& tally)
{
    return {{"added", tally.added},
            {"updated", tally.updated},
            {"unchanged", tally.unchanged},
            {"left", tally.left},
            {"passed_over", remarks(tally.passed_over)},
            {"rejected_count", tally.refused},
            {"rejected", remarks(tally.refusals)},
            {"merged", remarks(tally.merged)}};
}

ApiError unknown_import(std::int64_t import)
{
    return {404, "unknown_import", fmt::format("there is no import {}", import), "`nida people imports` lists them"};
}
} // namespace

boost::asio::awaitable<ApiReply> post_imports(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    require_room(service.store);
    const auto body = parse_json(request.body.empty() ? "{}" : request.body);
    const Fields fields{body, {"name", "basis", "dry_run"}};
    const auto import = import_from(fields, fields.boolean("dry_run").value_or(false));
    const auto act = act_of(service, request);
    const auto open = [&](Connection& db) { return Imports{db}.open(import, act); };
    const auto id = from_store(co_await service.store.write(open));
    co_return json_reply(201, boost::json::object{{"import", id}});
}

boost::asio::awaitable<ApiReply> post_import_rows(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    require_room(service.store);
    const auto id = path_id(request, "unknown_import");
    const auto body = parse_json(request.body);
    const Fields fields{body, {"rows"}};
    const auto act = act_of(service, request);
    const auto is_open = [id](Connection& db) { return Imports{db}.is_open(id); };
    const auto open = from_store(co_await service.store.read(is_open));
    if (!open) throw unknown_import(id);
    if (!*open)
        throw ApiError{409, "import_over", fmt::format("import {} is complete", id), "begin another one for more rows"};
    ImportTally tally;
    auto rows = co_await read_rows(rows_from(fields), service.defaults, tally);
    co_await take_rows(service, id, std::move(rows), act, tally);
    co_return json_reply(200, summary(tally));
}

boost::asio::awaitable<ApiReply> post_import_close(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    const auto id = path_id(request, "unknown_import");
    const auto close = [&](Connection& db) {
        Imports imports{db};
        auto row = imports.row(id);
        if (!row) throw unknown_import(id);
        imports.close(id);
        return std::move(*row);
    };
    const auto row = from_store(co_await service.store.write(close));
    spdlog::info("api: import {} by {}: {} added, {} updated, {} unchanged, {} refused", id, request.actor,
                 row.at("added").as_int64(), row.at("updated").as_int64(), row.at("unchanged").as_int64(),
                 row.at("refused").as_int64());
    co_return json_reply(200, row);
}

boost::asio::awaitable<ApiReply> post_import_undo(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    const auto id = path_id(request, "unknown_import");
    const auto act = act_of(service, request);
    const auto find = [id](Connection& db) { return Imports{db}.row(id); };
    if (!from_store(co_await service.store.read(find))) throw unknown_import(id);
    Imports::Undone all;
    const auto undo = [&](Connection& db) {
        Imports::Undone undone;
        int rows = 0;
        do {
            add(undone, Imports{db}.undo(id, rows_before_others, act));
            rows += rows_before_others;
        } while (!undone.over && rows < most_rows_in_a_transaction && !service.store.writer_is_awaited());
        return undone;
    };
    while (!all.over)
        add(all, from_store(co_await service.store.write(undo)));
    boost::json::array kept;
    for (const auto& number : all.kept)
        kept.emplace_back(number);
    spdlog::info("api: import {} was undone by {}: {} removed, {} as before, {} kept", id, request.actor, all.removed,
                 all.restored, all.kept.size());
    co_return json_reply(
        200, boost::json::object{{"removed", all.removed}, {"restored", all.restored}, {"kept", std::move(kept)}});
}

boost::asio::awaitable<ApiReply> get_imports(ApiContext& context, const ApiRequest& request)
{
    const auto range = page_range(request);
    const auto read = [range](Connection& db) { return Imports{db}.page(range); };
    const auto page = from_store(co_await context.service.store.read(read));
    co_return ApiReply{200, page.text(), {}};
}

boost::asio::awaitable<ApiReply> post_import(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    require_room(service.store);
    const bool trial = query_integer(request, "dry_run", 0, 1).value_or(0) == 1;
    const auto body = parse_json(request.body);
    const Fields fields{body, {"rows", "name", "basis"}};
    const auto import = import_from(fields, trial);
    const auto act = act_of(service, request);
    ImportTally tally;
    auto rows = co_await read_rows(rows_from(fields), service.defaults, tally);
    const auto open = [&](Connection& db) { return Imports{db}.open(import, act); };
    const auto id = from_store(co_await service.store.write(open));
    co_await take_rows(service, id, std::move(rows), act, tally);
    const auto close = [id](Connection& db) { Imports{db}.close(id); };
    from_store(co_await service.store.write(close));
    if (!trial)
        spdlog::info("api: import {} by {}: {} added, {} updated, {} unchanged, {} refused", id, request.actor,
                     tally.added, tally.updated, tally.unchanged, tally.refused);
    auto answer = summary(tally);
    if (!trial) answer["import"] = id;
    co_return json_reply(200, answer);
}
} // namespace nida::daemon
