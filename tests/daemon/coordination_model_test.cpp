#include "tests/daemon/coordinator_fixture.hpp"

#include <random>
#include <set>

using namespace nida::daemon;
using namespace std::chrono_literals;

namespace
{
/// What one number asked for, as the simplest book would have it.
struct Asked {
    std::string from, words, code;
    Time at;
    int wrong = 0;
    bool open = true;
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(coordination_model, CoordinatorFixture)

BOOST_AUTO_TEST_CASE(whatever_is_texted_only_the_right_code_does_something_and_once)
{
    settings.coordinators.commands_per_hour = 1'000'000;
    Coordinators{connection}.change("amal", {{}, {}, Rights{true, true, {}, false, true, true}, {}},
                                    done_by("cli", now));
    std::mt19937 random{20'261'122};
    const auto any = [&](std::size_t below) { return static_cast<std::size_t>(random() % below); };
    std::vector<Asked> asked;
    std::size_t expected = 0;
    for (int turn = 0; turn < 3000; ++turn) {
        const auto& from = any(2) == 0 ? amal : badr;
        for (auto& one : asked)
            if (one.open && now >= one.at + 10min) one.open = false;
        const auto choice = any(10);
        if (choice < 3) {
            const auto words = "Number " + std::to_string(turn);
            const auto answer = text(from, "ALERT youth " + words);
            asked.push_back({from, words, code_in(answer), now});
            BOOST_REQUIRE(asked.back().code.size() == 6u);
        } else if (choice < 7) {
            // A code: one that somebody has or had, or any.
            const auto code = !asked.empty() && any(2) == 0
                                  ? asked[asked.size() - 1 - any(std::min<std::size_t>(asked.size(), 6))].code
                                  : CoordinatorFixture::other_than("");
            Asked* right = nullptr;
            bool was_used = false;
            for (auto& one : asked) {
                if (one.from != from || one.code != code) continue;
                if (one.open)
                    right = &one;
                else
                    was_used = was_used || one.wrong < 0;
            }
            text(from, code);
            if (right) {
                ++expected;
                right->open = false;
                right->wrong = -1; // used
                BOOST_REQUIRE(book.done.size() == expected);
                BOOST_TEST(book.done.back() ==
                           "launch youth: " + right->words + " by coordinator " + (from == amal ? "amal" : "badr"));
            } else if (!was_used)
                for (auto& one : asked)
                    if (one.open && one.from == from && ++one.wrong == 3) one.open = false;
        } else if (choice == 7) {
            text(from, "NO");
            for (auto& one : asked)
                if (one.from == from) one.open = false;
        } else if (choice == 8)
            now += std::chrono::seconds{any(400)};
        else
            text(from, "hello 12345");
        BOOST_REQUIRE(book.done.size() == expected);
    }
    BOOST_TEST(expected > 100u);
    BOOST_TEST(std::set<std::string>(book.done.begin(), book.done.end()).size() == book.done.size());
}

BOOST_AUTO_TEST_SUITE_END()
