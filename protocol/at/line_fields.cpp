#include "protocol/at/line_fields.hpp"

#include "protocol/at/at_line.hpp"
#include "protocol/at/registration.hpp"
#include "protocol/at/signal.hpp"
#include "protocol/at/stored_message.hpp"
#include "protocol/at/submit_answer.hpp"
#include "protocol/at/urc.hpp"
#include "protocol/at/ussd.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace nida::protocol
{
namespace
{
using Fields = std::vector<Field>;

FieldValue text(std::string_view value) { return std::string{value}; }
FieldValue text_or_null(std::string_view value)
{
    if (value.empty()) return std::monostate{};
    return text(value);
}
template <class Number> FieldValue number(const std::optional<Number>& value)
{
    if (!value) return std::monostate{};
    return static_cast<std::int64_t>(*value);
}
FieldValue hexadecimal(const std::optional<std::uint64_t>& value)
{
    if (!value) return std::monostate{};
    return fmt::format("{:X}", *value); // as the specification writes them; past 63 bits no JSON number would do
}

AtResponse alone(std::string_view line, std::string_view second = {})
{
    AtResponse response{{std::string{line}}, {}};
    if (!second.empty()) response.lines.emplace_back(second);
    return response;
}

Fields registration(std::string_view line, std::string_view value)
{
    const auto report = parse_registration_report(value, is_registration_read_answer(value));
    if (!report || line.empty()) return {};
    const auto technology = report->act ? access_technology(*report->act) : "";
    return {{"n", number(report->n)},
            {"stat", static_cast<std::int64_t>(report->stat)},
            {"area", hexadecimal(report->area)},
            {"cell", hexadecimal(report->cell)},
            {"act", number(report->act)},
            {"technology", text_or_null(technology)}};
}

Fields signal(std::string_view line, std::string_view)
{
    const auto report = parse_signal(line);
    if (!report) return {};
    return {{"system", text_or_null(report->system)},
            {"rssi_dbm", number(report->rssi)},
            {"rscp_dbm", number(report->rscp)},
            {"ecno_tenths_db", number(report->ecno_tenths)},
            {"rsrp_dbm", number(report->rsrp)},
            {"rsrq_tenths_db", number(report->rsrq_tenths)},
            {"sinr_tenths_db", number(report->sinr_tenths)},
            {"ber", number(report->bit_error)}};
}

Fields network_operator(std::string_view line, std::string_view)
{
    const auto report = parse_operator(alone(line));
    if (!report) return {};
    return {{"mode", number(report->mode)},
            {"format", number(report->format)},
            {"operator", text_or_null(report->name)},
            {"act", number(report->act)}};
}

Fields service_centre(std::string_view line, std::string_view value)
{
    const auto parameters = split_parameters(value);
    const auto centre = parse_service_centre(alone(line));
    return {{"sca", text_or_null(centre ? centre->number : "")},
            {"tosca", number(parameters.size() > 1 ? parse_unsigned(parameters[1]) : std::nullopt)}};
}

std::string_view name_of(SimLock lock)
{
    switch (lock) {
    case SimLock::ready: return "ready";
    case SimLock::pin: return "PIN";
    case SimLock::puk: return "PUK";
    case SimLock::other_lock: return "other lock";
    case SimLock::not_ready: return "not ready";
    case SimLock::not_inserted: return "not inserted";
    }
    return {};
}
Fields sim(std::string_view, std::string_view value)
{
    const auto parameters = split_parameters(value);
    return {{"code", text(parameters.empty() ? "" : parameters[0])}, {"lock", text(name_of(parse_sim_state(value)))}};
}

Fields stored_at(std::string_view line, std::string_view)
{
    const auto urc = parse_urc(line);
    const auto* message = std::get_if<NewMessage>(&urc);
    const auto* report = std::get_if<NewStatusReport>(&urc);
    if (!message && !report) return {};
    const auto& at = message ? message->at : report->at;
    return {{"mem", text_or_null(at.storage)}, {"index", number(at.index)}};
}

Fields announcement(std::string_view line, std::string_view)
{
    const auto urc = parse_urc(line);
    if (const auto* message = std::get_if<DirectMessage>(&urc))
        return {{"alpha", text_or_null(message->alpha)}, {"length", number(message->length)}};
    if (const auto* report = std::get_if<DirectStatusReport>(&urc)) return {{"length", number(report->length)}};
    if (const auto* page = std::get_if<CellBroadcast>(&urc)) return {{"length", number(page->length)}};
    return {};
}

constexpr std::string_view any_pdu{"0000000000000001"};

Fields listed(std::string_view line, std::string_view second)
{
    auto messages = parse_message_list(alone(line, second));
    if (messages.empty()) messages = parse_message_list(alone(line, any_pdu)); // an empty slot has a header, too
    if (messages.empty()) return {};
    return {{"index", static_cast<std::int64_t>(messages[0].index)},
            {"stat", static_cast<std::int64_t>(messages[0].status)},
            {"length", number(messages[0].tpdu_octet_count)}};
}

Fields read(std::string_view line, std::string_view second)
{
    auto message = parse_message_read(alone(line, second));
    if (!message) message = parse_message_read(alone(line, any_pdu));
    if (!message) return {};
    return {{"stat", static_cast<std::int64_t>(message->status)}, {"length", number(message->tpdu_octet_count)}};
}

Fields storages(std::string_view line, std::string_view value)
{
    Fields fields;
    if (value.find('(') != std::string_view::npos) return fields;
    for (const auto& memory : parse_storage_use(alone(line))) {
        const auto place = fields.size() / 3 + 1;
        fields.push_back({fmt::format("mem{}", place), text_or_null(memory.storage)});
        fields.push_back({fmt::format("used{}", place), std::int64_t{memory.used}});
        fields.push_back({fmt::format("total{}", place), std::int64_t{memory.total}});
    }
    return fields;
}

Fields submitted(std::string_view, std::string_view value)
{
    const auto answer = parse_submit_answer(value);
    if (!answer) return {};
    return {{"mr", std::int64_t{answer->reference}}, {"ackpdu", text_or_null(answer->ack_pdu)}};
}

Fields written(std::string_view, std::string_view value) { return {{"index", number(parse_written_index(value))}}; }

Fields ussd(std::string_view line, std::string_view value)
{
    if (!value.empty() && value.front() == '(') return {};
    const auto reply = parse_cusd(line);
    if (!reply) return {};
    UssdReading reading;
    if (!reply->string.empty()) reading = read_ussd(*reply);
    return {{"m", static_cast<std::int64_t>(reply->mode)},
            {"str", text_or_null(reply->string)},
            {"dcs", number(reply->dcs)},
            {"text", text_or_null(reading.text)},
            {"form", text_or_null(reply->string.empty() ? "" : ussd_form_name(reading.form))}};
}

Fields caller(std::string_view line, std::string_view value)
{
    // The answer to AT+CLIP? has two bare digits (TS 27.007 §7.6).
    if (const auto set = split_parameters(value);
        set.size() == 2 && value.find('"') == std::string_view::npos && set[0].size() == 1 && set[1].size() == 1)
        return {{"n", number(parse_unsigned(set[0]))}, {"m", number(parse_unsigned(set[1]))}};
    const auto urc = parse_urc(line);
    const auto* id = std::get_if<CallerId>(&urc);
    if (!id) return {};
    return {{"number", text_or_null(id->number)},
            {"type", number(id->type)},
            {"alpha", text_or_null(id->alpha)},
            {"validity", number(id->validity)}};
}

Fields ring(std::string_view, std::string_view value) { return {{"type", text_or_null(upper_case(value))}}; }

Fields clock(std::string_view line, std::string_view value)
{
    const auto time = parse_clock(alone(line));
    FieldValue utc;
    if (time) utc = static_cast<std::int64_t>(time->time_since_epoch().count());
    const auto parameters = split_parameters(value);
    return {{"time", text_or_null(parameters.empty() ? "" : parameters[0])}, {"unix", utc}};
}

Fields notifications(std::string_view, std::string_view value)
{
    constexpr std::string_view keys[] = {"mode", "mt", "bm", "ds", "bfr"};
    const auto parameters = split_parameters(value);
    Fields fields;
    for (std::size_t i = 0; i < std::min(std::size(keys), parameters.size()); ++i) {
        const auto setting = parse_unsigned(parameters[i]);
        fields.push_back({std::string{keys[i]}, setting ? number(setting) : text_or_null(parameters[i])});
    }
    return fields;
}

Fields storage_full(std::string_view line, std::string_view)
{
    const auto urc = parse_urc(line);
    const auto* full = std::get_if<StorageFull>(&urc);
    if (!full) return {};
    return {{"mem", text_or_null(full->storage)}};
}

struct Parser {
    std::string_view name;
    Fields (*fields)(std::string_view line, std::string_view value);
};
constexpr Parser parsers[] = {
    {"+CREG", registration},
    {"+CGREG", registration},
    {"+CEREG", registration},
    {"+C5GREG", registration},
    {"+CSQ", signal},
    {"+CSQN", signal},
    {"+CESQ", signal},
    {"^HCSQ", signal},
    {"^RSSI", signal},
    {"+COPS", network_operator},
    {"+CSCA", service_centre},
    {"+CPIN", sim},
    {"+CMTI", stored_at},
    {"+CDSI", stored_at},
    {"+CMT", announcement},
    {"+CDS", announcement},
    {"+CBM", announcement},
    {"+CPMS", storages},
    {"+CMGS", submitted},
    {"+CMSS", submitted},
    {"+CMGW", written},
    {"+CUSD", ussd},
    {"+CLIP", caller},
    {"+CRING", ring},
    {"+CCLK", clock},
    {"+CNMI", notifications},
    {"^SMMEMFULL", storage_full},
    {"^SMGO", storage_full},
    {"+QIND", storage_full},
};

Fields parameters_of(std::string_view value)
{
    Fields fields;
    for (const auto& parameter : split_parameters(value)) {
        // Only what fits is a number: an IMSI does, an ICCID does not, and neither may lose a leading zero.
        const auto as_number = parse_unsigned(parameter);
        const bool plain = as_number && (parameter.size() == 1 || parameter.front() != '0') && parameter.size() < 10;
        fields.push_back({fmt::format("p{}", fields.size() + 1), plain ? number(as_number) : text_or_null(parameter)});
    }
    return fields;
}
} // namespace

std::string name_of_line(std::string_view line)
{
    line = trimmed(line);
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return {};
    const auto name = trimmed(line.substr(0, colon));
    constexpr std::string_view sigils{"+^_#*!$%"};
    const auto body =
        !name.empty() && sigils.find(name.front()) != std::string_view::npos ? name.substr(1) : std::string_view{};
    if (body.empty() || !std::all_of(body.begin(), body.end(), is_alphanumeric)) return {};
    return upper_case(name);
}

std::vector<Field> fields_of(std::string_view line, std::string_view second)
{
    line = trimmed(line);
    const auto name = name_of_line(line);
    if (name.empty()) return {};
    const auto value = behind(line, name).value_or("");
    Fields fields;
    if (name == "+CMGL")
        fields = listed(line, second);
    else if (name == "+CMGR")
        fields = read(line, second);
    else if (const auto* parser = std::ranges::find(parsers, name, &Parser::name); parser != std::end(parsers))
        fields = parser->fields(line, value);
    return fields.empty() ? parameters_of(value) : fields;
}
} // namespace nida::protocol
