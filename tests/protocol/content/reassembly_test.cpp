#include "protocol/content/reassembly.hpp"

#include "protocol/content/joined_message.hpp"
#include "protocol/pdu/tpdu.hpp"
#include "tests/protocol/vectors.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>

using namespace nida::protocol;
using namespace std::chrono_literals;

namespace
{
constexpr std::chrono::sys_seconds noon{1'767'268'800s};

/// Segment `number` of `total`, with a reference and a letter for its content.
Segment segment(unsigned number, unsigned total, char content = 'a', unsigned reference = 7,
                std::chrono::seconds after = 0s, std::string sender = "+218911234567")
{
    Segment made;
    made.line = 1;
    made.sender = std::move(sender);
    made.time = noon + after;
    made.concatenation = {reference, false, total, number};
    made.user_data = {0x04,
                      true,
                      7,
                      {0x05, 0x00, 0x03, static_cast<Octet>(reference), static_cast<Octet>(total),
                       static_cast<Octet>(number), static_cast<Octet>(content)}};
    made.id = number;
    return made;
}
std::vector<unsigned> numbers(const SegmentSet& set)
{
    std::vector<unsigned> found;
    for (const auto& kept : set.segments)
        found.push_back(kept.concatenation.number);
    return found;
}
using Numbers = std::vector<unsigned>;
} // namespace

BOOST_TEST_DONT_PRINT_LOG_VALUE(Added::What)
BOOST_TEST_DONT_PRINT_LOG_VALUE(GivenUp::Why)

BOOST_AUTO_TEST_SUITE(reassembly)

BOOST_AUTO_TEST_CASE(a_message_is_complete_in_every_order_of_its_segments)
{
    Numbers order{1, 2, 3, 4, 5};
    do {
        Reassembly reassembly;
        for (std::size_t i = 0; i < order.size(); ++i) {
            const auto added = reassembly.add(segment(order[i], 5));
            BOOST_TEST((added.what == (i + 1 < order.size() ? Added::What::waiting : Added::What::complete)));
            BOOST_TEST(added.given_up.empty());
            if (added.message) BOOST_TEST(numbers(*added.message) == (Numbers{1, 2, 3, 4, 5}));
        }
        BOOST_TEST(reassembly.set_count() == 0u);
        BOOST_TEST(reassembly.octet_count() == 0u);
    } while (std::ranges::next_permutation(order).found);
}

BOOST_AUTO_TEST_CASE(a_message_of_one_segment_and_an_impossible_number_stand_alone)
{
    Reassembly reassembly;
    BOOST_TEST(reassembly.add(segment(1, 1)).message.value().complete());
    for (const auto& odd : {segment(0, 3), segment(4, 3), segment(1, 0)}) {
        const auto added = reassembly.add(odd);
        BOOST_TEST((added.what == Added::What::complete));
        BOOST_TEST(added.message.value().segments.size() == 1u);
        BOOST_TEST(added.message.value().missing().empty());
    }
    BOOST_TEST(reassembly.set_count() == 0u);
}

BOOST_AUTO_TEST_CASE(line_sender_reference_width_and_total_keep_messages_apart)
{
    Reassembly reassembly;
    auto elsewhere = segment(2, 2), of_another = segment(2, 2), other_reference = segment(2, 2), wide = segment(2, 2);
    elsewhere.line = 2;
    of_another.sender = "Bank";
    other_reference.concatenation.reference = 8;
    wide.concatenation.sixteen_bit = true;
    BOOST_TEST((reassembly.add(segment(1, 2)).what == Added::What::waiting));
    for (const auto& other : {elsewhere, of_another, other_reference, wide}) {
        const auto added = reassembly.add(other);
        BOOST_TEST((added.what == Added::What::waiting));
        BOOST_TEST(!added.totals_differ);
    }
    BOOST_TEST(reassembly.set_count() == 5u);
    BOOST_TEST((reassembly.add(segment(2, 2)).what == Added::What::complete));
    BOOST_TEST(reassembly.set_count() == 4u);
}

BOOST_AUTO_TEST_CASE(another_total_is_another_message_and_is_said)
{
    Reassembly reassembly;
    BOOST_TEST(!reassembly.add(segment(1, 2)).totals_differ);
    const auto other = reassembly.add(segment(2, 3));
    BOOST_TEST(other.totals_differ);
    BOOST_TEST((other.what == Added::What::waiting));
    BOOST_TEST((reassembly.add(segment(2, 2)).what == Added::What::complete));
    BOOST_TEST(!reassembly.add(segment(1, 3)).totals_differ);
}

BOOST_AUTO_TEST_CASE(the_same_octets_again_are_a_duplicate)
{
    Reassembly reassembly;
    auto first = segment(1, 2);
    first.id = 41;
    reassembly.add(first);
    auto again = segment(1, 2, 'a', 7, 60s);
    again.id = 42;
    const auto added = reassembly.add(again);
    BOOST_TEST((added.what == Added::What::duplicate));
    BOOST_TEST(added.duplicate_of.value() == 41);
    BOOST_TEST(!added.message);
    BOOST_TEST((reassembly.add(segment(2, 2)).message.value().segments[0].id == 41));
}

BOOST_AUTO_TEST_CASE(other_octets_under_the_same_number_begin_another_message)
{
    Reassembly reassembly;
    reassembly.add(segment(1, 3, 'a'));
    reassembly.add(segment(2, 3, 'a'));
    const auto added = reassembly.add(segment(1, 3, 'b'));
    BOOST_TEST((added.what == Added::What::waiting));
    BOOST_REQUIRE(added.given_up.size() == 1u);
    BOOST_TEST((added.given_up[0].why == GivenUp::Why::reused));
    BOOST_TEST(numbers(added.given_up[0].set) == (Numbers{1, 2}));
    BOOST_TEST(added.given_up[0].set.missing() == (Numbers{3}));
    reassembly.add(segment(3, 3, 'b'));
    BOOST_TEST((reassembly.add(segment(2, 3, 'b')).what == Added::What::complete));
}

BOOST_AUTO_TEST_CASE(a_reference_used_again_hours_later_begins_another_message)
{
    Reassembly reassembly{{.reuse_after = 3600s}};
    reassembly.add(segment(1, 3));
    BOOST_TEST(reassembly.add(segment(2, 3, 'a', 7, 3600s)).given_up.empty()); // from the last one it counts
    const auto later = reassembly.add(segment(3, 3, 'a', 7, 7201s));
    BOOST_TEST((later.what == Added::What::waiting));
    BOOST_REQUIRE(later.given_up.size() == 1u);
    BOOST_TEST((later.given_up[0].why == GivenUp::Why::reused));
    BOOST_TEST(numbers(later.given_up[0].set) == (Numbers{1, 2}));
    BOOST_TEST((later.given_up[0].set.began() == noon));
    BOOST_TEST((later.given_up[0].set.ended() == noon + 3600s));

    // Nor do the same octets count as a duplicate then, or time that runs backwards as the same message.
    const auto same = reassembly.add(segment(3, 3, 'a', 7, 20'000s));
    BOOST_TEST((same.what == Added::What::waiting));
    BOOST_TEST(same.given_up.size() == 1u);
    BOOST_TEST(reassembly.add(segment(1, 3, 'a', 7, 0s)).given_up.size() == 1u);
}

BOOST_AUTO_TEST_CASE(what_waits_too_long_is_handed_out_with_its_gaps)
{
    Reassembly reassembly;
    reassembly.add(segment(2, 4));
    reassembly.add(segment(4, 4, 'a', 7, 100s));
    reassembly.add(segment(1, 2, 'a', 8, 500s));
    BOOST_TEST(reassembly.expire(noon + 1099s, 1000s).empty()); // since the last segment, not the first
    const auto aged = reassembly.expire(noon + 1100s, 1000s);
    BOOST_REQUIRE(aged.size() == 1u);
    BOOST_TEST((aged[0].why == GivenUp::Why::aged));
    BOOST_TEST(numbers(aged[0].set) == (Numbers{2, 4}));
    BOOST_TEST(aged[0].set.missing() == (Numbers{1, 3}));
    BOOST_TEST(!aged[0].set.complete());
    BOOST_TEST(reassembly.set_count() == 1u);
    BOOST_TEST(reassembly.expire(noon - 501s, 1000s).size() == 1u); // a clock set back must not keep it for ever
    BOOST_TEST(reassembly.octet_count() == 0u);
}

BOOST_AUTO_TEST_CASE(a_duplicate_does_not_keep_a_message_waiting)
{
    Reassembly reassembly;
    reassembly.add(segment(1, 2));
    reassembly.add(segment(1, 2, 'a', 7, 900s));
    BOOST_TEST(reassembly.expire(noon + 1000s, 1000s).size() == 1u);
}

BOOST_AUTO_TEST_CASE(past_a_limit_the_oldest_is_handed_out_and_never_the_newest)
{
    Reassembly few{{.sets = 3}};
    for (unsigned reference = 0; reference < 3; ++reference)
        BOOST_TEST(few.add(segment(1, 2, 'a', reference, std::chrono::seconds{100 - reference})).given_up.empty());
    // The newest has the earliest time of all: the oldest of the others goes.
    const auto added = few.add(segment(1, 2, 'a', 9, 1s));
    BOOST_REQUIRE(added.given_up.size() == 1u);
    BOOST_TEST((added.given_up[0].why == GivenUp::Why::no_room));
    BOOST_TEST(added.given_up[0].set.segments[0].concatenation.reference == 2u);
    BOOST_TEST(few.set_count() == 3u);

    Reassembly by_sender{{.sets_of_a_sender = 2}};
    by_sender.add(segment(1, 2, 'a', 1, 0s, "quiet"));
    by_sender.add(segment(1, 2, 'a', 1, 1s, "loud"));
    by_sender.add(segment(1, 2, 'a', 2, 2s, "loud"));
    const auto loud = by_sender.add(segment(1, 2, 'a', 3, 3s, "loud"));
    BOOST_REQUIRE(loud.given_up.size() == 1u);
    BOOST_TEST(loud.given_up[0].set.segments[0].sender == "loud"); // the quiet one keeps its older message
    BOOST_TEST(loud.given_up[0].set.segments[0].concatenation.reference == 1u);

    Reassembly tiny{{.octets = 1}};
    const auto alone = tiny.add(segment(1, 2));
    BOOST_TEST(alone.given_up.size() == 1u); // it is handed out itself rather than lost
    BOOST_TEST(tiny.octet_count() == 0u);
}

BOOST_AUTO_TEST_CASE(messages_of_another_project_are_joined_as_it_does)
{
    std::size_t whole = 0, partial = 0;
    for (const auto& record : vectors::records_of("reassemble-pdus")) {
        Reassembly reassembly;
        std::optional<SegmentSet> set;
        for (const auto& hex : record.at("pdus").as_array()) {
            const auto received = decode_received(vectors::octets(hex.as_string())).value();
            const auto& pdu = std::get<DeliverPdu>(received.tpdu);
            const auto& ud = pdu.user_data;
            Segment made;
            made.sender = pdu.originator.text();
            made.time = noon;
            made.concatenation =
                decode_user_data(ud.dcs, ud.has_udh, ud.length, ud.octets).value().udh.concatenation().value();
            made.user_data = ud;
            if (auto added = reassembly.add(made); added.message) set = std::move(added.message);
        }
        BOOST_TEST(set.has_value() == !vectors::flag(record, "partial"), record.at("id"));
        set ? ++whole : ++partial;
        if (!set) set = reassembly.expire(noon + 1h, 1h).at(0).set;
        BOOST_TEST(join(*set, "").text == vectors::text(record, "text"), record.at("id"));
    }
    BOOST_TEST(whole == 3u);
    BOOST_TEST(partial == 3u);
}

BOOST_AUTO_TEST_CASE(of_many_messages_in_disorder_with_losses_each_comes_out_once)
{
    struct Message {
        unsigned reference, total;
        std::string sender;
        std::set<unsigned> lost;
    };
    for (unsigned seed = 1; seed <= 40; ++seed) {
        std::mt19937 random{seed};
        const auto below = [&](unsigned limit) { return static_cast<unsigned>(random() % limit); };
        std::vector<Message> messages;
        std::vector<Segment> arrivals;
        std::size_t repeats = 0;
        for (unsigned m = 0; m < 60; ++m) {
            // The reference is the message's own among its sender's, so that nothing is ambiguous.
            Message message{m, 2 + below(9), "+21891" + std::to_string(below(5)), {}};
            for (unsigned number = 1; number <= message.total; ++number) {
                auto made = segment(number, message.total, static_cast<char>('a' + below(26)), m, 0s, message.sender);
                made.id = static_cast<std::int64_t>(m) * 1000 + number;
                if (below(12) == 0 && message.lost.size() + 1 < message.total) {
                    message.lost.insert(number);
                    continue;
                }
                if (below(6) == 0 && number == 1) {
                    arrivals.push_back(made);
                    ++repeats;
                }
                arrivals.push_back(std::move(made));
            }
            messages.push_back(std::move(message));
        }
        std::ranges::shuffle(arrivals, random);

        Reassembly reassembly;
        std::map<unsigned, Numbers> complete, partial;
        std::size_t duplicates = 0, late_repeats = 0, handed_out = 0;
        for (std::size_t i = 0; i < arrivals.size(); ++i) {
            arrivals[i].time = noon + std::chrono::seconds{i};
            auto added = reassembly.add(arrivals[i]);
            BOOST_TEST(added.given_up.empty());
            if (added.what == Added::What::duplicate) ++duplicates;
            if (!added.message) continue;
            const auto reference = added.message->segments[0].concatenation.reference;
            BOOST_TEST(complete.emplace(reference, numbers(*added.message)).second);
            handed_out += added.message->segments.size();
            for (const auto& kept : added.message->segments)
                BOOST_TEST(kept.id == reference * 1000 + kept.concatenation.number);
        }
        for (auto& given_up : reassembly.expire(noon + 24h, 1h)) {
            const auto reference = given_up.set.segments[0].concatenation.reference;
            handed_out += given_up.set.segments.size();
            if (complete.contains(reference)) {
                ++late_repeats; // a repeat that came after its message
                BOOST_TEST(numbers(given_up.set) == (Numbers{1}));
            } else {
                BOOST_TEST(partial.emplace(reference, given_up.set.missing()).second);
            }
        }
        BOOST_TEST(duplicates + late_repeats == repeats);
        BOOST_TEST(handed_out + duplicates == arrivals.size()); // nothing is lost on the way
        for (const auto& message : messages) {
            BOOST_TEST(complete.contains(message.reference) == message.lost.empty());
            if (!message.lost.empty())
                BOOST_TEST(partial.at(message.reference) == Numbers(message.lost.begin(), message.lost.end()));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_flood_of_first_segments_stays_within_the_limits_and_nothing_is_lost)
{
    const ReassemblyLimits limits{.sets = 40, .sets_of_a_sender = 10, .octets = 20'000, .reuse_after = 600s};
    Reassembly reassembly{limits};
    std::mt19937 random{7};
    std::multiset<std::int64_t> in, out;
    const auto take = [&](const SegmentSet& set) {
        BOOST_TEST(set.segments.size() <= std::max(set.total, 1u));
        for (const auto& kept : set.segments)
            out.insert(kept.id);
    };
    for (int i = 0; i < 5000; ++i) {
        const auto total = 1 + random() % 5;
        auto made = segment(1 + random() % total, total, static_cast<char>('a' + random() % 3), random() % 256,
                            std::chrono::seconds{i + static_cast<int>(random() % 1200)}, std::to_string(random() % 12));
        made.user_data.octets.resize(7 + random() % 133, 0x55);
        made.id = i;
        in.insert(i);
        const auto added = reassembly.add(std::move(made));
        if (added.what == Added::What::duplicate) out.insert(i);
        if (added.message) take(*added.message);
        for (const auto& given_up : added.given_up)
            take(given_up.set);
        if (i % 500 == 0)
            for (const auto& given_up : reassembly.expire(noon + std::chrono::seconds{i}, 300s))
                take(given_up.set);
        BOOST_REQUIRE(reassembly.set_count() <= limits.sets);
        BOOST_REQUIRE(reassembly.octet_count() <= limits.octets);
    }
    for (const auto& given_up : reassembly.expire(noon + 48h, 1h))
        take(given_up.set);
    BOOST_TEST((in == out));
    BOOST_TEST(reassembly.octet_count() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
