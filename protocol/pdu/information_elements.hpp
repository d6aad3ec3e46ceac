#pragma once
#include "protocol/octets.hpp"
#include "protocol/pdu/address.hpp"

#include <optional>
#include <string_view>
#include <variant>
#include <vector>

namespace nida::protocol
{
/// One element of a user data header as it stands there (TS 23.040 §9.2.3.24). Its length octet is data.size().
struct InformationElement {
    Octet id;
    Octets data;
    bool operator==(const InformationElement&) const = default;
};

/// The identifiers (IEI) that this library acts upon.
namespace iei
{
inline constexpr Octet concatenation_8_bit = 0x00;
inline constexpr Octet special_message_indication = 0x01;
inline constexpr Octet ports_8_bit = 0x04;
inline constexpr Octet ports_16_bit = 0x05;
inline constexpr Octet concatenation_16_bit = 0x08;
inline constexpr Octet enhanced_voice_mail = 0x23;
inline constexpr Octet single_shift = 0x24;
inline constexpr Octet locking_shift = 0x25;
} // namespace iei

/// Which segment of which long message (§9.2.3.24.1 and .8).
struct Concatenation {
    unsigned reference; ///< 0-255, or 0-65535 where `sixteen_bit`
    bool sixteen_bit;
    unsigned total;  ///< 1-255
    unsigned number; ///< 1-total
    bool operator==(const Concatenation&) const = default;
};
/// Which program the message is for, and from (§9.2.3.24.3 and .4).
struct Ports {
    unsigned destination;
    unsigned source;
    bool sixteen_bit;
    bool operator==(const Ports&) const = default;
};
/// What waits for the subscriber elsewhere (TS 23.040 §9.2.3.24.2, TS 23.038 §4).
enum class WaitingType { voice, fax, email, other, video };
/// Special SMS message indication (§9.2.3.24.2).
struct SpecialMessageIndication {
    bool store; ///< keep the message after the indication was updated; else it may be discarded
    WaitingType type;
    unsigned profile; ///< 1-4: which of the subscriber's profiles
    unsigned count;   ///< how many wait; 0 clears the indication, 255 is "255 or more"
    bool operator==(const SpecialMessageIndication&) const = default;
};
/// SMSC control parameters (§9.2.3.24.5): when the sender of this segment wants a status report.
struct SmscControl {
    bool report_completed;
    bool report_permanent_error;
    bool report_temporary_error_given_up;
    bool report_temporary_error_still_trying;
    bool cancel_later_reports; ///< a report on this segment cancels those of the message's other segments
    bool header_in_the_report; ///< the original header is to come back in the status report
    bool operator==(const SmscControl&) const = default;
};
/// Who wrote the elements that follow (§9.2.3.24.6).
enum class HeaderSource { original_sender = 1, original_receiver = 2, smsc = 3 };
/// Text formatting (§9.2.3.24.10.1.1).
struct TextFormatting {
    enum class Alignment { left, center, right, language_dependent };
    enum class Size { normal, large, small, reserved };
    unsigned position; ///< in characters of this segment
    unsigned length;   ///< 0: from here on
    Alignment alignment;
    Size size;
    bool bold, italic, underlined, strikethrough;
    std::optional<Octet> colours; ///< foreground in the low semi-octet, background in the high one
    bool operator==(const TextFormatting&) const = default;
};
/// A sound or an animation that the phone has (§9.2.3.24.10.1).
struct PredefinedObject {
    unsigned position;
    unsigned number;
    bool operator==(const PredefinedObject&) const = default;
};
/// A sound, an animation, a picture or a vector graphic that comes along (§9.2.3.24.10.1).
struct UserDefinedObject {
    unsigned position;
    Octets data;
    bool operator==(const UserDefinedObject&) const = default;
};
/// A picture of any size, one bit a pixel (§9.2.3.24.10.1).
struct VariablePicture {
    unsigned position;
    unsigned width;  ///< pixels, a multiple of 8
    unsigned height; ///< pixels
    Octets data;
    bool operator==(const VariablePicture&) const = default;
};
/// The next objects belong together and the user decides on them (§9.2.3.24.10.1.10).
struct UserPrompt {
    unsigned objects;
    bool operator==(const UserPrompt&) const = default;
};
/// An extended object shown again (§9.2.3.24.10.1).
struct ReusedExtendedObject {
    unsigned reference;
    unsigned position;
    bool operator==(const ReusedExtendedObject&) const = default;
};
/// What may be done with the next elements (§9.2.3.24.10.1.14).
struct ObjectDistribution {
    unsigned elements; ///< 0: all that follow
    bool may_be_forwarded;
    bool operator==(const ObjectDistribution&) const = default;
};
/// How much of the text is an e-mail's header (§9.2.3.24.11).
struct EmailHeader {
    unsigned length; ///< octets or septets, as in TP-UDL
    bool operator==(const EmailHeader&) const = default;
};
/// Where a link lies in the text: its title, a space, its address (§9.2.3.24.12).
struct Hyperlink {
    unsigned position;
    unsigned title_length;
    unsigned url_length;
    bool operator==(const Hyperlink&) const = default;
};
/// Where to answer instead of TP-OA (§9.2.3.24.10.1.17).
struct ReplyAddress {
    Address address;
    bool operator==(const ReplyAddress&) const = default;
};
/// One voice message (§9.2.3.24.13.1), or one that was deleted (.2): only the id then.
struct VoiceMessage {
    unsigned id = 0;
    unsigned length = 0;         ///< seconds; 255 is "255 or more"
    unsigned retention_days = 0; ///< 0-31
    bool urgent = false;
    Address caller;
    bool operator==(const VoiceMessage&) const = default;
};
/// Enhanced voice mail information (§9.2.3.24.13).
struct EnhancedVoiceMail {
    bool delete_confirmation; ///< else a notification
    unsigned profile;         ///< 1-4
    bool store;
    bool almost_full;
    bool full;
    Address mailbox;
    unsigned count; ///< voice messages that wait; 255 is "255 or more"
    std::vector<VoiceMessage> messages;
    bool operator==(const EnhancedVoiceMail&) const = default;
};
/// A national language identifier (TS 23.038 §6.2.1.2.4), for escapes (id 24) or for the whole text (id 25).
struct NationalShift {
    bool locking;
    Octet language;
    bool operator==(const NationalShift&) const = default;
};
/// An element that carries no structure which could be read from it alone: reserved ids, headers for the SIM, those between
/// two programs, and extended objects and compressed data, which may continue from segment to segment without a head.
struct Verbatim {
    bool operator==(const Verbatim&) const = default;
};
/// Too short or too long for its id, or with values that make the receiver ignore it. The header around it is still good.
struct InvalidElement {
    bool operator==(const InvalidElement&) const = default;
};

using DescribedElement =
    std::variant<Verbatim, InvalidElement, Concatenation, SpecialMessageIndication, Ports, SmscControl, HeaderSource,
                 TextFormatting, PredefinedObject, UserDefinedObject, VariablePicture, UserPrompt, ReusedExtendedObject,
                 ObjectDistribution, EmailHeader, Hyperlink, ReplyAddress, EnhancedVoiceMail, NationalShift>;

/// What an element says. Total: an element that does not fit its id is `InvalidElement`.
DescribedElement describe(const InformationElement& element);
/// The name of TS 23.040 §9.2.3.24 for every identifier, reserved ranges included: "Application port addressing scheme, 16 bit address".
std::string_view name_of(Octet id) noexcept;
} // namespace nida::protocol
