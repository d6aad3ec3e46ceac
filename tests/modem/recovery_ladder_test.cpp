#include "modem/recovery_ladder.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

using namespace nida::modem;
using namespace std::chrono_literals;
using enum RecoveryStep;
using Pause = RecoveryLadder::Pause;
using Tried = RecoveryLadder::Tried;

namespace
{
const RecoverySteps everything{escape, reopen, radio, restart, reauthorise, power};
constexpr std::array all_symptoms{Symptom::no_answer,  Symptom::port_lost,   Symptom::prompt_stuck, Symptom::refuses,
                                  Symptom::no_network, Symptom::sim_trouble, Symptom::denied};

/// A ladder and the time, which only the test moves.
struct Climb {
    RecoveryLadder ladder;
    RecoveryLadder::Time now{std::chrono::hours{1000}};

    std::string ask(Symptom symptom, RecoverySteps possible = everything)
    {
        const auto advice = ladder.next(symptom, possible, now);
        if (const auto* step = std::get_if<RecoveryStep>(&advice)) return std::string{to_string(*step)};
        const auto& pause = std::get<Pause>(advice);
        return (pause.parked ? "parked " : "wait ") + std::to_string(pause.time.count());
    }
    /// Asks `count` times, `every` apart.
    std::vector<std::string> ask_often(unsigned count, Symptom symptom, RecoverySteps possible = everything,
                                       std::chrono::seconds every = 10s)
    {
        std::vector<std::string> all;
        for (unsigned i = 0; i < count; ++i, now += every)
            all.push_back(ask(symptom, possible));
        return all;
    }
};
using Steps = std::vector<std::string>;
} // namespace

namespace std // NOLINT: Boost.Test prints by <<
{
ostream& operator<<(ostream& out, const Steps& steps)
{
    for (const auto& step : steps)
        out << step << "; ";
    return out;
}
} // namespace std

BOOST_FIXTURE_TEST_SUITE(recovery_ladder, Climb)

BOOST_AUTO_TEST_CASE(a_silent_modem_goes_up_step_by_step_and_is_parked_at_the_end)
{
    const Steps up{"escape", "reopen", "restart", "reauthorise", "power", "parked 60"};
    BOOST_TEST(ask_often(6, Symptom::no_answer) == up);
}

BOOST_AUTO_TEST_CASE(every_symptom_has_its_own_steps)
{
    const std::map<Symptom, Steps> expected{
        {Symptom::no_answer, {"escape", "reopen", "restart", "reauthorise", "power", "parked 60"}},
        {Symptom::port_lost, {"reopen", "wait 5", "wait 5", "reauthorise", "power", "parked 60"}},
        {Symptom::prompt_stuck, {"escape", "reopen", "restart", "reauthorise", "power", "parked 60"}},
        {Symptom::refuses, {"reopen", "radio", "restart", "reauthorise", "power", "parked 60"}},
        {Symptom::no_network, {"wait 300", "wait 290", "wait 280", "wait 270", "wait 260", "wait 250"}},
        {Symptom::sim_trouble, {"radio", "restart", "parked 60", "parked 300", "parked 900", "parked 3600"}},
        {Symptom::denied, {"wait 900", "wait 900", "wait 900", "wait 900", "wait 900", "wait 900"}},
    };
    for (const auto symptom : all_symptoms) {
        BOOST_TEST_CONTEXT(to_string(symptom))
        {
            Climb fresh;
            BOOST_TEST(fresh.ask_often(6, symptom) == expected.at(symptom));
        }
    }
}

BOOST_AUTO_TEST_CASE(every_symptom_gets_an_answer_whatever_is_possible_and_whatever_came_before)
{
    for (unsigned bits = 0; bits < 64; ++bits) {
        RecoverySteps possible;
        for (unsigned i = 0; i < recovery_steps; ++i)
            if (bits >> i & 1) possible.insert(static_cast<RecoveryStep>(i));
        for (const auto first : all_symptoms)
            for (const auto second : all_symptoms) {
                Climb pair;
                for (const auto symptom : {first, second, first, second}) {
                    const auto advice = pair.ladder.next(symptom, possible, pair.now);
                    if (const auto* step = std::get_if<RecoveryStep>(&advice)) {
                        BOOST_TEST(possible.has(*step));
                        BOOST_TEST(steps_against(symptom).has(*step));
                    } else
                        BOOST_TEST(std::get<Pause>(advice).time.count() > 0);
                    pair.now += 20min;
                }
            }
    }
}

