#include "tests/daemon/outbox_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon;
using namespace std::chrono_literals;

namespace
{
const std::string recipient = "+218911111111";

struct Fixture : OutboxFixture {
    using OutboxFixture::claim;
    Claim claim(const std::string& text = "hello")
    {
        NewMessage message;
        message.recipient = recipient;
        message.text = text;
        message.priority = Priority::campaign;
        BOOST_REQUIRE(outbox.add(message, noon, true));
        return claim(budget);
    }
    /// A segment in doubt since noon.
    Claim doubtful(const std::string& text = "hello")
    {
        const auto segment = claim(text);
        outbox.record(segment, SegmentUnknown{"no result in 120 s"}, noon);
        return segment;
    }
    Outbox::StoredCopy copy_of(const Claim& segment, bool sent, unsigned slot = 1)
    {
        return {"SM", slot, segment.recipient, segment.user_data, sent};
    }
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(copies, Fixture)

BOOST_AUTO_TEST_CASE(a_copy_that_was_sent_settles_the_doubt_about_its_segment)
{
    const auto segment = doubtful();
    const auto taken = outbox.take_copy(line, copy_of(segment, true), noon + 1min);
    BOOST_TEST(taken.may_be_deleted);
    BOOST_TEST((taken.settled == segment.message));
    BOOST_TEST((state(segment.message) == State::sent));
    // Its reference is not known, so the first report about the recipient gives it.
    const auto report = outbox.report(line, 17, recipient, 0, noon + 1min, {1, 2}, noon + 2min, true);
    BOOST_TEST((report.message == segment.message));
    BOOST_TEST((state(segment.message) == State::delivered));
}

BOOST_AUTO_TEST_CASE(a_copy_that_was_not_sent_says_nothing)
{
    const auto segment = doubtful();
    auto taken = outbox.take_copy(line, copy_of(segment, false), noon + 1min);
    BOOST_TEST(!taken.may_be_deleted); // it may be on its way still
    BOOST_TEST((state(segment.message) == State::in_doubt));
    taken = outbox.take_copy(line, copy_of(segment, false), noon + 6min);
    BOOST_TEST(taken.may_be_deleted);
    BOOST_TEST((state(segment.message) == State::in_doubt));
}

BOOST_AUTO_TEST_CASE(the_modem_s_memory_tells_it_also_with_another_sim)
{
    const auto segment = doubtful();
    BOOST_TEST((outbox.take_copy(other, copy_of(segment, true), noon + 1min).settled == segment.message));
}

BOOST_AUTO_TEST_CASE(a_copy_of_another_text_is_none_of_it)
{
    const auto segment = doubtful();
    auto copy = copy_of(segment, true);
    copy.user_data.octets.back() ^= 1;
    BOOST_TEST(!outbox.take_copy(line, copy, noon + 1min).settled);
    copy = copy_of(segment, true);
    copy.recipient = "+218911111112";
    BOOST_TEST(!outbox.take_copy(line, copy, noon + 1min).settled);
    BOOST_TEST((state(segment.message) == State::in_doubt));
}

BOOST_AUTO_TEST_CASE(where_two_doubts_fit_one_copy_settles_neither)
{
    const auto one = doubtful(), two = doubtful();
    const auto taken = outbox.take_copy(line, copy_of(one, true), noon + 1min);
    BOOST_TEST(!taken.settled);
    BOOST_TEST(!taken.may_be_deleted);
    BOOST_TEST((state(two.message) == State::in_doubt));
}

BOOST_AUTO_TEST_CASE(an_old_copy_that_could_not_be_deleted_does_not_speak_for_a_later_message)
{
    const auto first = claim();
    outbox.record(first, SegmentSent{3}, noon);
    outbox.distrust_copy(line, "SM", 1);
    const auto later = doubtful(); // the same words to the same person
    const auto taken = outbox.take_copy(line, copy_of(first, true, 1), noon + 1min);
    BOOST_TEST(taken.may_be_deleted);
    BOOST_TEST(!taken.settled);
    BOOST_TEST((state(later.message) == State::in_doubt));
    outbox.forget_copy(line, "SM", 1);
    BOOST_TEST((outbox.take_copy(line, copy_of(later, true, 1), noon + 2min).settled == later.message));
}

BOOST_AUTO_TEST_CASE(copies_of_what_is_settled_are_cleaned_away_and_what_people_wrote_is_not)
{
    const auto segment = claim();
    outbox.record(segment, SegmentSent{3}, noon);
    BOOST_TEST(outbox.take_copy(line, copy_of(segment, true), noon).may_be_deleted);
    BOOST_TEST(outbox.take_copy(line, copy_of(segment, false), noon).may_be_deleted);
    auto draft = copy_of(segment, false);
    draft.recipient = "+218919999999";
    BOOST_TEST(!outbox.take_copy(line, draft, noon).may_be_deleted);
}

BOOST_AUTO_TEST_CASE(a_copy_that_is_found_after_the_decision_is_told_and_changes_nothing)
{
    const auto segment = doubtful();
    outbox.settle_doubts({{line, true, noon}}, noon + 24h, true);
    BOOST_TEST((state(segment.message) == State::failed));
    outbox.take_copy(line, copy_of(segment, true), noon + 25h);
    BOOST_TEST((state(segment.message) == State::failed));
    auto row = connection.query("SELECT error_text FROM message WHERE id = ?1", segment.message);
    BOOST_REQUIRE(row.step());
    BOOST_TEST(row.text(0).find("had been sent") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
