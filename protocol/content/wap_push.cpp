#include "protocol/content/wap_push.hpp"

#include "protocol/content/wsp_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace nida::protocol
{
namespace
{
constexpr std::string_view mms = "application/vnd.wap.mms-message";
constexpr std::string_view service_indication = "application/vnd.wap.sic";
constexpr std::string_view service_loading = "application/vnd.wap.slc";

/// Assigned numbers of media types (WAP-230 annex A, table 40): those that are pushed.
struct MediaType {
    Octet number;
    std::string_view name;
};
constexpr std::array media_types{
    MediaType{0x00, "*/*"},
    MediaType{0x02, "text/html"},
    MediaType{0x03, "text/plain"},
    MediaType{0x06, "text/x-vCalendar"},
    MediaType{0x07, "text/x-vCard"},
    MediaType{0x08, "text/vnd.wap.wml"},
    MediaType{0x0C, "multipart/mixed"},
    MediaType{0x14, "application/vnd.wap.wmlc"},
    MediaType{0x1D, "image/gif"},
    MediaType{0x1E, "image/jpeg"},
    MediaType{0x20, "image/png"},
    MediaType{0x21, "image/vnd.wap.wbmp"},
    MediaType{0x23, "application/vnd.wap.multipart.mixed"},
    MediaType{0x27, "application/xml"},
    MediaType{0x28, "text/xml"},
    MediaType{0x29, "application/vnd.wap.wbxml"},
    MediaType{0x2D, "text/vnd.wap.si"},
    MediaType{0x2E, service_indication},
    MediaType{0x2F, "text/vnd.wap.sl"},
    MediaType{0x30, service_loading},
    MediaType{0x31, "text/vnd.wap.co"},
    MediaType{0x32, "application/vnd.wap.coc"},
    MediaType{0x33, "application/vnd.wap.multipart.related"},
    MediaType{0x34, "application/vnd.wap.sia"},
    MediaType{0x35, "text/vnd.wap.connectivity-xml"},
    MediaType{0x36, "application/vnd.wap.connectivity-wbxml"},
    MediaType{0x3E, mms},
    MediaType{0x42, "application/vnd.syncml.dm+wbxml"},
    MediaType{0x43, "application/vnd.syncml.dm+xml"},
    MediaType{0x44, "application/vnd.syncml.notification"},
    MediaType{0x46, "application/vnd.wv.csp.cir"},
    MediaType{0x48, "application/vnd.oma.drm.message"},
    MediaType{0x4A, "application/vnd.oma.drm.rights+xml"},
    MediaType{0x4B, "application/vnd.oma.drm.rights+wbxml"},
};

std::string read_media_type(WspReader& value)
{
    if (value.peek() > 0x1F && value.peek() < 0x80) return value.text();
    const auto number = value.integer();
    if (!number) return {};
    const auto known = std::ranges::find(media_types, *number, &MediaType::number);
    return known != media_types.end() ? std::string{known->name} : fmt::format("0x{:02X}", *number);
}

/// Content-type-value (§8.4.2.24): a media type, or one with parameters behind it.
std::string read_content_type(WspReader& headers)
{
    if (headers.peek() > 0x1F) return read_media_type(headers);
    auto value = headers.value();
    return read_media_type(value);
}
} // namespace

std::optional<WapPush> decode_wap_push(std::span<const Octet> octets)
{
    constexpr Octet push = 0x06, confirmed_push = 0x07;
    WspReader pdu{octets};
    pdu.octet(); // the transaction identifier
    const auto type = pdu.octet();
    if (!pdu.ok() || (type != push && type != confirmed_push)) return std::nullopt;
    auto headers = pdu.take(pdu.uintvar());

    WapPush read;
    read.content_type = read_content_type(headers);
    if (!headers.ok()) pdu.fail();
    if (pdu.ok()) {
        if (read.content_type == mms)
            read.content = read_mms_message(pdu);
        else if (read.content_type == service_indication)
            read.content = read_service_indication(pdu);
        else if (read.content_type == service_loading)
            read.content = read_service_loading(pdu);
    }
    read.complete = pdu.ok();
    return read;
}
} // namespace nida::protocol
