#include "protocol/pdu/enhanced_voice_mail.hpp"

namespace nida::protocol
{
namespace
{
/// Takes fields from the front; once something is missing, everything behind it is.
class Fields
{
public:
    explicit Fields(std::span<const Octet> octets) : rest_{octets} {}

    bool failed() const { return failed_; }
    bool at_end() const { return rest_.empty(); }
    unsigned octet()
    {
        if (failed_ || rest_.empty()) {
            failed_ = true;
            return 0;
        }
        const auto value = rest_[0];
        rest_ = rest_.subspan(1);
        return value;
    }
    Address address()
    {
        if (failed_) return {};
        auto field = decode_address(rest_, "Address");
        if (!field) {
            failed_ = true;
            return {};
        }
        rest_ = rest_.subspan(field->octet_count);
        return std::move(field->address);
    }
    /// An extension of a later release: its length and that many octets.
    void skip_extension()
    {
        const std::size_t length = octet();
        if (failed_ || rest_.size() < length)
            failed_ = true;
        else
            rest_ = rest_.subspan(length);
    }
private:
    std::span<const Octet> rest_;
    bool failed_ = false;
};

constexpr unsigned extension_follows = 0x80;

VoiceMessage read_message(Fields& fields, bool deleted)
{
    VoiceMessage message;
    const auto high = fields.octet();
    message.id = high << 8 | fields.octet();
    if (!deleted) message.length = fields.octet();
    const auto flags = fields.octet();
    if (!deleted) {
        message.retention_days = flags & 0x1F;
        message.urgent = (flags & 0x40) != 0;
        message.caller = fields.address();
    }
    if (flags & extension_follows) fields.skip_extension();
    return message;
}
} // namespace

std::optional<EnhancedVoiceMail> read_enhanced_voice_mail(std::span<const Octet> data)
{
    Fields fields{data};
    const auto flags = fields.octet();
    EnhancedVoiceMail mail{};
    mail.delete_confirmation = (flags & 0x01) != 0;
    mail.profile = (flags >> 2 & 0x03) + 1;
    mail.store = (flags & 0x10) != 0;
    mail.almost_full = (flags & 0x20) != 0;
    mail.full = (flags & 0x40) != 0;
    mail.mailbox = fields.address();
    mail.count = fields.octet();
    if (fields.failed()) return std::nullopt;

    const auto announced = fields.octet() & 0x1F;
    if (flags & extension_follows) fields.skip_extension();
    while (mail.messages.size() < announced && !fields.failed() && !fields.at_end()) {
        auto message = read_message(fields, mail.delete_confirmation);
        if (!fields.failed()) mail.messages.push_back(std::move(message));
    }
    return mail;
}
} // namespace nida::protocol
