#pragma once
#include "protocol/pdu/udh.hpp"
#include "protocol/pdu/user_data.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace nida::protocol
{
/// One segment of a long message as it came.
struct Segment {
    std::int64_t line = 0; ///< where it came in: the same reference on two lines is two messages
    std::string sender;    ///< as the network wrote it
    std::chrono::sys_seconds time;
    Concatenation concatenation; ///< Udh::concatenation() of `user_data`
    UserData user_data;
    std::int64_t id = 0; ///< the caller's name for it, such as a row's number; handed back untouched
};

/// Segments of one message, all or some.
struct SegmentSet {
    unsigned total = 0;
    std::vector<Segment> segments; ///< at least one; by number, each number once

    bool complete() const noexcept { return segments.size() == total; }
    /// The numbers that never came, in order.
    std::vector<unsigned> missing() const;
    /// When its first and its last segment came.
    std::chrono::sys_seconds began() const;
    std::chrono::sys_seconds ended() const;
};

/// A set handed out before it was whole, and why.
struct GivenUp {
    enum class Why {
        aged,   ///< nothing came for as long as the caller waits
        reused, ///< its sender began another message under the same reference
        no_room ///< a limit was reached, and it was the oldest
    };
    Why why;
    SegmentSet set;
};

/// What became of a segment.
struct Added {
    enum class What { complete, waiting, duplicate };
    What what = What::waiting;
    std::optional<SegmentSet> message;        ///< where `complete`; a message of one segment is that at once
    std::optional<std::int64_t> duplicate_of; ///< where `duplicate`: the id of the segment that is kept
    /// Another set of this line, sender and reference waits with another total. They are two messages, one perhaps forged.
    bool totals_differ = false;
    std::vector<GivenUp> given_up; ///< partial messages that had to go, to be shown as they are
};

struct ReassemblyLimits {
    std::size_t sets = 1000;           ///< messages that wait, of all senders
    std::size_t sets_of_a_sender = 50; ///< on one line
    std::size_t octets = 4'000'000;    ///< what the waiting segments take in memory, about
    /// A segment that came this much later or earlier than those of its set belongs to another message: references are few,
    /// and senders use them again.
    std::chrono::seconds reuse_after = std::chrono::hours{24};
};

/// Joins the segments of long messages (TS 23.040 §9.2.3.24.1, .8), in whatever order they come. A message is what has the same
/// line, sender, reference, width of the reference and total. A state and no more: it reads no clock, and whatever is added
/// comes out exactly once, in a whole message, in a partial one, or as a duplicate.
///
/// A repeat of a segment whose message is already complete begins another message, which ages. Who keeps the PDUs knows
/// such a repeat by its octets, the SMSC's time stamp among them; here it cannot be told from a reference used again.
class Reassembly
{
public:
    explicit Reassembly(ReassemblyLimits limits = {}) : limits_{limits} {}

    /// The same number with the same user data is a duplicate; with other user data it begins another message, and the old one
    /// is given up as `reused`. A concatenation that the specification has ignored (a number of 0 or past the total) makes the
    /// segment a message of its own.
    Added add(Segment segment);
    /// Gives up what got no new segment for `age`. A clock that was set back by more than that does the same.
    std::vector<GivenUp> expire(std::chrono::sys_seconds now, std::chrono::seconds age);

    std::size_t set_count() const noexcept { return sets_.size(); }
    std::size_t octet_count() const noexcept { return octets_; } ///< never more than the limit after add()
private:
    struct Key {
        std::int64_t line;
        std::string sender;
        bool sixteen_bit;
        unsigned reference;
        unsigned total;
        auto operator<=>(const Key&) const = default;
    };
    struct Waiting {
        std::map<unsigned, Segment> segments;
        std::chrono::sys_seconds first, last;
        std::uint64_t touched; ///< counts additions: tells the older of two with the same time
    };
    using Sets = std::map<Key, Waiting>;

    SegmentSet take(Sets::iterator set);
    bool totals_differ(const Key& key) const;
    void make_room(const Key& newest, std::vector<GivenUp>& given_up);
    Sets::iterator oldest(Sets::iterator begin, Sets::iterator end, const Key& newest);

    ReassemblyLimits limits_;
    Sets sets_;
    std::size_t octets_ = 0;
    std::uint64_t additions_ = 0;
};
} // namespace nida::protocol
