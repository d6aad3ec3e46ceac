#include "protocol/content/joined_message.hpp"

#include "protocol/alphabet/gsm_alphabet.hpp"
#include "protocol/alphabet/septets.hpp"
#include "protocol/encoding/coding.hpp"
#include "protocol/unicode.hpp"

#include <algorithm>
#include <optional>

namespace nida::protocol
{
namespace
{
/// What lies behind the header of one segment, before it becomes characters.
struct Body {
    enum class Form { septets, ucs2, data } form;
    Octets units; ///< one septet an octet, UCS-2 octets, or data
    Udh udh;
    GsmTables tables;
    bool full = false; ///< no octet more would have gone into its segment

    /// Whether a character may begin in this one and end in the next.
    bool goes_on_in(const Body& next) const { return form == next.form && tables == next.tables; }
};

Octets septets_behind(std::span<const Octet> field, std::size_t length, std::size_t header_octets)
{
    const auto header = header_septets(header_octets);
    const auto there = std::min(length, field.size() * 8 / 7);
    if (there <= header) return {};
    return *unpack_septets(field.subspan(header_octets), there - header, header_fill_bits(header_octets));
}

Body body_of(const UserData& ud)
{
    const auto dcs = decode_dcs(ud.dcs);
    const auto field = std::span{ud.octets}.first(std::min(ud.octets.size(), user_data_octets(ud.dcs, ud.length)));
    Body body{Body::Form::data, {}, {}, {}, ud.octets.size() == max_user_data_octets};
    std::size_t header_octets = 0;
    if (ud.has_udh)
        if (auto udh = decode_udh(field)) { // without one it would be no segment; what stands there is read as it is
            body.udh = std::move(*udh);
            header_octets = std::size_t{1} + field[0];
        }
    const auto behind = field.subspan(header_octets);
    if (dcs.alphabet == Alphabet::gsm7 && !dcs.compressed) {
        body.form = Body::Form::septets;
        body.tables = gsm_tables(body.udh);
        body.units = septets_behind(field, ud.length, header_octets);
    } else {
        if (dcs.alphabet == Alphabet::ucs2 && !dcs.compressed) body.form = Body::Form::ucs2;
        body.units.assign(behind.begin(), behind.end());
    }
    return body;
}

/// Bodies that go on in each other, gathered.
class Run
{
public:
    explicit Run(JoinedMessage& joined) : joined_{joined} {}

    void add(Body body)
    {
        if (body_ && body_->goes_on_in(body)) {
            body_->units.insert(body_->units.end(), body.units.begin(), body.units.end());
            body_->full = body.full;
        } else {
            end();
            body_ = std::move(body);
        }
        // A sender that fills segments without a look at the characters cuts a unit where the header is odd. Any other half
        // is torn off, and must not shift the units of the next segment.
        if (body_->form == Body::Form::ucs2 && body_->units.size() % 2 != 0 && !body_->full) body_->units.pop_back();
    }
    void end()
    {
        if (!body_) return;
        switch (body_->form) {
        case Body::Form::septets: joined_.text += from_gsm(body_->units, body_->tables); break;
        case Body::Form::ucs2: joined_.text += from_ucs2(body_->units); break;
        case Body::Form::data: joined_.data.insert(joined_.data.end(), body_->units.begin(), body_->units.end()); break;
        }
        body_.reset();
    }
private:
    JoinedMessage& joined_;
    std::optional<Body> body_;
};
} // namespace

JoinedMessage join(const SegmentSet& set, std::string_view gap)
{
    JoinedMessage joined;
    Run run{joined};
    unsigned expected = 1;
    const auto leave_gap = [&] {
        run.end();
        joined.text += gap;
    };
    for (const auto& segment : set.segments) {
        const auto number = set.total == 1 ? 1 : segment.concatenation.number;
        if (number > expected) leave_gap();
        expected = number + 1;
        auto body = body_of(segment.user_data);
        if (&segment == &set.segments.front()) joined.udh = body.udh;
        run.add(std::move(body));
    }
    if (expected <= set.total) leave_gap();
    run.end();
    return joined;
}
} // namespace nida::protocol
