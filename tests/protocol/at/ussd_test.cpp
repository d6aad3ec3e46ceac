#include "protocol/at/ussd.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::protocol;

namespace
{
constexpr UssdState states[] = {UssdState::idle, UssdState::awaiting_network, UssdState::awaiting_user};
} // namespace

BOOST_AUTO_TEST_SUITE(ussd)

BOOST_AUTO_TEST_CASE(a_question_waits_for_its_answer_in_any_state)
{
    for (const auto state : states)
        BOOST_TEST((next_state(state, CusdMode::action_required) == UssdState::awaiting_user));
}

BOOST_AUTO_TEST_CASE(an_answer_or_an_end_ends_the_session_in_any_state)
{
    for (const auto state : states)
        for (const auto mode : {CusdMode::done, CusdMode::terminated, CusdMode::unsupported, CusdMode::timed_out})
            BOOST_TEST((next_state(state, mode) == UssdState::idle));
}

BOOST_AUTO_TEST_CASE(what_another_client_answered_leaves_ours_where_it_was)
{
    for (const auto state : states)
        BOOST_TEST((next_state(state, CusdMode::other_client) == state));
}

BOOST_AUTO_TEST_CASE(what_was_sent_waits_for_the_network_whatever_was_before)
{
    for (const auto state : states)
        BOOST_TEST((next_state(state, UssdEvent::sent) == UssdState::awaiting_network));
}

BOOST_AUTO_TEST_CASE(a_refusal_ends_what_waits_for_the_network_and_nothing_else)
{
    BOOST_TEST((next_state(UssdState::awaiting_network, UssdEvent::refused) == UssdState::idle));
    BOOST_TEST((next_state(UssdState::idle, UssdEvent::refused) == UssdState::idle));
    BOOST_TEST((next_state(UssdState::awaiting_user, UssdEvent::refused) == UssdState::awaiting_user));
}

BOOST_AUTO_TEST_CASE(a_cancelled_session_is_over)
{
    for (const auto state : states)
        BOOST_TEST((next_state(state, UssdEvent::cancelled) == UssdState::idle));
}

BOOST_AUTO_TEST_CASE(a_release_that_precedes_the_answer_leaves_nothing_open)
{
    auto state = next_state(UssdState::idle, UssdEvent::sent);
    state = next_state(state, CusdMode::terminated); // "Initiating Release"
    state = next_state(state, CusdMode::done);
    BOOST_TEST((state == UssdState::idle));
}

BOOST_AUTO_TEST_SUITE_END()
