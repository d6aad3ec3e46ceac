#include "daemon/api/fields.hpp"
#include "daemon/api/on_thread.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/api/sealed_body.hpp"
#include "daemon/audit/audit.hpp"
#include "daemon/backup/check.hpp"
#include "daemon/backup/keys.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

namespace nida::daemon
{
namespace
{
SealTo key_from(const boost::json::value& body)
{
    const Fields fields{body, {"passphrase", "public_key"}};
    auto words = fields.text("passphrase");
    const auto key = fields.text("public_key");
    if (words.has_value() == key.has_value())
        throw ApiError{400, "bad_request", "a copy is sealed to a passphrase or to a public key",
                       "send either passphrase or public_key"};
    if (words && words->size() < shortest_passphrase)
        throw ApiError{
            422, "bad_value", "the passphrase is too short",
            fmt::format("at least {} octets: who finds the copy may try as long as they like", shortest_passphrase)};
    if (words) return Passphrase{std::move(*words)};
    try {
        return public_key_from(*key);
    } catch (const BackupError& error) {
        throw ApiError{422, "bad_value", error.what(), "send the text of a file that `nida backup-key` made"};
    }
}

ApiError api_error(const BackupError& error)
{
    using What = BackupError::What;
    if (error.why == What::no_space)
        return {503, "no_space", error.what(), "make room there; the copy lies beside the store for a moment"};
    if (error.why == What::store_damaged)
        return {500, "store_damaged", error.what(), "`nida check` says more; restore the last copy"};
    return {503, "store_unavailable", error.what(), "nothing was changed; try again once that is solved"};
}

/// Damage that makes the rest of the file doubtful. A row that breaks a rule is a matter of its own.
bool is_of_the_file(const Finding& finding)
{
    const auto of_a_row = [](const std::string& text) { return text.find("constraint failed") != text.npos; };
    return finding.code == "damaged" && !std::ranges::all_of(finding.examples, of_a_row);
}

std::string damaged_store(const std::string& what)
{
    return fmt::format(
        "the store is damaged ({}), and nothing is sent from it any more: stop nidad and bring back a copy with "
        "`nida restore`",
        what);
}
} // namespace

boost::asio::awaitable<ApiReply> post_backup(ApiContext& context, const ApiRequest& request)
{
    auto key = key_from(parse_json(request.body));
    WholeStoreTurn turn{context.whole_store};
    auto& service = context.service;
    std::optional<StoreCopy> copy;
    const auto made_at = service.clock.now();
    try {
        auto make = [&copy, &service] { copy.emplace(service.store.path()); };
        co_await on_thread(make);
    } catch (const BackupError& error) {
        spdlog::warn("api: no copy of the store for {}: {}", request.actor, error.what());
        if (error.why == BackupError::What::store_damaged) service.store.note_damage(damaged_store(error.what()));
        throw api_error(error);
    }
    const Act act{request.actor, made_at, service.clock.trusted()};
    const auto note = [&](Connection& db) { Audit{db}.note(act, "backup"); };
    // A disk that takes nothing any more is a good reason to save what it has.
    static_cast<void>(co_await service.store.write(note));
    spdlog::info("api: {} takes a sealed copy of the store, {} octets", request.actor, copy->octets());
    const auto executor = co_await boost::asio::this_coro::executor;
    ApiReply reply;
    reply.octets = std::make_shared<SealedBody>(executor, std::move(*copy), std::move(key), made_at, std::move(turn));
    co_return reply;
}

boost::asio::awaitable<ApiReply> get_check(ApiContext& context, const ApiRequest& request)
{
    const bool quick = request.query.contains("quick") && request.query.at("quick") != "0";
    const WholeStoreTurn turn{context.whole_store};
    auto& service = context.service;
    const CheckOptions options{quick, service.clock.trusted(), service.clock.now()};
    std::vector<Finding> found;
    auto look = [&found, &service, options] { found = check_store(service.store.path(), options); };
    co_await on_thread(look);

    boost::json::array findings;
    for (const auto& finding : found) {
        boost::json::array examples;
        for (const auto& example : finding.examples)
            examples.emplace_back(example);
        findings.push_back(boost::json::object{{"code", finding.code},
                                               {"warning", finding.warning},
                                               {"count", finding.count},
                                               {"examples", std::move(examples)}});
        spdlog::warn("check: {}: {}", finding.code, finding.count);
        if (is_of_the_file(finding)) service.store.note_damage(damaged_store(finding.examples.front()));
    }
    co_return json_reply(200, boost::json::object{{"findings", std::move(findings)}});
}
} // namespace nida::daemon
