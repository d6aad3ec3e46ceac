#include "daemon/cli/codec_commands.hpp"
#include "daemon/cli/input_file.hpp"
#include "daemon/cli/pdu_json.hpp"
#include "protocol/at/transcript.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <ostream>
#include <sysexits.h>
#include <variant>

namespace nida::daemon::cli
{

namespace json = boost::json;
using namespace protocol;

namespace
{

json::value field_value(const FieldValue& value)
{
    if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
    if (const auto* text = std::get_if<std::string>(&value)) return json::value(*text);
    return nullptr;
}

/// What the final result of a command says; a refusal with its class and meanings.
json::object result_value(const ParsedLine& line)
{
    json::object value{
        {"ok", !line.result->failed()}, {"code", nullptr}, {"name", nullptr}, {"class", nullptr}, {"meaning", nullptr}};
    if (!line.result->failed()) return value;
    if (line.result->category() != at_category()) value["code"] = line.result->value();
    value["class"] = name_of(classify(*line.result));
    if (line.refusal) {
        const auto& meaning = line.refusal->meaning;
        value["name"] = line.refusal->name;
        value["meaning"] = json::object{{"ar", meaning.ar}, {"fr", meaning.fr}, {"en", meaning.en}};
    }
    return value;
}

TpduContext direction_of(const ParsedLine& line)
{
    TpduContext context;
    // What a modem hands over may also be a SUBMIT of its memory; what is sent to it is nothing else.
    if (line.pdu_direction == PduDirection::to_network) context.direction = Direction::to_network;
    return context;
}

/// Some modems leave the SMSC address out: then the header's length is that of all octets.
json::object pdu_value(const ParsedLine& line)
{
    const bool no_smsc = line.tpdu_octets && *line.tpdu_octets * std::size_t{2} == line.pdu.size();
    return describe_pdu(line.pdu, no_smsc, direction_of(line));
}

json::object line_value(const ParsedLine& line)
{
    json::object fields;
    for (const auto& field : line.fields)
        fields[field.key] = field_value(field.value);
    json::object value{
        {"line", line.line}, {"kind", protocol::name_of(line.kind)}, {"name", nullptr},   {"command", nullptr},
        {"text", line.text}, {"fields", std::move(fields)},          {"result", nullptr}, {"pdu", nullptr}};
    if (!line.name.empty()) value["name"] = line.name;
    if (!line.command.empty()) value["command"] = line.command;
    if (line.result) value["result"] = result_value(line);
    if (!line.pdu.empty()) value["pdu"] = pdu_value(line);
    return value;
}

std::string_view meaning_in(const Meaning& meaning, Language language)
{
    switch (language) {
    case Language::ar: return meaning.ar;
    case Language::fr: return meaning.fr;
    case Language::en: return meaning.en;
    }
    return {};
}

/// What a person wants to know of a line: what a refusal means, what a PDU says, or the fields.
std::string gist(const ParsedLine& line, Language language)
{
    if (line.refusal) return std::string{meaning_in(line.refusal->meaning, language)};
    if (!line.pdu.empty()) {
        const auto pdu = pdu_value(line);
        if (!pdu.at("error").is_null())
            return fmt::format("{}: {}", field(object_in(pdu, "error"), "field"),
                               field(object_in(pdu, "error"), "why"));
        return fmt::format("{} {} {}", field(pdu, "type"),
                           field(object_in(pdu, "address"), "digits") + field(object_in(pdu, "address"), "text"),
                           field(pdu, "text"));
    }
    std::string text;
    for (const auto& named : line.fields) {
        if (std::holds_alternative<std::monostate>(named.value)) continue;
        const auto value = field_value(named.value);
        text += fmt::format("{}{}={}", text.empty() ? "" : " ", named.key,
                            value.is_string() ? std::string{value.as_string()} : json::serialize(value));
    }
    return text;
}

} // namespace

int parse_dialogue(Context& context, const std::optional<std::string>& file)
{
    const auto lines = parse_transcript(InputFile{context, file.value_or("-")}.all());
    bool all_readable = true;
    if (context.json || !file) {
        for (const auto& line : lines) {
            const auto value = line_value(line);
            const auto* pdu = value.at("pdu").if_object();
            all_readable = all_readable && (!pdu || pdu->at("error").is_null());
            write_json(context.io.out, value);
        }
        return all_readable ? EX_OK : EX_DATAERR;
    }
    auto table =
        context.table({Text::heading_line_number, Text::heading_kind, Text::heading_text, Text::heading_meaning});
    for (const auto& line : lines) {
        all_readable = all_readable && (line.pdu.empty() || pdu_value(line).at("error").is_null());
        table.add({std::to_string(line.line), std::string{protocol::name_of(line.kind)}, line.text,
                   gist(line, context.words.language())});
    }
    table.flush(context.io.out);
    return all_readable ? EX_OK : EX_DATAERR;
}

} // namespace nida::daemon::cli
