#include "protocol/content/content.hpp"

#include "protocol/pdu/dcs.hpp"
#include "protocol/pdu/protocol_identifier.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace nida::protocol
{
namespace
{
constexpr unsigned push_port = 2948;

struct Port {
    unsigned number;
    ContentKind kind;
    std::string_view name;
};
// TS 23.040 §9.2.3.24.3, the IANA register, and those of Nokia's smart messages.
constexpr std::array known_ports{
    Port{226, ContentKind::contact_card, "vCard"},
    Port{228, ContentKind::calendar_entry, "vCalendar"},
    Port{push_port, ContentKind::wap_push, "WAP push"},
    Port{2949, ContentKind::wap_push, "secure WAP push"},
    Port{5505, ContentKind::ringtone, "ringtone"},
    Port{5506, ContentKind::operator_logo, "operator logo"},
    Port{5507, ContentKind::caller_logo, "caller logo"},
    Port{5514, ContentKind::picture, "picture message"},
    Port{7275, ContentKind::for_program, "location (SUPL)"},
    Port{9200, ContentKind::for_program, "WAP"},
    Port{9201, ContentKind::for_program, "WAP"},
    Port{9202, ContentKind::for_program, "secure WAP"},
    Port{9203, ContentKind::for_program, "secure WAP"},
    Port{9204, ContentKind::contact_card, "vCard"},
    Port{9205, ContentKind::calendar_entry, "vCalendar"},
    Port{9206, ContentKind::contact_card, "secure vCard"},
    Port{9207, ContentKind::calendar_entry, "secure vCalendar"},
    Port{49996, ContentKind::phone_settings, "settings"},
    Port{49999, ContentKind::phone_settings, "WAP settings"},
};
const Port* find_port(unsigned number) noexcept
{
    const auto found = std::ranges::find(known_ports, number, &Port::number);
    return found != known_ports.end() ? &*found : nullptr;
}

WaitingType waiting_type(MessageWaiting::Kind kind)
{
    switch (kind) {
    case MessageWaiting::Kind::voicemail: return WaitingType::voice;
    case MessageWaiting::Kind::fax: return WaitingType::fax;
    case MessageWaiting::Kind::email: return WaitingType::email;
    case MessageWaiting::Kind::other: return WaitingType::other;
    }
    return WaitingType::other;
}

/// An indication that is more exact than one of the same type and profile takes its place.
void tell(std::vector<WaitingState>& waiting, const WaitingState& state)
{
    const auto same = std::ranges::find_if(waiting, [&](const WaitingState& earlier) {
        return earlier.type == state.type && earlier.profile == state.profile;
    });
    if (same == waiting.end())
        waiting.push_back(state);
    else
        *same = state;
}

void read_waiting(Content& content, const Dcs& dcs, const Udh& udh, const Address& originator)
{
    // Where the two disagree the message is stored if either asks for it (TS 23.040 §9.2.3.24.2).
    bool discard = false, store = false;
    const auto wants = [&](bool stored) { (stored ? store : discard) = true; };
    if (originator.is_alphanumeric() && (originator.value == "_@" || originator.value == "Δ@"))
        tell(content.waiting, {WaitingType::voice, originator.value == "_@", {}, 1});
    if (dcs.waiting) {
        tell(content.waiting, {waiting_type(dcs.waiting->kind), dcs.waiting->active, {}, 1});
        wants(dcs.waiting->store);
    }
    for (const auto& indication : udh.message_waiting()) {
        tell(content.waiting, {indication.type, indication.count > 0, indication.count, indication.profile});
        wants(indication.store);
    }
    if (const auto mail = udh.enhanced_voice_mail()) {
        tell(content.waiting, {WaitingType::voice, mail->count > 0, mail->count, mail->profile});
        wants(mail->store);
    }
    if (discard && !store) content.store = false;
}

bool has_security_header(const Udh& udh)
{
    return std::ranges::any_of(
        udh.elements, [](const InformationElement& element) { return element.id >= 0x70 && element.id <= 0x7F; });
}

ContentKind kind_of(const WapPush& push)
{
    if (std::holds_alternative<ServiceIndication>(push.content)) return ContentKind::service_indication;
    if (std::holds_alternative<ServiceLoading>(push.content)) return ContentKind::service_loading;
    const auto* mms = std::get_if<MmsMessage>(&push.content);
    return mms && mms->type == MmsMessageType::notification ? ContentKind::mms_notification : ContentKind::wap_push;
}

/// The kind by TP-PID alone.
std::optional<ContentKind> kind_by_pid(ProtocolIdentifier::Kind kind)
{
    using Kind = ProtocolIdentifier::Kind;
    switch (kind) {
    case Kind::short_message_type_0: return ContentKind::silent;
    case Kind::device_triggering: return ContentKind::device_triggering;
    case Kind::return_call: return ContentKind::return_call;
    case Kind::me_data_download: return ContentKind::mobile_data_download;
    case Kind::me_depersonalization: return ContentKind::depersonalization;
    case Kind::usim_data_download: return ContentKind::sim_data_download;
    case Kind::sme_to_sme:
    case Kind::telematic:
    case Kind::replace:
    case Kind::enhanced_message:
    case Kind::ansi_136_r_data:
    case Kind::service_centre_specific:
    case Kind::reserved: break;
    }
    return std::nullopt;
}

ContentKind kind_by_dcs(const Dcs& dcs)
{
    if (dcs.compressed) return ContentKind::compressed;
    if (dcs.alphabet == Alphabet::eight_bit) return ContentKind::data;
    return dcs.message_class == 0u ? ContentKind::flash_text : ContentKind::text;
}

std::string sentence(const WaitingState& state)
{
    const auto what = name_of(state.type);
    auto said = !state.active ? fmt::format("no {}", what)
                : state.count ? fmt::format("{} {}{}", *state.count, what, *state.count == 255 ? " or more" : "")
                              : std::string{what};
    if (state.profile != 1) said += fmt::format(" (profile {})", state.profile);
    return said;
}

std::string sentence(const WapPush& push)
{
    std::string said;
    const auto add = [&](std::string_view before, const std::string& value) {
        if (!value.empty()) said += fmt::format("{}{}", before, value);
    };
    if (const auto* indication = std::get_if<ServiceIndication>(&push.content)) {
        add(": ", indication->text);
        add(", at ", indication->href);
    } else if (const auto* loading = std::get_if<ServiceLoading>(&push.content)) {
        add(", at ", loading->href);
    } else if (const auto* mms = std::get_if<MmsMessage>(&push.content)) {
        if (mms->type == MmsMessageType::delivery_report) said += ": MMS delivery report";
        if (mms->type == MmsMessageType::read_report) said += ": MMS read report";
        add(" from ", mms->from);
        add(": ", mms->subject);
        if (mms->size) said += fmt::format(", {} octets", *mms->size);
        add(", at ", mms->content_location);
        if (const auto* until = std::get_if<std::chrono::sys_seconds>(&mms->expiry))
            said += fmt::format(", until {:%Y-%m-%d %H:%M} UTC", *until);
        if (const auto* seconds = std::get_if<std::chrono::seconds>(&mms->expiry))
            said += fmt::format(", for {} hours", std::chrono::floor<std::chrono::hours>(*seconds).count());
    } else {
        add(": ", push.content_type);
    }
    if (!push.complete) said += " (incomplete)";
    return said;
}
} // namespace

Content recognise_content(Octet pid, Octet dcs, const Udh& udh, std::span<const Octet> data, const Address& originator)
{
    const auto protocol = decode_protocol_identifier(pid);
    const auto coding = decode_dcs(dcs);
    Content content;
    content.message_class = coding.message_class;
    content.ports = udh.ports();
    if (protocol.kind == ProtocolIdentifier::Kind::replace) content.replaces = protocol.number;
    content.store = !coding.automatic_deletion;
    read_waiting(content, coding, udh, originator);

    if (const auto kind = kind_by_pid(protocol.kind))
        content.kind = *kind;
    else if (has_security_header(udh))
        content.kind = ContentKind::sim_data_download;
    else if (!content.waiting.empty())
        content.kind = ContentKind::message_waiting;
    else if (content.ports) {
        const auto* port = find_port(content.ports->destination);
        content.kind = port ? port->kind : ContentKind::for_program;
        const auto concatenation = udh.concatenation();
        if (content.ports->destination == push_port && (!concatenation || concatenation->number == 1)) {
            content.push = decode_wap_push(data);
            if (content.push) content.kind = kind_of(*content.push);
        }
    } else
        content.kind = kind_by_dcs(coding);

    if (content.kind == ContentKind::silent || content.kind == ContentKind::flash_text) content.store = false;
    return content;
}

bool Content::for_people() const noexcept
{
    switch (kind) {
    case ContentKind::text:
    case ContentKind::flash_text:
    case ContentKind::return_call: return true;
    case ContentKind::message_waiting: return store;
    default: return false;
    }
}

std::string Content::text() const
{
    std::string said{name_of(kind).en};
    for (const char* between = ": "; const auto& state : waiting) {
        said += between + sentence(state);
        between = ", ";
    }
    if (push) said += sentence(*push);
    if (ports && !push) {
        said += fmt::format(", to port {}", ports->destination);
        if (const auto known = port_name(ports->destination); !known.empty()) said += fmt::format(" ({})", known);
    }
    if (replaces) said += fmt::format(", replaces its sender's earlier one of type {}", *replaces);
    return said;
}

ContentName name_of(ContentKind kind) noexcept
{
    switch (kind) {
    case ContentKind::text: return {"رسالة نصية", "message texte", "text for people"};
    case ContentKind::flash_text: return {"رسالة تُعرض فورًا", "message affiché aussitôt", "text shown at once"};
    case ContentKind::silent: return {"رسالة صامتة", "message silencieux", "silent message"};
    case ContentKind::return_call: return {"طلب معاودة الاتصال", "demande de rappel", "return call"};
    case ContentKind::sim_data_download: return {"بيانات لشريحة SIM", "données pour la carte SIM", "data for the SIM"};
    case ContentKind::mobile_data_download: return {"بيانات للهاتف", "données pour le téléphone", "data for the phone"};
    case ContentKind::depersonalization:
        return {"فك قفل الهاتف", "déverrouillage du téléphone", "unlocking of the phone"};
    case ContentKind::device_triggering: return {"إيقاظ جهاز", "réveil d'un appareil", "device triggering"};
    case ContentKind::message_waiting: return {"إشعار برسائل تنتظر", "messages en attente", "message waiting"};
    case ContentKind::wap_push: return {"إشعار WAP", "message WAP push", "WAP push"};
    case ContentKind::service_indication: return {"رابط إلى خدمة", "lien vers un service", "service indication"};
    case ContentKind::service_loading: return {"فتح صفحة خدمة", "ouverture d'un service", "service loading"};
    case ContentKind::mms_notification:
        return {"إشعار برسالة وسائط", "notification de message MMS", "MMS notification"};
    case ContentKind::contact_card: return {"بطاقة جهة اتصال", "carte de visite", "contact card"};
    case ContentKind::calendar_entry: return {"موعد", "rendez-vous", "calendar entry"};
    case ContentKind::ringtone: return {"نغمة رنين", "sonnerie", "ringtone"};
    case ContentKind::operator_logo: return {"شعار المشغّل", "logo d'opérateur", "operator logo"};
    case ContentKind::caller_logo: return {"شعار المتصل", "logo d'appelant", "caller logo"};
    case ContentKind::picture: return {"رسالة مصوّرة", "message image", "picture message"};
    case ContentKind::phone_settings: return {"إعدادات للهاتف", "réglages du téléphone", "settings for the phone"};
    case ContentKind::for_program: return {"رسالة لبرنامج", "message pour un programme", "message for a program"};
    case ContentKind::data: return {"بيانات ثنائية", "données binaires", "binary data"};
    case ContentKind::compressed: return {"نص مضغوط لا يُقرأ", "texte compressé, illisible", "compressed text"};
    }
    return {};
}

std::string_view name_of(WaitingType type) noexcept
{
    switch (type) {
    case WaitingType::voice: return "voice";
    case WaitingType::fax: return "fax";
    case WaitingType::email: return "email";
    case WaitingType::other: return "other";
    case WaitingType::video: return "video";
    }
    return {};
}

std::string_view port_name(unsigned port) noexcept
{
    const auto* known = find_port(port);
    return known ? known->name : std::string_view{};
}
} // namespace nida::protocol
