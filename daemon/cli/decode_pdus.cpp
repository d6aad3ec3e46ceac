#include "daemon/cli/codec_commands.hpp"
#include "daemon/cli/failures.hpp"
#include "daemon/cli/input_file.hpp"
#include "daemon/cli/line_reader.hpp"
#include "daemon/cli/pdu_json.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <ostream>
#include <sysexits.h>

namespace nida::daemon::cli
{

namespace json = boost::json;

namespace
{

protocol::TpduContext context_of(const PduDecodeOptions& options)
{
    protocol::TpduContext context;
    if (options.direction == "from-network") context.direction = protocol::Direction::from_network;
    if (options.direction == "to-network") context.direction = protocol::Direction::to_network;
    if (options.rp == "ack") context.rp = protocol::RpPdu::ack;
    if (options.rp == "error") context.rp = protocol::RpPdu::error;
    return context;
}

bool is_readable(const json::object& pdu) { return pdu.at("error").is_null(); }

/// One PDU a line, one line of JSON back at once, so that another program can hold a conversation.
bool decode_input(Context& context, const PduDecodeOptions& options)
{
    constexpr std::size_t longest = 4096; // a TPDU with its SMSC address has less than 200 octets
    InputFile input{context, "-"};
    LineReader lines{input.stream(), context.io.out, longest};
    bool all_readable = true;
    while (lines.next()) {
        auto pdu = describe_pdu(lines.line(), options.no_smsc, context_of(options));
        if (lines.is_too_long())
            pdu["error"] = json::object{
                {"field", "PDU"}, {"offset", longest / 2}, {"why", fmt::format("longer than {} digits", longest)}};
        all_readable = is_readable(pdu) && all_readable;
        write_json(context.io.out, pdu);
    }
    if (input.is_broken()) throw Refusal{EX_IOERR, input.complaint()};
    return all_readable;
}

/// What is there, with the names that the JSON has, one a row.
void add_rows(Table& table, const std::string& name, const json::value& value)
{
    if (const auto* object = value.if_object()) {
        for (const auto& [key, member] : *object)
            add_rows(table, name.empty() ? std::string{key} : fmt::format("{}.{}", name, std::string_view{key}),
                     member);
    } else if (const auto* array = value.if_array()) {
        for (std::size_t i = 0; i < array->size(); ++i)
            add_rows(table, fmt::format("{}[{}]", name, i), array->at(i));
    } else if (const auto* text = value.if_string()) {
        table.add({name, std::string{*text}});
    } else if (!value.is_null()) {
        table.add({name, json::serialize(value)});
    }
}

} // namespace

int decode_pdus(Context& context, const PduDecodeOptions& options)
{
    if (options.pdus.empty()) return decode_input(context, options) ? EX_OK : EX_DATAERR;

    bool all_readable = true;
    for (const auto& hex : options.pdus) {
        const auto pdu = describe_pdu(hex, options.no_smsc, context_of(options));
        all_readable = is_readable(pdu) && all_readable;
        if (context.json) {
            write_json(context.io.out, pdu);
            continue;
        }
        if (&hex != &options.pdus.front()) context.io.out << '\n';
        auto table = context.details();
        add_rows(table, {}, pdu);
        table.flush(context.io.out);
    }
    return all_readable ? EX_OK : EX_DATAERR;
}

} // namespace nida::daemon::cli
