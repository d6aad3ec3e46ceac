#include "daemon/cli/local_time.hpp"
#include "daemon/cli/people_commands.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <ostream>
#include <sysexits.h>
#include <utility>

namespace nida::daemon::cli
{

namespace json = boost::json;

namespace
{

/// A state of a message, a kind of consent, or how else it came.
std::string what_happened(const Words& words, const json::object& entry)
{
    const auto what = field(entry, "what");
    if (what == "sent") return state_word(words, field(entry, "state"));
    return state_word(words, what == "consent" ? field(entry, "kind") : what);
}

/// The row of the audit with this id; empty where it is not there.
json::object audit_row(ApiClient& api, std::int64_t id)
{
    const auto page = api.get(Target{"/v1/audit"}.with("since", id - 1).with("limit", 1));
    for (const auto& item : rows_of(object_of(page)))
        if (integer(object_of(item), "id") == id) return object_of(item);
    return {};
}

/// Local for who reads it here, and as it is written for who compares it.
std::string hour(const json::object& entry, std::string_view key)
{
    const auto at = field(entry, key);
    return at.empty() ? at : fmt::format("{} ({})", local_time(at), at);
}

void show_consent(Context& context, const json::object& consent)
{
    const auto& words = context.words;
    auto details = context.details();
    const auto add = [&](Text what, const std::string& value) {
        if (!value.empty()) details.add({std::string{words.raw(what)}, value});
    };
    const bool sure = is_true(consent, "sure_clock");
    const auto actor = field(consent, "actor");
    add(Text::heading_event, state_word(words, field(consent, "kind")));
    add(Text::heading_when, hour(consent, "at"));
    add(Text::status_clock, std::string{words.raw(sure ? Text::proof_clock_sure : Text::proof_clock_unsure)});
    add(Text::heading_words, field(consent, "words"));
    add(Text::heading_line, field(consent, "line"));
    add(Text::heading_actor, actor.empty() ? std::string{words.raw(Text::proof_themselves)} : actor);
    auto detail = object_in(consent, "detail");
    add(Text::heading_basis, field(detail, "basis"));
    for (const auto* shown : {"basis", "line"})
        detail.erase(shown);
    if (!detail.empty()) add(Text::heading_detail, json::serialize(detail));
    add(Text::heading_audit_row, field(consent, "audit"));
    add(Text::heading_hash, short_hash(field(consent, "hash")));
    context.io.out << '\n';
    details.flush(context.io.out);
}

} // namespace

int show_history(Context& context, const std::string& number, std::int64_t limit)
{
    const auto answer = context.api.get((Target{"/v1/people"} / number / "timeline").with("limit", limit));
    if (context.json) {
        write_json(context.io.out, answer);
        return EX_OK;
    }
    auto table = context.table(
        {Text::heading_when, Text::heading_event, Text::heading_text, Text::heading_line, Text::heading_actor});
    for (const auto& item : rows_of(object_of(answer))) {
        const auto& entry = object_of(item);
        table.add({local_time(field(entry, "at")), what_happened(context.words, entry), field(entry, "text"),
                   field(entry, "line"), field(entry, "actor")});
    }
    table.flush(context.io.out);
    if (is_true(object_of(answer), "more")) context.io.err << context.words(Text::history_more) << '\n';
    return EX_OK;
}

int show_proof(Context& context, const std::string& number)
{
    auto answer = context.api.get(Target{"/v1/people"} / number);
    auto& person = answer.as_object();
    json::array consents = rows_of(person, "consents");
    for (auto& item : consents) {
        auto& consent = item.as_object();
        consent["hash"] = field(audit_row(context.api, integer(consent, "audit")), "hash");
    }
    person["consents"] = std::move(consents);
    if (context.json) {
        write_json(context.io.out, answer);
        return EX_OK;
    }

    const auto& words = context.words;
    context.io.out << words.raw(Text::proof_title) << "\n\n";
    auto details = context.details();
    const auto add = [&](Text what, const std::string& value) {
        if (!value.empty()) details.add({std::string{words.raw(what)}, value});
    };
    add(Text::heading_number, field(person, "number"));
    for (const auto& former : rows_of(person, "former_numbers"))
        add(Text::heading_former_number, words(Text::until_value, field(object_of(former), "number"),
                                               local_time(field(object_of(former), "until"))));
    add(Text::heading_name, field(person, "name"));
    add(Text::heading_state, state_word(words, field(person, "state")));
    add(Text::heading_created, hour(person, "created_at"));
    add(Text::heading_joined, hour(person, "joined_at"));
    add(Text::heading_left, hour(person, "left_at"));
    details.flush(context.io.out);
    const auto& entries = rows_of(person, "consents");
    if (entries.empty()) context.io.out << '\n' << words.raw(Text::proof_none) << '\n';
    for (const auto& consent : entries)
        show_consent(context, object_of(consent));
    if (!entries.empty())
        context.io.out << '\n' << words(Text::proof_check, "nida audit verify --row N --hash H") << '\n';
    return EX_OK;
}

} // namespace nida::daemon::cli
