// What takes an entry away: off the list, for good, or into another one.
#include "daemon/cli/failures.hpp"
#include "daemon/cli/people_commands.hpp"

#include <boost/json.hpp>

#include <ostream>
#include <sysexits.h>

namespace nida::daemon::cli
{

namespace json = boost::json;

namespace
{

/// Number and name as the service has them; nothing where the number has no entry, which may be erased all the same.
json::object entry_of(ApiClient& api, const std::string& number)
{
    try {
        return object_of(api.get(Target{"/v1/people"} / number));
    } catch (const ApiError& error) {
        if (error.code != "unknown_person") throw;
        return {{"number", number}};
    }
}

void show_erased(Context& context, const std::string& number, const json::object& erased)
{
    const auto& words = context.words;
    if (!is_true(erased, "known")) context.io.err << words(Text::erase_unknown) << '\n';
    auto details = context.details();
    details.add({std::string{words.raw(Text::heading_number)}, number});
    details.add({std::string{words.raw(Text::heading_state)}, std::string{words.raw(Text::consent_erase)}});
    for (const auto& [text, key] : {std::pair{Text::erase_messages, "messages"},
                                    {Text::erase_cancelled, "cancelled"},
                                    {Text::erase_texts, "texts"}})
        details.add({std::string{words.raw(text)}, std::to_string(integer(erased, key))});
    details.flush(context.io.out);
    if (const auto count = integer(erased, "under_way"); count > 0)
        context.io.out << words(Text::erase_under_way, count) << '\n';
    if (const auto count = integer(erased, "in_sim"); count > 0)
        context.io.out << words(Text::erase_in_sim, count) << '\n';
    if (!is_true(erased, "journal_emptied")) context.io.out << words(Text::erase_journal) << '\n';
    const auto& copies = rows_of(erased, "copies");
    if (!copies.empty()) context.io.out << words(Text::erase_copies) << '\n';
    for (const auto& copy : copies)
        context.io.out << "  " << printable(copy.is_string() ? std::string_view{copy.get_string()} : "") << '\n';
}

int show_number(Context& context, const json::value& answer)
{
    if (context.json) {
        write_json(context.io.out, answer);
        return EX_OK;
    }
    auto details = context.details();
    const auto& person = object_of(answer);
    details.add({std::string{context.words.raw(Text::heading_number)}, field(person, "number")});
    details.add({std::string{context.words.raw(Text::heading_name)}, field(person, "name")});
    for (const auto& item : rows_of(person, "former_numbers"))
        details.add({std::string{context.words.raw(Text::heading_former_number)}, field(object_of(item), "number")});
    details.flush(context.io.out);
    return EX_OK;
}

} // namespace

int remove_person(Context& context, const std::string& number, bool yes)
{
    const auto target = Target{"/v1/people"} / number;
    if (!yes) {
        const auto person = context.api.get(target);
        const auto& found = object_of(person);
        if (!confirmed(context, context.words(Text::confirm_remove, field(found, "number"), field(found, "name")))) {
            context.io.err << context.words(Text::not_removed) << '\n';
            return EX_OK;
        }
    }
    context.api.erase(target);
    if (context.json) write_json(context.io.out, json::object{{"removed", number}});
    return EX_OK;
}

int erase_person(Context& context, const std::string& number, bool yes)
{
    if (!yes) {
        const auto found = entry_of(context.api, number);
        if (!confirmed(context, context.words(Text::confirm_erase, field(found, "number"), field(found, "name")))) {
            context.io.err << context.words(Text::not_erased) << '\n';
            return EX_OK;
        }
    }
    const auto answer = context.api.post_patiently(Target{"/v1/people"} / number / "erase");
    if (context.json)
        write_json(context.io.out, answer);
    else
        show_erased(context, number, object_of(answer));
    return EX_OK;
}

int renumber_person(Context& context, const std::string& from, const std::string& to)
{
    const json::object body{{"to", to}};
    return show_number(context, context.api.post(Target{"/v1/people"} / from / "renumber", body));
}

int merge_people(Context& context, const std::string& from, const std::string& into, bool yes)
{
    if (!yes) {
        const auto goes = context.api.get(Target{"/v1/people"} / from);
        const auto stays = context.api.get(Target{"/v1/people"} / into);
        const auto& going = object_of(goes);
        const auto& staying = object_of(stays);
        if (!confirmed(context, context.words(Text::confirm_merge, field(going, "number"), field(going, "name"),
                                              field(staying, "number"), field(staying, "name")))) {
            context.io.err << context.words(Text::not_changed) << '\n';
            return EX_OK;
        }
    }
    const json::object body{{"into", into}};
    return show_number(context, context.api.post(Target{"/v1/people"} / from / "merge", body));
}

} // namespace nida::daemon::cli
