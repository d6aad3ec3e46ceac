#include "protocol/content/service_indication.hpp"

#include "protocol/unicode.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <vector>

namespace nida::protocol
{
namespace
{
/// A token that begins an attribute: its name and the beginning of its value.
struct AttributeStart {
    Octet token;
    std::string_view name, value;
};
// WAP-167 §8.3.2
constexpr std::array si_attributes{
    AttributeStart{0x05, "action", "signal-none"},
    AttributeStart{0x06, "action", "signal-low"},
    AttributeStart{0x07, "action", "signal-medium"},
    AttributeStart{0x08, "action", "signal-high"},
    AttributeStart{0x09, "action", "delete"},
    AttributeStart{0x0B, "href", ""},
    AttributeStart{0x0C, "href", "http://"},
    AttributeStart{0x0D, "href", "http://www."},
    AttributeStart{0x0E, "href", "https://"},
    AttributeStart{0x0F, "href", "https://www."},
    AttributeStart{0x11, "si-id", ""},
};
// WAP-168 §8.3.2
constexpr std::array sl_attributes{
    AttributeStart{0x05, "action", "execute-low"}, AttributeStart{0x06, "action", "execute-high"},
    AttributeStart{0x07, "action", "cache"},       AttributeStart{0x08, "href", ""},
    AttributeStart{0x09, "href", "http://"},       AttributeStart{0x0A, "href", "http://www."},
    AttributeStart{0x0B, "href", "https://"},      AttributeStart{0x0C, "href", "https://www."},
};
/// Both documents have the same tokens inside a value.
constexpr std::array<std::string_view, 4> value_ends{".com/", ".edu/", ".net/", ".org/"};
constexpr Octet first_value_end = 0x85;

// Global tokens (WAP-192 §7.1)
constexpr Octet switch_page = 0x00, end_token = 0x01, entity = 0x02, inline_string = 0x03, literal = 0x04,
                processing_instruction = 0x43, table_string = 0x83, opaque = 0xC3;
constexpr Octet with_attributes = 0x80, with_content = 0x40, tag_bits = 0x3F;

class Document
{
public:
    Document(WspReader& octets, std::span<const AttributeStart> attributes, Octet text_tag)
        : octets_{octets}, attributes_{attributes}, text_tag_{text_tag}
    {
        octets_.octet();                               // the version: 1.1 to 1.3 differ in nothing that we read
        if (octets_.uintvar() == 0) octets_.uintvar(); // the public identifier, by number or in the table
        character_set_ = octets_.uintvar();
        table_ = octets_.take(octets_.uintvar()).rest();
        read_elements();
    }
    std::string attribute(std::string_view name) { return bounded(std::move(values_[name])); }
    std::string text() { return bounded(std::move(text_)); }
private:
    void read_elements()
    {
        do {
            const auto token = octets_.octet();
            if (!octets_.ok()) return;
            if (token == end_token) {
                if (!open_.empty()) open_.pop_back();
                continue;
            }
            if (read_value(token, !open_.empty() && open_.back() == text_tag_ ? &text_ : nullptr)) continue;
            if (token == processing_instruction) { // neither document has one
                octets_.fail();
                return;
            }
            const auto tag = static_cast<Octet>(token & tag_bits);
            if (tag == literal) octets_.uintvar(); // a name in the table: unknown
            if (token & with_attributes) read_attributes();
            if (token & with_content) open_.push_back(tag);
        } while (!open_.empty() && octets_.ok());
    }

    void read_attributes()
    {
        std::string* value = nullptr;
        for (;;) {
            const auto token = octets_.octet();
            if (!octets_.ok() || token == end_token) return;
            if (read_value(token, value)) continue;
            if (token == literal) octets_.uintvar();
            const auto start = std::ranges::find(attributes_, token, &AttributeStart::token);
            value = nullptr;
            if (start == attributes_.end()) continue; // one that we do not tell
            value = &values_[start->name];
            *value = start->value;
        }
    }

    /// Everything that stands for characters, and what is skipped like it. @return whether the token was one of these
    bool read_value(Octet token, std::string* into)
    {
        const auto append = [&](std::string_view more) {
            if (into && into->size() < WspReader::longest_text) *into += more;
        };
        switch (token) {
        case switch_page: octets_.octet(); return true;
        case entity: {
            std::string character;
            append_utf8(character, octets_.uintvar());
            append(character);
            return true;
        }
        case inline_string: append(wsp_text(octets_.until_zero(), character_set_)); return true;
        case table_string: {
            const auto at = octets_.uintvar();
            if (at >= table_.size())
                octets_.fail();
            else if (into && into->size() < WspReader::longest_text)
                append(wsp_text(from_table(at), character_set_));
            return true;
        }
        case opaque: octets_.take(octets_.uintvar()); return true; // dates
        case 0x40:
        case 0x41:
        case 0x42: octets_.until_zero(); return true; // extensions of other documents
        case 0x80:
        case 0x81:
        case 0x82: octets_.uintvar(); return true;
        case 0xC0:
        case 0xC1:
        case 0xC2: return true;
        default: break;
        }
        if (!into || into == &text_ || token < first_value_end || token >= first_value_end + value_ends.size())
            return false;
        append(value_ends[token - first_value_end]);
        return true;
    }

    std::span<const Octet> from_table(std::size_t at) const
    {
        const auto there = table_.subspan(at, std::min(table_.size() - at, WspReader::longest_text));
        return there.first(static_cast<std::size_t>(std::ranges::find(there, Octet{0}) - there.begin()));
    }

    WspReader& octets_;
    std::span<const AttributeStart> attributes_;
    Octet text_tag_;
    std::uint32_t character_set_ = 0;
    std::span<const Octet> table_;
    std::vector<Octet> open_; ///< tags whose end has not come
    std::map<std::string_view, std::string> values_;
    std::string text_;
};
} // namespace

ServiceIndication read_service_indication(WspReader& octets)
{
    constexpr Octet indication = 0x06;
    Document document{octets, si_attributes, indication};
    return {document.attribute("href"), document.attribute("si-id"), document.attribute("action"), document.text()};
}

ServiceLoading read_service_loading(WspReader& octets)
{
    Document document{octets, sl_attributes, tag_bits}; // no tag of an SL has a text
    return {document.attribute("href"), document.attribute("action")};
}
} // namespace nida::protocol