BOOST_AUTO_TEST_CASE(only_what_is_possible_is_done)
{
    const Steps up{"reopen", "restart", "parked 60"};
    BOOST_TEST(ask_often(3, Symptom::no_answer, {reopen, restart}) == up);
    BOOST_TEST(ask(Symptom::no_answer, {}) == "parked 300");
}

BOOST_AUTO_TEST_CASE(after_good_service_the_next_trouble_begins_at_the_bottom)
{
    ask_often(2, Symptom::no_answer);
    ladder.well(now);
    ladder.remember({});
    now += 1h;
    BOOST_TEST(ask(Symptom::no_answer) == "escape");
}

BOOST_AUTO_TEST_CASE(pauses_of_a_parked_modem_grow_until_it_has_served_for_long)
{
    const auto until_parked = [this] {
        for (;; now += 10s)
            if (const auto said = ask(Symptom::no_answer); said.starts_with("parked")) return said;
    };
    for (const auto* pause : {"parked 60", "parked 300", "parked 900", "parked 3600", "parked 3600"}) {
        BOOST_TEST(until_parked() == pause);
        ladder.well(now);
        now += 5min; // not for long
    }
    ladder.well(now);
    now += 20min;
    BOOST_TEST(until_parked() == "parked 60");
}

BOOST_AUTO_TEST_CASE(a_step_of_weight_is_not_repeated_within_a_quarter_of_an_hour)
{
    ask_often(3, Symptom::no_answer, {escape, reopen, restart}); // the third is the restart
    ladder.well(now);
    ladder.remember({});
    now += 1min;
    const Steps light{"escape", "reopen", "parked 60"};
    BOOST_TEST(ask_often(3, Symptom::no_answer, {escape, reopen, restart}) == light);
    ladder.remember({});
    now += 15min;
    const Steps all{"escape", "reopen", "restart"};
    BOOST_TEST(ask_often(3, Symptom::no_answer, {escape, reopen, restart}) == all);
}

BOOST_AUTO_TEST_CASE(a_device_that_just_appeared_is_not_reset)
{
    ladder.new_device(now);
    BOOST_TEST(ask(Symptom::no_answer, {reopen, restart}) == "reopen");
    now += 4s;
    BOOST_TEST(ask(Symptom::no_answer, {reopen, restart}) == "wait 26");
    now += 26s;
    BOOST_TEST(ask(Symptom::no_answer, {reopen, restart}) == "restart");
}

