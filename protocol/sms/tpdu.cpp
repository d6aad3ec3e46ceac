#include "protocol/sms/tpdu.hpp"

#include "protocol/hex.hpp"

#include <algorithm>
#include <array>

namespace nida::protocol
{
namespace
{
// The first octet (TS 23.040 §9.2.3.1 and on).
constexpr Octet mti_mask = 0x03;
constexpr Octet mti_submit = 0x01;
constexpr Octet mti_status_report = 0x02;
constexpr Octet reject_duplicates_bit = 0x04;
constexpr Octet no_more_messages_bit = 0x04;
constexpr Octet vpf_mask = 0x18;
constexpr Octet vpf_enhanced = 0x08;
constexpr Octet vpf_relative = 0x10;
constexpr Octet vpf_absolute = 0x18;
constexpr Octet status_report_bit = 0x20; // TP-SRR or TP-SRI
constexpr Octet udhi_bit = 0x40;

constexpr std::size_t time_stamp_octets = 7;

void append(Octets& out, std::span<const Octet> octets) { out.insert(out.end(), octets.begin(), octets.end()); }

/// All zeros where there is none, which reads back as none: there is no month 0.
void append_time(Octets& out, const std::optional<TimeStamp>& time)
{
    if (time)
        append_time_stamp(out, *time);
    else
        out.insert(out.end(), time_stamp_octets, 0);
}

void append_user_data(Octets& out, const UserData& user_data)
{
    out.push_back(user_data.length);
    append(out, user_data.octets);
}

/// Takes field after field off a PDU. The first that is not there becomes the error, and every later one reads as zeros.
class Reader
{
public:
    Reader(std::span<const Octet> octets, std::size_t offset) : octets_{octets}, offset_{offset} {}

    std::span<const Octet> take(std::size_t count, std::string_view field)
    {
        if (error_ || octets_.size() - offset_ < count) {
            fail({ParseError::truncated, field, octets_.size()});
            return std::span{zeros}.first(count);
        }
        const auto taken = octets_.subspan(offset_, count);
        offset_ += count;
        return taken;
    }
    Octet octet(std::string_view field) { return take(1, field)[0]; }

    Address address(std::string_view field)
    {
        if (error_) return {};
        auto decoded = decode_address(octets_.subspan(offset_), field);
        if (!decoded) {
            fail({decoded.error().why, field, offset_ + decoded.error().offset});
            return {};
        }
        offset_ += decoded->octet_count;
        return std::move(decoded->address);
    }

    std::optional<TimeStamp> time_stamp(std::string_view field)
    {
        const auto decoded = decode_time_stamp(take(time_stamp_octets, field), field);
        return decoded ? std::optional{*decoded} : std::nullopt;
    }

    /// TP-UDL and as much of TP-UD as is there and belongs to it.
    void user_data(UserData& into)
    {
        into.length = octet("TP-UDL");
        const auto promised = user_data_octets(into.dcs, into.length);
        const auto there = take(error_ ? 0 : std::min(promised, octets_.size() - offset_), "TP-UD");
        into.octets.assign(there.begin(), there.end());
    }

    const std::optional<DecodeError>& error() const { return error_; }
private:
    void fail(const DecodeError& error)
    {
        if (!error_) error_ = error;
    }

    static constexpr std::array<Octet, time_stamp_octets> zeros{};

