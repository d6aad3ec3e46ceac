#include "tests/faults/fault.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <fstream>
#include <iostream>

using namespace nida::faults;

namespace
{
using Pair = std::vector<const Fault*>;

/// NIDA_FAULTS: "reboot" or "reboot+disk full"; without it the quick ones in pairs.
std::vector<Pair> chosen()
{
    if (const char* const asked = std::getenv("NIDA_FAULTS")) {
        const std::string text = asked;
        const auto plus = text.find('+');
        if (plus == text.npos) return {{&fault(text)}};
        return {{&fault(text.substr(0, plus)), &fault(text.substr(plus + 1))}};
    }
    Pair quick;
    for (const auto& one : faults())
        if (one.quick) quick.push_back(&one);
    std::vector<Pair> pairs;
    for (std::size_t i = 0; i < quick.size(); i += 2)
        pairs.emplace_back(quick.begin() + static_cast<std::ptrdiff_t>(i),
                           quick.begin() + static_cast<std::ptrdiff_t>(std::min(i + 2, quick.size())));
    return pairs;
}

void check(Direction direction)
{
    static const bool own_mounts = [] {
        try {
            nida::e2e::unshare_mounts();
            return true;
        } catch (const std::system_error& error) {
            std::cout << "SKIPPED: " << error.what() << std::endl;
            return false;
        }
    }();
    if (!own_mounts) return;
    for (const auto& pair : chosen()) {
        std::string name;
        for (const auto* const one : pair)
            name += (name.empty() ? "" : "+") + std::string{one->name};
        const auto count = live_through(pair, direction);
        const auto row = boost::json::serialize(boost::json::object{
            {"direction", direction == Direction::sending ? "sending" : "receiving"},
            {"faults", name},
            {"messages", count.messages},
            {"lost", count.lost},
            {"doubled", count.doubled},
            {"by_policy", count.by_policy},
            {"in_doubt", count.in_doubt},
            {"failed", count.failed},
            {"pause", count.pause},
            {"seconds", count.seconds},
        });
        std::cout << row << std::endl;
        if (const char* const file = std::getenv("NIDA_FAULTS_TALLY"))
            std::ofstream{file, std::ios::app} << row << '\n';
        BOOST_TEST(count.lost == 0u, row);
        BOOST_TEST(count.doubled == 0u, row);
    }
}
} // namespace

BOOST_AUTO_TEST_SUITE(fault_pairs)

BOOST_AUTO_TEST_CASE(nothing_is_lost_and_nothing_doubled_while_sending) { check(Direction::sending); }

BOOST_AUTO_TEST_CASE(nothing_is_lost_and_nothing_doubled_while_receiving) { check(Direction::receiving); }

BOOST_AUTO_TEST_SUITE_END()
