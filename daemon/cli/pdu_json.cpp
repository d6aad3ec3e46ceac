#include "daemon/cli/pdu_json.hpp"

#include "daemon/cli/udh_json.hpp"
#include "protocol/content/content.hpp"
#include "protocol/hex.hpp"
#include "protocol/pdu/delivery_status.hpp"
#include "protocol/pdu/protocol_identifier.hpp"

#include <boost/json.hpp>
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <optional>
#include <string>
#include <variant>

namespace nida::daemon::cli
{

namespace json = boost::json;
using namespace protocol;

namespace
{

/// What every answer has, in this order.
json::object blank()
{
    json::object fields;
    for (const auto* name : {"type",
                             "smsc",
                             "smsc_address",
                             "address",
                             "mr",
                             "pid",
                             "pid_name",
                             "dcs",
                             "alphabet",
                             "class",
                             "text",
                             "data_hex",
                             "concat",
                             "ports",
                             "udh",
                             "scts",
                             "discharge",
                             "status",
                             "vp",
                             "rd",
                             "rp",
                             "mms",
                             "lp",
                             "srr",
                             "sri",
                             "srq",
                             "udhi",
                             "fcs",
                             "command",
                             "content",
                             "automatic_deletion",
                             "truncated",
                             "error"})
        fields[name] = nullptr;
    return fields;
}

/// RFC 3339, in the zone of the PDU.
std::string rfc_3339(const TimeStamp& stamp)
{
    const auto quarters = stamp.zone.count() < 0 ? -stamp.zone.count() : stamp.zone.count();
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}{}{:02}:{:02}", stamp.utc + stamp.zone, stamp.zone.count() < 0 ? '-' : '+',
                       quarters / 60, quarters % 60);
}
json::value time_value(const std::optional<TimeStamp>& stamp)
{
    return stamp ? json::value(rfc_3339(*stamp)) : json::value();
}

std::string_view alphabet_name(const Dcs& dcs)
{
    if (dcs.compressed) return "compressed";
    return dcs.reserved ? "reserved" : cli::alphabet_name(dcs.alphabet);
}

std::string_view to_string(DeliveryStatus status)
{
    switch (status) {
    case DeliveryStatus::delivered: return "delivered";
    case DeliveryStatus::still_trying: return "still-trying";
    case DeliveryStatus::permanent_failure: return "permanent";
    case DeliveryStatus::temporary_given_up: return "temporary-given-up";
    }
    return {};
}

json::object error_value(std::string_view field, std::size_t offset, std::string_view why)
{
    return {{"field", field}, {"offset", offset}, {"why", why}};
}
json::object error_value(const DecodeError& error, std::size_t offset)
{
    return error_value(error.field, offset, make_error_code(error.why).message());
}

/// Fills the fields in from a PDU's members.
class Describer
{
public:
    /// @param end  where the TPDU ends, and with it its user data: octets behind the PDU's first
    Describer(json::object& fields, std::size_t end) : fields_{fields}, end_{end} {}