// Some were reset for ever by other programs: each reset made a new tty, and each new tty was reset since it did not answer at once.
BOOST_AUTO_TEST_CASE(a_modem_that_comes_back_silent_or_dies_again_at_once_is_never_reset_in_a_loop)
{
    for (const auto works_for : {0s, 5s, 31s, 90s, 599s}) {
        BOOST_TEST_CONTEXT("it works for " << works_for.count() << " s after each reset")
        {
            Climb day;
            std::map<RecoveryStep, std::vector<RecoveryLadder::Time>> resets;
            const auto end = day.now + 24h;
            while (day.now < end) {
                const auto advice = day.ladder.next(Symptom::no_answer, everything, day.now);
                if (const auto* pause = std::get_if<Pause>(&advice)) {
                    day.now += pause->time;
                    continue;
                }
                const auto step = std::get<RecoveryStep>(advice);
                day.now += 5s;
                if (step < restart) continue;
                resets[step].push_back(day.now);
                day.now += 10s;
                day.ladder.new_device(day.now);
                if (works_for == 0s) continue;
                day.ladder.well(day.now);
                day.now += works_for;
            }
            for (const auto& [step, times] : resets) {
                BOOST_TEST(times.size() <= 24 * 4);
                for (std::size_t i = 1; i < times.size(); ++i)
                    BOOST_TEST((times[i] - times[i - 1] >= 15min));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(without_a_network_the_radio_comes_after_5_minutes_a_restart_after_15_and_power_after_60)
{
    std::vector<std::pair<std::int64_t, std::string>> done;
    const auto begun = now;
    for (; now - begun < 2h; now += 30s) {
        const auto said = ask(Symptom::no_network);
        if (!said.starts_with("wait"))
            done.emplace_back(std::chrono::duration_cast<std::chrono::minutes>(now - begun).count(), said);
        if (said == "restart" || said == "power") {
            ladder.new_device(now);
            ladder.well(now); // it answers, and is not registered
        }
    }
    const decltype(done) expected{{5, "radio"}, {15, "restart"}, {60, "power"}, {65, "radio"}, {75, "restart"}};
    BOOST_TEST((done == expected));
}

BOOST_AUTO_TEST_CASE(a_network_that_comes_back_ends_the_count)
{
    ask(Symptom::no_network);
    now += 4min;
    ladder.registered();
    BOOST_TEST(ask(Symptom::no_network) == "wait 300");
}

BOOST_AUTO_TEST_CASE(where_no_hub_switches_power_the_last_resort_against_no_network_is_to_reauthorise)
{
    ask(Symptom::no_network, {reauthorise});
    now += 60min;
    BOOST_TEST(ask(Symptom::no_network, {reauthorise}) == "reauthorise");
}

BOOST_AUTO_TEST_CASE(outcomes_are_told_once_and_only_where_they_say_something_about_the_model)
{
    ask(Symptom::no_answer);
    BOOST_TEST(!ladder.take_outcome());
    ask(Symptom::no_answer);
    BOOST_TEST((ladder.take_outcome() == Tried{escape, false}));
    BOOST_TEST(!ladder.take_outcome());
    ladder.well(now);
    BOOST_TEST((ladder.take_outcome() == Tried{reopen, true}));

    ask(Symptom::no_network);
    now += 5min;
    BOOST_TEST(ask(Symptom::no_network) == "radio");
    now += 10min;
    BOOST_TEST(ask(Symptom::no_network) == "restart");
    ladder.registered();
    ladder.well(now);
    BOOST_TEST(!ladder.take_outcome());
}

BOOST_AUTO_TEST_CASE(a_step_that_failed_three_times_is_left_out_while_there_is_a_dearer_one)
{
    RecoveryMemory memory{};
    memory[static_cast<std::size_t>(escape)] = {3, 0};
    memory[static_cast<std::size_t>(reopen)] = {9, 1};
    memory[static_cast<std::size_t>(restart)] = {4, 0};
    ladder.remember(memory);
    const Steps with_usb{"reopen", "reauthorise"};
    BOOST_TEST(ask_often(2, Symptom::no_answer, {escape, reopen, restart, reauthorise}) == with_usb);
    ladder.well(now);
    now += 1h;
    const Steps without{"reopen", "restart"}; // the last there is
    BOOST_TEST(ask_often(2, Symptom::no_answer, {escape, reopen, restart}) == without);
}

BOOST_AUTO_TEST_CASE(the_next_climb_begins_at_the_step_that_worked_where_all_below_it_failed)
{
    ask_often(3, Symptom::no_answer, {escape, reopen, restart});
    ladder.well(now); // by the restart
    now += 1h;
    BOOST_TEST(ask(Symptom::no_answer, {escape, reopen, restart}) == "restart");
    now += 10s;
    BOOST_TEST(ask(Symptom::no_answer, {escape, reopen, restart}) == "parked 60");
}

BOOST_AUTO_TEST_CASE(steps_that_were_never_tried_are_tried_before_the_one_that_worked)
{
    RecoveryMemory memory{};
    memory[static_cast<std::size_t>(reopen)] = {5, 0};
    memory[static_cast<std::size_t>(restart)] = {5, 5};
    ladder.remember(memory);
    BOOST_TEST(ask(Symptom::no_answer) == "escape");
    BOOST_TEST(ask(Symptom::no_answer) == "restart"); // reopening failed too often
}

BOOST_AUTO_TEST_CASE(steps_have_names_that_can_be_read_back)
{
    for (unsigned i = 0; i < recovery_steps; ++i) {
        const auto step = static_cast<RecoveryStep>(i);
        BOOST_TEST((recovery_step_named(to_string(step)) == step));
    }
    BOOST_TEST(!recovery_step_named("kick"));
}

BOOST_AUTO_TEST_SUITE_END()
