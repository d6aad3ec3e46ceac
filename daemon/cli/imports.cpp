#include "daemon/cli/failures.hpp"
#include "daemon/cli/local_time.hpp"
#include "daemon/cli/people_commands.hpp"

#include <boost/json.hpp>

#include <ostream>
#include <sysexits.h>

namespace nida::daemon::cli
{

namespace json = boost::json;

int list_imports(Context& context)
{
    auto table = context.table({Text::heading_id, Text::heading_when, Text::heading_actor, Text::heading_name,
                                Text::heading_basis, Text::heading_state, Text::import_added, Text::import_updated,
                                Text::import_unchanged, Text::import_rejected});
    each_row(
        context.api, Target{"/v1/imports"}.with("limit", 1000), 0,
        [&](const json::object& import) {
            if (context.json) return write_json(context.io.out, import);
            table.add({field(import, "id"), local_time(field(import, "at")), field(import, "actor"),
                       field(import, "name"), field(import, "basis"), state_word(context.words, field(import, "state")),
                       field(import, "added"), field(import, "updated"), field(import, "unchanged"),
                       field(import, "refused")});
        },
        [&] {
            if (!context.json) table.flush(context.io.out);
        });
    return EX_OK;
}

int undo_import(Context& context, std::int64_t import, bool yes)
{
    if (!yes) {
        const auto page = context.api.get(Target{"/v1/imports"}.with("since", import - 1).with("limit", 1));
        json::object row{{"id", import}};
        for (const auto& item : rows_of(object_of(page)))
            if (integer(object_of(item), "id") == import) row = object_of(item);
        const auto question = context.words(Text::confirm_undo_import, import, field(row, "name"),
                                            integer(row, "added"), integer(row, "updated"));
        if (!confirmed(context, question)) {
            context.io.err << context.words(Text::not_changed) << '\n';
            return EX_OK;
        }
    }
    const auto answer = context.api.post_patiently(Target{"/v1/imports"} / import / "undo");
    if (context.json) {
        write_json(context.io.out, answer);
        return EX_OK;
    }
    const auto& undone = object_of(answer);
    auto details = context.details();
    details.add({std::string{context.words.raw(Text::undo_removed)}, field(undone, "removed")});
    details.add({std::string{context.words.raw(Text::undo_restored)}, field(undone, "restored")});
    details.add({std::string{context.words.raw(Text::undo_kept)}, field(undone, "kept")});
    details.flush(context.io.out);
    return EX_OK;
}

} // namespace nida::daemon::cli