    void operator()(const DeliverPdu& pdu)
    {
        fields_["type"] = "deliver";
        fields_["address"] = describe_address(pdu.originator);
        fields_["scts"] = time_value(pdu.time);
        fields_["mms"] = pdu.more_messages;
        fields_["lp"] = pdu.loop_prevention;
        fields_["sri"] = pdu.status_report_indication;
        fields_["rp"] = pdu.reply_path;
        protocol_identifier(pdu.protocol_identifier);
        if (const auto decoded = user_data(pdu.user_data))
            content(pdu.protocol_identifier, pdu.user_data.dcs, *decoded, pdu.originator);
    }
    void operator()(const SubmitPdu& pdu)
    {
        fields_["type"] = "submit";
        fields_["address"] = describe_address(pdu.destination);
        fields_["mr"] = pdu.message_reference;
        fields_["rd"] = pdu.reject_duplicates;
        fields_["srr"] = pdu.status_report_request;
        fields_["rp"] = pdu.reply_path;
        if (pdu.validity)
            fields_["vp"] = std::visit([](const auto& validity) { return validity_value(validity); }, *pdu.validity);
        protocol_identifier(pdu.protocol_identifier);
        if (const auto decoded = user_data(pdu.user_data))
            content(pdu.protocol_identifier, pdu.user_data.dcs, *decoded, {});
    }
    void operator()(const StatusReportPdu& pdu)
    {
        fields_["type"] = "status-report";
        fields_["address"] = describe_address(pdu.recipient);
        fields_["mr"] = pdu.message_reference;
        fields_["scts"] = time_value(pdu.submitted);
        fields_["discharge"] = time_value(pdu.discharged);
        fields_["status"] = json::object{{"code", pdu.status},
                                         {"class", to_string(delivery_status(pdu.status))},
                                         {"text", delivery_status_text(pdu.status)}};
        fields_["mms"] = pdu.more_messages;
        fields_["lp"] = pdu.loop_prevention;
        fields_["srq"] = pdu.status_report_qualifier;
        if (pdu.parameters) parameters(*pdu.parameters);
    }
    void operator()(const DeliverReportPdu& pdu)
    {
        fields_["type"] = "deliver-report";
        failure_cause(pdu.failure_cause);
        parameters(pdu.parameters);
    }
    void operator()(const SubmitReportPdu& pdu)
    {
        fields_["type"] = "submit-report";
        fields_["scts"] = time_value(pdu.time);
        failure_cause(pdu.failure_cause);
        parameters(pdu.parameters);
    }
    void operator()(const CommandPdu& pdu)
    {
        fields_["type"] = "command";
        fields_["address"] = describe_address(pdu.destination);
        fields_["mr"] = pdu.message_reference;
        fields_["srr"] = pdu.status_report_request;
        fields_["udhi"] = pdu.has_udh;
        fields_["command"] = json::object{
            {"type", pdu.command_type}, {"text", command_type_text(pdu.command_type)}, {"mr", pdu.message_number}};
        fields_["data_hex"] = to_hex(pdu.data);
        protocol_identifier(pdu.protocol_identifier);
    }
private:
    static json::object validity_value(const ValidityPeriod& period)
    {
        return {{"format", "relative"},
                {"octet", period.octet()},
                {"seconds", std::chrono::seconds{period.duration()}.count()},
                {"time", nullptr}};
    }
    static json::object validity_value(const TimeStamp& until)
    {
        return {{"format", "absolute"}, {"octet", nullptr}, {"seconds", nullptr}, {"time", rfc_3339(until)}};
    }
    static json::object validity_value(const EnhancedValidity& enhanced)
    {
        json::object value{{"format", "enhanced"}, {"octet", nullptr}, {"seconds", nullptr}, {"time", nullptr}};
        if (const auto duration = enhanced.duration()) value["seconds"] = duration->count();
        value["single_shot"] = enhanced.single_shot();
        value["data"] = to_hex(enhanced.octets());
        return value;
    }

    void protocol_identifier(Octet pid)
    {
        fields_["pid"] = pid;
        fields_["pid_name"] = decode_protocol_identifier(pid).name;
    }

    void coding(const Dcs& dcs, Octet octet)
    {
        fields_["dcs"] = octet;
        fields_["alphabet"] = alphabet_name(dcs);
        fields_["automatic_deletion"] = dcs.automatic_deletion;
        if (dcs.message_class) fields_["class"] = *dcs.message_class;
    }

    void failure_cause(std::optional<Octet> cause)
    {
        if (cause) fields_["fcs"] = json::object{{"code", *cause}, {"text", failure_cause_text(*cause)}};
    }

    void parameters(const ReportParameters& announced)
    {
        if (announced.protocol_identifier) protocol_identifier(*announced.protocol_identifier);
        if (announced.dcs) coding(decode_dcs(*announced.dcs), *announced.dcs);
        if (announced.user_data) user_data(*announced.user_data);
    }