    std::span<const Octet> octets_;
    std::size_t offset_;
    std::optional<DecodeError> error_;
};

DeliverPdu read_deliver(Reader& reader, Octet first)
{
    DeliverPdu pdu;
    pdu.more_messages = (first & no_more_messages_bit) == 0;
    pdu.status_report_indication = (first & status_report_bit) != 0;
    pdu.user_data.has_udh = (first & udhi_bit) != 0;
    pdu.originator = reader.address("TP-OA");
    pdu.protocol_identifier = reader.octet("TP-PID");
    pdu.user_data.dcs = reader.octet("TP-DCS");
    pdu.time = reader.time_stamp("TP-SCTS");
    reader.user_data(pdu.user_data);
    return pdu;
}

SubmitPdu read_submit(Reader& reader, Octet first)
{
    SubmitPdu pdu;
    pdu.reject_duplicates = (first & reject_duplicates_bit) != 0;
    pdu.status_report_request = (first & status_report_bit) != 0;
    pdu.user_data.has_udh = (first & udhi_bit) != 0;
    pdu.message_reference = reader.octet("TP-MR");
    pdu.destination = reader.address("TP-DA");
    pdu.protocol_identifier = reader.octet("TP-PID");
    pdu.user_data.dcs = reader.octet("TP-DCS");
    switch (first & vpf_mask) {
    case vpf_relative: pdu.validity = ValidityPeriod::from_octet(reader.octet("TP-VP")); break;
    case vpf_absolute:
    case vpf_enhanced: reader.take(7, "TP-VP"); break;
    default: break;
    }
    reader.user_data(pdu.user_data);
    return pdu;
}

/// What follows TP-ST (TP-PI and the fields it announces) says nothing that we act on.
StatusReportPdu read_status_report(Reader& reader)
{
    StatusReportPdu pdu;
    pdu.message_reference = reader.octet("TP-MR");
    pdu.recipient = reader.address("TP-RA");
    pdu.submitted = reader.time_stamp("TP-SCTS");
    pdu.discharged = reader.time_stamp("TP-DT");
    pdu.status = reader.octet("TP-ST");
    return pdu;
}
} // namespace

Octets SubmitPdu::tpdu() const
{
    Octet first = mti_submit;
    if (reject_duplicates) first |= reject_duplicates_bit;
    if (validity) first |= vpf_relative;
    if (status_report_request) first |= status_report_bit;
    if (user_data.has_udh) first |= udhi_bit;

    Octets out{first, message_reference};
    append_address(out, destination);
    out.push_back(protocol_identifier);
    out.push_back(user_data.dcs);
    if (validity) out.push_back(validity->octet());
    append_user_data(out, user_data);
    return out;
}

std::string SubmitPdu::hex() const { return "00" + to_hex(tpdu()); }

Octets DeliverPdu::tpdu() const
{
    Octet first = 0;
    if (!more_messages) first |= no_more_messages_bit;
    if (status_report_indication) first |= status_report_bit;
    if (user_data.has_udh) first |= udhi_bit;

    Octets out{first};
    append_address(out, originator);
    out.push_back(protocol_identifier);
    out.push_back(user_data.dcs);
    append_time(out, time);
    append_user_data(out, user_data);
    return out;
}

DeliveryStatus delivery_status(Octet tp_status) noexcept
{
    switch (tp_status >> 5) {
    case 0: return DeliveryStatus::delivered;
    case 1: return DeliveryStatus::still_trying;
    case 2: return DeliveryStatus::permanent_failure;
    default: return DeliveryStatus::temporary_given_up; // 80-FF are reserved and mean "service rejected" (63)
    }
}

Octets StatusReportPdu::tpdu() const
{
    Octets out{mti_status_report | no_more_messages_bit, message_reference};
    append_address(out, recipient);
    append_time(out, submitted);
    append_time(out, discharged);
    out.push_back(status);
    return out;
}

Decoded<ReceivedPdu> decode_received(std::span<const Octet> octets, std::optional<std::size_t> tpdu_octet_count)
{
    ReceivedPdu received;
    std::size_t offset = 0;
    if (tpdu_octet_count != octets.size()) {
        auto smsc = decode_smsc(octets);
        if (!smsc) return smsc.error();
        received.smsc = std::move(smsc->address);
        offset = smsc->octet_count;
    }

    Reader reader{octets, offset};
    const auto first = reader.octet("TP-MTI");
    switch (first & mti_mask) {
    case mti_submit: received.tpdu = read_submit(reader, first); break;
    case mti_status_report: received.tpdu = read_status_report(reader); break;
    default: received.tpdu = read_deliver(reader, first); break; // 3 is reserved, and some modem's deliver
    }
    if (reader.error()) return *reader.error();
    return received;
}

Decoded<SubmitPdu> decode_submit(std::span<const Octet> tpdu)
{
    Reader reader{tpdu, 0};
    const auto first = reader.octet("TP-MTI");
    if (!reader.error() && (first & mti_mask) != mti_submit)
        return DecodeError{ParseError::reserved_value, "TP-MTI", 0};
    auto pdu = read_submit(reader, first);
    if (reader.error()) return *reader.error();
    return pdu;
}
} // namespace nida::protocol
