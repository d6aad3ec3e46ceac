#pragma once
// Private to the PDUs of this folder: the bits of a TPDU's first octet, and its fields read and written one after another.
#include "protocol/errors.hpp"
#include "protocol/octets.hpp"
#include "protocol/pdu/address.hpp"
#include "protocol/pdu/report_parameters.hpp"
#include "protocol/pdu/report_pdus.hpp"
#include "protocol/pdu/time_stamp.hpp"
#include "protocol/pdu/user_data.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace nida::protocol
{
struct CommandPdu;
struct DeliverPdu;
struct StatusReportPdu;
struct SubmitPdu;
} // namespace nida::protocol

namespace nida::protocol::tpdu_fields
{
// The first octet (TS 23.040 §9.2.2, §9.2.3.1 and on).
constexpr Octet mti_mask = 0x03;
constexpr Octet mti_deliver = 0x00; // to the network: deliver report
constexpr Octet mti_submit = 0x01;  // from the network: submit report
constexpr Octet mti_status_report = 0x02;
constexpr Octet mti_command = 0x02;
constexpr Octet reject_duplicates_bit = 0x04;
constexpr Octet no_more_messages_bit = 0x04;
constexpr Octet loop_prevention_bit = 0x08;
constexpr Octet vpf_mask = 0x18;
constexpr Octet vpf_enhanced = 0x08;
constexpr Octet vpf_relative = 0x10;
constexpr Octet vpf_absolute = 0x18;
constexpr Octet status_report_bit = 0x20; // TP-SRR, TP-SRI or TP-SRQ
constexpr Octet udhi_bit = 0x40;
constexpr Octet reply_path_bit = 0x80;

constexpr bool has(Octet octet, Octet bit) { return (octet & bit) != 0; }
constexpr Octet bit_if(bool set, Octet bit) { return set ? bit : Octet{0}; }

constexpr std::size_t longest_submit = 1 + 1 + 12 + 1 + 1 + 7 + 1 + 140;

/// Takes field after field off a PDU. The first that is not there becomes the error, and every later one reads as zeros.
class Reader
{
public:
    /// @param offset  where the TPDU begins in `octets`; errors count from the first of `octets`
    Reader(std::span<const Octet> octets, std::size_t offset) : octets_{octets}, offset_{offset} {}

    std::span<const Octet> take(std::size_t count, std::string_view field)
    {
        if (error_ || octets_.size() - offset_ < count) {
            fail({ParseError::truncated, field, octets_.size()});
            return std::span{zeros}.first(std::min(count, zeros.size()));
        }
        const auto taken = octets_.subspan(offset_, count);
        offset_ += count;
        return taken;
    }
    Octet octet(std::string_view field) { return take(1, field)[0]; }
    std::optional<Octet> peek() const
    {
        return error_ || offset_ == octets_.size() ? std::nullopt : std::optional{octets_[offset_]};
    }

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

    TimeField time(std::string_view field) { return read_time_field(take(TimeStampOctets{}.size(), field)); }

    /// TP-UDL and as much of TP-UD as is there and belongs to it.
    void user_data(UserData& into)
    {
        into.length = octet("TP-UDL");
        const auto promised = user_data_octets(into.dcs, into.length);
        const auto there = take(error_ ? 0 : std::min(promised, octets_.size() - offset_), "TP-UD");
        into.octets.assign(there.begin(), there.end());
    }

    std::size_t offset() const { return offset_; }
    const std::optional<DecodeError>& error() const { return error_; }
private:
    void fail(const DecodeError& error)
    {
        if (!error_) error_ = error;
    }

    static constexpr TimeStampOctets zeros{};

    std::span<const Octet> octets_;
    std::size_t offset_;
    std::optional<DecodeError> error_;
};

// Each reads what follows the first octet.
DeliverPdu read_deliver(Reader& reader, Octet first);
SubmitPdu read_submit(Reader& reader, Octet first);
StatusReportPdu read_status_report(Reader& reader, Octet first);
DeliverReportPdu read_deliver_report(Reader& reader, Octet first, std::optional<RpPdu> rp);
SubmitReportPdu read_submit_report(Reader& reader, Octet first, std::optional<RpPdu> rp);
CommandPdu read_command(Reader& reader, Octet first);

/// TP-PI alone: in some reports, TP-SCTS lies between it and the fields that it announces.
struct ParameterIndicator {
    bool protocol_identifier;
    bool dcs;
    bool user_data;
};
ParameterIndicator read_parameter_indicator(Reader& reader);
ReportParameters read_parameters(Reader& reader, ParameterIndicator announced, bool has_udh);
void append_parameter_indicator(Octets& out, const ReportParameters& parameters);
void append_parameters(Octets& out, const ReportParameters& parameters);

inline void append(Octets& out, std::span<const Octet> octets) { out.insert(out.end(), octets.begin(), octets.end()); }

inline void append_user_data(Octets& out, const UserData& user_data)
{
    out.push_back(user_data.length);
    append(out, user_data.octets);
}

/// What `append_tpdu` of a PDU writes.
template <class Pdu> Octets tpdu_of(const Pdu& pdu)
{
    Octets out;
    out.reserve(longest_submit);
    pdu.append_tpdu(out);
    return out;
}
} // namespace nida::protocol::tpdu_fields
