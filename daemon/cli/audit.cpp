#include "daemon/cli/failures.hpp"
#include "daemon/cli/local_time.hpp"
#include "daemon/cli/people_commands.hpp"

#include <boost/json.hpp>

#include <cstddef>
#include <ostream>
#include <sysexits.h>

namespace nida::daemon::cli
{

namespace json = boost::json;

namespace
{

constexpr std::size_t short_digits = 16;

json::value verified(Context& context, std::int64_t row, const std::string& hash)
{
    auto target = Target{"/v1/audit/verify"};
    if (row > 0) target = target.with("row", row).with("hash", short_hash(hash));
    return context.api.get_patiently(target);
}

} // namespace

std::string short_hash(std::string_view hash)
{
    std::string text;
    std::size_t digits = 0;
    for (char c : hash) {
        if (c == ' ') continue;
        if (c >= 'a' && c <= 'f') c = static_cast<char>(c - 'a' + 'A'); // as the daemon writes them
        if (digits > 0 && digits % 4 == 0) text += ' ';
        text += c;
        if (++digits == short_digits) break;
    }
    return text;
}

int list_audit(Context& context, std::int64_t since)
{
    auto table = context.table({Text::heading_id, Text::heading_when, Text::heading_event, Text::heading_actor,
                                Text::heading_words, Text::heading_detail});
    each_row(
        context.api, Target{"/v1/audit"}.with("limit", 1000), since,
        [&](const json::object& row) {
            if (context.json) return write_json(context.io.out, row);
            table.add({field(row, "id"), local_time(field(row, "at")), state_word(context.words, field(row, "kind")),
                       field(row, "actor"), field(row, "words"), field(row, "detail")});
        },
        [&] {
            if (!context.json) table.flush(context.io.out);
        });
    return EX_OK;
}

int verify_audit(Context& context, std::int64_t row, const std::string& hash)
{
    const auto answer = verified(context, row, hash);
    const auto& found = object_of(answer);
    const auto broken = field(found, "broken");
    const bool other = row > 0 && !is_true(found, "as_noted");
    const int code = broken.empty() && !other ? EX_OK : EX_DATAERR;
    if (context.json) {
        write_json(context.io.out, answer);
        return code;
    }
    const auto& words = context.words;
    auto details = context.details();
    details.add({std::string{words.raw(Text::heading_rows)}, field(found, "rows")});
    details.add({std::string{words.raw(Text::heading_audit_row)}, field(found, "last")});
    details.add({std::string{words.raw(Text::heading_hash)}, field(found, "hash")});
    if (integer(found, "erased_words") > 0)
        details.add({std::string{words.raw(Text::heading_words_erased)}, field(found, "erased_words")});
    details.flush(context.io.out);
    context.io.out << (broken.empty() ? words(Text::audit_holds) : words(Text::audit_broken, broken)) << '\n';
    if (row > 0) context.io.out << words(other ? Text::audit_not_as_noted : Text::audit_as_noted, row) << '\n';
    return code;
}

int show_audit_hash(Context& context)
{
    const auto answer = verified(context, 0, {});
    const auto& found = object_of(answer);
    const auto broken = field(found, "broken");
    if (context.json)
        write_json(context.io.out, answer);
    else if (broken.empty())
        context.io.out << context.words(Text::audit_line, local_time(field(found, "at")).substr(0, 10),
                                        integer(found, "last"), field(found, "hash"))
                       << '\n';
    if (broken.empty()) return EX_OK;
    throw Refusal{EX_DATAERR, context.words(Text::audit_broken, broken)};
}

} // namespace nida::daemon::cli