    /// @return none where it could not be read, which "error" says
    std::optional<DecodedUserData> user_data(const UserData& ud)
    {
        const auto dcs = decode_dcs(ud.dcs);
        coding(dcs, ud.dcs);
        fields_["udhi"] = ud.has_udh;
        auto content = decode_user_data(ud.dcs, ud.has_udh, ud.length, ud.octets);
        if (!content) {
            fields_["data_hex"] = to_hex(ud.octets);
            fields_["error"] = error_value(content.error(), end_ - ud.octets.size() + content.error().offset);
            return {};
        }
        fields_["truncated"] = content->truncated;
        const bool is_text = dcs.alphabet != Alphabet::eight_bit && !dcs.compressed;
        if (is_text) fields_["text"] = content->text;
        if (!is_text || dcs.reserved) fields_["data_hex"] = to_hex(body(ud));
        if (ud.has_udh) header(content->udh);
        return std::move(*content);
    }

    /// What the message is for.
    void content(Octet pid, Octet dcs, const DecodedUserData& decoded, const Address& originator)
    {
        const auto content = recognise_content(pid, dcs, decoded.udh, decoded.data, originator);
        json::array waiting;
        for (const auto& state : content.waiting)
            waiting.push_back({{"type", name_of(state.type)},
                               {"active", state.active},
                               {"count", state.count ? json::value(*state.count) : json::value()},
                               {"profile", state.profile}});
        fields_["content"] =
            json::object{{"kind", name_of(content.kind).en},
                         {"for_people", content.for_people()},
                         {"description", content.text()},
                         {"store", content.store},
                         {"replaces", content.replaces ? json::value(*content.replaces) : json::value()},
                         {"waiting", std::move(waiting)}};
    }
    static std::span<const Octet> body(const UserData& ud)
    {
        return std::span{ud.octets}.subspan(ud.has_udh ? std::size_t{1} + ud.octets.at(0) : 0);
    }

    void header(const Udh& udh)
    {
        fields_["udh"] = describe_udh(udh);
        if (const auto concat = udh.concatenation())
            fields_["concat"] = json::object{{"ref", concat->reference},
                                             {"bits", concat->sixteen_bit ? 16 : 8},
                                             {"total", concat->total},
                                             {"seq", concat->number}};
        if (const auto ports = udh.ports())
            fields_["ports"] = json::object{{"dst", ports->destination}, {"src", ports->source}};
    }

    json::object& fields_;
    std::size_t end_;
};

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

} // namespace

std::string_view alphabet_name(Alphabet alphabet)
{
    switch (alphabet) {
    case Alphabet::gsm7: return "gsm7";
    case Alphabet::eight_bit: return "8bit";
    case Alphabet::ucs2: return "ucs2";
    }
    return {};
}

json::object describe_pdu(std::string_view hex, bool no_smsc, const TpduContext& context)
{
    auto fields = blank();
    std::string digits{hex};
    std::erase_if(digits, is_space);
    if (digits.empty()) {
        fields["error"] = error_value("PDU", 0, "missing: the line is empty");
        return fields;
    }

    // A last digit without its partner is an error, but what stands before it is shown. A zero lends it one, so that it is
    // looked at, too.
    const bool odd = digits.size() % 2 != 0;
    if (odd) digits += '0';
    auto octets = from_hex(digits, "PDU");
    if (!octets) {
        fields["error"] = error_value("PDU", octets.error().offset / 2, "not a hexadecimal digit");
        return fields;
    }
    if (odd) octets->pop_back();
    const auto received = decode_received(*octets, no_smsc ? std::optional{octets->size()} : std::nullopt, context);
    if (!received) {
        fields["error"] = error_value(received.error(), received.error().offset);
        return fields;
    }
    if (!no_smsc && octets->front() > 0) {
        fields["smsc"] = received->smsc.text();
        fields["smsc_address"] = describe_address(received->smsc);
    }
    std::visit(Describer{fields, received->octet_count}, received->tpdu);
    if (odd && fields["error"].is_null())
        fields["error"] = error_value("PDU", octets->size(), "an odd number of digits");
    return fields;
}

} // namespace nida::daemon::cli
