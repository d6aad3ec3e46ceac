#include "daemon/cli/campaign_commands.hpp"
#include "daemon/cli/json_fields.hpp"

#include <boost/json.hpp>

#include <ostream>
#include <sysexits.h>

namespace nida::daemon::cli
{

namespace json = boost::json;

namespace
{

Target templates() { return Target{"/v1/templates"}; }

/// One row a text, the name beside the first.
void add_rows(Table& table, const json::object& kept)
{
    auto name = field(kept, "name");
    for (const auto& one : rows_of(kept, "texts")) {
        const auto& text = object_of(one);
        table.add({name, field(text, "language"), field(text, "variant"), field(text, "text")});
        name.clear();
    }
}

Table table_of_templates(const Context& context)
{
    return context.table({Text::heading_template, Text::heading_language, Text::heading_variant, Text::heading_text});
}

int show(Context& context, const json::value& kept)
{
    if (context.json) {
        write_json(context.io.out, kept);
        return EX_OK;
    }
    auto table = table_of_templates(context);
    add_rows(table, object_of(kept));
    table.flush(context.io.out);
    return EX_OK;
}

} // namespace

int list_templates(Context& context)
{
    const auto answer = context.api.get(templates());
    if (context.json) {
        write_json(context.io.out, answer);
        return EX_OK;
    }
    auto table = table_of_templates(context);
    for (const auto& row : rows_of(object_of(answer)))
        add_rows(table, object_of(row));
    table.flush(context.io.out);
    return EX_OK;
}

int show_template(Context& context, const std::string& name)
{
    return show(context, context.api.get(templates() / name));
}

int set_template(Context& context, const std::string& name, const CampaignTextOptions& options)
{
    json::array texts;
    put_texts(context, options, texts);
    const json::object body{{"texts", std::move(texts)}};
    return show(context, context.api.put(templates() / name, body));
}

int remove_template(Context& context, const std::string& name)
{
    context.api.erase(templates() / name);
    if (context.json) write_json(context.io.out, json::object{{"removed", name}});
    return EX_OK;
}

} // namespace nida::daemon::cli
