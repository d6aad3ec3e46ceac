#include "daemon/cli/udh_json.hpp"

#include "protocol/content/content.hpp"
#include "protocol/hex.hpp"
#include "protocol/pdu/information_elements.hpp"

#include <boost/json.hpp>

#include <string_view>
#include <variant>

namespace nida::daemon::cli
{

namespace json = boost::json;
using namespace protocol;

namespace
{

std::string_view to_string(HeaderSource source)
{
    switch (source) {
    case HeaderSource::original_sender: return "original-sender";
    case HeaderSource::original_receiver: return "original-receiver";
    case HeaderSource::smsc: return "smsc";
    }
    return {};
}

std::string_view to_string(TextFormatting::Alignment alignment)
{
    switch (alignment) {
    case TextFormatting::Alignment::left: return "left";
    case TextFormatting::Alignment::center: return "center";
    case TextFormatting::Alignment::right: return "right";
    case TextFormatting::Alignment::language_dependent: return "language-dependent";
    }
    return {};
}

std::string_view to_string(TextFormatting::Size size)
{
    switch (size) {
    case TextFormatting::Size::normal: return "normal";
    case TextFormatting::Size::large: return "large";
    case TextFormatting::Size::small: return "small";
    case TextFormatting::Size::reserved: return "reserved";
    }
    return {};
}

/// What each kind of element says, as members beside "data".
struct Describe {
    json::object operator()(const Verbatim&) const { return {}; }
    json::object operator()(const InvalidElement&) const { return {{"invalid", true}}; }
    json::object operator()(const Concatenation& element) const
    {
        return {{"ref", element.reference},
                {"bits", element.sixteen_bit ? 16 : 8},
                {"total", element.total},
                {"seq", element.number}};
    }
    json::object operator()(const SpecialMessageIndication& element) const
    {
        return {{"waiting", name_of(element.type)},
                {"profile", element.profile},
                {"count", element.count},
                {"store", element.store}};
    }
    json::object operator()(const Ports& element) const
    {
        return {{"dst", element.destination}, {"src", element.source}, {"bits", element.sixteen_bit ? 16 : 8}};
    }
    json::object operator()(const SmscControl& element) const
    {
        return {{"report_completed", element.report_completed},
                {"report_permanent_error", element.report_permanent_error},
                {"report_temporary_error_given_up", element.report_temporary_error_given_up},
                {"report_temporary_error_still_trying", element.report_temporary_error_still_trying},
                {"cancel_later_reports", element.cancel_later_reports},
                {"header_in_the_report", element.header_in_the_report}};
    }
    json::object operator()(const HeaderSource& element) const { return {{"source", to_string(element)}}; }
    json::object operator()(const TextFormatting& element) const
    {
        json::object described{{"position", element.position},
                               {"length", element.length},
                               {"alignment", to_string(element.alignment)},
                               {"size", to_string(element.size)},
                               {"bold", element.bold},
                               {"italic", element.italic},
                               {"underlined", element.underlined},
                               {"strikethrough", element.strikethrough}};
        if (element.colours) described["colours"] = *element.colours;
        return described;
    }
    json::object operator()(const PredefinedObject& element) const
    {
        return {{"position", element.position}, {"number", element.number}};
    }
    json::object operator()(const UserDefinedObject& element) const { return {{"position", element.position}}; }
    json::object operator()(const VariablePicture& element) const
    {
        return {{"position", element.position}, {"width", element.width}, {"height", element.height}};
    }
    json::object operator()(const UserPrompt& element) const { return {{"objects", element.objects}}; }
    json::object operator()(const ReusedExtendedObject& element) const
    {
        return {{"reference", element.reference}, {"position", element.position}};
    }
    json::object operator()(const ObjectDistribution& element) const
    {
        return {{"elements", element.elements}, {"may_be_forwarded", element.may_be_forwarded}};
    }
    json::object operator()(const EmailHeader& element) const { return {{"length", element.length}}; }
    json::object operator()(const Hyperlink& element) const
    {
        return {
            {"position", element.position}, {"title_length", element.title_length}, {"url_length", element.url_length}};
    }
    json::object operator()(const ReplyAddress& element) const
    {
        return {{"address", describe_address(element.address)}};
    }
    json::object operator()(const EnhancedVoiceMail& element) const
    {
        json::array messages;
        for (const auto& message : element.messages)
            messages.push_back({{"id", message.id},
                                {"seconds", message.length},
                                {"retention_days", message.retention_days},
                                {"urgent", message.urgent},
                                {"caller", describe_address(message.caller)}});
        return {{"delete_confirmation", element.delete_confirmation},
                {"profile", element.profile},
                {"store", element.store},
                {"almost_full", element.almost_full},
                {"full", element.full},
                {"mailbox", describe_address(element.mailbox)},
                {"count", element.count},
                {"messages", std::move(messages)}};
    }
    json::object operator()(const NationalShift& element) const
    {
        return {{"language", element.language}, {"locking", element.locking}};
    }
};

} // namespace

json::array describe_udh(const Udh& udh)
{
    json::array elements;
    for (const auto& element : udh.elements) {
        json::object described{{"iei", element.id}, {"name", name_of(element.id)}, {"data", to_hex(element.data)}};
        for (auto& [key, value] : std::visit(Describe{}, protocol::describe(element)))
            described.emplace(key, std::move(value));
        elements.push_back(std::move(described));
    }
    return elements;
}

json::object describe_address(const Address& address)
{
    json::object described{{"digits", nullptr},
                           {"text", nullptr},
                           {"ton", static_cast<unsigned>(address.ton())},
                           {"npi", static_cast<unsigned>(address.npi())}};
    described[address.is_alphanumeric() ? "text" : "digits"] = address.value;
    return described;
}

} // namespace nida::daemon::cli
