#include "daemon/api/person_request.hpp"

#include "daemon/api/values.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>

namespace nida::daemon
{
namespace
{
std::optional<Language> language_from(const std::string& code, const Languages& languages)
{
    if (code.empty()) return {};
    const auto language = parse_language(code);
    if (!language || !languages.find(*language))
        throw ApiError{422, "bad_value", fmt::format("\"{}\" is no language here", code),
                       fmt::format("accepted: {}, or nothing", languages.codes())};
    return language;
}

std::vector<std::string> groups_from(const boost::json::value* groups, std::string_view field)
{
    std::vector<std::string> names;
    if (!groups) return names;
    if (!groups->is_array())
        throw ApiError{400, "bad_request", fmt::format("\"{}\" is not a list", field),
                       fmt::format("send {} as a list of names", field)};
    for (const auto& group : groups->get_array())
        names.push_back(group_name_from(group.is_string() ? std::string_view{group.get_string()} : std::string_view{}));
    return names;
}

std::vector<std::pair<std::string, std::string>> values_from(const boost::json::value* fields)
{
    std::vector<std::pair<std::string, std::string>> values;
    if (!fields) return values;
    if (!fields->is_object())
        throw ApiError{400, "bad_request", "\"fields\" is not an object", R"(send fields as {"city": "Sfax"})"};
    for (const auto& field : fields->get_object()) {
        const auto& value = field.value();
        if (value.is_null())
            values.emplace_back(field.key(), "");
        else if (value.is_string())
            values.emplace_back(field.key(), value.get_string());
        else if (value.is_int64())
            values.emplace_back(field.key(), std::to_string(value.get_int64()));
        else if (value.is_double())
            values.emplace_back(field.key(), fmt::format("{}", value.get_double()));
        else
            throw ApiError{400, "bad_request",
                           fmt::format("the field \"{}\" has no value", std::string_view{field.key()}),
                           "send each value as a text"};
    }
    return values;
}

std::string name_from(const std::string& written)
{
    const auto name = person_name(written);
    if (!name) throw ApiError{422, "bad_value", "the name is not one", "a name is one line of at most 200 characters"};
    return *name;
}

std::string notes_from(const std::string& written)
{
    const auto notes = person_notes(written);
    if (!notes) throw ApiError{422, "bad_value", "the notes are no text", "notes are text of at most 4,000 characters"};
    return *notes;
}
} // namespace

Act act_of(const Service& service, const ApiRequest& request)
{
    return {request.actor, service.clock.now(), service.clock.trusted()};
}

std::string group_name_from(std::string_view written)
{
    const auto name = group_name(written);
    if (!name)
        throw ApiError{422, "bad_value", "a group's name is not one",
                       "a name is a text of 1-64 characters without line ends and semicolons"};
    return *name;
}

PersonDetails details_from(const Fields& fields, const ServiceDefaults& defaults)
{
    PersonDetails details;
    details.number = person_number_from(fields.required_text("number"), defaults.country);
    details.name = name_from(fields.text("name").value_or(""));
    details.language = language_from(fields.text("language").value_or(""), *defaults.languages);
    details.groups = groups_from(fields.find("groups"), "groups");
    details.notes = notes_from(fields.text("notes").value_or(""));
    details.fields = values_from(fields.find("fields"));
    return details;
}

PersonCorrection correction_from(const Fields& fields, const Languages& languages)
{
    PersonCorrection correction;
    if (const auto name = fields.text("name")) correction.name = name_from(*name);
    if (const auto notes = fields.text("notes")) correction.notes = notes_from(*notes);
    if (const auto code = fields.text("language")) {
        const auto language = language_from(*code, languages);
        correction.language = language ? std::string{to_string(*language)} : std::string{};
    }
    correction.fields = values_from(fields.find("fields"));
    correction.into_groups = groups_from(fields.find("into_groups"), "into_groups");
    correction.out_of_groups = groups_from(fields.find("out_of_groups"), "out_of_groups");
    return correction;
}

ApiError unknown_person(const std::string& number, bool left)
{
    return {404, "unknown_person", fmt::format("nobody is known under {}", number),
            left ? "they left, and nothing else is kept of them" : "`nida people` lists who is known"};
}

ApiError no_audience(const NoAudience& none)
{
    if (none.why == NoAudience::Why::unknown_group) return {404, "unknown_group", none.what(), none.hint};
    return {422, "bad_rule", none.what(), none.hint.empty() ? "docs/rules.md says how rules are written" : none.hint};
}

void require_none(const std::string& objection, const char* code)
{
    if (!objection.empty()) throw ApiError{422, code, objection, "nothing was changed"};
}
} // namespace nida::daemon
