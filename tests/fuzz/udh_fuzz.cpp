// A user data header from a stranger, everything that it can mean, pushes, and segments that arrive in any disorder.
#include "protocol/content/content.hpp"
#include "protocol/content/joined_message.hpp"
#include "protocol/content/reassembly.hpp"
#include "protocol/content/wap_push.hpp"
#include "protocol/pdu/udh.hpp"
#include "protocol/unicode.hpp"
#include "tests/fuzz/require.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <string>

using namespace nida::protocol;

namespace
{
void require_text(const std::string& text)
{
    require(is_valid_utf8(text), "a text is UTF-8");
    require(text.size() <= WspReader::longest_text, "a text of a push is bounded");
}

void read_push(std::span<const Octet> octets)
{
    const auto push = decode_wap_push(octets);
    if (!push) return;
    require_text(push->content_type);
    if (const auto* indication = std::get_if<ServiceIndication>(&push->content)) {
        for (const auto& text : {indication->href, indication->id, indication->action, indication->text})
            require_text(text);
    } else if (const auto* loading = std::get_if<ServiceLoading>(&push->content)) {
        require_text(loading->href);
        require_text(loading->action);
    } else if (const auto* mms = std::get_if<MmsMessage>(&push->content)) {
        for (const auto& text : {mms->transaction_id, mms->from, mms->subject, mms->content_location})
            require_text(text);
    }
}

void read_header(std::span<const Octet> octets, Octet pid, Octet dcs)
{
    const auto udh = decode_udh(octets);
    if (!udh) {
        require(udh.error().offset <= octets.size(), "a fault lies inside the octets");
        return;
    }
    const std::size_t header_octets = std::size_t{1} + octets[0];
    Octets written;
    append_udh(written, *udh);
    require(std::ranges::equal(written, octets.first(header_octets)), "a header is written as it was read");
    for (const auto& element : udh->elements) {
        require(!name_of(element.id).empty(), "each element has a name");
        describe(element);
    }
    if (const auto concatenation = udh->concatenation())
        require(concatenation->number >= 1 && concatenation->number <= concatenation->total, "a segment has its place");
    udh->locking_shift();
    udh->single_shift();
    const auto content = recognise_content(pid, dcs, *udh, octets.subspan(header_octets));
    require(is_valid_utf8(content.text()), "a description is UTF-8");
    require(content.ports.has_value() == udh->destination_port().has_value(), "ports are told");
}

/// Each segment is told by five octets; what follows is the content of them all.
void reassemble(std::span<const Octet> octets)
{
    const ReassemblyLimits limits{
        .sets = 6, .sets_of_a_sender = 3, .octets = 4000, .reuse_after = std::chrono::seconds{500}};
    Reassembly reassembly{limits};
    std::set<std::int64_t> waiting;
    const auto take = [&](const SegmentSet& set) {
        require(!set.segments.empty() && set.segments.size() + set.missing().size() == std::max(set.total, 1u),
                "segments and gaps make the message");
        for (const auto& segment : set.segments)
            require(waiting.erase(segment.id) == 1, "each segment comes out once");
        require(is_valid_utf8(join(set, "…").text), "a joined text is UTF-8");
    };
    std::chrono::sys_seconds time{};
    for (std::int64_t id = 0; octets.size() >= 5; ++id, octets = octets.subspan(5)) {
        Segment segment;
        segment.line = octets[0] >> 7;
        segment.sender = std::string(1, static_cast<char>('a' + (octets[0] >> 4 & 0x03)));
        time += std::chrono::seconds{static_cast<std::int8_t>(octets[1]) * 8};
        segment.time = time;
        segment.concatenation = {octets[0] & 0x03u, (octets[0] & 0x08) != 0, octets[2] & 0x07u, octets[2] >> 4 & 0x07u};
        segment.user_data.dcs = octets[3];
        segment.user_data.has_udh = (octets[4] & 0x80) != 0;
        segment.user_data.length = octets[4] & 0x7F;
        const auto content = octets.subspan(5, std::min<std::size_t>(octets.size() - 5, octets[4] & 0x1F));
        segment.user_data.octets.assign(content.begin(), content.end());
        segment.id = id;
        waiting.insert(id);

        const auto added = reassembly.add(std::move(segment));
        if (added.what == Added::What::duplicate) {
            require(waiting.contains(added.duplicate_of.value()), "a duplicate names one that waits");
            waiting.erase(id);
        }
        require(added.message.has_value() == (added.what == Added::What::complete), "a complete message is handed out");
        if (added.message) {
            require(added.message->complete(), "nothing is missing in a complete message");
            take(*added.message);
        }
        for (const auto& given_up : added.given_up)
            take(given_up.set);
        if (octets[1] == 0x7F)
            for (const auto& given_up : reassembly.expire(time, std::chrono::seconds{300}))
                take(given_up.set);
        require(reassembly.set_count() <= limits.sets && reassembly.octet_count() <= limits.octets,
                "the limits are kept");
    }
    for (const auto& given_up : reassembly.expire(time, std::chrono::seconds{0}))
        take(given_up.set);
    require(waiting.empty() && reassembly.octet_count() == 0, "nothing stays behind");
}
} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::span<const Octet> octets{data, size};
    read_push(octets);
    reassemble(octets);
    if (size < 2) return 0;
    // The header behind the two octets that are asked with it, and at every place where a PDU may hold one.
    read_header(octets.subspan(2), octets[0], octets[1]);
    for (std::size_t at = 0; at < std::min<std::size_t>(size, 64); ++at) {
        read_header(octets.subspan(at), 0x00, 0x04);
        read_push(octets.subspan(at));
    }
    return 0;
}
